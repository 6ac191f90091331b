//! The upload worker: takes waiting logs, lets `gps-ingest` make surveys of them, stores what they became.
//!
//! Invariant: an upload is taken, processed and written in one transaction. A worker that is killed leaves it
//! waiting; one that panics on it sets it aside with the reason, and its bytes stay.

use anyhow::Context;
use gis_core::survey::Survey;
use gis_core::{Epsg, Scope, Text};
use gis_store::feed::{self, Channel};
use gis_store::upload::{TakenUpload, fail_upload, finish_upload, note_attempt, take_upload};
use gis_store::{PgPool, StoreError};
use gps_ingest::Settings;
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

/// Processes what waits, then returns; how many there were.
pub(crate) async fn work_off(pool: &PgPool) -> anyhow::Result<usize> {
    let mut processed = 0;
    while process_next(pool).await? {
        processed += 1;
    }
    Ok(processed)
}

/// Processes the oldest waiting upload; whether there was one.
async fn process_next(pool: &PgPool) -> anyhow::Result<bool> {
    let scope = Scope::operator();
    let mut transaction = pool.begin().await.map_err(StoreError::from)?;
    let Some(mut taken) = take_upload(&mut transaction, &scope).await? else { return Ok(false) };
    let id = taken.id;
    let attempts = note_attempt(pool, id).await?;
    let outcome = if attempts > MOST_ATTEMPTS { Err(gives_up()) } else { survey(&mut taken).await };
    match outcome {
        Ok(survey) => {
            tracing::info!(upload = %id, drafts = survey.drafts.len(), "processed an upload");
            finish_upload(&mut transaction, &scope, &taken, survey).await?;
        }
        Err(failure) => {
            tracing::error!(upload = %id, attempts, reason = failure.en, "set an upload aside");
            fail_upload(&mut transaction, &scope, id, &failure).await?;
        }
    }
    transaction.commit().await.map_err(StoreError::from)?;
    Ok(true)
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
            Err(Text::new(
                "Le traitement de ce fichier a échoué. Ses octets sont conservés : signalez l'envoi à l'administrateur.",
                "Processing this file failed. Its bytes are kept: report the upload to the administrator.",
            ))
        }
    }
}

fn settings(taken: &TakenUpload) -> Settings {
    Settings {
        kind: taken.kind,
        recorded_on: taken.recorded_on,
        zone: taken.department.as_ref().map(|department| Epsg(department.utm_epsg.unsigned_abs())),
        ..Settings::default()
    }
}

fn gives_up() -> Text {
    Text::new(
        "Le traitement de ce fichier a interrompu le serveur plusieurs fois ; il est mis de côté. Ses octets sont conservés.",
        "Processing this file stopped the server several times; it is set aside. Its bytes are kept.",
    )
}
