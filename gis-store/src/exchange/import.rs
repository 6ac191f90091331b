//! An import from end to end: one thread reads and checks, this side writes, all in one transaction.

use super::administrative::{CommuneNames, write_communes, write_departments};
use super::context::{self, Departments};
use super::error::ExchangeError;
use super::reader::{self, Batch, Message};
use super::reference::References;
use super::register;
use super::report::ImportReport;
use super::{ImportRequest, place};
use crate::act::{self, Act};
use crate::bulk;
use gis_core::{Collection, Scope};
use sqlx::{PgConnection, PgPool};
use std::collections::HashSet;
use tokio::sync::mpsc;
use uuid::Uuid;

/// Batches read ahead of the database: the reader works while statements run, and memory stays flat.
const BATCHES_AHEAD: usize = 2;

/// Imports a file into a collection, in one transaction.
///
/// # Errors
/// When the file cannot be read, its reference system or layer is not clear, a mapping names what is not there, or
/// the database fails. Then nothing was imported. Features that cannot be taken are no error: see the report.
pub async fn import(
    pool: &PgPool,
    scope: &Scope,
    request: &ImportRequest,
) -> Result<ImportReport, ExchangeError> {
    if request.collection == Collection::Tracks {
        return Err(ExchangeError::NotImportable { collection: request.collection });
    }
    let act = Act { reason: Some(reason(request)), ..Act::default() };
    let outcome = import_as(pool, scope, request, &act).await;
    let report = outcome.map_err(|error| error.of_file(&request.file))?;
    tracing::info!(
        collection = report.collection,
        read = report.read,
        inserted = report.inserted,
        updated = report.updated,
        refused = report.refused,
        dry_run = report.dry_run,
        "imported a file"
    );
    Ok(report)
}

async fn import_as(
    pool: &PgPool,
    scope: &Scope,
    request: &ImportRequest,
    act: &Act,
) -> Result<ImportReport, ExchangeError> {
    let mut transaction = act::begin(pool, scope, act).await?;
    take_turn(&mut transaction).await?;
    // Tables grow under these statements: a plan made for the first batch is wrong for the fiftieth.
    sqlx::query!("set local plan_cache_mode = force_custom_plan").execute(&mut *transaction).await?;
    bulk::begin(&mut transaction).await?;
    let codes = context::load_codes(&mut transaction).await?;
    let departments = context::load_departments(&mut transaction).await?;
    let mut importer = Importer::new(&mut transaction, scope, request, departments.clone()).await?;
    let (sender, mut receiver) = mpsc::channel(BATCHES_AHEAD);
    let reading = request.clone();
    let reader = tokio::task::spawn_blocking(move || reader::read(&reading, &codes, &departments, &sender));
    while let Some(message) = receiver.recv().await {
        importer.take(&mut transaction, message).await?;
    }
    reader.await.map_err(|_| ExchangeError::Thread { path: request.file.clone() })??;
    let report = importer.report;
    if request.dry_run {
        transaction.rollback().await?;
    } else {
        transaction.commit().await?;
    }
    Ok(report)
}

/// Where the features come from, as their versions say it.
fn reason(request: &ImportRequest) -> String {
    let source = request.source.clone().unwrap_or_else(|| {
        let name = request.file.file_name().unwrap_or(request.file.as_os_str());
        name.to_string_lossy().into_owned()
    });
    format!("import : {source}")
}

/// Imports take turns, because what one finds to be new the other may just be writing.
async fn take_turn(conn: &mut PgConnection) -> Result<(), ExchangeError> {
    let is_free = sqlx::query_scalar!(
        r#"select pg_try_advisory_xact_lock(hashtextextended('suuf import', 0)) as "is_free!""#
    )
    .fetch_one(&mut *conn)
    .await?;
    if !is_free {
        tracing::warn!("another import is at work: this one begins when it has ended");
        sqlx::query!("select pg_advisory_xact_lock(hashtextextended('suuf import', 0))")
            .execute(conn)
            .await?;
    }
    Ok(())
}

/// What an import knows between batches.
pub(crate) struct Importer<'a> {
    pub scope: &'a Scope,
    pub request: &'a ImportRequest,
    pub departments: Departments,
    pub references: References,
    pub communes: CommuneNames,
    /// Features of the register that this file has written: a second one for the same is refused.
    pub written: HashSet<Uuid>,
    pub report: ImportReport,
}

impl<'a> Importer<'a> {
    async fn new(
        conn: &mut PgConnection,
        scope: &'a Scope,
        request: &'a ImportRequest,
        departments: Departments,
    ) -> Result<Self, ExchangeError> {
        let references = References::load(conn, scope, request.collection).await?;
        let communes = match request.collection {
            Collection::Communes => CommuneNames::load(conn, scope).await?,
            _ => CommuneNames::default(),
        };
        let report = ImportReport {
            collection: request.collection.name().to_owned(),
            file: request.file.display().to_string(),
            dry_run: request.dry_run,
            ..ImportReport::default()
        };
        Ok(Self { scope, request, departments, references, communes, written: HashSet::new(), report })
    }

    async fn take(&mut self, conn: &mut PgConnection, message: Message) -> Result<(), ExchangeError> {
        match message {
            Message::File(file) => {
                self.report.layer = file.layer;
                self.report.driver = file.driver;
                self.report.srs = file.srs;
                self.report.operation = file.operation;
                self.report.fields_used = file.fields_used;
                self.report.columns_ignored = file.columns_ignored;
                Ok(())
            }
            Message::Batch(batch) => self.take_batch(conn, batch).await,
        }
    }

    async fn take_batch(&mut self, conn: &mut PgConnection, batch: Batch) -> Result<(), ExchangeError> {
        self.report.read += batch.read;
        for refusal in batch.refusals {
            self.report.refuse(refusal);
        }
        for finding in batch.findings {
            self.report.note(finding);
        }
        if self.request.collection == Collection::Departments {
            return write_departments(self, conn, batch.rows).await;
        }
        let mut rows = place::place(conn, self.scope, batch.rows, &mut self.report).await?;
        if self.request.collection == Collection::Communes {
            return write_communes(self, conn, rows).await;
        }
        for row in &mut rows {
            self.references.resolve(row, &mut self.report);
        }
        register::write(self, conn, rows).await
    }
}
