-- Columns that the file does not have stay as they are; rows that it would not change are not written.
update facility
set
    department_pcode = i.department_pcode,
    kind = n.kind,
    name = n.name,
    attributes = merged.attributes,
    geometry = case when shape.is_same then old.geometry else shape.geometry end
from staged_feature as i
join facility as old on old.id = i.id
cross join lateral jsonb_populate_record(old, i.columns) as n
cross join lateral (
    select jsonb_strip_nulls(old.attributes || coalesce(i.columns -> 'attributes', '{}')) as attributes
) as merged
cross join lateral (
    select new.geometry, st_normalize(st_snaptogrid(st_multi(old.geometry), 1e-9)) = st_normalize(st_snaptogrid(st_multi(new.geometry), 1e-9)) as is_same
    from (select st_geomfromwkb(i.wkb, 4326) as geometry) as new
) as shape
where facility.id = old.id
    and (n.kind is distinct from old.kind or n.name is distinct from old.name
        or merged.attributes is distinct from old.attributes or not shape.is_same or i.department_pcode <> old.department_pcode)
returning facility.id
