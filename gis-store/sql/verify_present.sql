-- Every object of a layer in the present, beside the version of it that is true and known still.
select
    coalesce(present.id, version.feature_id) as "id!",
    present.version as "version?", version.number as "number?",
    present.department_pcode as present_pcode, version.department_pcode as version_pcode,
    present.columns::text as present_columns, version.columns::text as version_columns,
    st_asbinary(present.geometry, 'NDR') as present_wkb, st_asbinary(version.geometry, 'NDR') as version_wkb
from present_objects($1) as present
full join (
    select feature_id, number, department_pcode, columns, geometry
    from feature_version
    where layer = $1 and upper_inf(valid) and upper_inf(recorded)
) as version on version.feature_id = present.id
