-- The statement that digests each table of ours (none of an extension's): a sum over rows, so their order is nothing to
-- it. Long bytes go in as their own digest; transaction numbers are left out, because only the cluster that gave them
-- knows what they mean.
select
    format('%I.%I', namespace.nspname, class.relname) as "name!",
    format(
        'select count(*) as rows,
            coalesce(sum((''x'' || left(hash, 16))::bit(64)::bigint), 0)::text as high,
            coalesce(sum((''x'' || substr(hash, 17, 16))::bit(64)::bigint), 0)::text as low
        from (select encode(sha256(convert_to(row(%s)::text, ''UTF8'')), ''hex'') as hash from only %I.%I) as hashed',
        coalesce(columns.list, ''), namespace.nspname, class.relname
    ) as "statement!"
from pg_class as class
join pg_namespace as namespace on namespace.oid = class.relnamespace
left join lateral (
    select string_agg(
        case attribute.atttypid when 'bytea'::regtype then format('sha256(%I)', attname) else format('%I', attname) end,
        ', ' order by attribute.attnum
    ) as list
    from pg_attribute as attribute
    where attribute.attrelid = class.oid and attribute.attnum > 0 and not attribute.attisdropped
        and attribute.atttypid <> 'xid8'::regtype
) as columns on true
where class.relkind = 'r' and class.relpersistence = 'p'
    and namespace.nspname not in ('pg_catalog', 'information_schema') and namespace.nspname not like 'pg\_%'
    and not exists (
        select from pg_depend
        where classid = 'pg_class'::regclass and objid = class.oid and deptype = 'e'
    )
order by 1
