//! What becomes of one log of many: stored, then processed, by whichever job comes to it first.

use super::gather::Found;
use super::lines::{Fate, Line};
use crate::args::IngestArgs;
use crate::worker;
use anyhow::Context;
use gis_core::Scope;
use gis_core::id::UploadId;
use gis_store::upload::{
    NewUpload, Stored, Upload, UploadState, get_upload, get_upload_report, insert_upload,
};
use gis_store::{PgPool, StoreError};
use gps_ingest::{Language, Report};
use std::path::Path;
use std::time::Duration;
use tokio::sync::Notify;

/// How long another program that processes an upload is given before looking again.
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// What all logs of a command have in common.
pub(super) struct Batch {
    pool: PgPool,
    args: IngestArgs,
    language: Language,
    /// Told whenever a job has processed an upload, which may be that of another job.
    processed: Notify,
}

impl Batch {
    pub(super) fn new(pool: PgPool, args: IngestArgs, language: Language) -> Self {
        Self { pool, args, language, processed: Notify::new() }
    }

    /// Stores a log, sees to it that it is processed, and says what it is worth.
    ///
    /// # Errors
    /// When the database is away. What is wrong with the log is its line.
    pub(super) async fn ingest(&self, Found { path, failure }: Found) -> anyhow::Result<Line> {
        let read = match failure {
            Some(error) => {
                Err(format!("{}: {error}", self.language.pick("dossier illisible", "unreadable folder")))
            }
            None => self.read(&path).await,
        };
        let bytes = match read {
            Ok(bytes) => bytes,
            Err(why) => return Ok(Line::unread(&path, why)),
        };
        let size_bytes = bytes.len() as u64;
        let stored = match self.store(&path, bytes).await {
            Ok(stored) => stored,
            Err(error) if error.is_refusal() => return Ok(Line::unread(&path, error.to_string())),
            Err(error) => return Err(error).with_context(|| format!("failed to store {}", path.display())),
        };
        let upload = self.process(stored.id()).await?;
        self.line(&path, stored, &upload, size_bytes).await
    }

    /// The bytes of a log, unless there are none or too many; what is no plain file may tell its size only at its end.
    async fn read(&self, path: &Path) -> Result<Vec<u8>, String> {
        use tokio::io::AsyncReadExt;
        let max_bytes = u64::from(self.args.max_upload_mb) << 20;
        let unreadable =
            |error| format!("{}: {error}", self.language.pick("fichier illisible", "unreadable file"));
        let file = tokio::fs::File::open(path).await.map_err(unreadable)?;
        let mut bytes = Vec::new();
        let length = file.take(max_bytes + 1).read_to_end(&mut bytes).await.map_err(unreadable)?;
        if length == 0 {
            return Err(self.language.pick("fichier vide", "empty file").to_owned());
        }
        if length as u64 > max_bytes {
            let why = self.language.pick("fichier de plus de {} Mio", "file of more than {} MiB");
            return Err(why.replace("{}", &self.args.max_upload_mb.to_string()));
        }
        Ok(bytes)
    }

    async fn store(&self, path: &Path, bytes: Vec<u8>) -> Result<Stored, StoreError> {
        let file_name = path.file_name().map(|name| name.to_string_lossy());
        let upload = NewUpload {
            bytes: &bytes,
            file_name: file_name.as_deref(),
            kind: self.args.survey.kind.into(),
            department: self.args.department.as_deref(),
            recorded_on: self.args.survey.recorded_on,
            note: self.args.note.as_deref(),
        };
        let mut conn = gis_store::pool::acquire(&self.pool).await?;
        insert_upload(&mut conn, &Scope::operator(), &upload).await
    }

    /// Processes what waits until an upload is processed. Another job, or a server beside this command, may hold it.
    async fn process(&self, id: UploadId) -> anyhow::Result<Upload> {
        loop {
            let processed = self.processed.notified();
            let mut conn = gis_store::pool::acquire(&self.pool).await?;
            let upload = get_upload(&mut conn, &Scope::operator(), id).await?;
            drop(conn);
            let upload = upload.context("failed to find the upload again")?;
            if upload.state != UploadState::Received {
                return Ok(upload);
            }
            if worker::process_next(&self.pool).await? {
                self.processed.notify_waiters();
            } else {
                // Whichever comes first; both lead to looking again.
                drop(tokio::time::timeout(LOOK_AGAIN, processed).await);
            }
        }
    }

    async fn line(
        &self,
        path: &Path,
        stored: Stored,
        upload: &Upload,
        size_bytes: u64,
    ) -> anyhow::Result<Line> {
        let mut conn = gis_store::pool::acquire(&self.pool).await?;
        let report = get_upload_report(&mut conn, &Scope::operator(), stored.id()).await?;
        let report: Option<Report> = report.map(|report| serde_json::from_str(report.get())).transpose()?;
        let text = match (&report, &upload.failure) {
            (_, Some(failure)) => self.language.of(failure),
            (Some(report), None) => self.language.of(&report.summary),
            (None, None) => "",
        };
        let holds_none = |report: &Report| report.findings.iter().any(|finding| finding.code == "not_a_log");
        let fate = match stored {
            _ if upload.state == UploadState::Failed => Fate::Failed,
            _ if report.as_ref().is_some_and(holds_none) => Fate::NoLog,
            Stored::New(_) => Fate::Stored,
            Stored::Known(_) => Fate::Known,
        };
        let drafts = report.iter().flat_map(|report| &report.drafts).map(|draft| (draft.kind, draft.grade));
        Ok(Line {
            id: Some(stored.id()),
            path: path.to_owned(),
            fate,
            text: text.to_owned(),
            size_bytes,
            drafts: drafts.collect(),
        })
    }
}
