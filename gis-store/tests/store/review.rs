//! The way of a draft: proposed, corrected, submitted, withdrawn, returned, approved; and what approval does.

use super::fixture::{
    THIES, a_parcel_draft, a_survey, approve, filled, first_draft, give_back, process, square_at,
};
use chrono::Utc;
use geo::{Geometry, LineString, line_string, point, polygon};
use gis_core::id::DraftId;
use gis_core::scope::{Grant, Role};
use gis_core::survey::DraftKind;
use gis_core::{Collection, Scope};
use gis_store::PgConnection;
use gis_store::draft::{
    Approval, Blend, Correction, DraftAction, DraftError, DraftState, Proposal, Target, compare_draft,
    correct_draft, get_draft, list_events, propose, set_target, submit_draft, withdraw_draft,
};
use gis_store::feature::{FeaturePage, get_feature, list_features};
use serde_json::{Map, Value, json};
use sqlx::PgPool;
use uuid::Uuid;

/// Somebody with one role in Thiès.
pub(crate) fn somebody(login: &str, role: Role) -> Scope {
    let id = login.bytes().fold(0_u128, |sum, byte| sum * 256 + u128::from(byte));
    Scope::of_account(login, Uuid::from_u128(id), &[Grant::within(role, "SN1302")])
}

pub(crate) fn object(value: Value) -> Map<String, Value> {
    let Value::Object(map) = value else { panic!("an object is wanted") };
    map
}

pub(crate) fn proposal(action: DraftAction, targets: &[Target]) -> Proposal {
    Proposal {
        action,
        collection: Collection::Parcels,
        targets: targets.to_vec(),
        department: None,
        geometry: None,
        attributes: Map::new(),
        parts: Vec::new(),
        cut: None,
        restored_version: None,
        valid_from: None,
        note: None,
    }
}

/// A parcel in the register, as a target.
pub(crate) async fn a_parcel(pool: &PgPool, bytes: &[u8], at: (f64, f64), attributes: Value) -> Target {
    let draft = a_parcel_draft(pool, bytes, at).await;
    let mut conn = pool.acquire().await.expect("a connection");
    let answers = ["nicad_elsewhere", "duplicate_nicad"].map(|code| (code.to_owned(), "vu".to_owned()));
    let approval =
        Approval { attributes: object(attributes), answers: answers.into(), ..Approval::default() };
    let feature = approve(&mut conn, &Scope::operator(), draft, &approval).await.expect("approved");
    Target { collection: feature.collection, id: feature.id, version: 1 }
}

/// Proposes and submits as one, approves as another; the features of the register afterwards.
pub(crate) async fn carry_out(conn: &mut PgConnection, proposal: &Proposal) -> Result<Uuid, DraftError> {
    let awa = somebody("awa", Role::Staff);
    let draft = propose(conn, &awa, proposal, Utc::now()).await?;
    submit_draft(conn, &awa, draft, None).await?;
    let fatou = somebody("fatou", Role::Staff);
    Ok(approve(conn, &fatou, draft, &Approval::default()).await?.id)
}

async fn parcels(conn: &mut PgConnection) -> Vec<Map<String, Value>> {
    let page = FeaturePage { limit: 100, after: None, bbox: None, skip_geometry: true };
    let features = list_features(conn, &Scope::operator(), Collection::Parcels, page).await.expect("listed");
    features
        .iter()
        .map(|feature| serde_json::from_str(feature.properties.get()).expect("an object"))
        .collect()
}

pub(crate) async fn properties(conn: &mut PgConnection, id: Uuid) -> Map<String, Value> {
    let feature =
        get_feature(conn, &Scope::operator(), Collection::Parcels, id).await.expect("read").expect("there");
    serde_json::from_str(feature.properties.get()).expect("an object")
}

