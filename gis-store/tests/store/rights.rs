//! Rights and occupancies as land and places change: splits, overlaps, groups.

use super::audit::{behind_its_back, named};
use super::fixture::{THIES, approve, filled};
use super::records::{NUMBER, a_feature, a_parcel, a_source, field, person, read, staff, vault};
use super::review::{self, proposal, somebody};
use chrono::{Months, Utc};
use geo::{line_string, point};
use gis_core::scope::Role;
use gis_core::survey::DraftKind;
use gis_store::draft::{Approval, DraftAction, Target, get_draft, propose, submit_draft};
use gis_store::market_record::{end_occupancy, insert_occupancy};
use gis_store::neighbour::get_neighbours;
use gis_store::party::{NewParty, PartyChange, change_party, erase_party, expire_persons, insert_party};
use gis_store::record::RecordError;
use gis_store::right::{
    NewRight, NewUnitParcels, end_right, get_unit, insert_right, list_rights, set_unit_parcels,
};
use gis_store::version::get_lineage;
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

/// A right that rests on nothing, of one holder, since 2020.
fn an_occupation(holder: Uuid) -> NewRight {
    read(json!({ "class": "right", "kind": "de_facto_occupation", "starts_on": "2020-01-01",
        "holders": [{ "party": holder, "share": { "numerator": 1, "denominator": 1 } }] }))
}

