-- A department's features, those of others within its bounds, and parcels elsewhere that bear one of its NICADs.
with bounds as (select st_envelope(geometry) as box from department where pcode = $1),
namesake as (
    select other.id from parcel as own join parcel as other using (nicad)
    where own.department_pcode = $1 and other.department_pcode <> $1
)
select layer as "layer!", id as "id!", department_pcode, st_asbinary(geometry) as "wkb!", properties::text as "properties!"
from map_feature
where layer in ('parcels', 'roads', 'markets', 'market-assets', 'facilities')
    and (
        department_pcode = $1
        or geometry && (select box from bounds)
        or layer = 'parcels' and id in (select id from namesake)
    )
    and ($2::text[] is null or department_pcode = any ($2))
