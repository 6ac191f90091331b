insert into market (
    id, department_pcode, name, kind, owner_regime, operator, sigma_m, survey_method, surveyed_on, area_m2, geometry,
    source, external_id, created_by
)
select
    i.id, i.department_pcode, n.name, n.kind, n.owner_regime, n.operator, n.sigma_m, n.survey_method, n.surveyed_on,
    i.measure, st_geomfromwkb(i.wkb, 4326), $1, i.external_id, $2
from staged_feature as i
cross join lateral jsonb_populate_record(null::market, i.columns) as n
