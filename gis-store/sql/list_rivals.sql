-- An open draft ($1), and the other open ones about the same features or in the same place: $2 are the departments whose
-- evidence somebody may see, $3 is who asks.
with own as (
    select id, geometry from draft where id = $1 and state in ('draft', 'submitted', 'returned')
), rival as (
    select id from own
    union
    select draft.id from own join draft on draft.geometry && st_expand(own.geometry, 0.0002)
    where draft.state in ('draft', 'submitted', 'returned')
    union
    select theirs.draft_id from draft_target as theirs
    join draft_target as mine using (layer, feature_id)
    join own on own.id = mine.draft_id
)
select
    id, kind, department_pcode, st_asbinary(geometry) as "wkb!", attributes as "attributes: Json<Map<String, Value>>",
    sigma_m, array(select feature_id from draft_target where draft_id = draft.id) as "targets!"
from draft
where id in (select id from rival) and state in ('draft', 'submitted', 'returned')
    and ($2::text[] is null or department_pcode = any ($2) or created_by = $3)
order by id <> $1, id
limit 21
