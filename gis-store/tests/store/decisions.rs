//! What a decision on a draft holds against: a register that has changed since the draft was proposed.

use super::fixture::{THIES, a_parcel_draft, a_survey, approve, filled, first_draft, process, square_at};
use super::review::{a_parcel, carry_out, object, properties, proposal, somebody};
use chrono::Utc;
use gis_core::id::DraftId;
use gis_core::scope::Role;
use gis_core::survey::DraftKind;
use gis_core::{Scope, Severity};
use gis_store::draft::{
    Approval, Blend, Correction, Draft, DraftAction, DraftError, DraftState, Proposal, approve_draft,
    clear_target, correct_draft, get_draft, propose, set_target, submit_draft,
};
use gis_store::{PgConnection, StoreError};
use serde_json::json;
use sqlx::PgPool;

/// Proposes and submits as a surveyor.
async fn submitted(conn: &mut PgConnection, proposal: &Proposal) -> DraftId {
    let awa = somebody("awa", Role::Staff);
    let id = propose(conn, &awa, proposal, Utc::now()).await.expect("proposed");
    submit_draft(conn, &awa, id, None).await.expect("submitted");
    id
}

async fn seen(conn: &mut PgConnection, id: DraftId) -> Draft {
    get_draft(conn, &Scope::operator(), id).await.expect("read").expect("there")
}

fn codes(draft: &Draft, severity: Severity) -> Vec<&str> {
    let of_it = draft.findings.iter().filter(|finding| finding.severity == severity);
    of_it.map(|finding| finding.code.as_str()).collect()
}

