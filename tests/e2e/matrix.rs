//! Every row of the router's own table, as every role, on what is theirs and on what is another department's.
//!
//! The callers below belong to Thiès; what is another's lies in Dakar. Nothing of Dakar may show in a status, a body, a
//! count, a bound or a tile, nor be told from what does not exist. A route without an entry here fails.

mod entries;
mod world;

use crate::client::{Answer, Client};
use crate::server::data_dir;
use entries::{ENTRIES, Entry, FRESH};
use std::collections::BTreeSet;
use ureq::http::Method;
use world::{Caller, Place, World};

/// The columns of the table.
const CALLERS: [Caller; 6] = [
    Caller::Surveyor,
    Caller::Staff,
    Caller::Planner,
    Caller::Administrator,
    Caller::Nobody,
    Caller::Expired,
];

#[test]
fn every_route_has_an_entry_and_every_entry_a_route() {
    let served: BTreeSet<_> =
        tile_server::routes().iter().map(|route| format!("{} {}", route.method, route.path)).collect();
    let tried: BTreeSet<_> = ENTRIES.iter().map(|entry| entry.route.to_owned()).collect();
    let missing: Vec<_> = served.symmetric_difference(&tried).collect();
    assert!(missing.is_empty(), "only in the router, or only in tests/e2e/matrix/entries.rs: {missing:#?}");
}

