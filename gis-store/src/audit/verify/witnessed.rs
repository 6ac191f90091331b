//! Rows that have no versions: each against the last digest that was taken of it, and the digests of each statement
//! against the entry that it left.

use super::statement::{Kind, Statement};
use super::{AuditFinding, Tell, unlisted};
use crate::StoreError;
use futures_util::TryStreamExt;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

/// Verifies all witnessed rows; tells how many there are.
pub(super) async fn verify(conn: &mut PgConnection, tell: &mut Tell<'_>) -> Result<u64, StoreError> {
    verify_witnesses(conn, tell).await?;
    let mut count = 0;
    for (table, is_listed) in tables(conn).await? {
        if !is_listed {
            tell(unlisted("witnessed_table", table));
            continue;
        }
        let mut rows = sqlx::query_file!("sql/verify_witnessed_rows.sql", table).fetch(&mut *conn);
        while let Some(row) = rows.try_next().await? {
            count += u64::from(row.said.is_some());
            let found = row.said.map(|said| Sha256::digest(said).to_vec());
            if found != row.digest {
                tell(objection(&table, row.row_key, found.is_some(), row.digest.is_some()));
            }
        }
    }
    Ok(count)
}

/// Every table of which rows were witnessed or are to be, and whether it is listed.
async fn tables(conn: &mut PgConnection) -> Result<Vec<(String, bool)>, StoreError> {
    let tables = sqlx::query!(
        r#"with recursive written as (
            select min(table_name) as table_name from row_witness
            union all
            select (select min(table_name) from row_witness where table_name > written.table_name) from written
            where written.table_name is not null
        )
        select coalesce(written.table_name, listed.table_name) as "table_name!", listed.table_name is not null as "is_listed!"
        from (select table_name from written where table_name is not null) as written
        full join witnessed_table as listed using (table_name)
        order by 1"#
    );
    let rows = tables.fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.table_name, row.is_listed)).collect())
}

fn objection(table: &str, key: String, is_there: bool, is_witnessed: bool) -> AuditFinding {
    let (code, fr, en) = match (is_there, is_witnessed) {
        (false, _) => (
            "row_missing",
            "la ligne manque : le journal ne dit pas qu'elle a été supprimée",
            "the row is missing: the log does not say that it was deleted",
        ),
        (true, false) => (
            "row_unrecorded",
            "aucune écriture du journal ne dit d'où vient la ligne",
            "no entry of the log says where the row comes from",
        ),
        (true, true) => (
            "row_changed",
            "la ligne a été modifiée : elle ne correspond plus à son empreinte",
            "the row was changed: it no longer fits its digest",
        ),
    };
    AuditFinding::new(code, table, key, fr, en)
}

async fn verify_witnesses(conn: &mut PgConnection, tell: &mut Tell<'_>) -> Result<(), StoreError> {
    let mut statement: Option<Statement> = None;
    let mut rows = sqlx::query_file!("sql/verify_witnesses.sql").fetch(conn);
    while let Some(row) = rows.try_next().await? {
        let said = row.said_count.zip(row.said_digest.clone());
        let begin = || Statement::new(Kind::Witnessed, row.entry, (row.has_entry, row.sequence), said);
        let current = Statement::of(&mut statement, row.entry, begin, tell);
        if let (Some(table), Some(key)) = (&row.table_name, &row.row_key) {
            current.add(&[table.as_bytes(), b"/", key.as_bytes(), row.digest.as_deref().unwrap_or_default()]);
        }
    }
    if let Some(last) = statement {
        last.compare(tell);
    }
    Ok(())
}
