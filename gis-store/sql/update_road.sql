-- Columns that the file does not have stay as they are, but what a survey said of another geometry; rows that it would
-- not change are not written.
update road
set
    department_pcode = i.department_pcode,
    name = n.name,
    former_name = n.former_name,
    number = n.number,
    class = n.class,
    surface = n.surface,
    condition = n.condition,
    managing_authority = n.managing_authority,
    width_m = n.width_m,
    right_of_way_width_m = n.right_of_way_width_m,
    sidewalk = n.sidewalk,
    drain = n.drain,
    lighting = n.lighting,
    direction = n.direction,
    passability = n.passability,
    chainage_start_m = n.chainage_start_m,
    chainage_end_m = n.chainage_end_m,
    sigma_m = case when shape.is_same or i.columns ? 'sigma_m' then n.sigma_m end,
    survey_method = case when shape.is_same or i.columns ? 'survey_method' then n.survey_method end,
    surveyed_on = case when shape.is_same or i.columns ? 'surveyed_on' then n.surveyed_on end,
    grade = case when shape.is_same then old.grade end,
    draft_id = case when shape.is_same then old.draft_id end,
    length_m = case when shape.is_same then old.length_m else i.measure end,
    geometry = case when shape.is_same then old.geometry else shape.geometry end
from staged_feature as i
join road as old on old.id = i.id
cross join lateral jsonb_populate_record(old, i.columns) as n
cross join lateral (
    select new.geometry, st_snaptogrid(old.geometry, 1e-9) = st_snaptogrid(new.geometry, 1e-9) as is_same
    from (select st_geomfromwkb(i.wkb, 4326) as geometry) as new
) as shape
where road.id = old.id
    and (n is distinct from old or not shape.is_same or i.department_pcode <> old.department_pcode)
returning road.id
