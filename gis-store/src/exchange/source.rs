//! A file of somebody else's: which layer is meant and in which coordinate reference system it is.

use super::drawing::{Drawing, HANDLE};
use super::error::ExchangeError;
use super::talk;
use gdal::spatial_ref::{AxisMappingStrategy, CoordTransform, SpatialRef};
use gdal::vector::{Layer, LayerAccess};
use gdal::{Dataset, DatasetOptions, GdalOpenFlags};
use gis_core::Epsg;
use gis_core::crs::Operation;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use zip::ZipArchive;

/// How a CSV file spells its geometry. Types are left to the fields: codes such as `007` stay text.
const CSV_OPTIONS: [&str; 5] = [
    "X_POSSIBLE_NAMES=lon,long,lng,longitude,x,easting,x_utm,coord_x",
    "Y_POSSIBLE_NAMES=lat,latitude,y,northing,y_utm,coord_y",
    "GEOM_POSSIBLE_NAMES=wkt,geom,geometry,the_geom,_wkt,geometrie",
    "KEEP_GEOM_COLUMNS=NO",
    "AUTODETECT_TYPE=NO",
];

/// What can be inside a zip archive.
const IN_ARCHIVES: [&str; 9] = ["shp", "gpkg", "geojson", "json", "kml", "fgb", "gml", "dxf", "gpx"];

/// A description of a reference system is never longer.
const PRJ_BYTES_MAX: u64 = 1 << 16;

/// An open file.
pub(crate) struct Source {
    path: PathBuf,
    dataset: Dataset,
    /// The drawing whose attributes the dataset is.
    drawing: Option<Dataset>,
    /// The reference system that a file beside a drawing states.
    prj: Option<String>,
}

impl Source {
    /// Opens a file, or the one geographic file of a zip archive.
    pub(crate) fn open(path: &Path, layer: Option<&str>) -> Result<Self, ExchangeError> {
        talk::listen();
        // GDAL would also open addresses and database names: only files on this machine are meant.
        if !path.exists() {
            return Err(ExchangeError::MissingFile { path: path.to_owned() });
        }
        let is_archive = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"));
        let inner = if is_archive { inside_archive(path, layer)? } else { path.to_owned() };
        let dataset = open(&inner)
            .map_err(|error| ExchangeError::Open { path: path.to_owned(), said: talk::said_or(&error) })?;
        let table = is_drawing(&inner).then(|| table_beside(&inner)).flatten();
        Ok(match table {
            Some(table) => {
                // Only then is the file with the reference system meant for the drawing too.
                let prj = text_beside(path, &inner);
                Self { path: path.to_owned(), dataset: table, drawing: Some(dataset), prj }
            }
            None => Self { path: path.to_owned(), dataset, drawing: None, prj: None },
        })
    }

    /// Short name of the driver that reads it.
    pub(crate) fn driver(&self) -> String {
        self.drawing.as_ref().unwrap_or(&self.dataset).driver().short_name()
    }

    /// The entities of a drawing whose attributes the layer has.
    pub(crate) fn drawing(&self) -> Result<Option<Drawing>, ExchangeError> {
        self.drawing.as_ref().map(|dataset| Drawing::read(dataset, &self.path)).transpose()
    }

    /// The reference system that the layer states, or a file beside it.
    fn stated(&self, layer: &Layer<'_>) -> Option<SpatialRef> {
        let beside = || {
            let mut srs = SpatialRef::from_wkt(self.prj.as_deref()?).ok()?;
            srs.set_axis_mapping_strategy(AxisMappingStrategy::TraditionalGisOrder);
            Some(srs)
        };
        layer.spatial_ref().filter(is_real).or_else(|| beside().filter(is_real))
    }

