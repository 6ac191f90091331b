//! Values as files spell them.

use super::*;
use gis_core::Collection;

fn read(collection: Collection, values: &[(&str, Raw)]) -> Result<Values, Objection> {
    let columns: Vec<String> = values.iter().map(|(name, _)| (*name).to_owned()).collect();
    let mapping = Mapping::resolve(collection, &columns, &[]).expect("columns fit");
    let codes = Codes::of(&[
        ("road_class", "national", &["route nationale", "2"]),
        ("road_class", "listed_track", &["piste répertoriée", "5"]),
        ("facility_kind", "school", &["école"]),
    ]);
    let mut departments = Departments::default();
    departments.add("SN1302", "Thiès");
    read_values(&mapping, &codes, &departments, |column| Some(values[column].1.clone()))
}

fn text(value: &str) -> Raw {
    Raw::Text(value.to_owned())
}

#[test]
fn a_code_is_taken_by_code_label_or_alias() {
    for value in [text("national"), text("Route Nationale"), text("2"), Raw::Whole(2), Raw::Real(2.0)] {
        let values = read(Collection::Roads, &[("class", value)]).expect("known");
        assert_eq!(values.columns["class"], "national");
    }
}

#[test]
fn an_unknown_code_is_refused_with_the_known_ones() {
    let objection = read(Collection::Roads, &[("class", text("highway"))]).expect_err("unknown");
    assert_eq!(objection.code, "unknown_code");
    assert_eq!(objection.value.as_deref(), Some("highway"));
    assert!(objection.reason.en.contains("national, listed_track"), "{}", objection.reason.en);
}

#[test]
fn the_kind_of_a_facility_is_open() {
    let kind = |value: &str| {
        read(Collection::Facilities, &[("kind", text(value))]).expect("open").columns["kind"].clone()
    };
    assert_eq!(kind("École"), "school");
    assert_eq!(kind("Borne-fontaine"), "Borne-fontaine");
}

#[test]
fn an_empty_value_is_none() {
    for value in [text(""), text("  "), text("NULL")] {
        let values = read(Collection::Roads, &[("class", value)]).expect("empty");
        assert_eq!(values.columns["class"], Json::Null);
    }
}

#[test]
fn a_department_is_found_by_code_or_name() {
    for value in ["SN1302", "sn1302", "THIES", "Thiès"] {
        let values = read(Collection::Roads, &[("department", text(value))]).expect("known");
        assert_eq!(values.department.as_deref(), Some("SN1302"));
    }
    let objection = read(Collection::Roads, &[("department", text("Atlantis"))]).expect_err("unknown");
    assert_eq!(objection.code, "unknown_department");
}

#[test]
fn road_numbers_are_brought_into_form_or_reported() {
    for (written, number) in
        [("N2", "N2"), ("RN 2", "N2"), ("d-710b", "D710B"), ("R31", "R31"), ("RR31", "R31")]
    {
        let values = read(Collection::Roads, &[("number", text(written))]).expect("taken");
        assert_eq!(values.columns["number"], number);
    }
    let values = read(Collection::Roads, &[("number", text("Corniche"))]).expect("taken without it");
    assert_eq!(values.columns["number"], Json::Null);
    assert_eq!(values.findings[0].code, "unusual_road_number");
}

#[test]
fn a_nicad_is_taken_whole_or_reported() {
    let values = read(Collection::Parcels, &[("nicad", text("07 2 101 01 001 00012"))]).expect("taken");
    assert_eq!(values.columns["nicad"], "0721010100100012");
    let values = read(Collection::Parcels, &[("nicad", text("12345"))]).expect("taken without it");
    assert_eq!(values.columns.get("nicad"), None);
    assert!(values.findings[0].message.en.contains("12345"));
}

#[test]
fn numbers_may_be_written_the_french_way() {
    let values = read(Collection::Roads, &[("width_m", text("1\u{a0}234,5"))]).expect("a number");
    assert_eq!(values.columns["width_m"], 1234.5);
    let objection = read(Collection::Roads, &[("width_m", text("-3"))]).expect_err("negative");
    assert_eq!(objection.code, "malformed_number");
}

#[test]
fn only_our_own_identifiers_identify_features() {
    let ours = "019a0000-0000-7000-8000-000000000001";
    let values = read(Collection::Roads, &[("id", text(ours))]).expect("taken");
    assert_eq!(values.id.expect("ours").to_string(), ours);
    let theirs = "dcce2719-e36e-4ed4-a200-478cf9e0d96a";
    let values = read(Collection::Roads, &[("id", text(theirs))]).expect("taken");
    assert_eq!((values.id, values.external_id.as_deref()), (None, Some(theirs)));
}

#[test]
fn attributes_of_facilities_keep_their_types() {
    let columns = [
        ("kind", text("school")),
        ("rooms", Raw::Whole(6)),
        ("fenced", text("true")),
        ("code", text("007")),
        ("hours", text("[8, 12]")),
        ("gone", text("")),
    ];
    let values = read(Collection::Facilities, &columns).expect("taken");
    let expected =
        serde_json::json!({ "rooms": 6, "fenced": true, "code": "007", "hours": [8, 12], "gone": null });
    assert_eq!(values.columns["attributes"], expected);
}

#[test]
fn json_with_a_nul_stays_text_and_a_nul_itself_is_refused() {
    let note = |value: &str| read(Collection::Facilities, &[("kind", text("school")), ("note", text(value))]);
    for spelled in [r#"{"a":"\u0000"}"#, r#"["x", {"\u0000": 1}]"#] {
        assert_eq!(note(spelled).expect("taken").columns["attributes"]["note"], spelled);
    }
    assert_eq!(note("a\0b").expect_err("refused").code, "nul_in_text");
    let objection = read(Collection::Roads, &[("name", text("a\0b"))]).expect_err("refused");
    assert_eq!((objection.code, objection.value.as_deref()), ("nul_in_text", Some("a␀b")));
}

#[test]
fn a_text_too_long_for_an_index_is_refused() {
    let objection =
        read(Collection::Roads, &[("external_id", text(&"x".repeat(3000)))]).expect_err("refused");
    assert_eq!(objection.code, "text_too_long");
    assert_eq!(objection.value.map(|value| value.len()), Some(60));
}

#[test]
fn a_utm_zone_is_one_of_the_hundred_and_twenty() {
    let zone = |epsg: i64| {
        read(Collection::Departments, &[("pcode", text("SN1302")), ("utm_epsg", Raw::Whole(epsg))])
    };
    for epsg in [32601, 32628, 32660, 32701, 32760] {
        assert_eq!(zone(epsg).expect("a zone").columns["utm_epsg"], epsg);
    }
    for epsg in [4326, 32600, 32661, 32700, 32761] {
        assert_eq!(zone(epsg).expect_err("none").code, "malformed_value");
    }
}
