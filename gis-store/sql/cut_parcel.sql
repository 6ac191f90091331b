-- The pieces into which a line cuts a parcel, from west to east.
with edge as (
    select st_geomfromwkb($1, 4326) as parent,
        st_node(st_union(st_boundary(st_geomfromwkb($1, 4326)), st_geomfromwkb($2, 4326))) as lines
), piece as (
    select (st_dump(st_polygonize(lines))).geom as geometry, parent from edge group by parent
)
select st_asbinary(geometry) as "wkb!"
from piece
where st_covers(parent, st_pointonsurface(geometry))
order by st_xmin(geometry), st_ymin(geometry)
