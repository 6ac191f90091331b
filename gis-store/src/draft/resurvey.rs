//! A surveyed draft against a feature that is registered already: how far apart, and which geometry shall stand.

use super::decide::lock_draft;
use super::error::DraftError;
use super::kind::collection_of;
use super::propose::insert_target;
use super::read::{Blend, Draft, DraftAction, DraftState, Target, get_draft, note_event};
use super::shape::checked;
use super::target::{Present, find_present, lock_targets};
use crate::StoreError;
use crate::act::{self, Act};
use crate::check::judge_draft;
use crate::geometry::from_wkb;
use geo::{CoordsIter, Geometry};
use gis_core::resurvey::{Comparison, average, compare};
use gis_core::scope::Action;
use gis_core::{Epsg, LonLat, Projector, Scope, id::DraftId};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

/// What a registered position is taken to be worth when nothing is known of its survey: a handheld receiver's.
const SIGMA_UNKNOWN_M: f64 = 5.0;

/// How the geometry of a draft differs from that of a registered feature of its kind; none when there is no such
/// feature for that scope, or nothing to compare.
pub async fn compare_draft(
    conn: &mut PgConnection,
    scope: &Scope,
    id: DraftId,
    feature: Uuid,
) -> Result<Option<Comparison>, DraftError> {
    let draft = get_draft(conn, scope, id).await?.ok_or(DraftError::NotFound)?;
    let collection = collection_of(&draft.kind).expect("a constraint knows the kinds of drafts");
    let Some(present) = find_present(conn, scope, Action::SeeRegister, collection, feature).await? else {
        return Ok(None);
    };
    let new = shape_of(conn, id).await?;
    let plane = plane_at(&present.geometry)?;
    let (old, new) = (plane.to_plane(&present.geometry)?, plane.to_plane(&new)?);
    Ok(compare(&old, &new, sigma_of(&present), draft.sigma_m.unwrap_or(SIGMA_UNKNOWN_M)))
}

/// Says that a surveyed draft is of a registered feature, and which geometry shall stand.
pub async fn set_target(
    conn: &mut PgConnection,
    scope: &Scope,
    id: DraftId,
    version: i32,
    target: &Target,
    blend: Blend,
) -> Result<Draft, DraftError> {
    let mut transaction = act::begin(conn, scope, &Act::default()).await?;
    let draft = lock_targeted(&mut transaction, scope, id, version).await?;
    let collection = collection_of(&draft.kind).expect("a constraint knows the kinds of drafts");
    if draft.upload_id.is_none() || target.collection != collection.name() {
        return Err(DraftError::field(
            "collection",
            format!("seul un levé reprend un objet, et celui-ci reprend un objet de la couche {collection}"),
            format!(
                "only a survey renews a feature, and this one renews a feature of the collection {collection}"
            ),
        ));
    }
    let done = (collection, DraftAction::Resurvey);
    lock_targets(&mut transaction, scope, Action::Propose, done, std::slice::from_ref(target)).await?;
    remove_targets(&mut transaction, id).await?;
    insert_target(&mut transaction, id, target).await?;
    sqlx::query!("update draft set action = 'resurvey', blend = $2 where id = $1", id.0, blend.name())
        .execute(&mut *transaction)
        .await?;
    if let Some((geometry, _)) = standing_after(&mut transaction, scope, id).await? {
        checked(&mut transaction, collection, &geometry).await?;
    }
    judge_draft(&mut transaction, scope, id).await?;
    note_event(&mut transaction, scope, id, "targeted", Some(blend.name())).await?;
    let draft = get_draft(&mut transaction, scope, id).await?.ok_or(DraftError::NotFound)?;
    transaction.commit().await?;
    Ok(draft)
}

/// Says that a surveyed draft is of no registered feature after all: it enters a new one.
pub async fn clear_target(
    conn: &mut PgConnection,
    scope: &Scope,
    id: DraftId,
    version: i32,
) -> Result<Draft, DraftError> {
    let mut transaction = act::begin(conn, scope, &Act::default()).await?;
    let draft = lock_targeted(&mut transaction, scope, id, version).await?;
    if draft.action != DraftAction::Resurvey {
        return Ok(draft);
    }
    remove_targets(&mut transaction, id).await?;
    sqlx::query!("update draft set action = 'create', blend = null where id = $1", id.0)
        .execute(&mut *transaction)
        .await?;
    judge_draft(&mut transaction, scope, id).await?;
    note_event(&mut transaction, scope, id, "targeted", None).await?;
    let draft = get_draft(&mut transaction, scope, id).await?.ok_or(DraftError::NotFound)?;
    transaction.commit().await?;
    Ok(draft)
}

