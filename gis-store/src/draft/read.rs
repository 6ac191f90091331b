//! Reading drafts.

use crate::{Moment, StoreError, upload::Page};
use gis_core::scope::Action;
use gis_core::survey::{Corner, Grading};
use gis_core::{Finding, Scope, id::DraftId, id::UploadId};
use serde::Serialize;
use serde_json::value::RawValue;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

/// Where a draft is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum DraftState {
    /// Waits for a decision.
    Proposed,
    /// In the register.
    Approved,
    /// Sent back, with a reason.
    Returned,
}

impl DraftState {
    /// The state of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "proposed" => Some(Self::Proposed),
            "approved" => Some(Self::Approved),
            "returned" => Some(Self::Returned),
            _ => None,
        }
    }
}

/// A feature of the register, by collection and identifier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct FeatureRef {
    /// Name of the collection.
    pub collection: String,
    /// Identifier within it.
    pub id: Uuid,
}

/// A draft as answers show it.
#[derive(Debug, Serialize)]
pub struct Draft {
    /// Identifier.
    pub id: Uuid,
    /// The upload it was made from.
    pub upload_id: Uuid,
    /// What it would become.
    pub kind: String,
    /// The name that the receiver stored with it.
    pub name: Option<String>,
    /// Where it is on its way.
    pub state: DraftState,
    /// P-code of the department it is filed under.
    pub department: Option<String>,
    /// Area of a polygon.
    pub area_m2: Option<f64>,
    /// Standard deviation of that area.
    pub area_sd_m2: Option<f64>,
    /// Length of a line, perimeter of a polygon.
    pub length_m: Option<f64>,
    /// Standard deviation of a position, per axis.
    pub sigma_m: f64,
    /// How many independent positions the epochs are worth.
    pub n_eff: f64,
    /// How many epochs it rests on.
    pub epoch_count: i32,
    /// How many times a road was driven, 1 for what is surveyed once.
    pub pass_count: i32,
    /// Corners at which the receiver was held still.
    pub corners: Json<Vec<Corner>>,
    /// How good it is, and by which rule.
    pub grading: Json<Grading>,
    /// What cleaning and rules have to say of it.
    pub findings: Json<Vec<Finding>>,
    /// GeoJSON geometry.
    pub geometry: Json<Box<RawValue>>,
    /// When the worker made it.
    pub created_at: Moment,
    /// When it was decided on.
    pub decided_at: Option<Moment>,
    /// Why it was returned.
    pub return_reason: Option<String>,
    /// What it became.
    pub feature: Option<Json<FeatureRef>>,
}

/// One draft, if that scope may see it.
pub async fn get_draft(
    conn: &mut PgConnection,
    scope: &Scope,
    id: DraftId,
) -> Result<Option<Draft>, StoreError> {
    let draft = sqlx::query_file_as!(Draft, "sql/get_draft.sql", id.0, scope.filter(Action::SeeEvidence))
        .fetch_optional(conn)
        .await?;
    Ok(draft)
}

/// Drafts in a state, or in any, newest first.
pub async fn list_drafts(
    conn: &mut PgConnection,
    scope: &Scope,
    state: Option<DraftState>,
    page: Page,
) -> Result<Vec<Draft>, StoreError> {
    let drafts = sqlx::query_file_as!(
        Draft,
        "sql/list_drafts.sql",
        page.before,
        scope.filter(Action::SeeEvidence),
        page.limit,
        state as _,
    )
    .fetch_all(conn)
    .await?;
    Ok(drafts)
}

/// The drafts of one upload, in the order of the log.
pub async fn list_drafts_of_upload(
    conn: &mut PgConnection,
    scope: &Scope,
    id: UploadId,
) -> Result<Vec<Draft>, StoreError> {
    let drafts =
        sqlx::query_file_as!(Draft, "sql/list_drafts_of_upload.sql", id.0, scope.filter(Action::SeeEvidence))
            .fetch_all(conn)
            .await?;
    Ok(drafts)
}
