insert into department (
    id, pcode, name, region, region_pcode, iso_region, ansd_code, seat, area_km2, population_2023, utm_epsg,
    is_sketch, boundary_source, geometry
)
select
    i.id, n.pcode, n.name, n.region, n.region_pcode, n.iso_region, n.ansd_code, n.seat, n.area_km2,
    n.population_2023, n.utm_epsg, n.is_sketch, n.boundary_source, st_geomfromwkb(i.wkb, 4326)
from unnest($1::uuid[], $2::bytea[], $3::jsonb[]) as i (id, wkb, columns)
cross join lateral jsonb_populate_record(null::department, i.columns) as n
