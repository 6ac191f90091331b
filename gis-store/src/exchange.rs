//! Import and export of collections through GDAL: any vector format that it reads, the common ones that it writes.
//!
//! A file of somebody else's is read on a blocking thread in batches, each feature checked; what may enter the
//! register goes there in one transaction, so that an import is either there as a whole or not at all.
//! Invariant: a coordinate reference system is never guessed.
//! Invariant: the same import twice changes nothing the second time.

mod administrative;
mod context;
mod drawing;
mod error;
mod export;
mod field;
mod fold;
mod format;
mod import;
mod mapping;
mod place;
mod reader;
mod reference;
mod register;
mod report;
mod shape;
mod source;
mod talk;
mod value;
mod writer;

pub use error::ExchangeError;
pub use export::export;
pub use fold::fold;
pub use import::import;
pub use report::{ExportReport, FeatureFinding, ImportReport, Refusal};

use gis_core::crs::Operation;
use gis_core::{Collection, Epsg};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What to import, and how.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// Collection to import into; tracks come from uploads only.
    pub collection: Collection,
    /// The file, or a zip archive that holds one.
    pub file: PathBuf,
    /// Layer of the file (or file of the archive), where there are several.
    pub layer: Option<String>,
    /// Coordinate reference system of a file that states none.
    pub srs: Option<Epsg>,
    /// Field and the column that it is taken from, where their names do not tell.
    pub map: Vec<(String, String)>,
    /// Where boundaries of departments come from; the name of the file when not given.
    pub source: Option<String>,
    /// Do everything, then roll it back.
    pub dry_run: bool,
}

impl ImportRequest {
    /// A plain import of a file that says everything itself.
    pub fn new(collection: Collection, file: impl Into<PathBuf>) -> Self {
        Self {
            collection,
            file: file.into(),
            layer: None,
            srs: None,
            map: Vec::new(),
            source: None,
            dry_run: false,
        }
    }
}

/// What to export, and where to.
#[derive(Debug, Clone)]
pub struct ExportRequest {
    /// Collection to export.
    pub collection: Collection,
    /// File to write; its extension chooses the format.
    pub file: PathBuf,
    /// Replace the file if it exists.
    pub overwrite: bool,
}

/// What a file says about itself.
#[derive(Debug)]
struct SourceFile {
    layer: String,
    driver: String,
    srs: String,
    operation: Option<Operation>,
    fields_used: BTreeMap<String, String>,
    columns_ignored: Vec<String>,
}
