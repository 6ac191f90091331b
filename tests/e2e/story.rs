//! A parcel's life in two departments, as four people live it: surveyed, returned, corrected, approved, disputed,
//! surveyed again, split; then the register as of each date, its versions compared, and its log proved.

use crate::client::{Client, DEMO_PASSWORD};
use crate::server::{Server, data_dir, run, run_well, simulated_with};
use chrono::Utc;
use serde_json::{Value, json};
use std::path::Path;
use ureq::http::Method;

const PASSWORD: &str = "le fromager du village";

/// Somebody whose account the administrator makes, signed in by the invitation.
fn somebody(server: &Server, login: &str, role: &str, department: &str) -> Client {
    let administrator = server.anybody().signed_in("demo-admin", DEMO_PASSWORD);
    let grants = json!([{ "role": role, "department": department }]);
    let account = administrator
        .post_json("/accounts", &json!({ "login": login, "display_name": login, "grants": grants }));
    assert_eq!(account.status, 201, "{}", account.text());
    let id = account.json()["id"].as_str().expect("an id").to_owned();
    let link = administrator.post_json(format_args!("/accounts/{id}/invitation"), &json!({})).json();
    let token =
        link["href"].as_str().and_then(|href| href.split_once("#invitation=")).expect("a link").1.to_owned();
    let used =
        server.anybody().post_json(format_args!("/invitations/{token}"), &json!({ "password": PASSWORD }));
    assert_eq!(used.status, 201, "{}", used.text());
    server.anybody().with("cookie", used.cookie())
}

/// The one draft of a log that somebody uploads.
fn surveyed(client: &Client, log: &[u8]) -> Value {
    let answer = client.post("/uploads?kind=parcel&department=SN1302", "application/octet-stream", log);
    assert_eq!(answer.status, 201, "{}", answer.text());
    let upload = client.processed(answer.json()["id"].as_str().expect("an id"));
    let drafts = upload["drafts"].as_array().expect("drafts");
    assert_eq!(drafts.len(), 1, "{:#}", upload["report"]["findings"]);
    drafts[0].clone()
}

