insert into market_asset (
    id, department_pcode, market_id, code, kind, condition, activity, area_m2, geometry, source, created_by
)
select
    id, $2, $3, code, kind, condition, activity, area_m2, st_geomfromwkb(wkb, 4326), 'simulation', $10
from unnest(
    $1::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::double precision[], $9::bytea[]
) as sample (id, code, kind, condition, activity, area_m2, wkb)
