//! Drafts before the rules: judged when they are made, and again whenever they, or what they change, are otherwise.

use super::candidate::{Candidate, judge_candidate};
use crate::StoreError;
use crate::draft::{DraftAction, DraftError, collection_of, standing_after};
use crate::geometry::{from_wkb, to_wkb};
use gis_core::rules::table;
use gis_core::{Finding, Scope, Text, id::DraftId, measure};
use serde_json::{Map, Value, json};
use sqlx::PgConnection;
use sqlx::types::Json;
use std::collections::HashSet;
use uuid::Uuid;

/// What is proposed, as it is stored.
struct Proposed {
    kind: String,
    action: DraftAction,
    department_pcode: Option<String>,
    wkb: Vec<u8>,
    part_wkbs: Vec<Vec<u8>>,
    attributes: Json<Map<String, Value>>,
    sigma_m: Option<f64>,
    area_m2: Option<f64>,
    area_sd_m2: Option<f64>,
    findings: Json<Vec<Finding>>,
    target_ids: Vec<Uuid>,
    target_properties: Option<Json<Map<String, Value>>>,
}

/// Judges a draft by the rules, among what is in the register now, and stores what they have to say in place of what
/// they said before. What cleaning had to say stays. The features that it would change are none of its neighbours, nor
/// are those of other departments: findings tell of neighbours, and whoever reads the draft reads them.
///
/// To be called in the transaction that changed the draft.
pub async fn judge_draft(conn: &mut PgConnection, scope: &Scope, id: DraftId) -> Result<(), StoreError> {
    judge_completed(conn, scope, id, &Completion::default()).await
}

/// What a draft gets with its approval.
#[derive(Debug, Default)]
pub struct Completion<'a> {
    /// P-code of the department that shall keep the feature, if another than the draft is filed under.
    pub department: Option<&'a str>,
    /// Attributes over those of the draft.
    pub attributes: Option<&'a Map<String, Value>>,
}

/// Judges a draft as [`judge_draft`] does, as what would be entered into the register.
///
/// To be called in the transaction that enters it.
pub async fn judge_completed(
    conn: &mut PgConnection,
    scope: &Scope,
    id: DraftId,
    completion: &Completion<'_>,
) -> Result<(), StoreError> {
    let proposed =
        sqlx::query_file_as!(Proposed, "sql/read_proposed.sql", id.0).fetch_one(&mut *conn).await?;
    let mut proposed = as_it_would_stand(conn, scope, id, proposed).await?;
    proposed.department_pcode = completion.department.map(str::to_owned).or(proposed.department_pcode);
    proposed.attributes.0.extend(completion.attributes.cloned().unwrap_or_default());
    let of_rules: HashSet<_> = table().into_iter().map(|rule| rule.code).chain([OPEN_RIGHTS]).collect();
    let mut findings = proposed.findings.0.clone();
    findings.retain(|finding| !of_rules.contains(finding.code.as_str()));
    // An end of a feature proposes nothing that could be wrong.
    if proposed.action != DraftAction::Retire {
        let own = Scope::of_departments(scope.actor(), proposed.department_pcode.clone());
        findings.extend(judged(conn, &own, id, &proposed).await?);
    }
    if matches!(proposed.action, DraftAction::Split | DraftAction::Merge | DraftAction::Retire) {
        findings.extend(open_rights(conn, scope, id).await?);
    }
    // The same findings again would count as a change of the draft.
    if findings != proposed.findings.0 {
        sqlx::query!("update draft set findings = $2 where id = $1", id.0, Json(&findings) as _)
            .execute(conn)
            .await?;
    }
    Ok(())
}

/// A re-survey that keeps or averages leaves another geometry than that of its log.
async fn as_it_would_stand(
    conn: &mut PgConnection,
    scope: &Scope,
    id: DraftId,
    mut proposed: Proposed,
) -> Result<Proposed, StoreError> {
    if proposed.action != DraftAction::Resurvey {
        return Ok(proposed);
    }
    match standing_after(conn, scope, id).await {
        Ok(Some((geometry, sigma_m))) => {
            proposed.wkb = to_wkb(&geometry, "a re-survey")?;
            proposed.sigma_m = Some(sigma_m);
            proposed.area_m2 = Some(measure::area(&geometry).get()).filter(|area_m2| *area_m2 > 0.0);
            Ok(proposed)
        }
        // What cannot be blended is refused where it is asked for.
        Ok(None) | Err(DraftError::Field { .. } | DraftError::NotFound) => Ok(proposed),
        Err(DraftError::Store(error)) => Err(error),
        Err(_) => unreachable!("nothing else is refused when geometries are blended"),
    }
}

/// Code of the finding on rights that a draft would leave on what has ceased.
const OPEN_RIGHTS: &str = "open_rights";

/// Rights and occupancies that last, on what the draft would end.
async fn open_rights(
    conn: &mut PgConnection,
    _scope: &Scope,
    id: DraftId,
) -> Result<Option<Finding>, StoreError> {
    let count = sqlx::query_file_scalar!("sql/count_open_rights.sql", id.0).fetch_one(conn).await?;
    Ok((count > 0).then(|| {
        let message = Text::new(
            format!(
                "{count} droit(s) ou occupation(s) en cours sur ce qui cesserait : enregistrez leur fin, et reportez \
                 ceux qui continuent sur ce qui en vient"
            ),
            format!(
                "{count} right(s) or occupancies last on what would cease: record their end, and carry those that go \
                 on over to what comes of it"
            ),
        );
        Finding::warning(OPEN_RIGHTS, message)
    }))
}

async fn judged(
    conn: &mut PgConnection,
    scope: &Scope,
    id: DraftId,
    proposed: &Proposed,
) -> Result<Vec<Finding>, StoreError> {
    let collection = collection_of(&proposed.kind).expect("a constraint knows the kinds of drafts");
    let replaced: Vec<Uuid> = proposed.target_ids.iter().copied().chain([id.0]).collect();
    let properties = Value::Object(proposed.properties());
    let shapes =
        if proposed.part_wkbs.is_empty() { std::slice::from_ref(&proposed.wkb) } else { &proposed.part_wkbs };
    let mut findings = Vec::new();
    for wkb in shapes {
        let geometry = from_wkb(wkb.clone(), "a draft")?;
        let candidate = Candidate {
            id: id.0,
            collection,
            department: proposed.department_pcode.as_deref(),
            geometry: &geometry,
            properties: &properties,
            replaced: &replaced,
        };
        findings.extend(judge_candidate(conn, scope, &candidate).await?);
    }
    Ok(findings)
}

impl Proposed {
    /// The attributes that the feature would have: those of what is changed, under those that are proposed.
    fn properties(&self) -> Map<String, Value> {
        let mut properties = self.target_properties.as_ref().map(|own| own.0.clone()).unwrap_or_default();
        properties.extend(self.attributes.0.clone());
        // Several parts have an area each.
        let area_m2 = self.area_m2.filter(|_| self.part_wkbs.is_empty());
        properties.extend([
            ("area_m2".to_owned(), json!(area_m2)),
            ("area_sd_m2".to_owned(), json!(self.area_sd_m2)),
        ]);
        if let Some(sigma_m) = self.sigma_m {
            properties.insert("sigma_m".to_owned(), json!(sigma_m));
        }
        properties
    }
}
