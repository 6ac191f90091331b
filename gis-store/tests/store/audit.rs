//! The audit log: chained in the order of commits, and whatever is altered behind its back is named.

use super::fixture::{THIES, a_log, a_parcel, a_parcel_draft, filled, write};
use gis_core::scope::{Grant, Role};
use gis_core::{Collection, Scope};
use gis_store::account::{AccountChange, NewAccount, change_account, insert_account};
use gis_store::act::{self, Act};
use gis_store::audit::{AuditFinding, EntryPage, Verified, append, get_head, list_entries, verify};
use gis_store::dispute::{NewDispute, open_dispute};
use gis_store::register::write_object;
use gis_store::upload::insert_upload;
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
pub(super) async fn named(conn: &mut PgConnection) -> Vec<String> {
    let (verified, findings) = verified(conn, None).await;
    assert_eq!(usize::try_from(verified.findings), Ok(findings.len()));
    let mut named: Vec<_> =
        findings.into_iter().map(|found| format!("{} {} {}", found.code, found.table, found.row)).collect();
    named.sort();
    named
}

/// What somebody with all rights on the database can do, and no trigger hinders.
pub(super) async fn behind_its_back(conn: &mut PgConnection, statement: &str) {
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
        (verified.versions, verified.objects, verified.logs),
        (5, 1, 1),
        "two versions left a remainder each"
    );
    assert_eq!(verified.rows, 3, "a draft, and that it was proposed and submitted");
    assert!(verified.entries > 5, "also the draft left entries");
}

