//! Tiles as a file: the same as the server's, of those departments alone, and the same bytes after a kill.

use crate::archive::Archive;
use crate::server::{Server, data_dir, run, run_well, suuf, wait_for};
use std::path::Path;
use std::process::{Child, Stdio};
use tile_server::tile::decode;

/// All but drafts.
const LAYERS: &str = "departments,communes,parcels,roads,markets,market-assets,facilities";

fn export(data_dir: &Path, name: &str, further: &[&str]) -> (serde_json::Value, Vec<u8>) {
    let file = data_dir.join(name);
    let told = run_well(data_dir, &[&["tiles", "export", file.to_str().expect("UTF-8")], further].concat());
    (serde_json::from_str(&told).expect("a report"), std::fs::read(file).expect("there"))
}

#[test]
fn an_exported_file_answers_what_the_server_answers() {
    let data_dir = data_dir();
    run_well(data_dir.path(), &["simulate", "register", "--parcels", "120", "--department", "SN1302"]);
    let (report, bytes) = export(data_dir.path(), "all.pmtiles", &["--max-zoom", "10"]);
    let all = Archive::read(&bytes);
    assert_eq!((all.min_zoom, all.max_zoom, &report["tiles"]), (0, 10, &all.tiles.len().into()));
    assert_eq!(export(data_dir.path(), "again.pmtiles", &["--max-zoom", "10", "--jobs", "1"]).1, bytes);
    let near = ["--department", "thies", "--min-zoom", "13", "--max-zoom", "15"];
    let near = Archive::read(&export(data_dir.path(), "near.pmtiles", &near).1);

    let server = Server::start(data_dir.path());
    let tilejson = server.get(format_args!("/tiles/{LAYERS}")).json();
    assert_eq!(all.metadata["attribution"], tilejson["attribution"]);
    for (place, &degrees) in all.bounds_deg.iter().enumerate() {
        assert!((degrees - tilejson["bounds"][place].as_f64().expect("a number")).abs() < 1e-6);
    }
    let fields = |layers: &serde_json::Value| {
        let layers = layers["vector_layers"].as_array().expect("a list").clone();
        layers.into_iter().map(|layer| (layer["id"].clone(), layer["fields"].clone())).collect::<Vec<_>>()
    };
    let (told, announced) = (fields(&all.metadata), fields(&tilejson));
    assert!(told.len() == 7 && told.iter().all(|layer| announced.contains(layer)), "{told:?}");

    let asked = |&(z, x, y): &(u8, u32, u32)| server.get(format_args!("/tiles/{LAYERS}/{z}/{x}/{y}"));
    for (place, tile) in all.tiles.iter().chain(near.tiles.iter().step_by(20)) {
        assert!(asked(place).body == *tile, "{place:?}");
    }
    // What the file does not have, the server has nothing of either.
    let around = |&(z, x, y): &(u8, u32, u32)| [(z, x + 1, y), (z, x, y + 1)].into_iter();
    let bordering = all.tiles.keys().flat_map(around).filter(|place| !all.tiles.contains_key(place));
    for place in bordering.filter(|(z, x, y)| x >> z == 0 && y >> z == 0) {
        assert_eq!(asked(&place).status, 204, "{place:?}");
    }
    let shown = near
        .tiles
        .iter()
        .filter(|(place, _)| place.0 == 15)
        .flat_map(|(_, tile)| decode(tile).expect("a tile"));
    let parcels =
        shown.filter(|layer| layer.name == "parcels").map(|layer| layer.features.len()).sum::<usize>();
    assert!(parcels >= 120, "{parcels}");
}

