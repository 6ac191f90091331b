//! Uploads as evidence and as a queue.

use super::fixture::{THIES, a_log, a_picture, a_survey, approve, filled, first_draft, process, square_at};
use gis_core::Scope;
use gis_core::id::DraftId;
use gis_core::scope::{Grant, Role};
use gis_core::survey::{Draft, DraftKind, Survey, SurveyKind};
use gis_store::department::{find_department, find_department_of};
use gis_store::draft::{Approval, list_drafts_of_upload};
use gis_store::upload::{
    NewUpload, Page, Stored, UploadState, fail_upload, finish_upload, get_upload, get_upload_log,
    get_upload_picture, insert_upload, list_upload_pictures, list_uploads, note_attempt, take_upload,
};
use serde_json::json;
use sqlx::PgPool;
use uuid::Uuid;

#[sqlx::test(migrations = "../migrations")]
async fn the_same_bytes_are_one_upload_and_come_back_as_they_were(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::operator();
    let bytes = b"$GPGGA\r\n\x00\xff not text";
    let first = insert_upload(&mut conn, &scope, &a_log(bytes)).await.expect("stored");
    let again = insert_upload(&mut conn, &scope, &a_log(bytes)).await.expect("stored");
    assert!(matches!(first, Stored::New(_)));
    assert_eq!(again, Stored::Known(first.id()));
    let log = get_upload_log(&mut conn, &scope, first.id()).await.expect("read").expect("there");
    assert_eq!(log, bytes);
}

