//! Raw logs: the bytes against the digest under which they were received.

use super::{AuditFinding, Tell};
use crate::StoreError;
use futures_util::TryStreamExt;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

/// Verifies all raw logs, one at a time; tells how many there are.
pub(super) async fn verify(conn: &mut PgConnection, tell: &mut Tell<'_>) -> Result<u64, StoreError> {
    let mut count = 0;
    let mut rows = sqlx::query!(
        r#"select upload.id, upload.sha256, upload_log.bytes as "bytes?"
        from upload left join upload_log on upload_log.upload_id = upload.id order by upload.id"#
    )
    .fetch(conn);
    while let Some(row) = rows.try_next().await? {
        count += 1;
        match row.bytes {
            None => tell(AuditFinding::new(
                "log_missing",
                "upload_log",
                row.id.to_string(),
                "les octets du relevé manquent",
                "the bytes of the log are missing",
            )),
            Some(bytes) if Sha256::digest(&bytes).to_vec() != row.sha256 => tell(AuditFinding::new(
                "log_changed",
                "upload_log",
                row.id.to_string(),
                "les octets du relevé ont été modifiés : ils ne correspondent plus à leur empreinte",
                "the bytes of the log were changed: they no longer fit their digest",
            )),
            Some(_) => {}
        }
    }
    Ok(count)
}
