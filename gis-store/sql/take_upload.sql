select upload.id, upload_log.bytes, kind, recorded_on, department_pcode
from upload
join upload_log on upload_log.upload_id = upload.id
where upload.id = (
    select waiting.id
    from upload as waiting
    where waiting.state = 'received' and ($1::text[] is null or waiting.department_pcode = any ($1))
    order by waiting.id
    limit 1
    -- Not `for update`: notes of attempts refer to the row meanwhile.
    for no key update skip locked
)
