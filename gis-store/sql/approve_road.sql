insert into road (
    id, department_pcode, name, former_name, number, class, surface, condition, managing_authority, width_m,
    right_of_way_width_m, sidewalk, drain, lighting, direction, passability, chainage_start_m, chainage_end_m, length_m,
    sigma_m, grade, survey_method, surveyed_on, draft_id, geometry, source, created_by
)
select
    $1, $2, $3::jsonb ->> 'name', $3 ->> 'former_name', $3 ->> 'number', coalesce($3 ->> 'class', 'unclassified'),
    $3 ->> 'surface', $3 ->> 'condition', $3 ->> 'managing_authority', ($3 ->> 'width_m')::double precision,
    ($3 ->> 'right_of_way_width_m')::double precision, $3 ->> 'sidewalk', $3 ->> 'drain', $3 ->> 'lighting',
    $3 ->> 'direction', $3 ->> 'passability', ($3 ->> 'chainage_start_m')::double precision,
    ($3 ->> 'chainage_end_m')::double precision, draft.length_m, round_to_mm(draft.sigma_m), draft.grade,
    coalesce($3 ->> 'survey_method', 'handheld_gps'),
    coalesce(($3 ->> 'surveyed_on')::date, track.started_at::date, upload.recorded_on), draft.id,
    st_multi(draft.geometry), 'survey', $4
from draft
join upload on upload.id = draft.upload_id
left join track on track.upload_id = draft.upload_id
where draft.id = $5
