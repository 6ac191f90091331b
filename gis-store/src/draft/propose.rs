//! Proposals by people: a new feature drawn by hand, an edit, a split, a merge, an end, an earlier version again.

use super::attribute::check_attributes;
use super::columns::restorable;
use super::error::DraftError;
use super::kind::kind_of;
use super::read::{DraftAction, Target, note_event};
use super::shape::{self, Part};
use super::target::{Present, find_version, lock_targets};
use crate::Moment;
use crate::act::{self, Act};
use crate::check::judge_draft;
use crate::department::{departments_meeting, find_department};
use crate::geometry::to_wkb;
use geo::{Geometry, LineString};
use gis_core::scope::Action;
use gis_core::{Collection, Scope, id::DraftId, measure};
use serde_json::{Map, Value};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

/// Longest note, in characters.
pub const NOTE_LENGTH: usize = 2000;

/// What somebody proposes.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// What its approval shall do; not a re-survey, which a log makes.
    pub action: DraftAction,
    /// Collection that it changes.
    pub collection: Collection,
    /// The features that it changes, at the versions that the caller saw; none for a new feature.
    pub targets: Vec<Target>,
    /// P-code of the department; by default that of the targets, or the one in which the geometry lies.
    pub department: Option<String>,
    /// The geometry in degrees; by default that of the targets.
    pub geometry: Option<Geometry>,
    /// Attributes by the names of the register's columns; null empties one.
    pub attributes: Map<String, Value>,
    /// The parcels that a split makes.
    pub parts: Vec<Part>,
    /// The line that a split cuts along, instead of parts.
    pub cut: Option<LineString>,
    /// The version that a restoration brings back.
    pub restored_version: Option<i32>,
    /// Since when it is so in the world.
    pub valid_from: Option<Moment>,
    /// Why.
    pub note: Option<String>,
}

/// Makes a draft of a proposal, in the hands of whoever proposes.
pub async fn propose(
    conn: &mut PgConnection,
    scope: &Scope,
    proposal: &Proposal,
    now: Moment,
) -> Result<DraftId, DraftError> {
    let mut transaction = act::begin(conn, scope, &Act::default()).await?;
    check(proposal, now)?;
    let targets = lock_targets(
        &mut transaction,
        scope,
        Action::Propose,
        (proposal.collection, proposal.action),
        &proposal.targets,
    )
    .await?;
    let shape = shape_of(&mut transaction, scope, proposal, &targets).await?;
    check_attributes(&mut transaction, proposal.collection, &proposal.attributes).await?;
    for part in &shape.parts {
        check_attributes(&mut transaction, proposal.collection, &part.attributes).await?;
    }
    let department = department_of(&mut transaction, scope, proposal, &targets, &shape.geometry).await?;
    let id = insert(&mut transaction, scope, proposal, &shape, &department).await?;
    for target in &targets {
        insert_target(&mut transaction, id, &target.target(proposal.collection)).await?;
    }
    for (part, position) in shape.parts.iter().zip(0_i16..) {
        insert_part(&mut transaction, id, position, part).await?;
    }
    judge_draft(&mut transaction, scope, id).await?;
    note_event(&mut transaction, scope, id, "proposed", proposal.note.as_deref()).await?;
    transaction.commit().await?;
    Ok(id)
}

