//! Two departments with the same in each: parcels, logs that a surveyor sent, drafts, accounts, tokens.

use crate::client::{Answer, Client};
use crate::records;
use crate::server::{Server, run_well, simulated_at};
use gis_core::Scope;
use gis_core::scope::{Grant, Role};
use gis_store::account::{NewAccount, NewToken, insert_account, insert_session, insert_token};
use gis_store::{Moment, PgConnectOptions, PgConnection};
use serde_json::{Value, json};
use std::cell::Cell;
use std::path::Path;
use std::time::{Duration, SystemTime};
use uuid::Uuid;

/// Parcels of each department.
pub(super) const PARCELS: u64 = 60;
/// Logs of each department.
pub(super) const UPLOADS: u64 = 4;
/// What TileJSON says when there is nothing to bound: Senegal.
pub(super) const NOTHING_TO_BOUND: [f64; 4] = [-17.6, 12.3, -11.3, 16.7];

/// Who asks; all but the last two belong to Thiès.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Caller {
    Surveyor,
    Staff,
    Planner,
    Administrator,
    Nobody,
    Expired,
}

impl Caller {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Surveyor => "surveyor",
            Self::Staff => "staff",
            Self::Planner => "planner",
            Self::Administrator => "administrator",
            Self::Nobody => "nobody",
            Self::Expired => "expired",
        }
    }
}

/// Whose things are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Own,
    Other,
}

/// What lies in a department.
#[derive(Debug)]
struct Department {
    pcode: &'static str,
    /// West, south, east, north of where anything was put.
    bbox_deg: [f64; 4],
    /// Callers in the order of the roles.
    clients: Vec<Client>,
    staff_account: String,
    staff_token: String,
    uploads: Vec<String>,
    drafts: Vec<String>,
    parcels: Vec<String>,
    dispute: String,
    /// What is on record beside the features: the name in templates, the identifier.
    records: Vec<(&'static str, String)>,
    /// Answers to the warnings of the draft that is approved.
    answers: Value,
    tile: String,
    /// Texts that stand nowhere but in what belongs to it.
    markers: Vec<String>,
}

/// The two departments, and who asks.
pub(super) struct World {
    own: Department,
    other: Department,
    nobody: Client,
    expired: Client,
    nonces: Cell<u32>,
    _server: Server,
}

impl World {
    pub(super) fn build(data_dir: &Path) -> Self {
        for pcode in ["SN1302", "SN0101"] {
            let parcels = PARCELS.to_string();
            run_well(data_dir, &["simulate", "register", "--parcels", &parcels, "--department", pcode]);
        }
        let server = Server::start_with(data_dir, &[]);
        let url = run_well(data_dir, &["db", "url"]);
        let people = people(url.trim(), &server.anybody());
        let [own, other] = people.departments;
        let own = own.filled([-16.93, 14.82], [-17.2, 14.5, -16.6, 15.0]);
        let other = other.filled([-17.45, 14.73], [-17.54, 14.6, -17.39, 14.8]);
        Self {
            own,
            other,
            nobody: server.anybody(),
            expired: people.expired,
            nonces: Cell::new(0),
            _server: server,
        }
    }

    pub(super) fn client(&self, caller: Caller) -> &Client {
        match caller {
            Caller::Nobody => &self.nobody,
            Caller::Expired => &self.expired,
            role => &self.own.clients[role as usize],
        }
    }

    /// A path or body with what it asks for; `stranger` in place of every identifier.
    pub(super) fn filled(&self, template: &str, place: Place, stranger: Option<&str>) -> String {
        let of = match place {
            Place::Own => &self.own,
            Place::Other => &self.other,
        };
        self.nonces.set(self.nonces.get() + 1);
        let names = [
            ("{upload}", &of.uploads[0]),
            ("{draft}", &of.drafts[0]),
            ("{draft_to_approve}", &of.drafts[1]),
            ("{draft_to_return}", &of.drafts[2]),
            ("{draft_to_withdraw}", &of.drafts[3]),
            ("{dispute}", &of.dispute),
            ("{parcel}", &of.parcels[0]),
            ("{account}", &of.staff_account),
            ("{token}", &of.staff_token),
        ];
        let mut text = template
            .replace("{department}", of.pcode)
            .replace("{answers}", &of.answers.to_string())
            .replace("{tile}", &of.tile)
            .replace("{tile_by_row}", &by_row(&of.tile));
        text = text.replace("{nonce}", &format!("n{}", self.nonces.get()));
        let records = of.records.iter().map(|(name, id)| (*name, id));
        for (name, id) in names.into_iter().chain(records) {
            text = text.replace(name, stranger.unwrap_or(id));
        }
        text
    }

