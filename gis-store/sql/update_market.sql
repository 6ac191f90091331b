-- Columns that the file does not have stay as they are; rows that it would not change are not written.
update market
set
    department_pcode = i.department_pcode,
    name = n.name,
    kind = n.kind,
    owner_regime = n.owner_regime,
    operator = n.operator,
    sigma_m = n.sigma_m,
    survey_method = n.survey_method,
    surveyed_on = n.surveyed_on,
    area_m2 = case when shape.is_same then old.area_m2 else i.measure end,
    geometry = case when shape.is_same then old.geometry else shape.geometry end
from staged_feature as i
join market as old on old.id = i.id
cross join lateral jsonb_populate_record(old, i.columns) as n
cross join lateral (
    select new.geometry, st_normalize(st_snaptogrid(st_multi(old.geometry), 1e-9)) = st_normalize(st_snaptogrid(st_multi(new.geometry), 1e-9)) as is_same
    from (select st_geomfromwkb(i.wkb, 4326) as geometry) as new
) as shape
where market.id = old.id
    and (n is distinct from old or not shape.is_same or i.department_pcode <> old.department_pcode)
returning market.id
