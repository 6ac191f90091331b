//! Documents and photos: files about a feature, a source or a party, bounded and sniffed, with thumbnails.
//!
//! What a file is about decides who sees it: what shows a feature is evidence, what copies a source or is about a party
//! is personal data.

mod media;
mod thumbnail;

pub use media::{BYTES_MAX, MediaType};

use crate::Moment;
use crate::act::{Act, begin};
use crate::audit;
use crate::party::log_documents;
use crate::record::{RecordError, department_of, wanted};
use gis_core::register::Misfit;
use gis_core::scope::Action;
use gis_core::{Collection, Scope};
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

/// What a file is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// A feature that it shows.
    Feature(Collection, Uuid),
    /// A source that it copies.
    Source(Uuid),
    /// A party.
    Party(Uuid),
}

/// A file to keep.
#[derive(Debug, Clone)]
pub struct NewDocument {
    /// What it is about.
    pub about: About,
    /// What it is called.
    pub title: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A file on record, without its bytes.
#[derive(Debug, Clone, Serialize)]
pub struct Document {
    /// Identifier.
    pub id: Uuid,
    /// P-code of the department that keeps it.
    pub department: String,
    /// What its bytes say it is.
    pub media_type: String,
    /// Length in bytes.
    pub size_bytes: i32,
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
    /// What it is called.
    pub title: String,
    /// Collection of the feature that it shows.
    pub collection: Option<String>,
    /// The feature that it shows.
    pub feature: Option<Uuid>,
    /// The source that it copies.
    pub source: Option<Uuid>,
    /// The party that it is about.
    pub party: Option<Uuid>,
    /// When it was recorded.
    pub created_at: Moment,
    /// Who recorded it.
    pub created_by: String,
    /// When it was taken back: its bytes are gone since.
    pub withdrawn_at: Option<Moment>,
    /// Who took it back.
    pub withdrawn_by: Option<String>,
}

/// Bytes with what they are.
#[derive(Debug)]
pub struct Content {
    /// What its bytes say it is.
    pub media_type: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Keeps a file.
///
/// # Errors
/// When it is too long, no JPEG, PNG or PDF, a picture that cannot be read, or about nothing that the scope may change.
pub async fn insert_document(
    conn: &mut PgConnection,
    scope: &Scope,
    new: NewDocument,
) -> Result<Document, RecordError> {
    let media_type = media::check(&new.bytes)?;
    let title = wanted("title", Some(&new.title), 200)?;
    let department = department_about(conn, scope, new.about).await?;
    let sha256 = Sha256::digest(&new.bytes).to_vec();
    let (bytes, thumbnail) = thumbnail::make(new.bytes, media_type).await?;
    let (feature, source, party) = match new.about {
        About::Feature(collection, id) => (Some((collection, id)), None, None),
        About::Source(id) => (None, Some(id), None),
        About::Party(id) => (None, None, Some(id)),
    };
    let id = Uuid::now_v7();
    let mut transaction = begin(conn, scope, &Act::default()).await?;
    sqlx::query!(
        "insert into document (
            id, department_pcode, sha256, media_type, size_bytes, title, collection, feature_id, source_id, party_id,
            created_by
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        id,
        department,
        sha256,
        media_type.name(),
        i32::try_from(bytes.len()).expect("the length was checked"),
        title,
        feature.map(|(collection, _)| collection.name()),
        feature.map(|(_, id)| id),
        source,
        party,
        scope.actor(),
    )
    .execute(&mut *transaction)
    .await?;
    sqlx::query!(
        "insert into document_content (document_id, bytes, thumbnail) values ($1, $2, $3)",
        id,
        bytes,
        thumbnail,
    )
    .execute(&mut *transaction)
    .await?;
    let document = find_document(&mut transaction, scope, id).await?.ok_or(RecordError::NotFound)?;
    remember(&mut transaction, scope, "document.add", &document).await?;
    transaction.commit().await?;
    Ok(document)
}

/// Takes a file back: its bytes go, its row says who took it back and when, and the audit log keeps its digest.
///
/// # Errors
/// When there is none, or it was taken back before.
pub async fn withdraw_document(conn: &mut PgConnection, scope: &Scope, id: Uuid) -> Result<(), RecordError> {
    let mut transaction = begin(conn, scope, &Act::default()).await?;
    let document = find_document(&mut transaction, scope, id).await?.ok_or(RecordError::NotFound)?;
    let withdrawn = sqlx::query!(
        "update document set withdrawn_at = now(), withdrawn_by = $3
        where id = $1 and withdrawn_at is null and ($2::text[] is null or department_pcode = any ($2))",
        id,
        scope.filter(Action::EditPersons),
        scope.actor(),
    );
    if withdrawn.execute(&mut *transaction).await?.rows_affected() == 0 {
        return Err(RecordError::NotFound);
    }
    sqlx::query!("delete from document_content where document_id = $1", id)
        .execute(&mut *transaction)
        .await?;
    remember(&mut transaction, scope, "document.withdraw", &document).await?;
    transaction.commit().await?;
    Ok(())
}

/// Notes what was done with a file, by its digest: its title may hold a name.
async fn remember(
    conn: &mut PgConnection,
    scope: &Scope,
    action: &str,
    document: &Document,
) -> Result<(), RecordError> {
    let about = match (&document.collection, document.feature, document.source, document.party) {
        (Some(collection), Some(feature), ..) => format!("{collection}/{feature}"),
        (_, _, Some(source), _) => format!("sources/{source}"),
        (.., party) => format!("parties/{}", party.unwrap_or_default()),
    };
    let detail = json!({ "about": about, "sha256": document.sha256 });
    audit::append(conn, scope, action, &format!("documents/{}", document.id), &detail).await?;
    Ok(())
}

async fn department_about(
    conn: &mut PgConnection,
    scope: &Scope,
    about: About,
) -> Result<String, RecordError> {
    let unknown = |field: &str| {
        RecordError::from(Misfit::new(
            field,
            "ce à quoi le document se rapporte n'est pas enregistré",
            "what the document is about is not on record",
        ))
    };
    let departments = scope.filter(Action::EditPersons);
    match about {
        About::Feature(collection, id) => {
            let found = department_of(conn, scope, Action::Propose, (collection, id)).await;
            found.map_err(|error| match error {
                RecordError::NotFound => unknown("feature"),
                other => other,
            })
        }
        About::Source(id) => sqlx::query_scalar!(
            "select department_pcode from source
            where id = $1 and ($2::text[] is null or department_pcode = any ($2))",
            id,
            departments,
        )
        .fetch_optional(conn)
        .await?
        .ok_or_else(|| unknown("source")),
        About::Party(id) => sqlx::query_scalar!(
            "select department_pcode from party
            where id = $1 and ($2::text[] is null or department_pcode = any ($2))",
            id,
            departments,
        )
        .fetch_optional(conn)
        .await?
        .ok_or_else(|| unknown("party")),
    }
}

/// One file without its bytes. That it was seen is logged, unless it shows a feature.
pub async fn get_document(
    conn: &mut PgConnection,
    scope: &Scope,
    id: Uuid,
) -> Result<Option<Document>, RecordError> {
    let mut transaction = conn.begin().await?;
    let document = find_document(&mut transaction, scope, id).await?;
    if document.is_some() {
        log_documents(&mut transaction, scope, &[id]).await?;
    }
    transaction.commit().await?;
    Ok(document)
}

/// Files about something that the scope may see, the newest first. That they were seen is logged, unless they show a
/// feature.
pub async fn list_documents(
    conn: &mut PgConnection,
    scope: &Scope,
    about: Uuid,
) -> Result<Vec<Document>, RecordError> {
    let mut transaction = conn.begin().await?;
    let documents = query(&mut transaction, scope, None, Some(about)).await?;
    let ids: Vec<_> = documents.iter().map(|document| document.id).collect();
    log_documents(&mut transaction, scope, &ids).await?;
    transaction.commit().await?;
    Ok(documents)
}

async fn find_document(
    conn: &mut PgConnection,
    scope: &Scope,
    id: Uuid,
) -> Result<Option<Document>, RecordError> {
    Ok(query(conn, scope, Some(id), None).await?.pop())
}

async fn query(
    conn: &mut PgConnection,
    scope: &Scope,
    id: Option<Uuid>,
    about: Option<Uuid>,
) -> Result<Vec<Document>, RecordError> {
    let documents = sqlx::query_file_as!(
        Document,
        "sql/list_documents.sql",
        id,
        about,
        scope.filter(Action::SeeEvidence),
        scope.filter(Action::SeePersons),
        scope.sender(),
    )
    .fetch_all(conn)
    .await?;
    Ok(documents)
}

/// The bytes of a file.
pub async fn get_content(
    conn: &mut PgConnection,
    scope: &Scope,
    id: Uuid,
) -> Result<Option<Content>, RecordError> {
    let Some(document) = get_document(conn, scope, id).await? else { return Ok(None) };
    let bytes = sqlx::query_scalar!("select bytes from document_content where document_id = $1", id)
        .fetch_optional(conn)
        .await?;
    Ok(bytes.map(|bytes| Content { media_type: document.media_type, bytes }))
}

/// A small JPEG of a picture; none for other files.
pub async fn get_thumbnail(
    conn: &mut PgConnection,
    scope: &Scope,
    id: Uuid,
) -> Result<Option<Vec<u8>>, RecordError> {
    if get_document(conn, scope, id).await?.is_none() {
        return Ok(None);
    }
    let thumbnail = sqlx::query_scalar!("select thumbnail from document_content where document_id = $1", id)
        .fetch_optional(conn)
        .await?;
    Ok(thumbnail.flatten())
}
