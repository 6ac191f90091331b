-- Of drafts, newest first: $1 identifier, $2 upload, $3 state, $4 only older ones, $5 at most so many. $6 are the
-- departments whose evidence somebody may see, $7 is who asks: one's own drafts are always seen.
select id, version, upload_id, action as "action: DraftAction", kind, name, state as "state: DraftState",
    department_pcode as department, attributes as "attributes: Json<Map<String, Value>>", blend as "blend: Blend",
    valid_from, note, area_m2, area_sd_m2, length_m, sigma_m, n_eff, epoch_count, pass_count,
    corners as "corners: Json<Vec<Corner>>",
    case when grade is not null then
        json_build_object('grade', grade, 'rule', grade_rule, 'reason', grade_reason)
    end as "grading: Json<Grading>",
    findings as "findings: Json<Vec<Finding>>",
    st_asgeojson(geometry, 7)::json as "geometry!: Json<Box<RawValue>>",
    created_at, created_by, submitted_at, submitted_by, decided_at, decided_by, return_reason,
    case when feature_id is not null then
        json_build_object('collection', feature_collection, 'id', feature_id)
    end as "feature: Json<FeatureRef>",
    coalesce(target.list, '[]') as "targets!: Json<Vec<Target>>",
    coalesce(part.list, '[]') as "parts!: Json<Box<RawValue>>"
from draft
cross join lateral (
    select json_agg(
        json_build_object('collection', layer, 'id', feature_id, 'version', draft_target.version) order by feature_id
    ) as list
    from draft_target where draft_id = draft.id
) as target
cross join lateral (
    select json_agg(
        json_build_object('geometry', st_asgeojson(draft_part.geometry, 7)::json, 'attributes', draft_part.attributes)
        order by draft_part.position
    ) as list
    from draft_part where draft_id = draft.id
) as part
where ($1::uuid is null or id = $1)
    and ($2::uuid is null or upload_id = $2)
    and ($3::text is null or state = $3)
    and ($4::uuid is null or id < $4)
    and ($6::text[] is null or department_pcode = any ($6) or created_by = $7)
order by case when $2 is null then id end desc, position
limit $5
