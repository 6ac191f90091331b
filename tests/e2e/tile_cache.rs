//! Kept tiles: whoever asks sees their own, and a change shows in the very next tile and leaves the others alone.

use crate::client::{Answer, Client};
use crate::server::{Server, data_dir, run_well, wait_for};
use serde_json::{Value, json};
use std::path::Path;

const THIES: &str = "SN1302";
const DAKAR: &str = "SN0101";
/// How many mixed requests; `SUUF_SCOPE_REQUESTS` says another number.
const REQUESTS: usize = 400;
const LAYERS: &str = "parcels,roads,markets,market-assets,facilities,drafts";

/// A member of a department's staff, by the link that the program prints.
fn staff(server: &Server, data_dir: &Path, login: &str, pcode: &str) -> Client {
    run_well(data_dir, &["user", "add", login, "--role", &format!("staff:{pcode}")]);
    let link = run_well(data_dir, &["user", "invite", login]);
    let token = link.trim().split_once("#invitation=").expect("a link").1.to_owned();
    let password = json!({ "password": "le baobab du carrefour" });
    let used = server.anybody().post_json(format_args!("/invitations/{token}"), &password);
    assert_eq!(used.status, 201, "{}", used.text());
    server.anybody().with("cookie", used.cookie())
}

/// The tile at a zoom that the first corner of a geometry lies in.
fn tile_of(geometry: &Value, zoom: u32) -> String {
    let mut position = &geometry["coordinates"];
    while position[0].is_array() {
        position = &position[0];
    }
    let [lon, lat] = [0, 1].map(|axis| position[axis].as_f64().expect("degrees"));
    let world = gis_core::World::from_lonlat(gis_core::LonLat::new(lon, lat).expect("on Earth"));
    format!("{zoom}/{}/{}", world.x >> (32 - zoom), world.y >> (32 - zoom))
}

fn tile(client: &Client, coding: &str, layers: &str, tile: &str) -> Answer {
    client.with("accept-encoding", coding).get(format_args!("/tiles/{layers}/{tile}"))
}

/// All that tells one tile from another.
fn told(answer: &Answer) -> (u16, &str, &[u8]) {
    (answer.status, answer.header("etag"), &answer.body)
}

fn parcels(client: &Client) -> Vec<Value> {
    let mut page = client.get("/collections/parcels/items?limit=100").json();
    page["features"].as_array_mut().expect("features").drain(..).collect()
}

#[test]
fn in_hundreds_of_mixed_requests_nobody_gets_a_byte_of_another_s_tile() {
    let data_dir = data_dir();
    for pcode in [THIES, DAKAR] {
        run_well(data_dir.path(), &["simulate", "register", "--parcels", "60", "--department", pcode]);
    }
    let keeping = Server::start_with(data_dir.path(), &["--tile-cache-mb", "16"]);
    let plain = Server::start_with(data_dir.path(), &["--tile-cache-mb", "0"]);
    let thies = staff(&keeping, data_dir.path(), "thies", THIES);
    let dakar = staff(&keeping, data_dir.path(), "dakar", DAKAR);
    let callers = [thies, dakar, keeping.anybody()];
    let elsewhere = callers.clone().map(|caller| caller.moved_to(&plain.address));

    let own: Vec<_> = callers[..2].iter().map(|caller| parcels(caller).remove(0)).collect();
    // The world and the region hold both departments, the tiles of zoom 14 one each.
    let mut tiles = vec!["0/0/0".to_owned(), tile_of(&own[0]["geometry"], 6)];
    tiles.extend(own.iter().flat_map(|parcel| [8, 10, 14].map(|zoom| tile_of(&parcel["geometry"], zoom))));
    let codings = ["identity", "gzip", "br", "zstd"];
    let asked = |number: usize| {
        let mixed = number.wrapping_mul(2_654_435_761) >> 7;
        (mixed % 3, mixed / 3 % tiles.len(), mixed / 32 % codings.len())
    };
    let requests =
        std::env::var("SUUF_SCOPE_REQUESTS").map_or(REQUESTS, |number| number.parse().expect("a number"));
    std::thread::scope(|threads| {
        for turn in 0..4 {
            let (asked, tiles, callers, elsewhere) = (&asked, &tiles, &callers, &elsewhere);
            threads.spawn(move || {
                for number in (turn..requests).step_by(4) {
                    let (caller, place, coding) = asked(number);
                    let [kept, drawn] = [callers, elsewhere]
                        .map(|callers| tile(&callers[caller], codings[coding], LAYERS, &tiles[place]));
                    assert_eq!(told(&kept), told(&drawn), "{caller} {} {}", tiles[place], codings[coding]);
                }
            });
        }
    });

    let [of_thies, of_dakar] = [0, 1].map(|place| tile_of(&own[place]["geometry"], 14));
    let status = |caller: usize, place: &str| tile(&callers[caller], "identity", LAYERS, place).status;
    assert_eq!([status(0, &of_thies), status(0, &of_dakar)], [200, 204]);
    assert_eq!([status(1, &of_thies), status(1, &of_dakar)], [204, 200]);
    assert_eq!([status(2, &of_thies), status(2, &of_dakar)], [204, 204]);
    run_well(data_dir.path(), &["department", "publish", THIES]);
    wait_for("the published register", || (status(2, &of_thies) == 200).then_some(()));
    assert_eq!((status(1, &of_thies), status(2, &of_dakar)), (200, 204));
    run_well(data_dir.path(), &["department", "withdraw", THIES]);
    wait_for("the end of that", || (status(2, &of_thies) == 204).then_some(()));
}

