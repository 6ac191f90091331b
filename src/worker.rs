//! The upload worker: takes waiting logs, lets `gps-ingest` make surveys of them, stores what they became.
//!
//! Invariant: an upload is taken, processed and written in one transaction. A worker that is killed leaves it
//! waiting; one that panics on it sets it aside with the reason, and its bytes stay.

use anyhow::Context;
use gis_core::id::UploadId;
use gis_core::survey::Survey;
use gis_core::{Epsg, Scope, Text};
use gis_store::department::{DepartmentName, find_department_of};
use gis_store::feed::{self, Channel};
use gis_store::upload::{TakenUpload, fail_upload, finish_upload, note_attempt, take_upload};
use gis_store::{PgConnection, PgPool, StoreError};
use gps_ingest::{Settings, Thresholds, campaign_around};
use std::sync::Arc;
use std::time::Duration;
use tile_server::LoadingMap;
use tokio_util::sync::CancellationToken;

/// How often an upload may end the program before it is set aside. Ordinary restarts hit one upload once or twice.
const MOST_ATTEMPTS: i64 = 8;

/// How long to wait before looking again after the database went away.
const RECONNECT_PAUSE: Duration = Duration::from_secs(1);

/// Processes uploads as they arrive, until it is asked to stop: what it has begun it ends.
pub(crate) async fn run(pool: &PgPool, map: &LoadingMap, stop: &CancellationToken) {
    while !stop.is_cancelled() {
        if let Err(error) = run_until_lost(pool, map, stop).await {
            tracing::warn!(error = &*error as &dyn std::error::Error, "the upload worker lost the database");
            stop.run_until_cancelled(tokio::time::sleep(RECONNECT_PAUSE)).await;
        }
    }
}

async fn run_until_lost(pool: &PgPool, map: &LoadingMap, stop: &CancellationToken) -> anyhow::Result<()> {
    let mut listener = feed::listen(pool, Channel::Upload).await?;
    while !stop.is_cancelled() {
        if process_next(pool).await? {
            map.show_commits().await;
        } else if let Some(heard) = stop.run_until_cancelled(listener.try_recv()).await {
            // `None` tells of a lost connection: what arrived meanwhile is looked for at once.
            heard.map_err(StoreError::from)?;
        }
    }
    Ok(())
}

/// Processes the oldest waiting upload that no other worker holds; whether there was one.
pub(crate) async fn process_next(pool: &PgPool) -> anyhow::Result<bool> {
    let scope = Scope::operator();
    let mut transaction = pool.begin().await.map_err(StoreError::from)?;
    let Some(mut taken) = take_upload(&mut transaction, &scope).await? else { return Ok(false) };
    let id = taken.id;
    let attempts = note_attempt(pool, id).await?;
    let surveyed =
        if attempts > MOST_ATTEMPTS { Err(gives_up()) } else { survey(&mut transaction, &mut taken).await? };
    let outcome = match surveyed {
        Ok(survey) => finish(finish_upload(&mut transaction, &scope, &taken, survey).await, id)?,
        Err(failure) => Err(failure),
    };
    if let Err(failure) = outcome {
        tracing::error!(upload = %id, attempts, reason = failure.en, "set an upload aside");
        fail_upload(&mut transaction, &scope, id, &failure).await?;
    }
    transaction.commit().await.map_err(StoreError::from)?;
    Ok(true)
}

/// What the database refuses, it refuses again: that is a failure of the upload. While a database that is away is an
/// error, and the upload waits.
fn finish(finished: Result<(), StoreError>, id: UploadId) -> Result<Result<(), Text>, StoreError> {
    match finished {
        Ok(()) => {
            tracing::info!(upload = %id, "processed an upload");
            Ok(Ok(()))
        }
        Err(error) if error.is_refusal() => {
            tracing::error!(upload = %id, error = &error as &dyn std::error::Error, "a survey was refused");
            Ok(Err(failed()))
        }
        Err(error) => Err(error),
    }
}

