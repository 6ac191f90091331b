select
    false as "is_commune!", pcode as "pcode!", name as "name!", ansd_code, is_sketch as "is_sketch!",
    utm_epsg as "utm_epsg!", st_asbinary(geometry) as "wkb!"
from department
union all
select true, commune.department_pcode, commune.name, commune.ansd_code, false, department.utm_epsg, st_asbinary(commune.geometry)
from commune join department on department.pcode = commune.department_pcode
where commune.geometry is not null and commune.department_pcode = $1
