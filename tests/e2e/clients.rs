//! Other people's clients: GDAL reads the features and the tiles.

use crate::server::{Server, data_dir, run_well};
use std::collections::BTreeSet;
use std::process::Command;

fn gdal(program: &str, arguments: &[&str]) -> String {
    let output =
        Command::new(program).args(arguments).output().unwrap_or_else(|error| panic!("{program}: {error}"));
    assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A server with a sample quarter at Thiès.
fn with_quarter(data_dir: &std::path::Path) -> Server {
    run_well(data_dir, &["simulate", "register", "--parcels", "150", "--department", "SN1302"]);
    Server::start(data_dir)
}

#[test]
fn gdal_lists_the_collections_and_counts_their_features() {
    let data_dir = data_dir();
    let server = with_quarter(data_dir.path());
    let listed = gdal("ogrinfo", &["-so", "-al", &format!("OAPIF:{}", server.address)]);
    for (collection, count) in [("departments", 6), ("communes", 87), ("parcels", 150)] {
        let layer = listed
            .split("Layer name: ")
            .find(|part| part.starts_with(collection))
            .expect("the layer is listed");
        assert!(layer.contains(&format!("Feature Count: {count}")), "{layer}");
    }
    let all = gdal("ogrinfo", &["-q", &format!("OAPIF:{}", server.address), "parcels"]);
    assert_eq!(all.matches("OGRFeature(parcels)").count(), 150, "GDAL follows the links from page to page");
}

#[test]
fn gdal_reads_in_a_tile_what_the_items_of_its_box_are() {
    let data_dir = data_dir();
    let server = with_quarter(data_dir.path());
    let items = server.get("/collections/parcels/items?limit=1000").json();
    let position = &items["features"][0]["geometry"]["coordinates"][0][0][0];
    let (lon, lat) = (position[0].as_f64().expect("a longitude"), position[1].as_f64().expect("a latitude"));
    let world = gis_core::World::from_lonlat(gis_core::LonLat::new(lon, lat).expect("on Earth"));
    let (zoom, x, y) = (17, world.x >> 15, world.y >> 15);
    let tile = server.get(format_args!("/tiles/parcels/{zoom}/{x}/{y}"));
    assert_eq!(tile.status, 200);
    assert_eq!(tile.content_type, "application/vnd.mapbox-vector-tile");
    let file = data_dir.path().join("tile.mvt");
    std::fs::write(&file, &tile.body).expect("written");
    let read =
        gdal("ogrinfo", &["-q", "-al", "-oo", "CLIP=NO", &format!("MVT:{}", file.display()), "parcels"]);
    let in_tile: BTreeSet<_> = read
        .lines()
        .filter_map(|line| line.trim().strip_prefix("id (String) = "))
        .map(str::to_owned)
        .collect();

    // The tile carries a border of 64 of its 4096 units all round.
    let corner = |x: f64, y: f64| gis_core::coordinates::world_to_lonlat([x, y]);
    let (side, border) = (f64::from(1_u32 << 15), f64::from(1_u32 << 15) * 64.0 / 4096.0);
    let (west, north) = (f64::from(x) * side, f64::from(y) * side);
    let (north_west, south_east) =
        (corner(west - border, north - border), corner(west + side + border, north + side + border));
    let bbox = format!(
        "{},{},{},{}",
        north_west.lon_deg(),
        south_east.lat_deg(),
        south_east.lon_deg(),
        north_west.lat_deg()
    );
    let items = server.get(format_args!("/collections/parcels/items?limit=1000&bbox={bbox}")).json();
    let in_box: BTreeSet<_> = items["features"]
        .as_array()
        .expect("features")
        .iter()
        .map(|feature| feature["id"].as_str().expect("an id").to_owned())
        .collect();
    assert!(in_tile.len() > 10, "{read}");
    assert_eq!(in_tile, in_box);
}