fn done(answer: &crate::client::Answer, status: u16) -> Value {
    assert_eq!(answer.status, status, "{}", answer.text());
    answer.json()
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

/// Four people in two departments.
struct People {
    awa: Client,
    fatou: Client,
    coumba: Client,
    moussa: Client,
}

#[test]
fn a_parcel_is_surveyed_returned_corrected_approved_disputed_surveyed_again_and_split() {
    let folder = data_dir();
    let server = Server::start(folder.path());
    let people = People {
        awa: somebody(&server, "awa", "surveyor", "SN1302"),
        fatou: somebody(&server, "fatou", "staff", "SN1302"),
        coumba: somebody(&server, "coumba", "staff", "SN1302"),
        moussa: somebody(&server, "moussa", "staff", "SN0101"),
    };
    let before = Utc::now();
    let parcel = surveyed_returned_corrected_and_approved(&people);
    let after_approval = Utc::now();
    disputed_and_surveyed_again(&people, &parcel);
    let after_resurvey = Utc::now();
    split_between_two_heirs(&people, &parcel);
    let path = format!("/collections/parcels/items/{parcel}");
    the_register_as_of_each_date(&people.fatou, &path, [before, after_approval, after_resurvey]);
    its_versions_compared(&people.fatou, &path);
    assert_eq!(people.moussa.get(format_args!("{path}/versions")).status, 404);
    drop(server);
    the_log_is_proved_and_one_changed_byte_is_named(folder.path(), &parcel);
}

/// Awa walks round a field; Fatou wants to know its use; Awa corrects that and Fatou approves.
fn surveyed_returned_corrected_and_approved(People { awa, fatou, moussa, .. }: &People) -> String {
    let walk = simulated_with(&["--kind", "parcel", "--size", "0.25", "--seed", "7", "--pass", "1"]);
    let draft = surveyed(awa, &walk);
    let id = text(&draft["id"]).to_owned();
    assert_eq!((&draft["state"], &draft["created_by"]), (&json!("submitted"), &json!("awa")));
    assert_eq!(moussa.get(format_args!("/drafts/{id}")).status, 404, "another department's");
    let reason = json!({ "reason": "Quel usage ?" });
    assert_eq!(awa.decide(&id, "return", &reason).status, 403, "a surveyor decides on nothing");
    done(&fatou.decide(&id, "return", &reason), 200);

    let returned = awa.get(format_args!("/drafts/{id}"));
    assert_eq!(returned.json()["return_reason"], "Quel usage ?");
    let correction = json!({ "attributes": { "land_use": "housing" }, "note": "habitation" });
    let awa_saw = awa.with("if-match", returned.header("etag"));
    done(&awa_saw.send_json(&Method::PATCH, format_args!("/drafts/{id}"), &correction), 200);
    done(&awa.post_json(format_args!("/drafts/{id}/submission"), &json!({})), 200);
    let parcel = text(&done(&fatou.approve(&id, &json!({})), 201)["id"]).to_owned();
    let first = fatou.get(format_args!("/collections/parcels/items/{parcel}"));
    assert_eq!(
        (first.header("etag"), &first.json()["properties"]["land_use"]),
        ("\"v1\"", &json!("housing"))
    );
    parcel
}

/// Somebody disputes its limit; who does so is nobody else's business. Awa walks round it again: the two surveys agree,
/// and their mean ends the dispute.
fn disputed_and_surveyed_again(People { awa, fatou, coumba, moussa }: &People, parcel: &str) {
    let dispute = json!({
        "collection": "parcels", "feature_id": parcel, "nature": "boundary", "statement": "La limite passe par le puits.",
    });
    let dispute = format!("/disputes/{}", text(&done(&coumba.post_json("/disputes", &dispute), 201)["id"]));
    assert_eq!(moussa.get(&dispute).status, 404);

    let again = simulated_with(&["--kind", "parcel", "--size", "0.25", "--seed", "7", "--pass", "2"]);
    let resurvey = text(&surveyed(awa, &again)["id"]).to_owned();
    let comparison = done(&fatou.get(format_args!("/drafts/{resurvey}/comparison?with={parcel}")), 200);
    assert_eq!(comparison["is_explained"], true, "{comparison:#}");
    let target = json!({ "id": parcel, "version": 1, "blend": "average" });
    let seen = coumba.get(format_args!("/drafts/{resurvey}"));
    let coumba_saw = coumba.with("if-match", seen.header("etag"));
    done(&coumba_saw.send_json(&Method::PUT, format_args!("/drafts/{resurvey}/target"), &target), 200);
    let unanswered = fatou.decide(&resurvey, "approval", &json!({}));
    assert_eq!((unanswered.status, &unanswered.json()["field"]), (422, &json!("answers")));
    let answers = json!({ "answers": { "disputed": "les deux parties sont d'accord" } });
    assert_eq!(done(&fatou.approve(&resurvey, &answers), 201)["id"], parcel);

    let ended = json!({ "state": "resolved", "resolution": "Les voisins ont signé le nouveau tracé." });
    let coumba_saw = coumba.with("if-match", coumba.get(&dispute).header("etag"));
    assert_eq!(done(&coumba_saw.send_json(&Method::PATCH, &dispute, &ended), 200)["state"], "resolved");
}

/// Coumba splits it for two heirs; she cannot approve that herself.
fn split_between_two_heirs(People { fatou, coumba, .. }: &People, parcel: &str) {
    let path = format!("/collections/parcels/items/{parcel}");
    let bbox: Vec<f64> = serde_json::from_value(fatou.get(&path).json()["bbox"].clone()).expect("a box");
    let middle = f64::midpoint(bbox[0], bbox[2]);
    let cut = json!({ "type": "LineString", "coordinates": [[middle, bbox[1] - 0.001], [middle, bbox[3] + 0.001]] });
    let split = json!({
        "action": "split", "collection": "parcels", "targets": [{ "id": parcel, "version": 2 }], "cut": cut,
        "note": "partage entre deux héritiers", "submit": true,
    });
    let split = text(&done(&coumba.post_json("/drafts", &split), 201)["id"]).to_owned();
    let own = coumba.decide(&split, "approval", &json!({}));
    assert_eq!((own.status, &own.json()["type"]), (403, &json!("/problems/own-draft")));
    done(&fatou.approve(&split, &json!({})), 201);
    assert_eq!(fatou.get(&path).status, 404, "it is two now");
}

fn the_register_as_of_each_date(client: &Client, path: &str, moments: [chrono::DateTime<Utc>; 3]) {
    let [before, after_approval, after_resurvey] =
        moments.map(|moment| moment.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string());
    let collection = path.rsplit_once('/').expect("a path").0;
    let as_of = |moment: &str| {
        let page = done(&client.get(format_args!("{collection}?datetime={moment}&limit=100")), 200);
        let features = page["features"].as_array().expect("features").clone();
        features
            .into_iter()
            .map(|feature| feature["properties"]["area_m2"].as_f64().expect("an area"))
            .collect::<Vec<_>>()
    };
    assert!(as_of(&before).is_empty(), "nothing was registered yet");
    let (one, averaged) = (as_of(&after_approval), as_of(&after_resurvey));
    assert_eq!((one.len(), averaged.len()), (1, 1));
    assert!((one[0] - averaged[0]).abs() > 0.05, "the second survey moved its limits");
    let today = done(&client.get(collection), 200);
    let parts = today["features"].as_array().expect("features");
    let sum: f64 = parts.iter().map(|part| part["properties"]["area_m2"].as_f64().expect("an area")).sum();
    assert_eq!(parts.len(), 2);
    assert!((sum - averaged[0]).abs() < 0.5, "{sum} of {averaged:?}");
    let known = client.get(format_args!("{path}?datetime={after_resurvey}&recorded={after_approval}"));
    let known = done(&known, 200)["properties"]["area_m2"].as_f64().expect("an area");
    assert!((known - one[0]).abs() < 0.05, "what was taken for true then, as it was known before");
}

fn its_versions_compared(client: &Client, path: &str) {
    let versions = done(&client.get(format_args!("{path}/versions")), 200);
    let versions = versions["versions"].as_array().expect("a list");
    assert!(versions.len() >= 2, "{versions:#?}");
    let comparison = done(&client.get(format_args!("{path}/comparison?from=1&to=2")), 200);
    let changed: Vec<_> =
        comparison["attributes"].as_array().expect("a list").iter().map(|one| text(&one["name"])).collect();
    assert!(changed.contains(&"sigma_m") && changed.contains(&"area_m2"), "{changed:?}");
    assert!(!comparison["geometry"].is_null(), "{comparison:#}");
}

fn the_log_is_proved_and_one_changed_byte_is_named(folder: &Path, parcel: &str) {
    let sound = run(folder, &["audit", "verify"]);
    assert!(sound.status.success(), "{}", String::from_utf8_lossy(&sound.stdout));
    run_well(folder, &["db", "start"]);
    let url = run_well(folder, &["db", "url"]);
    let change = format!(
        "alter table feature_version disable trigger user;
        update feature_version set columns = jsonb_set(columns, '{{land_use}}', '\"farming\"')
        where feature_id = '{parcel}' and number = 1;
        alter table feature_version enable trigger user"
    );
    let behind = std::process::Command::new("psql")
        .args(["--no-psqlrc", "--quiet", "--dbname", url.trim(), "--command", &change])
        .output();
    let behind = behind.expect("psql runs");
    assert!(behind.status.success(), "{}", String::from_utf8_lossy(&behind.stderr));
    let altered = run(folder, &["audit", "verify"]);
    let told = String::from_utf8_lossy(&altered.stdout).into_owned();
    run_well(folder, &["db", "stop"]);
    assert_eq!(altered.status.code(), Some(1), "{told}");
    assert!(told.contains(parcel) && told.contains("feature_version"), "{told}");
}