#[test]
fn an_approved_draft_is_in_the_very_next_tile_here_and_soon_elsewhere_and_other_tiles_stay() {
    let data_dir = data_dir();
    run_well(data_dir.path(), &["simulate", "register", "--parcels", "60", "--department", THIES]);
    let server = Server::start(data_dir.path());
    let beside = Server::start_with(data_dir.path(), &["--demo"]);
    let ring = [[-16.80, 14.60], [-16.799, 14.60], [-16.799, 14.601], [-16.80, 14.601], [-16.80, 14.60]];
    let geometry = json!({ "type": "Polygon", "coordinates": [ring] });
    let zooms = [6, 12, 14, 17];
    let there = zooms.map(|zoom| tile_of(&geometry, zoom));
    let other = tile_of(&parcels(&server)[0]["geometry"], 14);
    assert!(!there.contains(&other));

    let ask = |server: &Server, place: &str| tile(&server.anybody(), "gzip", "parcels,drafts", place);
    let kept = ask(&server, &other);
    let before = there.each_ref().map(|place| [&server, &beside].map(|server| ask(server, place)));
    assert_eq!(told(&kept), told(&ask(&beside, &other)));

    let body = json!({ "action": "create", "collection": "parcels", "geometry": geometry });
    let draft = server.surveyor().post_json("/drafts", &body);
    assert_eq!(draft.status, 201, "{}", draft.text());
    let path = format!("/drafts/{}", draft.json()["id"].as_str().expect("an id"));
    let submitted = server.surveyor().post_json(format_args!("{path}/submission"), &json!({}));
    assert_eq!(submitted.status, 200, "{}", submitted.text());
    let id = draft.json()["id"].as_str().expect("an id").to_owned();
    let approved = server.approve(&id, &json!({}));
    assert_eq!(approved.status, 201, "{}", approved.text());
    for (place, [own, other]) in there.iter().zip(&before) {
        let after = ask(&server, place);
        assert_eq!(after.status, 200, "{place}");
        assert_ne!(told(&after), told(own), "{place}: the very next tile shows it");
        wait_for("the other server's tile", || {
            let there = ask(&beside, place);
            (told(&there) != told(other)).then(|| assert_eq!(told(&there), told(&after)))
        });
    }
    assert_eq!(told(&ask(&server, &other)), told(&kept));
    let again = server.anybody().with("if-none-match", kept.header("etag"));
    let again = tile(&again, "gzip", "parcels,drafts", &other);
    assert_eq!((again.status, again.body.len()), (304, 0));
}

#[test]
fn a_tile_says_how_it_is_coded_and_who_may_keep_it() {
    let data_dir = data_dir();
    run_well(data_dir.path(), &["simulate", "register", "--parcels", "60", "--department", THIES]);
    let server = Server::start(data_dir.path());
    let place = tile_of(&parcels(&server)[0]["geometry"], 14);
    let mut etags = Vec::new();
    for (accepted, coding) in [
        ("identity", ""),
        ("gzip, deflate", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("zstd, br;q=0.9", "zstd"),
        ("identity, gzip;q=0.5", ""),
    ] {
        let answer = tile(&server.anybody(), accepted, "parcels", &place);
        assert_eq!((answer.status, answer.header("content-encoding")), (200, coding), "{accepted}");
        assert_eq!(answer.content_type, "application/vnd.mapbox-vector-tile");
        assert_eq!(answer.header("cache-control"), "public, no-cache");
        let vary: Vec<_> =
            answer.headers.get_all("vary").iter().filter_map(|value| value.to_str().ok()).collect();
        assert_eq!(vary.join(", "), "accept-encoding, authorization, cookie");
        etags.push(answer.header("etag").to_owned());
        let signed_in = tile(&server, accepted, "parcels", &place);
        assert_eq!(signed_in.header("cache-control"), "private, no-cache");
        assert_eq!(told(&signed_in), told(&answer), "who sees the same gets the same");
    }
    assert!(etags.iter().all(|etag| etag.starts_with('"')), "strong: {etags:?}");
    assert_eq!(etags.iter().collect::<std::collections::BTreeSet<_>>().len(), 4, "one a coding");
    let known = format!("\"of another\", W/{}", etags[1]);
    for known in [known.as_str(), "*"] {
        let answer = tile(&server.anybody().with("if-none-match", known), "gzip", "parcels", &place);
        assert_eq!((answer.status, answer.header("etag")), (304, etags[1].as_str()));
    }
    let refused = tile(&server.anybody(), "identity;q=0, deflate", "parcels", &place);
    assert_eq!((refused.status, refused.json()["type"].as_str()), (406, Some("/problems/no-such-coding")));
    let empty = tile(&server.anybody(), "gzip", "parcels", "14/0/0");
    assert_eq!((empty.status, empty.header("cache-control")), (204, "public, no-cache"));
}
