//! Recomputing everything that the log vouches for, from one snapshot, a row at a time.
//!
//! PostgreSQL serves the rows in order; every digest is taken and compared here. Which tables there are to compare is
//! told by what the log holds as well as by the database's own lists, so that no line taken off these hides a table.

mod chain;
mod evidence;
mod present;
mod statement;
mod versions;
mod witnessed;

use super::AuditFinding;
use crate::StoreError;
use gis_core::Scope;
use serde::Serialize;
use sqlx::{Connection, PgConnection};

/// What was looked at, and how much is wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// Entries of the log.
    pub entries: u64,
    /// Rows of versions.
    pub versions: u64,
    /// Objects of the register.
    pub objects: u64,
    /// Rows of tables without versions: lineage, drafts and their way, grants, disputes.
    pub rows: u64,
    /// Raw logs.
    pub logs: u64,
    /// Findings.
    pub findings: u64,
    /// Place in the chain of the receipt that was given, if it is there.
    pub receipt: Option<i64>,
}

/// Verifies the chain, the versions, the present, the witnessed rows and the raw logs, and tells each finding as it is met. With the digest
/// of a receipt, it must be that of an entry.
///
/// # Errors
/// When the database fails. What is wrong with its rows is a finding.
pub async fn verify(
    conn: &mut PgConnection,
    _scope: &Scope,
    receipt: Option<&str>,
    on_finding: &mut (dyn FnMut(AuditFinding) + Send),
) -> Result<Verified, StoreError> {
    let mut snapshot = conn.begin().await?;
    sqlx::query!("set transaction isolation level repeatable read, read only")
        .execute(&mut *snapshot)
        .await?;
    let mut count = 0;
    let mut tell = |finding: AuditFinding| {
        count += 1;
        on_finding(finding);
    };
    let mut verified = Verified::default();
    chain::verify(&mut snapshot, receipt, &mut verified, &mut tell).await?;
    verified.versions = versions::verify(&mut snapshot, &mut tell).await?;
    verified.objects = present::verify(&mut snapshot, &mut tell).await?;
    verified.rows = witnessed::verify(&mut snapshot, &mut tell).await?;
    verified.logs = evidence::verify(&mut snapshot, &mut tell).await?;
    snapshot.rollback().await?;
    verified.findings = count;
    Ok(verified)
}

/// What the log tells of, and the database's own list does not have any more: it cannot be compared.
fn unlisted(list: &str, name: String) -> AuditFinding {
    AuditFinding::new(
        "table_unlisted",
        list,
        name,
        "la liste ne contient plus cette table, dont le journal parle : rien n'en a été comparé",
        "the list does not have this table any more, which the log tells of: nothing of it was compared",
    )
}

/// Who is told of findings.
type Tell<'a> = dyn FnMut(AuditFinding) + Send + 'a;
