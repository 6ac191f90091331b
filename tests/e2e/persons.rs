//! Personal data stay where they belong: planted names and numbers are searched in all that anybody else can get.

use crate::client::{Client, DEMO_PASSWORD};
use crate::records::put_on_record;
use crate::server::{Server, data_dir, run, run_well};
use serde_json::json;

const NAME: &str = "Awa plante";
const NUMBER: &str = "2751199012345";
const PHONE: &str = "770001122";

const PCODE: &str = "SN1302";

/// A server whose department publishes its register, with a person who holds a parcel and a place.
fn planted(data_dir: &std::path::Path) -> (Server, Vec<(&'static str, String)>) {
    run_well(data_dir, &["simulate", "register", "--parcels", "60", "--department", PCODE]);
    run_well(data_dir, &["department", "publish", PCODE]);
    let server = Server::start(data_dir);
    let page = server.get(format_args!("/collections/parcels/items?limit=1")).json();
    let parcel = page["features"][0]["id"].as_str().expect("a parcel").to_owned();
    let (mut records, _) = put_on_record(&server, PCODE, &parcel, Vec::new());
    records.push(("{parcel}", parcel));
    (server, records)
}

/// What stands in the answers to every reading address, asked about everything that was planted.
fn all_that(client: &Client, records: &[(&str, String)]) -> Vec<(String, Vec<u8>)> {
    let mut answers = Vec::new();
    for route in tile_server::routes().iter().filter(|route| route.method == "GET") {
        for (_, id) in records {
            for collection in ["parcels", "roads", "market-assets"] {
                let path = route
                    .path
                    .replace("{id}", id)
                    .replace("{collection}", collection)
                    .replace("{layers}", "parcels,roads,markets,market-assets")
                    .replace("{z}/{x}/{y}", "0/0/0");
                if answers.iter().all(|(known, _)| *known != path) {
                    let answer = client.get(&path);
                    assert!(answer.status < 500, "{path}: {}", answer.text());
                    answers.push((path, answer.body));
                }
            }
        }
    }
    assert!(answers.len() > 100, "every address was asked: {}", answers.len());
    answers
}

fn holds(body: &[u8], word: &str) -> bool {
    body.windows(word.len()).any(|window| window == word.as_bytes())
}

#[test]
fn planted_names_and_numbers_are_in_nothing_that_others_get() {
    let data_dir = data_dir();
    let (server, records) = planted(data_dir.path());
    let planner = server.anybody().signed_in("demo-plan", DEMO_PASSWORD);
    for (who, client) in [("the public", &server.anybody()), ("a planner", &planner)] {
        for (path, body) in all_that(client, &records) {
            for word in [NAME, NUMBER, PHONE] {
                assert!(!holds(&body, word), "{path} tells {who} of {word}");
            }
        }
    }
    let own = all_that(&server, &records);
    assert!(own.iter().any(|(_, body)| holds(body, NAME)), "staff see the person");
    for (path, body) in own {
        assert!(!holds(&body, NUMBER), "{path} shows the whole number");
    }
    for collection in ["parcels", "roads", "markets", "market-assets", "facilities"] {
        let file = data_dir.path().join(format!("{collection}.geojson"));
        run_well(data_dir.path(), &["export", collection, file.to_str().expect("a path")]);
        let text = std::fs::read(&file).expect("written");
        for word in [NAME, NUMBER, PHONE] {
            assert!(!holds(&text, word), "the export of {collection} holds {word}");
        }
    }
}

#[test]
fn who_is_erased_is_gone_and_the_audit_chain_holds() {
    let data_dir = data_dir();
    let (server, records) = planted(data_dir.path());
    let id = |name: &str| records.iter().find(|(known, _)| *known == name).expect("planted").1.clone();
    let (party, right, occupancy) = (id("{party}"), id("{right}"), id("{occupancy}"));
    let held =
        server.post_json(format_args!("/parties/{party}/export"), &json!({ "reason": "demande" })).json();
    assert_eq!(held["party"]["person"]["identity"]["number"], NUMBER);
    assert_eq!(
        (held["rights"].as_array().map(Vec::len), held["documents"].as_array().map(Vec::len)),
        (Some(1), Some(1))
    );

    let erase =
        || server.post_json(format_args!("/parties/{party}/erasure"), &json!({ "reason": "demande" }));
    let refused = erase();
    assert_eq!((refused.status, refused.json()["field"].clone()), (422, json!("id")), "{}", refused.text());
    let end = json!({ "ends_on": "2026-03-01", "reason": "fin" });
    for path in [format!("/rights/{right}/end"), format!("/occupancies/{occupancy}/end")] {
        assert_eq!(server.post_json(&path, &end).status, 200, "{path}");
    }
    assert_eq!(erase().status, 200);
    let left = server.get(format_args!("/parties/{party}")).json();
    assert!(left["person"].is_null() && left["id"] == json!(party), "{left}");
    for (path, body) in all_that(&server, &records) {
        assert!(!holds(&body, NAME) && !holds(&body, PHONE), "{path} remembers");
    }
    run_well(data_dir.path(), &["audit", "verify"]);
    let said = run_well(data_dir.path(), &["persons", "record"]);
    assert!(said.contains("Fiche de traitement") && said.contains("Loi 64-46"), "{said}");
    let none = run(data_dir.path(), &["persons", "expire", "--dry-run", "--on", "2060-01-01"]);
    assert!(none.status.success(), "nobody is left to expire: {}", String::from_utf8_lossy(&none.stdout));
}