#[sqlx::test(migrations = "../migrations")]
async fn a_returned_draft_is_corrected_submitted_again_and_approved_by_another(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let (awa, fatou) = (somebody("awa", Role::Surveyor), somebody("fatou", Role::Staff));
    let mut own = proposal(DraftAction::Create, &[]);
    own.geometry = Some(square_at(THIES.0, THIES.1));
    let id = propose(&mut conn, &awa, &own, Utc::now()).await.expect("proposed");
    let early = approve(&mut conn, &fatou, id, &Approval::default()).await;
    assert!(matches!(early, Err(DraftError::WrongState { state: DraftState::Draft })));
    submit_draft(&mut conn, &awa, id, None).await.expect("submitted");
    give_back(&mut conn, &fatou, id, "usage manquant").await.expect("returned");

    let seen = get_draft(&mut conn, &awa, id).await.expect("read").expect("one's own is seen");
    let use_of_land =
        Correction { attributes: object(json!({ "land_use": "housing" })), ..Correction::default() };
    let stale = correct_draft(&mut conn, &awa, id, seen.version - 1, &use_of_land, Utc::now()).await;
    assert!(matches!(stale, Err(DraftError::Changed { version }) if version == seen.version));
    let corrected =
        correct_draft(&mut conn, &awa, id, seen.version, &use_of_land, Utc::now()).await.expect("corrected");
    assert_eq!(corrected.attributes["land_use"], "housing");
    submit_draft(&mut conn, &awa, id, Some(corrected.version)).await.expect("submitted again");
    let feature = approve(&mut conn, &fatou, id, &Approval::default()).await.expect("approved");
    assert_eq!(properties(&mut conn, feature.id).await["land_use"], "housing");

    let events = list_events(&mut conn, &awa, id).await.expect("read").expect("one's own is seen");
    let way: Vec<_> = events.iter().map(|event| (event.actor.as_str(), event.action.as_str())).collect();
    assert_eq!(
        way,
        [
            ("awa", "proposed"),
            ("awa", "submitted"),
            ("fatou", "returned"),
            ("awa", "corrected"),
            ("awa", "submitted"),
            ("fatou", "approved"),
        ]
    );
    assert_eq!(events[2].words.as_deref(), Some("usage manquant"));
}

