//! Personal data beside the persons themselves: debts, papers, declarations. Who looked, who changed them.

use super::fixture::{THIES, filled};
use super::records::{NUMBER, a_feature, a_parcel, a_source, field, person, read, staff, vault};
use super::review::somebody;
use geo::point;
use gis_core::Scope;
use gis_core::scope::Role;
use gis_core::survey::DraftKind;
use gis_store::PgConnection;
use gis_store::document::{
    About, NewDocument, get_content, get_document, insert_document, withdraw_document,
};
use gis_store::market_record::{
    NewArrears, NewOccupancy, end_occupancy, insert_arrears, insert_occupancy, list_arrears, list_occupancies,
};
use gis_store::neighbour::{Neighbours, set_neighbours};
use gis_store::party::{PartyQuery, erase_party, get_party, insert_party, list_parties};
use gis_store::record::RecordError;
use gis_store::vault::{VaultError, give_up_numbers, open_vault};
use serde_json::{Value, json};
use sqlx::PgPool;
use std::os::unix::fs::PermissionsExt;
use uuid::Uuid;

const PHOTO: &[u8] = include_bytes!("../../../tests/data/photo.jpg");

/// What the log of accesses holds, in order.
async fn looks(pool: &PgPool) -> Vec<String> {
    sqlx::query_scalar("select concat_ws(' ', action, about) from person_access order by id")
        .fetch_all(pool)
        .await
        .expect("the log")
}

/// A place and its occupancy by a party, since 2024.
async fn an_occupancy(pool: &PgPool, conn: &mut PgConnection, party: Uuid) -> (Uuid, Uuid) {
    let place = a_feature(pool, conn, DraftKind::MarketAsset, point!(x: THIES.0, y: THIES.1).into()).await;
    let new: NewOccupancy = read(json!({ "party": party, "contract_kind": "occupancy_contract",
        "starts_on": "2024-01-01" }));
    (place, insert_occupancy(conn, &staff("SN1302"), place, &new).await.expect("recorded").id)
}

fn owed(amount_xof: i32) -> NewArrears {
    read(json!({ "due_on": "2024-06-01", "amount_xof": amount_xof, "reference": "Q-118" }))
}

