-- The audit log: what was done, by whom, in the transaction that did it; each entry holds the digest of the one before.
--
-- An entry is written at once and chained when its transaction commits: only then is its place known, and only then is
-- the head locked, so that a long import keeps nobody waiting. Sequence numbers have no gap: what is rolled back never
-- had one.

create table audit_entry (
    id bigint primary key default nextval('audit_entry_id_seq'),
    sequence bigint constraint audit_entry_sequence_key unique,
    at timestamptz not null default clock_timestamp(),
    actor text not null,
    action text not null constraint audit_entry_action_format check (action ~ '^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$'),
    subject text not null,
    detail jsonb not null default '{}' constraint audit_entry_detail_object check (jsonb_typeof(detail) = 'object'),
    previous bytea,
    digest bytea constraint audit_entry_digest_length check (octet_length(digest) = 32),
    constraint audit_entry_chained_whole check ((sequence is null) = (digest is null) and (sequence is null) = (previous is null))
);

alter sequence audit_entry_id_seq owned by audit_entry.id;
create index audit_entry_subject_idx on audit_entry (subject, sequence);

comment on table audit_entry is 'The audit log: append-only, chained by digests. suuf audit verify proves it.';
comment on column audit_entry.id is 'Its number from when it was written; versions name it.';
comment on column audit_entry.sequence is 'Its place in the chain, from 1 without a gap; null until the transaction commits.';
comment on column audit_entry.at is 'When it was written.';
comment on column audit_entry.actor is 'Who did it.';
comment on column audit_entry.action is 'What was done, such as register.change or session.open.';
comment on column audit_entry.subject is 'To what: a layer, a layer and an identifier, an account.';
comment on column audit_entry.detail is 'What else is to be known. No names, identity numbers or debts of persons: entries are never erased.';
comment on column audit_entry.previous is 'Digest of the entry before; zeros for the first.';
comment on column audit_entry.digest is 'SHA-256 over the entry and the digest of the one before; see audit_digest.';

create table audit_head (
    is_head boolean primary key default true constraint audit_head_one_row check (is_head),
    sequence bigint not null,
    digest bytea not null
);

insert into audit_head (sequence, digest) values (0, decode(repeat('00', 32), 'hex'));

comment on table audit_head is 'The last entry of the chain. Its lock orders commits.';
comment on column audit_head.is_head is 'There is one row.';
comment on column audit_head.sequence is 'Sequence number of the last entry; 0 before the first.';
comment on column audit_head.digest is 'Its digest; zeros before the first.';

-- The same layout as that of versions: a JSON array as PostgreSQL writes it, moments in microseconds since 1970.
create function audit_digest(entry audit_entry) returns bytea language sql immutable parallel safe as $$
    select sha256(
        convert_to(
            json_build_array(
                entry.sequence, entry.id, epoch_us(entry.at), entry.actor, entry.action, entry.subject, entry.detail,
                encode(entry.previous, 'hex')
            )::text,
            'UTF8'
        )
    )
$$;

comment on function audit_digest(audit_entry) is 'Digest of a chained entry.';

create function chain_audit_entry() returns trigger language plpgsql as $$
declare
    chained audit_entry := new;
begin
    select sequence + 1, digest into chained.sequence, chained.previous from audit_head for update;
    chained.digest := audit_digest(chained);
    update audit_entry set sequence = chained.sequence, previous = chained.previous, digest = chained.digest
    where id = chained.id;
    update audit_head set sequence = chained.sequence, digest = chained.digest;
    return null;
end
$$;

comment on function chain_audit_entry() is 'Gives an entry its place behind the head, when its transaction commits.';

create constraint trigger audit_entry_is_chained after insert on audit_entry deferrable initially deferred
    for each row execute function chain_audit_entry();

create function refuse_change_of_audit() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and old.sequence is null then
        old.sequence := new.sequence;
        old.previous := new.previous;
        old.digest := new.digest;
        if old *= new then
            return new;
        end if;
    end if;
    raise exception 'the audit log is append-only: % on % is refused', tg_op, tg_table_name using errcode = 'restrict_violation';
end
$$;

comment on function refuse_change_of_audit() is 'Lets nothing be done to an entry but chaining it, once.';

