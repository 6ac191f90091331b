//! The change feed: whoever keeps the register in memory follows it from here.
//!
//! Sequence numbers are given out before they commit, so "everything after number n" misses what commits late.
//! A follower therefore remembers the last PostgreSQL snapshot that it saw, and asks for all changes which that
//! snapshot did not show: nothing is missed, nothing waits for a slow neighbour, no lock is taken.

use crate::StoreError;
use crate::feature::{load_features, load_layers};
use gis_core::index::{Feature, Index};
use gis_core::{Scope, layer::Layer};
use sqlx::postgres::{PgListener, PgPool};
use sqlx::{PgConnection, PgTransaction};
use std::collections::HashMap;
use uuid::Uuid;

/// What a follower has seen: a `pg_snapshot` as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen(String);

/// What happened to one layer since a follower last looked.
#[derive(Debug, Clone)]
pub struct LayerChanges {
    /// Which layer.
    pub layer: Layer,
    /// Every feature that was written, now there or not.
    pub touched: Vec<Uuid>,
    /// Those of them that are there, as they are now.
    pub features: Vec<Feature>,
}

impl LayerChanges {
    /// Brings a layer of the index up to date: what was written goes, and what is there now comes in its place.
    pub fn apply(self, index: &mut Index) {
        for id in self.touched {
            index.remove(self.layer, id);
        }
        for feature in &self.features {
            index.put(self.layer, feature);
        }
    }
}

/// Reads all layers at one moment.
pub async fn load_index(pool: &PgPool, scope: &Scope) -> Result<(Index, Seen), StoreError> {
    let mut transaction = begin_snapshot(pool).await?;
    let seen = current_snapshot(&mut transaction).await?;
    let index = load_layers(&mut transaction, scope).await?;
    transaction.commit().await?;
    Ok((index, seen))
}

/// What was committed since a follower last looked, layer by layer, at one moment.
pub async fn read_changes(
    pool: &PgPool,
    scope: &Scope,
    seen: &Seen,
) -> Result<(Vec<LayerChanges>, Seen), StoreError> {
    let mut transaction = begin_snapshot(pool).await?;
    let now = current_snapshot(&mut transaction).await?;
    let mut changes = Vec::new();
    for (layer, touched) in touched_since(&mut transaction, seen).await? {
        let features = load_features(&mut transaction, scope, layer, &touched).await?;
        changes.push(LayerChanges { layer, touched, features });
    }
    transaction.commit().await?;
    Ok((changes, now))
}

/// Tells of commits that changed features, and of uploads that arrived.
pub async fn listen(pool: &PgPool, channel: Channel) -> Result<PgListener, StoreError> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(channel.name()).await?;
    Ok(listener)
}

/// What one can be told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// Features changed.
    Change,
    /// An upload waits.
    Upload,
}

impl Channel {
    fn name(self) -> &'static str {
        match self {
            Self::Change => "suuf_change",
            Self::Upload => "suuf_upload",
        }
    }
}

async fn begin_snapshot(pool: &PgPool) -> Result<PgTransaction<'static>, StoreError> {
    Ok(pool.begin_with("begin isolation level repeatable read, read only").await?)
}

async fn current_snapshot(conn: &mut PgConnection) -> Result<Seen, StoreError> {
    let snapshot = sqlx::query_scalar!(r#"select pg_current_snapshot()::text as "snapshot!""#);
    Ok(Seen(snapshot.fetch_one(conn).await?))
}

async fn touched_since(
    conn: &mut PgConnection,
    seen: &Seen,
) -> Result<HashMap<Layer, Vec<Uuid>>, StoreError> {
    let rows = sqlx::query_file!("sql/touched_since.sql", seen.0).fetch_all(conn).await?;
    let mut touched = HashMap::<Layer, Vec<Uuid>>::new();
    for row in rows {
        // Layers that no map shows, such as tracks, have nobody to tell.
        if let Some(layer) = Layer::from_name(&row.layer) {
            touched.entry(layer).or_default().push(row.feature_id);
        }
    }
    Ok(touched)
}
