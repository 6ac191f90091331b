//! The contract and the table of addresses are one: `tile-server/openapi.json` and `tile-server/src/router.rs`.

use super::{assert_none, workspace};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tile_server::{Access, Route};

/// Addresses of the web app, which is no part of the interface for programs.
const WEB_APP: [&str; 2] = ["/", "/assets/{*path}"];

const METHODS: [&str; 5] = ["delete", "get", "patch", "post", "put"];

fn document() -> Value {
    serde_json::from_str(&workspace::read("tile-server/openapi.json")).expect("the document is JSON")
}

/// The rows of the table that the document describes.
fn routes() -> Vec<Route> {
    let mut routes = tile_server::routes();
    let count = routes.len();
    routes.retain(|route| !WEB_APP.contains(&route.path));
    assert_eq!(count - routes.len(), WEB_APP.len(), "the web app is served");
    assert!(routes.len() > 10, "the routes were found");
    routes
}

fn name(route: &Route) -> String {
    format!("{} {}", method(route), route.path)
}

fn method(route: &Route) -> String {
    route.method.as_str().to_lowercase()
}

#[test]
fn every_route_is_documented_and_every_documented_route_exists() {
    let documented = documented_routes(&document());
    let served: BTreeSet<_> = routes().iter().map(name).collect();
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

#[test]
fn no_row_stands_twice() {
    let routes = routes();
    let distinct: BTreeSet<_> = routes.iter().map(name).collect();
    assert_eq!(distinct.len(), routes.len());
}

#[test]
fn the_document_says_who_may() {
    let document = document();
    let (session, token) = (json!({ "session": [] }), json!({ "token": [] }));
    let mut wrong = Vec::new();
    for route in routes() {
        let operation = &document["paths"][route.path][method(&route)];
        let (security, statuses): (Value, &[&str]) = match route.access {
            Access::Open => (json!([]), &[]),
            Access::Everybody => (json!([{}, session, token]), &["401"]),
            Access::SignedIn | Access::May(_) => (json!([session, token]), &["401", "403"]),
        };
        let lacks = statuses.iter().filter(|status| operation["responses"].get(status).is_none());
        let lacks: Vec<_> = lacks.collect();
        if operation["security"] != security || !lacks.is_empty() {
            wrong.push(format!(
                "{}: `security` must be {security}; answers that lack: {lacks:?}",
                name(&route)
            ));
        }
    }
    assert_none(&wrong, "these operations are documented otherwise than the router lets callers in");
}

#[test]
fn every_change_says_that_a_foreign_page_is_refused_and_json_wanted() {
    let document = document();
    let mut wrong = Vec::new();
    for route in routes().iter().filter(|route| !route.method.is_safe()) {
        let operation = &document["paths"][route.path][method(route)];
        let takes_json = operation["requestBody"]["content"].get("application/json").is_some();
        let wanted = [("403", true), ("415", takes_json)];
        for (status, _) in wanted.iter().filter(|(_, is_wanted)| *is_wanted) {
            if operation["responses"].get(status).is_none() {
                wrong.push(format!("{}: {status}", name(route)));
            }
        }
    }
    assert_none(&wrong, "these operations lack an answer that they give");
}
