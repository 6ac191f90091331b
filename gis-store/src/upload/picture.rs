//! The pictures of an upload's report.

use crate::StoreError;
use gis_core::scope::Action;
use gis_core::survey::Picture;
use gis_core::{Scope, Text, id::UploadId};
use sqlx::PgConnection;
use sqlx::types::Json;

/// A picture by its name, without the drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureTitle {
    /// Its name within the upload.
    pub name: String,
    /// What it shows.
    pub title: Json<Text>,
}

/// The pictures of an upload, in the order in which they are shown.
pub async fn list_upload_pictures(
    conn: &mut PgConnection,
    scope: &Scope,
    id: UploadId,
) -> Result<Vec<PictureTitle>, StoreError> {
    let pictures = sqlx::query_file_as!(
        PictureTitle,
        "sql/list_upload_pictures.sql",
        id.0,
        scope.filter(Action::SeeEvidence),
        scope.sender(),
    )
    .fetch_all(conn)
    .await?;
    Ok(pictures)
}

/// A picture as an SVG document with its words in a language, `fr` or `en`.
pub async fn get_upload_picture(
    conn: &mut PgConnection,
    scope: &Scope,
    id: UploadId,
    name: &str,
    language: &str,
) -> Result<Option<String>, StoreError> {
    let svg = sqlx::query_scalar!(
        "select svg from upload_picture join upload on upload.id = upload_picture.upload_id
        where upload.id = $1 and name = $2 and language = $3
            and ($4::text[] is null or coalesce(department_pcode, located_pcode) = any ($4) or received_by = $5)",
        id.0,
        name,
        language,
        scope.filter(Action::SeeEvidence),
        scope.sender(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(svg)
}

pub(super) async fn insert_picture(
    conn: &mut PgConnection,
    id: UploadId,
    picture: &Picture,
    position: i16,
) -> Result<(), StoreError> {
    let Picture { name, title, svg } = picture;
    for (language, title, svg) in [("fr", &title.fr, &svg.fr), ("en", &title.en, &svg.en)] {
        sqlx::query!(
            "insert into upload_picture (upload_id, name, language, position, title, svg)
            values ($1, $2, $3, $4, $5, $6)",
            id.0,
            name,
            language,
            position,
            title,
            svg,
        )
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}