#[test]
fn nobody_gets_beyond_their_scope() {
    let data_dir = data_dir();
    let world = World::build(data_dir.path());
    let mut wrong = Vec::new();
    counts_and_bounds(&world, &mut wrong);
    what_is_anothers_is_as_what_is_not_there(&world, &mut wrong);
    println!("{:44} {}", "", columns(&CALLERS.map(Caller::name)));
    for entry in ENTRIES {
        for (place, expected) in [(Place::Own, Some(entry.own)), (Place::Other, entry.other)] {
            let Some(expected) = expected else { continue };
            try_entry(&world, entry, place, expected, &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// One row of the table: the status that each caller gets, and that no body tells of the other department.
fn try_entry(world: &World, entry: &Entry, place: Place, expected: &str, wrong: &mut Vec<String>) {
    let mut got = Vec::new();
    for caller in CALLERS {
        let answer = ask(world, entry, place, caller, None);
        got.push(answer.status.to_string());
        // An answer may repeat what the caller said.
        let said = world.filled(entry.path, place, None)
            + &world.filled(entry.body.unwrap_or_default(), place, None);
        let told: Vec<_> =
            world.told_of_the_other(&answer).filter(|marker| !said.contains(*marker)).collect();
        if !told.is_empty() {
            wrong.push(format!("{} {place:?} as {}: tells of {told:?}", entry.route, caller.name()));
        }
        if answer.status >= 500 {
            wrong.push(format!("{} as {}: {}", entry.route, caller.name(), answer.text()));
        }
    }
    println!("{:44} {}", format!("{} {place:?}", entry.route), columns(&got));
    let wanted: Vec<_> = expected.split_whitespace().collect();
    if got != wanted {
        wrong.push(format!("{} {place:?}: {got:?}, wanted {wanted:?}", entry.route));
    }
}

/// Words one beside the other, each in a column of its own.
fn columns<W: std::fmt::Display>(words: &[W]) -> String {
    words.iter().fold(String::new(), |line, word| format!("{line}{word:>14}"))
}

/// Sends what an entry says; `stranger` stands in for every identifier, if it is given.
fn ask(world: &World, entry: &Entry, place: Place, caller: Caller, stranger: Option<&str>) -> Answer {
    let (method, _) = entry.route.split_once(' ').expect("a method and a path");
    let method: Method = method.parse().expect("a method");
    let path = world.filled(entry.path, place, stranger);
    let mut client = world.client(caller).clone();
    if let Some((name, value)) = entry.header {
        let fresh = if value == FRESH { world.version_of(&path) } else { value.to_owned() };
        client = client.with(name, fresh);
    }
    let Some(body) = entry.body else { return client.send(&method, path, None).expect("an answer") };
    let body = world.filled(body, place, stranger);
    let content_type = if body.starts_with('{') { "application/json" } else { "application/octet-stream" };
    client.send(&method, path, Some((content_type, body.as_bytes()))).expect("an answer")
}

/// Where an entry has a line for the other department, an identifier that nobody has must be answered like one of that
/// department: same status, same headers, same body.
fn what_is_anothers_is_as_what_is_not_there(world: &World, wrong: &mut Vec<String>) {
    const UNKNOWN: &str = "0190a0a0-0000-7000-8000-000000000001";
    for entry in ENTRIES.iter().filter(|entry| entry.is_about_one_thing()) {
        for caller in CALLERS {
            let of_another = ask(world, entry, Place::Other, caller, None);
            let of_nobody = ask(world, entry, Place::Other, caller, Some(UNKNOWN));
            // How the connection goes on is no part of the answer.
            let of_connection = ["connection", "content-length", "date", "keep-alive", "transfer-encoding"];
            let names = |answer: &Answer| -> BTreeSet<_> {
                let names = answer.headers.keys().map(|name| name.as_str().to_owned());
                names.filter(|name| !of_connection.contains(&name.as_str())).collect()
            };
            // An answer may repeat the identifier that was asked for.
            let without = |answer: &Answer, stranger| {
                let ids = world.filled(entry.path, Place::Other, stranger);
                let ids = ids.split(['/', '?', '=']).filter(|part| part.len() == UNKNOWN.len());
                ids.fold(answer.text(), |text, id| text.replace(id, "…"))
            };
            let is_alike = of_another.status == of_nobody.status
                && without(&of_another, None) == without(&of_nobody, Some(UNKNOWN))
                && names(&of_another) == names(&of_nobody);
            if !is_alike {
                wrong.push(format!(
                    "{} as {}: {} {} {:?} for another's, {} {} {:?} for nobody's",
                    entry.route,
                    caller.name(),
                    of_another.status,
                    of_another.text(),
                    names(&of_another),
                    of_nobody.status,
                    of_nobody.text(),
                    names(&of_nobody)
                ));
            }
        }
    }
}

/// What may be counted or bounded is that of one's own department, to the last feature and the last metre.
fn counts_and_bounds(world: &World, wrong: &mut Vec<String>) {
    for caller in CALLERS.into_iter().filter(|caller| *caller != Caller::Expired) {
        let client = world.client(caller);
        let sees_register = caller != Caller::Nobody;
        let parcels = if sees_register { world::PARCELS } else { 0 };
        let tracks = match caller {
            Caller::Surveyor | Caller::Staff | Caller::Administrator => world::UPLOADS,
            Caller::Planner | Caller::Nobody | Caller::Expired => 0,
        };
        for (collection, count) in [("parcels", parcels), ("tracks", tracks), ("departments", 6)] {
            let info = client.get(format_args!("/collections/{collection}")).json();
            let page = client.get(format_args!("/collections/{collection}/items?limit=1000")).json();
            let listed = page["features"].as_array().map_or(0, Vec::len) as u64;
            let counts = [info["itemCount"].as_u64(), page["numberMatched"].as_u64(), Some(listed)];
            if counts != [Some(count); 3] {
                wrong.push(format!("{collection} as {}: {counts:?}, wanted {count}", caller.name()));
            }
        }
        bounds(world, caller, client, sees_register, wrong);
    }
}

fn bounds(world: &World, caller: Caller, client: &Client, sees_register: bool, wrong: &mut Vec<String>) {
    let extent = client.get("/collections/parcels").json()["extent"]["spatial"]["bbox"][0].clone();
    let is_right = if sees_register { world.lies_in_own(&extent) } else { extent.is_null() };
    if !is_right {
        wrong.push(format!("extent of parcels as {}: {extent}", caller.name()));
    }
    let tileset = client.get("/collections/parcels/tiles/WebMercatorQuad").json();
    let corners =
        ["lowerLeft", "upperRight"].map(|corner| tileset["boundingBox"][corner].as_array().cloned());
    let extent: serde_json::Value = corners.into_iter().flatten().flatten().collect();
    let is_right = if sees_register { world.lies_in_own(&extent) } else { extent == serde_json::json!([]) };
    if !is_right || (tileset["tileMatrixSetLimits"] == serde_json::json!([])) == sees_register {
        wrong.push(format!("tileset of parcels as {}: {tileset}", caller.name()));
    }
    for layers in ["parcels", "drafts", "parcels,drafts"] {
        let bounds = client.get(format_args!("/tiles/{layers}")).json()["bounds"].clone();
        if !world.lies_in_own(&bounds) && bounds != serde_json::json!(world::NOTHING_TO_BOUND) {
            wrong.push(format!("bounds of {layers} as {}: {bounds}", caller.name()));
        }
    }
}
