//! The audit log: chained in the order of commits, and whatever is altered behind its back is named.

use super::fixture::{THIES, a_parcel, a_parcel_draft, filled, write};
use gis_core::Scope;
use gis_core::scope::{Grant, Role};
use gis_store::act::{self, Act};
use gis_store::audit::{AuditFinding, EntryPage, Verified, append, get_head, list_entries, verify};
use gis_store::register::write_object;
use gis_store::{PgConnection, PgPool};
use serde_json::json;
use uuid::Uuid;

async fn verified(conn: &mut PgConnection, receipt: Option<&str>) -> (Verified, Vec<AuditFinding>) {
    let mut findings = Vec::new();
    let verified = verify(conn, &Scope::operator(), receipt, &mut |finding| findings.push(finding))
        .await
        .expect("verified");
    (verified, findings)
}

/// Code, table and row of each finding, in order.
async fn named(conn: &mut PgConnection) -> Vec<String> {
    let (verified, findings) = verified(conn, None).await;
    assert_eq!(usize::try_from(verified.findings), Ok(findings.len()));
    let mut named: Vec<_> =
        findings.into_iter().map(|found| format!("{} {} {}", found.code, found.table, found.row)).collect();
    named.sort();
    named
}

/// What somebody with all rights on the database can do, and no trigger hinders.
async fn behind_its_back(conn: &mut PgConnection, statement: &str) {
    for statement in ["set session_replication_role = replica", statement, "reset session_replication_role"] {
        sqlx::query(statement).execute(&mut *conn).await.expect("done");
    }
}

