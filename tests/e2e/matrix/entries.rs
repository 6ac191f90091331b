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

const ALL: &str = "200 200 200 200 200 200";
const ALL_BUT_EXPIRED: &str = "200 200 200 200 200 401";
const EVIDENCE: &str = "200 200 403 200 401 401";
const NO_EVIDENCE: &str = "404 404 403 404 401 401";

pub(super) const ENTRIES: &[Entry] = &[
    Entry::new("GET /", "/", ALL),
    Entry::new("GET /landing", "/landing", ALL),
    Entry::new("GET /assets/{*path}", "/assets/none.js", "404 404 404 404 404 404"),
    Entry::new("GET /api", "/api", ALL),
    Entry::new("GET /conformance", "/conformance", ALL),
    Entry::new("GET /health/live", "/health/live", ALL),
    Entry::new("GET /health/ready", "/health/ready", ALL),
    Entry::new("GET /code-lists", "/code-lists", ALL),
    Entry::new("GET /style.json", "/style.json", ALL),
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
    Entry::new("POST /drafts/{id}/approval", "/drafts/{draft_to_approve}/approval", "403 201 403 403 401 401")
        .with("{}")
        .or("403 404 403 403 401 401"),
    Entry::new("POST /drafts/{id}/return", "/drafts/{draft_to_return}/return", "403 200 403 403 401 401")
        .with(r#"{"reason": "à refaire"}"#)
        .or("403 404 403 403 401 401"),
    Entry::new("GET /collections", "/collections", ALL_BUT_EXPIRED),
    Entry::new("GET /collections/{collection}", "/collections/parcels", ALL_BUT_EXPIRED),
    Entry::new("GET /collections/{collection}/items", "/collections/parcels/items?limit=1000", ALL_BUT_EXPIRED),
    Entry::new("GET /collections/{collection}/items/{id}", "/collections/parcels/items/{parcel}", "200 200 200 200 404 401")
        .or("404 404 404 404 404 401"),
    Entry::new("GET /tiles/{layers}", "/tiles/parcels,drafts", ALL_BUT_EXPIRED),
    Entry::new("GET /tiles/{layers}/{z}/{x}/{y}", "/tiles/parcels,drafts/{tile}", "200 200 200 200 204 401")
        .or("204 204 204 204 204 401"),
    // Last: it ends the sessions of those who ask.
    Entry::new("DELETE /session", "/session", "204 204 204 204 204 401"),
];
