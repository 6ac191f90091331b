//! Deciding on a draft: into the register, or back to whoever proposed it.

use super::apply::apply;
use super::attribute::check_attributes;
use super::error::DraftError;
use super::kind::collection_of;
use super::propose::{known_department, no_department};
use super::read::{Draft, DraftAction, DraftState, get_draft, note_event};
use super::target::{Present, lock_targets};
use crate::act::{self, Act};
use crate::check::{Completion, judge_completed, judge_draft};
use crate::dispute::is_disputed;
use gis_core::id::{DraftId, FeatureRef};
use gis_core::scope::Action;
use gis_core::survey::Grade;
use gis_core::{Finding, Scope, Severity, Text};
use serde_json::{Map, Value};
use sqlx::PgConnection;
use std::collections::BTreeMap;

/// What whoever approves adds to a draft.
#[derive(Debug, Clone, Default)]
pub struct Approval {
    /// P-code of the department that shall keep the feature; by default the one the draft is filed under.
    pub department: Option<String>,
    /// Attributes of the feature, over those of the draft.
    pub attributes: Map<String, Value>,
    /// What is answered to each warning, by its code.
    pub answers: BTreeMap<String, String>,
    /// The version of the draft that was looked at.
    pub version: i32,
}

/// Enters a draft into the register: its features, their versions, the change feed, the audit log, the draft closed,
/// all at once.
pub async fn approve_draft(
    conn: &mut PgConnection,
    scope: &Scope,
    id: DraftId,
    approval: &Approval,
) -> Result<FeatureRef, DraftError> {
    let seen = get_draft(conn, scope, id).await?.ok_or(DraftError::NotFound)?;
    // Its note may name people, who can be forgotten; versions never are. They refer to the draft.
    let act = Act { reason: None, valid_from: seen.valid_from, draft: Some(id) };
    let mut transaction = act::begin(conn, scope, &act).await?;
    let draft = lock_undecided(&mut transaction, scope, id, approval.version).await?;
    check_attributes_given(&draft, approval)?;
    if let Some(grading) = draft.grading.as_ref().filter(|grading| grading.grade == Grade::Rejected) {
        return Err(DraftError::Rejected { grading: grading.0.clone() });
    }
    let collection = collection_of(&draft.kind).expect("a constraint knows the kinds of drafts");
    let targets =
        lock_targets(&mut transaction, scope, Action::Review, (collection, draft.action), &draft.targets)
            .await?;
    check_order(&draft, &targets)?;
    let department = match approval.department.as_ref().or(draft.department.as_ref()) {
        Some(pcode) => known_department(&mut transaction, scope, Action::Review, pcode).await?,
        None => return Err(no_department()),
    };
    check_attributes(&mut transaction, collection, &approval.attributes).await?;
    if let Some(version) = judge_anew(&mut transaction, scope, id, &draft.findings).await? {
        transaction.commit().await?;
        return Err(DraftError::Changed { version });
    }
    // What an approval does not complete was judged just now.
    if !approval.attributes.is_empty() || draft.department.as_ref() != Some(&department) {
        let completion = Completion { department: Some(&department), attributes: Some(&approval.attributes) };
        judge_completed(&mut transaction, scope, id, &completion).await?;
    }
    let judged = get_draft(&mut transaction, scope, id).await?.ok_or(DraftError::NotFound)?;
    let mut findings = judged.findings.0;
    let features: Vec<_> = targets.iter().map(|target| target.id).collect();
    if is_disputed(&mut transaction, &features).await? {
        findings.push(disputed());
    }
    weigh(&findings, &approval.answers)?;
    let feature =
        apply(&mut transaction, scope, &draft, (collection, &department), &targets, approval).await?;
    sqlx::query!(
        "update draft set state = 'approved', decided_at = now(), decided_by = $2, feature_collection = $3,
            feature_id = $4, department_pcode = $5
        where id = $1",
        id.0,
        scope.actor(),
        feature.collection,
        feature.id,
        department,
    )
    .execute(&mut *transaction)
    .await?;
    let answers: Vec<_> = approval.answers.iter().map(|(code, words)| format!("{code}: {words}")).collect();
    let words = Some(answers.join("\n")).filter(|words| !words.is_empty());
    note_event(&mut transaction, scope, id, "approved", words.as_deref()).await?;
    transaction.commit().await?;
    Ok(feature)
}

/// Sends a draft back to whoever proposed it, with the reason.
pub async fn return_draft(
    conn: &mut PgConnection,
    scope: &Scope,
    id: DraftId,
    version: i32,
    reason: &str,
) -> Result<Draft, DraftError> {
    let mut transaction = act::begin(conn, scope, &Act::default()).await?;
    lock_undecided(&mut transaction, scope, id, version).await?;
    sqlx::query!(
        "update draft set state = 'returned', decided_at = now(), decided_by = $2, return_reason = $3 where id = $1",
        id.0,
        scope.actor(),
        reason,
    )
    .execute(&mut *transaction)
    .await?;
    note_event(&mut transaction, scope, id, "returned", Some(reason)).await?;
    let draft = get_draft(&mut transaction, scope, id).await?.ok_or(DraftError::NotFound)?;
    transaction.commit().await?;
    Ok(draft)
}

