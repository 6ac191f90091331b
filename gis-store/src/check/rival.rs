//! Open drafts beside each other: judged whenever somebody looks, since who looks sees some of them only.

use crate::draft::collection_of;
use crate::geometry::from_wkb;
use crate::{Moment, StoreError};
use geo::BoundingRect;
use gis_core::rules::{CodeLists, Judge, Rival, Rivals, RuleSettings, Subject};
use gis_core::scope::Action;
use gis_core::{Epsg, Finding, LonLat, Scope, id::DraftId};
use serde_json::{Map, Value};
use sqlx::PgConnection;
use sqlx::types::Json;
use std::sync::Arc;
use uuid::Uuid;

/// A draft that is not decided on.
struct Open {
    id: Uuid,
    kind: String,
    department_pcode: Option<String>,
    wkb: Vec<u8>,
    attributes: Json<Map<String, Value>>,
    sigma_m: Option<f64>,
    targets: Vec<Uuid>,
}

/// What is to be said of other open drafts of the same feature or in the same place, among those that the scope sees;
/// nothing once the draft is decided on.
pub async fn judge_rivals(
    conn: &mut PgConnection,
    scope: &Scope,
    id: DraftId,
) -> Result<Vec<Finding>, StoreError> {
    let drafts = sqlx::query_file_as!(
        Open,
        "sql/list_rivals.sql",
        id.0,
        scope.filter(Action::SeeEvidence),
        scope.sender(),
    )
    .fetch_all(conn)
    .await?;
    let mut drafts = drafts.into_iter();
    // The draft itself comes first.
    match drafts.next() {
        Some(own) if own.id == id.0 && drafts.len() > 0 => judged(&own, drafts),
        _ => Ok(Vec::new()),
    }
}

fn judged(own: &Open, others: impl Iterator<Item = Open>) -> Result<Vec<Finding>, StoreError> {
    let middle = from_wkb(own.wkb.clone(), "a draft")?.bounding_rect().map(geo::Rect::center);
    let zone = middle.and_then(|middle| LonLat::new(middle.x, middle.y)).map_or(Epsg::UTM_28N, Epsg::utm_at);
    let today = Moment::from(std::time::SystemTime::now()).date_naive();
    let judge = Judge::new(zone, RuleSettings::default(), CodeLists::default(), today)?;
    let Some(subject) = own.subject(&judge)? else { return Ok(Vec::new()) };
    let mut rivals = Rivals { targets: own.targets.clone(), drafts: Vec::new() };
    for other in others {
        if let Some(subject) = other.subject(&judge)? {
            rivals.drafts.push(Rival { subject, targets: other.targets });
        }
    }
    Ok(judge.judge_beside(&subject, rivals))
}

impl Open {
    fn subject(&self, judge: &Judge) -> Result<Option<Subject>, StoreError> {
        let collection = collection_of(&self.kind).expect("a constraint knows the kinds of drafts");
        let mut properties = self.attributes.0.clone();
        if let Some(sigma_m) = self.sigma_m {
            properties.insert("sigma_m".to_owned(), sigma_m.into());
        }
        let geometry = from_wkb(self.wkb.clone(), "a draft")?;
        let department = self.department_pcode.as_deref().map(Arc::from);
        Ok(judge.subject(self.id, collection, department, &geometry, &Value::Object(properties))?)
    }
}