/// How many features each action changes.
fn check(proposal: &Proposal, now: Moment) -> Result<(), DraftError> {
    let count = proposal.targets.len();
    let fits = match proposal.action {
        DraftAction::Create => count == 0,
        DraftAction::Merge => (2..=MERGED_MAX).contains(&count),
        _ => count == 1,
    };
    if !fits {
        return Err(DraftError::field(
            "targets",
            format!(
                "create n'a pas d'objet, merge en a de 2 à {MERGED_MAX}, toute autre action en a un seul"
            ),
            format!("create has no feature, merge has 2 to {MERGED_MAX}, every other action has one"),
        ));
    }
    let mut ids: Vec<_> = proposal.targets.iter().map(|target| target.id).collect();
    ids.sort_unstable();
    if ids.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(DraftError::field("targets", "un objet y est deux fois", "a feature is in it twice"));
    }
    let is_of_parcels = matches!(proposal.action, DraftAction::Split | DraftAction::Merge);
    if is_of_parcels && proposal.collection != Collection::Parcels {
        return Err(DraftError::field(
            "collection",
            "seules les parcelles se morcellent et se fusionnent",
            "only parcels are split and merged",
        ));
    }
    if proposal.action == DraftAction::Resurvey {
        return Err(DraftError::field(
            "action",
            "une reprise de levé se propose à partir d'un brouillon de levé : PUT /drafts/{id}/target",
            "a re-survey is proposed from a surveyed draft: PUT /drafts/{id}/target",
        ));
    }
    check_valid_from(proposal.valid_from, now)
}

/// Most parcels that one merge joins.
const MERGED_MAX: usize = 50;

/// The register holds what is true, not what will be.
pub(super) fn check_valid_from(valid_from: Option<Moment>, now: Moment) -> Result<(), DraftError> {
    if valid_from.is_some_and(|moment| moment > now) {
        return Err(DraftError::field(
            "valid_from",
            "cette date n'est pas encore venue : le registre tient ce qui est, non ce qui sera",
            "that moment has not come: the register holds what is, not what will be",
        ));
    }
    Ok(())
}

/// The geometry that is proposed, its parts, and the attributes that come with it.
struct Shape {
    geometry: Geometry,
    parts: Vec<Part>,
    attributes: Map<String, Value>,
}

async fn shape_of(
    conn: &mut PgConnection,
    scope: &Scope,
    proposal: &Proposal,
    targets: &[Present],
) -> Result<Shape, DraftError> {
    let attributes = proposal.attributes.clone();
    let given = match &proposal.geometry {
        Some(geometry) => Some(shape::checked(conn, proposal.collection, geometry).await?),
        None => None,
    };
    let plain = |geometry| Shape { geometry, parts: Vec::new(), attributes };
    match (proposal.action, targets) {
        (DraftAction::Split, [parent]) => {
            let parts = shape::split(conn, &parent.geometry, &proposal.parts, proposal.cut.as_ref()).await?;
            Ok(Shape { parts, ..plain(parent.geometry.clone()) })
        }
        (DraftAction::Merge, several) => match given {
            Some(geometry) => {
                shape::check_merged(conn, &geometry, several.iter().map(|one| &one.geometry)).await?;
                Ok(plain(geometry))
            }
            None => Ok(plain(shape::union(conn, several.iter().map(|one| &one.geometry)).await?)),
        },
        (DraftAction::Restore, [last]) => restored(conn, scope, proposal, last).await,
        (DraftAction::Retire, [present]) => Ok(plain(present.geometry.clone())),
        (_, [present]) => Ok(plain(given.unwrap_or_else(|| present.geometry.clone()))),
        (_, _) => given.map(plain).ok_or_else(|| {
            DraftError::field("geometry", "une géométrie est attendue", "a geometry is wanted")
        }),
    }
}

/// Geometry and attributes of an earlier version.
async fn restored(
    conn: &mut PgConnection,
    scope: &Scope,
    proposal: &Proposal,
    present: &Present,
) -> Result<Shape, DraftError> {
    let unknown = || {
        DraftError::field(
            "restored_version",
            "donnez le numéro d'une version antérieure de l'objet ; voyez ses versions",
            "give the number of an earlier version of the feature; see its versions",
        )
    };
    let may_see = present.department.as_ref().is_some_and(|pcode| scope.may(Action::SeeHistory, pcode));
    let newest = if present.stands { present.version - 1 } else { present.version };
    let number =
        proposal.restored_version.filter(|number| may_see && *number <= newest).ok_or_else(unknown)?;
    let version = find_version(conn, proposal.collection, present.id, number).await?.ok_or_else(unknown)?;
    let mut attributes = restorable(&version);
    attributes.extend(proposal.attributes.clone());
    Ok(Shape { geometry: version.geometry, parts: Vec::new(), attributes })
}

