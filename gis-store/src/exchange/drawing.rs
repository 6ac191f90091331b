//! A drawing (DXF) knows no attributes: they lie in a table beside it, whose rows name their entities by handle, as CAD
//! programs link databases.

use super::error::ExchangeError;
use super::talk;
use gdal::Dataset;
use gdal::errors::GdalError;
use gdal::vector::{Feature, Geometry, Layer, LayerAccess, OGRwkbGeometryType, geometry_type_flatten};
use std::collections::BTreeMap;
use std::path::Path;

/// The column of the table that names entities, called as GDAL calls it in drawings.
pub(crate) const HANDLE: &str = "EntityHandle";

/// Draws a geometry, each part as an entity of its own; tells their handles.
pub(crate) fn draw(layer: &Layer<'_>, drawn_on: &str, geometry: &Geometry) -> Result<String, GdalError> {
    let count = if is_several(geometry) { geometry.geometry_count() } else { 0 };
    let mut parts: Vec<_> = (0..count).map(|index| Geometry::clone(&geometry.get_geometry(index))).collect();
    if parts.is_empty() {
        parts.push(geometry.clone());
    }
    let mut handles = Vec::with_capacity(parts.len());
    for part in parts {
        let mut entity = Feature::new(layer.defn())?;
        entity.set_geometry(part)?;
        let index = entity.field_index("Layer")?;
        entity.set_field_string(index, drawn_on)?;
        entity.create(layer)?;
        // The driver gives each entity the next handle, and says it as a number.
        handles.extend(entity.fid().map(|handle| format!("{handle:X}")));
    }
    Ok(handles.join(" "))
}

fn is_several(geometry: &Geometry) -> bool {
    use OGRwkbGeometryType::{wkbGeometryCollection, wkbMultiLineString, wkbMultiPoint, wkbMultiPolygon};
    [wkbMultiPolygon, wkbMultiLineString, wkbMultiPoint, wkbGeometryCollection]
        .contains(&geometry.geometry_type())
}

/// The entities of a drawing by handle.
pub(crate) struct Drawing(BTreeMap<String, Geometry>);

impl Drawing {
    /// Reads all of it.
    pub(crate) fn read(dataset: &Dataset, path: &Path) -> Result<Self, ExchangeError> {
        let failed = |error| ExchangeError::Open { path: path.to_owned(), said: talk::said_or(&error) };
        let mut layer = dataset.layer(0).map_err(failed)?;
        let column = layer.defn().field_index(HANDLE).map_err(failed)?;
        let mut entities = BTreeMap::new();
        for (place, entity) in layer.features().enumerate() {
            let handle = entity.field_as_string(column).map_err(failed)?.filter(|handle| !handle.is_empty());
            // Old drawings have none: no table can name those.
            let handle = handle.map_or_else(|| format!("#{place}"), |handle| handle.to_uppercase());
            if let Ok(geometry) = entity.geometry_by_index(0) {
                entities.insert(handle, geometry.clone());
            }
        }
        Ok(Self(entities))
    }

    /// Takes what some handles name out of the drawing; the handle that it does not have if one is missing.
    pub(crate) fn take(&mut self, handles: &str) -> Result<Option<Geometry>, String> {
        let mut parts = Vec::new();
        for handle in handles.split_whitespace() {
            parts.push(self.0.remove(&handle.to_uppercase()).ok_or_else(|| handle.to_owned())?);
        }
        if parts.len() < 2 {
            return Ok(parts.pop());
        }
        let whole = match geometry_type_flatten(parts[0].geometry_type()) {
            OGRwkbGeometryType::wkbPolygon => OGRwkbGeometryType::wkbMultiPolygon,
            OGRwkbGeometryType::wkbPoint => OGRwkbGeometryType::wkbMultiPoint,
            _ => OGRwkbGeometryType::wkbMultiLineString,
        };
        let mut whole = Geometry::empty(whole).map_err(|_| handles.to_owned())?;
        for part in parts {
            whole.add_geometry(part).map_err(|_| handles.to_owned())?;
        }
        Ok(Some(whole))
    }

    /// What no row of the table named.
    pub(crate) fn rest(self) -> impl Iterator<Item = Geometry> {
        self.0.into_values()
    }
}
