-- The departments that each geometry meets, the one that holds most of it first.
with shape as materialized (
    select i.feature, st_geomfromwkb(i.wkb, 4326) as geometry
    from unnest($1::bigint[], $2::bytea[]) as i (feature, wkb)
),
meeting as materialized (
    select
        shape.feature, department.pcode, shape.geometry, department.geometry as boundary,
        count(*) over (partition by shape.feature) as meeting_count
    from department
    join shape on st_intersects(department.geometry, shape.geometry)
),
share as (
    -- Cutting is dear: only what lies across a border is cut.
    select
        feature, pcode,
        case when meeting_count > 1 then st_area(st_intersection(boundary, geometry)) end as area,
        case when meeting_count > 1 then st_length(st_intersection(boundary, geometry)) end as length
    from meeting
)
select feature as "feature!", array_agg(pcode order by area desc, length desc, pcode) as "pcodes!"
from share
group by feature
