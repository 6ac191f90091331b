//! Drafts and features before the rules, among what is in the register.

use super::fixture::{THIES, a_parcel_draft, a_survey, approve, filled, first_draft, process, square_at};
use super::review::a_parcel;
use gis_core::survey::DraftKind;
use gis_core::{Collection, Scope, Severity};
use gis_store::PgConnection;
use gis_store::check::{judge_feature, judge_rivals, list_grounds, read_ground};
use gis_store::draft::{Approval, get_draft};
use serde_json::json;
use sqlx::PgPool;

#[sqlx::test(migrations = "../migrations")]
async fn a_draft_beside_a_parcel_is_told_of_it_by_name_place_and_figure(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let parcel = a_parcel(&pool, b"first", THIES, json!({ "land_use": "housing" })).await;
    // The parcel is 107 m wide: 22 m of it are under the draft, which three metres of uncertainty do not explain.
    let draft = a_parcel_draft(&pool, b"second", (THIES.0 + 0.0008, THIES.1)).await;
    let draft = get_draft(&mut conn, &Scope::operator(), draft).await.expect("read").expect("there");
    let overlap = draft.findings.iter().find(|finding| finding.code == "overlap").expect("it overlaps");
    assert_eq!(overlap.severity, Severity::Warning);
    assert_eq!(overlap.other.as_ref().map(|other| other.id), Some(parcel.id));
    let measured = overlap.measured.as_ref().expect("a figure");
    assert!((measured.value - 21.5).abs() < 0.5, "{measured:?}");
    assert!(overlap.at.is_some_and(|at| (at.lon_deg() - THIES.0 - 0.0009).abs() < 1e-4));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_draft_is_told_of_other_open_ones_that_whoever_looks_may_see(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let first = a_parcel_draft(&pool, b"first", THIES).await;
    let second = a_parcel_draft(&pool, b"second", (THIES.0 + 0.0004, THIES.1)).await;
    a_parcel_draft(&pool, b"far", (THIES.0 + 0.01, THIES.1)).await;
    let staff = |pcode: &str| Scope::of_departments("awa", [pcode.to_owned()]);
    let told = judge_rivals(&mut conn, &staff("SN1302"), first).await.expect("judged");
    let [finding] = &told[..] else { panic!("{told:?}") };
    assert_eq!((finding.code.as_str(), finding.severity), ("draft_same_ground", Severity::Note));
    assert_eq!(finding.other.as_ref().map(|other| other.id), Some(second.0));
    assert!(judge_rivals(&mut conn, &staff("SN0301"), first).await.expect("asked").is_empty());

    // Filed under another department, it is seen there only.
    let file_under = async |conn: &mut PgConnection, pcode: &str| {
        let moved = sqlx::query("update draft set department_pcode = $2 where id = $1");
        moved.bind(second.0).bind(pcode).execute(conn).await.expect("moved");
    };
    file_under(&mut conn, "SN0301").await;
    assert!(judge_rivals(&mut conn, &staff("SN1302"), first).await.expect("judged").is_empty());
    assert_eq!(judge_rivals(&mut conn, &Scope::operator(), first).await.expect("judged").len(), 1);
    file_under(&mut conn, "SN1302").await;
    approve(&mut conn, &Scope::operator(), second, &Approval::default()).await.expect("approved");
    assert!(
        judge_rivals(&mut conn, &Scope::operator(), first).await.expect("judged").is_empty(),
        "it is decided"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_feature_is_judged_as_it_is_now_and_a_stranger_is_told_nothing(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let nicad = json!({ "nicad": "0110101010100001", "tenure": "land_title" });
    let parcel = a_parcel(&pool, b"one", THIES, nicad.clone()).await;
    a_parcel(&pool, b"far", (THIES.0 + 0.02, THIES.1), nicad).await;
    let scope = Scope::operator();
    let findings = judge_feature(&mut conn, &scope, Collection::Parcels, parcel.id).await.expect("judged");
    let codes: Vec<_> = findings.expect("it is there").into_iter().map(|finding| finding.code).collect();
    // Thiès is 072, and the twin lies two kilometres away.
    assert_eq!(codes, ["nicad_elsewhere", "duplicate_nicad"]);
    for stranger in [Scope::public([]), Scope::of_departments("awa", ["SN0101".to_owned()])] {
        let told = judge_feature(&mut conn, &stranger, Collection::Parcels, parcel.id).await.expect("asked");
        assert!(told.is_none());
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_department_is_read_whole_with_what_lies_around(pool: PgPool) {
    let mut conn = filled(&pool).await;
    a_parcel(&pool, b"one", THIES, json!({})).await;
    let road = a_survey(DraftKind::Parcel, square_at(THIES.0 + 0.01, THIES.1));
    first_draft(&pool, process(&pool, b"a draft is no feature", road).await).await;
    let scope = Scope::operator();
    let grounds = list_grounds(&mut conn, &scope).await.expect("listed");
    assert_eq!(
        grounds.iter().map(|ground| (ground.pcode.as_str(), ground.feature_count)).collect::<Vec<_>>(),
        [("SN1302", 1)]
    );
    let mut layers = Vec::new();
    read_ground(&mut conn, &scope, "SN1302", |row| layers.push(row.layer)).await.expect("read");
    assert_eq!(layers, ["parcels"]);
}
