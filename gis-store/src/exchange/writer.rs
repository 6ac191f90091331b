//! Writes a file on a thread of its own, under a passing name: the file is there when it is whole, or not at all.

use super::drawing::{HANDLE, draw};
use super::error::ExchangeError;
use super::field::Output;
use super::format::{Format, TABLE};
use super::source::traditional;
use super::talk;
use gdal::errors::GdalError;
use gdal::vector::{
    Feature, FieldDefn, Geometry, Layer, LayerAccess, LayerOptions, OGRFieldType, OGRwkbGeometryType,
};
use gdal::{Dataset, DriverManager};
use gis_core::Epsg;
use serde_json::Value as Json;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use tokio::sync::mpsc::Receiver;
use uuid::Uuid;

/// Longest text of a shapefile, in bytes.
const SHAPEFILE_TEXT_BYTES: usize = 254;

/// A column to write.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    /// Name of the property.
    pub property: String,
    /// Name in the file.
    pub name: String,
    /// Type in the file.
    pub output: Output,
}

/// A feature to write.
#[derive(Debug)]
pub(crate) struct Item {
    pub id: Uuid,
    pub wkb: Option<Vec<u8>>,
    pub properties: Json,
}

/// What is to be written, and how.
#[derive(Debug)]
pub(crate) struct Plan {
    pub path: PathBuf,
    pub layer: String,
    pub format: &'static Format,
    pub geometry_type: OGRwkbGeometryType::Type,
    pub columns: Vec<Column>,
}

/// What was written.
#[derive(Debug, Default)]
pub(crate) struct Written {
    pub driver: String,
    pub count: u64,
    pub left_out: u64,
    pub texts_cut: u64,
}

/// Writes everything that comes, then puts the file in its place; does nothing when the sender gives up.
pub(crate) fn write(plan: &Plan, receiver: Receiver<Step>) -> Result<Option<Written>, ExchangeError> {
    talk::listen();
    let scratch = Scratch::beside(&plan.path)?;
    let file = scratch.0.join(plan.path.file_name().unwrap_or_default());
    let written = write_dataset(plan, &file, receiver)
        .map_err(|error| ExchangeError::Write { path: plan.path.clone(), said: talk::said_or(&error) })?;
    if written.is_some() {
        if plan.format.is_drawing {
            state_srs(plan, &file)?;
        }
        scratch.publish(plan)?;
    }
    Ok(written)
}

/// A drawing states no reference system: a small file beside it does.
fn state_srs(plan: &Plan, file: &Path) -> Result<(), ExchangeError> {
    let failed = |error| ExchangeError::Write { path: plan.path.clone(), said: talk::said_or(&error) };
    let srs = traditional(Epsg::WGS84)?.to_wkt().map_err(failed)?;
    let beside = file.with_extension("prj");
    std::fs::write(&beside, srs).map_err(|source| ExchangeError::Io { path: beside, source })
}

/// Features to write, or the end: without it the sender has failed and the file is not whole.
#[derive(Debug)]
pub(crate) enum Step {
    Items(Vec<Item>),
    End,
}

fn write_dataset(plan: &Plan, file: &Path, receiver: Receiver<Step>) -> Result<Option<Written>, GdalError> {
    let driver = plan
        .format
        .drivers
        .iter()
        .find_map(|name| DriverManager::get_driver_by_name(name).ok())
        .ok_or_else(|| GdalError::BadArgument(plan.format.drivers.join(", ")))?;
    let mut dataset = driver.create_vector_only(file)?;
    // Databases commit every feature unless told otherwise; plain files know no transactions.
    let is_database = driver.short_name() == "GPKG";
    let mut written = if is_database {
        let mut transaction = dataset.start_transaction()?;
        let written = write_layer(plan, &mut transaction, None, receiver)?;
        transaction.commit()?;
        written
    } else if plan.format.is_drawing {
        let mut beside =
            DriverManager::get_driver_by_name("CSV")?.create_vector_only(file.with_extension("csv"))?;
        let written = write_layer(plan, &mut dataset, Some(&mut beside), receiver)?;
        beside.close()?;
        written
    } else {
        write_layer(plan, &mut dataset, None, receiver)?
    };
    dataset.close()?;
    if let Some(written) = &mut written {
        written.driver = driver.short_name();
    }
    Ok(written)
}

fn write_layer(
    plan: &Plan,
    dataset: &mut Dataset,
    beside: Option<&mut Dataset>,
    mut receiver: Receiver<Step>,
) -> Result<Option<Written>, GdalError> {
    let srs = traditional(Epsg::WGS84).map_err(|error| GdalError::BadArgument(error.to_string()))?;
    let options = (!plan.format.options.is_empty()).then_some(plan.format.options);
    let layer = dataset.create_layer(LayerOptions {
        name: &plan.layer,
        srs: Some(&srs),
        ty: plan.geometry_type,
        options,
    })?;
    let table = beside.map(|beside| create_table(plan, beside)).transpose()?;
    let indexes = add_fields(plan, table.as_ref().unwrap_or(&layer))?;
    let sheet = Sheet { plan, layer, table, indexes };
    let mut written = Written::default();
    while let Some(step) = receiver.blocking_recv() {
        let items = match step {
            Step::Items(items) => items,
            Step::End => return Ok(Some(written)),
        };
        for item in items {
            sheet.write(&item, &mut written)?;
        }
    }
    Ok(None)
}

