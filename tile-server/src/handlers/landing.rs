//! The root: the web app for people, the landing page of OGC API Features for programs.

use super::link::{JSON, Link};
use super::web;
use crate::extract::BaseUrl;
use axum::Json;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

const TILING_SCHEMES: &str = "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes";

#[derive(Serialize)]
pub(crate) struct LandingPage {
    title: &'static str,
    description: &'static str,
    links: Vec<Link>,
}

/// `GET /`
pub(crate) async fn get_root(headers: HeaderMap, base: BaseUrl) -> Response {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    if accept.contains("json") && !accept.contains("text/html") {
        return get_landing(base).await.into_response();
    }
    web::index(&headers)
}

/// `GET /landing`
pub(crate) async fn get_landing(BaseUrl(base): BaseUrl) -> Json<LandingPage> {
    let link =
        |path: &str, rel, media_type, title| Link::new(format!("{base}{path}"), rel, media_type, title);
    let links = vec![
        link("/landing", "self", JSON, "This document"),
        link("/api", "service-desc", "application/vnd.oai.openapi+json;version=3.1", "OpenAPI document"),
        link("/", "service-doc", "text/html", "The map"),
        link("/conformance", "conformance", JSON, "Conformance classes"),
        link("/collections", "data", JSON, "Collections"),
        link("/tileMatrixSets", TILING_SCHEMES, JSON, "Tiling schemes"),
    ];
    Json(LandingPage {
        title: "Suuf",
        description: "Roads, land and market assets of Senegal's departments",
        links,
    })
}

#[derive(Serialize)]
pub(crate) struct Conformance {
    #[serde(rename = "conformsTo")]
    conforms_to: [&'static str; 10],
}

/// `GET /conformance`
pub(crate) async fn get_conformance() -> Json<Conformance> {
    Json(Conformance {
        conforms_to: [
            "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
            "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
            "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
            "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
            "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core",
            "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tileset",
            "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tilesets-list",
            "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/geodata-tilesets",
            "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt",
            "http://www.opengis.net/spec/tms/2.0/conf/json-tilematrixset",
        ],
    })
}