    /// The layer that was asked for, or the only one that holds features.
    pub(crate) fn layer(&self, asked: Option<&str>) -> Result<Layer<'_>, ExchangeError> {
        let path = || self.path.clone();
        let names = |layers: &[Layer<'_>]| layers.iter().map(LayerAccess::name).collect::<Vec<_>>();
        let mut layers: Vec<_> = self.dataset.layers().collect();
        if let Some(asked) = asked {
            let found = layers.iter().position(|layer| layer.name() == asked);
            // In an archive the name has chosen the file, whose layer may be called otherwise.
            let found = found.or((layers.len() == 1 && is_zip(&self.path)).then_some(0));
            return match found {
                Some(index) => Ok(layers.swap_remove(index)),
                None => Err(ExchangeError::UnknownLayer {
                    path: path(),
                    layer: asked.to_owned(),
                    layers: names(&layers),
                }),
            };
        }
        if layers.len() > 1 {
            layers.retain(|layer| layer.feature_count() > 0);
        }
        match layers.len() {
            0 => Err(ExchangeError::NoLayer { path: path() }),
            1 => Ok(layers.remove(0)),
            _ => Err(ExchangeError::SeveralLayers { path: path(), layers: names(&layers) }),
        }
    }
}

fn open(path: &Path) -> gdal::errors::Result<Dataset> {
    let options = DatasetOptions {
        open_flags: GdalOpenFlags::GDAL_OF_VECTOR | GdalOpenFlags::GDAL_OF_VERBOSE_ERROR,
        open_options: is_csv(path).then_some(&CSV_OPTIONS),
        ..DatasetOptions::default()
    };
    Dataset::open_ex(path, options)
}

fn is_drawing(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("dxf"))
}

/// The table beside a drawing that names its entities, if there is one.
fn table_beside(drawing: &Path) -> Option<Dataset> {
    let path = drawing.with_extension("csv");
    // Within an archive GDAL lists what is there; elsewhere the file system knows.
    let siblings = || gdal::vsi::read_dir(drawing.parent()?, false).ok();
    let is_there =
        || siblings().is_some_and(|names| names.iter().any(|name| name.file_name() == path.file_name()));
    if !(path.exists() || is_there()) {
        return None;
    }
    let table = open(&path).ok()?;
    let is_ours = table.layer(0).is_ok_and(|layer| layer.defn().field_index(HANDLE).is_ok());
    is_ours.then_some(table)
}

/// What a small file beside a drawing says of its reference system.
fn text_beside(file: &Path, drawing: &Path) -> Option<String> {
    let path = drawing.with_extension("prj");
    if !is_zip(file) {
        return std::fs::read_to_string(path).ok();
    }
    let archive = ZipArchive::new(File::open(file).ok()?);
    let mut text = String::new();
    let inner = path.strip_prefix(archive_path(file)?).ok()?.to_string_lossy().into_owned();
    archive.ok()?.by_name(&inner).ok()?.take(PRJ_BYTES_MAX).read_to_string(&mut text).ok()?;
    Some(text)
}