/// Makes the columns and says where each is: KML's layers begin with two of their own, one of which is the name.
fn add_fields(plan: &Plan, layer: &Layer<'_>) -> Result<Vec<usize>, GdalError> {
    let mut indexes = Vec::with_capacity(plan.columns.len());
    for column in &plan.columns {
        let kind = match column.output {
            Output::Text => OGRFieldType::OFTString,
            Output::Real => OGRFieldType::OFTReal,
            Output::Whole => OGRFieldType::OFTInteger,
        };
        let next = layer.defn().fields().count();
        FieldDefn::new(&column.name, kind)?.add_to_layer(layer)?;
        indexes.push(layer.defn().field_index(&column.name).unwrap_or(next));
    }
    Ok(indexes)
}

/// Where features are written.
struct Sheet<'a> {
    plan: &'a Plan,
    layer: Layer<'a>,
    /// Attributes of a drawing.
    table: Option<Layer<'a>>,
    indexes: Vec<usize>,
}

impl Sheet<'_> {
    fn write(&self, item: &Item, written: &mut Written) -> Result<(), GdalError> {
        if item.wkb.is_none() && self.plan.format.needs_geometry {
            written.left_out += 1;
            return Ok(());
        }
        let geometry = item.wkb.as_deref().map(Geometry::from_wkb).transpose()?;
        if let Some(table) = &self.table {
            let mut row = Feature::new(table.defn())?;
            if let Some(geometry) = geometry {
                let name = self.plan.path.file_stem().unwrap_or_default().to_string_lossy();
                row.set_field_string(row.field_index(HANDLE)?, &draw(&self.layer, &name, &geometry)?)?;
            }
            self.fill(&mut row, item, written)?;
            row.create(table)?;
        } else {
            let mut feature = Feature::new(self.layer.defn())?;
            if let Some(geometry) = geometry {
                feature.set_geometry(geometry)?;
            }
            self.fill(&mut feature, item, written)?;
            feature.create(&self.layer)?;
        }
        written.count += 1;
        Ok(())
    }

    fn fill(&self, feature: &mut Feature<'_>, item: &Item, written: &mut Written) -> Result<(), GdalError> {
        for (&index, column) in self.indexes.iter().zip(&self.plan.columns) {
            if column.property == "id" {
                feature.set_field_string(index, &item.id.to_string())?;
                continue;
            }
            let value = item.properties.get(&column.property).unwrap_or(&Json::Null);
            set_field(feature, index, column.output, value)?;
            let is_cut = value.as_str().is_some_and(|text| text.len() > SHAPEFILE_TEXT_BYTES);
            written.texts_cut += u64::from(self.plan.format.is_shapefile && is_cut);
        }
        Ok(())
    }
}

/// The table beside a drawing, which names the entities of each row.
fn create_table<'a>(plan: &Plan, beside: &'a mut Dataset) -> Result<Layer<'a>, GdalError> {
    let name = plan.path.file_stem().unwrap_or_default().to_string_lossy();
    let ty = OGRwkbGeometryType::wkbNone;
    let table = beside.create_layer(LayerOptions { name: &name, srs: None, ty, options: Some(&TABLE) })?;
    FieldDefn::new(HANDLE, OGRFieldType::OFTString)?.add_to_layer(&table)?;
    Ok(table)
}

fn set_field(feature: &mut Feature<'_>, index: usize, output: Output, value: &Json) -> Result<(), GdalError> {
    let number = || value.as_i64().and_then(|number| i32::try_from(number).ok());
    let whole = || number().or_else(|| value.as_bool().map(i32::from));
    match (output, value) {
        (_, Json::Null) => feature.set_field_null(index),
        (Output::Real, _) if value.is_number() => {
            feature.set_field_double(index, value.as_f64().unwrap_or_default())
        }
        (Output::Whole, _) if whole().is_some() => {
            feature.set_field_integer(index, whole().unwrap_or_default())
        }
        (_, Json::String(text)) => feature.set_field_string(index, text),
        (_, other) => feature.set_field_string(index, &other.to_string()),
    }
}

/// A directory beside the file, on the same file system, that goes away whatever happens.
struct Scratch(PathBuf);

impl Scratch {
    fn beside(path: &Path) -> Result<Self, ExchangeError> {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let scratch = parent.join(format!(".suuf-export-{}", Uuid::now_v7().simple()));
        std::fs::create_dir(&scratch)
            .map_err(|source| ExchangeError::Io { path: parent.to_owned(), source })?;
        Ok(Self(scratch))
    }

    /// Moves everything that was written (a shapefile is several files) to its place, the named file last.
    fn publish(&self, plan: &Plan) -> Result<(), ExchangeError> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| ExchangeError::Io { path, source }
        };
        let entries = std::fs::read_dir(&self.0).map_err(failed(&self.0))?;
        let mut files = entries
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<Vec<_>, _>>()
            .map_err(failed(&self.0))?;
        files.sort_by_key(|file| file.file_name() == plan.path.file_name());
        if plan.format.is_shapefile {
            remove_indexes(&plan.path);
        }
        for file in files {
            let target = plan.path.with_file_name(file.file_name().unwrap_or(OsStr::new("")));
            std::fs::rename(&file, &target).map_err(failed(&target))?;
        }
        Ok(())
    }
}

/// Indexes that other programs put beside a shapefile lead astray once it is replaced.
fn remove_indexes(path: &Path) {
    for extension in ["qix", "sbn", "sbx", "idx"] {
        // Most often there is none.
        let _ = std::fs::remove_file(path.with_extension(extension));
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(path = %self.0.display(), %error, "could not remove a passing directory");
        }
    }
}
