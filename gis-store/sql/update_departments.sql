-- Facts that the file does not have stay as they are; rows that it would not change are not written.
update department
set
    name = n.name,
    region = n.region,
    region_pcode = n.region_pcode,
    iso_region = n.iso_region,
    ansd_code = n.ansd_code,
    seat = n.seat,
    area_km2 = n.area_km2,
    population_2023 = n.population_2023,
    utm_epsg = n.utm_epsg,
    is_sketch = n.is_sketch,
    boundary_source = n.boundary_source,
    geometry = case when shape.is_same then old.geometry else shape.geometry end,
    updated_at = now()
from unnest($1::text[], $2::bytea[], $3::jsonb[]) as i (pcode, wkb, columns)
join department as old on old.pcode = i.pcode
cross join lateral jsonb_populate_record(old, i.columns) as n
cross join lateral (
    select new.geometry, st_normalize(st_snaptogrid(st_multi(old.geometry), 1e-9)) = st_normalize(st_snaptogrid(st_multi(new.geometry), 1e-9)) as is_same
    from (select st_geomfromwkb(i.wkb, 4326) as geometry) as new
) as shape
where department.id = old.id and (n is distinct from old or not shape.is_same)
returning department.pcode