    /// The entity tag of the draft that a path is about, as the staff of its department sees it.
    pub(super) fn version_of(&self, path: &str) -> String {
        let draft = path.split('/').take(3).collect::<Vec<_>>().join("/");
        let staffs = [&self.own, &self.other].map(|department| &department.clients[Caller::Staff as usize]);
        let seen = staffs.map(|staff| staff.get(&draft).header("etag").to_owned());
        seen.into_iter().find(|etag| !etag.is_empty()).unwrap_or_else(|| "\"v1\"".to_owned())
    }

    /// What an answer tells of the other department.
    pub(super) fn told_of_the_other<'a>(&'a self, answer: &'a Answer) -> impl Iterator<Item = &'a str> {
        let body = if answer.content_type == "application/vnd.mapbox-vector-tile" {
            tile_server::tile::to_text(&answer.body).expect("a readable tile")
        } else {
            answer.text()
        };
        self.other.markers.iter().map(String::as_str).filter(move |marker| body.contains(marker))
    }

    /// Whether a box lies where something of one's own was put.
    pub(super) fn lies_in_own(&self, bbox: &Value) -> bool {
        let Ok([west, south, east, north]) = serde_json::from_value::<[f64; 4]>(bbox.clone()) else {
            return false;
        };
        let [w, s, e, n] = self.own.bbox_deg;
        w <= west && s <= south && east <= e && north <= n
    }
}

/// Accounts of both departments.
struct People {
    departments: [Department; 2],
    expired: Client,
}

#[tokio::main(flavor = "current_thread")]
async fn people(url: &str, anybody: &Client) -> People {
    let options: PgConnectOptions = url.parse().expect("an address");
    let pool = gis_store::connect(options).await.expect("connected");
    let mut conn = gis_store::pool::acquire(&pool).await.expect("a connection");
    let mut departments = Vec::new();
    for pcode in ["SN1302", "SN0101"] {
        departments.push(staffed(&mut conn, pcode, anybody).await);
    }
    let departments: [Department; 2] = departments.try_into().expect("two");
    let staff: Uuid = departments[0].staff_account.parse().expect("an identifier");
    let grants = [Grant::everywhere(Role::Staff)];
    let long_ago = NewToken { name: "old", grants: &grants, expires_at: Moment::UNIX_EPOCH };
    let (_, secret) = insert_token(&mut conn, &Scope::operator(), staff, &long_ago).await.expect("made");
    drop(conn);
    pool.close().await;
    People { departments, expired: anybody.with_token(secret.reveal()) }
}

/// A department with one account a role, each signed in.
async fn staffed(conn: &mut PgConnection, pcode: &'static str, anybody: &Client) -> Department {
    let scope = Scope::operator();
    let mut clients = Vec::new();
    let mut markers = Vec::new();
    let (mut staff_account, mut staff_token) = (String::new(), String::new());
    for role in Role::ALL {
        let login = format!("{}.{}", role.name(), pcode.to_lowercase());
        let grants = [Grant::within(role, pcode)];
        let new = NewAccount { login: &login, display_name: &login, grants: &grants };
        let account = insert_account(conn, &scope, &new).await.expect("made");
        let (session, _) = insert_session(conn, account.id, None).await.expect("begun");
        clients.push(anybody.with("cookie", format_args!("suuf={}", session.reveal())));
        if role == Role::Staff {
            let tomorrow: Moment = (SystemTime::now() + Duration::from_hours(24)).into();
            let new = NewToken { name: "carte", grants: &grants, expires_at: tomorrow };
            let (token, _) = insert_token(conn, &scope, account.id, &new).await.expect("made");
            (staff_account, staff_token) = (account.id.to_string(), token.id.to_string());
        }
        markers.extend([login, account.id.to_string()]);
    }
    markers.push(staff_token.clone());
    Department {
        pcode,
        bbox_deg: [0.0; 4],
        clients,
        staff_account,
        staff_token,
        uploads: Vec::new(),
        drafts: Vec::new(),
        parcels: Vec::new(),
        dispute: String::new(),
        records: Vec::new(),
        answers: Value::Null,
        tile: String::new(),
        markers,
    }
}

impl Department {
    /// The same with logs that its surveyor sent, and with what its staff finds in it.
    fn filled(mut self, at_deg: [f64; 2], bbox_deg: [f64; 4]) -> Self {
        let [surveyor, staff, ..] = self.clients.as_slice() else { panic!("one client a role") };
        for seed in 0..UPLOADS {
            // Apart, so that no draft lies on another.
            let apart_deg = 0.005 * f64::from(u32::try_from(seed).expect("a few"));
            let log = simulated_at([at_deg[0], at_deg[1] + apart_deg], "parcel", "0.25", seed + 1);
            let note = format!("note-of-{}-{seed}", self.pcode.to_lowercase());
            let path = format!("/uploads?kind=parcel&note={note}");
            let sent = surveyor.post(path, "application/octet-stream", &log);
            assert_eq!(sent.status, 201, "{}", sent.text());
            let id = sent.json()["id"].as_str().expect("an id").to_owned();
            let processed = surveyor.processed(&id);
            let drafts = processed["drafts"].as_array().expect("drafts");
            self.drafts.extend(drafts.iter().map(|draft| draft["id"].as_str().expect("an id").to_owned()));
            self.markers.extend([
                note,
                id.clone(),
                processed["sha256"].as_str().expect("a digest").to_owned(),
            ]);
            self.uploads.push(id);
        }
        let findings = staff.get(format_args!("/drafts/{}", self.drafts[1])).json()["findings"].take();
        let warnings = findings.as_array().expect("findings").iter().filter(|it| it["severity"] == "warning");
        let answer = |it: &Value| (it["code"].as_str().expect("a code").to_owned(), json!("vu"));
        self.answers = Value::Object(warnings.map(answer).collect());
        assert!(self.drafts.len() >= 4, "each walk gives a draft: {:?}", self.drafts);
        let page = staff.get("/collections/parcels/items?limit=1000").json();
        let features = page["features"].as_array().expect("features");
        self.parcels = features.iter().map(|it| it["id"].as_str().expect("an id").to_owned()).collect();
        assert_eq!(self.parcels.len() as u64, PARCELS);
        self.tile = tile_of(&features[0]);
        let dispute = json!({
            "collection": "parcels", "feature_id": self.parcels[0], "nature": "boundary", "statement": "À qui est-ce ?",
        });
        let dispute = staff.post_json("/disputes", &dispute);
        assert_eq!(dispute.status, 201, "{}", dispute.text());
        dispute.json()["id"].as_str().expect("an id").clone_into(&mut self.dispute);
        self.markers.push(self.dispute.clone());
        (self.records, self.markers) =
            records::put_on_record(staff, self.pcode, &self.parcels[0], self.markers);
        self.markers.extend(self.parcels.iter().chain(&self.drafts).cloned());
        self.bbox_deg = bbox_deg;
        self
    }
}

/// Its row before its column, as OGC API Tiles wants it.
fn by_row(tile: &str) -> String {
    let [z, x, y] = tile.split('/').collect::<Vec<_>>().try_into().unwrap_or(["0"; 3]);
    format!("{z}/{y}/{x}")
}

/// The tile of zoom 14 that a parcel's first corner lies in.
fn tile_of(feature: &Value) -> String {
    let mut position = &feature["geometry"]["coordinates"];
    while position[0].is_array() {
        position = &position[0];
    }
    let [lon, lat] = [0, 1].map(|axis| position[axis].as_f64().expect("degrees"));
    let world = gis_core::World::from_lonlat(gis_core::LonLat::new(lon, lat).expect("on Earth"));
    format!("14/{}/{}", world.x >> 18, world.y >> 18)
}
