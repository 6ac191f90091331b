select id, upload_id, kind, name, state as "state: DraftState", department_pcode as department, area_m2, area_sd_m2,
    length_m, sigma_m, n_eff, epoch_count, pass_count, corners as "corners: Json<Vec<Corner>>",
    json_build_object('grade', grade, 'rule', grade_rule, 'reason', grade_reason) as "grading!: Json<Grading>",
    findings as "findings: Json<Vec<Finding>>",
    st_asgeojson(geometry, 7)::json as "geometry!: Json<Box<RawValue>>", created_at, decided_at, return_reason,
    case when feature_id is not null then
        json_build_object('collection', feature_collection, 'id', feature_id)
    end as "feature: Json<FeatureRef>"
from draft
where id = $1 and ($2::text[] is null or department_pcode = any ($2))
