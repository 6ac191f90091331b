insert into road (
    id, department_pcode, name, number, class, surface, condition, managing_authority, width_m, length_m,
    geometry, source, external_id, created_by
)
select
    i.id, i.department_pcode, n.name, n.number, coalesce(n.class, 'unclassified'), n.surface, n.condition,
    n.managing_authority, n.width_m, i.measure, st_geomfromwkb(i.wkb, 4326), 'import', i.external_id, $7
from unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[], $5::double precision[], $6::jsonb[])
    as i (id, department_pcode, external_id, wkb, measure, columns)
cross join lateral jsonb_populate_record(null::road, i.columns) as n
