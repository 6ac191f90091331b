-- Two times: every state of every object of the register, with when it was true and when we knew it.
--
-- The tables of the register hold the present. Triggers keep beside them, in one table, each state that a row ever had:
--   `valid`     when it was true in the world, as far as is known
--   `recorded`  from when until when we took it for true
-- A row of the past is never changed but for the end of `recorded`, and never deleted. A write at a moment m, true
-- from v on, ends the knowledge of all that overlaps [v, ∞), records again what is left of it before v, and opens the
-- new state.
--
-- `recorded` begins with the transaction, so that all it wrote becomes known at once. An object that is written twice
-- in a transaction, or by one that began before the last writer did, counts on by a microsecond: ranges never overlap
-- and never run backwards.

create extension if not exists btree_gist;

create sequence audit_entry_id_seq as bigint;

create table feature_version (
    layer text not null,
    feature_id uuid not null,
    number integer not null constraint feature_version_number_positive check (number > 0),
    department_pcode text,
    columns jsonb not null,
    geometry geometry(Geometry, 4326),
    valid tstzrange not null
        constraint feature_version_valid_not_empty check (not isempty(valid) and lower_inc(valid) and not upper_inc(valid)),
    recorded tstzrange not null
        constraint feature_version_recorded_not_empty check (
            not isempty(recorded) and lower_inc(recorded) and not upper_inc(recorded)
        ),
    actor text not null,
    reason text,
    draft_id uuid,
    opened_by bigint not null,
    closed_by bigint,
    digest bytea not null constraint feature_version_digest_length check (octet_length(digest) = 32),
    constraint feature_version_pkey primary key (feature_id, number, opened_by),
    constraint feature_version_closing_consistent check ((closed_by is null) = upper_inf(recorded)),
    -- By hash, because it spreads objects over the index: identifiers of one load differ in their last bits only, where
    -- GiST does not see it. Two objects of one hash (once in 2^64 pairs) could not both be written; they never mix. And
    -- because an index that has the identifier itself is taken for finding objects by it, of which it is incapable.
    constraint feature_version_no_overlap exclude using gist (
        uuid_hash_extended(feature_id, 0) with =, valid with &&, recorded with &&
    )
);

-- The whole order of a page as of a moment: PostgreSQL 15 sorts all of a department for a `distinct` that it has half of.
create index feature_version_department_idx
    on feature_version (layer, department_pcode, feature_id, lower(valid) desc);
-- What is true still is found by the index of its own table: a load of the register pays for one spatial index, not two.
create index feature_version_geometry_idx on feature_version using gist (geometry)
    where closed_by is not null or not upper_inf(valid);
-- What left the register is recognised by the identifier that a file gave it.
create index feature_version_external_id_idx on feature_version (layer, department_pcode, (columns ->> 'external_id'))
    where columns ? 'external_id' and (closed_by is not null or not upper_inf(valid));
create index feature_version_opened_by_idx on feature_version (opened_by);
create index feature_version_closed_by_idx on feature_version (closed_by) where closed_by is not null;

comment on sequence audit_entry_id_seq is 'Numbers each statement that wrote versions, and each other entry of the audit log, before they are chained.';
comment on table feature_version is 'Every state of every object of the register in two times; see the head of its migration. Its geometries were checked in the tables of the present.';
comment on column feature_version.layer is 'Layer of the object, as register_table names it.';
comment on column feature_version.feature_id is 'The object; identifiers are unique in the whole register.';
comment on column feature_version.number is 'Counts the states of the object from 1. Rows of one number differ in valid and recorded only.';
comment on column feature_version.department_pcode is 'Department that kept it in this state.';
comment on column feature_version.columns is 'All other columns of its row that have a value but the version.';
comment on column feature_version.geometry is 'Geometry in EPSG:4326, if it has one.';
comment on column feature_version.valid is 'When it was true in the world; no end: until further notice.';
comment on column feature_version.recorded is 'From when until when we took it for true; no end: still.';
comment on column feature_version.actor is 'Who recorded this row.';
comment on column feature_version.reason is 'Why, in words, if that was said.';
comment on column feature_version.draft_id is 'Draft whose approval recorded it, if any.';
comment on column feature_version.opened_by is 'Entry of the audit log that records this row.';
comment on column feature_version.closed_by is 'Entry of the audit log that ended its being recorded.';
comment on column feature_version.digest is 'SHA-256 over everything but the end of recorded and closed_by; see sign_version.';

create table register_table (
    layer text primary key,
    table_name text not null constraint register_table_name_key unique
);

comment on table register_table is 'Tables whose rows are objects of the register: each state of them is kept.';
comment on column register_table.layer is 'Layer, as collections, tiles and the change feed name it.';
comment on column register_table.table_name is 'Table that holds the present.';

