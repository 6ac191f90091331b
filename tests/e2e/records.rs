//! A department's persons, what they hold, and what is known of its roads and markets: each with words of its own.

use crate::client::Client;
use serde_json::{Value, json};

/// A photo, as small as they come.
pub(crate) const PHOTO: &[u8] = include_bytes!("../data/photo.jpg");

/// Puts one of everything on record. Gives the identifiers by their names in templates, and the markers with what must
/// never leave the department.
pub(crate) fn put_on_record(
    staff: &Client,
    pcode: &str,
    parcel: &str,
    mut markers: Vec<String>,
) -> (Vec<(&'static str, String)>, Vec<String>) {
    let word = format!("plante-{}", pcode.to_lowercase());
    let first = |collection: &str| {
        let page = staff.get(format_args!("/collections/{collection}/items?limit=1")).json();
        page["features"][0]["id"].as_str().expect("one is there").to_owned()
    };
    let create = |path: String, body: Value| {
        let answer = staff.post_json(&path, &body);
        assert_eq!(answer.status, 201, "{path}: {}", answer.text());
        answer.json()["id"].as_str().expect("an id").to_owned()
    };
    let party = create(
        "/parties".to_owned(),
        json!({ "department": pcode, "kind": "person", "person": {
        "purpose": "land_register", "name": format!("Awa {word}"), "phone": "+221 77 000 11 22", "address": word,
        "identity": { "kind": "national_identity_card", "number": "2751199012345" } } }),
    );
    let source = create(
        "/sources".to_owned(),
        json!({ "department": pcode, "kind": "council_deliberation", "number": word, "dated_on": "2026-01-10" }),
    );
    let whole = json!([{ "party": party, "share": { "numerator": 1, "denominator": 1 } }]);
    let right = create(
        format!("/collections/parcels/items/{parcel}/rights"),
        json!({ "class": "right", "kind": "allocation", "source": source, "reference": word, "starts_on": "2026-02-01",
            "holders": whole }),
    );
    let rights = staff.get(format_args!("/collections/parcels/items/{parcel}/rights")).json();
    let unit = rights["rights"][0]["ba_unit"].as_str().expect("a unit").to_owned();
    let (road, market, place) = (first("roads"), first("markets"), first("market-assets"));
    let occupancy = create(
        format!("/collections/market-assets/items/{place}/occupancies"),
        json!({ "party": party, "contract_kind": "occupancy_contract", "contract_number": word, "starts_on": "2026-01-01" }),
    );
    let event = create(
        format!("/collections/roads/items/{road}/events"),
        json!({ "kind": "pothole", "severity": "low", "chainage_m": 5, "observed_on": "2026-01-01", "note": word }),
    );
    let inspection = create(
        format!("/collections/roads/items/{road}/inspections"),
        json!({ "inspected_on": "2026-01-01", "condition": "good", "note": word }),
    );
    let sent = staff.post(format_args!("/documents?title={word}&party={party}"), "image/jpeg", PHOTO);
    assert_eq!(sent.status, 201, "{}", sent.text());
    let document = sent.json()["id"].as_str().expect("an id").to_owned();
    markers.extend([word, party.clone(), source.clone(), right.clone(), occupancy.clone(), document.clone()]);
    let records = vec![
        ("{party}", party),
        ("{source}", source),
        ("{right}", right),
        ("{ba_unit}", unit),
        ("{road}", road),
        ("{market}", market),
        ("{place}", place),
        ("{occupancy}", occupancy),
        ("{road_event}", event),
        ("{road_inspection}", inspection),
        ("{document}", document),
    ];
    (records, markers)
}
