insert into parcel (
    id, department_pcode, number, nicad, commune_id, block, land_use, vocation, tenure, tenure_evidence,
    declared_area_m2, area_sd_m2, sigma_m, survey_method, surveyed_on, area_m2, geometry, source, external_id, created_by
)
select
    i.id, i.department_pcode, n.number, n.nicad, coalesce(n.commune_id, commune_at(i.department_pcode, shape.geometry)),
    n.block, n.land_use, n.vocation, n.tenure, n.tenure_evidence, n.declared_area_m2, n.area_sd_m2, n.sigma_m,
    n.survey_method, n.surveyed_on, i.measure, shape.geometry, $1, i.external_id, $2
from staged_feature as i
cross join lateral jsonb_populate_record(null::parcel, i.columns) as n
cross join lateral (select st_geomfromwkb(i.wkb, 4326) as geometry offset 0) as shape
