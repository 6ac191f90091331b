insert into road (
    id, department_pcode, name, former_name, number, class, surface, condition, managing_authority, width_m,
    right_of_way_width_m, sidewalk, drain, lighting, direction, passability, chainage_start_m, chainage_end_m, sigma_m,
    survey_method, surveyed_on, length_m, geometry, source, external_id, created_by
)
select
    i.id, i.department_pcode, n.name, n.former_name, n.number, coalesce(n.class, 'unclassified'), n.surface,
    n.condition, n.managing_authority, n.width_m, n.right_of_way_width_m, n.sidewalk, n.drain, n.lighting, n.direction,
    n.passability, n.chainage_start_m, n.chainage_end_m, n.sigma_m, n.survey_method, n.surveyed_on, i.measure,
    st_geomfromwkb(i.wkb, 4326), $1, i.external_id, $2
from staged_feature as i
cross join lateral jsonb_populate_record(null::road, i.columns) as n
