insert into parcel (
    id, department_pcode, number, nicad, commune_id, block, land_use, vocation, tenure, tenure_evidence, area_m2,
    area_sd_m2, declared_area_m2, sigma_m, grade, survey_method, surveyed_on, draft_id, geometry, source, created_by
)
select
    $1, $2, next_parcel_number($2), $3::jsonb ->> 'nicad', commune_at($2, draft.geometry), $3 ->> 'block',
    $3 ->> 'land_use', $3 ->> 'vocation', $3 ->> 'tenure', $3 ->> 'tenure_evidence', draft.area_m2,
    round(draft.area_sd_m2::numeric, 1)::double precision,
    ($3 ->> 'declared_area_m2')::double precision, round_to_mm(draft.sigma_m), draft.grade,
    coalesce($3 ->> 'survey_method', 'handheld_gps'),
    coalesce(($3 ->> 'surveyed_on')::date, track.started_at::date, upload.recorded_on), draft.id,
    st_multi(draft.geometry), 'survey', $4
from draft
join upload on upload.id = draft.upload_id
left join track on track.upload_id = draft.upload_id
where draft.id = $5
