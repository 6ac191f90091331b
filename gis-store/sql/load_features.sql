select id as "id!", department_pcode, st_asbinary(geometry) as "wkb!", jsonb_strip_nulls(properties) as "properties!: SqlJson<Box<RawValue>>",
    case when $1 = 'drafts' then (
        select received_by from upload where upload.id = (properties ->> 'upload_id')::uuid
    ) end as sender
from map_feature
where layer = $1
    and ($2::text[] is null or department_pcode = any ($2))
    and ($3::uuid[] is null or id = any ($3))
    and geometry is not null
