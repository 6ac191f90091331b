//! The table: what each caller is answered, on what is theirs and on what is another department's.
//!
//! Columns: surveyor, staff, planner, administrator (all of Thiès), nobody signed in, an expired token. In paths and
//! bodies `{upload}`, `{draft}` and so on stand for something of one's own or of the other department, `{nonce}` for
//! what was never said before.

/// A row of the router's table, tried.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    /// Method and path, as the router has them.
    pub(super) route: &'static str,
    /// The path to ask.
    pub(super) path: &'static str,
    /// JSON if it begins with a brace, otherwise a log.
    pub(super) body: Option<&'static str>,
    pub(super) header: Option<(&'static str, &'static str)>,
    /// The status that each caller gets on what is theirs.
    pub(super) own: &'static str,
    /// The same on what is another department's, where the request says which.
    pub(super) other: Option<&'static str>,
}

impl Entry {
    const fn new(route: &'static str, path: &'static str, own: &'static str) -> Self {
        Self { route, path, body: None, header: None, own, other: None }
    }

    const fn or(mut self, other: &'static str) -> Self {
        self.other = Some(other);
        self
    }

    const fn with(mut self, body: &'static str) -> Self {
        self.body = Some(body);
        self
    }

    const fn header(mut self, name: &'static str, value: &'static str) -> Self {
        self.header = Some((name, value));
        self
    }

    /// Whether the path names something by its identifier that lies in a department.
    pub(super) fn is_about_one_thing(&self) -> bool {
        self.other.is_some() && self.route.contains("{id}")
    }
}

/// The version of a draft as it is when it is asked for.
pub(super) const FRESH: &str = "fresh";

const ALL: &str = "200 200 200 200 200 200";
const ALL_BUT_EXPIRED: &str = "200 200 200 200 200 401";
const EVIDENCE: &str = "200 200 403 200 401 401";
const HISTORY: &str = "403 200 200 200 401 401";
const NO_HISTORY: &str = "403 404 404 404 401 401";
const NO_EVIDENCE: &str = "404 404 403 404 401 401";
const STAFF: &str = "403 200 403 403 401 401";
const STAFF_MAKES: &str = "403 201 403 403 401 401";
const NO_PROPOSAL: &str = "404 404 403 403 401 401";
const NOT_STAFFS: &str = "403 404 403 403 401 401";
const MEMBERS: &str = "200 200 200 200 401 401";
const NO_MEMBERS: &str = "404 404 404 404 401 401";

