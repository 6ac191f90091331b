insert into market_asset (
    id, department_pcode, market_id, code, kind, construction, condition, owner_regime, activity, water, electricity,
    area_m2, sigma_m, grade, survey_method, surveyed_on, draft_id, geometry, source, created_by
)
select
    $1, $2,
    (
        select market.id from market
        where market.department_pcode = $2 and st_intersects(market.geometry, draft.geometry)
        order by market.id limit 1
    ),
    $3::jsonb ->> 'code', $3 ->> 'kind', $3 ->> 'construction', $3 ->> 'condition', $3 ->> 'owner_regime',
    $3 ->> 'activity', ($3 ->> 'water')::boolean, ($3 ->> 'electricity')::boolean, draft.area_m2,
    round_to_mm(draft.sigma_m),
    draft.grade, coalesce($3 ->> 'survey_method', 'handheld_gps'),
    coalesce(($3 ->> 'surveyed_on')::date, track.started_at::date, upload.recorded_on), draft.id, draft.geometry,
    'survey', $4
from draft
join upload on upload.id = draft.upload_id
left join track on track.upload_id = draft.upload_id
where draft.id = $5
