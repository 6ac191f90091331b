//! Blocks (*îlots*) of markets.

use crate::Moment;
use crate::act::{Act, begin};
use crate::record::{RecordError, clean, department_of, wanted};
use gis_core::register::Misfit;
use gis_core::scope::Action;
use gis_core::{Collection, Scope};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use uuid::Uuid;

/// A block on record.
#[derive(Debug, Clone, Serialize)]
pub struct Block {
    /// Identifier.
    pub id: Uuid,
    /// Letter or number on the plan.
    pub code: String,
    /// Name as people use it.
    pub name: Option<String>,
    /// How many places stand in it.
    pub place_count: i64,
    /// When it was recorded.
    pub created_at: Moment,
    /// Who recorded it.
    pub created_by: String,
}

/// A block to record.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewBlock {
    /// Letter or number on the plan.
    pub code: String,
    /// Name as people use it.
    pub name: Option<String>,
}

/// Blocks of a market, in order of code.
pub async fn list_blocks(
    conn: &mut PgConnection,
    scope: &Scope,
    market: Uuid,
) -> Result<Vec<Block>, RecordError> {
    department_of(conn, scope, Action::SeeRegister, (Collection::Markets, market)).await?;
    let blocks = sqlx::query_as!(
        Block,
        r#"select id, code, name, created_at, created_by,
            (select count(*) from market_asset where block_id = market_block.id) as "place_count!"
        from market_block where market_id = $1 order by code"#,
        market,
    )
    .fetch_all(conn)
    .await?;
    Ok(blocks)
}

/// Records a block of a market.
///
/// # Errors
/// Names the field that does not fit; a market has each code once.
pub async fn insert_block(
    conn: &mut PgConnection,
    scope: &Scope,
    market: Uuid,
    new: &NewBlock,
) -> Result<Uuid, RecordError> {
    let mut transaction = begin(conn, scope, &Act::default()).await?;
    let place = (Collection::Markets, market);
    let department = department_of(&mut transaction, scope, Action::Review, place).await?;
    let id = sqlx::query_scalar!(
        "insert into market_block (id, department_pcode, market_id, code, name, created_by)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (market_id, code) do nothing
        returning id",
        Uuid::now_v7(),
        department,
        market,
        wanted("code", Some(&new.code), 50)?,
        clean("name", new.name.as_deref(), 200)?,
        scope.actor(),
    )
    .fetch_optional(&mut *transaction)
    .await?
    .ok_or_else(|| {
        Misfit::new(
            "code",
            "ce marché a déjà un bloc de ce code",
            "this market has a block of that code already",
        )
    })?;
    transaction.commit().await?;
    Ok(id)
}
