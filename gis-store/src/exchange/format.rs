//! The formats that an export writes, by the extension of the file, and what each can hold.

use super::error::ExchangeError;
use std::path::Path;

/// A format that is written.
#[derive(Debug)]
pub(crate) struct Format {
    /// Extension that chooses it.
    pub extension: &'static str,
    /// GDAL drivers that write it, best first: not every build has all.
    pub drivers: &'static [&'static str],
    /// Options of the layer, as GDAL names them.
    pub options: &'static [&'static str],
    /// Whether it is a drawing, whose attributes lie in a table beside it; see [`super::drawing`].
    pub is_drawing: bool,
    /// Whether features must have a geometry.
    pub needs_geometry: bool,
    /// Whether it is a shapefile: one kind of geometry, names of ten characters, texts of 254 bytes.
    pub is_shapefile: bool,
    /// Name of the layer, where the format does not leave it free.
    pub layer: Option<&'static str>,
}

const fn format(extension: &'static str, drivers: &'static [&'static str]) -> Format {
    Format {
        extension,
        drivers,
        options: &[],
        is_drawing: false,
        needs_geometry: false,
        is_shapefile: false,
        layer: None,
    }
}

/// Options of a CSV table without geometries. The byte order mark tells spreadsheets that the file is UTF-8; the types go
/// into a small file beside it (.csvt).
pub(crate) const TABLE: [&str; 2] = ["WRITE_BOM=YES", "CREATE_CSVT=YES"];

const FORMATS: [Format; 9] = [
    format("geojson", &["GeoJSON"]),
    format("json", &["GeoJSON"]),
    format("gpkg", &["GPKG"]),
    Format { options: &["ENCODING=UTF-8"], is_shapefile: true, ..format("shp", &["ESRI Shapefile"]) },
    Format { needs_geometry: true, ..format("fgb", &["FlatGeobuf"]) },
    // LIBKML takes minutes for a few thousand features, where KML takes moments.
    format("kml", &["KML", "LIBKML"]),
    // The reference system goes into a small file beside it (.prj).
    Format { options: &["GEOMETRY=AS_WKT", TABLE[0], TABLE[1]], ..format("csv", &["CSV"]) },
    format("gml", &["GML"]),
    Format { is_drawing: true, layer: Some("entities"), ..format("dxf", &["DXF"]) },
];

/// The format of a file, by its extension.
pub(crate) fn format_of(path: &Path) -> Result<&'static Format, ExchangeError> {
    let extension = path.extension().unwrap_or_default();
    FORMATS.iter().find(|format| extension.eq_ignore_ascii_case(format.extension)).ok_or_else(|| {
        ExchangeError::UnknownFormat {
            path: path.to_owned(),
            extensions: FORMATS.map(|format| format!(".{}", format.extension)).join(" "),
        }
    })
}
