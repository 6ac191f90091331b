//! Several who change one thing at once: nothing that was answered with success is lost, nobody writes over what they
//! have not seen.

use crate::client::Client;
use crate::server::{Server, data_dir};
use serde_json::{Value, json};
use std::sync::Barrier;
use ureq::http::Method;

const ROUNDS: usize = 1000;

/// A parcel drawn by hand near Thiès, in the hands of whoever proposes it.
fn a_draft(client: &Client) -> String {
    let ring = [[-16.93, 14.79], [-16.929, 14.79], [-16.929, 14.791], [-16.93, 14.791], [-16.93, 14.79]];
    let body = json!({
        "action": "create",
        "collection": "parcels",
        "geometry": { "type": "Polygon", "coordinates": [ring] },
    });
    let answer = client.post_json("/drafts", &body);
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()["id"].as_str().expect("an id").to_owned()
}

/// Reads a draft and writes an attribute of one's own to it, as its entity tag allows; whether that was taken.
fn edit(client: &Client, path: &str, attribute: &str, value: &Value, barrier: &Barrier) -> bool {
    let seen = client.get(path);
    barrier.wait();
    let body = json!({ "attributes": { attribute: value } });
    let answer = client.with("if-match", seen.header("etag")).send_json(&Method::PATCH, path, &body);
    assert!(matches!(answer.status, 200 | 412), "{}: {}", answer.status, answer.text());
    answer.status == 200
}

#[test]
fn of_two_editors_a_thousand_times_at_once_neither_loses_a_change() {
    let data_dir = data_dir();
    let server = Server::start(data_dir.path());
    let client = server.surveyor().clone();
    let path = format!("/drafts/{}", a_draft(&client));
    let barrier = Barrier::new(2);
    let run = |attribute: &'static str, value_of: fn(usize) -> Value| {
        let (client, path, barrier) = (client.clone(), path.clone(), &barrier);
        move || {
            let values = (1..=ROUNDS).map(value_of);
            values.filter(|value| edit(&client, &path, attribute, value, barrier)).collect::<Vec<_>>()
        }
    };
    let (blocks, areas) = std::thread::scope(|scope| {
        let one = scope.spawn(run("block", |round| json!(format!("n{round}"))));
        let other = scope.spawn(run("declared_area_m2", |round| json!(round)));
        (one.join().expect("ran"), other.join().expect("ran"))
    });
    let draft: Value = client.get(&path).json();
    let count = blocks.len() + areas.len();
    assert_eq!(draft["version"].as_u64(), u64::try_from(count + 1).ok(), "each success is one version");
    assert!(count >= ROUNDS, "in every round at least one is taken: {count}");
    assert!(count < 2 * ROUNDS, "and sometimes both had seen the same version");
    assert_eq!(Some(&draft["attributes"]["block"]), blocks.last());
    assert_eq!(Some(&draft["attributes"]["declared_area_m2"]), areas.last());
    let events = client.get(format_args!("{path}/events")).json();
    let corrected =
        events["events"].as_array().expect("a list").iter().filter(|event| event["action"] == "corrected");
    assert_eq!(corrected.count(), count, "and each is remembered");
}

#[test]
fn a_change_without_its_version_and_a_decision_on_what_has_changed_are_refused() {
    let data_dir = data_dir();
    let server = Server::start(data_dir.path());
    let client = server.surveyor();
    let path = format!("/drafts/{}", a_draft(client));
    let body = json!({ "attributes": { "block": "A" } });
    let blind = client.send_json(&Method::PATCH, &path, &body);
    assert_eq!((blind.status, &blind.json()["field"]), (428, &json!("If-Match")));
    let odd = client.with("if-match", "\"7\"").send_json(&Method::PATCH, &path, &body);
    assert_eq!(odd.status, 400);
    let submitted = client.post_json(format_args!("{path}/submission"), &json!({}));
    assert_eq!(submitted.status, 200, "{}", submitted.text());
    let early = client.with("if-match", submitted.header("etag")).send_json(&Method::PATCH, &path, &body);
    assert_eq!((early.status, &early.json()["type"]), (409, &json!("/problems/already-submitted")));
    let stale = server.with("if-match", "\"v1\"").post_json(format_args!("{path}/approval"), &json!({}));
    assert_eq!(stale.status, 412, "{}", stale.text());
}