fn is_csv(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    ["csv", "tsv", "txt"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

fn is_zip(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"))
}

/// How GDAL calls the inside of an archive.
fn archive_path(path: &Path) -> Option<PathBuf> {
    Some(PathBuf::from(format!("/vsizip/{}", std::fs::canonicalize(path).ok()?.display())))
}

fn inside_archive(path: &Path, layer: Option<&str>) -> Result<PathBuf, ExchangeError> {
    let archive = archive_path(path).ok_or_else(|| ExchangeError::MissingFile { path: path.to_owned() })?;
    let entries = gdal::vsi::read_dir(&archive, true)
        .map_err(|error| ExchangeError::Open { path: path.to_owned(), said: talk::said_or(&error) })?;
    let is_known = |entry: &PathBuf| {
        let extension = entry.extension().unwrap_or_default();
        IN_ARCHIVES.iter().any(|known| extension.eq_ignore_ascii_case(known)) || is_csv(entry)
    };
    let name = |entry: &PathBuf| entry.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut files: Vec<_> = entries.into_iter().filter(is_known).collect();
    if files.len() > 1
        && let Some(asked) = layer
    {
        files.retain(|entry| name(entry) == asked);
    }
    // The table beside a drawing is no file of its own.
    let drawings: Vec<_> =
        files.iter().filter(|entry| is_drawing(entry)).map(|entry| entry.with_extension("csv")).collect();
    files.retain(|entry| !drawings.contains(entry));
    match files.len() {
        0 => Err(ExchangeError::NoLayer { path: path.to_owned() }),
        1 => Ok(archive.join(&files[0])),
        _ => Err(ExchangeError::SeveralLayers {
            path: path.to_owned(),
            layers: files.iter().map(name).collect(),
        }),
    }
}

/// A system by its EPSG code, longitude or easting first: the one place where the axis order is set.
pub(crate) fn traditional(epsg: Epsg) -> Result<SpatialRef, ExchangeError> {
    let mut srs = SpatialRef::from_epsg(epsg.0)
        .map_err(|error| ExchangeError::Transform { srs: epsg.to_string(), said: talk::said_or(&error) })?;
    srs.set_axis_mapping_strategy(AxisMappingStrategy::TraditionalGisOrder);
    Ok(srs)
}

/// The way from the coordinates of a layer to degrees.
pub(crate) struct ToDegrees {
    /// Name of the layer's system, for people.
    pub srs: String,
    /// `None` when they are degrees of EPSG:4326 already.
    pub transform: Option<CoordTransform>,
    /// What PROJ says of the transformation, where the system is one of EPSG.
    pub operation: Option<Operation>,
}

impl ToDegrees {
    /// From what the file states, or the user where it states nothing.
    pub(crate) fn of(
        source: &Source,
        layer: &Layer<'_>,
        declared: Option<Epsg>,
    ) -> Result<Self, ExchangeError> {
        let path = &source.path;
        let stated = source.stated(layer);
        let source = match (stated, declared) {
            (None, None) => return Err(ExchangeError::MissingSrs { path: path.clone() }),
            (None, Some(epsg)) => traditional(epsg)?,
            (Some(stated), None) => stated,
            (Some(stated), Some(epsg)) if agree(&stated, epsg)? => stated,
            (Some(stated), Some(declared)) => {
                return Err(ExchangeError::ConflictingSrs {
                    path: path.clone(),
                    declared,
                    found: describe(&stated),
                });
            }
        };
        let srs = describe(&source);
        let is_lon_first = source.axis_mapping_strategy() == AxisMappingStrategy::TraditionalGisOrder;
        if is_lon_first && epsg_of(&source) == Some(Epsg::WGS84) {
            return Ok(Self { srs, transform: None, operation: None });
        }
        let transform = CoordTransform::new(&source, &traditional(Epsg::WGS84)?)
            .map_err(|error| ExchangeError::Transform { srs: srs.clone(), said: talk::said_or(&error) })?;
        let operation = epsg_of(&source).and_then(|epsg| Operation::to_degrees(epsg).ok());
        Ok(Self { srs, transform: Some(transform), operation })
    }
}

/// `GeoPackage` writes placeholders where it knows no system.
fn is_real(srs: &SpatialRef) -> bool {
    let name = srs.name().unwrap_or_default().to_lowercase();
    !srs.is_local() && !name.starts_with("undefined") && !name.starts_with("unknown")
}

fn epsg_of(srs: &SpatialRef) -> Option<Epsg> {
    let code = |srs: &SpatialRef| {
        let is_epsg = srs.auth_name().is_some_and(|name| name == "EPSG");
        srs.auth_code().ok().filter(|_| is_epsg).and_then(|code| u32::try_from(code).ok()).map(Epsg)
    };
    code(srs).or_else(|| {
        let mut identified = srs.clone();
        identified.auto_identify_epsg().ok()?;
        code(&identified)
    })
}

fn agree(stated: &SpatialRef, declared: Epsg) -> Result<bool, ExchangeError> {
    let mut stated = stated.clone();
    stated.set_axis_mapping_strategy(AxisMappingStrategy::TraditionalGisOrder);
    Ok(epsg_of(&stated) == Some(declared) || stated == traditional(declared)?)
}

fn describe(srs: &SpatialRef) -> String {
    epsg_of(srs).map_or_else(|| srs.name().unwrap_or_else(|| "?".to_owned()), |epsg| epsg.to_string())
}
