-- Which tiles a shape touches. Standard input: tile, z, x, y; then shape, GeoJSON. Standard output: shape and tile of each
-- pair that meets, the tile with its buffer of 64 units, one unit more by which a line may move when it is simplified, and a
-- quarter for the world grid; and whether they meet without these last two.
create temporary table wanted (tile integer, z integer, x integer, y integer);
\copy wanted from pstdin
create temporary table shape (shape integer, geojson text);
\copy shape from pstdin
copy (
    select shape, tile, st_intersects(mercator, st_tileenvelope(z, x, y, margin => 64.0 / 4096))
    from wanted
    cross join (
        select shape, st_transform(st_setsrid(st_geomfromgeojson(geojson), 4326), 3857) as mercator from shape
    ) as drawn
    where st_intersects(mercator, st_tileenvelope(z, x, y, margin => 65.25 / 4096))
) to stdout;
