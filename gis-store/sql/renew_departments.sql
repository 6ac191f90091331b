insert into department (
    id, pcode, name, region, region_pcode, iso_region, ansd_code, seat, area_km2, population_2023, utm_epsg,
    geometry, is_sketch, boundary_source
)
select
    id, pcode, name, region, region_pcode, iso_region, ansd_code, seat, area_km2, population_2023, utm_epsg,
    st_multi(st_setsrid(st_geomfromgeojson(geometry), 4326)), true, $2
from jsonb_to_recordset($1::jsonb) as built_in (
    id uuid, pcode text, name text, region text, region_pcode text, iso_region text, ansd_code text, seat text,
    area_km2 double precision, population_2023 integer, utm_epsg integer, geometry jsonb
)
on conflict (pcode) do update set
    name = excluded.name, region = excluded.region, region_pcode = excluded.region_pcode,
    iso_region = excluded.iso_region, ansd_code = excluded.ansd_code, seat = excluded.seat,
    area_km2 = excluded.area_km2, population_2023 = excluded.population_2023, utm_epsg = excluded.utm_epsg,
    geometry = excluded.geometry, updated_at = now()
where department.is_sketch
    and (
        department.name, department.region, department.region_pcode, department.iso_region, department.ansd_code,
        department.seat, department.area_km2, department.population_2023, department.utm_epsg,
        st_asbinary(department.geometry)
    ) is distinct from (
        excluded.name, excluded.region, excluded.region_pcode, excluded.iso_region, excluded.ansd_code,
        excluded.seat, excluded.area_km2, excluded.population_2023, excluded.utm_epsg,
        st_asbinary(excluded.geometry)
    )