/// Makes a survey of a log by the settings of its department: the one that the surveyor named, else the one in which
/// it turns out to lie, by whose settings it is then made again.
async fn survey(
    conn: &mut PgConnection,
    taken: &mut TakenUpload,
) -> Result<Result<Survey, Text>, StoreError> {
    let bytes = Arc::new(std::mem::take(&mut taken.bytes));
    let first = survey_in(taken, taken.department.as_ref(), Arc::clone(&bytes)).await;
    let track = first.as_ref().ok().and_then(|survey| survey.track.as_ref());
    let Some(track) = track.filter(|_| taken.department.is_none()) else { return Ok(first) };
    let found = find_department_of(conn, &track.geometry.clone().into()).await?;
    match found.filter(DepartmentName::has_survey_settings) {
        Some(department) => Ok(survey_in(taken, Some(&department), bytes).await),
        None => Ok(first),
    }
}

/// Runs the pipeline away from the async threads.
async fn survey_in(
    taken: &TakenUpload,
    department: Option<&DepartmentName>,
    bytes: Arc<Vec<u8>>,
) -> Result<Survey, Text> {
    let settings = settings(taken, department)?;
    let survey = tokio::task::spawn_blocking(move || gps_ingest::survey(&bytes, &settings)).await;
    match survey.context("the pipeline panicked").and_then(|survey| survey.context("the pipeline failed")) {
        Ok(survey) => Ok(survey),
        Err(error) => {
            tracing::error!(upload = %taken.id, error = &*error as &dyn std::error::Error, "processing failed");
            Err(failed())
        }
    }
}

fn settings(taken: &TakenUpload, department: Option<&DepartmentName>) -> Result<Settings, Text> {
    let thresholds = match department {
        Some(department) => Thresholds::with_overrides(&department.survey_settings).map_err(|error| {
            tracing::error!(
                department = department.pcode,
                error = &error as &dyn std::error::Error,
                "survey settings cannot be used"
            );
            unusable_settings(&department.name)
        })?,
        None => Thresholds::default(),
    };
    Ok(Settings {
        kind: taken.kind,
        recorded_on: taken.recorded_on,
        campaign: taken.recorded_on.map(campaign_around),
        zone: department.map(|department| Epsg(department.utm_epsg.unsigned_abs())),
        thresholds,
        ..Settings::default()
    })
}

fn unusable_settings(department: &str) -> Text {
    Text::new(
        format!(
            "Les réglages de nettoyage du département {department} sont erronés. Le fichier est conservé : prévenez l'administrateur, puis renvoyez-le."
        ),
        format!(
            "The cleaning settings of the department {department} are wrong. The file is kept: tell the administrator, then send it again."
        ),
    )
}

fn failed() -> Text {
    Text::new(
        "Le traitement de ce fichier a échoué. Ses octets sont conservés : signalez l'envoi à l'administrateur.",
        "Processing this file failed. Its bytes are kept: report the upload to the administrator.",
    )
}

fn gives_up() -> Text {
    Text::new(
        "Le traitement de ce fichier a interrompu le serveur plusieurs fois ; il est mis de côté. Ses octets sont conservés.",
        "Processing this file stopped the server several times; it is set aside. Its bytes are kept.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use gis_core::survey::SurveyKind;
    use serde_json::{Value, json};

    fn in_thies(survey_settings: Value) -> (TakenUpload, DepartmentName) {
        let (pcode, name) = ("SN1302".to_owned(), "Thiès".to_owned());
        let taken = TakenUpload {
            id: UploadId(uuid::Uuid::nil()),
            bytes: Vec::new(),
            kind: SurveyKind::Road,
            recorded_on: None,
            department: None,
        };
        (taken, DepartmentName { pcode, name, utm_epsg: 32628, survey_settings })
    }

    #[test]
    fn a_department_overrides_the_thresholds_that_it_names_and_no_others() {
        let (taken, thies) = in_thies(json!({ "gate": { "hdop_max": 2.5 } }));
        let settings = settings(&taken, Some(&thies)).expect("they fit");
        let mut expected = Thresholds::default();
        expected.gate.hdop_max = 2.5;
        assert_eq!(settings.thresholds, expected);
        assert_eq!((settings.kind, settings.zone), (SurveyKind::Road, Some(Epsg(32628))));
    }

    #[test]
    fn settings_that_name_no_threshold_are_told_and_not_passed_over() {
        let (taken, thies) = in_thies(json!({ "gate": { "hdop_limit": 2.5 } }));
        let told = settings(&taken, Some(&thies)).expect_err("there is no such limit");
        assert!(told.fr.contains("Thiès") && told.en.contains("Thiès"));
        let none = settings(&taken, None).expect("the defaults fit");
        assert_eq!(none.thresholds, Thresholds::default());
    }
}
