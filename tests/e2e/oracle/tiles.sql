-- The tiles of a list as ST_AsMVT makes them of the register: columns number, z, x, y on standard input; on standard
-- output a line a tile and layer, with how many features have their middle in the tile. Each comes twice: as a client
-- would ask for it, and sixteen times as fine, which is what is there before anything is straightened, dropped or rounded.
create temporary table wanted (number integer, z integer, x integer, y integer);
\copy wanted from pstdin
analyze wanted;
copy (
    with met as (
        select number, layer, id, properties, st_tileenvelope(z, x, y) as tile, st_transform(geometry, 3857) as mercator
        from wanted
        join map_feature on geometry && st_transform(st_tileenvelope(z, x, y, margin => 64.0 / 4096), 4326)
        where layer <> 'tracks'
    )
    select number, layer,
        encode(st_asmvt(coarse, 'coarse', 4096, 'geometry'), 'hex'),
        encode(st_asmvt(fine, 'fine', 65536, 'geometry'), 'hex'),
        count(*) filter (where middle.x >= st_xmin(tile) and middle.x < st_xmax(tile)
            and middle.y > st_ymin(tile) and middle.y <= st_ymax(tile))
    from met
    cross join lateral (select properties || jsonb_build_object('id', id) as everything) as said
    cross join lateral (select st_asmvtgeom(mercator, tile, 4096, 64) as geometry, said.everything) as coarse
    cross join lateral (select st_asmvtgeom(mercator, tile, 65536, 1024) as geometry, said.everything) as fine
    cross join lateral (
        select (st_xmin(mercator) + st_xmax(mercator)) / 2 as x, (st_ymin(mercator) + st_ymax(mercator)) / 2 as y
    ) as middle
    group by number, layer
) to stdout;
