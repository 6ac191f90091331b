insert into draft (
    id, upload_id, position, kind, department_pcode, geometry, area_m2, length_m, sigma_m, epoch_count, findings,
    name, area_sd_m2, n_eff, pass_count, corners, grade, grade_rule, grade_reason
)
values (
    $1, $2, $3, $4, $5, st_geomfromwkb($6, 4326), $7, $8, $9, $10, $11,
    $12, $13, $14, $15, $16, $17, $18, $19
)
