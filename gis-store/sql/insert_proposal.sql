insert into draft (
    id, action, kind, department_pcode, geometry, attributes, valid_from, note, area_m2, length_m, created_by
)
values ($1, $2, $3, $4, st_geomfromwkb($5, 4326), $6, $7, $8, $9, $10, $11)
