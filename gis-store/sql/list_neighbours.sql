-- What the rules ask for around a geometry ($1): everything within $2 x $3 degrees, roads within $4 x $5, and whatever
-- bears the same NICAD ($6), road number ($7) or code in the market ($8, $9) elsewhere.
with place as (
    select st_expand(shape, $2, $3) as near, st_expand(shape, $4, $5) as far from st_geomfromwkb($1, 4326) as shape
),
namesake as (
    (select id from parcel where nicad = $6 limit 20)
    union all (select id from road where number = $7 limit 20)
    union all (select id from market_asset where market_id = $8 and code = $9 limit 20)
    union all select $8
),
found as (
    select layer, id, department_pcode, geometry, properties from map_feature, place
    where layer in ('parcels', 'markets', 'market-assets') and geometry && near
    union all
    select layer, id, department_pcode, geometry, properties from map_feature, place
    where layer = 'roads' and geometry && far
    union all
    select layer, id, department_pcode, geometry, properties from map_feature
    where layer in ('parcels', 'roads', 'markets', 'market-assets') and id in (select id from namesake)
)
select
    layer as "layer!", id as "id!", department_pcode, st_asbinary(geometry) as "wkb!", properties::text as "properties!"
from found
where id <> all ($10) and ($11::text[] is null or department_pcode = any ($11))
