select id, upload_id, kind, state as "state: DraftState", department_pcode as department, area_m2, length_m, sigma_m,
    epoch_count, findings as "findings: Json<Vec<Finding>>",
    st_asgeojson(geometry, 7)::json as "geometry!: Json<Box<RawValue>>", created_at, decided_at, return_reason,
    case when feature_id is not null then
        json_build_object('collection', feature_collection, 'id', feature_id)
    end as "feature: Json<FeatureRef>"
from draft
where id = $1 and ($2::text[] is null or department_pcode = any ($2))
