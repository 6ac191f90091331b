//! How soon a change shows while others look at the map: in the very next tile of the server that answered it, and soon in
//! those of another one. And which kept tiles are dropped for it: those that it touches, and no others.

mod watched;

use crate::client::Client;
use crate::server::{Server, data_dir, run_well, wait_for};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use watched::{Drops, Watched};

/// How many changes; `SUUF_FRESHNESS_CHANGES` says another number.
const CHANGES: usize = 40;

/// Those who look at the map ask so often together.
const TILES_A_SECOND: u32 = 200;

/// What is asked for.
const LAYERS: &str = "parcels,roads,drafts";

/// The north-western corner of where parcels lie that change a tile of zoom 16.
const LON_LAT_DEG: [f64; 2] = [-16.9286, 14.7907];

/// How many places there are for parcels.
const PLACES: usize = 100;

/// A parcel for each turn, all of them in that tile, here and there on the borders of smaller ones.
fn square(turn: usize) -> Value {
    let steps = |count: usize| f64::from(u32::try_from(count % PLACES).expect("small")) * 3e-5;
    rectangle([steps(turn * 37), steps(turn * 61)], 2e-4)
}

/// One that all of them lie in.
fn all_squares() -> Value {
    rectangle([-1e-4; 2], 3.5e-3)
}

/// A square that lies so far to the east and to the south.
fn rectangle([east_deg, south_deg]: [f64; 2], side_deg: f64) -> Value {
    let [west, north] = [LON_LAT_DEG[0] + east_deg, LON_LAT_DEG[1] - south_deg];
    let (east, south) = (west + side_deg, north - side_deg);
    let ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
    json!({ "type": "Polygon", "coordinates": [ring] })
}

fn tile_at(place: [f64; 2], zoom: u32) -> String {
    tile(id_at(place, zoom))
}

/// Zoom, column and row of the tile of a place.
fn id_at([lon, lat]: [f64; 2], zoom: u32) -> [i64; 3] {
    let world = gis_core::World::from_lonlat(gis_core::LonLat::new(lon, lat).expect("on Earth"));
    let [x, y] = [world.x, world.y].map(|steps| i64::from(steps >> (32 - zoom)));
    [i64::from(zoom), x, y]
}

fn tile([z, x, y]: [i64; 3]) -> String {
    format!("/tiles/{LAYERS}/{z}/{x}/{y}")
}

/// Asks for tiles round about until it is over; how many came.
fn look_around(client: &Client, seed: u64, pause: Duration, is_over: &AtomicBool) -> usize {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let start = Instant::now();
    let mut asked = 0;
    while !is_over.load(Ordering::Relaxed) {
        let place = LON_LAT_DEG.map(|degrees| degrees + dice.random_range(-0.02..0.02));
        let answer = client.get(tile_at(place, dice.random_range(13..18)));
        assert!(matches!(answer.status, 200 | 204), "{}", answer.text());
        asked += 1;
        let next = pause * u32::try_from(asked).expect("few");
        std::thread::park_timeout(next.saturating_sub(start.elapsed()));
    }
    asked
}

#[derive(Debug, Default)]
struct Seen {
    stale: usize,
    here_ms: Vec<f64>,
    beside_ms: Vec<f64>,
    drops: Drops,
}

/// A draft of a parcel.
fn propose(surveyor: &Client, geometry: &Value) -> String {
    let body = json!({ "action": "create", "collection": "parcels", "geometry": geometry });
    let draft = surveyor.post_json("/drafts", &body);
    assert_eq!(draft.status, 201, "{}", draft.text());
    draft.json()["id"].as_str().expect("an id").to_owned()
}

