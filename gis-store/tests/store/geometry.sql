select format('%s.%s', f_table_name, f_geometry_column)
from geometry_columns
where f_table_schema = 'public'
    and f_table_name <> 'map_feature'
    and (
        srid <> 4326
        -- What versions keep was checked in the table that it comes from.
        or f_table_name <> 'feature_version' and not exists (
            select from pg_constraint
            where conrelid = f_table_name::regclass
                and pg_get_constraintdef(oid) like '%st_isvalid(' || f_geometry_column || ')%'
        )
        or not exists (
            select from pg_indexes
            where tablename = f_table_name and indexdef like '%USING gist (' || f_geometry_column || ')%'
        )
    )