#[test]
fn a_filter_leaves_the_features_that_it_admits_and_other_layers_as_they_are() {
    let data_dir = data_dir();
    run_well(data_dir.path(), &["simulate", "register", "--parcels", "120", "--department", "SN1302"]);
    let server = Server::start(data_dir.path());
    let features = |path: String| {
        let answer = server.get(&path);
        let layers = if answer.status == 204 { Vec::new() } else { decode(&answer.body).expect("a tile") };
        let of = |name: &str| {
            let layers = layers.iter().filter(|layer| layer.name == name);
            layers.flat_map(|layer| layer.features.clone()).collect::<Vec<_>>()
        };
        (of("parcels"), of("roads"))
    };
    let position =
        &server.get("/collections/parcels/items?limit=1").json()["features"][0]["geometry"]["coordinates"];
    let position = &position[0][0][0];
    let [lon, lat] = [0, 1].map(|axis| position[axis].as_f64().expect("degrees"));
    let world = gis_core::World::from_lonlat(gis_core::LonLat::new(lon, lat).expect("on Earth"));
    let place = format!("/tiles/parcels,roads/14/{}/{}", world.x >> 18, world.y >> 18);
    let (parcels, roads) = features(place.clone());
    // Whole numbers are written as such: the kind does not matter here.
    let area_m2 = |parcel: &tile_server::tile::DecodedFeature| -> f64 {
        let told = format!("{:?}", parcel.attributes["area_m2"]);
        told.trim_end_matches(')').rsplit('(').next().expect("a value").parse().expect("a number")
    };
    let (large, small): (Vec<_>, Vec<_>) = parcels.into_iter().partition(|parcel| area_m2(parcel) >= 300.0);
    assert!(!large.is_empty() && !small.is_empty() && !roads.is_empty());
    assert_eq!(features(format!("{place}?filter=area_m2%20%3E%3D%20300")), (large.clone(), roads));
    let scheme = format!("/collections/parcels/tiles/WebMercatorQuad/14/{}/{}", world.y >> 18, world.x >> 18);
    assert_eq!(
        features(format!("{scheme}?filter=area_m2+%3E%3D+300&filter-lang=cql2-text")),
        (large, Vec::new())
    );
    let told = server.get("/tiles/parcels?filter=area_m2%20%3E%3D%20300").json();
    let template = told["tiles"][0].as_str().expect("an address");
    assert!(template.ends_with("/tiles/parcels/{z}/{x}/{y}?filter=area_m2+%3E%3D+300"), "{template}");
}

/// A run that does not outlive its test.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

#[test]
fn a_killed_export_goes_on_and_ends_with_the_same_bytes() {
    let data_dir = data_dir();
    run_well(data_dir.path(), &["simulate", "register", "--parcels", "300", "--department", "SN1302"]);
    let wanted = ["--department", "SN1302", "--layers", "parcels,departments"];
    let (_, undisturbed) = export(data_dir.path(), "a.pmtiles", &wanted);
    let (file, part) = (data_dir.path().join("b.pmtiles"), data_dir.path().join("b.pmtiles.part"));
    let path = file.to_str().expect("UTF-8");
    let (mut kept, mut hits) = (0, 0);
    for _ in 0..3 {
        let slowly = [&["tiles", "export", path, "--jobs", "1"], &wanted[..]].concat();
        let command = suuf(data_dir.path(), &slowly).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut child = Killed(command.expect("suuf runs"));
        let length = || std::fs::metadata(&part).map_or(0, |part| part.len());
        wait_for("another block, or the end", || {
            let has_ended = child.0.try_wait().expect("asked").is_some();
            (has_ended || length() > kept.max(48)).then_some(())
        });
        drop(child);
        if file.exists() {
            break;
        }
        (kept, hits) = (length(), hits + 1);
    }
    assert!(hits > 0, "no kill came before the end");
    // The last of them may have come to its end before it was killed.
    if !file.exists() {
        let again = [&["--language", "en", "tiles", "export", path], &wanted[..]].concat();
        let output = run(data_dir.path(), &again);
        let talk = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && talk.contains("going on"), "{talk}");
    }
    assert!(std::fs::read(&file).expect("there") == undisturbed);
    assert!(!part.exists() && !data_dir.path().join("b.pmtiles.new").exists());
}