#[sqlx::test(migrations = "../migrations")]
async fn a_history_of_a_place_that_tells_of_a_debt_is_logged_as_read(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = staff("SN1302");
    let party = person(&mut conn, NUMBER).await;
    let (place, occupancy) = an_occupancy(&pool, &mut conn, party).await;
    let before = looks(&pool).await;
    list_occupancies(&mut conn, &scope, place).await.expect("listed");
    assert_eq!(looks(&pool).await, before, "it told of no debt");
    insert_arrears(&mut conn, &scope, occupancy, &owed(6000)).await.expect("recorded");
    list_occupancies(&mut conn, &scope, place).await.expect("listed");
    assert_eq!(looks(&pool).await[before.len()..], [format!("read occupancies/{occupancy}/arrears")]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_debt_is_corrected_beside_what_was_said_and_keeps_the_person_until_it_is_paid(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = staff("SN1302");
    let party = person(&mut conn, NUMBER).await;
    let (_, occupancy) = an_occupancy(&pool, &mut conn, party).await;
    let nothing = insert_arrears(&mut conn, &scope, occupancy, &owed(0)).await.expect_err("refused");
    assert_eq!(field(&nothing), "amount_xof", "nothing is no debt");
    insert_arrears(&mut conn, &scope, occupancy, &owed(6000)).await.expect("recorded");
    insert_arrears(&mut conn, &scope, occupancy, &owed(600)).await.expect("corrected");
    let held = list_arrears(&mut conn, &scope, occupancy).await.expect("listed");
    assert_eq!((held.len(), held[0].amount_xof), (1, 600));
    assert_eq!((held[0].earlier[0].amount_xof, held[0].earlier[0].created_by.as_str()), (6000, "fatou"));
    let altered = sqlx::query("update arrears set amount_xof = 1").execute(&pool).await;
    assert!(altered.is_err(), "arrears are append-only");
    let entries: Vec<(String, Value)> =
        sqlx::query_as("select action, detail from audit_entry where action like 'arrears.%' order by id")
            .fetch_all(&pool)
            .await
            .expect("the chain");
    assert_eq!(
        entries.iter().map(|entry| &*entry.0).collect::<Vec<_>>(),
        ["arrears.record", "arrears.correct"]
    );
    for (_, detail) in &entries {
        assert_eq!(detail["digest"].as_str().map(str::len), Some(64));
        assert!(!detail.to_string().contains("Q-118") && detail.get("amount_xof").is_none(), "{detail}");
    }

    let day = "2025-01-01".parse().expect("a day");
    end_occupancy(&mut conn, &scope, occupancy, day, "départ").await.expect("ended");
    let refused = erase_party(&mut conn, &scope, party, "demande").await.expect_err("debts are open");
    assert_eq!(field(&refused), "id");
    assert!(refused.to_string().contains("impayés") || format!("{refused:?}").contains("impayés"));
    insert_arrears(&mut conn, &scope, occupancy, &owed(0)).await.expect("corrected away");
    erase_party(&mut conn, &scope, party, "demande").await.expect("erased");
    let left: i64 =
        sqlx::query_scalar("select count(*) from arrears").fetch_one(&pool).await.expect("counted");
    assert_eq!(left, 0, "what was owed is erased with the person");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_declaration_leaves_a_digest_of_its_words_in_the_audit_log(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = staff("SN1302");
    let parcel = a_parcel(&pool, &mut conn).await;
    for north in ["Modou Fall", "Awa Sow"] {
        let words = Neighbours { north: Some(north.to_owned()), ..Neighbours::default() };
        set_neighbours(&mut conn, &scope, parcel, &words).await.expect("declared");
    }
    let entries: Vec<(String, Value)> = sqlx::query_as(
        "select actor || ' ' || subject, detail from audit_entry where action = 'neighbours.declare' order by id",
    )
    .fetch_all(&pool)
    .await
    .expect("the chain");
    assert_eq!(entries.len(), 2);
    assert!(entries.iter().all(|entry| entry.0 == format!("fatou parcels/{parcel}")), "{entries:?}");
    assert_ne!(entries[0].1["digest"], entries[1].1["digest"]);
    assert!(!format!("{entries:?}").contains("Modou"), "no words: {entries:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_database_is_served_with_its_own_key_or_not_at_all(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let (scope, folder) = (Scope::operator(), tempfile::tempdir().expect("a folder"));
    let [right, wrong, gone] = ["right.key", "wrong.key", "gone.key"].map(|name| folder.path().join(name));
    let first = open_vault(&mut conn, &scope, &right).await.expect("a fresh key for an empty database");
    let new = read(json!({ "department": "SN1302", "kind": "person", "person": { "purpose": "land_register",
        "name": "Awa", "identity": { "kind": "national_identity_card", "number": NUMBER } } }));
    let party = insert_party(&mut conn, &staff("SN1302"), &first, &new).await.expect("recorded").id;
    for is_checked in [true, false] {
        if !is_checked {
            sqlx::query("delete from key_check").execute(&pool).await.expect("deleted");
        }
        let missing = open_vault(&mut conn, &scope, &gone).await.expect_err("refused");
        assert!(matches!(missing, VaultError::Missing { .. }) && !gone.exists(), "no key is made: {missing}");
        std::fs::write(&wrong, "07".repeat(32)).expect("written");
        std::fs::set_permissions(&wrong, std::fs::Permissions::from_mode(0o600)).expect("set");
        let other = open_vault(&mut conn, &scope, &wrong).await.expect_err("refused");
        assert!(other.to_string().contains("SUUF_KEY_FILE"), "{other}");
        let again = open_vault(&mut conn, &scope, &right).await.expect("its own key");
        let held = get_party(&mut conn, &staff("SN1302"), &again, party).await.expect("read").expect("there");
        assert!(held.person.and_then(|person| person.identity).expect("one").number.ends_with("123"));
    }
    assert_eq!(give_up_numbers(&mut conn, &scope).await.expect("given up"), 1);
    let other = open_vault(&mut conn, &scope, &wrong).await.expect("another key holds from now on");
    let left = get_party(&mut conn, &staff("SN1302"), &other, party).await.expect("read").expect("there");
    assert!(left.person.expect("the person stays").identity.is_none());
}

#[sqlx::test(migrations = "../migrations")]
async fn a_number_that_cannot_be_opened_hides_nobody_else(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = staff("SN1302");
    let (spoiled, good) = (person(&mut conn, NUMBER).await, person(&mut conn, "99887766").await);
    sqlx::query("update person set identity_sealed = '\\x00' where party_id = $1")
        .bind(spoiled)
        .execute(&pool)
        .await
        .expect("spoiled");
    let query = PartyQuery { limit: 10, ..PartyQuery::default() };
    let listed = list_parties(&mut conn, &scope, &vault(), &query).await.expect("listed");
    let number = |id: Uuid| {
        let party = listed.iter().find(|party| party.id == id).expect("listed");
        party.person.clone().and_then(|person| person.identity).expect("a document").number
    };
    assert!(number(good).ends_with("766") && number(spoiled).chars().all(|letter| letter == '•'));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_document_can_be_taken_back_and_erasure_tells_of_scans(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = staff("SN1302");
    let (party, source) = (person(&mut conn, NUMBER).await, a_source(&mut conn, "lease").await);
    let place =
        a_feature(&pool, &mut conn, DraftKind::MarketAsset, point!(x: THIES.0, y: THIES.1).into()).await;
    let new: NewOccupancy =
        read(json!({ "party": party, "contract_kind": "occupancy_contract", "source": source,
        "starts_on": "2024-01-01", "ends_on": "2025-01-01" }));
    insert_occupancy(&mut conn, &scope, place, &new).await.expect("recorded");
    let mut scans = Vec::new();
    for title in ["bail", "autre personne"] {
        let new =
            NewDocument { about: About::Source(source), title: title.to_owned(), bytes: PHOTO.to_vec() };
        scans.push(insert_document(&mut conn, &scope, new).await.expect("kept"));
    }
    let wrong = &scans[1];
    for stranger in [staff("SN0101"), somebody("ibra", Role::Surveyor)] {
        let refused = withdraw_document(&mut conn, &stranger, wrong.id).await;
        assert!(matches!(refused, Err(RecordError::NotFound)));
    }
    withdraw_document(&mut conn, &scope, wrong.id).await.expect("taken back");
    assert!(get_content(&mut conn, &scope, wrong.id).await.expect("read").is_none(), "its bytes are gone");
    let row = get_document(&mut conn, &scope, wrong.id).await.expect("read").expect("the row stays");
    assert_eq!((row.withdrawn_by.as_deref(), row.withdrawn_at.is_some()), (Some("fatou"), true));
    assert!(withdraw_document(&mut conn, &scope, wrong.id).await.is_err(), "once");
    let entries: Vec<(String, Value)> = sqlx::query_as(
        "select actor || ' ' || action, detail from audit_entry where subject = $1 and action like 'document.%' order by id",
    )
    .bind(format!("documents/{}", wrong.id))
    .fetch_all(&pool)
    .await
    .expect("the chain");
    assert_eq!(
        entries.iter().map(|entry| &*entry.0).collect::<Vec<_>>(),
        ["fatou document.add", "fatou document.withdraw"]
    );
    let detail = json!({ "about": format!("sources/{source}"), "sha256": wrong.sha256 });
    assert!(entries.iter().all(|entry| entry.1 == detail), "{entries:?}");

    let left = erase_party(&mut conn, &scope, party, "demande").await.expect("erased");
    assert_eq!(left.iter().map(|scan| scan.document).collect::<Vec<_>>(), [scans[0].id]);
}
