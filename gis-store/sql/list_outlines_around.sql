-- The frame around a geometry ($1), cut off beyond $2 x $3 degrees; the department that keeps it ($4) in any case.
with place as (
    select st_expand(shape, $2, $3) as box from st_geomfromwkb($1, 4326) as shape
)
select
    false as "is_commune!", pcode as "pcode!", name as "name!", ansd_code, is_sketch as "is_sketch!",
    utm_epsg as "utm_epsg!",
    st_asbinary(st_multi(st_collectionextract(st_clipbybox2d(geometry, box::box2d), 3))) as "wkb!"
from department, place
where geometry && box or pcode = $4
union all
select
    true, commune.department_pcode, commune.name, commune.ansd_code, false, department.utm_epsg,
    st_asbinary(st_multi(st_collectionextract(st_clipbybox2d(commune.geometry, box::box2d), 3)))
from commune join department on department.pcode = commune.department_pcode, place
where commune.geometry && box
