//! What can go wrong with a file of somebody else's, and what its owner can do about it.

use crate::StoreError;
use gis_core::{Collection, Epsg};
use sqlx::error::DatabaseError;
use std::path::{Path, PathBuf};

/// Failures of an import or export as a whole; single features are refused in the report instead.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// There is no such file.
    #[error("failed to find the file {path}")]
    MissingFile {
        /// As it was given.
        path: PathBuf,
    },
    /// Tracks come from uploads only: they are evidence.
    #[error("failed to import into {collection}: its features are made from uploads only")]
    NotImportable {
        /// The collection.
        collection: Collection,
    },
    /// GDAL has no driver that reads it, or it is damaged.
    #[error("failed to open {path} as a vector file: {said}")]
    Open {
        /// The file.
        path: PathBuf,
        /// What GDAL said.
        said: String,
    },
    /// The archive or the file holds nothing to import.
    #[error("failed to find a layer with features in {path}")]
    NoLayer {
        /// The file.
        path: PathBuf,
    },
    /// More than one layer, and none was chosen.
    #[error("failed to choose a layer of {path}: give one of {layers} by --layer", layers = layers.join(", "))]
    SeveralLayers {
        /// The file.
        path: PathBuf,
        /// Names of the layers (or files of an archive) that hold features.
        layers: Vec<String>,
    },
    /// The chosen layer does not exist.
    #[error("failed to find the layer {layer} in {path}: it has {layers}", layers = layers.join(", "))]
    UnknownLayer {
        /// The file.
        path: PathBuf,
        /// The layer that was asked for.
        layer: String,
        /// Those that exist.
        layers: Vec<String>,
    },
    /// The file does not say what its coordinates mean, and Suuf never guesses.
    #[error(
        "failed to learn the coordinate reference system of {path}: the file states none. Say it by --srs: \
        EPSG:4326 (degrees), EPSG:32628 (WGS 84 / UTM 28N) or EPSG:31028 (Yoff / UTM 28N, old maps). \
        It is never guessed, because 32628 and 31028 look alike and lie about 200 m apart; \
        whoever made the file knows"
    )]
    MissingSrs {
        /// The file.
        path: PathBuf,
    },
    /// The file states another system than the user.
    #[error(
        "failed to agree on the coordinate reference system of {path}: --srs says {declared}, the file says {found}. \
        Leave --srs out, or correct the file (such as its .prj)"
    )]
    ConflictingSrs {
        /// The file.
        path: PathBuf,
        /// As the user said.
        declared: Epsg,
        /// As the file says.
        found: String,
    },
    /// No transformation to degrees.
    #[error("failed to transform from {srs} to EPSG:4326: {said}")]
    Transform {
        /// The system of the file.
        srs: String,
        /// What GDAL said.
        said: String,
    },
    /// `--map` names a field that the collection does not have.
    #[error("failed to map {field}: {collection} has the fields {fields}", fields = fields.join(", "))]
    UnknownField {
        /// The field of the mapping.
        field: String,
        /// The collection.
        collection: Collection,
        /// Its fields.
        fields: Vec<String>,
    },
    /// `--map` names a column that the file does not have.
    #[error("failed to map {field}={column}: the file has the columns {columns}", columns = columns.join(", "))]
    UnknownColumn {
        /// The field of the mapping.
        field: String,
        /// The column that is not there.
        column: String,
        /// Those that are.
        columns: Vec<String>,
    },
    /// A field that the collection cannot do without has no column.
    #[error(
        "failed to find a column for {field} of {collection}: map one of {columns} by --map {field}=COLUMN",
        columns = columns.join(", ")
    )]
    MissingField {
        /// The field.
        field: String,
        /// The collection.
        collection: Collection,
        /// Columns of the file.
        columns: Vec<String>,
    },
    /// The file broke off while it was read; nothing was imported.
    #[error("failed to read {path} to its end, nothing was imported: {said}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What GDAL said.
        said: String,
    },
    /// No driver writes that kind of file.
    #[error("failed to tell the format of {path} from its name: use one of {extensions}")]
    UnknownFormat {
        /// The file.
        path: PathBuf,
        /// Extensions that can be written.
        extensions: String,
    },
    /// The file is there already.
    #[error("failed to write {path}: it exists, give --overwrite to replace it")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A shapefile holds one kind of geometry, the collection has several.
    #[error(
        "failed to write {collection} to {path}: a shapefile holds one kind of geometry, here are {kinds}; \
        use .gpkg or .geojson",
        kinds = kinds.join(", ")
    )]
    MixedGeometry {
        /// The file.
        path: PathBuf,
        /// The collection.
        collection: Collection,
        /// Kinds of geometry that it has.
        kinds: Vec<String>,
    },
    /// GDAL could not write.
    #[error("failed to write {path}: {said}")]
    Write {
        /// The file.
        path: PathBuf,
        /// What GDAL said.
        said: String,
    },
    /// The file system refused.
    #[error("failed to write {path}")]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The database refused, or could not be reached; nothing was imported.
    #[error("failed to query the database")]
    Database(#[from] sqlx::Error),
    /// A bulk load failed; nothing was imported.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Somebody else wrote at the same time.
    #[error(
        "failed to import {path}: somebody else changed the same part of the register at the same time. Nothing was \
        imported; do it again"
    )]
    Concurrent {
        /// The file.
        path: PathBuf,
    },
    /// The thread that reads or writes the file ended before its work.
    #[error("failed to finish the work on {path}: its thread ended early")]
    Thread {
        /// The file.
        path: PathBuf,
    },
}

impl ExchangeError {
    /// Names what is the database's way of saying that two wrote at once.
    pub(crate) fn of_file(self, path: &Path) -> Self {
        // Unique violation, serialization failure, deadlock, lock not available.
        const CONFLICTS: [&str; 4] = ["23505", "40001", "40P01", "55P03"];
        let database = match &self {
            Self::Database(error) | Self::Store(StoreError::Database(error)) => error.as_database_error(),
            _ => None,
        };
        let is_conflict =
            database.and_then(DatabaseError::code).is_some_and(|code| CONFLICTS.contains(&&*code));
        if is_conflict { Self::Concurrent { path: path.to_owned() } } else { self }
    }
}