pub(super) const ENTRIES: &[Entry] = &[
    // As a program asks: the web app need not be built.
    Entry::new("GET /", "/", ALL).header("accept", "application/json"),
    Entry::new("GET /landing", "/landing", ALL),
    Entry::new("GET /assets/{*path}", "/assets/none.js", "404 404 404 404 404 404"),
    Entry::new("GET /api", "/api", ALL),
    Entry::new("GET /conformance", "/conformance", ALL),
    Entry::new("GET /health/live", "/health/live", ALL),
    Entry::new("GET /health/ready", "/health/ready", ALL),
    Entry::new("GET /metrics", "/metrics", "403 403 403 403 401 401"),
    Entry::new("GET /code-lists", "/code-lists", ALL),
    Entry::new("GET /rules", "/rules", ALL),
    Entry::new("GET /style.json", "/style.json?theme=dark", ALL),
    Entry::new("GET /basemap.pmtiles", "/basemap.pmtiles", "404 404 404 404 404 404"),
    Entry::new("GET /glyphs/{fontstack}/{range}", "/glyphs/None/0-255.pbf", "404 404 404 404 404 404"),
    Entry::new("GET /sprites/{file}", "/sprites/none.png", "404 404 404 404 404 404"),
    Entry::new("GET /session", "/session", ALL_BUT_EXPIRED),
    Entry::new("POST /session", "/session", "401 401 401 401 401 401")
        .with(r#"{"login": "{nonce}", "password": "not a password"}"#),
    Entry::new("POST /session/password", "/session/password", "422 422 422 422 401 401")
        .with(r#"{"current": "not the password", "new": "une pirogue bien verte"}"#),
    Entry::new("POST /invitations/{token}", "/invitations/{nonce}", "404 404 404 404 404 401")
        .with(r#"{"password": "une pirogue bien verte"}"#),
    Entry::new("GET /accounts", "/accounts", "403 403 403 200 401 401"),
    Entry::new("POST /accounts", "/accounts", "403 403 403 201 401 401")
        .with(r#"{"login": "{nonce}", "display_name": "N", "grants": [{"role": "planner", "department": "{department}"}]}"#)
        .or("403 403 403 422 401 401"),
    Entry::new("GET /accounts/{id}", "/accounts/{account}", "403 403 403 200 401 401").or("403 403 403 404 401 401"),
    Entry::new("PATCH /accounts/{id}", "/accounts/{account}", "403 403 403 200 401 401")
        .with(r#"{"display_name": "Somebody"}"#)
        .header("if-match", "\"v1\"")
        .or("403 403 403 404 401 401"),
    Entry::new("POST /accounts/{id}/invitation", "/accounts/{account}/invitation", "403 403 403 201 401 401")
        .or("403 403 403 404 401 401"),
    Entry::new("GET /tokens", "/tokens", "200 200 200 200 401 401"),
    Entry::new("POST /tokens", "/tokens", "201 201 201 201 401 401").with(r#"{"name": "{nonce}"}"#),
    Entry::new("DELETE /tokens/{id}", "/tokens/{token}", "404 204 404 404 401 401").or("404 404 404 404 401 401"),
    Entry::new("GET /uploads", "/uploads?limit=100", EVIDENCE),
    Entry::new("POST /uploads", "/uploads?department={department}", "201 201 403 403 401 401")
        .with("$PSUUF,{nonce}")
        .or("422 422 403 403 401 401"),
    Entry::new("GET /uploads/{id}", "/uploads/{upload}", EVIDENCE).or(NO_EVIDENCE),
    Entry::new("GET /uploads/{id}/log", "/uploads/{upload}/log", EVIDENCE).or(NO_EVIDENCE),
    Entry::new("GET /uploads/{id}/pictures/{name}", "/uploads/{upload}/pictures/track", EVIDENCE).or(NO_EVIDENCE),
    Entry::new("GET /drafts", "/drafts?limit=100", EVIDENCE),
    Entry::new("GET /drafts/{id}", "/drafts/{draft}", EVIDENCE).or(NO_EVIDENCE),
    Entry::new("POST /drafts", "/drafts", "201 201 403 403 401 401")
        .with(r#"{"action": "edit", "collection": "parcels", "targets": [{"id": "{parcel}", "version": 1}], "attributes": {"block": "{nonce}"}}"#)
        .or("409 409 403 403 401 401"),
    Entry::new("PATCH /drafts/{id}", "/drafts/{draft}", "409 409 403 403 401 401")
        .with(r#"{"attributes": {"block": "{nonce}"}}"#)
        .header("if-match", FRESH)
        .or("404 404 403 403 401 401"),
    Entry::new("GET /drafts/{id}/events", "/drafts/{draft}/events", EVIDENCE).or(NO_EVIDENCE),
    Entry::new("GET /drafts/{id}/comparison", "/drafts/{draft}/comparison?with={parcel}", EVIDENCE).or(NO_EVIDENCE),
    Entry::new("PUT /drafts/{id}/target", "/drafts/{draft}/target", "200 200 403 403 401 401")
        .with(r#"{"id": "{parcel}", "version": 1, "blend": "replace"}"#)
        .header("if-match", FRESH)
        .or("404 404 403 403 401 401"),
    Entry::new("DELETE /drafts/{id}/target", "/drafts/{draft}/target", "200 200 403 403 401 401")
        .header("if-match", FRESH)
        .or("404 404 403 403 401 401"),
    Entry::new("POST /drafts/{id}/submission", "/drafts/{draft}/submission", "409 409 403 403 401 401")
        .or("404 404 403 403 401 401"),
    Entry::new("POST /drafts/{id}/withdrawal", "/drafts/{draft_to_withdraw}/withdrawal", "200 409 403 403 401 401")
        .or("404 404 403 403 401 401"),
    Entry::new("POST /drafts/{id}/approval", "/drafts/{draft_to_approve}/approval", "403 201 403 403 401 401")
        .with(r#"{"answers": {answers}}"#)
        .header("if-match", FRESH)
        .or("403 404 403 403 401 401"),
    Entry::new("POST /drafts/{id}/return", "/drafts/{draft_to_return}/return", "403 200 403 403 401 401")
        .with(r#"{"reason": "à refaire"}"#)
        .header("if-match", FRESH)
        .or("403 404 403 403 401 401"),
    Entry::new("GET /disputes", "/disputes", "403 200 403 403 401 401"),
    Entry::new("POST /disputes", "/disputes", "403 201 403 403 401 401")
        .with(r#"{"collection": "parcels", "feature_id": "{parcel}", "nature": "boundary", "statement": "La limite est contestée."}"#)
        .or("403 422 403 403 401 401"),
    Entry::new("GET /disputes/{id}", "/disputes/{dispute}", "403 200 403 403 401 401").or("403 404 403 403 401 401"),
    Entry::new("PATCH /disputes/{id}", "/disputes/{dispute}", "403 200 403 403 401 401")
        .with(r#"{"statement": "La limite reste contestée."}"#)
        .header("if-match", "\"v1\"")
        .or("403 404 403 403 401 401"),
    Entry::new("GET /collections", "/collections", ALL_BUT_EXPIRED),
    Entry::new("GET /collections/{collection}", "/collections/parcels", ALL_BUT_EXPIRED),
    Entry::new("GET /collections/{collection}/items", "/collections/parcels/items?limit=1000", ALL_BUT_EXPIRED),
    Entry::new("GET /collections/{collection}/items/{id}", "/collections/parcels/items/{parcel}", "200 200 200 200 404 401")
        .or("404 404 404 404 404 401"),
    // Who may not see history is shown none of it.
    Entry::new("GET /collections/{collection}/items", "/collections/parcels/items?datetime=../..", ALL_BUT_EXPIRED),
    Entry::new(
        "GET /collections/{collection}/items/{id}",
        "/collections/parcels/items/{parcel}?datetime=../..",
        "404 200 200 200 404 401",
    )
    .or("404 404 404 404 404 401"),
    Entry::new("GET /collections/{collection}/items/{id}/versions", "/collections/parcels/items/{parcel}/versions", HISTORY)
        .or(NO_HISTORY),
    Entry::new(
        "GET /collections/{collection}/items/{id}/versions/{number}",
        "/collections/parcels/items/{parcel}/versions/1",
        HISTORY,
    )
    .or(NO_HISTORY),
    Entry::new(
        "GET /collections/{collection}/items/{id}/comparison",
        "/collections/parcels/items/{parcel}/comparison?from=1&to=1",
        HISTORY,
    )
    .or(NO_HISTORY),
    Entry::new("GET /collections/{collection}/items/{id}/findings", "/collections/parcels/items/{parcel}/findings", HISTORY)
        .or(NO_HISTORY),
    // The log is that of all departments.
    Entry::new("GET /audit", "/audit", "403 403 403 403 401 401"),
    Entry::new("GET /audit/head", "/audit/head", "403 403 403 403 401 401"),
    Entry::new("GET /tileMatrixSets", "/tileMatrixSets", ALL),
    Entry::new("GET /tileMatrixSets/WebMercatorQuad", "/tileMatrixSets/WebMercatorQuad", ALL),
    Entry::new("GET /collections/{collection}/tiles", "/collections/parcels/tiles", ALL),
    Entry::new(
        "GET /collections/{collection}/tiles/WebMercatorQuad",
        "/collections/parcels/tiles/WebMercatorQuad",
        ALL_BUT_EXPIRED,
    ),
    Entry::new(
        "GET /collections/{collection}/tiles/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}",
        "/collections/parcels/tiles/WebMercatorQuad/{tile_by_row}",
        "200 200 200 200 204 401",
    )
    .or("204 204 204 204 204 401"),
    Entry::new("GET /tiles/{layers}", "/tiles/parcels,drafts", ALL_BUT_EXPIRED),
    Entry::new("GET /tiles/{layers}/{z}/{x}/{y}", "/tiles/parcels,drafts/{tile}", "200 200 200 200 204 401")
        .or("204 204 204 204 204 401"),
    Entry::new("GET /documents", "/documents?about={party}", EVIDENCE).or(EVIDENCE),
    Entry::new("POST /documents", "/documents?title=plan&collection=parcels&feature={parcel}", "201 201 403 403 401 401")
        .with("%PDF-1.4 {nonce}")
        .or("422 422 403 403 401 401"),
    Entry::new("GET /collections/parcels/items/{id}/lineage", "/collections/parcels/items/{parcel}/lineage", HISTORY)
        .or(NO_HISTORY),
    Entry::new("GET /documents/{id}", "/documents/{document}", "404 200 403 404 401 401").or(NO_EVIDENCE),
    Entry::new("GET /documents/{id}/content", "/documents/{document}/content", "404 200 403 404 401 401")
        .or(NO_EVIDENCE),
    Entry::new("GET /documents/{id}/thumbnail", "/documents/{document}/thumbnail", "404 200 403 404 401 401")
        .or(NO_EVIDENCE),
    Entry::new("DELETE /documents/{id}", "/documents/{document}", "403 204 403 403 401 401").or(NOT_STAFFS),
    Entry::new("GET /collections/roads/items/{id}/inspections", "/collections/roads/items/{road}/inspections", HISTORY)
        .or(NO_HISTORY),
    Entry::new("POST /collections/roads/items/{id}/inspections", "/collections/roads/items/{road}/inspections", "201 422 403 403 401 401")
        .with(r#"{"inspected_on": "2026-01-02", "condition": "good"}"#)
        .or(NO_PROPOSAL),
    Entry::new("PUT /road-inspections/{id}", "/road-inspections/{road_inspection}", "404 200 403 403 401 401")
        .with(r#"{"inspected_on": "2026-01-04", "condition": "good"}"#)
        .header("if-match", "\"v1\"")
        .or(NO_PROPOSAL),
    Entry::new("GET /collections/roads/items/{id}/events", "/collections/roads/items/{road}/events", HISTORY).or(NO_HISTORY),
    Entry::new("POST /collections/roads/items/{id}/events", "/collections/roads/items/{road}/events", "201 201 403 403 401 401")
        .with(r#"{"kind": "works", "severity": "low", "chainage_m": 1, "observed_on": "2026-01-02"}"#)
        .or(NO_PROPOSAL),
    Entry::new("PUT /road-events/{id}", "/road-events/{road_event}", "404 204 403 403 401 401")
        .with(r#"{"kind": "works", "severity": "low", "chainage_m": 2, "observed_on": "2026-01-02"}"#)
        .header("if-match", "\"v1\"")
        .or(NO_PROPOSAL),
    Entry::new("POST /road-events/{id}/resolution", "/road-events/{road_event}/resolution", "204 422 403 403 401 401")
        .with(r#"{"resolved_on": "2026-01-03"}"#)
        .or(NO_PROPOSAL),
    Entry::new("GET /collections/markets/items/{id}/blocks", "/collections/markets/items/{market}/blocks", MEMBERS)
        .or(NO_MEMBERS),
    Entry::new("POST /collections/markets/items/{id}/blocks", "/collections/markets/items/{market}/blocks", STAFF_MAKES)
        .with(r#"{"code": "{nonce}"}"#)
        .or(NOT_STAFFS),
    Entry::new("GET /collections/markets/items/{id}/tariffs", "/collections/markets/items/{market}/tariffs", MEMBERS)
        .or(NO_MEMBERS),
    Entry::new("POST /collections/markets/items/{id}/tariffs", "/collections/markets/items/{market}/tariffs", STAFF_MAKES)
        .with(r#"{"amount_xof": 200, "periodicity": "daily", "starts_on": "2026-01-01", "source": "{source}"}"#)
        .or(NOT_STAFFS),
    Entry::new("GET /parties", "/parties?department={department}", STAFF).or(STAFF),
    Entry::new("POST /parties", "/parties", STAFF_MAKES)
        .with(r#"{"department": "{department}", "kind": "company", "company_name": "Entreprise {nonce}"}"#)
        .or("403 422 403 403 401 401"),
    Entry::new("GET /parties/{id}", "/parties/{party}", STAFF).or(NOT_STAFFS),
    Entry::new("PATCH /parties/{id}", "/parties/{party}", STAFF)
        .with(r#"{"person": {"purpose": "land_register", "name": "Awa"}}"#)
        .header("if-match", "\"v1\"")
        .or(NOT_STAFFS),
    Entry::new("POST /parties/{id}/identity", "/parties/{party}/identity", STAFF)
        .with(r#"{"reason": "contrôle"}"#)
        .or(NOT_STAFFS),
    Entry::new("POST /parties/{id}/export", "/parties/{party}/export", STAFF)
        .with(r#"{"reason": "demande"}"#)
        .or(NOT_STAFFS),
    // Whoever holds a right cannot be forgotten.
    Entry::new("POST /parties/{id}/erasure", "/parties/{party}/erasure", "403 422 403 403 401 401")
        .with(r#"{"reason": "demande"}"#)
        .or(NOT_STAFFS),
    Entry::new("GET /sources", "/sources?department={department}", STAFF).or(STAFF),
    Entry::new("POST /sources", "/sources", STAFF_MAKES)
        .with(r#"{"department": "{department}", "kind": "attestation", "number": "{nonce}"}"#)
        .or("403 422 403 403 401 401"),
    Entry::new("GET /collections/parcels/items/{id}/rights", "/collections/parcels/items/{parcel}/rights", STAFF)
        .or(NOT_STAFFS),
    Entry::new("POST /collections/parcels/items/{id}/rights", "/collections/parcels/items/{parcel}/rights", STAFF_MAKES)
        .with(
            r#"{"class": "right", "kind": "de_facto_occupation", "starts_on": "2020-01-01",
                "holders": [{"party": "{party}", "share": {"numerator": 1, "denominator": 1}}]}"#,
        )
        .or(NOT_STAFFS),
    Entry::new("POST /rights/{id}/end", "/rights/{right}/end", STAFF)
        .with(r#"{"ends_on": "2026-03-01", "reason": "désaffectation"}"#)
        .or(NOT_STAFFS),
    Entry::new("GET /ba-units/{id}/parcels", "/ba-units/{ba_unit}/parcels", STAFF).or(NOT_STAFFS),
    Entry::new("PUT /ba-units/{id}/parcels", "/ba-units/{ba_unit}/parcels", STAFF)
        .with(r#"{"parcels": ["{parcel}"]}"#)
        .header("if-match", "\"v1\"")
        .or(NOT_STAFFS),
    Entry::new("GET /collections/parcels/items/{id}/neighbours", "/collections/parcels/items/{parcel}/neighbours", STAFF)
        .or(NOT_STAFFS),
    Entry::new("PUT /collections/parcels/items/{id}/neighbours", "/collections/parcels/items/{parcel}/neighbours", STAFF)
        .with(r#"{"north": "la famille Sow"}"#)
        .or(NOT_STAFFS),
    Entry::new(
        "GET /collections/market-assets/items/{id}/occupancies",
        "/collections/market-assets/items/{place}/occupancies",
        STAFF,
    )
    .or(NOT_STAFFS),
    Entry::new(
        "POST /collections/market-assets/items/{id}/occupancies",
        "/collections/market-assets/items/{place}/occupancies",
        STAFF_MAKES,
    )
    .with(r#"{"party": "{party}", "contract_kind": "none", "starts_on": "2020-01-01", "ends_on": "2021-01-01"}"#)
    .or(NOT_STAFFS),
    Entry::new("GET /occupancies/{id}/arrears", "/occupancies/{occupancy}/arrears", STAFF).or(NOT_STAFFS),
    Entry::new("POST /occupancies/{id}/arrears", "/occupancies/{occupancy}/arrears", STAFF_MAKES)
        .with(r#"{"due_on": "2026-02-01", "amount_xof": 6000}"#)
        .or(NOT_STAFFS),
    Entry::new("POST /occupancies/{id}/end", "/occupancies/{occupancy}/end", STAFF)
        .with(r#"{"ends_on": "2026-03-01", "reason": "résiliation"}"#)
        .or(NOT_STAFFS),
    // Last: it ends the sessions of those who ask.
    Entry::new("DELETE /session", "/session", "204 204 204 204 204 401"),
];
