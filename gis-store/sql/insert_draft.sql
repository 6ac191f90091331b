insert into draft (
    id, upload_id, position, kind, department_pcode, geometry, area_m2, length_m, sigma_m, epoch_count, findings
)
values ($1, $2, $3, $4, $5, st_geomfromwkb($6, 4326), $7, $8, $9, $10, $11)