async fn department_of(
    conn: &mut PgConnection,
    scope: &Scope,
    proposal: &Proposal,
    targets: &[Present],
    geometry: &Geometry,
) -> Result<String, DraftError> {
    if let Some(pcode) = &proposal.department {
        return known_department(conn, scope, Action::Propose, pcode).await;
    }
    if let Some(pcode) = targets.first().and_then(|target| target.department.as_ref()) {
        return known_department(conn, scope, Action::Propose, pcode).await;
    }
    let found = departments_meeting(conn, &to_wkb(geometry, "a draft")?).await?;
    let own = found.into_iter().find(|department| scope.may(Action::Propose, &department.pcode));
    own.map(|department| department.pcode).ok_or_else(no_department)
}

/// The department of a P-code, if the action is open there.
pub(super) async fn known_department(
    conn: &mut PgConnection,
    scope: &Scope,
    action: Action,
    pcode: &str,
) -> Result<String, DraftError> {
    let known = find_department(conn, pcode).await?.map(|department| department.pcode);
    known.filter(|known| scope.may(action, known)).ok_or_else(|| {
        DraftError::field(
            "department",
            format!("département inconnu « {pcode} » : un code P est attendu, comme SN1302 ; voyez /collections/departments/items"),
            format!("unknown department “{pcode}”: a P-code is wanted, such as SN1302; see /collections/departments/items"),
        )
    })
}

pub(super) fn no_department() -> DraftError {
    DraftError::field(
        "department",
        "la géométrie est hors de tous les départements : indiquez celui qui la tiendra",
        "the geometry lies in no department: give the one that shall keep it",
    )
}

async fn insert(
    conn: &mut PgConnection,
    scope: &Scope,
    proposal: &Proposal,
    shape: &Shape,
    department: &str,
) -> Result<DraftId, DraftError> {
    let id = DraftId(Uuid::now_v7());
    let kind = kind_of(proposal.collection).ok_or_else(|| {
        DraftError::field(
            "collection",
            "cette couche ne se modifie pas par brouillon",
            "this collection is not changed by drafts",
        )
    })?;
    let area_m2 = Some(measure::area(&shape.geometry).get()).filter(|area| *area > 0.0);
    let length_m = Some(measure::length(&shape.geometry).get()).filter(|length| *length > 0.0);
    sqlx::query_file!(
        "sql/insert_proposal.sql",
        id.0,
        proposal.action.name(),
        kind,
        department,
        to_wkb(&shape.geometry, "a draft")?,
        Json(&shape.attributes) as _,
        proposal.valid_from,
        proposal.note,
        area_m2,
        length_m,
        scope.actor(),
    )
    .execute(conn)
    .await?;
    Ok(id)
}

/// Remembers a feature that a draft would change.
pub(super) async fn insert_target(
    conn: &mut PgConnection,
    draft: DraftId,
    target: &Target,
) -> Result<(), DraftError> {
    sqlx::query!(
        "insert into draft_target (draft_id, layer, feature_id, version) values ($1, $2, $3, $4)",
        draft.0,
        target.collection,
        target.id,
        target.version,
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn insert_part(
    conn: &mut PgConnection,
    draft: DraftId,
    position: i16,
    part: &Part,
) -> Result<(), DraftError> {
    sqlx::query!(
        "insert into draft_part (draft_id, position, geometry, attributes)
        values ($1, $2, st_multi(st_geomfromwkb($3, 4326)), $4)",
        draft.0,
        position,
        to_wkb(&part.geometry, "a part")?,
        Json(&part.attributes) as _,
    )
    .execute(conn)
    .await?;
    Ok(())
}