create trigger audit_entry_is_kept before update or delete on audit_entry
    for each row execute function refuse_change_of_audit();
create trigger audit_entry_is_kept_whole before truncate on audit_entry
    for each statement execute function refuse_change_of_audit();

create function audit_versions(entry bigint, operation text, written_layer text) returns void language sql
set enable_seqscan to off
as $$
    with opened as (
        select count(*) as row_count, min(feature_id::text) as first, max(feature_id::text) as last,
            sha256(coalesce(string_agg(digest, '' order by feature_id, number), '')) as digest
        from feature_version
        where opened_by = entry
    ), closed as (
        select count(*) as row_count, min(feature_id::text) as first, max(feature_id::text) as last,
            sha256(
                coalesce(
                    string_agg(
                        digest || convert_to(epoch_us(upper(recorded))::text, 'UTF8'), ''
                        order by feature_id, number, opened_by
                    ),
                    ''
                )
            ) as digest
        from feature_version
        where closed_by = entry
    )
    insert into audit_entry (id, actor, action, subject, detail)
    select entry, act_actor(),
        case operation when 'INSERT' then 'register.create' when 'UPDATE' then 'register.change' else 'register.retire' end,
        written_layer || case
            when least(opened.first, closed.first) = greatest(opened.last, closed.last)
                then '/' || least(opened.first, closed.first)
            else ''
        end,
        jsonb_strip_nulls(jsonb_build_object(
            'opened', opened.row_count, 'opened_digest', encode(opened.digest, 'hex'),
            'closed', closed.row_count, 'closed_digest', encode(closed.digest, 'hex'),
            'reason', act_setting('reason'), 'draft', act_setting('draft_id'), 'valid_from', act_setting('valid_from')
        ))
    from opened, closed
    where opened.row_count + closed.row_count > 0
$$;

comment on function audit_versions(bigint, text, text) is 'Writes the entry of a statement that wrote versions, with a digest over them: those opened in order of object and number, and those closed with the moment.';

-- What is no object of the register and has no versions, but proves how something came to be or who may what: its rows
-- stay where they are, and each statement that writes them leaves an entry, and the digest of each row beside it.

create table row_witness (
    table_name text not null,
    row_key text not null,
    entry bigint not null,
    digest bytea constraint row_witness_digest_length check (octet_length(digest) = 32),
    primary key (table_name, row_key, entry)
);

create index row_witness_entry_idx on row_witness (entry);

comment on table row_witness is 'Digests of the rows of witnessed tables, as each statement left them; the last one of a row is what it must be now.';
comment on column row_witness.table_name is 'The table.';
comment on column row_witness.row_key is 'Which row: the values of its key, with strokes between.';
comment on column row_witness.entry is 'Entry of the audit log that records this digest.';
comment on column row_witness.digest is 'SHA-256 of the row as witness_text writes it; null when it was deleted.';

create function refuse_change_of_witness() returns trigger language plpgsql as $$
begin
    raise exception 'what was witnessed stays: % on % is refused', tg_op, tg_table_name using errcode = 'restrict_violation';
end
$$;

comment on function refuse_change_of_witness() is 'Keeps digests of rows from being changed or deleted.';

create trigger row_witness_is_kept before update or delete on row_witness
    for each row execute function refuse_change_of_witness();
create trigger row_witness_is_kept_whole before truncate on row_witness
    for each statement execute function refuse_change_of_witness();

create table witnessed_table (
    table_name text primary key,
    key_columns text[] not null constraint witnessed_table_key_not_empty check (cardinality(key_columns) > 0)
);

comment on table witnessed_table is 'Tables of whose rows every writing is witnessed; see witness_rows_of.';
comment on column witnessed_table.table_name is 'The table.';
comment on column witnessed_table.key_columns is 'Columns that name a row.';

create function witness_key(key_columns text[]) returns text language sql immutable as $$
    select format('concat_ws(''/'', %s)', string_agg(format('written.%I', key_column), ', ' order by place))
    from unnest(key_columns) with ordinality as named (key_column, place)
$$;

comment on function witness_key(text[]) is 'Makes the expression of what names a row.';

