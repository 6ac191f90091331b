insert into market_asset (
    id, department_pcode, market_id, code, kind, condition, activity, area_m2, geometry, source, created_by
)
select
    $1, $2,
    (
        select market.id from market
        where market.department_pcode = $2 and st_intersects(market.geometry, draft.geometry)
        order by market.id limit 1
    ),
    $3::jsonb ->> 'code', $3 ->> 'kind', $3 ->> 'condition', $3 ->> 'activity', area_m2, geometry, 'survey', $4
from draft
where id = $5