-- A fixed layout, so that it can be computed elsewhere: a JSON array as PostgreSQL writes it (", " between values,
-- ": " after names), moments as microseconds since 1970; then the geometry as little-endian well-known binary.
create function epoch_us(moment timestamptz) returns bigint language sql immutable parallel safe as $$
    select (extract(epoch from moment) * 1000000)::bigint
$$;

comment on function epoch_us(timestamptz) is 'Microseconds since 1970 in UTC, as digests are taken over moments.';

create function sign_version() returns trigger language plpgsql as $$
begin
    new.digest := sha256(
        convert_to(
            json_build_array(
                new.layer, new.feature_id, new.number, new.department_pcode, new.columns, epoch_us(lower(new.valid)),
                epoch_us(upper(new.valid)), epoch_us(lower(new.recorded)), new.actor, new.reason, new.draft_id,
                new.opened_by
            )::text,
            'UTF8'
        ) || coalesce(st_asbinary(new.geometry, 'NDR'), '')
    );
    return new;
end
$$;

comment on function sign_version() is 'Computes the digest of a version, over what never changes of it.';

create trigger feature_version_is_signed before insert on feature_version
    for each row execute function sign_version();

create function refuse_change_of_version() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and upper_inf(old.recorded) and lower(old.recorded) = lower(new.recorded) then
        old.recorded := new.recorded;
        old.closed_by := new.closed_by;
        if old *= new and not upper_inf(new.recorded) then
            return new;
        end if;
    end if;
    raise exception 'versions are never altered: % on % is refused', tg_op, tg_table_name using errcode = 'restrict_violation';
end
$$;

comment on function refuse_change_of_version() is 'Lets nothing be done to a version but ending its being recorded, once.';

create trigger feature_version_is_kept before update or delete on feature_version
    for each row execute function refuse_change_of_version();
create trigger feature_version_is_kept_whole before truncate on feature_version
    for each statement execute function refuse_change_of_version();

create function count_version() returns trigger language plpgsql as $$
declare
    last record;
begin
    if tg_op = 'UPDATE' then
        new.version := old.version;
        if new.id <> old.id then
            raise exception 'the identifier of an object never changes' using errcode = 'restrict_violation';
        elsif new *<> old or act_setting('valid_from') is not null then
            new.version := old.version + 1;
        end if;
        return new;
    end if;
    select layer, number into last from feature_version where feature_id = new.id order by number desc limit 1;
    if last.layer <> tg_argv[0] then
        raise exception 'the identifier % is taken in %', new.id, last.layer using errcode = 'unique_violation';
    end if;
    new.version := coalesce(last.number, 0) + 1;
    return new;
end
$$;

comment on function count_version() is 'Counts the states of an object: from 1, on from the last one when it comes back, and not when nothing changes; to say from when on it is true is a change.';

-- What is said of all that a transaction writes; see gis_store::act.
create function act_setting(name text) returns text language sql stable as $$
    select nullif(current_setting('suuf.' || name, true), '')
$$;

comment on function act_setting(text) is 'What the running transaction is said to be: actor, reason, valid_from, draft_id; null when nothing was said.';

create function act_actor() returns text language sql stable as $$
    select coalesce(act_setting('actor'), 'database:' || session_user)
$$;

comment on function act_actor() is 'Who acts: as the program says, else whoever is signed in to the database itself.';

create function close_versions(touched uuid[], entry bigint)
returns table (id uuid, valid_from timestamptz, known_from timestamptz) language sql
-- Also while a bulk load runs, of which the planner's statistics know nothing, versions are found by their key.
set enable_seqscan to off
as $$
    with present as (
        select version.feature_id,
            coalesce(
                act_setting('valid_from')::timestamptz, greatest(now(), max(coalesce(upper(valid), lower(valid))))
            ) as valid_from,
            greatest(now(), max(lower(recorded)) + interval '1 microsecond') as known_from
        from feature_version as version
        where version.feature_id = any (touched) and upper_inf(recorded)
        group by version.feature_id
    ), closed as (
        update feature_version as version
        set recorded = tstzrange(lower(version.recorded), present.known_from), closed_by = entry
        from present
        where version.feature_id = present.feature_id and upper_inf(version.recorded)
            and coalesce(upper(version.valid) > present.valid_from, true)
        returning version.*, present.valid_from, present.known_from
    ), remainder as (
        insert into feature_version (
            layer, feature_id, number, department_pcode, columns, geometry, valid, recorded, actor, reason, draft_id,
            opened_by
        )
        select
            layer, feature_id, number, department_pcode, columns, geometry, tstzrange(lower(valid), valid_from),
            tstzrange(known_from, null), act_actor(), act_setting('reason'), act_setting('draft_id')::uuid, entry
        from closed
        where lower(valid) < valid_from
    )
    select present.feature_id, present.valid_from, present.known_from from present