#[sqlx::test(migrations = "../migrations")]
async fn each_alteration_is_named(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let id = Uuid::now_v7();
    a_history(&mut conn, id).await;
    let log = insert_upload(&mut conn, &Scope::operator(), &a_log(b"a log")).await.expect("stored").id().0;
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

/// A row in each table that has no versions; the names of their rows.
async fn rows_without_versions(pool: &PgPool, conn: &mut PgConnection) -> Vec<(&'static str, String)> {
    let (parent, child) = (Uuid::now_v7(), Uuid::now_v7());
    let draft = a_parcel_draft(pool, b"a log", THIES).await;
    write(conn, &a_parcel(parent, "A"), None).await;
    let operator = Scope::operator();
    let new = NewAccount {
        login: "fatou",
        display_name: "Fatou",
        grants: &[Grant::everywhere(Role::Planner), Grant::within(Role::Staff, "SN1302")],
    };
    let account = insert_account(conn, &operator, &new).await.expect("made").id;
    let dispute = NewDispute {
        collection: Collection::Parcels,
        feature: parent,
        nature: "boundary".to_owned(),
        statement: "À qui est-ce ?".to_owned(),
        parties: Vec::new(),
    };
    let dispute = open_dispute(conn, &operator, &dispute).await.expect("opened").id;
    for statement in [
        format!(
            "insert into parcel_lineage values ('{parent}', '{child}', 'split', 'SN1302', '{draft}', now(), 'x')"
        ),
        format!("insert into draft_target values ('{draft}', 'parcels', '{parent}', 1)"),
        format!(
            "insert into draft_part select id, 0, st_multi(geometry), '{{}}' from draft where id = '{draft}'"
        ),
    ] {
        sqlx::query(&statement).execute(&mut *conn).await.expect("written");
    }
    let event: i64 =
        sqlx::query_scalar("select max(id) from draft_event").fetch_one(conn).await.expect("read");
    vec![
        ("account_grant", format!("{account}/staff/SN1302")),
        ("dispute", dispute.to_string()),
        ("draft", draft.to_string()),
        ("draft_event", event.to_string()),
        ("draft_part", format!("{draft}/0")),
        ("draft_target", format!("{draft}/{parent}")),
        ("parcel_lineage", format!("{parent}/{child}")),
    ]
}

#[sqlx::test(migrations = "../migrations")]
async fn one_byte_changed_in_a_row_without_versions_names_the_row(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let rows = rows_without_versions(&pool, &mut conn).await;
    assert_eq!(named(&mut conn).await, Vec::<String>::new());
    let of = |table: &str| {
        rows.iter().find(|(name, _)| *name == table).map(|(_, key)| key.clone()).expect("there")
    };
    let shifted = "geometry = st_affine(geometry, 1, 0, 0, 1, 1e-9, 0)";
    for (table, change) in [
        // The key of a grant is all of it: see the next test.
        ("dispute", "statement = 'À qui est-cf ?'"),
        ("draft", "created_by = 'faton'"),
        ("draft", shifted),
        ("draft", "findings = '[1]'"),
        ("draft", "decided_by = 'x'"),
        ("draft_event", "words = 'non'"),
        ("draft_part", shifted),
        ("draft_target", "version = 2"),
        ("parcel_lineage", "created_at = created_at + interval '1 microsecond'"),
    ] {
        behind_its_back(&mut conn, &format!("create table saved as select * from {table}")).await;
        let of_last =
            if table == "draft_event" { "where id = (select max(id) from draft_event)" } else { "" };
        behind_its_back(&mut conn, &format!("update {table} set {change} {of_last}")).await;
        assert_eq!(named(&mut conn).await, [format!("row_changed {table} {}", of(table))], "{change}");
        for statement in
            [format!("delete from {table}"), restoring(&mut conn, table).await, "drop table saved".to_owned()]
        {
            behind_its_back(&mut conn, &statement).await;
        }
        assert_eq!(named(&mut conn).await, Vec::<String>::new(), "restored");
    }
}

/// The statement that puts saved rows back, identities and all.
async fn restoring(conn: &mut PgConnection, table: &str) -> String {
    let columns: String = sqlx::query_scalar(
        "select string_agg(quote_ident(attname), ', ') from pg_attribute where attrelid = $1::text::regclass and attnum > 0",
    )
    .bind(table)
    .fetch_one(conn)
    .await
    .expect("read");
    format!("insert into {table} ({columns}) overriding system value select {columns} from saved")
}

#[sqlx::test(migrations = "../migrations")]
async fn rows_without_versions_that_are_added_or_taken_away_behind_the_log_are_named(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let rows = rows_without_versions(&pool, &mut conn).await;
    let account = rows[0].1.split('/').next().expect("an account").to_owned();
    behind_its_back(&mut conn, "update account_grant set role = 'administrator' where role = 'staff'").await;
    let widened = [
        format!("row_missing account_grant {account}/staff/SN1302"),
        format!("row_unrecorded account_grant {account}/administrator/SN1302"),
    ];
    assert_eq!(named(&mut conn).await, widened);
    behind_its_back(&mut conn, "update account_grant set role = 'staff' where role = 'administrator'").await;
    behind_its_back(&mut conn, "delete from parcel_lineage").await;
    assert_eq!(named(&mut conn).await, [format!("row_missing parcel_lineage {}", rows[6].1)]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_row_and_its_digest_changed_together_do_not_fit_their_entry(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let rows = rows_without_versions(&pool, &mut conn).await;
    behind_its_back(&mut conn, "update parcel_lineage set kind = 'merge'").await;
    behind_its_back(
        &mut conn,
        "update row_witness set digest = sha256(convert_to(said, 'UTF8')) from witnessed_rows('parcel_lineage') as row
        where table_name = 'parcel_lineage' and row.row_key = row_witness.row_key",
    )
    .await;
    let entry: i64 = sqlx::query_scalar("select sequence from audit_entry where subject = $1")
        .bind(format!("parcel_lineage/{}", rows[6].1))
        .fetch_one(&mut *conn)
        .await
        .expect("there");
    assert_eq!(named(&mut conn).await, [format!("witnesses_differ audit_entry {entry}")]);
    for statement in
        ["update row_witness set digest = null", "delete from row_witness", "truncate draft_event"]
    {
        assert!(sqlx::query(statement).execute(&mut *conn).await.is_err(), "{statement}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_written_and_removed_by_the_program_itself_verifies(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let rows = rows_without_versions(&pool, &mut conn).await;
    let operator = Scope::operator();
    let account: Uuid = rows[0].1.split('/').next().expect("an account").parse().expect("an identifier");
    let fewer =
        AccountChange { grants: Some(vec![Grant::everywhere(Role::Planner)]), ..AccountChange::default() };
    change_account(&mut conn, &operator, (account, 1), &fewer).await.expect("changed");
    sqlx::query("delete from parcel_lineage").execute(&mut *conn).await.expect("deleted");
    sqlx::query("delete from draft").execute(&mut *conn).await.expect("deleted, with what hangs on it");
    assert_eq!(named(&mut conn).await, Vec::<String>::new());
    let by: String = sqlx::query_scalar(
        "select actor from audit_entry where action = 'row.remove' and subject like 'account_grant/%'",
    )
    .fetch_one(&mut *conn)
    .await
    .expect("one grant was taken, the other not written again");
    assert_eq!(by, "operator");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_table_that_is_taken_off_the_list_is_missed(pool: PgPool) {
    let mut conn = filled(&pool).await;
    a_history(&mut conn, Uuid::now_v7()).await;
    a_parcel_draft(&pool, b"a log", THIES).await;
    behind_its_back(&mut conn, "delete from register_table where layer = 'parcels'").await;
    behind_its_back(&mut conn, "delete from witnessed_table where table_name = 'draft'").await;
    assert_eq!(
        named(&mut conn).await,
        ["table_unlisted register_table parcels", "table_unlisted witnessed_table draft"]
    );
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