/// Submits drafts and withdraws them again, one after the other; each time, how long until it shows here and beside, and what
/// it drops.
fn change(surveyor: &Client, here: &Client, beside: &Client, watched: &Watched, changes: usize) -> Seen {
    let tile = tile_at(LON_LAT_DEG, 16);
    let mut seen = Seen::default();
    let mut before = here.get(&tile).body;
    let mut draft = String::new();
    for turn in 0..changes {
        let (shape, is_new) = (turn / 2, turn % 2 == 0);
        if is_new {
            draft = propose(surveyor, &square(shape));
        }
        let counters = watched.counters();
        let step = if is_new { "submission" } else { "withdrawal" };
        let done = surveyor.post_json(format_args!("/drafts/{draft}/{step}"), &json!({}));
        let answered = Instant::now();
        assert_eq!(done.status, 200, "{}", done.text());
        let after = here.get(&tile).body;
        seen.here_ms.push(answered.elapsed().as_secs_f64() * 1e3);
        seen.stale += usize::from(after == before);
        wait_for("the other server's tile", || (beside.get(&tile).body == after).then_some(()));
        seen.beside_ms.push(answered.elapsed().as_secs_f64() * 1e3);
        seen.drops.add(watched.compare(shape % PLACES, counters, (&tile, &after)));
        before = after;
    }
    seen
}

/// Becomes true in the end, also when that is a panic: others wait for it.
struct AtItsEnd<'a>(&'a AtomicBool);

impl Drop for AtItsEnd<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Of every hundred, the so manieth.
fn percentile(values: &mut [f64], of_hundred: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    values[(values.len() * of_hundred / 100).min(values.len() - 1)]
}

#[test]
fn a_change_that_was_answered_is_in_every_later_tile_while_others_look() {
    let changes =
        std::env::var("SUUF_FRESHNESS_CHANGES").map_or(CHANGES, |number| number.parse().expect("a number"));
    let data_dir = data_dir();
    run_well(data_dir.path(), &["simulate", "register", "--parcels", "600", "--department", "SN1302"]);
    let server = Server::start(data_dir.path());
    let beside = Server::start_with(data_dir.path(), &["--demo"]);
    // With this one there are drafts in every tile that changes, so what is seen there is named the same all the time.
    let all = propose(server.surveyor(), &all_squares());
    let submitted = server.surveyor().post_json(format_args!("/drafts/{all}/submission"), &json!({}));
    assert_eq!(submitted.status, 200, "{}", submitted.text());
    let watched = Watched::start(data_dir.path(), &server, &(0..PLACES).map(square).collect::<Vec<_>>());
    let (is_over, asked, start) = (AtomicBool::new(false), AtomicUsize::new(0), Instant::now());
    let lookers = [server.anybody(), server.surveyor().clone(), Client::clone(&server), beside.anybody()];
    let pause = Duration::from_secs(1) * u32::try_from(lookers.len()).expect("few") / TILES_A_SECOND;
    let staff = Client::clone(&server);
    let mut seen = std::thread::scope(|threads| {
        for (looker, seed) in lookers.iter().zip(1..) {
            let (is_over, asked) = (&is_over, &asked);
            threads.spawn(move || {
                asked.fetch_add(look_around(looker, seed, pause, is_over), Ordering::Relaxed);
            });
        }
        let _end = AtItsEnd(&is_over);
        change(server.surveyor(), &staff, &staff.moved_to(&beside.address), &watched, changes)
    });
    let elapsed_s = start.elapsed().as_secs();
    println!("{changes} changes, {} other tiles in {elapsed_s} s, {} stale", asked.into_inner(), seen.stale);
    for (where_, times_ms) in [("here", &mut seen.here_ms), ("beside", &mut seen.beside_ms)] {
        let [p50_ms, p99_ms] = [50, 99].map(|of_hundred| percentile(times_ms, of_hundred));
        println!("from the answer to the first fresh tile, {where_}: p50 {p50_ms:.1} ms, p99 {p99_ms:.1} ms");
    }
    let Drops { kept, dropped, touched, needless } = seen.drops;
    println!(
        "of {kept} kept tiles {dropped} dropped, {touched} touched by PostGIS, {needless} dropped without need"
    );
    assert_eq!(seen.stale, 0, "of {changes}");
    assert_eq!(needless, 0, "of {dropped} that were dropped");
    assert!(dropped >= touched && touched > 0, "{dropped} of {touched}");
}
