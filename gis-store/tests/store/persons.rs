//! Personal data beside the records of persons: disputes, documents, declared neighbours and debts.

use super::fixture::{THIES, a_parcel_draft, approve, filled};
use gis_core::scope::{Grant, Role};
use gis_core::{Collection, Scope};
use gis_store::dispute::{
    DisputeChange, DisputeError, DisputeParty, DisputeRole, DisputeState, NewDispute, change_dispute,
    open_dispute,
};
use gis_store::document::{About, NewDocument, get_content, get_thumbnail, insert_document, list_documents};
use gis_store::draft::Approval;
use gis_store::neighbour::{Neighbours, get_neighbours, set_neighbours};
use gis_store::party::{
    NewParty, erase_party, expire_persons, export_party, get_party, insert_party, reveal_identity,
};
use gis_store::record::RecordError;
use gis_store::right::{NewRight, insert_right};
use gis_store::source::{NewSource, insert_source};
use gis_store::vault::Vault;
use gis_store::{PgConnection, PgPool};
use serde_json::{Value, json};
use uuid::Uuid;

fn staff() -> Scope {
    Scope::of_account("fatou", Uuid::from_u128(1), &[Grant::within(Role::Staff, "SN1302")])
}

fn vault() -> Vault {
    Vault::new(&[7; 32])
}

fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("a request")
}

async fn a_person(conn: &mut PgConnection, name: &str, purpose: &str) -> Uuid {
    let new: NewParty = read(json!({
        "department": "SN1302", "kind": "person", "person": { "purpose": purpose, "name": name }
    }));
    insert_party(conn, &staff(), &vault(), &new).await.expect("recorded").id
}

async fn a_parcel(pool: &PgPool, conn: &mut PgConnection) -> Uuid {
    let draft = a_parcel_draft(pool, b"parcel", THIES).await;
    approve(conn, &Scope::operator(), draft, &Approval::default()).await.expect("approved").id
}

fn a_dispute(parcel: Uuid, claimant: Uuid) -> NewDispute {
    NewDispute {
        collection: Collection::Parcels,
        feature: parcel,
        nature: "boundary".to_owned(),
        statement: "La borne a été déplacée.".to_owned(),
        parties: vec![DisputeParty { party: claimant, role: DisputeRole::Claimant }],
    }
}

/// Rows of the log of accesses since a moment that a count marks: action, party, what was read.
async fn accesses(conn: &mut PgConnection, skipped: i64) -> Vec<(String, Option<Uuid>, Option<String>)> {
    sqlx::query_as("select action, party_id, about from person_access order by id offset $1")
        .bind(skipped)
        .fetch_all(conn)
        .await
        .expect("read")
}

async fn count_accesses(conn: &mut PgConnection) -> i64 {
    sqlx::query_scalar("select count(*) from person_access").fetch_one(conn).await.expect("counted")
}

