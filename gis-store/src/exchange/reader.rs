//! Reads a file on a thread of its own, because GDAL waits for disks, and hands over checked rows in batches.

use super::context::{Codes, Departments};
use super::drawing::{Drawing, HANDLE};
use super::error::ExchangeError;
use super::mapping::Mapping;
use super::reference::Reference;
use super::report::{FeatureFinding, Refusal};
use super::shape::prepare;
use super::source::{Source, ToDegrees};
use super::talk;
use super::value::{Objection, Raw, read_values};
use super::{ImportRequest, SourceFile};
use gdal::vector::{Feature, Geometry, LayerAccess, OGRFieldType};
use gis_core::{Collection, Finding, Text};
use serde_json::{Map, Value as Json};
use tokio::sync::mpsc::Sender;
use uuid::Uuid;

/// Features of a batch: large enough to make statements few, small enough to keep memory flat.
const BATCH: u64 = 2000;

/// One feature, read and checked, that may enter the register.
#[derive(Debug)]
pub(crate) struct Row {
    /// Place in the file, from 1.
    pub feature: u64,
    /// Identifier in the file.
    pub fid: Option<u64>,
    /// Identifier in the register, if it is one of ours.
    pub id: Option<Uuid>,
    /// Identifier in the file it first came from.
    pub external_id: Option<String>,
    /// P-code that the file states; later, of the department that it is taken into.
    pub department: Option<String>,
    /// What else of the register the file names.
    pub references: Vec<(Reference, String)>,
    /// Geometry; only a commune may have none.
    pub wkb: Option<Vec<u8>>,
    /// m² or m.
    pub measure: Option<f64>,
    /// Columns of the table.
    pub columns: Map<String, Json>,
}

impl Row {
    pub(crate) fn refusal(&self, objection: Objection) -> Refusal {
        refusal(self.feature, self.fid, objection)
    }

    pub(crate) fn finding(&self, finding: Finding) -> FeatureFinding {
        FeatureFinding { feature: self.feature, fid: self.fid, finding }
    }

    /// A column as text, if it is there and not null.
    pub(crate) fn text(&self, column: &str) -> Option<&str> {
        self.columns.get(column).and_then(Json::as_str)
    }

    /// Its geometry, or nothing, as SQL takes it.
    pub(crate) fn wkb(&self) -> &[u8] {
        self.wkb.as_deref().unwrap_or_default()
    }
}

fn refusal(feature: u64, fid: Option<u64>, objection: Objection) -> Refusal {
    Refusal {
        feature,
        fid,
        code: objection.code.to_owned(),
        reason: objection.reason,
        value: objection.value,
    }
}

/// Features read together.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    pub read: u64,
    pub rows: Vec<Row>,
    pub refusals: Vec<Refusal>,
    pub findings: Vec<FeatureFinding>,
}

/// What the reader hands over: the file once, then its features.
#[derive(Debug)]
pub(crate) enum Message {
    File(SourceFile),
    Batch(Batch),
}

/// Reads the file to its end, or until nobody listens any more.
pub(crate) fn read(
    request: &ImportRequest,
    codes: &Codes,
    departments: &Departments,
    sender: &Sender<Message>,
) -> Result<(), ExchangeError> {
    let source = Source::open(&request.file, request.layer.as_deref())?;
    let mut layer = source.layer(request.layer.as_deref())?;
    let to_degrees = ToDegrees::of(&source, &layer, request.srs)?;
    let columns = Columns::of(&layer);
    let mapping = Mapping::resolve(request.collection, &columns.names, &request.map)?;
    let file = SourceFile {
        layer: layer.name(),
        driver: source.driver(),
        srs: to_degrees.srs.clone(),
        operation: to_degrees.operation.clone(),
        fields_used: mapping.used(),
        columns_ignored: mapping.ignored(),
    };
    if sender.blocking_send(Message::File(file)).is_err() {
        return Ok(());
    }
    let expected = layer.try_feature_count();
    talk::listen();
    let mut drawing = source.drawing()?;
    let task = Task { collection: request.collection, columns, mapping, to_degrees, codes, departments };
    let mut batch = Batch::default();
    let mut count = 0;
    for feature in layer.features() {
        count += 1;
        match &mut drawing {
            Some(drawing) => task.take_row(&feature, drawing, count, &mut batch),
            // By index, because the plain getter hands out null pointers.
            None => task.take(Some(&feature), feature.geometry_by_index(0).ok(), count, &mut batch),
        }
        if batch.read == BATCH && sender.blocking_send(Message::Batch(std::mem::take(&mut batch))).is_err() {
            return Ok(());
        }
    }
    // GDAL ends an iteration early without an error: what it said and the count tell.
    if let (Some(said), true) = (talk::said(), expected.is_none_or(|expected| expected > count)) {
        return Err(ExchangeError::Read { path: request.file.clone(), said });
    }
    // What somebody drew since has no attributes yet.
    for geometry in drawing.into_iter().flat_map(Drawing::rest) {
        count += 1;
        task.take(None, Some(&geometry), count, &mut batch);
    }
    // When nobody listens any more, there is nobody to tell.
    let _ = sender.blocking_send(Message::Batch(batch));
    Ok(())
}

