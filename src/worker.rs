//! The upload worker: takes waiting logs, lets `gps-ingest` make surveys of them, stores what they became.
//!
//! Invariant: an upload is taken, processed and written in one transaction. A worker that is killed leaves it
//! waiting; one that panics on it sets it aside with the reason, and its bytes stay.

use anyhow::Context;
use gis_core::id::UploadId;
use gis_core::survey::Survey;
use gis_core::{Epsg, Scope, Text};
use gis_store::feed::{self, Channel};
use gis_store::upload::{TakenUpload, fail_upload, finish_upload, note_attempt, take_upload};
use gis_store::{PgPool, StoreError};
use gps_ingest::{Settings, campaign_around};
use std::time::Duration;
use tile_server::LiveMap;

/// How often an upload may end the program before it is set aside. Ordinary restarts hit one upload once or twice.
const MOST_ATTEMPTS: i64 = 8;

/// How long to wait before looking again after the database went away.
const RECONNECT_PAUSE: Duration = Duration::from_secs(1);

/// Processes uploads for ever, as they arrive.
pub(crate) async fn run(pool: &PgPool, map: &LiveMap) {
    loop {
        if let Err(error) = run_until_lost(pool, map).await {
            tracing::warn!(error = &*error as &dyn std::error::Error, "the upload worker lost the database");
        }
        tokio::time::sleep(RECONNECT_PAUSE).await;
    }
}

async fn run_until_lost(pool: &PgPool, map: &LiveMap) -> anyhow::Result<()> {
    let mut listener = feed::listen(pool, Channel::Upload).await?;
    loop {
        while process_next(pool).await? {
            map.show_commits().await;
        }
        // `None` tells of a lost connection: what arrived meanwhile is looked for at once.
        listener.try_recv().await.map_err(StoreError::from)?;
    }
}

/// Processes what waits, then returns.
pub(crate) async fn work_off(pool: &PgPool) -> anyhow::Result<()> {
    while process_next(pool).await? {}
    Ok(())
}

/// Processes the oldest waiting upload; whether there was one.
async fn process_next(pool: &PgPool) -> anyhow::Result<bool> {
    let scope = Scope::operator();
    let mut transaction = pool.begin().await.map_err(StoreError::from)?;
    let Some(mut taken) = take_upload(&mut transaction, &scope).await? else { return Ok(false) };
    let id = taken.id;
    let attempts = note_attempt(pool, id).await?;
    let outcome = if attempts > MOST_ATTEMPTS { Err(gives_up()) } else { survey(&mut taken).await };
    let outcome = match outcome {
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

/// Runs the pipeline away from the async threads.
async fn survey(taken: &mut TakenUpload) -> Result<Survey, Text> {
    let settings = settings(taken);
    let bytes = std::mem::take(&mut taken.bytes);
    let survey = tokio::task::spawn_blocking(move || gps_ingest::survey(&bytes, &settings)).await;
    match survey.context("the pipeline panicked").and_then(|survey| survey.context("the pipeline failed")) {
        Ok(survey) => Ok(survey),
        Err(error) => {
            tracing::error!(upload = %taken.id, error = &*error as &dyn std::error::Error, "processing failed");
            Err(failed())
        }
    }
}

fn settings(taken: &TakenUpload) -> Settings {
    // What the department overrides (its `survey_settings`) is to be merged over these.
    let defaults = Settings::default();
    Settings {
        kind: taken.kind,
        recorded_on: taken.recorded_on,
        campaign: taken.recorded_on.map(campaign_around),
        zone: taken.department.as_ref().map(|department| Epsg(department.utm_epsg.unsigned_abs())),
        ..defaults
    }
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
