//! Whatever a caller sends: a clear answer in both languages, nothing lost, never a 500.

use crate::client::Answer;
use crate::server::{Locker, Server, a_walk, data_dir, run_well};
use serde_json::Value;

/// A problem document that says what to do in both languages.
fn problem(answer: &Answer, status: u16, kind: &str) -> Value {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.content_type, "application/problem+json");
    let problem = answer.json();
    assert_eq!(problem["type"], format!("/problems/{kind}"));
    assert_eq!(problem["status"], status);
    for language in ["fr", "en"] {
        assert!(problem["message"][language].as_str().is_some_and(|text| text.len() > 20), "{problem}");
    }
    problem
}

const BYTES: &str = "application/octet-stream";

#[test]
fn bodies_that_hold_no_log_are_refused_and_nothing_is_stored() {
    let data_dir = data_dir();
    let server = Server::start(data_dir.path());
    problem(&server.post("/uploads", BYTES, b""), 422, "empty-log");
    problem(&server.post("/uploads", "application/x-www-form-urlencoded", b"log=1"), 415, "content-type");
    problem(&server.post("/uploads", "image/jpeg", b"\xff\xd8\xff"), 415, "content-type");
    problem(&server.post("/uploads", "multipart/form-data", b"x"), 400, "malformed-form");
    problem(&server.post("/uploads", "multipart/form-data; boundary=x", b"--x--\r\n"), 400, "no-log");
    problem(
        &server.post("/uploads", "multipart/form-data; boundary=x", b"--x\r\ncontent-dispos"),
        400,
        "broken-off",
    );
    problem(&server.post("/uploads", BYTES, &vec![0; 200 * 1024 * 1024]), 413, "log-too-long");
    let form = [
        &b"--x\r\ncontent-disposition: form-data; name=\"log\"\r\n\r\n"[..],
        &vec![0; 65 * 1024 * 1024],
        b"\r\n--x--\r\n",
    ];
    problem(&server.post("/uploads", "multipart/form-data; boundary=x", &form.concat()), 413, "log-too-long");
    for (name, kind) in [("note", "long-field"), ("file", "unknown-field")] {
        let head = format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n");
        let form = [head.as_bytes(), &vec![b'a'; 20 * 1024 * 1024], b"\r\n--x--\r\n"].concat();
        let status = if kind == "long-field" { 400 } else { 422 };
        problem(&server.post("/uploads", "multipart/form-data; boundary=x", &form), status, kind);
    }
    assert_eq!(server.get("/uploads").json()["uploads"].as_array().map(Vec::len), Some(0));
}

#[test]
fn fields_that_do_not_fit_are_named() {
    let data_dir = data_dir();
    let server = Server::start(data_dir.path());
    for (query, status, kind, field) in [
        ("?department=SN9999", 422, "unknown-department", "department"),
        ("?kind=house", 422, "unknown-kind", "kind"),
        ("?recorded_on=22/11/2026", 422, "malformed-day", "recorded_on"),
        ("?recorded_on=-4800-01-01", 422, "malformed-day", "recorded_on"),
        ("?recorded_on=2999-01-01", 422, "malformed-day", "recorded_on"),
        ("?note=a%00b", 400, "nul-character", "note"),
        ("?department=%00", 400, "nul-character", "department"),
        ("?kind=road&kind=road", 400, "given-twice", "kind"),
        ("?colour=red", 400, "unknown-parameter", "colour"),
    ] {
        let answer = server.post(format_args!("/uploads{query}"), BYTES, b"$GPGGA");
        assert_eq!(problem(&answer, status, kind)["field"], field);
    }
}