/// Columns of a layer with their types.
struct Columns {
    names: Vec<String>,
    types: Vec<OGRFieldType::Type>,
}

impl Columns {
    fn of(layer: &impl LayerAccess) -> Self {
        let (names, types) = layer.defn().fields().map(|field| (field.name(), field.field_type())).unzip();
        Self { names, types }
    }

    fn value(&self, feature: &Feature<'_>, column: usize) -> Option<Raw> {
        // A field that a feature does not have at all (unlike one that is null) reads as zero: its text is empty.
        let text = feature.field_as_string(column).ok().flatten().filter(|text| !text.is_empty())?;
        match self.types[column] {
            OGRFieldType::OFTInteger | OGRFieldType::OFTInteger64 => {
                feature.field_as_integer64(column).ok().flatten().map(Raw::Whole)
            }
            OGRFieldType::OFTReal => feature.field_as_double(column).ok().flatten().map(Raw::Real),
            _ => Some(Raw::Text(text)),
        }
    }
}

struct Task<'a> {
    collection: Collection,
    columns: Columns,
    mapping: Mapping,
    to_degrees: ToDegrees,
    codes: &'a Codes,
    departments: &'a Departments,
}

impl Task<'_> {
    /// Takes a row of the table beside a drawing, with what it names there.
    fn take_row(&self, row: &Feature<'_>, drawing: &mut Drawing, number: u64, batch: &mut Batch) {
        let handles = row.field_index(HANDLE).and_then(|column| row.field_as_string(column));
        match drawing.take(&handles.ok().flatten().unwrap_or_default()) {
            Ok(geometry) => self.take(Some(row), geometry.as_ref(), number, batch),
            Err(handle) => {
                batch.read += 1;
                batch.refusals.push(refusal(number, row.fid(), not_drawn().of(handle)));
            }
        }
    }

    fn take(
        &self,
        feature: Option<&Feature<'_>>,
        geometry: Option<&Geometry>,
        number: u64,
        batch: &mut Batch,
    ) {
        batch.read += 1;
        let fid = feature.and_then(Feature::fid);
        match self.row(feature, geometry, number) {
            Ok((row, findings)) => {
                batch.findings.extend(findings.into_iter().map(|finding| row.finding(finding)));
                batch.rows.push(row);
            }
            Err(objection) => batch.refusals.push(refusal(number, fid, objection)),
        }
    }

    fn row(
        &self,
        feature: Option<&Feature<'_>>,
        geometry: Option<&Geometry>,
        number: u64,
    ) -> Result<(Row, Vec<Finding>), Objection> {
        let raw = |column| feature.and_then(|feature| self.columns.value(feature, column));
        let values = read_values(&self.mapping, self.codes, self.departments, raw)?;
        let mut row = Row {
            feature: number,
            fid: feature.and_then(Feature::fid),
            id: values.id,
            external_id: values.external_id,
            department: values.department,
            references: values.references,
            wkb: None,
            measure: None,
            columns: values.columns,
        };
        let mut findings = values.findings;
        if row.columns.values().any(|value| value.as_str().is_some_and(|text| text.contains('\u{fffd}'))) {
            findings.push(unreadable_letters());
        }
        match geometry.filter(|geometry| !geometry.is_empty()) {
            Some(geometry) => {
                let shape = self.collection.shape();
                let prepared = prepare(geometry, shape, self.to_degrees.transform.as_ref())?;
                findings.extend(prepared.findings);
                row.wkb = Some(prepared.wkb);
                row.measure = prepared.measure;
            }
            None if self.collection == Collection::Communes => {}
            None => {
                return Err(Objection::new(
                    "no_geometry",
                    "objet sans géométrie",
                    "feature without geometry",
                ));
            }
        }
        Ok((row, findings))
    }
}

fn not_drawn() -> Objection {
    Objection::new(
        "not_drawn",
        "l'entité nommée par la table n'est plus dans le dessin : redessinez-la, ou ôtez la ligne ; s'il s'agit d'un \
         retrait, proposez-le",
        "the entity that the table names is no longer in the drawing: draw it again, or take the row out; if the \
         feature is to end, propose that",
    )
}

fn unreadable_letters() -> Finding {
    Finding::warning(
        "unreadable_letters",
        Text::new(
            "lettres illisibles : le fichier n'indique pas son codage (pour un Shapefile, ajouter un .cpg)",
            "unreadable letters: the file does not state its encoding (for a shapefile, add a .cpg)",
        ),
    )
}
