select id, version, department_pcode as department, feature_layer as collection, feature_id, nature, statement,
    parties as "parties: Json<Vec<DisputeParty>>", state as "state: DisputeState", resolution, opened_at, opened_by,
    closed_at, closed_by
from dispute
where ($1::uuid is null or id = $1)
    and ($2::uuid is null or feature_id = $2)
    and ($3::text is null or state = $3)
    and ($4::uuid is null or id < $4)
    and ($6::text[] is null or department_pcode = any ($6))
order by id desc
limit $5
