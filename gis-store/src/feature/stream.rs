//! Features for the R-tree: geometry in world-grid steps, attributes that tiles show.

use crate::{StoreError, geometry::from_wkb};
use futures_util::TryStreamExt;
use gis_core::index::{Feature, Value, to_world};
use gis_core::{Scope, layer::Layer};
use serde_json::{Map, Value as Json};
use sqlx::PgConnection;
use std::collections::HashSet;
use std::sync::Arc;
use uuid::Uuid;

/// All features of a layer that have a geometry.
pub async fn load_layer(
    conn: &mut PgConnection,
    scope: &Scope,
    layer: Layer,
) -> Result<Vec<Feature>, StoreError> {
    load(conn, scope, layer, None).await
}

/// Those features of a layer that are still there.
pub async fn load_features(
    conn: &mut PgConnection,
    scope: &Scope,
    layer: Layer,
    ids: &[Uuid],
) -> Result<Vec<Feature>, StoreError> {
    load(conn, scope, layer, Some(ids)).await
}

async fn load(
    conn: &mut PgConnection,
    scope: &Scope,
    layer: Layer,
    ids: Option<&[Uuid]>,
) -> Result<Vec<Feature>, StoreError> {
    let mut names = Names::default();
    let mut features = Vec::new();
    let mut rows =
        sqlx::query_file!("sql/load_features.sql", layer.name(), scope.filter(layer.seen_by()), ids)
            .fetch(conn);
    while let Some(row) = rows.try_next().await? {
        let geometry = from_wkb(row.wkb, layer.name())?;
        // What lies beyond the poles cannot be drawn; the checks of the tables leave no other reason.
        let Some(geometry) = to_world(&geometry) else { continue };
        let Json::Object(properties) = row.properties else { continue };
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

/// Each distinct text once: attribute names, codes and P-codes repeat in every feature.
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
