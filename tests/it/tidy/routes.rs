//! The contract and the table of URLs are one: `tile-server/openapi.json` and `tile-server/src/router.rs`.

use super::workspace;
use serde_json::Value;
use std::collections::BTreeSet;

/// URLs of the web app, which is no part of the interface for programs.
const WEB_APP: [&str; 2] = ["/", "/assets/{*path}"];

const METHODS: [&str; 5] = ["delete", "get", "patch", "post", "put"];

#[test]
fn every_route_is_documented_and_every_documented_route_exists() {
    let document: Value =
        serde_json::from_str(&workspace::read("tile-server/openapi.json")).expect("the document is JSON");
    let documented = documented_routes(&document);
    let served = routes(&workspace::read("tile-server/src/router.rs"));
    let web_app: BTreeSet<_> = WEB_APP.iter().map(|path| format!("get {path}")).collect();
    assert!(web_app.is_subset(&served), "the web app is served");
    let served: BTreeSet<_> = served.difference(&web_app).cloned().collect();
    assert!(served.len() > 10, "the routes were found");
    let undocumented: Vec<_> = served.difference(&documented).collect();
    let missing: Vec<_> = documented.difference(&served).collect();
    assert!(
        undocumented.is_empty() && missing.is_empty(),
        "only in router.rs: {undocumented:?}; only in openapi.json: {missing:?}"
    );
}

/// The operations of an OpenAPI document, as `get /path`.
fn documented_routes(document: &Value) -> BTreeSet<String> {
    let paths = document["paths"].as_object().expect("the document has paths");
    let mut routes = BTreeSet::new();
    for (path, operations) in paths {
        let methods = METHODS.iter().filter(|method| operations.get(method).is_some());
        routes.extend(methods.map(|method| format!("{method} {path}")));
    }
    routes
}

/// The routes of a router's table: `.route("/path", get(…).post(…))`, one a line.
fn routes(table: &str) -> BTreeSet<String> {
    let mut routes = BTreeSet::new();
    for line in table.lines() {
        let Some((_, entry)) = line.split_once(".route(\"") else { continue };
        let (path, handlers) = entry.split_once('"').expect("the path's quote closes on its line");
        let is_named = |method: &&&str| {
            handlers.contains(&format!(" {method}(")) || handlers.contains(&format!(".{method}("))
        };
        let count = routes.len();
        routes.extend(METHODS.iter().filter(is_named).map(|method| format!("{method} {path}")));
        assert!(routes.len() > count, "a route without a method that is known: {line}");
    }
    routes
}

#[test]
fn a_route_with_two_methods_counts_twice() {
    let table = "        .route(\"/uploads\", get(uploads::list).post(uploads::create))\n";
    assert_eq!(routes(table), BTreeSet::from(["get /uploads".to_owned(), "post /uploads".to_owned()]));
}