create function witness_text(witnessed regclass) returns text language sql stable as $$
    select format(
        'jsonb_build_array(%s, %s, encode(st_asewkb(%s, ''NDR''), ''hex''))::text',
        coalesce(string_agg(format('written.%I', attname), ', ' order by attname), 'null'),
        columns_kept(witnessed),
        geometry_kept(witnessed)
    )
    from pg_attribute
    where attrelid = witnessed and attname in ('id', 'version', 'department_pcode') and not attisdropped
$$;

comment on function witness_text(regclass) is 'Makes the expression of the text that the digest of a row is taken over: all of its columns, as versions write them.';

create function witness_rows() returns trigger language plpgsql
set timezone to 'UTC' set extra_float_digits to 1 set bytea_output to 'hex'
as $$
declare
    own_entry bigint := nextval('audit_entry_id_seq');
    of_row text := format(
        'select %s as row_key, sha256(convert_to(%s, ''UTF8'')) as digest',
        witness_key(tg_argv::text[]), witness_text(tg_relid)
    );
begin
    execute format(
        'insert into row_witness (table_name, row_key, entry, digest)
        select $1, coalesce(after.row_key, before.row_key), $2, after.digest
        from (%s from %s) as after full join (%s from %s) as before on before.row_key = after.row_key
        where after.digest is distinct from before.digest',
        of_row, case tg_op when 'DELETE' then 'unwritten as written where false' else 'written' end,
        of_row, case tg_op when 'INSERT' then 'written where false' else 'unwritten as written' end
    )
    using tg_table_name, own_entry;
    insert into audit_entry (id, actor, action, subject, detail)
    select own_entry, act_actor(), 'row.' || case tg_op when 'INSERT' then 'add' when 'UPDATE' then 'change' else 'remove' end,
        tg_table_name || case when count(*) = 1 then '/' || min(row_key) else '' end,
        jsonb_build_object(
            'rows', count(*),
            'rows_digest', encode(
                sha256(
                    string_agg(
                        convert_to(table_name || '/' || row_key, 'UTF8') || coalesce(digest, ''), ''
                        order by row_key collate "C"
                    )
                ),
                'hex'
            )
        )
    from row_witness
    where entry = own_entry
    having count(*) > 0;
    return null;
end
$$;

comment on function witness_rows() is 'Witnesses the rows that a statement wrote, seen as the transition tables written and unwritten, and writes the entry over their digests.';

create function witness_rows_of(witnessed regclass, variadic key_columns text[]) returns void language plpgsql as $$
declare
    arguments text := (select string_agg(quote_literal(key_column), ', ') from unnest(key_columns) as key_column);
begin
    insert into witnessed_table (table_name, key_columns) values (witnessed::text, witness_rows_of.key_columns);
    execute format('create trigger witness_inserted after insert on %s referencing new table as written for each statement execute function witness_rows(%s)', witnessed, arguments);
    execute format('create trigger witness_updated after update on %s referencing old table as unwritten new table as written for each statement execute function witness_rows(%s)', witnessed, arguments);
    execute format('create trigger witness_deleted after delete on %s referencing old table as unwritten for each statement execute function witness_rows(%s)', witnessed, arguments);
    execute format('create trigger refuse_truncate before truncate on %s for each statement execute function refuse_truncate_of_register()', witnessed);
end
$$;

comment on function witness_rows_of(regclass, text[]) is 'Witnesses from now on each writing of the rows of a table, which these columns name.';

create function witnessed_rows(wanted_table text) returns table (row_key text, said text) language plpgsql stable
set timezone to 'UTC' set extra_float_digits to 1 set bytea_output to 'hex'
as $$
begin
    return query execute (
        select format(
            'select %s, %s from %s as written',
            witness_key(key_columns), witness_text(table_name::regclass), table_name::regclass
        )
        from witnessed_table
        where table_name = wanted_table
    );
end
$$;

comment on function witnessed_rows(text) is 'All rows of a witnessed table, by key, as the text that their digests are taken over.';

select witness_rows_of('parcel_lineage', 'parent_id', 'child_id');
select witness_rows_of('draft', 'id');
select witness_rows_of('draft_target', 'draft_id', 'feature_id');
select witness_rows_of('draft_part', 'draft_id', 'position');
select witness_rows_of('draft_event', 'id');
select witness_rows_of('account_grant', 'account_id', 'role', 'department_pcode');