async fn remove_targets(conn: &mut PgConnection, id: DraftId) -> Result<(), StoreError> {
    sqlx::query!("delete from draft_target where draft_id = $1", id.0).execute(conn).await?;
    Ok(())
}

/// Locks a draft that is not approved, for whoever proposed it or decides in its department.
async fn lock_targeted(
    conn: &mut PgConnection,
    scope: &Scope,
    id: DraftId,
    version: i32,
) -> Result<Draft, DraftError> {
    let draft = lock_draft(conn, scope, id, Some(version)).await?;
    let decides = scope.sees(Action::Review, draft.department.as_deref(), None);
    if scope.sender() != Some(draft.created_by.as_str()) && !decides {
        return Err(DraftError::NotFound);
    }
    if draft.state == DraftState::Approved {
        return Err(DraftError::WrongState { state: draft.state });
    }
    Ok(draft)
}

/// The geometry that a draft leaves standing, with its standard deviation per axis, if it re-surveys a feature that is
/// in the register.
pub(crate) async fn standing_after(
    conn: &mut PgConnection,
    scope: &Scope,
    id: DraftId,
) -> Result<Option<(Geometry, f64)>, DraftError> {
    let draft = get_draft(conn, scope, id).await?.ok_or(DraftError::NotFound)?;
    let collection = collection_of(&draft.kind).expect("a constraint knows the kinds of drafts");
    let [target] = draft.targets.as_slice() else { return Ok(None) };
    match find_present(conn, scope, Action::SeeRegister, collection, target.id).await? {
        Some(present) if draft.action == DraftAction::Resurvey => {
            Ok(Some(blended(conn, &present, &draft).await?))
        }
        _ => Ok(None),
    }
}

/// The geometry that a re-survey leaves standing, with its standard deviation per axis.
pub(super) async fn blended(
    conn: &mut PgConnection,
    present: &Present,
    draft: &Draft,
) -> Result<(Geometry, f64), DraftError> {
    let (sigma_old_m, sigma_new_m) = (sigma_of(present), draft.sigma_m.unwrap_or(SIGMA_UNKNOWN_M));
    let new = shape_of(conn, DraftId(draft.id)).await?;
    match draft.blend {
        None | Some(Blend::Keep) => Ok((present.geometry.clone(), sigma_old_m)),
        Some(Blend::Replace) => Ok((new, sigma_new_m)),
        Some(Blend::Average) => {
            let plane = plane_at(&present.geometry)?;
            let (old, new) = (plane.to_plane(&present.geometry)?, plane.to_plane(&new)?);
            let mean = average(&old, &new, sigma_old_m, sigma_new_m).ok_or_else(|| {
                DraftError::field(
                    "blend",
                    "un point et un contour n'ont pas de moyenne : gardez ou remplacez",
                    "a point and an outline have no mean: keep or replace",
                )
            })?;
            Ok((plane.to_degrees(&mean.0)?, mean.1))
        }
    }
}

/// The geometry of a draft, as it is stored.
pub(super) async fn shape_of(conn: &mut PgConnection, id: DraftId) -> Result<Geometry, StoreError> {
    let wkb = sqlx::query_scalar!(r#"select st_asbinary(geometry) as "wkb!" from draft where id = $1"#, id.0)
        .fetch_one(conn)
        .await?;
    from_wkb(wkb, "a draft")
}

/// Standard deviation per axis of a registered feature.
fn sigma_of(present: &Present) -> f64 {
    let known = present.columns.get("sigma_m").and_then(Value::as_f64);
    known.filter(|sigma_m| *sigma_m > 0.0).unwrap_or(SIGMA_UNKNOWN_M)
}

/// The UTM zone in which a geometry begins.
fn plane_at(geometry: &Geometry) -> Result<Projector, StoreError> {
    let first = geometry.coords_iter().next().and_then(|at| LonLat::new(at.x, at.y));
    Ok(Projector::new(first.map_or(Epsg::UTM_28N, Epsg::utm_at))?)
}