$$;

comment on function close_versions(uuid[], bigint) is 'Ends the knowledge of what overlaps the validity of a write, and records what is left of it before; tells from when on each object is true and known anew.';

create function columns_kept(kept_table regclass) returns text language sql stable as $$
    select format('jsonb_strip_nulls((select to_jsonb(kept) from (select %s) as kept))', plain)
        || coalesce(format(' || jsonb_build_object(%s)', nested), '')
    from (
        select
            string_agg(format('written.%I', attname), ', ' order by attnum) filter (where not is_nested) as plain,
            string_agg(format('%1$L, written.%1$I', attname), ', ' order by attnum) filter (where is_nested) as nested
        from (
            select attname, attnum, atttypid in ('json'::regtype, 'jsonb'::regtype) as is_nested
            from pg_attribute
            where attrelid = kept_table and attnum > 0 and not attisdropped
                and attname not in ('id', 'version', 'department_pcode', 'geometry')
        ) as kept_column
    ) as kept
$$;

comment on function columns_kept(regclass) is 'Makes the expression of the JSON that versions keep of a row: all columns that have a value. What is JSON itself is kept as it is, nulls within it too.';

create function geometry_kept(kept_table regclass) returns text language sql stable as $$
    select coalesce(
        (
            select 'written.geometry::geometry' from pg_attribute
            where attrelid = kept_table and attname = 'geometry' and not attisdropped
        ),
        'null::geometry'
    )
$$;

comment on function geometry_kept(regclass) is 'The geometry of a table of the register, if it has one.';

create function keep_versions() returns trigger language plpgsql
-- JSON writes moments in the session's zone and numbers with its digits.
set timezone to 'UTC' set extra_float_digits to 1
as $$
declare
    entry bigint;
    touched uuid[];
begin
    if act_setting('valid_from')::timestamptz > now() then
        raise exception 'the register holds what is true, not what will be: % has not come', act_setting('valid_from')
            using errcode = 'invalid_parameter_value';
    end if;
    entry := nextval('audit_entry_id_seq');
    case tg_op
        when 'INSERT' then touched := array(select id from written where version > 1);
        when 'UPDATE' then
            touched := array(
                select id from written join unwritten using (id) where written.version > unwritten.version
            );
        when 'DELETE' then touched := array(select id from unwritten);
    end case;
    if tg_op = 'DELETE' then
        perform close_versions(touched, entry);
        perform audit_versions(entry, tg_op, tg_argv[0]);
        return null;
    end if;
    execute format(
        'insert into feature_version (
            layer, feature_id, number, department_pcode, columns, geometry, valid, recorded, actor, reason, draft_id,
            opened_by
        )
        select $2, written.id, written.version, written.department_pcode,
            %s, %s,
            tstzrange(coalesce(closed.valid_from, $4), null), tstzrange(coalesce(closed.known_from, now()), null), $5, $6, $7, $3
        from written
        %s join close_versions($1, $3) as closed on closed.id = written.id',
        columns_kept(tg_relid),
        geometry_kept(tg_relid),
        case tg_op when 'INSERT' then 'left' else 'inner' end
    )
    using touched, tg_argv[0], entry, coalesce(act_setting('valid_from')::timestamptz, now()), act_actor(),
        act_setting('reason'), act_setting('draft_id')::uuid;
    perform audit_versions(entry, tg_op, tg_argv[0]);
    return null;
end
$$;

comment on function keep_versions() is 'Keeps the states that a statement gave to rows, seen as the transition tables written and unwritten.';

create function refuse_truncate_of_register() returns trigger language plpgsql as $$
begin
    raise exception 'nothing leaves the register unrecorded: delete the rows of % instead', tg_table_name
        using errcode = 'restrict_violation';
end
$$;

comment on function refuse_truncate_of_register() is 'A truncated table would tell nobody what was in it.';

create function keep_versions_of(kept_table regclass, layer text) returns void language plpgsql as $$
begin
    insert into register_table (layer, table_name) values (keep_versions_of.layer, kept_table::text);
    execute format('alter table %s add column version integer not null default 1', kept_table);
    execute format('comment on column %s.version is %L', kept_table, 'Counts the states of the object; the entity tag of an item.');
    execute format('create trigger count_version before insert or update on %s for each row execute function count_version(%L)', kept_table, layer);
    execute format('create trigger keep_inserted after insert on %s referencing new table as written for each statement execute function keep_versions(%L)', kept_table, layer);
    execute format('create trigger keep_updated after update on %s referencing old table as unwritten new table as written for each statement execute function keep_versions(%L)', kept_table, layer);
    execute format('create trigger keep_deleted after delete on %s referencing old table as unwritten for each statement execute function keep_versions(%L)', kept_table, layer);
    execute format('create trigger refuse_truncate before truncate on %s for each statement execute function refuse_truncate_of_register()', kept_table);
