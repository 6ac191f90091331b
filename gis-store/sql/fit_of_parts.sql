-- How well parts cover a parcel, in metres of the ellipsoid.
with whole as (
    select st_geomfromwkb($1, 4326) as parent, st_union(part) as parts, sum(st_area(part::geography)) as part_m2
    from unnest($2::bytea[]) as wkb
    cross join lateral st_geomfromwkb(wkb, 4326) as part
)
select st_perimeter(parent::geography) as "perimeter_m!",
    st_area(st_symdifference(parent, parts)::geography) as "missed_m2!",
    part_m2 - st_area(parts::geography) as "shared_m2!"
from whole
