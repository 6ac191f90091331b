//! Which parcels a parcel came of, and which came of it.

use crate::Moment;
use crate::record::{RecordError, last_department_of};
use gis_core::Collection;
use gis_core::scope::{Action, Scope};
use serde::Serialize;
use sqlx::PgConnection;
use uuid::Uuid;

/// The nearest relatives of a parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lineage {
    /// What it was made of: one parcel that was split, or those that were merged.
    pub parents: Vec<Relative>,
    /// What was made of it.
    pub children: Vec<Relative>,
}

/// A parcel, and how it became a relative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Relative {
    /// The parcel.
    pub id: Uuid,
    /// split or merge.
    pub kind: String,
    /// The draft by which it was decided.
    pub draft_id: Option<Uuid>,
    /// When it was recorded.
    pub recorded_at: Moment,
}

/// The nearest relatives of a parcel, also of one that has ceased.
pub async fn get_lineage(
    conn: &mut PgConnection,
    scope: &Scope,
    parcel: Uuid,
) -> Result<Lineage, RecordError> {
    last_department_of(conn, scope, Action::SeeHistory, (Collection::Parcels, parcel)).await?;
    let parents = sqlx::query_as!(
        Relative,
        "select parent_id as id, kind, draft_id, created_at as recorded_at from parcel_lineage
        where child_id = $1 order by parent_id",
        parcel,
    )
    .fetch_all(&mut *conn)
    .await?;
    let children = sqlx::query_as!(
        Relative,
        "select child_id as id, kind, draft_id, created_at as recorded_at from parcel_lineage
        where parent_id = $1 order by child_id",
        parcel,
    )
    .fetch_all(conn)
    .await?;
    Ok(Lineage { parents, children })
}