end
$$;

comment on function keep_versions_of(regclass, text) is 'Makes a table an object table of the register, under the name of a layer: it gets a version column, and each state of its rows is kept. It needs the columns id and department_pcode; geometry, if it has one, bears that name.';

create function present_objects(wanted_layer text)
returns table (id uuid, version integer, department_pcode text, columns jsonb, geometry geometry)
language plpgsql stable
set timezone to 'UTC' set extra_float_digits to 1
as $$
declare
    object_table regclass;
begin
    select table_name::regclass into strict object_table from register_table where layer = wanted_layer;
    return query execute format(
        'select written.id, written.version, written.department_pcode,
            %s, %s
        from %s as written',
        columns_kept(object_table), geometry_kept(object_table), object_table
    );
end
$$;

comment on function present_objects(text) is 'All objects of a layer in the present, in the shape of versions.';

-- In PL/pgSQL, where a row is made once and the function of its table is a part of the expression: ten times as fast.
create function feature_properties(version feature_version) returns jsonb language plpgsql stable parallel safe as $$
declare
    named jsonb := version.columns || jsonb_build_object('department_pcode', version.department_pcode);
    a_parcel parcel;
    a_road road;
    a_market market;
    a_market_asset market_asset;
    a_facility facility;
begin
    case version.layer
        when 'parcels' then
            a_parcel := jsonb_populate_record(null::parcel, named);
            return parcel_properties(a_parcel);
        when 'roads' then
            a_road := jsonb_populate_record(null::road, named);
            return road_properties(a_road);
        when 'markets' then
            a_market := jsonb_populate_record(null::market, named);
            return market_properties(a_market);
        when 'market-assets' then
            a_market_asset := jsonb_populate_record(null::market_asset, named);
            return market_asset_properties(a_market_asset);
        when 'facilities' then
            a_facility := jsonb_populate_record(null::facility, named);
            return facility_properties(a_facility);
        else
            return version.columns;
    end case;
end
$$;

comment on function feature_properties(feature_version) is 'Attributes of a version, in the shape that map_feature gives to the present.';

-- For editing, splitting, merging, surveying again and restoring alike: any object table, columns as versions keep them.
create function write_object(
    written_layer text, object_id uuid, pcode text, object_columns jsonb, object_geometry geometry, pcodes text[]
) returns integer language plpgsql as $$
declare
    object_table regclass;
    names text;
    assignments text;
    written_version integer;
begin
    select table_name::regclass into strict object_table from register_table where layer = written_layer;
    select string_agg(format('%I', attname), ', '), string_agg(format('%1$I = excluded.%1$I', attname), ', ')
    into names, assignments
    from pg_attribute
    where attrelid = object_table and attnum > 0 and not attisdropped and attgenerated = ''
        and attname not in ('id', 'version');
    execute format(
        'insert into %1$s as present (id, %2$s)
        select $1, %2$s from jsonb_populate_record(null::%1$s, $2)
        on conflict (id) do update set %3$s where $3 is null or present.department_pcode = any ($3)
        returning version',
        object_table, names, assignments
    )
    into written_version
    using object_id, object_columns || jsonb_build_object('department_pcode', pcode, 'geometry', object_geometry::text),
        pcodes;
    return written_version;
end
$$;

comment on function write_object(text, uuid, text, jsonb, geometry, text[]) is 'Makes an object of the register what these columns, this department and this geometry say, whether it is there or not; a column that is not named becomes null. Tells its version; null when it is there and none of these departments (null: all) keeps it.';

create function retire_object(retired_layer text, object_id uuid, pcodes text[]) returns boolean language plpgsql as $$
declare
    object_table regclass;
    found_count bigint;
begin
    select table_name::regclass into strict object_table from register_table where layer = retired_layer;
    execute format('delete from %s where id = $1 and ($2 is null or department_pcode = any ($2))', object_table)
    using object_id, pcodes;
    get diagnostics found_count = row_count;
    return found_count > 0;
end
$$;

comment on function retire_object(text, uuid, text[]) is 'Ends the validity of an object, and takes it out of the present; tells whether it was there, kept by one of these departments (null: all).';

select keep_versions_of('parcel', 'parcels');
select keep_versions_of('road', 'roads');
select keep_versions_of('market', 'markets');
select keep_versions_of('market_asset', 'market-assets');
select keep_versions_of('facility', 'facilities');
