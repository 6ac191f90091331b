//! Reading drafts, and the way that one has gone.

use crate::{Moment, StoreError, audit, upload::Page};
use gis_core::id::{DraftId, FeatureRef, UploadId};
use gis_core::scope::Action;
use gis_core::survey::{Corner, Grading};
use gis_core::{Finding, Scope};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

/// Where a draft is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum DraftState {
    /// In the hands of whoever proposes.
    Draft,
    /// Waits for a decision.
    Submitted,
    /// In the register.
    Approved,
    /// Sent back with a reason, to be corrected.
    Returned,
    /// Taken back by whoever proposed.
    Withdrawn,
}

impl DraftState {
    /// All of them, in the order of a draft's way.
    pub const ALL: [Self; 5] =
        [Self::Draft, Self::Submitted, Self::Approved, Self::Returned, Self::Withdrawn];

    /// The name in JSON, queries and columns.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Approved => "approved",
            Self::Returned => "returned",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether whoever proposed it may still change it.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Returned | Self::Withdrawn)
    }
}

/// What the approval of a draft does to the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum DraftAction {
    /// Enters a new feature.
    Create,
    /// Changes attributes or geometry of one.
    Edit,
    /// Blends the geometry of one with that of a new log.
    Resurvey,
    /// Makes several parcels of one.
    Split,
    /// Makes one parcel of several.
    Merge,
    /// Ends one.
    Retire,
    /// Brings an earlier version back.
    Restore,
}

impl DraftAction {
    /// The name in JSON and columns.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Edit => "edit",
            Self::Resurvey => "resurvey",
            Self::Split => "split",
            Self::Merge => "merge",
            Self::Retire => "retire",
            Self::Restore => "restore",
        }
    }
}

/// Which geometry a re-surveyed feature shall have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Blend {
    /// That of the register.
    Keep,
    /// That of the new log.
    Replace,
    /// Both, weighted by their variances.
    Average,
}

impl Blend {
    /// The name in JSON and columns.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Replace => "replace",
            Self::Average => "average",
        }
    }
}

/// A feature that a draft would change, as whoever proposes saw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Name of the collection.
    pub collection: String,
    /// Identifier within it.
    pub id: Uuid,
    /// Its version then.
    pub version: i32,
}

/// A draft as answers show it.
#[derive(Debug, Serialize)]
pub struct Draft {
    /// Identifier.
    pub id: Uuid,
    /// Counts its changes; its entity tag.
    pub version: i32,
    /// The upload it was made from, if any.
    pub upload_id: Option<Uuid>,
    /// What its approval does.
    pub action: DraftAction,
    /// What the feature is or would become.
    pub kind: String,
    /// The name that the receiver stored with it.
    pub name: Option<String>,
    /// Where it is on its way.
    pub state: DraftState,
    /// P-code of the department it is filed under.
    pub department: Option<String>,
    /// Attributes that are proposed.
    pub attributes: Json<Map<String, Value>>,
    /// Geometry of a re-survey.
    pub blend: Option<Blend>,
    /// Since when it is so in the world; none for since its approval.
    pub valid_from: Option<Moment>,
    /// Words of whoever proposes.
    pub note: Option<String>,
    /// Area of a polygon.
    pub area_m2: Option<f64>,
    /// Standard deviation of that area.
    pub area_sd_m2: Option<f64>,
    /// Length of a line, perimeter of a polygon.
    pub length_m: Option<f64>,
    /// Standard deviation of a position, per axis; none where nothing was surveyed.
    pub sigma_m: Option<f64>,
    /// How many independent positions the epochs are worth.
    pub n_eff: Option<f64>,
    /// How many epochs it rests on.
    pub epoch_count: Option<i32>,
    /// How many times a road was driven, 1 for what is surveyed once.
    pub pass_count: Option<i32>,
    /// Corners at which the receiver was held still.
    pub corners: Json<Vec<Corner>>,
    /// How good it is, and by which rule.
    pub grading: Option<Json<Grading>>,
    /// What cleaning and rules have to say of it.
    pub findings: Json<Vec<Finding>>,
    /// GeoJSON geometry.
    pub geometry: Json<Box<RawValue>>,
    /// When it was made.
    pub created_at: Moment,
    /// Who proposes.
    pub created_by: String,
    /// When it was submitted, the last time.
    pub submitted_at: Option<Moment>,
    /// Who submitted it.
    pub submitted_by: Option<String>,
    /// When it was decided on.
    pub decided_at: Option<Moment>,
    /// Who decided.
    pub decided_by: Option<String>,
    /// Why it was returned.
    pub return_reason: Option<String>,
    /// What it became.
    pub feature: Option<Json<FeatureRef>>,
    /// The features that it would change.
    pub targets: Json<Vec<Target>>,
    /// The parcels that a split would make: geometry and attributes of each.
    pub parts: Json<Box<RawValue>>,
}