#[sqlx::test(migrations = "../migrations")]
async fn nobody_decides_on_what_they_had_a_hand_in(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let (awa, fatou) = (somebody("awa", Role::Staff), somebody("fatou", Role::Staff));
    let mut own = proposal(DraftAction::Create, &[]);
    own.geometry = Some(square_at(THIES.0, THIES.1));
    let id = propose(&mut conn, &awa, &own, Utc::now()).await.expect("proposed");
    let version = get_draft(&mut conn, &fatou, id).await.expect("read").expect("seen").version;
    correct_draft(&mut conn, &fatou, id, version, &Correction::default(), Utc::now())
        .await
        .expect("corrected");
    submit_draft(&mut conn, &awa, id, None).await.expect("submitted");
    for own in [&awa, &fatou] {
        let refused = approve(&mut conn, own, id, &Approval::default()).await;
        assert!(matches!(refused, Err(DraftError::Own)), "{refused:?}");
        assert!(matches!(give_back(&mut conn, own, id, "non").await, Err(DraftError::Own)));
    }
    let coumba = somebody("coumba", Role::Staff);
    approve(&mut conn, &coumba, id, &Approval::default()).await.expect("approved by a third");
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_withdrawn_leaves_the_queue_and_can_come_back(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::operator();
    let id = a_parcel_draft(&pool, b"a", THIES).await;
    let withdrawn = withdraw_draft(&mut conn, &scope, id, None).await.expect("withdrawn");
    assert_eq!(withdrawn.state, DraftState::Withdrawn);
    let on_map: i64 = sqlx::query_scalar("select count(*) from map_feature where layer = 'drafts'")
        .fetch_one(&pool)
        .await
        .expect("counted");
    assert_eq!(on_map, 0);
    assert!(matches!(
        withdraw_draft(&mut conn, &scope, id, None).await,
        Err(DraftError::WrongState { state: DraftState::Withdrawn })
    ));
    let back = submit_draft(&mut conn, &scope, id, None).await.expect("submitted again");
    assert_eq!(back.state, DraftState::Submitted);
}

#[sqlx::test(migrations = "../migrations")]
async fn an_edit_changes_what_it_names_and_is_refused_once_the_parcel_has_changed(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let parcel = a_parcel(&pool, b"a", THIES, json!({ "nicad": "0721010100100001" })).await;
    let mut edit = proposal(DraftAction::Edit, std::slice::from_ref(&parcel));
    edit.attributes = object(json!({ "land_use": "housing" }));
    let awa = somebody("awa", Role::Staff);
    let late = propose(&mut conn, &awa, &edit, Utc::now()).await.expect("proposed");
    submit_draft(&mut conn, &awa, late, None).await.expect("submitted");
    assert_eq!(carry_out(&mut conn, &edit).await.expect("edited"), parcel.id);
    let edited = properties(&mut conn, parcel.id).await;
    assert_eq!((&edited["land_use"], &edited["nicad"]), (&json!("housing"), &json!("0721010100100001")));

    let fatou = somebody("fatou", Role::Staff);
    let refused = approve(&mut conn, &fatou, late, &Approval::default()).await;
    assert!(matches!(refused, Err(DraftError::Stale { current: Some(2), .. })), "{refused:?}");
    let refused = propose(&mut conn, &awa, &edit, Utc::now()).await;
    assert!(matches!(refused, Err(DraftError::Stale { current: Some(2), .. })));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_line_splits_a_parcel_into_two_that_are_all_of_it_and_have_no_nicad(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let given = json!({ "nicad": "0721010100100001", "land_use": "housing" });
    let parcel = a_parcel(&pool, b"a", THIES, given).await;
    let whole = properties(&mut conn, parcel.id).await["area_m2"].as_f64().expect("a number");
    let (lon, lat) = THIES;
    let mut split = proposal(DraftAction::Split, std::slice::from_ref(&parcel));
    split.cut = Some(line_string![(x: lon + 0.0003, y: lat - 0.001), (x: lon + 0.0003, y: lat + 0.002)]);
    carry_out(&mut conn, &split).await.expect("split");
    let parts = parcels(&mut conn).await;
    let areas: Vec<_> = parts.iter().map(|part| part["area_m2"].as_f64().expect("a number")).collect();
    assert_eq!(areas.len(), 2);
    assert!((areas.iter().sum::<f64>() - whole).abs() < 0.3, "{areas:?} of {whole}");
    assert!(parts.iter().all(|part| part["land_use"] == "housing" && !part.contains_key("nicad")));
    assert_ne!(parts[0]["number"], parts[1]["number"]);
    let children: i64 =
        sqlx::query_scalar("select count(*) from parcel_lineage where parent_id = $1 and kind = 'split'")
            .bind(parcel.id)
            .fetch_one(&pool)
            .await
            .expect("counted");
    assert_eq!(children, 2);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_cut_beside_the_parcel_and_parts_that_leave_a_gap_are_refused(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let parcel = a_parcel(&pool, b"a", THIES, json!({})).await;
    let (lon, lat) = THIES;
    let beside: LineString = line_string![(x: lon - 0.01, y: lat), (x: lon - 0.01, y: lat + 0.01)];
    let mut split = proposal(DraftAction::Split, std::slice::from_ref(&parcel));
    split.cut = Some(beside);
    let refused = carry_out(&mut conn, &split).await;
    assert!(matches!(&refused, Err(DraftError::Field { field, .. }) if field == "cut"), "{refused:?}");
    split.cut = None;
    let half = |west: f64, east: f64| {
        let ring = geo::Rect::new((lon + west, lat), (lon + east, lat + 0.001)).to_polygon();
        gis_store::draft::Part { geometry: ring.into(), attributes: Map::new() }
    };
    split.parts = vec![half(0.0, 0.0004), half(0.0005, 0.001)];
    let refused = carry_out(&mut conn, &split).await;
    assert!(
        matches!(&refused, Err(DraftError::Field { reason, .. }) if reason.en.contains("missing")),
        "{refused:?}"
    );
    split.parts = vec![half(0.0, 0.0004), half(0.0004, 0.001)];
    carry_out(&mut conn, &split).await.expect("the parts are all of it");
}

#[sqlx::test(migrations = "../migrations")]
async fn neighbours_merge_into_one_and_strangers_do_not(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let (lon, lat) = THIES;
    let west = a_parcel(&pool, b"west", THIES, json!({})).await;
    let east = a_parcel(&pool, b"east", (lon + 0.001, lat), json!({})).await;
    let far = a_parcel(&pool, b"far", (lon + 0.01, lat), json!({})).await;
    let strangers = carry_out(&mut conn, &proposal(DraftAction::Merge, &[west.clone(), far])).await;
    assert!(matches!(&strangers, Err(DraftError::Field { field, .. }) if field == "targets"));
    let merged = carry_out(&mut conn, &proposal(DraftAction::Merge, &[west, east])).await.expect("merged");
    assert_eq!(parcels(&mut conn).await.len(), 2);
    let area_m2 = properties(&mut conn, merged).await["area_m2"].as_f64().expect("a number");
    assert!((area_m2 - 2.0 * 11_920.0).abs() < 200.0, "{area_m2}");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_parcel_is_retired_and_an_earlier_version_restored(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let mut parcel = a_parcel(&pool, b"a", THIES, json!({ "land_use": "housing" })).await;
    let mut edit = proposal(DraftAction::Edit, std::slice::from_ref(&parcel));
    edit.attributes = object(json!({ "land_use": null }));
    edit.geometry = Some(square_at(THIES.0 + 0.0001, THIES.1));
    carry_out(&mut conn, &edit).await.expect("edited");
    assert!(!properties(&mut conn, parcel.id).await.contains_key("land_use"));
    parcel.version = 2;
    let mut restore = proposal(DraftAction::Restore, std::slice::from_ref(&parcel));
    restore.restored_version = Some(1);
    carry_out(&mut conn, &restore).await.expect("restored");
    assert_eq!(properties(&mut conn, parcel.id).await["land_use"], "housing");
    parcel.version = 3;
    carry_out(&mut conn, &proposal(DraftAction::Retire, std::slice::from_ref(&parcel)))
        .await
        .expect("retired");
    assert!(parcels(&mut conn).await.is_empty());
    let kept: i64 =
        sqlx::query_scalar("select count(distinct number) from feature_version where feature_id = $1")
            .bind(parcel.id)
            .fetch_one(&pool)
            .await
            .expect("counted");
    assert_eq!(kept, 3);
    let mut revive = proposal(DraftAction::Restore, std::slice::from_ref(&parcel));
    revive.restored_version = Some(3);
    carry_out(&mut conn, &revive).await.expect("what was retired by mistake comes back");
    assert_eq!(properties(&mut conn, parcel.id).await["land_use"], "housing");
}

#[sqlx::test(migrations = "../migrations")]
async fn whoever_points_a_survey_at_a_parcel_does_not_approve_that(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let fatou = somebody("fatou", Role::Staff);
    let parcel = a_parcel(&pool, b"first", THIES, json!({})).await;
    let again = a_survey(DraftKind::Parcel, square_at(THIES.0 + 0.00002, THIES.1));
    let draft = DraftId(first_draft(&pool, process(&pool, b"again", again).await).await.id);
    set_target(&mut conn, &fatou, draft, 1, &parcel, Blend::Replace).await.expect("set");
    let refused = approve(&mut conn, &fatou, draft, &Approval::default()).await;
    assert!(matches!(refused, Err(DraftError::Own)), "{refused:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_drawn_outline_is_not_worth_what_the_survey_was(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let parcel = a_parcel(&pool, b"a", THIES, json!({})).await;
    assert_eq!(properties(&mut conn, parcel.id).await["grade"], "B");
    let mut edit = proposal(DraftAction::Edit, std::slice::from_ref(&parcel));
    edit.geometry = Some(square_at(THIES.0 + 0.0001, THIES.1));
    carry_out(&mut conn, &edit).await.expect("edited");
    let drawn = properties(&mut conn, parcel.id).await;
    assert!(!drawn.contains_key("grade") && !drawn.contains_key("sigma_m"), "{drawn:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn what_was_so_before_the_present_state_is_not_written_over(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let parcel = a_parcel(&pool, b"a", THIES, json!({})).await;
    let mut edit = proposal(DraftAction::Edit, std::slice::from_ref(&parcel));
    edit.attributes = object(json!({ "land_use": "housing" }));
    edit.valid_from = Some(Utc::now() - chrono::TimeDelta::days(1));
    let refused = carry_out(&mut conn, &edit).await;
    assert!(matches!(&refused, Err(DraftError::Field { field, .. }) if field == "valid_from"), "{refused:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_place_and_a_facility_enter_with_what_their_tables_want(pool: PgPool) {
    let mut conn = filled(&pool).await;
    for (collection, attributes) in [
        (Collection::Facilities, json!({ "kind": "school", "name": "École 3" })),
        (Collection::MarketAssets, json!({ "code": "A-1" })),
        (Collection::Markets, json!({ "name": "Marché", "kind": "permanent" })),
    ] {
        let mut own = proposal(DraftAction::Create, &[]);
        own.collection = collection;
        own.geometry = Some(point!(x: THIES.0, y: THIES.1).into());
        own.attributes = object(attributes);
        carry_out(&mut conn, &own).await.unwrap_or_else(|error| panic!("{collection}: {error}"));
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_new_survey_of_a_parcel_is_compared_with_it_and_averaged(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::operator();
    let (lon, lat) = THIES;
    let parcel = a_parcel(&pool, b"first", THIES, json!({ "land_use": "housing" })).await;
    let before = properties(&mut conn, parcel.id).await;
    let again = a_survey(DraftKind::Parcel, square_at(lon + 0.00002, lat));
    let draft = DraftId(first_draft(&pool, process(&pool, b"again", again).await).await.id);
    let comparison =
        compare_draft(&mut conn, &scope, draft, parcel.id).await.expect("compared").expect("two areas");
    assert!((comparison.shift_east_m - 2.15).abs() < 0.1, "{comparison:?}");
    assert!(comparison.is_explained);
    set_target(&mut conn, &scope, draft, 1, &parcel, Blend::Average).await.expect("set");
    let feature = approve(&mut conn, &scope, draft, &Approval::default()).await.expect("approved");
    assert_eq!(feature.id, parcel.id);
    let after = properties(&mut conn, parcel.id).await;
    assert_eq!((&after["number"], &after["land_use"]), (&before["number"], &json!("housing")));
    let sigma_m = after["sigma_m"].as_f64().expect("a number");
    assert!(sigma_m < 2.5, "two surveys are better than one: {sigma_m}");
}

#[sqlx::test(migrations = "../migrations")]
async fn what_a_person_proposes_is_checked_before_it_is_kept(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let awa = somebody("awa", Role::Staff);
    let wanted = |geometry: Geometry, field: &'static str| {
        let mut own = proposal(DraftAction::Create, &[]);
        own.geometry = Some(geometry);
        (own, field)
    };
    let (lon, lat) = THIES;
    let bow_tie = polygon![(x: lon, y: lat), (x: lon + 0.001, y: lat + 0.001), (x: lon + 0.001, y: lat), (x: lon, y: lat + 0.001)];
    let line: Geometry = line_string![(x: lon, y: lat), (x: lon + 0.01, y: lat)].into();
    let mut future = proposal(DraftAction::Create, &[]);
    future.geometry = Some(square_at(lon, lat));
    future.valid_from = Some(Utc::now() + chrono::TimeDelta::days(1));
    for (own, field) in [
        wanted(bow_tie.into(), "geometry"),
        wanted(line, "geometry"),
        wanted(square_at(lon, 91.0), "geometry"),
        wanted(square_at(-17.45, 14.70), "department"),
        (future, "valid_from"),
        (proposal(DraftAction::Create, &[]), "geometry"),
        (proposal(DraftAction::Merge, &[]), "targets"),
    ] {
        let refused = propose(&mut conn, &awa, &own, Utc::now()).await;
        assert!(
            matches!(&refused, Err(DraftError::Field { field: named, .. }) if named == field),
            "{field}: {refused:?}"
        );
    }
}
