//! Parties, rights, sources, roads over time and places of markets.

use super::fixture::{THIES, a_parcel_draft, a_survey, approve, filled, first_draft, process};
use geo::{Geometry, line_string, point};
use gis_core::Scope;
use gis_core::id::DraftId;
use gis_core::scope::{Grant, Role};
use gis_core::survey::DraftKind;
use gis_store::PgConnection;
use gis_store::draft::Approval;
use gis_store::market_record::{
    NewArrears, NewOccupancy, end_occupancy, insert_arrears, insert_occupancy, list_occupancies,
};
use gis_store::party::{
    NewParty, PartyChange, PartyQuery, change_party, erase_party, expire_persons, export_party, get_party,
    insert_party, list_parties, reveal_identity,
};
use gis_store::record::RecordError;
use gis_store::right::{NewRight, end_right, insert_right, list_rights};
use gis_store::road_record::{NewRoadEvent, insert_road_event, list_road_events};
use gis_store::source::{NewSource, insert_source};
use gis_store::vault::Vault;
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

pub(super) const NUMBER: &str = "1751199000123";
const NAME: &str = "Aïssatou Planté-Ndiaye";

pub(super) fn staff(pcode: &str) -> Scope {
    Scope::of_account("fatou", Uuid::from_u128(1), &[Grant::within(Role::Staff, pcode)])
}

pub(super) fn vault() -> Vault {
    Vault::new(&[7; 32])
}

pub(super) fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("a request")
}

fn a_person(number: &str) -> NewParty {
    read(json!({
        "department": "SN1302", "kind": "person",
        "person": { "purpose": "land_register", "name": NAME, "sex": "female", "phone": "+221 77 123 45 67",
            "identity": { "kind": "national_identity_card", "number": number } },
    }))
}

pub(super) async fn person(conn: &mut PgConnection, number: &str) -> Uuid {
    insert_party(conn, &staff("SN1302"), &vault(), &a_person(number)).await.expect("recorded").id
}

pub(super) async fn a_parcel(pool: &PgPool, conn: &mut PgConnection) -> Uuid {
    let draft = a_parcel_draft(pool, b"parcel", THIES).await;
    approve(conn, &Scope::operator(), draft, &Approval::default()).await.expect("approved").id
}

pub(super) async fn a_feature(
    pool: &PgPool,
    conn: &mut PgConnection,
    kind: DraftKind,
    geometry: Geometry,
) -> Uuid {
    let upload = process(pool, kind.name().as_bytes(), a_survey(kind, geometry)).await;
    let draft = DraftId(first_draft(pool, upload).await.id);
    approve(conn, &Scope::operator(), draft, &Approval::default()).await.expect("approved").id
}

pub(super) async fn a_source(conn: &mut PgConnection, kind: &str) -> Uuid {
    let new: NewSource =
        read(json!({ "department": "SN1302", "kind": kind, "number": "12/2026", "dated_on": "2026-01-10",
        "authority": "municipal_council", "authority_name": "Fandène" }));
    insert_source(conn, &staff("SN1302"), &new).await.expect("recorded").id
}