/// Whoever approves may complete what a log gave, which has no attributes of its own; what somebody proposed is taken
/// or returned.
fn check_attributes_given(draft: &Draft, approval: &Approval) -> Result<(), DraftError> {
    if draft.action == DraftAction::Create || approval.attributes.is_empty() {
        return Ok(());
    }
    Err(DraftError::field(
        "attributes",
        "cette proposition se prend telle quelle : renvoyez-la pour qu'elle soit corrigée",
        "this proposal is taken as it is: return it to have it corrected",
    ))
}

/// What is written over a feature is not older than what it is now: the states between would be lost.
pub(super) fn check_order(draft: &Draft, targets: &[Present]) -> Result<(), DraftError> {
    let Some(valid_from) = draft.valid_from else { return Ok(()) };
    match targets.iter().map(|target| target.valid_from).max() {
        Some(since) if valid_from < since => Err(DraftError::field(
            "valid_from",
            format!("l'état actuel de l'objet vaut depuis le {since} : donnez une date plus récente"),
            format!("the present state of the feature is valid since {since}: give a later moment"),
        )),
        _ => Ok(()),
    }
}

/// The register may have changed round a draft. When it has warnings or errors that nobody has read, whoever decides
/// looks again, as at another version: this is its number.
async fn judge_anew(
    conn: &mut PgConnection,
    scope: &Scope,
    id: DraftId,
    seen: &[Finding],
) -> Result<Option<i32>, DraftError> {
    judge_draft(conn, scope, id).await?;
    let judged = get_draft(conn, scope, id).await?.ok_or(DraftError::NotFound)?;
    let is_unseen = |finding: &Finding| finding.severity != Severity::Note && !seen.contains(finding);
    if !judged.findings.iter().any(is_unseen) {
        return Ok(None);
    }
    let version =
        sqlx::query_scalar!("update draft set version = version + 1 where id = $1 returning version", id.0);
    Ok(Some(version.fetch_one(conn).await?))
}

fn disputed() -> Finding {
    Finding::warning(
        "disputed",
        Text::new(
            "L'objet fait l'objet d'un litige en cours : dites pourquoi le modifier maintenant.",
            "The feature is under dispute: say why it is to be changed now.",
        ),
    )
}

/// Errors stand in the way; warnings want an answer in words.
fn weigh(findings: &[Finding], answers: &BTreeMap<String, String>) -> Result<(), DraftError> {
    let of = |severity| findings.iter().filter(move |finding| finding.severity == severity).cloned();
    let blocking: Vec<_> = of(Severity::Error).collect();
    if !blocking.is_empty() {
        return Err(DraftError::Blocked { findings: blocking });
    }
    let is_answered =
        |finding: &Finding| answers.get(&finding.code).is_some_and(|words| !words.trim().is_empty());
    let unanswered: Vec<_> = of(Severity::Warning).filter(|finding| !is_answered(finding)).collect();
    if unanswered.is_empty() { Ok(()) } else { Err(DraftError::Unanswered { findings: unanswered }) }
}

/// Locks a submitted draft that somebody else proposed.
async fn lock_undecided(
    conn: &mut PgConnection,
    scope: &Scope,
    id: DraftId,
    version: i32,
) -> Result<Draft, DraftError> {
    let draft = lock_draft(conn, scope, id, None).await?;
    let decides = match &draft.department {
        Some(pcode) => scope.may(Action::Review, pcode),
        None => scope.may_somewhere(Action::Review),
    };
    if !decides {
        return Err(DraftError::NotFound);
    }
    if draft.state != DraftState::Submitted {
        return Err(DraftError::WrongState { state: draft.state });
    }
    if draft.version != version {
        return Err(DraftError::Changed { version: draft.version });
    }
    if scope.account().is_some() && is_own(conn, scope, &draft).await? {
        return Err(DraftError::Own);
    }
    Ok(draft)
}

/// Whether somebody had a hand in what is proposed.
async fn is_own(conn: &mut PgConnection, scope: &Scope, draft: &Draft) -> Result<bool, DraftError> {
    let had_a_hand = sqlx::query_scalar!(
        r#"select exists (
            select from draft_event
            where draft_id = $1 and actor = $2 and action in ('proposed', 'corrected', 'targeted', 'submitted')
        ) as "had_a_hand!""#,
        draft.id,
        scope.actor(),
    )
    .fetch_one(conn)
    .await?;
    Ok(had_a_hand || draft.created_by == scope.actor())
}

/// Locks a draft until the end of the transaction; it must be at the version that the caller saw, if that is said.
pub(super) async fn lock_draft(
    conn: &mut PgConnection,
    scope: &Scope,
    id: DraftId,
    version: Option<i32>,
) -> Result<Draft, DraftError> {
    sqlx::query!("select id from draft where id = $1 for update", id.0).fetch_optional(&mut *conn).await?;
    let draft = get_draft(conn, scope, id).await?.ok_or(DraftError::NotFound)?;
    match version {
        Some(seen) if seen != draft.version => Err(DraftError::Changed { version: draft.version }),
        _ => Ok(draft),
    }
}
