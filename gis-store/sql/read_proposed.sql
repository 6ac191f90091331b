-- A draft as the rules see it; of one that changes a single feature, with the attributes that this has now.
select
    kind as "kind!", action as "action!: DraftAction", department_pcode, st_asbinary(geometry) as "wkb!",
    array(select st_asbinary(geometry) from draft_part where draft_id = draft.id order by position) as "part_wkbs!",
    attributes as "attributes!: Json<Map<String, Value>>", sigma_m, area_m2, area_sd_m2,
    findings as "findings!: Json<Vec<Finding>>",
    array(select feature_id from draft_target where draft_id = draft.id) as "target_ids!",
    (
        select properties from draft_target join map_feature on map_feature.layer = draft_target.layer and id = feature_id
        where draft_id = draft.id and action in ('edit', 'resurvey')
        limit 1
    ) as "target_properties: Json<Map<String, Value>>"
from draft
where id = $1
