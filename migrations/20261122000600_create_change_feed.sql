-- The change feed: one row a changed feature, in the transaction that changed it, and a count of each collection.

create table change (
    sequence bigint generated always as identity primary key,
    transaction_id xid8 not null default pg_current_xact_id(),
    layer text not null,
    feature_id uuid not null,
    department_pcode text,
    operation text not null constraint change_operation_known check (operation in ('insert', 'update', 'delete')),
    changed_at timestamptz not null default now()
);

create index change_transaction_idx on change (transaction_id);

comment on table change is 'What changed, for everything that follows the register. Sequence numbers are given before they commit, so followers go by transaction: all rows that their last snapshot did not show.';
comment on column change.sequence is 'Order of writing, not of committing.';
comment on column change.transaction_id is 'Transaction that made the change.';
comment on column change.layer is 'Collection, or drafts.';
comment on column change.feature_id is 'The feature that changed.';
comment on column change.department_pcode is 'Department of the feature after the change, or before its deletion.';
comment on column change.operation is 'insert, update or delete.';
comment on column change.changed_at is 'Start of the transaction.';

create table collection_count (
    layer text not null,
    department_pcode text not null,
    feature_count bigint not null
);

create index collection_count_layer_idx on collection_count (layer, department_pcode);

comment on table collection_count is 'How many features each department has in each layer, as the sum of what each change added, kept by the change feed so that no page counts a table. One row a change, so that nobody waits for a long import; suuf adds them up when it starts.';
comment on column collection_count.layer is 'Collection, or drafts.';
comment on column collection_count.department_pcode is 'P-code; empty for what lies in no department.';
comment on column collection_count.feature_count is 'Rows added; less than zero when they were taken away.';

create function add_to_collection_count(added_layer text, added_pcode text, added bigint) returns void
language sql as $$
    insert into collection_count (layer, department_pcode, feature_count)
    values (added_layer, coalesce(added_pcode, ''), added)
$$;

comment on function add_to_collection_count(text, text, bigint) is 'Adds to the count of one department in one layer.';

create function record_insert() returns trigger language plpgsql as $$
begin
    insert into change (layer, feature_id, department_pcode, operation)
    select tg_argv[0], id, department_pcode, 'insert' from written;
    perform add_to_collection_count(tg_argv[0], department_pcode, count(*)) from written
    group by department_pcode order by department_pcode;
    perform pg_notify('suuf_change', '');
    return null;
end
$$;

create function record_update() returns trigger language plpgsql as $$
begin
    insert into change (layer, feature_id, department_pcode, operation)
    select tg_argv[0], id, department_pcode, 'update' from written;
    perform add_to_collection_count(tg_argv[0], department_pcode, sum(difference)::bigint) from (
        select department_pcode, 1 as difference from written
        union all select department_pcode, -1 from unwritten
    ) as moved group by department_pcode having sum(difference) <> 0 order by department_pcode;
    perform pg_notify('suuf_change', '');
    return null;
end
$$;

create function record_delete() returns trigger language plpgsql as $$
begin
    insert into change (layer, feature_id, department_pcode, operation)
    select tg_argv[0], id, department_pcode, 'delete' from unwritten;
    perform add_to_collection_count(tg_argv[0], department_pcode, -count(*)) from unwritten
    group by department_pcode order by department_pcode;
    perform pg_notify('suuf_change', '');
    return null;
end
$$;

comment on function record_insert() is 'Feeds inserted rows, seen as the transition table written.';
comment on function record_update() is 'Feeds updated rows, seen as the transition tables written and unwritten.';
comment on function record_delete() is 'Feeds deleted rows, seen as the transition table unwritten.';

create function feed_changes_of(fed_table regclass, layer text) returns void language plpgsql as $$
begin
    execute format('create trigger feed_insert after insert on %s referencing new table as written for each statement execute function record_insert(%L)', fed_table, layer);
    execute format('create trigger feed_update after update on %s referencing old table as unwritten new table as written for each statement execute function record_update(%L)', fed_table, layer);
    execute format('create trigger feed_delete after delete on %s referencing old table as unwritten for each statement execute function record_delete(%L)', fed_table, layer);
end
$$;

comment on function feed_changes_of(regclass, text) is 'Makes a table of features feed its changes under the name of a layer.';

-- Departments are their own department.
alter table department add column department_pcode text generated always as (pcode) stored;
comment on column department.department_pcode is 'Its own P-code, so that it is fed and filtered like everything else.';

select feed_changes_of('department', 'departments');
select feed_changes_of('commune', 'communes');
select feed_changes_of('parcel', 'parcels');
select feed_changes_of('road', 'roads');
select feed_changes_of('market', 'markets');
select feed_changes_of('market_asset', 'market-assets');
select feed_changes_of('facility', 'facilities');
select feed_changes_of('track', 'tracks');
select feed_changes_of('draft', 'drafts');
