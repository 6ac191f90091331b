-- Where a new feature lies: its commune, and the market that it stands in.
select commune_at($1, shape) as commune_id,
    (
        select market.id from market
        where market.department_pcode = $1 and st_intersects(market.geometry, shape)
        order by market.id limit 1
    ) as market_id
from st_geomfromwkb($2, 4326) as shape
