select department.pcode, department.name, department.utm_epsg, department.survey_settings
from department, st_geomfromwkb($1, 4326) as shape
where st_intersects(department.geometry, shape)
order by
    -- The greatest share, whatever the dimension: area, else length, else being met at all.
    st_area(st_intersection(department.geometry, shape)) desc,
    st_length(st_intersection(department.geometry, shape)) desc,
    department.pcode
