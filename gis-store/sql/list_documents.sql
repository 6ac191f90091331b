select
    id, department_pcode as department, media_type, size_bytes, encode(sha256, 'hex') as "sha256!", title, collection,
    feature_id as feature, source_id as source, party_id as party, created_at, created_by,
    withdrawn_at, withdrawn_by
from document
where ($1::uuid is null or id = $1)
    and ($2::uuid is null or feature_id = $2 or source_id = $2 or party_id = $2)
    and case
        when feature_id is null then $4::text[] is null or department_pcode = any ($4)
        else $3::text[] is null or department_pcode = any ($3) or created_by = $5::text
    end
order by id desc
