//! What all records beside the features have in common: how they are refused, and what they are checked against.

use crate::StoreError;
use crate::code_list::has_code;
use crate::vault::VaultError;
use gis_core::register::Misfit;
use gis_core::scope::Action;
use gis_core::{Collection, Scope};
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use uuid::Uuid;

/// Why something was not recorded.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// There is no such thing, or not for this scope.
    #[error("failed to find it")]
    NotFound,
    /// A value cannot be taken.
    #[error(transparent)]
    Misfit(#[from] Misfit),
    /// It is on record already.
    #[error("failed to record it twice: it is {id}")]
    Known {
        /// As what.
        id: Uuid,
    },
    /// Somebody else changed it since it was read.
    #[error("failed to change it: it is at revision {revision} by now")]
    Stale {
        /// Its revision now.
        revision: i32,
    },
    /// An identity number cannot be opened.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for RecordError {
    fn from(source: sqlx::Error) -> Self {
        Self::Store(source.into())
    }
}

/// A text without blanks around it; an empty one says nothing.
pub(crate) fn clean(field: &str, text: Option<&str>, most: usize) -> Result<Option<String>, Misfit> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    if text.chars().count() <= most {
        return Ok(Some(text.to_owned()));
    }
    Err(Misfit::new(
        field,
        format!("le texte dépasse {most} caractères"),
        format!("the text is longer than {most} characters"),
    ))
}

/// SHA-256 of what was recorded, in hexadecimal digits: what the audit log keeps in place of words and amounts. The salt
/// stands in the row only: once that is erased, nothing is found by trying.
pub(crate) fn digest_of(salt: Uuid, values: &Value) -> String {
    format!("{:x}", Sha256::digest(format!("{salt} {values}")))
}

/// A text that must be there.
pub(crate) fn wanted(field: &str, text: Option<&str>, most: usize) -> Result<String, Misfit> {
    clean(field, text, most)?
        .ok_or_else(|| Misfit::new(field, "ce champ est obligatoire", "this field is needed"))
}

/// Refuses a code that is not in its list.
pub(crate) async fn check_code(
    conn: &mut PgConnection,
    field: &str,
    list: &str,
    code: Option<&str>,
) -> Result<(), RecordError> {
    let Some(code) = code else { return Ok(()) };
    if has_code(conn, list, code).await? {
        return Ok(());
    }
    Err(Misfit::new(
        field,
        format!("code inconnu « {code} » : choisissez dans la liste {list} de /code-lists"),
        format!("unknown code “{code}”: choose from the list {list} of /code-lists"),
    )
    .into())
}

/// The department of a feature, if the scope may do that there.
pub(crate) async fn department_of(
    conn: &mut PgConnection,
    scope: &Scope,
    action: Action,
    (collection, id): (Collection, Uuid),
) -> Result<String, RecordError> {
    let found = sqlx::query_scalar!(
        r#"select department_pcode as "pcode!" from map_feature
        where layer = $1 and id = $2 and department_pcode is not null
            and ($3::text[] is null or department_pcode = any ($3))"#,
        collection.name(),
        id,
        scope.filter(action),
    )
    .fetch_optional(conn)
    .await?;
    found.ok_or(RecordError::NotFound)
}

/// The department of a feature, or the last one of a feature that has ceased, if the scope may do that there. What is
/// on record of land and places outlives them.
pub(crate) async fn last_department_of(
    conn: &mut PgConnection,
    scope: &Scope,
    action: Action,
    (collection, id): (Collection, Uuid),
) -> Result<String, RecordError> {
    let last = sqlx::query_scalar!(
        "select department_pcode from feature_version
        where layer = $1 and feature_id = $2 and upper_inf(recorded)
        order by lower(valid) desc limit 1",
        collection.name(),
        id,
    )
    .fetch_optional(conn)
    .await?;
    last.flatten().filter(|pcode| scope.may(action, pcode)).ok_or(RecordError::NotFound)
}

/// Refuses a department that is unknown, or in which the scope may not do that: the same words for both.
pub(crate) async fn check_department(
    conn: &mut PgConnection,
    scope: &Scope,
    action: Action,
    pcode: &str,
) -> Result<(), RecordError> {
    let known = crate::department::find_department(conn, pcode).await?;
    if known.is_some() && scope.may(action, pcode) {
        return Ok(());
    }
    Err(Misfit::new(
        "department",
        format!("département inconnu « {pcode} » : un code P est attendu, comme SN1302"),
        format!("unknown department “{pcode}”: a P-code is wanted, such as SN1302"),
    )
    .into())
}

/// Refuses a source that the department does not have. Gives its kind.
pub(crate) async fn check_source(
    conn: &mut PgConnection,
    _scope: &Scope,
    pcode: &str,
    source: Option<Uuid>,
) -> Result<Option<String>, RecordError> {
    let Some(source) = source else { return Ok(None) };
    let kind =
        sqlx::query_scalar!("select kind from source where id = $1 and department_pcode = $2", source, pcode)
            .fetch_optional(conn)
            .await?;
    let unknown = || {
        Misfit::new(
            "source",
            "cette source n'est pas enregistrée dans ce département",
            "this source is not on record in this department",
        )
    };
    Ok(Some(kind.ok_or_else(unknown)?))
}

/// Refuses parties that the department does not have.
pub(crate) async fn check_parties(
    conn: &mut PgConnection,
    _scope: &Scope,
    pcode: &str,
    field: &str,
    parties: &[Uuid],
) -> Result<(), RecordError> {
    let known = sqlx::query_scalar!(
        r#"select count(*) as "count!" from party where id = any ($1) and department_pcode = $2"#,
        parties,
        pcode,
    )
    .fetch_one(conn)
    .await?;
    let distinct: std::collections::BTreeSet<_> = parties.iter().collect();
    if distinct.len() == parties.len() && usize::try_from(known).is_ok_and(|known| known == parties.len()) {
        return Ok(());
    }
    Err(Misfit::new(
        field,
        "chaque partie doit être enregistrée dans ce département, et n'y figurer qu'une fois",
        "each party must be on record in this department, and be named once",
    )
    .into())
}
