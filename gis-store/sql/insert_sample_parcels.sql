insert into parcel (
    id, department_pcode, number, block, land_use, tenure, area_m2, declared_area_m2, geometry, source, created_by
)
select
    id, $2, number, block, land_use, tenure, area_m2, declared_area_m2, st_multi(st_geomfromwkb(wkb, 4326)),
    'simulation', $10
from unnest(
    $1::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::double precision[], $8::double precision[],
    $9::bytea[]
) as sample (id, number, block, land_use, tenure, area_m2, declared_area_m2, wkb)
