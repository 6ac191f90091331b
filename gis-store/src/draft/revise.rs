//! What whoever proposes may still do with a draft: correct it, submit it, take it back.

use super::attribute::check_attributes;
use super::decide::lock_draft;
use super::error::DraftError;
use super::kind::collection_of;
use super::propose::{check_valid_from, known_department};
use super::read::{Draft, DraftAction, DraftState, get_draft, note_event};
use super::shape;
use super::target::lock_targets;
use crate::Moment;
use crate::act::{self, Act};
use crate::check::judge_draft;
use crate::geometry::to_wkb;
use geo::Geometry;
use gis_core::scope::Action;
use gis_core::{Collection, Scope, id::DraftId, measure};
use serde_json::{Map, Value};
use sqlx::PgConnection;
use sqlx::types::Json;

/// What shall be otherwise; what is none stays.
#[derive(Debug, Clone, Default)]
pub struct Correction {
    /// P-code of the department.
    pub department: Option<String>,
    /// Geometry in degrees; of drafts without a log only, since what was surveyed is evidence.
    pub geometry: Option<Geometry>,
    /// Attributes that are put over those of the draft.
    pub attributes: Map<String, Value>,
    /// Since when it is so in the world.
    pub valid_from: Option<Moment>,
    /// Why.
    pub note: Option<String>,
}

/// Corrects a draft that is in the hands of whoever proposes.
///
/// `version` is the one that the caller saw: a draft that was changed since is not written over.
pub async fn correct_draft(
    conn: &mut PgConnection,
    scope: &Scope,
    id: DraftId,
    version: i32,
    correction: &Correction,
    now: Moment,
) -> Result<Draft, DraftError> {
    let mut transaction = act::begin(conn, scope, &Act::default()).await?;
    let draft = lock_open(&mut transaction, scope, id, Some(version)).await?;
    let collection = collection_of(&draft.kind).expect("a constraint knows the kinds of drafts");
    check_valid_from(correction.valid_from, now)?;
    check_attributes(&mut transaction, collection, &correction.attributes).await?;
    if let Some(pcode) = &correction.department {
        known_department(&mut transaction, scope, Action::Survey, pcode).await?;
    }
    let redrawn = match &correction.geometry {
        Some(geometry) => Some(redrawn(&mut transaction, scope, &draft, collection, geometry).await?),
        None => None,
    };
    let positive = |value: f64| Some(value).filter(|value| *value > 0.0);
    sqlx::query_file!(
        "sql/correct_draft.sql",
        id.0,
        correction.department,
        redrawn.as_ref().map(|geometry| to_wkb(geometry, "a draft")).transpose()?,
        redrawn.as_ref().and_then(|geometry| positive(measure::area(geometry).get())),
        redrawn.as_ref().and_then(|geometry| positive(measure::length(geometry).get())),
        Json(&correction.attributes) as _,
        correction.valid_from,
        correction.note,
    )
    .execute(&mut *transaction)
    .await?;
    judge_draft(&mut transaction, scope, id).await?;
    note_event(&mut transaction, scope, id, "corrected", correction.note.as_deref()).await?;
    let draft = get_draft(&mut transaction, scope, id).await?.ok_or(DraftError::NotFound)?;
    transaction.commit().await?;
    Ok(draft)
}

/// The geometry that a person draws in place of the one of a draft, if it may be drawn and the collection can hold it.
async fn redrawn(
    conn: &mut PgConnection,
    scope: &Scope,
    draft: &Draft,
    collection: Collection,
    geometry: &Geometry,
) -> Result<Geometry, DraftError> {
    let is_drawn = draft.upload_id.is_none()
        && matches!(draft.action, DraftAction::Create | DraftAction::Edit | DraftAction::Merge);
    if !is_drawn {
        return Err(DraftError::field(
            "geometry",
            "cette géométrie vient d'un levé ou des objets visés : elle ne se redessine pas. Refaites le levé, ou proposez une modification",
            "this geometry comes from a survey or from the features: it is not drawn anew. Survey again, or propose an edit",
        ));
    }
    let geometry = shape::checked(conn, collection, geometry).await?;
    if draft.action == DraftAction::Merge {
        let done = (collection, draft.action);
        let parcels = lock_targets(conn, scope, Action::Propose, done, &draft.targets).await?;
        shape::check_merged(conn, &geometry, parcels.iter().map(|one| &one.geometry)).await?;
    }
    Ok(geometry)
}

/// Submits a draft to a decision.
pub async fn submit_draft(
    conn: &mut PgConnection,
    scope: &Scope,
    id: DraftId,
    version: Option<i32>,
) -> Result<Draft, DraftError> {
    let mut transaction = act::begin(conn, scope, &Act::default()).await?;
    lock_open(&mut transaction, scope, id, version).await?;
    sqlx::query!(
        "update draft set state = 'submitted', submitted_at = now(), submitted_by = $2, decided_at = null,
            decided_by = null, return_reason = null
        where id = $1",
        id.0,
        scope.actor(),
    )
    .execute(&mut *transaction)
    .await?;
    judge_draft(&mut transaction, scope, id).await?;
    note_event(&mut transaction, scope, id, "submitted", None).await?;
    let draft = get_draft(&mut transaction, scope, id).await?.ok_or(DraftError::NotFound)?;
    transaction.commit().await?;
    Ok(draft)
}

/// Takes a submitted draft back, or gives up one that was not submitted.
pub async fn withdraw_draft(
    conn: &mut PgConnection,
    scope: &Scope,
    id: DraftId,
    version: Option<i32>,
) -> Result<Draft, DraftError> {
    let mut transaction = act::begin(conn, scope, &Act::default()).await?;
    let draft = lock_own(&mut transaction, scope, id, version).await?;
    if matches!(draft.state, DraftState::Approved | DraftState::Withdrawn) {
        return Err(DraftError::WrongState { state: draft.state });
    }
    sqlx::query!(
        "update draft set state = 'withdrawn', decided_at = null, decided_by = null, return_reason = null where id = $1",
        id.0,
    )
    .execute(&mut *transaction)
    .await?;
    note_event(&mut transaction, scope, id, "withdrawn", None).await?;
    let draft = get_draft(&mut transaction, scope, id).await?.ok_or(DraftError::NotFound)?;
    transaction.commit().await?;
    Ok(draft)
}

/// Locks a draft of one's own, or of a department whose drafts one decides on.
async fn lock_own(
    conn: &mut PgConnection,
    scope: &Scope,
    id: DraftId,
    version: Option<i32>,
) -> Result<Draft, DraftError> {
    let draft = lock_draft(conn, scope, id, version).await?;
    let is_own = scope.sender() == Some(draft.created_by.as_str());
    let decides = scope.sees(Action::Review, draft.department.as_deref(), None);
    if is_own || decides { Ok(draft) } else { Err(DraftError::NotFound) }
}

/// Locks a draft that whoever proposed it may still change.
pub(super) async fn lock_open(
    conn: &mut PgConnection,
    scope: &Scope,
    id: DraftId,
    version: Option<i32>,
) -> Result<Draft, DraftError> {
    let draft = lock_own(conn, scope, id, version).await?;
    if draft.state.is_open() { Ok(draft) } else { Err(DraftError::WrongState { state: draft.state }) }
}
