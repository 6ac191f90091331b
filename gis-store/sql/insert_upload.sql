insert into upload (
    id, sha256, size_bytes, file_name, kind, department_pcode, recorded_on, note, received_by
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
