//! The register as of any moment: against a naive model of what was said when, and against the present.

use super::fixture::{a_parcel, filled};
use gis_core::quarter::{QuarterRequest, quarter};
use gis_core::scope::{Grant, Role};
use gis_core::{Collection, Epsg, LonLat, Scope};
use gis_store::act::{self, Act};
use gis_store::audit::verify;
use gis_store::feature::{BoundingBox, Feature, FeaturePage, list_features};
use gis_store::register::{Object, retire_object, write_object};
use gis_store::sample::Sampling;
use gis_store::version::{
    AsOf, compare_versions, get_feature_as_of, get_version, is_kept, list_features_as_of, list_versions,
};
use gis_store::{Moment, PgConnection, PgPool};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::ops::Bound;
use uuid::Uuid;

/// What somebody said at a moment: from when on the object is in that block, or that it is no more.
struct Said {
    recorded: Moment,
    valid_from: Moment,
    block: Option<String>,
}

/// What counts is what was said last of the time in question, among what had been said by then.
fn block_as_of(said: &[Said], valid: Moment, recorded: Moment) -> Option<&str> {
    let mut known = said.iter().filter(|said| said.recorded <= recorded && said.valid_from <= valid);
    known.next_back().and_then(|said| said.block.as_deref())
}

fn days_ago(moment: Moment, days: i64) -> Moment {
    moment - chrono::Duration::days(days)
}

/// Says something at random of an object, and adds it to the model.
async fn say(conn: &mut PgConnection, rng: &mut ChaCha8Rng, id: Uuid, said: &mut Vec<Said>) {
    let scope = Scope::operator();
    let now: Moment = sqlx::query_scalar("select now()").fetch_one(&mut *conn).await.expect("read");
    let stated = rng.random_bool(0.6).then(|| days_ago(now, rng.random_range(0..12)));
    let is_there = said.last().is_some_and(|said| said.block.is_some());
    let block = (!is_there || rng.random_bool(0.8)).then(|| format!("B{}", rng.random_range(0..3)));
    let changes = stated.is_some() || said.last().is_none_or(|said| said.block != block);
    let act = Act { valid_from: stated, ..Act::default() };
    let mut transaction = act::begin(&mut *conn, &scope, &act).await.expect("begun");
    let recorded = sqlx::query_scalar("select now()").fetch_one(&mut *transaction).await.expect("read");
    match &block {
        Some(block) => {
            let object = a_parcel(id, block);
            write_object(&mut transaction, &scope, &object).await.expect("written");
        }
        None => {
            retire_object(&mut transaction, &scope, Collection::Parcels, id).await.expect("retired");
        }
    }
    transaction.commit().await.expect("committed");
    if changes {
        said.push(Said { recorded, valid_from: stated.unwrap_or(recorded), block });
    }
}