#[test]
fn files_that_are_no_log_are_kept_as_evidence_and_the_report_says_what_they_are() {
    let data_dir = data_dir();
    let server = Server::start(data_dir.path());
    let walk = a_walk(4);
    let utf16: Vec<u8> = std::iter::once(0xFEFF_u16)
        .chain(walk.iter().map(|&byte| u16::from(byte)))
        .flat_map(u16::to_le_bytes)
        .collect();
    let text = String::from_utf8_lossy(&walk).into_owned();
    let positions: Vec<_> = text.lines().filter(|line| line.starts_with("$GPGGA")).collect();
    let dateless = positions.join("\r\n");
    let cut = &walk[..walk.len() - walk.len() / 3 - 17];

    let jpeg = server.processed(&server.upload("", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00 a picture of a field"));
    assert_eq!(jpeg["report"]["epochs"]["kept"], 0);
    assert!(
        jpeg["report"]["summary"]["fr"].as_str().is_some_and(|text| text.contains("JPEG")),
        "{}",
        jpeg["report"]["summary"]
    );
    for (name, bytes) in [("UTF-16", &utf16[..]), ("dateless", dateless.as_bytes()), ("cut", cut)] {
        let upload = server.processed(&server.upload("?kind=parcel", bytes));
        assert_eq!(upload["state"], "processed", "{name}");
        assert!(
            upload["report"]["epochs"]["kept"].as_u64().is_some_and(|kept| kept > 50),
            "{name}: {}",
            upload["report"]["epochs"]
        );
    }
    // The surveyor learns from the report that the day is missing, and sends the same file again with it.
    let with_day = server.post("/uploads?recorded_on=2026-11-20", BYTES, dateless.as_bytes());
    assert_eq!(with_day.status, 200);
    let with_day = server.processed(with_day.json()["id"].as_str().expect("an id"));
    assert_eq!(with_day["report"]["dates"]["source"], "operator");
    let started_at = with_day["report"]["dates"]["started_at"].as_str();
    assert!(started_at.is_some_and(|start| start.starts_with("2026-11-20")), "{started_at:?}");
}

#[test]
fn a_log_may_come_as_gpx_gzip_or_zip_and_goes_out_under_a_fitting_name() {
    let data_dir = data_dir();
    let server = Server::start(data_dir.path());
    let gpx = b"<?xml version='1.0'?><gpx version='1.1'/>";
    for (content_type, bytes, ending) in [
        ("application/gpx+xml", &gpx[..], "gpx"),
        ("application/gzip", b"\x1f\x8b a broken one", "gz"),
        ("application/x-gzip", b"\x1f\x8b another", "gz"),
        ("application/zip", b"PK\x03\x04 a broken one", "zip"),
        ("application/x-zip-compressed", b"PK\x03\x04 another", "zip"),
        ("text/plain", b"$GPGGA", "nmea"),
    ] {
        let stored = server.post("/uploads", content_type, bytes);
        assert_eq!(stored.status, 201, "{content_type}: {}", stored.text());
        let id = stored.json()["id"].as_str().expect("an id").to_owned();
        assert_eq!(server.processed(&id)["state"], "processed", "{content_type}: dirty input is no failure");
        let log = server.get(format_args!("/uploads/{id}/log"));
        assert_eq!(log.header("content-disposition"), format!("attachment; filename=\"{id}.{ending}\""));
    }
}

#[test]
fn addresses_that_name_nothing_say_what_there_is() {
    let data_dir = data_dir();
    let server = Server::start(data_dir.path());
    let id = "00000000-0000-7000-8000-000000000000";
    for (path, status, kind) in [
        ("/tiles/parcels/3/8/0".to_owned(), 404, "no-such-tile"),
        ("/tiles/parcels/23/0/0".to_owned(), 404, "no-such-tile"),
        ("/tiles/parcels/3/-1/0".to_owned(), 404, "no-such-tile"),
        ("/tiles/houses/3/0/0".to_owned(), 404, "unknown-layer"),
        ("/tiles/parcels/3/0/0?filter=holder='Awa'".to_owned(), 400, "malformed-filter"),
        (
            "/tiles/parcels/3/0/0?filter=land_use='x'&filter-lang=cql2-json".to_owned(),
            400,
            "malformed-filter-lang",
        ),
        (format!("/tiles/parcels/3/0/0?filter={}", "(".repeat(10_000)), 400, "malformed-filter"),
        ("/tiles/parcels?filter=".to_owned(), 400, "given-empty"),
        ("/tiles/parcels/3/0/0?v=2".to_owned(), 400, "unknown-parameter"),
        ("/style.json?theme=sepia".to_owned(), 400, "unknown-theme"),
        ("/style.json?for=paper".to_owned(), 400, "unknown-reader"),
        ("/collections/tracks/tiles".to_owned(), 404, "no-tiles"),
        ("/collections/roads/tiles/WebMercatorQuad/3/0/8".to_owned(), 404, "no-such-tile"),
        ("/collections/roads/tiles/WorldCRS84Quad".to_owned(), 404, "no-such-page"),
        ("/collections/houses".to_owned(), 404, "unknown-collection"),
        ("/collections/houses/items".to_owned(), 404, "unknown-collection"),
        ("/collections/parcels/items?bbox=1,2,3".to_owned(), 400, "malformed-bbox"),
        ("/collections/parcels/items?bbox=a,b,c,d".to_owned(), 400, "malformed-bbox"),
        ("/collections/parcels/items?bbox=0,95,1,96".to_owned(), 400, "malformed-bbox"),
        ("/collections/parcels/items?datetime=yesterday".to_owned(), 400, "malformed-datetime"),
        ("/collections/parcels/items?skipGeometry=perhaps".to_owned(), 400, "malformed-skipGeometry"),
        ("/collections/parcels/items?limit=5&limit=6".to_owned(), 400, "given-twice"),
        ("/collections/parcels/items?bbox=".to_owned(), 400, "given-empty"),
        ("/collections/parcels/items?limit=0".to_owned(), 400, "malformed-limit"),
        ("/collections/parcels/items?limt=5".to_owned(), 400, "unknown-parameter"),
        ("/collections/parcels/items?after=5".to_owned(), 400, "malformed-after"),
        (format!("/collections/parcels/items/{id}"), 404, "no-such-feature"),
        (format!("/uploads/{id}"), 404, "no-such-upload"),
        (format!("/uploads/{id}/log"), 404, "no-such-upload"),
        (format!("/uploads/{id}/pictures/track"), 404, "no-such-picture"),
        (format!("/uploads/{id}/pictures/a%00b"), 404, "no-such-picture"),
        (format!("/uploads/{id}/pictures/track?lang=wo"), 400, "malformed-lang"),
        ("/uploads/first".to_owned(), 404, "malformed-id"),
        ("/drafts?state=lost".to_owned(), 400, "malformed-state"),
        (format!("/drafts/{id}"), 404, "no-such-draft"),
        ("/no/such/page".to_owned(), 404, "no-such-page"),
    ] {
        problem(&server.get(&path), status, kind);
    }
    problem(&server.post("/collections", BYTES, b""), 405, "no-such-method");
    let approve = |body: &[u8]| {
        server.with("if-match", "\"v1\"").post(
            format_args!("/drafts/{id}/approval"),
            "application/json",
            body,
        )
    };
    problem(&approve(b"{"), 400, "malformed-json");
    problem(&approve(b"{\"colour\":1}"), 400, "malformed-json");
    problem(&approve(br#"{"attributes":{"name":"a\u0000b"}}"#), 400, "nul-character");
    problem(&approve(b"{}"), 404, "no-such-draft");
}

#[test]
fn a_page_from_elsewhere_is_refused() {
    let data_dir = data_dir();
    let server = Server::start(data_dir.path());
    for (header, value) in
        [("origin", "https://example.org"), ("origin", "null"), ("sec-fetch-site", "same-site")]
    {
        let foreign = server.with(header, value).post("/uploads", BYTES, b"$GPGGA");
        problem(&foreign, 403, "foreign-origin");
    }
    problem(&server.with("host", "example.org").get("/uploads"), 403, "foreign-origin");
    let own = server.with("origin", &server.address).with("sec-fetch-site", "same-origin");
    assert_eq!(own.post("/uploads", BYTES, b"$GPGGA").status, 201);
    // What a form can send without asking first is not taken for JSON.
    problem(&server.post("/session", "text/plain", b"{}"), 415, "content-type");
}

#[test]
fn a_query_that_takes_too_long_is_answered_503_and_nothing_else_waits() {
    let data_dir = data_dir();
    let server = Server::start_with(data_dir.path(), &["--query-timeout-s", "1"]).expecting_trouble();
    run_well(data_dir.path(), &["user", "add", "chef", "--role", "administrator"]);
    let token = run_well(data_dir.path(), &["token", "add", "chef", "carte"]);
    let chief = server.anybody().with_token(token.trim());
    let locker = Locker::of(data_dir.path(), "audit_entry");
    let answer = chief.get("/audit");
    problem(&answer, 503, "took-too-long");
    assert_eq!(answer.header("retry-after"), "10");
    assert_eq!(server.anybody().get("/conformance").status, 200);
    locker.release();
    assert_eq!(chief.get("/audit").status, 200);
}

#[test]
fn demo_accounts_are_offered_on_loopback_only() {
    let data_dir = data_dir();
    for elsewhere in [
        ["--listen", "0.0.0.0:0"],
        ["--public-url", "https://suuf.example.sn"],
        ["--public-url", "http://192.168.1.4:8080"],
    ] {
        let arguments = [&["serve", "--demo"], &elsewhere[..]].concat();
        let output = crate::server::run(data_dir.path(), &arguments);
        assert_eq!(output.status.code(), Some(2), "{elsewhere:?}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("loopback") && said.contains("everybody knows"), "{elsewhere:?}: {said}");
    }
    let tunnelled = ["--demo", "--public-url", "http://localhost:8080"];
    assert_eq!(Server::start_with(data_dir.path(), &tunnelled).get("/session").status, 200);
}
