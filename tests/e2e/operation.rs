//! The server as whoever keeps it running sees it: how it starts, and what it tells of itself.

use crate::client::{Client, DEMO_PASSWORD};
use crate::server::{Locker, RunningCluster, Server, Starting, a_walk, data_dir, run_well, wait_for};
use serde_json::Value;
use ureq::http::Method;

/// Status and kind of problem of an answer, if there is one.
fn ask(client: &Client, path: &str) -> Option<(u16, String)> {
    let answer = client.send(&Method::GET, path, None).ok()?;
    let problem: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    if answer.status == 503 {
        assert_eq!(answer.header("retry-after"), "2", "{}", answer.text());
        for language in ["fr", "en"] {
            assert!(problem["message"][language].as_str().is_some_and(|text| text.len() > 20), "{problem}");
        }
    }
    Some((answer.status, problem["type"].as_str().unwrap_or_default().to_owned()))
}

#[test]
fn while_the_map_is_loaded_whoever_needs_it_is_told_and_everybody_else_is_served() {
    let data_dir = data_dir();
    let cluster = RunningCluster::start(data_dir.path());
    run_well(data_dir.path(), &["user", "add", "agent", "--role", "surveyor"]);
    let token = run_well(data_dir.path(), &["token", "add", "agent", "terrain"]);
    let locker = Locker::of(data_dir.path(), "road");
    let starting = Starting::new(data_dir.path(), &[]);
    let client = Client::of(&starting.address());
    let server = std::thread::scope(|threads| {
        let starting = threads.spawn(|| starting.started());
        wait_for("the program to answer", || {
            ask(&client, "/health/live").filter(|(status, _)| *status == 200)
        });
        let loading = Some((503, "/problems/map-loading".to_owned()));
        wait_for("its database to be open", || {
            let answer = ask(&client, "/health/ready");
            let is_opening = answer.as_ref().is_none_or(|(_, kind)| kind == "/problems/starting");
            (!is_opening).then(|| assert_eq!(answer, loading))
        });
        for path in ["/tiles/parcels/9/231/234", "/tiles/parcels", "/collections", "/collections/parcels"] {
            assert_eq!(ask(&client, path), loading, "{path}");
        }
        for path in ["/session", "/style.json", "/conformance", "/rules", "/code-lists"] {
            assert_eq!(ask(&client, path).map(|(status, _)| status), Some(200), "{path}");
        }
        let agent = client.with_token(token.trim());
        let sent = agent.post("/uploads?kind=parcel", "application/octet-stream", &a_walk(7));
        assert_eq!(sent.status, 201, "{}", sent.text());
        assert!(!starting.is_finished(), "the address is printed only when everything can be asked for");
        locker.release();
        starting.join().expect("it starts")
    });
    for path in ["/health/ready", "/tiles/departments/9/231/234", "/tiles/parcels", "/collections"] {
        assert_eq!(ask(&client, path).map(|(status, _)| status), Some(200), "{path}");
    }
    drop(server);
    drop(cluster);
}

#[test]
fn metrics_tell_what_happened_and_nothing_of_whom() {
    let data_dir = data_dir();
    let server = Server::start_with(data_dir.path(), &["--demo", "--metrics-listen", "127.0.0.1:0"]);
    let anybody = server.anybody();
    let agent = anybody.signed_in("demo-agent", DEMO_PASSWORD);
    let sent = agent.post("/uploads?kind=parcel", "application/octet-stream", &a_walk(8));
    let upload = sent.json()["id"].as_str().expect("an id").to_owned();
    assert_eq!(anybody.get("/tiles/departments/9/231/234").status, 200);
    assert_eq!(anybody.get("/uploads/{id}/nowhere").status, 404);
    let talk = server.talk();
    let address = talk.lines().find_map(|line| line.strip_prefix("metrics: ")).expect("told where");
    let watcher = Client::of(address.strip_suffix("/metrics").expect("the page"));
    let answer = watcher.get("/metrics");
    assert_eq!(
        (answer.status, answer.content_type.split(';').next()),
        (200, Some("application/openmetrics-text"))
    );
    let text = answer.text();
    for line in [
        "suuf_map_ready 1.0",
        "suuf_database_up 1.0",
        "suuf_map_features{layer=\"departments\"} ",
        "suuf_tile_drawing_duration_seconds_count{layer=\"departments\",zoom=\"9\"} 1",
        "suuf_request_duration_seconds_count{method=\"POST\",route=\"/uploads\",status=\"2xx\"} 1",
        "suuf_request_duration_seconds_count{method=\"GET\",route=\"none\",status=\"4xx\"} 1",
    ] {
        assert!(text.lines().any(|told| told.starts_with(line)), "{line} is not in {text}");
    }
    for secret in [upload.as_str(), "demo-agent", "nowhere"] {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
    assert_eq!(watcher.get("/uploads").status, 404, "nothing else is served there");
    let chief = anybody.signed_in("demo-admin", DEMO_PASSWORD);
    assert_eq!(chief.get("/metrics").status, 200, "who administers every department");
    assert_eq!(anybody.get("/metrics").status, 401);
}
