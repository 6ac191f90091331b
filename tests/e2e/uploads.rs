//! One log in several hands: nothing is lost, and nobody learns of what is not theirs.

use crate::client::Client;
use crate::people::{administrator, made};
use crate::server::{Server, a_walk, data_dir};
use serde_json::{Value, json};

/// Somebody who surveys in one department.
fn surveyor_of(server: &Server, login: &str, pcode: &str) -> Client {
    let grants = json!([{ "role": "surveyor", "department": pcode }]);
    made(server, &administrator(server), login, &grants).1
}

fn sent(client: &Client, log: &[u8]) -> (u16, Value) {
    let answer = client.post("/uploads?kind=parcel", "application/octet-stream", log);
    (answer.status, answer.json())
}

#[test]
fn the_same_log_sent_from_another_department_gets_a_report_of_its_own_and_leaves_the_first_as_it_is() {
    let data_dir = data_dir();
    let server = Server::start(data_dir.path());
    let (awa, moussa) = (surveyor_of(&server, "awa", "SN1302"), surveyor_of(&server, "moussa", "SN0301"));
    let log = a_walk(7);
    let (status, first) = sent(&awa, &log);
    assert_eq!(status, 201, "{first}");
    let first = first["id"].as_str().expect("an id").to_owned();
    let before = awa.processed(&first);

    let (status, second) = sent(&moussa, &log);
    assert_eq!(status, 201, "{second}");
    let second = second["id"].as_str().expect("an id").to_owned();
    assert_ne!(second, first);
    let own = moussa.processed(&second);
    assert_eq!((&own["state"], own["report"].is_object()), (&json!("processed"), true), "{own}");
    assert_eq!(moussa.get(format_args!("/uploads/{first}")).status, 404);
    assert_eq!(awa.processed(&first), before);

    for (client, id) in [(&awa, &first), (&moussa, &second)] {
        let (status, again) = sent(client, &log);
        assert_eq!((status, again["id"].as_str()), (200, Some(id.as_str())));
    }
}
