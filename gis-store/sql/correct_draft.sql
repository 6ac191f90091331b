update draft
set
    department_pcode = coalesce($2, department_pcode),
    geometry = coalesce(st_geomfromwkb($3, 4326), geometry),
    area_m2 = case when $3::bytea is null then area_m2 else $4 end,
    length_m = case when $3::bytea is null then length_m else $5 end,
    attributes = attributes || $6,
    valid_from = coalesce($7, valid_from),
    note = coalesce($8, note)
where id = $1
