-- Columns that the file does not have stay as they are, but what a survey said of another geometry; rows that it would
-- not change are not written.
update parcel
set
    department_pcode = i.department_pcode,
    number = n.number,
    nicad = n.nicad,
    commune_id = n.commune_id,
    block = n.block,
    land_use = n.land_use,
    vocation = n.vocation,
    tenure = n.tenure,
    tenure_evidence = n.tenure_evidence,
    declared_area_m2 = n.declared_area_m2,
    area_sd_m2 = case when shape.is_same or i.columns ? 'area_sd_m2' then n.area_sd_m2 end,
    sigma_m = case when shape.is_same or i.columns ? 'sigma_m' then n.sigma_m end,
    survey_method = case when shape.is_same or i.columns ? 'survey_method' then n.survey_method end,
    surveyed_on = case when shape.is_same or i.columns ? 'surveyed_on' then n.surveyed_on end,
    grade = case when shape.is_same then old.grade end,
    draft_id = case when shape.is_same then old.draft_id end,
    area_m2 = case when shape.is_same then old.area_m2 else i.measure end,
    geometry = case when shape.is_same then old.geometry else shape.geometry end
from staged_feature as i
join parcel as old on old.id = i.id
cross join lateral jsonb_populate_record(old, i.columns) as n
cross join lateral (
    select new.geometry, st_normalize(st_snaptogrid(st_multi(old.geometry), 1e-9)) = st_normalize(st_snaptogrid(st_multi(new.geometry), 1e-9)) as is_same
    from (select st_geomfromwkb(i.wkb, 4326) as geometry) as new
) as shape
where parcel.id = old.id
    and (n is distinct from old or not shape.is_same or i.department_pcode <> old.department_pcode)
returning parcel.id