/// Which drafts are wanted; what is none does not matter.
#[derive(Debug, Clone, Copy, Default)]
struct Wanted {
    id: Option<DraftId>,
    upload: Option<UploadId>,
    state: Option<DraftState>,
    before: Option<Uuid>,
    limit: Option<i64>,
}

/// One draft, if that scope may see it.
pub async fn get_draft(
    conn: &mut PgConnection,
    scope: &Scope,
    id: DraftId,
) -> Result<Option<Draft>, StoreError> {
    Ok(read(conn, scope, Wanted { id: Some(id), ..Wanted::default() }).await?.pop())
}

/// Drafts in a state, or in any, newest first.
pub async fn list_drafts(
    conn: &mut PgConnection,
    scope: &Scope,
    state: Option<DraftState>,
    page: Page,
) -> Result<Vec<Draft>, StoreError> {
    let wanted = Wanted { state, before: page.before, limit: Some(page.limit), ..Wanted::default() };
    read(conn, scope, wanted).await
}

/// The drafts of one upload, in the order of the log.
pub async fn list_drafts_of_upload(
    conn: &mut PgConnection,
    scope: &Scope,
    id: UploadId,
) -> Result<Vec<Draft>, StoreError> {
    read(conn, scope, Wanted { upload: Some(id), ..Wanted::default() }).await
}

async fn read(conn: &mut PgConnection, scope: &Scope, wanted: Wanted) -> Result<Vec<Draft>, StoreError> {
    let mut drafts = sqlx::query_file_as!(
        Draft,
        "sql/list_drafts.sql",
        wanted.id.map(|id| id.0),
        wanted.upload.map(|id| id.0),
        wanted.state as _,
        wanted.before,
        wanted.limit,
        scope.filter(Action::SeeEvidence),
        scope.sender(),
    )
    .fetch_all(conn)
    .await?;
    // One's own draft is seen wherever it lies; what lies around it is not.
    for draft in &mut drafts {
        if !scope.sees(Action::SeeRegister, draft.department.as_deref(), None) {
            draft.findings.retain(|finding| finding.other.is_none());
        }
    }
    Ok(drafts)
}

/// One step of a draft's way.
#[derive(Debug, Serialize)]
pub struct DraftEvent {
    /// When.
    pub at: Moment,
    /// Who.
    pub actor: String,
    /// proposed, corrected, targeted, submitted, withdrawn, returned or approved.
    pub action: String,
    /// The note, the reason, or what was answered to warnings.
    pub words: Option<String>,
}

/// The way of a draft so far, the first step first; none when that scope may not see it.
pub async fn list_events(
    conn: &mut PgConnection,
    scope: &Scope,
    id: DraftId,
) -> Result<Option<Vec<DraftEvent>>, StoreError> {
    if get_draft(conn, scope, id).await?.is_none() {
        return Ok(None);
    }
    let events = sqlx::query_as!(
        DraftEvent,
        "select at, actor, action, words from draft_event where draft_id = $1 order by id",
        id.0
    )
    .fetch_all(conn)
    .await?;
    Ok(Some(events))
}

/// Notes a step of a draft's way, in the transaction that takes it, and in the audit log.
pub(super) async fn note_event(
    conn: &mut PgConnection,
    scope: &Scope,
    id: DraftId,
    action: &str,
    words: Option<&str>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into draft_event (draft_id, actor, action, words) values ($1, $2, $3, $4)",
        id.0,
        scope.actor(),
        action,
        words,
    )
    .execute(&mut *conn)
    .await?;
    // Words may name people, who can be forgotten; the log never is.
    audit::append(conn, scope, &format!("draft.{action}"), &format!("drafts/{id}"), &json!({})).await
}
