select id, encode(sha256, 'hex') as "sha256!", size_bytes, file_name, kind, department_pcode as department,
    recorded_on, note, state as "state: UploadState", received_at, processed_at, failure as "failure: Json<Text>"
from upload
where ($1::uuid is null or id < $1) and ($2::text[] is null or coalesce(department_pcode, located_pcode) = any ($2) or received_by = $4)
order by id desc
limit $3
