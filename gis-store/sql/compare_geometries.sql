-- Areas and lengths on the ellipsoid; distances in the plane of the department's UTM zone.
with shape as (
    select st_geomfromwkb($1, 4326) as one, st_geomfromwkb($2, 4326) as other,
        coalesce((select utm_epsg from department where pcode = $3), 32628) as utm
), plane as (
    select st_transform(one, utm) as one, st_transform(other, utm) as other from shape
)
select
    case when st_dimension(shape.one) = 2 and st_dimension(shape.other) = 2 then
        st_area(shape.other::geography) - st_area(shape.one::geography)
    end as area_difference_m2,
    case when st_dimension(shape.one) = 2 and st_dimension(shape.other) = 2 then
        st_area(st_symdifference(shape.one, shape.other)::geography)
    end as symmetric_difference_m2,
    case when st_dimension(shape.one) = 1 and st_dimension(shape.other) = 1 then
        st_length(shape.other::geography) - st_length(shape.one::geography)
    end as length_difference_m,
    st_hausdorffdistance(plane.one, plane.other) as "hausdorff_m!",
    (
        select max(st_distance(vertex.geom, outline.points))
        from (select st_points(plane.one) as points) as outline, st_dumppoints(plane.other) as vertex
    ) as "greatest_shift_m!"
from shape, plane
