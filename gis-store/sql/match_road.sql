-- Which features of a file are in the register already: by our identifier, by theirs, else by the same geometry.
select
    i.feature as "feature!", found.id as "id!", found.department_pcode as "department_pcode!",
    found.rank = 3 as "by_geometry!"
from unnest($1::bigint[], $2::uuid[], $3::text[], $4::text[], $5::bytea[], $6::text[])
    as i (feature, id, department_pcode, external_id, wkb, naming)
cross join lateral (select st_geomfromwkb(i.wkb, 4326) as geometry offset 0) as shape
cross join lateral (
    select road.id, road.department_pcode, 1 as rank from road where road.id = i.id
    union all
    select road.id, road.department_pcode, 2 from road
    where road.department_pcode = i.department_pcode and road.external_id = i.external_id
    union all
    select road.id, road.department_pcode, 3 from road
    where i.id is null and i.external_id is null
        and i.naming is null
        and road.geometry && st_expand(shape.geometry, 1e-8)
        -- Cheap sieves before the exact comparison.
        and abs(st_xmin(road.geometry) - st_xmin(shape.geometry)) < 1e-8
        and abs(st_xmax(road.geometry) - st_xmax(shape.geometry)) < 1e-8
        and abs(st_ymin(road.geometry) - st_ymin(shape.geometry)) < 1e-8
        and abs(st_ymax(road.geometry) - st_ymax(shape.geometry)) < 1e-8
        and st_snaptogrid(road.geometry, 1e-9) = st_snaptogrid(shape.geometry, 1e-9)
    order by rank, id
    limit 1
) as found
