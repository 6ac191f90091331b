//! `suuf ingest`: store logs as uploads, process them, and say what each is worth.

use crate::args::{IngestArgs, Kind};
use crate::database::Database;
use crate::{Outcome, worker};
use anyhow::Context;
use gis_core::Scope;
use gis_core::id::UploadId;
use gis_core::survey::SurveyKind;
use gis_store::department::find_department;
use gis_store::upload::{NewUpload, Stored, UploadState, get_upload, get_upload_report, insert_upload};
use gps_ingest::{Language, Report};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long another worker is given before looking again.
const LOOK_AGAIN: Duration = Duration::from_millis(200);

pub(crate) async fn run(args: IngestArgs, language: Language) -> anyhow::Result<Outcome> {
    let database = Database::open(args.database.place()).await?;
    let outcome = ingest(&database, &args, language).await;
    database.close().await?;
    outcome
}

async fn ingest(database: &Database, args: &IngestArgs, language: Language) -> anyhow::Result<Outcome> {
    if let Some(pcode) = &args.department {
        let mut conn = gis_store::pool::acquire(&database.pool).await?;
        let known = find_department(&mut conn, pcode).await?;
        known.with_context(|| {
            format!("failed to find the department {pcode}: a P-code is wanted, such as SN1302")
        })?;
    }
    let mut stored = Vec::new();
    let mut outcome = Outcome::Done;
    for log in &args.logs {
        match store(database, args, log).await {
            Ok(upload) => stored.push((log, upload)),
            Err(error) => {
                eprintln!("suuf: {error:#}");
                outcome = Outcome::Findings;
            }
        }
    }
    let waiting: Vec<_> = stored.iter().map(|(_, upload)| upload.id()).collect();
    worker::work_off(&database.pool).await?;
    // A server beside this command may hold some of them.
    while are_waiting(database, &waiting).await? {
        tokio::time::sleep(LOOK_AGAIN).await;
        worker::work_off(&database.pool).await?;
    }
    for (log, upload) in stored {
        if say(database, log, upload, language).await? == Outcome::Findings {
            outcome = Outcome::Findings;
        }
    }
    Ok(outcome)
}

async fn are_waiting(database: &Database, uploads: &[UploadId]) -> anyhow::Result<bool> {
    let mut conn = gis_store::pool::acquire(&database.pool).await?;
    for &id in uploads {
        let upload = get_upload(&mut conn, &Scope::operator(), id).await?;
        if upload.is_some_and(|upload| upload.state == UploadState::Received) {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn store(database: &Database, args: &IngestArgs, log: &PathBuf) -> anyhow::Result<Stored> {
    let bytes = tokio::fs::read(log).await.with_context(|| format!("failed to read {}", log.display()))?;
    anyhow::ensure!(!bytes.is_empty(), "failed to store {}: the file is empty", log.display());
    let file_name = log.file_name().map(|name| name.to_string_lossy());
    let upload = NewUpload {
        bytes: &bytes,
        file_name: file_name.as_deref(),
        kind: args.survey.kind.into(),
        department: args.department.as_deref(),
        recorded_on: args.survey.recorded_on,
        note: args.note.as_deref(),
    };
    let mut conn = gis_store::pool::acquire(&database.pool).await?;
    Ok(insert_upload(&mut conn, &Scope::operator(), &upload).await?)
}

/// One line on standard output: identifier, state, name and what the log is worth.
async fn say(database: &Database, log: &Path, stored: Stored, language: Language) -> anyhow::Result<Outcome> {
    let id: UploadId = stored.id();
    let mut conn = gis_store::pool::acquire(&database.pool).await?;
    let scope = Scope::operator();
    let upload = get_upload(&mut conn, &scope, id).await?.context("failed to find the upload again")?;
    let report = get_upload_report(&mut conn, &scope, id).await?;
    let summary = match (&report, &upload.failure) {
        (Some(report), _) => language.of(&serde_json::from_str::<Report>(report.get())?.summary).to_owned(),
        (None, Some(failure)) => language.of(failure).to_owned(),
        (None, None) => language.pick("en attente du traitement", "waits for the worker").to_owned(),
    };
    let known = match stored {
        Stored::New(_) => "",
        Stored::Known(_) => language.pick("déjà reçu · ", "known already · "),
    };
    println!("{id}\t{}\t{known}{summary}", log.display());
    Ok(if upload.state == UploadState::Failed { Outcome::Findings } else { Outcome::Done })
}

impl From<Kind> for SurveyKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Auto => Self::Auto,
            Kind::Parcel => Self::Parcel,
            Kind::Road => Self::Road,
            Kind::MarketAsset => Self::MarketAsset,
        }
    }
}
