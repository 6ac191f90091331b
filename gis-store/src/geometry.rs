//! Geometry across the border to PostGIS: well-known binary, EPSG:4326.

use crate::StoreError;
use geo::Geometry;
use geozero::{CoordDimensions, ToGeo, ToWkb, wkb::Wkb};

/// A geometry as well-known binary.
pub(crate) fn to_wkb(geometry: &Geometry, what: &str) -> Result<Vec<u8>, StoreError> {
    geometry
        .to_wkb(CoordDimensions::xy())
        .map_err(|source| StoreError::Geometry { what: what.to_owned(), source })
}

/// A geometry from well-known binary.
pub(crate) fn from_wkb(bytes: Vec<u8>, what: &str) -> Result<Geometry, StoreError> {
    Wkb(bytes).to_geo().map_err(|source| StoreError::Geometry { what: what.to_owned(), source })
}
