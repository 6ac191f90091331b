//! Deciding on a draft: into the register, or back to the surveyor.

use super::read::{Draft, DraftState, FeatureRef, get_draft};
use crate::StoreError;
use crate::act::{self, Act};
use crate::department::find_department;
use attribute::check_attributes;
use gis_core::scope::Action;
use gis_core::survey::{DraftKind, Grade, Grading};
use gis_core::{Collection, Finding, Scope, Severity, Text, id::DraftId};
use serde_json::{Map, Value};
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

mod attribute;

/// What whoever approves adds to a draft.
#[derive(Debug, Clone, Default)]
pub struct Approval {
    /// P-code of the department that shall keep the feature; by default the one the draft is filed under.
    pub department: Option<String>,
    /// First attributes of the feature.
    pub attributes: Map<String, Value>,
}

/// Why a decision was not taken.
#[derive(Debug, thiserror::Error)]
pub enum DecisionError {
    /// There is no such draft, or not for this scope.
    #[error("failed to find the draft")]
    NotFound,
    /// It was decided on before.
    #[error("failed to decide: the draft is {state:?} already")]
    AlreadyDecided {
        /// What was decided.
        state: DraftState,
    },
    /// It is graded as not to enter the register.
    #[error("failed to approve: the draft is graded rejected by {}", grading.rule)]
    Rejected {
        /// The rule, with its reason.
        grading: Grading,
    },
    /// A finding stands in the way.
    #[error("failed to approve: {} findings stand in the way", findings.len())]
    Blocked {
        /// Those of severity error.
        findings: Vec<Finding>,
    },
    /// It lies in no department and none was given.
    #[error("failed to approve: the draft lies in no department and none was given")]
    NoDepartment,
    /// There is no such department, or not for this scope.
    #[error("failed to approve: unknown department {pcode}")]
    UnknownDepartment {
        /// The P-code as it was given.
        pcode: String,
    },
    /// An attribute cannot be taken.
    #[error("failed to approve: attribute {field}: {}", reason.en)]
    Attribute {
        /// Which.
        field: String,
        /// What is wrong with it and what to do.
        reason: Text,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for DecisionError {
    fn from(source: sqlx::Error) -> Self {
        Self::Store(source.into())
    }
}

/// Enters a draft into the register: one row there, one in the change feed, the draft closed, all at once.
pub async fn approve_draft(
    conn: &mut PgConnection,
    scope: &Scope,
    id: DraftId,
    approval: &Approval,
) -> Result<FeatureRef, DecisionError> {
    let act = Act { draft: Some(id), ..Act::default() };
    let mut transaction = act::begin(conn, scope, &act).await?;
    let draft = lock_draft(&mut transaction, scope, id).await?;
    if draft.grading.grade == Grade::Rejected {
        return Err(DecisionError::Rejected { grading: draft.grading.0 });
    }
    let blocking = draft.findings.iter().filter(|finding| finding.severity == Severity::Error);
    let findings: Vec<_> = blocking.cloned().collect();
    if !findings.is_empty() {
        return Err(DecisionError::Blocked { findings });
    }
    let department = keeping_department(&mut transaction, scope, &draft, approval).await?;
    let kind = DraftKind::from_name(&draft.kind).expect("a constraint knows the kinds of drafts");
    check_attributes(&mut transaction, kind, &approval.attributes).await?;
    let feature = Uuid::now_v7();
    let attributes = Value::Object(approval.attributes.clone());
    let collection =
        insert_feature(&mut transaction, scope, (id, kind), feature, &department, &attributes).await?;
    sqlx::query!(
        "update draft set state = 'approved', decided_at = now(), decided_by = $2, feature_collection = $3,
            feature_id = $4, department_pcode = $5
        where id = $1",
        id.0,
        scope.actor(),
        collection.name(),
        feature,
        department,
    )
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(FeatureRef { collection: collection.name().to_owned(), id: feature })
}

/// Sends a draft back to the surveyor, with the reason.
pub async fn return_draft(
    conn: &mut PgConnection,
    scope: &Scope,
    id: DraftId,
    reason: &str,
) -> Result<Draft, DecisionError> {
    let mut transaction = conn.begin().await?;
    lock_draft(&mut transaction, scope, id).await?;
    sqlx::query!(
        "update draft set state = 'returned', decided_at = now(), decided_by = $2, return_reason = $3 where id = $1",
        id.0,
        scope.actor(),
        reason,
    )
    .execute(&mut *transaction)
    .await?;
    let draft = get_draft(&mut transaction, scope, id).await?.ok_or(DecisionError::NotFound)?;
    transaction.commit().await?;
    Ok(draft)
}

/// Locks an undecided draft until the end of the transaction.
async fn lock_draft(conn: &mut PgConnection, scope: &Scope, id: DraftId) -> Result<Draft, DecisionError> {
    sqlx::query!(
        "select id from draft where id = $1 and ($2::text[] is null or department_pcode = any ($2)) for update",
        id.0,
        scope.filter(Action::Review),
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(DecisionError::NotFound)?;
    let draft = get_draft(conn, scope, id).await?.ok_or(DecisionError::NotFound)?;
    match draft.state {
        DraftState::Proposed => Ok(draft),
        state => Err(DecisionError::AlreadyDecided { state }),
    }
}

async fn keeping_department(
    conn: &mut PgConnection,
    scope: &Scope,
    draft: &Draft,
    approval: &Approval,
) -> Result<String, DecisionError> {
    let pcode =
        approval.department.as_ref().or(draft.department.as_ref()).ok_or(DecisionError::NoDepartment)?;
    let known = find_department(conn, pcode).await?;
    known
        .map(|department| department.pcode)
        .filter(|known| scope.may(Action::Review, known))
        .ok_or_else(|| DecisionError::UnknownDepartment { pcode: pcode.clone() })
}

/// Makes the register row of a draft.
async fn insert_feature(
    conn: &mut PgConnection,
    scope: &Scope,
    (draft, kind): (DraftId, DraftKind),
    feature: Uuid,
    department: &str,
    attributes: &Value,
) -> Result<Collection, StoreError> {
    let actor = scope.actor();
    match kind {
        DraftKind::Parcel => {
            sqlx::query_file!("sql/approve_parcel.sql", feature, department, attributes, actor, draft.0)
                .execute(conn)
                .await?;
            Ok(Collection::Parcels)
        }
        DraftKind::Road => {
            sqlx::query_file!("sql/approve_road.sql", feature, department, attributes, actor, draft.0)
                .execute(conn)
                .await?;
            Ok(Collection::Roads)
        }
        DraftKind::MarketAsset => {
            sqlx::query_file!(
                "sql/approve_market_asset.sql",
                feature,
                department,
                attributes,
                actor,
                draft.0
            )
            .execute(conn)
            .await?;
            Ok(Collection::MarketAssets)
        }
    }
}
