insert into market_asset (
    id, department_pcode, market_id, block_id, code, kind, construction, condition, owner_regime, activity, water,
    electricity, sigma_m, survey_method, surveyed_on, area_m2, geometry, source, external_id, created_by
)
select
    i.id, i.department_pcode, n.market_id, n.block_id, n.code, n.kind, n.construction, n.condition, n.owner_regime,
    n.activity, n.water, n.electricity, n.sigma_m, n.survey_method, n.surveyed_on, i.measure,
    st_geomfromwkb(i.wkb, 4326), 'import', i.external_id, $7
from unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[], $5::double precision[], $6::jsonb[])
    as i (id, department_pcode, external_id, wkb, measure, columns)
cross join lateral jsonb_populate_record(null::market_asset, i.columns) as n
