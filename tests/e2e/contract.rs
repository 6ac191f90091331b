//! What the server answers is what `openapi.json` says.

use crate::client::Answer;
use crate::server::{Server, a_walk, data_dir, run_well};
use serde_json::{Value, json};

/// The document as the server itself serves it.
struct Contract(Value);

impl Contract {
    /// Holds an answer against the schema of its path, method and status.
    fn holds(&self, method: &str, path: &str, answer: &Answer) {
        let at = format!("{method} {path} {}", answer.status);
        let operation = &self.0["paths"][path][method];
        let mut response = &operation["responses"][answer.status.to_string()];
        if let Some(name) =
            response["$ref"].as_str().and_then(|name| name.strip_prefix("#/components/responses/"))
        {
            response = &self.0["components"]["responses"][name];
        }
        let media_type = answer.content_type.split(';').next().unwrap_or_default();
        let schema = &response["content"][media_type]["schema"];
        assert!(schema.is_object(), "{at}: {media_type} is not in the document");
        // References within the schema are to the document's components.
        let whole = json!({ "allOf": [schema], "components": self.0["components"] });
        let validator = jsonschema::validator_for(&whole).unwrap_or_else(|error| panic!("{at}: {error}"));
        assert!(!validator.is_valid(&json!("no object")), "{at}: the schema takes anything");
        let body = answer.json();
        let wrong: Vec<_> =
            validator.iter_errors(&body).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(wrong.is_empty(), "{at}: {wrong:#?}");
    }
}

#[test]
fn every_answer_is_as_the_document_says() {
    let data_dir = data_dir();
    run_well(data_dir.path(), &["simulate", "register", "--parcels", "60", "--department", "SN1302"]);
    let server = Server::start(data_dir.path());
    let contract = Contract(server.get("/api").json());
    let log = a_walk(11);
    let created = server.surveyor().post("/uploads?kind=parcel", "application/octet-stream", &log);
    contract.holds("post", "/uploads", &created);
    contract.holds("post", "/uploads", &server.post("/uploads?kind=parcel", "text/plain", &log));
    contract.holds("post", "/uploads", &server.post("/uploads", "text/plain", b""));
    let upload = created.json()["id"].as_str().expect("an id").to_owned();
    let processed = server.processed(&upload);
    let draft = processed["drafts"][0]["id"].as_str().expect("a draft").to_owned();
    for (path, asked) in [
        ("/landing", "/landing".to_owned()),
        ("/conformance", "/conformance".to_owned()),
        ("/health/live", "/health/live".to_owned()),
        ("/health/ready", "/health/ready".to_owned()),
        ("/code-lists", "/code-lists".to_owned()),
        ("/uploads", "/uploads?limit=1".to_owned()),
        ("/uploads/{id}", format!("/uploads/{upload}")),
        ("/uploads/{id}/pictures/{name}", format!("/uploads/{upload}/pictures/none")),
        ("/uploads/{id}/pictures/{name}", format!("/uploads/{upload}/pictures/track?lang=wo")),
        ("/drafts", "/drafts?state=submitted".to_owned()),
        ("/drafts/{id}", format!("/drafts/{draft}")),
        ("/collections", "/collections".to_owned()),
        ("/collections/{collection}", "/collections/roads".to_owned()),
        ("/collections/{collection}", "/collections/houses".to_owned()),
        ("/collections/{collection}/items", "/collections/market-assets/items?limit=5".to_owned()),
        (
            "/collections/{collection}/items",
            "/collections/communes/items?limit=5&skipGeometry=true".to_owned(),
        ),
        ("/collections/{collection}/items", "/collections/tracks/items".to_owned()),
        ("/collections/{collection}/items", "/collections/roads/items?bbox=1".to_owned()),
        ("/tiles/{layers}", "/tiles/parcels,roads,drafts".to_owned()),
        ("/tiles/{layers}/{z}/{x}/{y}", "/tiles/parcels/3/9/9".to_owned()),
        ("/tiles/{layers}/{z}/{x}/{y}", "/tiles/parcels/3/9/9?filter=tenure".to_owned()),
        ("/tileMatrixSets", "/tileMatrixSets".to_owned()),
        ("/tileMatrixSets/WebMercatorQuad", "/tileMatrixSets/WebMercatorQuad".to_owned()),
        ("/collections/{collection}/tiles", "/collections/roads/tiles".to_owned()),
        ("/collections/{collection}/tiles", "/collections/tracks/tiles".to_owned()),
        (
            "/collections/{collection}/tiles/WebMercatorQuad",
            "/collections/communes/tiles/WebMercatorQuad".to_owned(),
        ),
        (
            "/collections/{collection}/tiles/WebMercatorQuad",
            "/collections/market-assets/tiles/WebMercatorQuad".to_owned(),
        ),
        (
            "/collections/{collection}/tiles/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}",
            "/collections/communes/tiles/WebMercatorQuad/7/58/128".to_owned(),
        ),
        ("/style.json", "/style.json?for=qgis".to_owned()),
        ("/style.json", "/style.json?for=paper".to_owned()),
        ("/basemap.pmtiles", "/basemap.pmtiles".to_owned()),
        ("/glyphs/{fontstack}/{range}", "/glyphs/None/0-255.pbf".to_owned()),
        ("/sprites/{file}", "/sprites/none.png".to_owned()),
    ] {
        contract.holds("get", path, &server.get(asked));
    }
    contract.holds("post", "/drafts/{id}/return", &server.decide(&draft, "return", &json!({})));
    let approved = server.approve(&draft, &json!({}));
    contract.holds("post", "/drafts/{id}/approval", &approved);
    contract.holds("post", "/drafts/{id}/approval", &server.decide(&draft, "approval", &json!({})));
    let feature = approved.json()["id"].as_str().expect("an id").to_owned();
    let item = server.get(format_args!("/collections/parcels/items/{feature}"));
    contract.holds("get", "/collections/{collection}/items/{id}", &item);
}
