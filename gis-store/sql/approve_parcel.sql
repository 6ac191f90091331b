insert into parcel (
    id, department_pcode, number, nicad, block, land_use, tenure, area_m2, declared_area_m2, geometry, source,
    created_by
)
select
    $1, $2, next_parcel_number($2), $3::jsonb ->> 'nicad', $3 ->> 'block', $3 ->> 'land_use', $3 ->> 'tenure',
    area_m2, ($3 ->> 'declared_area_m2')::double precision, st_multi(geometry), 'survey', $4
from draft
where id = $5