#[sqlx::test(migrations = "../migrations")]
async fn what_has_ended_is_not_changed_by_a_draft_of_before(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let parcel = a_parcel(&pool, b"a", THIES, json!({})).await;
    let mut edit = proposal(DraftAction::Edit, std::slice::from_ref(&parcel));
    edit.attributes = object(json!({ "land_use": "housing" }));
    let before = submitted(&mut conn, &edit).await;
    let again = submitted(&mut conn, &proposal(DraftAction::Retire, std::slice::from_ref(&parcel))).await;
    carry_out(&mut conn, &proposal(DraftAction::Retire, std::slice::from_ref(&parcel)))
        .await
        .expect("retired");
    let fatou = somebody("fatou", Role::Staff);
    for draft in [before, again] {
        let refused = approve(&mut conn, &fatou, draft, &Approval::default()).await;
        assert!(matches!(refused, Err(DraftError::Stale { current: None, .. })), "{refused:?}");
    }
    let survey = a_survey(DraftKind::Parcel, square_at(THIES.0, THIES.1));
    let draft = DraftId(first_draft(&pool, process(&pool, b"again", survey).await).await.id);
    let target = set_target(&mut conn, &fatou, draft, 1, &parcel, Blend::Replace).await;
    assert!(matches!(target, Err(DraftError::Stale { current: None, .. })), "{target:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_restored_version_has_nothing_of_what_came_after_it(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let mut parcel = a_parcel(&pool, b"a", THIES, json!({ "land_use": "housing" })).await;
    let first = properties(&mut conn, parcel.id).await;
    let mut edit = proposal(DraftAction::Edit, std::slice::from_ref(&parcel));
    edit.attributes = object(json!({ "nicad": "0722010100100001", "land_use": "commercial" }));
    carry_out(&mut conn, &edit).await.expect("edited");
    parcel.version = 2;
    let mut restore = proposal(DraftAction::Restore, std::slice::from_ref(&parcel));
    restore.restored_version = Some(1);
    carry_out(&mut conn, &restore).await.expect("restored");
    assert_eq!(properties(&mut conn, parcel.id).await, first);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_warning_that_nobody_has_seen_is_not_answered(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let (lon, lat) = THIES;
    let mut own = proposal(DraftAction::Create, &[]);
    own.geometry = Some(square_at(lon, lat));
    let draft = submitted(&mut conn, &own).await;
    assert!(codes(&seen(&mut conn, draft).await, Severity::Warning).is_empty());
    a_parcel(&pool, b"beneath", (lon + 0.0004, lat), json!({})).await;

    let fatou = somebody("fatou", Role::Staff);
    let version = seen(&mut conn, draft).await.version;
    let approval =
        Approval { answers: [("overlap".to_owned(), "vu".to_owned())].into(), ..Approval::default() };
    let refused = approve(&mut conn, &fatou, draft, &approval).await;
    assert!(matches!(refused, Err(DraftError::Changed { version: now }) if now > version), "{refused:?}");
    let shown = seen(&mut conn, draft).await;
    assert_eq!(codes(&shown, Severity::Warning), ["overlap"]);
    approve(&mut conn, &fatou, draft, &approval).await.expect("seen, answered and approved");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_merge_takes_no_other_ground_when_it_is_corrected(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let (lon, lat) = THIES;
    let west = a_parcel(&pool, b"west", THIES, json!({})).await;
    let east = a_parcel(&pool, b"east", (lon + 0.001, lat), json!({})).await;
    let awa = somebody("awa", Role::Staff);
    let merge = proposal(DraftAction::Merge, &[west, east]);
    let draft = propose(&mut conn, &awa, &merge, Utc::now()).await.expect("proposed");
    let version = seen(&mut conn, draft).await.version;
    let wider = Correction { geometry: Some(square_at(lon, lat - 0.0005)), ..Correction::default() };
    let refused = correct_draft(&mut conn, &awa, draft, version, &wider, Utc::now()).await;
    assert!(matches!(&refused, Err(DraftError::Field { field, .. }) if field == "geometry"), "{refused:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_survey_that_was_pointed_at_the_wrong_parcel_is_one_of_its_own_again(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let parcel = a_parcel(&pool, b"a", THIES, json!({})).await;
    let draft = a_parcel_draft(&pool, b"beside", (THIES.0 + 0.002, THIES.1)).await;
    let before = seen(&mut conn, draft).await;
    let scope = Scope::operator();
    let aimed =
        set_target(&mut conn, &scope, draft, before.version, &parcel, Blend::Replace).await.expect("set");
    let cleared = clear_target(&mut conn, &scope, draft, aimed.version).await.expect("cleared");
    assert_eq!((cleared.action, cleared.blend, cleared.targets.len()), (DraftAction::Create, None, 0));
    assert_eq!(cleared.findings.0, before.findings.0);
    let feature = approve(&mut conn, &scope, draft, &Approval::default()).await.expect("approved");
    assert_ne!(feature.id, parcel.id);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_survey_that_keeps_the_registered_outline_is_judged_by_that(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let (lon, lat) = THIES;
    let parcel = a_parcel(&pool, b"a", THIES, json!({})).await;
    a_parcel(&pool, b"neighbour", (lon + 0.0011, lat), json!({})).await;
    let draft = a_parcel_draft(&pool, b"drifted", (lon + 0.0006, lat)).await;
    let before = seen(&mut conn, draft).await;
    assert!(codes(&before, Severity::Warning).contains(&"overlap"), "{:?}", before.findings);
    let kept = set_target(&mut conn, &Scope::operator(), draft, before.version, &parcel, Blend::Keep)
        .await
        .expect("set");
    assert!(!codes(&kept, Severity::Warning).contains(&"overlap"), "{:?}", kept.findings);
    let replaced = set_target(&mut conn, &Scope::operator(), draft, kept.version, &parcel, Blend::Replace)
        .await
        .expect("set");
    assert!(codes(&replaced, Severity::Warning).contains(&"overlap"), "{:?}", replaced.findings);
}

#[sqlx::test(migrations = "../migrations")]
async fn attributes_that_come_with_the_approval_are_judged_with_it(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let nicad = json!({ "nicad": "0721010100100012" });
    a_parcel(&pool, b"one", THIES, nicad.clone()).await;
    let second = a_parcel_draft(&pool, b"two", (THIES.0 + 0.01, THIES.1)).await;
    let seen = get_draft(&mut conn, &Scope::operator(), second).await.expect("read").expect("there");
    assert!(seen.findings.iter().all(|finding| finding.code != "duplicate_nicad"));
    let mut approval = Approval { attributes: object(nicad), version: seen.version, ..Approval::default() };
    let refused = approve_draft(&mut conn, &Scope::operator(), second, &approval).await;
    let Err(DraftError::Unanswered { findings }) = refused else { panic!("{refused:?}") };
    assert!(findings.iter().any(|finding| finding.code == "duplicate_nicad"), "{findings:?}");
    let left = get_draft(&mut conn, &Scope::operator(), second).await.expect("read").expect("there");
    assert_eq!((left.state, left.version), (DraftState::Submitted, seen.version), "nothing was written");

    approval.answers =
        findings.into_iter().map(|finding| (finding.code, "les deux moitiés".to_owned())).collect();
    approve_draft(&mut conn, &Scope::operator(), second, &approval).await.expect("answered");
    let told = get_draft(&mut conn, &Scope::operator(), second).await.expect("read").expect("there");
    assert!(
        told.findings.iter().any(|finding| finding.code == "duplicate_nicad"),
        "what was answered is kept"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn of_two_who_wait_for_each_other_one_gives_way(pool: PgPool) {
    let (mut one, mut other) = (filled(&pool).await, pool.acquire().await.expect("a connection"));
    let lock = |key: i64| sqlx::query("select pg_advisory_xact_lock($1)").bind(key);
    let mut one = sqlx::Connection::begin(&mut *one).await.expect("begun");
    let mut other = sqlx::Connection::begin(&mut *other).await.expect("begun");
    lock(1).execute(&mut *one).await.expect("locked");
    lock(2).execute(&mut *other).await.expect("locked");
    let (first, second) = tokio::join!(lock(2).execute(&mut *one), async {
        let outcome = lock(1).execute(&mut *other).await;
        other.rollback().await.expect("undone");
        outcome
    });
    let refused = first.err().or(second.err()).expect("one of them");
    assert!(StoreError::gave_way(&StoreError::from(refused)));
}
