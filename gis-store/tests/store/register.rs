//! Decisions on drafts, and features as they come out.

use super::fixture::{
    THIES, a_parcel_draft, a_survey, approve, filled, first_draft, give_back, process, square_at,
};
use geo::{Geometry, line_string, point};
use gis_core::id::DraftId;
use gis_core::layer::Layer;
use gis_core::survey::{Corner, DraftKind, Grade};
use gis_core::{Collection, LonLat, Scope};
use gis_store::draft::{Approval, DraftError, DraftState, get_draft};
use gis_store::feature::{BoundingBox, FeaturePage, count_features, get_feature, list_features};
use serde_json::{Map, Value, json};
use sqlx::PgPool;
use std::collections::BTreeMap;

fn with_attributes(attributes: Value) -> Approval {
    let Value::Object(attributes) = attributes else { panic!("an object is wanted") };
    Approval { attributes, ..Approval::default() }
}

fn everything() -> FeaturePage {
    FeaturePage { limit: 100, after: None, bbox: None, skip_geometry: false }
}

#[sqlx::test(migrations = "../migrations")]
async fn an_approved_draft_is_a_feature_with_what_the_approval_said(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::operator();
    let draft = a_parcel_draft(&pool, b"a", THIES).await;
    let approval =
        with_attributes(json!({ "nicad": "0721010100100001", "land_use": null, "declared_area_m2": 11_900 }));
    let feature = approve(&mut conn, &scope, draft, &approval).await.expect("approved");
    assert_eq!(feature.collection, "parcels");

    let read =
        get_feature(&mut conn, &scope, Collection::Parcels, feature.id).await.expect("read").expect("there");
    let properties: Map<String, Value> = serde_json::from_str(read.properties.get()).expect("an object");
    assert_eq!(properties["nicad"], "0721010100100001");
    assert_eq!(properties["number"], "P-000001");
    assert_eq!(properties["department"], "SN1302");
    assert_eq!(properties["source"], "survey");
    assert!((properties["area_m2"].as_f64().expect("a number") - 11_920.0).abs() < 100.0);
    assert!(!properties.contains_key("land_use"), "what has no value is left out");
    assert_eq!(
        (&properties["sigma_m"], &properties["grade"], &properties["survey_method"]),
        (&json!(2.5), &json!("B"), &json!("handheld_gps")),
        "how it was measured comes with it"
    );

    let decided = get_draft(&mut conn, &scope, draft).await.expect("read").expect("there");
    assert_eq!(
        (decided.state, decided.feature.map(|feature| feature.0.id)),
        (DraftState::Approved, Some(feature.id))
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn each_kind_of_draft_enters_its_collection(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::operator();
    let (lon, lat) = THIES;
    let line: Geometry = line_string![(x: lon, y: lat), (x: lon + 0.01, y: lat)].into();
    let road = process(&pool, b"road", a_survey(DraftKind::Road, line)).await;
    let place: Geometry = point!(x: lon, y: lat).into();
    let asset = process(&pool, b"asset", a_survey(DraftKind::MarketAsset, place)).await;
    for (upload, attributes, collection) in [
        (road, json!({ "number": "N2", "class": "national" }), "roads"),
        (asset, json!({ "code": "A-012" }), "market-assets"),
    ] {
        let draft = DraftId(first_draft(&pool, upload).await.id);
        let feature =
            approve(&mut conn, &scope, draft, &with_attributes(attributes)).await.expect("approved");
        assert_eq!(feature.collection, collection);
    }
    let counts = count_features(&mut conn, &scope).await.expect("counted");
    let count_of =
        |wanted| counts.iter().find(|(collection, _)| *collection == wanted).map(|(_, count)| *count);
    assert_eq!(count_of(Collection::Roads), Some(1));
    assert_eq!(count_of(Collection::MarketAssets), Some(1));
    assert_eq!(count_of(Collection::Departments), Some(6));
    assert_eq!(count_of(Collection::Communes), Some(87));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_draft_is_decided_on_once(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::operator();
    let draft = a_parcel_draft(&pool, b"a", THIES).await;
    give_back(&mut conn, &scope, draft, "le tour n'est pas fermé").await.expect("returned");
    let again = approve(&mut conn, &scope, draft, &Approval::default()).await;
    assert!(matches!(again, Err(DraftError::WrongState { state: DraftState::Returned })));
    assert!(
        list_features(&mut conn, &scope, Collection::Parcels, everything()).await.expect("listed").is_empty()
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_draft_comes_back_with_its_grade_name_corners_and_deviation(pool: PgPool) {
    filled(&pool).await;
    let mut survey = a_survey(DraftKind::Parcel, square_at(THIES.0, THIES.1));
    let corner =
        Corner { at: LonLat::new(THIES.0, THIES.1).expect("a position"), sigma_m: 1.5, held_s: 62.0 };
    let given = &mut survey.drafts[0];
    given.name = Some("Champ du puits".to_owned());
    given.area_sd_m2 = Some(240.5);
    given.n_eff = 11.25;
    given.pass_count = 3;
    given.corners = vec![corner];
    let grading = given.grading.clone();
    let upload = process(&pool, b"walk", survey).await;
    let draft = first_draft(&pool, upload).await;
    assert_eq!(draft.name.as_deref(), Some("Champ du puits"));
    assert_eq!((draft.area_sd_m2, draft.n_eff, draft.pass_count), (Some(240.5), Some(11.25), Some(3)));
    assert_eq!((&draft.corners.0[..], draft.grading.as_deref()), (&[corner][..], Some(&grading)));

    let seen: Value = sqlx::query_scalar("select properties from map_feature where id = $1")
        .bind(draft.id)
        .fetch_one(&pool)
        .await
        .expect("on the map");
    assert_eq!((&seen["grade"], &seen["name"]), (&json!("B"), &json!("Champ du puits")));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_draft_that_its_grade_rejects_is_returned_and_never_approved(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::operator();
    let mut survey = a_survey(DraftKind::Parcel, square_at(THIES.0, THIES.1));
    survey.drafts[0].grading.grade = Grade::Rejected;
    let upload = process(&pool, b"a", survey).await;
    let draft = DraftId(first_draft(&pool, upload).await.id);
    let refused = approve(&mut conn, &scope, draft, &Approval::default()).await;
    assert!(
        matches!(&refused, Err(DraftError::Rejected { grading }) if grading.reason.fr == "tenu une minute"),
        "{refused:?}"
    );
    let returned = give_back(&mut conn, &scope, draft, "à refaire").await.expect("returned");
    assert_eq!(
        (returned.state, returned.grading.map(|grading| grading.grade)),
        (DraftState::Returned, Some(Grade::Rejected))
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn of_two_who_approve_at_once_one_is_told(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let draft = a_parcel_draft(&pool, b"a", THIES).await;
    let approve = || {
        let pool = pool.clone();
        tokio::spawn(async move {
            let mut conn = pool.acquire().await.expect("a connection");
            approve(&mut conn, &Scope::operator(), draft, &Approval::default()).await.is_ok()
        })
    };
    let (one, other) = (approve(), approve());
    assert_ne!(one.await.expect("ran"), other.await.expect("ran"));
    let parcels = list_features(&mut conn, &Scope::operator(), Collection::Parcels, everything())
        .await
        .expect("listed");
    assert_eq!(parcels.len(), 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_draft_outside_every_department_wants_one_named(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::operator();
    let draft = a_parcel_draft(&pool, b"paris", (2.35, 48.85)).await;
    let answers = BTreeMap::from([("outside_department".to_owned(), "levé d'essai".to_owned())]);
    let answered = Approval { answers, ..Approval::default() };
    let refused = approve(&mut conn, &scope, draft, &answered).await;
    assert!(matches!(refused, Err(DraftError::Field { field, .. }) if field == "department"));
    let unknown = Approval { department: Some("SN9999".to_owned()), ..answered.clone() };
    let refused = approve(&mut conn, &scope, draft, &unknown).await;
    assert!(matches!(refused, Err(DraftError::Field { reason, .. }) if reason.en.contains("SN9999")));
    let unanswered = Approval { department: Some("SN1302".to_owned()), ..Approval::default() };
    let refused = approve(&mut conn, &scope, draft, &unanswered).await;
    assert!(
        matches!(refused, Err(DraftError::Unanswered { findings }) if findings[0].code == "outside_department")
    );
    let named = Approval { department: Some("SN1302".to_owned()), ..answered };
    approve(&mut conn, &scope, draft, &named).await.expect("approved");
}

#[sqlx::test(migrations = "../migrations")]
async fn attributes_that_do_not_fit_are_refused_by_name_and_nothing_is_written(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::operator();
    let draft = a_parcel_draft(&pool, b"a", THIES).await;
    for (field, value) in [
        ("nicad", json!("123")),
        ("land_use", json!("no_such_use")),
        ("declared_area_m2", json!(-1)),
        ("class", json!("national")),
        ("id", json!("00000000-0000-0000-0000-000000000000")),
    ] {
        let approval = with_attributes(json!({ field: value }));
        let refused = approve(&mut conn, &scope, draft, &approval).await;
        assert!(
            matches!(refused, Err(DraftError::Field { field: named, .. }) if named == format!("attributes.{field}")),
            "{field}"
        );
    }
    let undecided = get_draft(&mut conn, &scope, draft).await.expect("read").expect("there");
    assert_eq!(undecided.state, DraftState::Submitted);
}

#[sqlx::test(migrations = "../migrations")]
async fn pages_of_features_show_each_once_and_a_box_only_what_meets_it(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::operator();
    let mut seen = Vec::new();
    let page = |after| FeaturePage { limit: 40, after, bbox: None, skip_geometry: false };
    while let features = list_features(&mut conn, &scope, Collection::Communes, page(seen.last().copied()))
        .await
        .expect("listed")
        && !features.is_empty()
    {
        seen.extend(features.iter().map(|feature| feature.id));
    }
    seen.dedup();
    assert_eq!(seen.len(), 87);

    let (lon, lat) = THIES;
    let bbox = BoundingBox { west_deg: lon, south_deg: lat, east_deg: lon + 0.001, north_deg: lat + 0.001 };
    let found = list_features(
        &mut conn,
        &scope,
        Collection::Departments,
        FeaturePage { bbox: Some(bbox), ..everything() },
    )
    .await
    .expect("listed");
    assert_eq!(found.len(), 1);
    let point = BoundingBox { east_deg: lon, north_deg: lat, ..bbox };
    let line = BoundingBox { east_deg: lon, ..bbox };
    for flat in [point, line] {
        let page = FeaturePage { bbox: Some(flat), ..everything() };
        let found = list_features(&mut conn, &scope, Collection::Departments, page).await.expect("listed");
        assert_eq!(found.len(), 1, "a box without width or height meets what it lies in: {flat:?}");
    }
    let across = BoundingBox { west_deg: 170.0, south_deg: -10.0, east_deg: -17.0, north_deg: 20.0 };
    let found = list_features(
        &mut conn,
        &scope,
        Collection::Departments,
        FeaturePage { bbox: Some(across), ..everything() },
    )
    .await
    .expect("listed");
    assert!((1..6).contains(&found.len()), "the western tip only, over the antimeridian: {}", found.len());
}

#[sqlx::test(migrations = "../migrations")]
async fn a_scope_sees_the_features_and_counts_of_its_departments_only(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let draft = a_parcel_draft(&pool, b"a", THIES).await;
    let feature =
        approve(&mut conn, &Scope::operator(), draft, &Approval::default()).await.expect("approved");
    let dakar = Scope::of_departments("awa", ["SN0101".to_owned()]);
    assert!(get_feature(&mut conn, &dakar, Collection::Parcels, feature.id).await.expect("asked").is_none());
    assert!(
        list_features(&mut conn, &dakar, Collection::Parcels, everything()).await.expect("asked").is_empty()
    );
    let counts = count_features(&mut conn, &dakar).await.expect("counted");
    assert!(counts.contains(&(Collection::Parcels, 0)) && counts.contains(&(Collection::Departments, 6)));
}

#[sqlx::test(migrations = "../migrations")]
async fn the_attributes_announced_are_those_that_features_have(pool: PgPool) {
    filled(&pool).await;
    a_parcel_draft(&pool, b"a", THIES).await;
    for layer in Layer::ALL {
        let mut announced: Vec<_> = layer.fields().iter().map(|field| field.name.to_owned()).collect();
        announced.retain(|name| name != "id");
        announced.sort();
        // A row of nulls shows every key that the view builds.
        let columns: Vec<String> = sqlx::query_scalar(
            "select distinct jsonb_object_keys(properties) from map_feature where layer = $1 order by 1",
        )
        .bind(layer.name())
        .fetch_all(&pool)
        .await
        .expect("listed");
        if !columns.is_empty() {
            assert_eq!(columns, announced, "{}", layer.name());
        }
    }
}
