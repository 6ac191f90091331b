select format('%s.%s', class.relname, attribute.attname)
from pg_class as class
left join pg_attribute as attribute
    on attribute.attrelid = class.oid and attribute.attnum >= 0 and not attribute.attisdropped
where class.relnamespace = 'public'::regnamespace
    and class.relkind in ('r', 'v')
    and class.relname not in ('geometry_columns', 'geography_columns', 'spatial_ref_sys', '_sqlx_migrations')
    and (
        obj_description(class.oid, 'pg_class') is null
        or col_description(class.oid, attribute.attnum) is null
    )
union all
select proname
from pg_proc as function
where pronamespace = 'public'::regnamespace
    and obj_description(function.oid, 'pg_proc') is null
    and not exists (
        select from pg_depend
        where pg_depend.objid = function.oid and pg_depend.deptype = 'e'
    )
