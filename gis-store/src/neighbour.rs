//! Neighbours of a parcel as they were declared: words about persons, so seen and changed like personal data.

use crate::act::{Act, begin};
use crate::audit;
use crate::party::log_reading;
use crate::record::{RecordError, clean, department_of, digest_of, last_department_of};
use gis_core::scope::Action;
use gis_core::{Collection, Scope};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

/// Who is said to hold the land on each side.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Neighbours {
    /// In the north.
    pub north: Option<String>,
    /// In the south.
    pub south: Option<String>,
    /// In the east.
    pub east: Option<String>,
    /// In the west.
    pub west: Option<String>,
}

/// The declared neighbours of a parcel. That they were read is logged, if there are any.
pub async fn get_neighbours(
    conn: &mut PgConnection,
    scope: &Scope,
    parcel: Uuid,
) -> Result<Neighbours, RecordError> {
    let place = (Collection::Parcels, parcel);
    let mut transaction = conn.begin().await?;
    let department = last_department_of(&mut transaction, scope, Action::SeePersons, place).await?;
    let rows = sqlx::query!("select side, declared from parcel_neighbour where parcel_id = $1", parcel)
        .fetch_all(&mut *transaction)
        .await?;
    if !rows.is_empty() {
        let about = format!("parcels/{parcel}/neighbours");
        log_reading(&mut transaction, scope, &about, &department, None).await?;
    }
    transaction.commit().await?;
    let mut neighbours = Neighbours::default();
    for row in rows {
        let side = match row.side.as_str() {
            "north" => &mut neighbours.north,
            "south" => &mut neighbours.south,
            "east" => &mut neighbours.east,
            _ => &mut neighbours.west,
        };
        *side = Some(row.declared);
    }
    Ok(neighbours)
}

/// Records the declared neighbours of a parcel, in the place of those before. The audit log keeps a digest of the words.
pub async fn set_neighbours(
    conn: &mut PgConnection,
    scope: &Scope,
    parcel: Uuid,
    neighbours: &Neighbours,
) -> Result<(), RecordError> {
    let mut transaction = begin(conn, scope, &Act::default()).await?;
    let place = (Collection::Parcels, parcel);
    let department = department_of(&mut transaction, scope, Action::EditPersons, place).await?;
    let sides = [
        ("north", &neighbours.north),
        ("south", &neighbours.south),
        ("east", &neighbours.east),
        ("west", &neighbours.west),
    ];
    let salt = Uuid::now_v7();
    sqlx::query!("delete from parcel_neighbour where parcel_id = $1", parcel)
        .execute(&mut *transaction)
        .await?;
    for (side, declared) in sides {
        let Some(declared) = clean(side, declared.as_deref(), 200)? else { continue };
        sqlx::query!(
            "insert into parcel_neighbour (parcel_id, side, department_pcode, declared, salt, recorded_by)
            values ($1, $2, $3, $4, $5, $6)",
            parcel,
            side,
            department,
            declared,
            salt,
            scope.actor(),
        )
        .execute(&mut *transaction)
        .await?;
    }
    let detail = json!({ "digest": digest_of(salt, &json!(neighbours)) });
    audit::append(&mut transaction, scope, "neighbours.declare", &format!("parcels/{parcel}"), &detail)
        .await?;
    transaction.commit().await?;
    Ok(())
}