#[test]
fn a_pack_has_all_that_its_map_asks_for() {
    let data_dir = data_dir();
    run_well(data_dir.path(), &["simulate", "register", "--parcels", "40", "--department", "SN1302"]);
    let pack = |name: &str| {
        let target = data_dir.path().join(name);
        let wanted = ["--department", "thies", "--max-zoom", "9"];
        let path = target.to_str().expect("UTF-8").to_owned();
        let output = run(data_dir.path(), &[&["tiles", "pack", &path], &wanted[..]].concat());
        (target, output)
    };
    let (folder, output) = pack("pack");
    let talk = String::from_utf8_lossy(&output.stderr);
    let is_built = !talk.contains("the web app is not in this binary");
    assert!(is_built, "the web app has to be built first, by npm run build in web, and then the program");
    assert!(output.status.success(), "{talk}");
    let archive = Archive::read(&std::fs::read(folder.join("map.pmtiles")).expect("there"));
    assert!(archive.metadata["name"] == "Suuf · Thiès" && !archive.tiles.is_empty());
    let style = std::fs::read_to_string(folder.join("style-dark.json")).expect("there");
    let style: serde_json::Value = serde_json::from_str(&style).expect("JSON");
    let there = |path: &str| assert!(folder.join(path).is_file(), "{path}");
    for suffix in [".json", ".png", "@2x.json", "@2x.png"] {
        there(&format!("{}{suffix}", style["sprite"].as_str().expect("an address").replace("{base}/", "")));
    }
    let glyphs = style["glyphs"].as_str().expect("an address").split('?').next().expect("a path");
    for layer in style["layers"].as_array().expect("layers") {
        for font in layer["layout"]["text-font"].as_array().into_iter().flatten() {
            let font = font.as_str().expect("a name");
            there(&glyphs.replace("{base}/", "").replace("{fontstack}", font).replace("{range}", "0-255"));
        }
    }
    for path in ["index.html", "style-light.json", "LISEZMOI.txt", "README.txt", "glyphs/LICENSE.txt"] {
        there(path);
    }
    let page = std::fs::read_to_string(folder.join("index.html")).expect("there");
    assert!(!page.contains("=\"/") && !page.contains("http"), "it refers to what lies beside it: {page}");

    // What is not of a pack is neither written over nor taken along nor removed.
    for (name, file) in [("mine", "README.txt"), ("mine.zip.folder", "index.html")] {
        let mine = data_dir.path().join(name);
        std::fs::create_dir(&mine).expect("made");
        std::fs::write(mine.join(file), "mine").expect("written");
        let (_, output) = pack(name.trim_end_matches(".folder"));
        let talk = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && talk.contains("other files"), "{talk}");
        assert_eq!(std::fs::read_to_string(mine.join(file)).expect("there"), "mine");
        assert_eq!(std::fs::read_dir(&mine).expect("there").count(), 1);
    }
    let zips = ["a.zip", "b.zip"].map(|name| std::fs::read(pack(name).0).expect("there"));
    assert!(zips[0] == zips[1] && !data_dir.path().join("a.zip.folder").exists());
    // A folder in the way of the zip stands for an interruption after the tiles were drawn.
    let in_the_way = data_dir.path().join("c.zip");
    let again = ["--language", "en", "tiles", "pack", in_the_way.to_str().expect("UTF-8"), "--overwrite"];
    let again = [&again[..], &["--department", "thies", "--max-zoom", "9"]].concat();
    std::fs::create_dir(&in_the_way).expect("made");
    assert!(!run(data_dir.path(), &again).status.success() && in_the_way.is_dir());
    std::fs::remove_dir(&in_the_way).expect("removed");
    let talk = run(data_dir.path(), &again).stderr;
    assert!(String::from_utf8_lossy(&talk).contains("going on"));
    assert!(std::fs::read(&in_the_way).expect("there") == zips[0]);
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&zips[0])).expect("a zip");
    let mut tiles = Vec::new();
    std::io::Read::read_to_end(&mut zip.by_name("map.pmtiles").expect("there"), &mut tiles).expect("read");
    assert!(tiles == std::fs::read(folder.join("map.pmtiles")).expect("there"));
}

