//! Coordinate reference systems through PROJ: degrees to metres of a UTM zone and back.
//!
//! PROJ's authority axis order (latitude first for EPSG:4326) is normalised to longitude first here, once.

use crate::{LonLat, Projected};
use geo::{Geometry, MapCoords, coord};
use proj::Proj;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// An EPSG code of a coordinate reference system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Epsg(pub u32);

impl Epsg {
    /// WGS 84 in degrees, the system of every border of Suuf.
    pub const WGS84: Self = Self(4326);
    /// WGS 84 / UTM zone 28 N, 18° W to 12° W: all six pilot departments.
    pub const UTM_28N: Self = Self(32628);

    /// The UTM zone on WGS 84 that holds a position.
    ///
    /// # Examples
    /// ```
    /// use gis_core::{Epsg, LonLat};
    /// let thies = LonLat::new(-16.926, 14.791).unwrap();
    /// assert_eq!(Epsg::utm_at(thies), Epsg::UTM_28N);
    /// ```
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a zone number is 1 to 60")]
    pub fn utm_at(position: LonLat) -> Self {
        let zone = ((position.lon_deg() + 180.0) / 6.0).floor().clamp(0.0, 59.0) as u32 + 1;
        let hemisphere = if position.lat_deg() < 0.0 { 32700 } else { 32600 };
        Self(hemisphere + zone)
    }
}

impl std::fmt::Display for Epsg {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "EPSG:{}", self.0)
    }
}

/// Failures of a projection.
#[derive(Debug, thiserror::Error)]
pub enum CrsError {
    /// PROJ does not know the system, or its database is missing.
    #[error(
        "failed to open a transformation from EPSG:4326 to {target}: is PROJ's data (proj.db) installed?"
    )]
    Open {
        /// The projected system asked for.
        target: Epsg,
        /// What PROJ said.
        source: proj::ProjCreateError,
    },
    /// A position that the projection has no image for.
    #[error("failed to project {x}, {y} with {target}")]
    Project {
        /// First coordinate as given.
        x: f64,
        /// Second coordinate as given.
        y: f64,
        /// The projected system.
        target: Epsg,
        /// What PROJ said.
        source: proj::ProjError,
    },
}

/// The PROJ library that this program runs with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjLibrary {
    /// Such as `9.1.1`.
    pub version: String,
    /// The folders where it looks for `proj.db`, in its order.
    pub folders: Vec<PathBuf>,
}

impl ProjLibrary {
    /// Asks the library; `None` when it cannot say.
    #[must_use]
    pub fn loaded() -> Option<Self> {
        let info = proj::ProjBuilder::new().lib_info().ok()?;
        let version = format!("{}.{}.{}", info.major, info.minor, info.patch);
        Some(Self { version, folders: std::env::split_paths(&info.searchpath).collect() })
    }
}

/// How PROJ takes coordinates of a system to degrees of WGS 84.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Operation {
    /// Its name in the EPSG dataset, such as `Inverse of UTM zone 28N + Yoff to WGS 84 (2)`.
    pub name: String,
    /// To how many metres it is known; none when nobody stated it.
    pub accuracy_m: Option<f64>,
    /// Its steps and their parameters, as PROJ writes them.
    pub steps: String,
}

impl Operation {
    /// The operation from a system to EPSG:4326, as it is chosen for the middle of Senegal.
    ///
    /// # Errors
    /// When PROJ does not know the system.
    pub fn to_degrees(source: Epsg) -> Result<Self, CrsError> {
        const MIDDLE_DEG: (f64, f64) = (-14.5, 14.4);
        let proj = Proj::new_known_crs(&source.to_string(), &Epsg::WGS84.to_string(), None)
            .map_err(|error| CrsError::Open { target: source, source: error })?;
        // Where there are several, PROJ chooses by the position; one that it cannot take back tells nothing.
        if let Ok(middle) = proj.project::<_, f64>(MIDDLE_DEG, true) {
            let _ = proj.convert::<_, f64>(middle);
        }
        let info = proj.proj_info();
        Ok(Self {
            name: info.description.unwrap_or_default(),
            accuracy_m: Some(info.accuracy).filter(|accuracy_m| *accuracy_m >= 0.0),
            steps: info.definition.unwrap_or_default(),
        })
    }
}

/// Takes positions from degrees to metres of one UTM zone and back.
///
/// PROJ's handle belongs to one thread: make one for each task, not for each position.
pub struct Projector {
    proj: Proj,
    target: Epsg,
}

impl Projector {
    /// A projector onto that system.
    ///
    /// # Errors
    /// When PROJ does not know the system.
    pub fn new(target: Epsg) -> Result<Self, CrsError> {
        let proj = Proj::new_known_crs(&Epsg::WGS84.to_string(), &target.to_string(), None)
            .map_err(|source| CrsError::Open { target, source })?;
        Ok(Self { proj, target })
    }

    /// The projected system.
    #[must_use]
    pub fn target(&self) -> Epsg {
        self.target
    }

    /// Degrees to metres.
    ///
    /// # Errors
    /// When the position is outside what the projection can show.
    pub fn project(&self, position: LonLat) -> Result<Projected, CrsError> {
        let (lon, lat) = (position.lon_deg(), position.lat_deg());
        let (easting_m, northing_m) =
            self.proj.convert((lon, lat)).map_err(|source| self.failed(lon, lat, source))?;
        Ok(Projected { easting_m, northing_m })
    }

    /// Metres back to degrees.
    ///
    /// # Errors
    /// When the metres lie outside the projection.
    pub fn unproject(&self, position: Projected) -> Result<LonLat, CrsError> {
        let (x, y) = (position.easting_m, position.northing_m);
        let (lon, lat): (f64, f64) =
            self.proj.project((x, y), true).map_err(|source| self.failed(x, y, source))?;
        LonLat::new(lon, lat)
            .ok_or_else(|| self.failed(x, y, proj::ProjError::Projection("not on Earth".to_owned())))
    }

    /// A geometry in degrees, in metres.
    ///
    /// # Errors
    /// When one of its positions is not on Earth, or outside what the projection can show.
    pub fn to_plane(&self, geometry: &Geometry) -> Result<Geometry, CrsError> {
        geometry.try_map_coords(|at| {
            let position = LonLat::new(at.x, at.y).ok_or_else(|| {
                self.failed(at.x, at.y, proj::ProjError::Projection("not on Earth".to_owned()))
            })?;
            let Projected { easting_m, northing_m } = self.project(position)?;
            Ok(coord! { x: easting_m, y: northing_m })
        })
    }

    /// A geometry in metres, back in degrees.
    ///
    /// # Errors
    /// When one of its positions lies outside the projection.
    pub fn to_degrees(&self, geometry: &Geometry) -> Result<Geometry, CrsError> {
        geometry.try_map_coords(|at| {
            let position = self.unproject(Projected { easting_m: at.x, northing_m: at.y })?;
            Ok(coord! { x: position.lon_deg(), y: position.lat_deg() })
        })
    }

    fn failed(&self, x: f64, y: f64, source: proj::ProjError) -> CrsError {
        CrsError::Project { x, y, target: self.target, source }
    }
}