#[sqlx::test(migrations = "../migrations")]
async fn twenty_senders_of_the_same_bytes_at_once_make_one_upload(pool: PgPool) {
    filled(&pool).await;
    let sends = (0..20).map(|_| {
        let pool = pool.clone();
        tokio::spawn(async move {
            let mut conn = pool.acquire().await.expect("a connection");
            insert_upload(&mut conn, &Scope::operator(), &a_log(b"same")).await.expect("stored")
        })
    });
    let mut new = 0;
    for send in sends.collect::<Vec<_>>() {
        new += usize::from(matches!(send.await.expect("ran"), Stored::New(_)));
    }
    assert_eq!(new, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn the_same_bytes_of_another_department_are_an_upload_of_its_own_and_tell_nothing(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let somebody = |login: &str, id, role, pcode| {
        Scope::of_account(login, Uuid::from_u128(id), &[Grant::within(role, pcode)])
    };
    let awa = somebody("awa", 1, Role::Surveyor, "SN1302");
    let moussa = somebody("moussa", 2, Role::Surveyor, "SN0301");
    let fatou = somebody("fatou", 3, Role::Staff, "SN1302");
    let of =
        |department| NewUpload { department: Some(department), note: Some(department), ..a_log(b"same") };
    let first = insert_upload(&mut conn, &awa, &of("SN1302")).await.expect("stored");
    let before = json!(get_upload(&mut conn, &awa, first.id()).await.expect("read").expect("there"));

    let second = insert_upload(&mut conn, &moussa, &of("SN0301")).await.expect("stored");
    assert!(matches!(second, Stored::New(_)) && second.id() != first.id());
    assert!(get_upload(&mut conn, &moussa, first.id()).await.expect("read").is_none());
    let own = get_upload(&mut conn, &moussa, second.id()).await.expect("read").expect("one's own");
    assert_eq!((own.department.as_deref(), own.state), (Some("SN0301"), UploadState::Received));
    assert_eq!(get_upload_log(&mut conn, &moussa, second.id()).await.expect("read").expect("there"), b"same");
    let after = json!(get_upload(&mut conn, &awa, first.id()).await.expect("read").expect("there"));
    assert_eq!(after, before, "nothing happens to the first");

    for (scope, department, known) in
        [(&awa, "SN1302", first), (&fatou, "SN1302", first), (&moussa, "SN0301", second)]
    {
        let again = insert_upload(&mut conn, scope, &of(department)).await.expect("known");
        assert_eq!(again, Stored::Known(known.id()), "{}", scope.actor());
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn raw_bytes_can_be_neither_changed_nor_deleted(pool: PgPool) {
    let mut conn = filled(&pool).await;
    insert_upload(&mut conn, &Scope::operator(), &a_log(b"evidence")).await.expect("stored");
    for statement in ["update upload_log set bytes = ''", "delete from upload_log", "truncate upload_log"] {
        let refused = sqlx::query(statement).execute(&mut *conn).await.expect_err(statement);
        assert!(refused.to_string().contains("evidence"), "{refused}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_taken_upload_is_skipped_by_others_and_waits_again_when_its_worker_dies(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::operator();
    let older = insert_upload(&mut conn, &scope, &a_log(b"one")).await.expect("stored").id();
    let newer = insert_upload(&mut conn, &scope, &a_log(b"two")).await.expect("stored").id();

    let mut first = pool.begin().await.expect("a transaction");
    let mut second = pool.begin().await.expect("a transaction");
    let mut third = pool.begin().await.expect("a transaction");
    assert_eq!(take_upload(&mut first, &scope).await.expect("taken").expect("one waits").id, older);
    assert_eq!(take_upload(&mut second, &scope).await.expect("taken").expect("one waits").id, newer);
    assert!(take_upload(&mut third, &scope).await.expect("asked").is_none());

    assert_eq!(note_attempt(&pool, older).await.expect("noted beside the lock"), 1);
    first.rollback().await.expect("the worker is gone");
    assert_eq!(take_upload(&mut third, &scope).await.expect("taken").expect("waits again").id, older);
    assert_eq!(note_attempt(&pool, older).await.expect("noted"), 2);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_processed_upload_has_its_drafts_and_an_outsider_is_flagged_not_lost(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let inside = process(&pool, b"in", a_survey(DraftKind::Parcel, square_at(THIES.0, THIES.1))).await;
    let outside = process(&pool, b"out", a_survey(DraftKind::Parcel, square_at(2.35, 48.85))).await;
    let (inside_draft, outside_draft) = (first_draft(&pool, inside).await, first_draft(&pool, outside).await);
    assert_eq!(inside_draft.department.as_deref(), Some("SN1302"));
    assert!(inside_draft.findings.is_empty());
    assert_eq!(outside_draft.department, None);
    assert_eq!(outside_draft.findings[0].code, "outside_department");
    let upload = get_upload(&mut conn, &Scope::operator(), inside).await.expect("read").expect("there");
    assert_eq!(upload.state, UploadState::Processed);
}

#[sqlx::test(migrations = "../migrations")]
async fn an_upload_set_aside_keeps_its_bytes_and_says_why(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::operator();
    let id = insert_upload(&mut conn, &scope, &a_log(b"bad")).await.expect("stored").id();
    let why = gis_core::Text::new("parce que", "because");
    fail_upload(&mut conn, &scope, id, &why).await.expect("set aside");
    let upload = get_upload(&mut conn, &scope, id).await.expect("read").expect("there");
    assert_eq!((upload.state, upload.failure.expect("a reason").0), (UploadState::Failed, why));
    assert!(get_upload_log(&mut conn, &scope, id).await.expect("read").is_some());
    assert!(take_upload(&mut conn, &scope).await.expect("asked").is_none());
}

#[sqlx::test(migrations = "../migrations")]
async fn the_same_bytes_with_other_words_are_processed_anew_until_somebody_decides(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::operator();
    let id = process(&pool, b"walk", a_survey(DraftKind::Parcel, square_at(THIES.0, THIES.1))).await;
    insert_upload(&mut conn, &scope, &a_log(b"walk")).await.expect("known");
    let upload = get_upload(&mut conn, &scope, id).await.expect("read").expect("there");
    assert_eq!(upload.state, UploadState::Processed, "the same words change nothing");

    let corrected = NewUpload { kind: SurveyKind::Road, note: Some("une route"), ..a_log(b"walk") };
    assert_eq!(insert_upload(&mut conn, &scope, &corrected).await.expect("known"), Stored::Known(id));
    let upload = get_upload(&mut conn, &scope, id).await.expect("read").expect("there");
    assert_eq!((upload.state, upload.kind.as_str()), (UploadState::Received, "road"));
    assert_eq!(upload.note.as_deref(), Some("une route"));
    assert!(list_drafts_of_upload(&mut conn, &scope, id).await.expect("listed").is_empty());
}

#[sqlx::test(migrations = "../migrations")]
async fn what_was_decided_on_is_not_made_anew(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::operator();
    let id = process(&pool, b"walk", a_survey(DraftKind::Parcel, square_at(THIES.0, THIES.1))).await;
    let draft = DraftId(first_draft(&pool, id).await.id);
    approve(&mut conn, &scope, draft, &Approval::default()).await.expect("approved");
    let late = NewUpload { kind: SurveyKind::Road, ..a_log(b"walk") };
    insert_upload(&mut conn, &scope, &late).await.expect("known");
    let upload = get_upload(&mut conn, &scope, id).await.expect("read").expect("there");
    assert_eq!((upload.state, upload.kind.as_str()), (UploadState::Processed, "auto"));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_survey_that_the_tables_refuse_leaves_nothing_behind_and_can_be_set_aside(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::operator();
    insert_upload(&mut conn, &scope, &a_log(b"odd")).await.expect("stored");
    let mut transaction = pool.begin().await.expect("a transaction");
    let taken = take_upload(&mut transaction, &scope).await.expect("taken").expect("one waits");
    let mut survey = a_survey(DraftKind::Parcel, square_at(THIES.0, THIES.1));
    survey.drafts.push(Draft { sigma_m: -1.0, ..survey.drafts[0].clone() });
    let refused =
        finish_upload(&mut transaction, &scope, &taken, survey).await.expect_err("no negative sigma");
    assert!(refused.is_refusal());
    let why = gis_core::Text::new("non", "no");
    fail_upload(&mut transaction, &scope, taken.id, &why).await.expect("set aside");
    transaction.commit().await.expect("committed");
    let upload = get_upload(&mut conn, &scope, taken.id).await.expect("read").expect("there");
    assert_eq!(upload.state, UploadState::Failed);
    assert!(list_drafts_of_upload(&mut conn, &scope, taken.id).await.expect("listed").is_empty());
}

#[sqlx::test(migrations = "../migrations")]
async fn a_survey_keeps_its_pictures_in_order_until_it_is_made_anew(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::operator();
    let survey = Survey {
        pictures: vec![a_picture("track"), a_picture("quality"), a_picture("draft-0")],
        ..a_survey(DraftKind::Parcel, square_at(THIES.0, THIES.1))
    };
    let id = process(&pool, b"walk", survey).await;
    let listed = list_upload_pictures(&mut conn, &scope, id).await.expect("listed");
    let names: Vec<_> = listed.iter().map(|picture| picture.name.as_str()).collect();
    assert_eq!(names, ["track", "quality", "draft-0"]);
    assert_eq!(listed[1].title.0, gis_core::Text::new("dessin quality", "drawing quality"));
    for (name, language, words) in
        [("track", "fr", Some("dessin track")), ("track", "en", Some("drawing track")), ("map", "fr", None)]
    {
        let svg = get_upload_picture(&mut conn, &scope, id, name, language).await.expect("read");
        assert_eq!(svg.is_some(), words.is_some(), "{name}, {language}");
        assert!(words.is_none_or(|words| svg.is_some_and(|svg| svg.contains(words))), "{name}, {language}");
    }
    let dakar = Scope::of_departments("fatou", ["SN0101".to_owned()]);
    assert!(get_upload_picture(&mut conn, &dakar, id, "track", "fr").await.expect("asked").is_none());
    assert!(list_upload_pictures(&mut conn, &dakar, id).await.expect("asked").is_empty());

    let corrected = NewUpload { kind: SurveyKind::Road, ..a_log(b"walk") };
    insert_upload(&mut conn, &scope, &corrected).await.expect("known");
    assert!(list_upload_pictures(&mut conn, &scope, id).await.expect("listed").is_empty());
}

#[sqlx::test(migrations = "../migrations")]
async fn a_department_cleans_its_surveys_as_it_set_and_a_renewal_keeps_that(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::operator();
    let settings = json!({ "walk": { "hdop_max": 3.0 } });
    // The name is built in: the renewal writes the row.
    sqlx::query("update department set survey_settings = $1, name = 'Thies' where pcode = 'SN1302'")
        .bind(&settings)
        .execute(&mut *conn)
        .await
        .expect("set");
    gis_store::reference::renew(&pool, &scope).await.expect("renewed");
    let upload = NewUpload { department: Some("SN1302"), ..a_log(b"thies") };
    insert_upload(&mut conn, &scope, &upload).await.expect("stored");
    let taken = take_upload(&mut conn, &scope).await.expect("taken").expect("one waits");
    let department = taken.department.expect("was named");
    assert_eq!((department.name.as_str(), &department.survey_settings), ("Thiès", &settings));

    let place = square_at(THIES.0, THIES.1);
    let thies = find_department_of(&mut conn, &place).await.expect("read").expect("it lies in one");
    assert!(thies.has_survey_settings() && thies.pcode == "SN1302");
    let paris = square_at(2.35, 48.85);
    assert_eq!(find_department_of(&mut conn, &paris).await.expect("read"), None);
    let dakar = find_department(&mut conn, "SN0101").await.expect("read").expect("there");
    assert!(!dakar.has_survey_settings());
    sqlx::query("update department set survey_settings = '[]'")
        .execute(&mut *conn)
        .await
        .expect_err("no object, no settings");
}

#[sqlx::test(migrations = "../migrations")]
async fn pages_of_uploads_show_each_once_newest_first(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::operator();
    let mut stored = Vec::new();
    for number in 0..5_u8 {
        stored.push(insert_upload(&mut conn, &scope, &a_log(&[number])).await.expect("stored").id().0);
    }
    let mut seen = Vec::new();
    while let page = list_uploads(&mut conn, &scope, Page { limit: 2, before: seen.last().copied() })
        .await
        .expect("listed")
        && !page.is_empty()
    {
        seen.extend(page.iter().map(|upload| upload.id));
    }
    stored.reverse();
    assert_eq!(seen, stored);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_another_department_uploaded_is_as_if_it_were_not_there(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let upload = NewUpload { department: Some("SN0101"), ..a_log(b"dakar") };
    let id = insert_upload(&mut conn, &Scope::operator(), &upload).await.expect("stored").id();
    let thies = Scope::of_departments("fatou", ["SN1302".to_owned()]);
    assert!(get_upload(&mut conn, &thies, id).await.expect("asked").is_none());
    assert!(get_upload_log(&mut conn, &thies, id).await.expect("asked").is_none());
    assert!(
        list_uploads(&mut conn, &thies, Page { limit: 9, before: None }).await.expect("asked").is_empty()
    );
    assert!(take_upload(&mut conn, &thies).await.expect("asked").is_none());
}
