select line
from (
    select 1 as part, table_name || '.' || lpad(ordinal_position::text, 2, '0') as sorted,
        format('%s.%s %s%s%s', table_name, column_name,
            format_type(attribute.atttypid, attribute.atttypmod),
            case when is_nullable = 'NO' then ' not null' else '' end,
            case when column_default is not null then ' default ' || column_default else '' end) as line
    from information_schema.columns
    join pg_attribute as attribute
        on attribute.attrelid = format('%I.%I', table_schema, table_name)::regclass and attname = column_name
    where table_schema = 'public' and table_name not in ('geometry_columns', 'geography_columns', 'spatial_ref_sys', '_sqlx_migrations')
    union all
    select 2, conrelid::regclass::text || conname, format('%s: %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
    from pg_constraint
    where connamespace = 'public'::regnamespace and conrelid <> 0
        and conrelid::regclass::text not in ('spatial_ref_sys', '_sqlx_migrations')
    union all
    select 3, indexname, indexdef
    from pg_indexes
    where schemaname = 'public' and tablename not in ('spatial_ref_sys', '_sqlx_migrations')
    union all
    select 4, tgrelid::regclass::text || tgname, format('%s: %s', tgrelid::regclass, pg_get_triggerdef(oid))
    from pg_trigger
    where not tgisinternal
) as everything
order by part, sorted, line
