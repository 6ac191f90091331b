insert into market_asset (
    id, department_pcode, market_id, block_id, code, kind, construction, condition, owner_regime, activity, water,
    electricity, sigma_m, survey_method, surveyed_on, area_m2, geometry, source, external_id, created_by
)
select
    i.id, i.department_pcode, n.market_id, n.block_id, n.code, n.kind, n.construction, n.condition, n.owner_regime,
    n.activity, n.water, n.electricity, n.sigma_m, n.survey_method, n.surveyed_on, i.measure,
    st_geomfromwkb(i.wkb, 4326), $1, i.external_id, $2
from staged_feature as i
cross join lateral jsonb_populate_record(null::market_asset, i.columns) as n