pub(super) fn field(error: &RecordError) -> &str {
    match error {
        RecordError::Misfit(misfit) => &misfit.field,
        other => panic!("a misfit is wanted: {other:?}"),
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_number_is_masked_until_it_is_revealed_and_every_look_is_logged(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let (scope, vault) = (staff("SN1302"), vault());
    let id = person(&mut conn, "1 751 1990 00123").await;
    let party = get_party(&mut conn, &scope, &vault, id).await.expect("read").expect("there");
    let shown = serde_json::to_string(&party).expect("JSON");
    assert!(shown.contains("••••••••••123") && !shown.contains(NUMBER), "{shown}");
    let query = PartyQuery { name: Some("plante ndiaye".to_owned()), limit: 10, ..PartyQuery::default() };
    assert_eq!(
        list_parties(&mut conn, &scope, &vault, &query).await.expect("listed").len(),
        0,
        "words as written"
    );
    let query = PartyQuery { name: Some("AISSATOU".to_owned()), limit: 10, ..PartyQuery::default() };
    assert_eq!(list_parties(&mut conn, &scope, &vault, &query).await.expect("listed").len(), 1);
    let revealed =
        reveal_identity(&mut conn, &scope, &vault, id, "contrôle").await.expect("read").expect("there");
    assert_eq!(revealed.number, NUMBER);
    let log: Vec<(String, Option<String>)> =
        sqlx::query_as("select action, reason from person_access where party_id = $1 order by id")
            .bind(id)
            .fetch_all(&pool)
            .await
            .expect("the log");
    let expected = [("record", None), ("read", None), ("list", None), ("reveal", Some("contrôle"))];
    assert_eq!(log, expected.map(|(action, reason)| (action.to_owned(), reason.map(str::to_owned))));
    let refused = sqlx::query("delete from person_access").execute(&pool).await;
    assert!(refused.is_err(), "the log is append-only");
}

#[sqlx::test(migrations = "../migrations")]
async fn no_table_holds_a_number_nor_any_but_one_a_name(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let id = person(&mut conn, NUMBER).await;
    let change: PartyChange =
        read(json!({ "person": { "purpose": "land_register", "name": NAME, "phone": "771234567" } }));
    change_party(&mut conn, &staff("SN1302"), &vault(), (id, 1), &change).await.expect("changed");
    let tables: Vec<String> = sqlx::query_scalar(
        "select table_name::text from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
    )
    .fetch_all(&pool)
    .await
    .expect("listed");
    assert!(tables.len() > 20);
    for table in tables {
        let find = |needle: &str| {
            format!("select count(*) from \"{table}\" as held where strpos(held::text, '{needle}') > 0")
        };
        let hex = NUMBER.bytes().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        for number in [NUMBER, &hex] {
            let held: i64 = sqlx::query_scalar(&find(number)).fetch_one(&pool).await.expect("searched");
            assert_eq!(held, 0, "{table} holds the number");
        }
        let held: i64 = sqlx::query_scalar(&find("Planté-Ndiaye")).fetch_one(&pool).await.expect("searched");
        assert_eq!(held > 0, table == "person", "{table} and the name");
    }
    let kept = get_party(&mut conn, &staff("SN1302"), &vault(), id).await.expect("read").expect("there");
    assert!(kept.person.expect("a person").identity.is_some(), "what a change does not name stays");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_person_is_on_record_once_and_only_in_their_department(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let id = person(&mut conn, NUMBER).await;
    let again = insert_party(&mut conn, &staff("SN1302"), &vault(), &a_person("1751-1990-00123")).await;
    assert!(matches!(again, Err(RecordError::Known { id: known }) if known == id));
    let elsewhere = NewParty { department: "SN0101".to_owned(), ..a_person(NUMBER) };
    insert_party(&mut conn, &staff("SN0101"), &vault(), &elsewhere)
        .await
        .expect("departments do not share files");
    for stranger in [
        staff("SN0101"),
        Scope::public(["SN1302".to_owned()]),
        Scope::of_account(
            "p",
            Uuid::from_u128(2),
            &[Grant::everywhere(Role::Planner), Grant::everywhere(Role::Administrator)],
        ),
    ] {
        assert!(get_party(&mut conn, &stranger, &vault(), id).await.expect("read").is_none(), "{stranger:?}");
        let refused = reveal_identity(&mut conn, &stranger, &vault(), id, "par curiosité").await;
        assert!(matches!(refused, Err(RecordError::NotFound)));
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_stale_change_of_a_party_is_refused(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let id = person(&mut conn, NUMBER).await;
    let change: PartyChange = read(json!({ "person": { "purpose": "market_places", "name": "Awa Sow" } }));
    let (scope, vault) = (staff("SN1302"), vault());
    let changed = change_party(&mut conn, &scope, &vault, (id, 1), &change).await.expect("changed");
    assert_eq!(changed.revision, 2);
    let late = change_party(&mut conn, &scope, &vault, (id, 1), &change).await;
    assert!(matches!(late, Err(RecordError::Stale { revision: 2 })));
}

#[sqlx::test(migrations = "../migrations")]
async fn rights_need_evidence_and_whole_shares_and_an_attestation_is_none(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = staff("SN1302");
    let parcel = a_parcel(&pool, &mut conn).await;
    let (one, other) = (person(&mut conn, NUMBER).await, person(&mut conn, "99887766").await);
    let attestation = a_source(&mut conn, "attestation").await;
    let deliberation = a_source(&mut conn, "council_deliberation").await;
    let right = |kind: &str, source: Value, parts: [u32; 2]| -> NewRight {
        read(
            json!({ "class": "right", "kind": kind, "source": source, "starts_on": "2026-02-01", "holders": [
            { "party": one, "share": { "numerator": parts[0], "denominator": 3 } },
            { "party": other, "share": { "numerator": parts[1], "denominator": 3 } }] }),
        )
    };
    for (wrong, named) in [
        (right("attestation_presented", json!(attestation), [1, 2]), "kind"),
        (right("allocation", json!(attestation), [1, 2]), "source"),
        (right("allocation", Value::Null, [1, 2]), "source"),
        (right("allocation", json!(deliberation), [1, 1]), "holders"),
        (right("allocation", json!(Uuid::now_v7()), [1, 2]), "source"),
    ] {
        let refused = insert_right(&mut conn, &scope, parcel, &wrong).await.expect_err("refused");
        assert_eq!(field(&refused), named, "{wrong:?}");
    }
    assert!(list_rights(&mut conn, &scope, parcel).await.expect("listed").is_empty());

    let wanted = right("allocation", json!(deliberation), [1, 2]);
    let (recorded, findings) = insert_right(&mut conn, &scope, parcel, &wanted).await.expect("recorded");
    assert_eq!((recorded.strength, recorded.holders.len(), findings.len()), (Some(4), 2, 0));
    let day = "2026-05-01".parse().expect("a day");
    let ended = end_right(&mut conn, &scope, recorded.id, day, "désaffectation").await.expect("ended");
    assert_eq!(ended.ends_on, Some(day));
    assert!(end_right(&mut conn, &scope, recorded.id, day, "encore").await.is_err());
    let hidden = list_rights(&mut conn, &Scope::public(["SN1302".to_owned()]), parcel).await;
    assert!(matches!(hidden, Err(RecordError::NotFound)), "holders are no public matter");
}

#[sqlx::test(migrations = "../migrations")]
async fn an_approval_by_the_wrong_authority_is_noted(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = staff("SN1302");
    let parcel = a_parcel(&pool, &mut conn).await;
    let holder = person(&mut conn, NUMBER).await;
    let approval = a_source(&mut conn, "administrative_approval").await;
    let new: NewRight = read(json!({ "class": "right", "kind": "approved_allocation", "source": approval,
        "starts_on": "2026-02-01", "holders": [{ "party": holder, "share": { "numerator": 1, "denominator": 1 } }] }));
    let (_, findings) = insert_right(&mut conn, &scope, parcel, &new).await.expect("recorded");
    assert_eq!(findings.len(), 1);
    assert!(findings[0].message.fr.contains("sub_prefect"), "{findings:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn erasure_takes_the_person_and_leaves_the_register(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let (scope, vault) = (staff("SN1302"), vault());
    let parcel = a_parcel(&pool, &mut conn).await;
    let id = person(&mut conn, NUMBER).await;
    let new: NewRight =
        read(json!({ "class": "right", "kind": "de_facto_occupation", "starts_on": "2020-01-01",
        "holders": [{ "party": id, "share": { "numerator": 1, "denominator": 1 } }] }));
    let (right, _) = insert_right(&mut conn, &scope, parcel, &new).await.expect("recorded");
    let held = erase_party(&mut conn, &scope, id, "demande").await.expect_err("still a holder");
    assert_eq!(field(&held), "id");
    end_right(&mut conn, &scope, right.id, "2021-01-01".parse().expect("a day"), "départ")
        .await
        .expect("ended");

    let held = export_party(&mut conn, &scope, &vault, id, "demande de la personne").await.expect("exported");
    assert_eq!(held["party"]["person"]["identity"]["number"], NUMBER);
    assert_eq!(held["rights"].as_array().map(Vec::len), Some(1));

    erase_party(&mut conn, &scope, id, "demande de la personne").await.expect("erased");
    let left = get_party(&mut conn, &scope, &vault, id).await.expect("read").expect("the party stays");
    assert!(left.person.is_none());
    let rights = list_rights(&mut conn, &scope, parcel).await.expect("listed");
    assert_eq!(rights[0].holders[0].party, id, "the right keeps its holder");
    let traces: i64 = sqlx::query_scalar(
        "select count(*) from feature_version where columns::text like '%Plant%' or columns::text like '%771234567%'",
    )
    .fetch_one(&pool)
    .await
    .expect("searched");
    assert_eq!(traces, 0, "versions never held what was erased");
    let again = erase_party(&mut conn, &scope, id, "encore").await;
    assert!(matches!(again, Err(RecordError::NotFound)));
}

#[sqlx::test(migrations = "../migrations")]
async fn personal_data_expire_when_their_years_are_over_and_nothing_is_held(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let (scope, vault) = (staff("SN1302"), vault());
    let parcel = a_parcel(&pool, &mut conn).await;
    let (free, holder) = (person(&mut conn, NUMBER).await, person(&mut conn, "99887766").await);
    let new: NewRight =
        read(json!({ "class": "right", "kind": "de_facto_occupation", "starts_on": "2020-01-01",
        "holders": [{ "party": holder, "share": { "numerator": 1, "denominator": 1 } }] }));
    insert_right(&mut conn, &scope, parcel, &new).await.expect("recorded");
    let today = chrono::Utc::now().date_naive();
    let later = today + chrono::Months::new(12 * 11);
    assert!(expire_persons(&mut conn, &scope, today, false).await.expect("run").is_empty());
    let said = expire_persons(&mut conn, &scope, later, true).await.expect("a dry run");
    assert_eq!(said.iter().map(|expiry| expiry.party).collect::<Vec<_>>(), [free]);
    assert!(get_party(&mut conn, &scope, &vault, free).await.expect("read").expect("there").person.is_some());
    assert_eq!(expire_persons(&mut conn, &scope, later, false).await.expect("run").len(), 1);
    assert!(get_party(&mut conn, &scope, &vault, free).await.expect("read").expect("there").person.is_none());
    assert!(
        get_party(&mut conn, &scope, &vault, holder).await.expect("read").expect("there").person.is_some()
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn events_of_a_road_survive_its_re_survey(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = staff("SN1302");
    let (lon, lat) = THIES;
    let line: Geometry = line_string![(x: lon, y: lat), (x: lon + 0.01, y: lat)].into();
    let road = a_feature(&pool, &mut conn, DraftKind::Road, line).await;
    let pothole: NewRoadEvent = read(json!({ "kind": "pothole", "severity": "high", "chainage_m": 400,
        "observed_on": "2026-03-01" }));
    insert_road_event(&mut conn, &scope, road, &pothole).await.expect("recorded");
    let beside: NewRoadEvent = read(json!({ "kind": "sand_encroachment", "severity": "low",
        "at_deg": [lon + 0.005, lat + 0.0001], "observed_on": "2026-03-01" }));
    insert_road_event(&mut conn, &scope, road, &beside).await.expect("recorded");
    let far: NewRoadEvent = read(json!({ "kind": "pothole", "severity": "low", "at_deg": [lon, lat + 0.01],
        "observed_on": "2026-03-01" }));
    let refused = insert_road_event(&mut conn, &scope, road, &far).await.expect_err("refused");
    assert_eq!(field(&refused), "at_deg");

    let before = list_road_events(&mut conn, &scope, road).await.expect("listed");
    assert_eq!(before.iter().map(|event| event.found).collect::<Vec<_>>(), ["same", "same"]);
    // Surveyed again: 3 m to the north, begun 100 m earlier, with a vertex more.
    sqlx::query(
        "update road set geometry = st_multi(st_makeline(array[
            st_setsrid(st_makepoint($2 - 0.00093, $3 + 0.000027), 4326), st_setsrid(st_makepoint($2 + 0.004, $3 + 0.00003), 4326),
            st_setsrid(st_makepoint($2 + 0.01, $3 + 0.000027), 4326)])) where id = $1",
    )
    .bind(road)
    .bind(lon)
    .bind(lat)
    .execute(&pool)
    .await
    .expect("surveyed again");
    let after = list_road_events(&mut conn, &scope, road).await.expect("listed");
    assert_eq!(after[0].found, "nearest");
    assert!((after[0].chainage_m - 500.0).abs() < 2.0, "{:?}", after[0]);
    assert!((after[0].recorded_chainage_m - 400.0).abs() < 1e-9, "what was recorded stays");
    for (old, new) in before.iter().zip(&after) {
        assert!((old.at_deg[0] - new.at_deg[0]).abs() < 1e-5 && new.shift_m < 4.0, "{old:?} {new:?}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_place_has_one_occupant_at_a_time_and_keeps_its_history(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = staff("SN1302");
    let place =
        a_feature(&pool, &mut conn, DraftKind::MarketAsset, point!(x: THIES.0, y: THIES.1).into()).await;
    let (one, other) = (person(&mut conn, NUMBER).await, person(&mut conn, "99887766").await);
    let occupancy = |party: Uuid, from: &str| -> NewOccupancy {
        read(json!({ "party": party, "contract_kind": "occupancy_contract", "starts_on": from,
            "amount_xof": 6000, "periodicity": "monthly" }))
    };
    let first =
        insert_occupancy(&mut conn, &scope, place, &occupancy(one, "2024-01-01")).await.expect("recorded");
    let refused = insert_occupancy(&mut conn, &scope, place, &occupancy(other, "2025-01-01"))
        .await
        .expect_err("occupied");
    assert_eq!(field(&refused), "starts_on");
    let owed: NewArrears = read(json!({ "due_on": "2024-06-01", "amount_xof": 6000, "reference": "Q-118" }));
    insert_arrears(&mut conn, &scope, first.id, &owed).await.expect("recorded");
    end_occupancy(&mut conn, &scope, first.id, "2025-01-01".parse().expect("a day"), "résiliation")
        .await
        .expect("ended");
    insert_occupancy(&mut conn, &scope, place, &occupancy(other, "2025-01-01")).await.expect("recorded");
    let history = list_occupancies(&mut conn, &scope, place).await.expect("listed");
    assert_eq!(
        history.iter().map(|row| (row.party, row.arrears_xof)).collect::<Vec<_>>(),
        [(other, 0), (one, 6000)]
    );
    let paid: NewArrears =
        read(json!({ "due_on": "2024-06-01", "amount_xof": 6000, "settled_on": "2024-07-01" }));
    insert_arrears(&mut conn, &scope, first.id, &paid).await.expect("recorded");
    let history = list_occupancies(&mut conn, &scope, place).await.expect("listed");
    assert_eq!(history[1].arrears_xof, 0);
}