async fn read_block(conn: &mut PgConnection, id: Uuid, valid: Moment, recorded: Moment) -> Option<String> {
    let as_of = AsOf { recorded: Some(recorded), ..AsOf::at(valid) };
    let feature = get_feature_as_of(conn, &Scope::operator(), Collection::Parcels, id, as_of).await;
    let feature = feature.expect("read")?;
    let properties: serde_json::Value = serde_json::from_str(feature.properties.get()).expect("JSON");
    properties["block"].as_str().map(str::to_owned)
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_read_as_of_two_moments_is_what_a_naive_model_says(pool: PgPool) {
    let mut conn = filled(&pool).await;
    sqlx::query("alter table parcel drop constraint parcel_number_key")
        .execute(&mut *conn)
        .await
        .expect("done");
    let mut rng = ChaCha8Rng::seed_from_u64(4);
    for _ in 0..25 {
        let (id, mut said) = (Uuid::now_v7(), Vec::new());
        for _ in 0..rng.random_range(2..12) {
            say(&mut conn, &mut rng, id, &mut said).await;
        }
        let moments: Vec<Moment> = said.iter().flat_map(|said| [said.recorded, said.valid_from]).collect();
        for _ in 0..40 {
            let [valid, recorded] = [(); 2].map(|()| {
                let moment = moments[rng.random_range(0..moments.len())];
                moment + chrono::Duration::microseconds(rng.random_range(-1..=1))
            });
            let read = read_block(&mut conn, id, valid, recorded).await;
            assert_eq!(
                read.as_deref(),
                block_as_of(&said, valid, recorded),
                "at {valid}, known at {recorded}"
            );
        }
    }
    let overlapping: i64 = sqlx::query_scalar(
        "select count(*) from feature_version as one join feature_version as other
            on one.feature_id = other.feature_id and one.ctid < other.ctid
            and one.valid && other.valid and one.recorded && other.recorded",
    )
    .fetch_one(&mut *conn)
    .await
    .expect("counted");
    assert_eq!(overlapping, 0);
    let verified = verify(&mut conn, &Scope::operator(), None, &mut |finding| panic!("{finding:?}")).await;
    assert!(verified.expect("verified").versions > 100);
}

/// A sample of all collections in Thiès.
async fn a_quarter(conn: &mut PgConnection, scope: &Scope) {
    let request = QuarterRequest {
        centre: LonLat::new(-16.926, 14.791).expect("a place"),
        utm: Epsg::UTM_28N,
        parcels: 120,
        seed: 7,
    };
    let quarter = quarter(&request).expect("made");
    let mut sampling = Sampling::begin(conn, scope, "SN1302").await.expect("begun");
    sampling.insert("E-", &quarter).await.expect("inserted");
    sampling.commit().await.expect("committed");
}

fn page(bbox: Option<BoundingBox>) -> FeaturePage {
    FeaturePage { limit: 1000, after: None, bbox, skip_geometry: false }
}

fn as_text(features: &[Feature]) -> Vec<String> {
    let text = |feature: &Feature| {
        let geometry = feature.geometry.as_ref().map(|geometry| geometry.get());
        format!("{} {geometry:?} {:?} {}", feature.id, feature.bbox_deg, feature.properties.get())
    };
    features.iter().map(text).collect()
}

#[sqlx::test(migrations = "../migrations")]
async fn the_register_as_of_now_is_the_present_in_all_collections(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::operator();
    a_quarter(&mut conn, &scope).await;
    sqlx::query("update parcel set block = 'new' where number like '%7'")
        .execute(&mut *conn)
        .await
        .expect("changed");
    sqlx::query("delete from parcel where number like '%3'").execute(&mut *conn).await.expect("retired");
    let now: Moment =
        sqlx::query_scalar("select clock_timestamp()").fetch_one(&mut *conn).await.expect("read");
    let west = BoundingBox { west_deg: -17.0, south_deg: 14.7, east_deg: -16.926, north_deg: 14.9 };
    for collection in Collection::ALL.into_iter().filter(|collection| is_kept(*collection)) {
        for bbox in [None, Some(west)] {
            let present = list_features(&mut conn, &scope, collection, page(bbox)).await.expect("read");
            assert!(bbox.is_some() || !present.is_empty(), "{collection}");
            let known_now = AsOf { recorded: Some(now), ..AsOf::at(now) };
            for as_of in [AsOf::default(), AsOf::at(now), known_now] {
                let read = list_features_as_of(&mut conn, &scope, collection, page(bbox), as_of).await;
                assert_eq!(as_text(&read.expect("read")), as_text(&present), "{collection} {as_of:?}");
            }
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn pages_of_the_past_follow_each_other_and_hold_what_was_retired(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::operator();
    a_quarter(&mut conn, &scope).await;
    let then: Moment =
        sqlx::query_scalar("select clock_timestamp()").fetch_one(&mut *conn).await.expect("read");
    let before = list_features(&mut conn, &scope, Collection::Parcels, page(None)).await.expect("read");
    sqlx::query("delete from parcel where number like '%3'").execute(&mut *conn).await.expect("retired");
    sqlx::query("update parcel set department_pcode = 'SN0101' where number like '%4'")
        .execute(&mut *conn)
        .await
        .expect("moved");
    let (mut read, mut after) = (Vec::new(), None);
    loop {
        let next = FeaturePage { limit: 50, after, ..page(None) };
        let found = list_features_as_of(&mut conn, &scope, Collection::Parcels, next, AsOf::at(then))
            .await
            .expect("read");
        let Some(last) = found.last() else { break };
        after = Some(last.id);
        read.extend(found);
    }
    assert_eq!(as_text(&read), as_text(&before));
    let ever = AsOf { valid: Some((Bound::Unbounded, Bound::Unbounded)), recorded: None };
    let all =
        list_features_as_of(&mut conn, &scope, Collection::Parcels, page(None), ever).await.expect("read");
    assert_eq!(all.len(), before.len(), "each once, whatever became of it");
}

#[sqlx::test(migrations = "../migrations")]
async fn states_are_listed_compared_and_restored(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let (scope, id) = (Scope::operator(), Uuid::now_v7());
    let first = a_parcel(id, "A");
    write_object(&mut conn, &scope, &first).await.expect("written");
    sqlx::query("update parcel set block = 'B', nicad = '0721010100100001', geometry = st_translate(geometry, 0.0001, 0)")
        .execute(&mut *conn)
        .await
        .expect("changed");
    let listed = list_versions(&mut conn, &scope, Collection::Parcels, id).await.expect("listed");
    assert_eq!(listed.len(), 2);
    assert_eq!((listed[0].valid_until, listed[1].valid_until), (Some(listed[1].valid_from), None));
    assert_eq!((listed[0].recorded_until, listed[1].recorded_until), (None, None), "both are held for true");

    let compared = compare_versions(&mut conn, &scope, Collection::Parcels, id, (1, 2))
        .await
        .expect("compared")
        .expect("there");
    let names: Vec<_> = compared.attributes.iter().map(|change| change.name.as_str()).collect();
    assert_eq!(names, ["block", "nicad"]);
    let geometry = compared.geometry.expect("it moved");
    assert!((geometry.greatest_shift_m - 10.77).abs() < 0.05, "{geometry:?}");
    assert!((geometry.hausdorff_m - 10.77).abs() < 0.05, "{geometry:?}");
    assert!(geometry.area_difference_m2.expect("areas").abs() < 0.1, "{geometry:?}");
    assert!(
        (geometry.symmetric_difference_m2.expect("areas") - 2.0 * 10.77 * 110.6).abs() < 10.0,
        "{geometry:?}"
    );

    let old = get_version(&mut conn, &scope, Collection::Parcels, id, 1).await.expect("read").expect("there");
    let restored = Object {
        collection: Collection::Parcels,
        id,
        department: old.summary.department.expect("a parcel has one"),
        columns: old.columns,
        geometry: old.geometry,
    };
    assert_eq!(write_object(&mut conn, &scope, &restored).await.expect("restored"), Some(3));
    let compared = compare_versions(&mut conn, &scope, Collection::Parcels, id, (1, 3))
        .await
        .expect("compared")
        .expect("there");
    assert!(compared.attributes.is_empty() && compared.geometry.is_none());
}

#[sqlx::test(migrations = "../migrations")]
async fn history_is_seen_where_the_scope_says_so(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let id = Uuid::now_v7();
    write_object(&mut conn, &Scope::operator(), &a_parcel(id, "A")).await.expect("written");
    let of = |grant: Grant| Scope::of_account("awa", Uuid::from_u128(1), &[grant]);
    for (scope, sees) in [
        (of(Grant::within(Role::Staff, "SN1302")), true),
        (of(Grant::within(Role::Staff, "SN0101")), false),
        (of(Grant::within(Role::Surveyor, "SN1302")), false),
        (Scope::public(["SN1302".to_owned()]), false),
    ] {
        let listed = list_versions(&mut conn, &scope, Collection::Parcels, id).await.expect("listed");
        let got = get_version(&mut conn, &scope, Collection::Parcels, id, 1).await.expect("read");
        let page = list_features_as_of(&mut conn, &scope, Collection::Parcels, page(None), AsOf::default())
            .await
            .expect("read");
        let one = get_feature_as_of(&mut conn, &scope, Collection::Parcels, id, AsOf::default())
            .await
            .expect("read");
        assert_eq!(
            [!listed.is_empty(), got.is_some(), !page.is_empty(), one.is_some()],
            [sees; 4],
            "{scope:?}"
        );
    }
}
