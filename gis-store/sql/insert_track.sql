insert into track (
    id, upload_id, department_pcode, geometry, started_at, ended_at, length_m, epoch_count
)
values ($1, $2, $3, st_geomfromwkb($4, 4326), $5, $6, $7, $8)