#[sqlx::test(migrations = "../migrations")]
async fn whoever_is_in_a_dispute_is_known_by_identifier_kept_while_it_lasts_and_told_of_it(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let parcel = a_parcel(&pool, &mut conn).await;
    let scope = staff();
    let claimant = a_person(&mut conn, "Awa Planté", "land_inquiry").await;
    for unknown in [Uuid::now_v7(), parcel] {
        let refused = open_dispute(&mut conn, &scope, &a_dispute(parcel, unknown)).await;
        assert!(matches!(refused, Err(DisputeError::Field { field: "parties", .. })), "{refused:?}");
    }
    let dispute = open_dispute(&mut conn, &scope, &a_dispute(parcel, claimant)).await.expect("opened");

    let held = export_party(&mut conn, &scope, &vault(), claimant, "demande").await.expect("exported");
    assert_eq!(held["disputes"][0]["statement"], "La borne a été déplacée.");
    assert_eq!(
        (&held["disputes"][0]["role"], held["disputes"].as_array().map(Vec::len)),
        (&json!("claimant"), Some(1))
    );
    assert!(matches!(erase_party(&mut conn, &scope, claimant, "demande").await, Err(RecordError::Misfit(_))));
    let far = "2099-01-01".parse().expect("a day");
    let expired = expire_persons(&mut conn, &Scope::operator(), far, true).await.expect("asked");
    assert!(expired.is_empty(), "{expired:?}");

    let ended = DisputeChange {
        state: Some(DisputeState::Resolved),
        resolution: Some("La borne est remise.".to_owned()),
        ..DisputeChange::default()
    };
    change_dispute(&mut conn, &scope, dispute.id, dispute.version, &ended).await.expect("ended");
    let expired = expire_persons(&mut conn, &Scope::operator(), far, true).await.expect("asked");
    assert_eq!(expired.iter().map(|expiry| expiry.party).collect::<Vec<_>>(), [claimant]);
    erase_party(&mut conn, &scope, claimant, "demande").await.expect("erased");
    for table in ["dispute", "audit_entry", "row_witness"] {
        let told: i64 = sqlx::query_scalar(&format!(
            "select count(*) from {table} as held where held::text like '%Planté%'"
        ))
        .fetch_one(&mut *conn)
        .await
        .expect("searched");
        assert_eq!(told, 0, "{table}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn every_look_at_a_document_about_a_party_or_of_a_right_is_logged(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let parcel = a_parcel(&pool, &mut conn).await;
    let scope = staff();
    let holder = a_person(&mut conn, "Awa Planté", "land_register").await;
    let deliberation: NewSource =
        read(json!({ "department": "SN1302", "kind": "council_deliberation", "dated_on": "2026-01-10" }));
    let source = insert_source(&mut conn, &scope, &deliberation).await.expect("recorded").id;
    let right: NewRight = read(json!({
        "class": "right", "kind": "allocation", "source": source, "starts_on": "2026-02-01",
        "holders": [{ "party": holder, "share": { "numerator": 1, "denominator": 1 } }]
    }));
    insert_right(&mut conn, &scope, parcel, &right).await.expect("recorded");
    let about = [
        (About::Party(holder), holder),
        (About::Source(source), source),
        (About::Feature(Collection::Parcels, parcel), parcel),
    ];
    for (about, id) in about {
        let new = NewDocument { about, title: "scan".to_owned(), bytes: b"%PDF-1.7 scan".to_vec() };
        let document = insert_document(&mut conn, &scope, new).await.expect("kept").id;
        let before = count_accesses(&mut conn).await;
        get_content(&mut conn, &scope, document).await.expect("read").expect("there");
        get_thumbnail(&mut conn, &scope, document).await.expect("read");
        assert_eq!(list_documents(&mut conn, &scope, id).await.expect("listed").len(), 1);
        let row = ("read".to_owned(), Some(holder), Some(format!("documents/{document}")));
        let expected = if id == parcel { Vec::new() } else { vec![row; 3] };
        assert_eq!(accesses(&mut conn, before).await, expected, "{about:?}");
    }
    let before = count_accesses(&mut conn).await;
    let planner = Scope::of_account("p", Uuid::from_u128(2), &[Grant::within(Role::Planner, "SN1302")]);
    assert!(list_documents(&mut conn, &planner, source).await.expect("asked").is_empty());
    assert_eq!(accesses(&mut conn, before).await, [], "who sees nothing has read nothing");
    let chained: i64 = sqlx::query_scalar(
        "select count(*) from audit_entry where action = 'person.read' and subject like 'documents/%' and actor = 'fatou'",
    )
    .fetch_one(&mut *conn)
    .await
    .expect("counted");
    assert_eq!(chained, 6);
}

#[sqlx::test(migrations = "../migrations")]
async fn every_look_at_declared_neighbours_is_logged(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let parcel = a_parcel(&pool, &mut conn).await;
    let scope = staff();
    get_neighbours(&mut conn, &scope, parcel).await.expect("read");
    assert_eq!(accesses(&mut conn, 0).await, [], "there was nothing to read");
    let declared = Neighbours { north: Some("Awa Planté".to_owned()), ..Neighbours::default() };
    set_neighbours(&mut conn, &scope, parcel, &declared).await.expect("declared");
    assert_eq!(get_neighbours(&mut conn, &scope, parcel).await.expect("read"), declared);
    let about = format!("parcels/{parcel}/neighbours");
    assert_eq!(accesses(&mut conn, 0).await, [("read".to_owned(), None, Some(about.clone()))]);
    let by: String =
        sqlx::query_scalar("select actor from audit_entry where action = 'person.read' and subject = $1")
            .bind(about)
            .fetch_one(&mut *conn)
            .await
            .expect("chained");
    assert_eq!(by, "fatou");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_lost_key_loses_the_numbers_and_nothing_else(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let new: NewParty = read(json!({
        "department": "SN1302", "kind": "person", "person": { "purpose": "land_register", "name": "Awa Planté",
            "identity": { "kind": "national_identity_card", "number": "1751199000123" } }
    }));
    let id = insert_party(&mut conn, &staff(), &vault(), &new).await.expect("recorded").id;
    let another = Vault::new(&[8; 32]);
    let party = get_party(&mut conn, &staff(), &another, id).await.expect("read").expect("there");
    let person = party.person.expect("a person");
    assert_eq!(
        (person.name.as_str(), person.identity.expect("a document").number.as_str()),
        ("Awa Planté", "••••")
    );
    let held = export_party(&mut conn, &staff(), &another, id, "demande").await.expect("exported");
    assert_eq!(held["party"]["person"]["identity"]["number"], "••••");
    let revealed = reveal_identity(&mut conn, &staff(), &another, id, "contrôle").await;
    assert!(matches!(revealed, Err(RecordError::Vault(_))), "{revealed:?}");
}