/// A parcel of three versions, in entries 1 to 3, and two other entries, 4 and 5.
async fn a_history(conn: &mut PgConnection, id: Uuid) {
    for block in ["A", "B", "C"] {
        write(conn, &a_parcel(id, block), None).await;
    }
    for nth in 4..=5 {
        append(conn, &Scope::operator(), "session.open", "account/fatou", &json!({ "nth": nth }))
            .await
            .expect("appended");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn an_untouched_register_verifies(pool: PgPool) {
    let mut conn = filled(&pool).await;
    a_history(&mut conn, Uuid::now_v7()).await;
    a_parcel_draft(&pool, b"a log", THIES).await;
    let (verified, findings) = verified(&mut conn, None).await;
    assert_eq!(findings, []);
    assert_eq!(
        (verified.entries, verified.versions, verified.objects, verified.logs),
        (5, 5, 1, 1),
        "two versions left a remainder each"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn each_alteration_is_named(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let id = Uuid::now_v7();
    a_history(&mut conn, id).await;
    a_parcel_draft(&pool, b"a log", THIES).await;
    let log: Uuid = sqlx::query_scalar("select id from upload").fetch_one(&mut *conn).await.expect("read");
    let shifted = "st_affine(geometry, 1, 0, 0, 1, 1e-9, 0)";
    let swap =
        "update audit_entry set sequence = case sequence when 4 then 5 else 4 end where sequence in (4, 5)";
    for (statement, expected) in [
        (format!("update parcel set geometry = {shifted}"), vec![format!("object_changed parcel {id}")]),
        ("update parcel set nicad = '0721010100100001'".to_owned(), vec![format!("object_changed parcel {id}")]),
        ("delete from parcel".to_owned(), vec![format!("object_missing parcel {id}")]),
        (
            "update feature_version set columns = columns || '{\"block\": \"Z\"}' where number = 1 and closed_by is not null"
                .to_owned(),
            vec![format!("version_changed feature_version parcels/{id} version 1")],
        ),
        (
            format!("update feature_version set geometry = {shifted} where number = 3"),
            vec![
                format!("object_changed parcel {id}"),
                format!("version_changed feature_version parcels/{id} version 3"),
            ],
        ),
        (
            "update feature_version set recorded = tstzrange(lower(recorded), upper(recorded) - interval '1 microsecond')
            where number = 1 and closed_by is not null".to_owned(),
            vec!["versions_differ audit_entry 2".to_owned()],
        ),
        (
            "delete from feature_version where number = 2 and closed_by is null".to_owned(),
            vec!["versions_differ audit_entry 3".to_owned()],
        ),
        ("update audit_entry set actor = 'nobody' where sequence = 4".to_owned(), vec!["entry_changed audit_entry 4".to_owned()]),
        ("delete from audit_entry where sequence = 4".to_owned(), vec!["entries_missing audit_entry 4".to_owned()]),
        ("delete from audit_entry where sequence = 5".to_owned(), vec!["head_differs audit_head 5".to_owned()]),
        ("update audit_head set sequence = 4".to_owned(), vec!["head_differs audit_head 4".to_owned()]),
        ("update upload_log set bytes = set_byte(bytes, 0, 0)".to_owned(), vec![format!("log_changed upload_log {log}")]),
    ] {
        let saved = "create table saved as select * from {}";
        let tables = ["parcel", "feature_version", "audit_entry", "audit_head", "upload_log"];
        for table in tables {
            sqlx::query(&saved.replace("{}", table).replace("saved", &format!("saved_{table}")))
                .execute(&mut *conn)
                .await
                .expect("saved");
        }
        behind_its_back(&mut conn, &statement).await;
        assert_eq!(named(&mut conn).await, expected, "{statement}");
        for table in tables {
            behind_its_back(&mut conn, &format!("delete from {table}")).await;
            behind_its_back(&mut conn, &format!("insert into {table} select * from saved_{table}")).await;
            behind_its_back(&mut conn, &format!("drop table saved_{table}")).await;
        }
        assert_eq!(named(&mut conn).await, Vec::<String>::new(), "restored");
    }
    behind_its_back(&mut conn, "alter table audit_entry drop constraint audit_entry_sequence_key").await;
    behind_its_back(&mut conn, swap).await;
    let moved = ["entry_moved audit_entry 4", "entry_moved audit_entry 5", "head_differs audit_head 5"];
    assert_eq!(named(&mut conn).await, moved);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_forged_digest_does_not_hide_an_alteration(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let id = Uuid::now_v7();
    a_history(&mut conn, id).await;
    behind_its_back(&mut conn, "update audit_entry set actor = 'nobody' where sequence = 4;").await;
    behind_its_back(
        &mut conn,
        "update audit_entry set digest = audit_digest(audit_entry) where sequence = 4",
    )
    .await;
    assert_eq!(named(&mut conn).await, ["entry_unlinked audit_entry 5"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_receipt_proves_that_what_it_covers_is_there(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::operator();
    let id = Uuid::now_v7();
    a_history(&mut conn, id).await;
    let head = get_head(&mut conn, &scope).await.expect("read").expect("open to the operator");
    write(&mut conn, &a_parcel(id, "D"), None).await;
    let (after, findings) = verified(&mut conn, Some(&head.digest)).await;
    assert_eq!((after.receipt, findings.len()), (Some(5), 0));
    let (other, findings) = verified(&mut conn, Some(&"0".repeat(64))).await;
    assert_eq!((other.receipt, findings[0].code), (None, "receipt_unknown"));
}

#[sqlx::test(migrations = "../migrations")]
async fn entries_are_chained_when_they_commit_and_without_a_gap(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::operator();
    let mut slow = act::begin(&pool, &scope, &Act::default()).await.expect("begun");
    append(&mut slow, &scope, "test.slow", "a", &json!({})).await.expect("appended");
    let mut lost = act::begin(&pool, &scope, &Act::default()).await.expect("begun");
    append(&mut lost, &scope, "test.lost", "a", &json!({})).await.expect("appended");
    append(&mut conn, &scope, "test.quick", "a", &json!({})).await.expect("nobody waits");
    lost.rollback().await.expect("rolled back");
    slow.commit().await.expect("committed");
    let page = EntryPage { limit: 10, ..EntryPage::default() };
    let entries = list_entries(&mut conn, &scope, &page).await.expect("read").expect("open");
    let order: Vec<_> = entries.iter().map(|entry| (entry.sequence, entry.action.as_str())).collect();
    assert_eq!(order, [(2, "test.slow"), (1, "test.quick")]);
    assert_eq!(named(&mut conn).await, Vec::<String>::new());
}

#[sqlx::test(migrations = "../migrations")]
async fn an_act_leaves_one_entry_with_who_and_why(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let id = Uuid::now_v7();
    let scope = Scope::of_departments("fatou", ["SN1302".to_owned()]);
    let act = Act { reason: Some("délibération 12 \u{1f} \"\\".to_owned()), ..Act::default() };
    let mut transaction = act::begin(&mut *conn, &scope, &act).await.expect("begun");
    write_object(&mut transaction, &scope, &a_parcel(id, "A")).await.expect("written");
    transaction.commit().await.expect("committed");
    let page = EntryPage { limit: 10, subject: Some(format!("parcels/{id}")), ..EntryPage::default() };
    let operator = Scope::operator();
    let entries = list_entries(&mut conn, &operator, &page).await.expect("read").expect("open");
    assert_eq!(entries.len(), 1);
    assert_eq!((entries[0].actor.as_str(), entries[0].action.as_str()), ("fatou", "register.create"));
    assert_eq!(entries[0].detail["reason"], "délibération 12 \u{1f} \"\\");
    assert_eq!(named(&mut conn).await, Vec::<String>::new(), "also with characters that JSON escapes");
}

#[sqlx::test(migrations = "../migrations")]
async fn the_log_is_closed_to_all_but_administrators_of_every_department(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let page = EntryPage { limit: 10, ..EntryPage::default() };
    let of = |grant: Grant| Scope::of_account("awa", Uuid::from_u128(1), &[grant]);
    for closed in [
        of(Grant::within(Role::Administrator, "SN1302")),
        of(Grant::everywhere(Role::Staff)),
        Scope::public([]),
    ] {
        assert!(list_entries(&mut conn, &closed, &page).await.expect("asked").is_none());
        assert!(get_head(&mut conn, &closed).await.expect("asked").is_none());
    }
    let open = of(Grant::everywhere(Role::Administrator));
    assert!(get_head(&mut conn, &open).await.expect("asked").is_some());
}

#[sqlx::test(migrations = "../migrations")]
async fn entries_are_neither_changed_nor_deleted(pool: PgPool) {
    let mut conn = filled(&pool).await;
    a_history(&mut conn, Uuid::now_v7()).await;
    for statement in [
        "update audit_entry set actor = 'nobody'",
        "update audit_entry set sequence = sequence",
        "delete from audit_entry",
        "truncate audit_entry",
    ] {
        assert!(sqlx::query(statement).execute(&mut *conn).await.is_err(), "{statement}");
    }
}
