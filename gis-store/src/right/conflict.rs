//! Rights that do not go together: what the code list says of their kinds, held against what is on record of a unit.

use super::NewRight;
use crate::record::RecordError;
use gis_core::register::Misfit;
use gis_core::{Finding, Scope, Text};
use sqlx::PgConnection;
use uuid::Uuid;

/// What is worth knowing of rights that last at the same time as a new one and do not go with it. Whoever else records
/// a right on the unit waits.
///
/// # Errors
/// For a kind of which a unit has one at a time, such as a land title: two of them cannot both be right.
pub(super) async fn check_conflicts(
    conn: &mut PgConnection,
    _scope: &Scope,
    unit: Uuid,
    new: &NewRight,
) -> Result<Vec<Finding>, RecordError> {
    sqlx::query!("select id from ba_unit where id = $1 for update", unit).fetch_one(&mut *conn).await?;
    let rows = sqlx::query_file!(
        "sql/list_conflicting_rights.sql",
        unit,
        new.class.name(),
        new.kind,
        new.starts_on,
        new.ends_on,
    )
    .fetch_all(conn)
    .await?;
    let mut findings = Vec::new();
    for row in rows {
        let reference = row.reference.map_or_else(String::new, |reference| format!(" ({reference})"));
        let (kind, since) = (row.kind, row.starts_on);
        if row.is_refused {
            return Err(Misfit::new(
                "kind",
                format!(
                    "un droit « {kind} »{reference} est en cours depuis le {since} sur cette parcelle, qui n'en a qu'un à \
                     la fois : enregistrez d'abord sa fin"
                ),
                format!(
                    "a right “{kind}”{reference} has lasted since {since} on this parcel, which has one at a time: \
                     record its end first"
                ),
            )
            .into());
        }
        let message = Text::new(
            format!(
                "un droit « {kind} »{reference} est en cours depuis le {since} : les deux ne vont pas ensemble"
            ),
            format!("a right “{kind}”{reference} has lasted since {since}: the two do not go together"),
        );
        findings.push(Finding::warning("rights_conflict", message));
    }
    Ok(findings)
}