#[sqlx::test(migrations = "../migrations")]
async fn rights_on_a_parcel_that_was_split_are_found_ended_and_warned_of(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = staff("SN1302");
    let parcel = a_parcel(&pool, &mut conn).await;
    let holder = person(&mut conn, NUMBER).await;
    let (right, _) = insert_right(&mut conn, &scope, parcel, &an_occupation(holder)).await.expect("recorded");
    let target = Target { collection: "parcels".to_owned(), id: parcel, version: 1 };
    let (lon, lat) = THIES;
    let mut split = proposal(DraftAction::Split, &[target]);
    split.cut = Some(line_string![(x: lon + 0.0003, y: lat - 0.001), (x: lon + 0.0003, y: lat + 0.002)]);
    let awa = somebody("awa", Role::Staff);
    let id = propose(&mut conn, &awa, &split, Utc::now()).await.expect("proposed");
    let draft = get_draft(&mut conn, &awa, id).await.expect("read").expect("there");
    let warned = serde_json::to_string(&draft.findings).expect("JSON");
    assert!(warned.contains("open_rights") && warned.contains("1 droit"), "{warned}");
    submit_draft(&mut conn, &awa, id, None).await.expect("submitted");
    let unanswered = approve(&mut conn, &scope, id, &Approval::default()).await;
    assert!(unanswered.is_err(), "a warning wants an answer");
    let answers = [("open_rights".to_owned(), "reporté".to_owned())].into();
    let approval = Approval { answers, ..Approval::default() };
    approve(&mut conn, &scope, id, &approval).await.expect("split");

    let lineage = get_lineage(&mut conn, &scope, parcel).await.expect("read");
    assert_eq!((lineage.parents.len(), lineage.children.len()), (0, 2));
    let child = get_lineage(&mut conn, &scope, lineage.children[0].id).await.expect("read");
    assert_eq!(child.parents.iter().map(|parent| parent.id).collect::<Vec<_>>(), [parcel]);
    assert!(get_lineage(&mut conn, &staff("SN0101"), parcel).await.is_err(), "another department's");

    let held =
        list_rights(&mut conn, &scope, parcel).await.expect("a parcel that has ceased keeps its rights");
    assert_eq!((held[0].id, held[0].ends_on), (right.id, None));
    get_neighbours(&mut conn, &scope, parcel).await.expect("and its neighbours");
    assert!(list_rights(&mut conn, &staff("SN0101"), parcel).await.is_err(), "in its department only");
    let today = Utc::now().date_naive();
    end_right(&mut conn, &scope, right.id, today, "morcellement").await.expect("ended");
    erase_party(&mut conn, &scope, holder, "demande").await.expect("who holds nothing more can be erased");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_second_whole_title_is_refused_and_an_allocation_of_titled_land_is_noted(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = staff("SN1302");
    let parcel = a_parcel(&pool, &mut conn).await;
    let (title, deliberation) =
        (a_source(&mut conn, "land_title").await, a_source(&mut conn, "council_deliberation").await);
    let holder = person(&mut conn, NUMBER).await;
    let right = |kind: &str, source: Uuid, from: &str, until: Option<&str>| -> NewRight {
        read(json!({ "class": "right", "kind": kind, "source": source, "starts_on": from, "ends_on": until,
            "holders": [{ "party": holder, "share": { "numerator": 1, "denominator": 1 } }] }))
    };
    let first = right("land_title", title, "2010-01-01", Some("2020-01-01"));
    let (_, findings) = insert_right(&mut conn, &scope, parcel, &first).await.expect("recorded");
    assert!(findings.is_empty(), "{findings:?}");
    let second = right("land_title", title, "2019-12-31", None);
    let refused = insert_right(&mut conn, &scope, parcel, &second).await.expect_err("both at once");
    assert_eq!(field(&refused), "kind");
    let next = right("land_title", title, "2020-01-01", None);
    insert_right(&mut conn, &scope, parcel, &next).await.expect("one after the other");
    let allotted = right("allocation", deliberation, "2021-01-01", None);
    let (_, findings) = insert_right(&mut conn, &scope, parcel, &allotted).await.expect("a fact to list");
    assert_eq!(findings.iter().map(|finding| &*finding.code).collect::<Vec<_>>(), ["rights_conflict"]);
}

/// A group of these members, without shares.
fn a_group(members: &[Uuid]) -> NewParty {
    let members: Vec<_> = members.iter().map(|party| json!({ "party": party })).collect();
    read(json!({ "department": "SN1302", "kind": "group", "members": members,
        "person": { "purpose": "land_register", "name": "GIE" } }))
}

#[sqlx::test(migrations = "../migrations")]
async fn members_of_a_group_within_a_group_are_kept_as_long_as_what_that_held(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = staff("SN1302");
    let parcel = a_parcel(&pool, &mut conn).await;
    let member = person(&mut conn, NUMBER).await;
    let inner = insert_party(&mut conn, &scope, &vault(), &a_group(&[member])).await.expect("recorded").id;
    let outer = insert_party(&mut conn, &scope, &vault(), &a_group(&[inner])).await.expect("recorded").id;
    let (right, _) = insert_right(&mut conn, &scope, parcel, &an_occupation(outer)).await.expect("recorded");
    let place =
        a_feature(&pool, &mut conn, DraftKind::MarketAsset, point!(x: THIES.0, y: THIES.1).into()).await;
    let new =
        read(json!({ "party": inner, "contract_kind": "occupancy_contract", "starts_on": "2024-01-01" }));
    let occupancy = insert_occupancy(&mut conn, &scope, place, &new).await.expect("recorded").id;
    let today = Utc::now().date_naive();
    let last = today + Months::new(12 * 20);
    end_right(&mut conn, &scope, right.id, today, "départ").await.expect("ended");
    erase_party(&mut conn, &scope, member, "demande").await.expect_err("a group of theirs occupies a place");
    end_occupancy(&mut conn, &scope, occupancy, today, "départ").await.expect("ended");
    let new = NewRight { starts_on: today, ends_on: Some(last), ..an_occupation(outer) };
    insert_right(&mut conn, &scope, parcel, &new).await.expect("recorded");
    erase_party(&mut conn, &scope, member, "demande")
        .await
        .expect_err("a group of their group holds a right");
    for (years, expired) in [(15, 0), (25, 0), (31, 3)] {
        let on = today + Months::new(12 * years);
        let found = expire_persons(&mut conn, &scope, on, true).await.expect("run");
        assert_eq!(found.len(), expired, "after {years} years, of which 20 with a right: {found:?}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn members_of_a_group_change_and_the_audit_log_keeps_who_they_were(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let (scope, vault) = (staff("SN1302"), vault());
    let (one, other) = (person(&mut conn, NUMBER).await, person(&mut conn, "99887766").await);
    let group = insert_party(&mut conn, &scope, &vault, &a_group(&[one])).await.expect("recorded").id;
    let outer = insert_party(&mut conn, &scope, &vault, &a_group(&[group])).await.expect("recorded").id;
    let members = |parties: &[Uuid]| -> PartyChange {
        let share = json!({ "numerator": 1, "denominator": parties.len() });
        let members: Vec<_> = parties.iter().map(|party| json!({ "party": party, "share": share })).collect();
        read(json!({ "members": members }))
    };
    let changed =
        change_party(&mut conn, &scope, &vault, (group, 1), &members(&[one, other])).await.expect("changed");
    assert_eq!((changed.members.len(), changed.members[0].denominator, changed.revision), (2, Some(2), 2));
    for (id, wrong) in [(group, group), (group, outer), (one, other)] {
        let revision = if id == group { 2 } else { 1 };
        let refused = change_party(&mut conn, &scope, &vault, (id, revision), &members(&[wrong])).await;
        assert_eq!(field(&refused.expect_err("refused")), "members");
    }
    change_party(&mut conn, &scope, &vault, (group, 2), &members(&[other])).await.expect("changed");
    let last: Value = sqlx::query_scalar(
        "select detail from audit_entry where action = 'party.members' and subject = $1 order by id desc limit 1",
    )
    .bind(format!("parties/{group}"))
    .fetch_one(&pool)
    .await
    .expect("an entry");
    assert_eq!(
        (last["before"].as_array().map(Vec::len), &last["after"][0]["party"]),
        (Some(2), &json!(other))
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_unit_takes_parcels_that_no_other_rights_are_on(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = staff("SN1302");
    let first = a_parcel(&pool, &mut conn).await;
    let second = review::a_parcel(&pool, b"second", (THIES.0 + 0.01, THIES.1), json!({})).await.id;
    let holder = person(&mut conn, NUMBER).await;
    let (right, _) = insert_right(&mut conn, &scope, first, &an_occupation(holder)).await.expect("recorded");
    let both: NewUnitParcels = read(json!({ "parcels": [first, second] }));
    let unit = set_unit_parcels(&mut conn, &scope, (right.ba_unit, 1), &both).await.expect("changed");
    assert_eq!((unit.revision, unit.parcels.len()), (2, 2));
    let rights = list_rights(&mut conn, &scope, second).await.expect("listed");
    assert_eq!(rights[0].id, right.id, "a right on the unit is on all of its parcels");
    let late = set_unit_parcels(&mut conn, &scope, (right.ba_unit, 1), &both).await;
    assert!(matches!(late, Err(RecordError::Stale { revision: 2 })));
    let hidden = get_unit(&mut conn, &staff("SN0101"), right.ba_unit).await;
    assert!(matches!(hidden, Err(RecordError::NotFound)));

    let alone: NewUnitParcels = read(json!({ "parcels": [first] }));
    let bound = set_unit_parcels(&mut conn, &scope, (right.ba_unit, 2), &alone).await.expect_err("held");
    assert_eq!(field(&bound), "parcels", "what is held is not let go");
    let day = "2026-01-01".parse().expect("a day");
    end_right(&mut conn, &scope, right.id, day, "départ").await.expect("ended");
    set_unit_parcels(&mut conn, &scope, (right.ba_unit, 2), &alone).await.expect("changed");
    insert_right(&mut conn, &scope, second, &an_occupation(holder)).await.expect("recorded");
    let held = set_unit_parcels(&mut conn, &scope, (right.ba_unit, 3), &both).await.expect_err("held");
    assert_eq!(field(&held), "parcels");
}

#[sqlx::test(migrations = "../migrations")]
async fn who_holds_land_cannot_be_changed_behind_the_back_of_the_audit(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = staff("SN1302");
    let parcel = a_parcel(&pool, &mut conn).await;
    let (one, other) = (person(&mut conn, NUMBER).await, person(&mut conn, "99887766").await);
    let group = insert_party(&mut conn, &scope, &vault(), &a_group(&[one])).await.expect("recorded").id;
    let (right, _) = insert_right(&mut conn, &scope, parcel, &an_occupation(one)).await.expect("recorded");
    assert!(named(&mut conn).await.is_empty(), "nothing was altered");
    for (statement, rows) in [
        (
            format!("update land_right_holder set party_id = '{other}'"),
            ["land_right_holder", &*right.id.to_string()],
        ),
        (format!("update party_member set member_id = '{other}'"), ["party_member", &*group.to_string()]),
    ] {
        behind_its_back(&mut conn, &statement).await;
        let [table, key] = rows;
        let found = named(&mut conn).await;
        let expected =
            [format!("row_missing {table} {key}/{one}"), format!("row_unrecorded {table} {key}/{other}")];
        assert_eq!(found, expected, "{statement}");
        behind_its_back(&mut conn, &statement.replace(&other.to_string(), &one.to_string())).await;
    }
    behind_its_back(&mut conn, "update ba_unit_parcel set ba_unit_id = gen_random_uuid()").await;
    assert_eq!(named(&mut conn).await, [format!("row_changed ba_unit_parcel {parcel}")]);
}
