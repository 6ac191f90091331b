//! Features for the R-tree: geometry in world-grid steps, attributes that tiles show.
//!
//! Rows come as a stream in PostgreSQL's binary form and are parsed in runs, on other threads than the one that
//! receives: while one run is parsed the next is on its way, and no more than a few are ever held.

use crate::{StoreError, geometry::from_wkb};
use futures_util::{Stream, StreamExt, TryStreamExt};
use gis_core::index::{Feature, Index, LayerBuilder, Value, to_world};
use gis_core::{Scope, layer::Layer};
use serde_json::{Map, Value as Json, value::RawValue};
use sqlx::{PgConnection, types::Json as SqlJson};
use std::collections::HashSet;
use std::pin::pin;
use std::sync::Arc;
use tokio::sync::mpsc::{Receiver, channel};
use tokio::task::spawn_blocking;
use uuid::Uuid;

/// Rows of one run.
const RUN_ROWS: usize = 2_000;

/// Runs that are parsed at once.
const RUNS_AT_ONCE: usize = 3;

/// All layers, their features with a geometry. Rows are parsed, and features entered, beside their transport.
pub async fn load_layers(conn: &mut PgConnection, scope: &Scope) -> Result<Index, StoreError> {
    let (sender, receiver) = channel(RUNS_AT_ONCE);
    let building = spawn_blocking(move || build(receiver));
    for layer in Layer::ALL {
        let mut runs = pin!(runs(conn, scope, layer, None));
        while let Some(features) = runs.try_next().await? {
            sender.send((layer, features)).await.expect("whoever builds takes everything");
        }
    }
    drop(sender);
    Ok(building.await.expect("entering features into an R-tree does not panic"))
}

/// Makes an index of features that come layer by layer.
fn build(mut receiver: Receiver<(Layer, Vec<Feature>)>) -> Index {
    let mut index = Index::default();
    let mut open: Option<(Layer, LayerBuilder)> = None;
    while let Some((layer, features)) = receiver.blocking_recv() {
        if let Some((done, builder)) = open.take_if(|(current, _)| *current != layer) {
            index.set(done, builder);
        }
        let (_, builder) = open.get_or_insert_with(|| (layer, LayerBuilder::default()));
        for feature in &features {
            builder.add(feature);
        }
    }
    if let Some((done, builder)) = open {
        index.set(done, builder);
    }
    index
}

/// Those features of a layer that are still there.
pub async fn load_features(
    conn: &mut PgConnection,
    scope: &Scope,
    layer: Layer,
    ids: &[Uuid],
) -> Result<Vec<Feature>, StoreError> {
    runs(conn, scope, layer, Some(ids)).try_concat().await
}

/// A feature as PostgreSQL sends it.
struct Row {
    id: Uuid,
    department_pcode: Option<String>,
    wkb: Vec<u8>,
    properties: SqlJson<Box<RawValue>>,
    sender: Option<String>,
}

/// The features of a layer, of these identifiers or all, in runs.
fn runs<'a>(
    conn: &'a mut PgConnection,
    scope: &Scope,
    layer: Layer,
    ids: Option<&[Uuid]>,
) -> impl Stream<Item = Result<Vec<Feature>, StoreError>> + use<'a> {
    let filter = scope.filter(layer.seen_by());
    let rows = sqlx::query_file_as!(Row, "sql/load_features.sql", layer.name(), filter, ids).fetch(conn);
    rows.try_chunks(RUN_ROWS)
        .map(move |run| async move {
            let run = run.map_err(|failed| failed.1)?;
            spawn_blocking(move || parse(layer, run)).await.expect("parsing rows does not panic")
        })
        .buffered(RUNS_AT_ONCE)
}

fn parse(layer: Layer, run: Vec<Row>) -> Result<Vec<Feature>, StoreError> {
    let mut names = Names::default();
    let mut features = Vec::with_capacity(run.len());
    for row in run {
        let geometry = from_wkb(row.wkb, layer.name())?;
        // What lies beyond the poles cannot be drawn; the checks of the tables leave no other reason.
        let Some(geometry) = to_world(&geometry) else { continue };
        let properties = serde_json::from_str(row.properties.get())
            .map_err(|source| StoreError::Json { what: "map_feature.properties", source })?;
        features.push(Feature {
            id: row.id,
            department: row.department_pcode.map(|pcode| names.shared(&pcode)),
            sender: row.sender.map(|sender| names.shared(&sender)),
            geometry,
            attributes: attributes(properties, &mut names),
        });
    }
    Ok(features)
}

/// The scalar properties; lists and objects are for features, not for tiles.
fn attributes(properties: Map<String, Json>, names: &mut Names) -> Vec<(Arc<str>, Value)> {
    let scalar = |(name, value): (String, Json)| {
        let value = match value {
            Json::String(text) => Value::Text(names.shared(&text)),
            Json::Number(number) => Value::Number(number.as_f64()?),
            Json::Bool(yes) => Value::Bool(yes),
            Json::Null | Json::Array(_) | Json::Object(_) => return None,
        };
        Some((names.shared(&name), value))
    };
    properties.into_iter().filter_map(scalar).collect()
}

/// Each distinct text of a run once: attribute names, codes and P-codes repeat in every feature.
#[derive(Default)]
struct Names(HashSet<Arc<str>>);

impl Names {
    fn shared(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.0.get(text) {
            return Arc::clone(known);
        }
        let new = Arc::<str>::from(text);
        self.0.insert(Arc::clone(&new));
        new
    }
}
