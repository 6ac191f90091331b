insert into facility (
    id, department_pcode, kind, name, attributes, geometry, source, external_id, created_by
)
select
    i.id, i.department_pcode, n.kind, n.name, jsonb_strip_nulls(coalesce(n.attributes, '{}')),
    st_geomfromwkb(i.wkb, 4326), 'import', i.external_id, $7
from unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[], $5::double precision[], $6::jsonb[])
    as i (id, department_pcode, external_id, wkb, measure, columns)
cross join lateral jsonb_populate_record(null::facility, i.columns) as n
