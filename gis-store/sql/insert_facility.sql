insert into facility (
    id, department_pcode, kind, name, attributes, geometry, source, external_id, created_by
)
select
    i.id, i.department_pcode, n.kind, n.name, jsonb_strip_nulls(coalesce(n.attributes, '{}')),
    st_geomfromwkb(i.wkb, 4326), $1, i.external_id, $2
from staged_feature as i
cross join lateral jsonb_populate_record(null::facility, i.columns) as n