#[test]
fn a_basemap_is_given_out_in_ranges_of_the_bytes_that_it_had_at_the_start() {
    let data_dir = data_dir();
    run_well(data_dir.path(), &["simulate", "register", "--parcels", "40", "--department", "SN1302"]);
    let (_, bytes) = export(data_dir.path(), "base.pmtiles", &["--max-zoom", "9"]);
    let file = data_dir.path().join("base.pmtiles");
    let server = Server::start_with(data_dir.path(), &["--basemap", file.to_str().expect("UTF-8")]);
    let client = server.anybody();
    let path = "/basemap.pmtiles";

    let whole = client.with("accept-encoding", "gzip").get_as(path, "*/*");
    assert_eq!((whole.status, whole.content_type.as_str()), (200, "application/vnd.pmtiles"));
    assert_eq!((whole.header("content-encoding"), whole.header("accept-ranges")), ("", "bytes"));
    assert!(whole.body == bytes && whole.header("content-length") == bytes.len().to_string());
    let etag = whole.header("etag").to_owned();

    // Put in its place by renaming, another file is not seen before the next start.
    let other = data_dir.path().join("other.pmtiles");
    std::fs::write(&other, vec![0; bytes.len() / 2])
        .and_then(|()| std::fs::rename(&other, &file))
        .expect("replaced");
    let ranged = |range: &str| client.with("range", range);
    let part = ranged("bytes=100-70099").get_as(path, "*/*");
    let end = bytes.len().min(70_100);
    assert_eq!((part.status, part.header("etag")), (206, etag.as_str()));
    assert_eq!(part.header("content-range"), format!("bytes 100-{}/{}", end - 1, bytes.len()));
    assert!(part.body == bytes[100..end]);
    assert!(ranged("bytes=-10").get_as(path, "*/*").body == bytes[bytes.len() - 10..]);

    let beyond = ranged(&format!("bytes={}-", bytes.len())).get_as(path, "*/*");
    assert_eq!((beyond.status, beyond.header("content-range")), (416, &*format!("bytes */{}", bytes.len())));
    assert_eq!(client.with("if-none-match", &etag).get_as(path, "*/*").status, 304);
    let if_range = |tag: &str| ranged("bytes=0-6").with("if-range", tag).get_as(path, "*/*");
    assert!(if_range(&etag).body == b"PMTiles");
    let changed = if_range("\"another\"");
    assert!(changed.status == 200 && changed.body == bytes);

    let source = &client.get("/style.json").json()["sources"]["basemap"];
    assert_eq!(source["attribution"], Archive::read(&bytes).metadata["attribution"]);
}

#[test]
fn a_file_holds_what_was_asked_for_and_nobody_else_s() {
    let data_dir = data_dir();
    run_well(data_dir.path(), &["simulate", "register", "--parcels", "40"]);
    let of = |name: &str, further: &[&str]| {
        let zooms = ["--layers", "parcels,departments", "--min-zoom", "13", "--max-zoom", "13"];
        let archive = Archive::read(&export(data_dir.path(), name, &[&zooms, further].concat()).1);
        let layers = archive.tiles.values().flat_map(|tile| decode(tile).expect("a tile"));
        let parcels = layers.filter(|layer| layer.name == "parcels").flat_map(|layer| layer.features);
        let department =
            |feature: tile_server::tile::DecodedFeature| format!("{:?}", feature.attributes["department"]);
        let mut departments: Vec<_> = parcels.map(department).collect();
        departments.sort_unstable();
        departments.dedup();
        departments
    };
    let thies = format!("Str({:?})", "SN1302");
    assert_eq!(of("one.pmtiles", &["--department", "Thiès"]), std::slice::from_ref(&thies));

    let refused = |arguments: &[&str], words: &str| {
        let output = run(data_dir.path(), &[&["tiles", "export"], arguments].concat());
        let talk = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && talk.contains(words), "{arguments:?}: {talk}");
    };
    let there = data_dir.path().join("one.pmtiles");
    refused(&[there.to_str().expect("UTF-8")], "--overwrite");
    refused(&["x.mbtiles"], ".pmtiles");
    refused(&["x.pmtiles", "--layers", "drafts"], "drafts");
    refused(&["x.pmtiles", "--department", "Atlantis"], "Thiès");
    refused(&["x.pmtiles", "--min-zoom", "9", "--max-zoom", "8"], "--min-zoom");
    refused(&["x.pmtiles", "--public", "--department", "SN1302"], "publish");
    run_well(data_dir.path(), &["department", "publish", "SN1302"]);
    assert_eq!(of("public.pmtiles", &["--public"]), [thies]);
}
