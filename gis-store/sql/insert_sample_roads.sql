insert into road (
    id, department_pcode, name, number, class, surface, condition, managing_authority, width_m, length_m, geometry,
    source, created_by
)
select
    id, $2, name, number, class, surface, condition, managing_authority, width_m, length_m,
    st_multi(st_geomfromwkb(wkb, 4326)), 'simulation', $12
from unnest(
    $1::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::double precision[],
    $10::double precision[], $11::bytea[]
) as sample (id, name, number, class, surface, condition, managing_authority, width_m, length_m, wkb)
