//! The libraries that the program runs with: PROJ and GDAL, and their data.

use super::{Check, chain, plain};
use gdal::DriverManager;
use gdal::version::VersionInfo;
use gis_core::crs::ProjLibrary;
use gis_core::{Epsg, LonLat, Projector, Text};

/// The formats that Suuf reads, writes or serves.
const DRIVERS: [&str; 9] =
    ["GeoJSON", "ESRI Shapefile", "GPKG", "KML", "DXF", "CSV", "FlatGeobuf", "OAPIF", "MVT"];

/// The department's own zone, and the old Senegalese grid of many paper plans (Yoff / UTM zone 28N).
const SYSTEMS: [Epsg; 2] = [Epsg::UTM_28N, Epsg(31028)];

pub(super) fn checks() -> Vec<Check> {
    vec![proj(), reference_systems(), gdal(), drivers()]
}

fn proj() -> Check {
    let name = plain("PROJ");
    let remedy = || {
        Text::new(
            "installez les données de PROJ (`apt install proj-data`) ou indiquez leur dossier dans PROJ_LIB",
            "install PROJ's data (`apt install proj-data`) or name its folder in PROJ_LIB",
        )
    };
    let Some(library) = ProjLibrary::loaded() else {
        let found = Text::new("la bibliothèque ne répond pas", "the library does not answer");
        return Check::error("proj", name, found, remedy());
    };
    let version = library.version;
    let files = library.folders.iter().map(|folder| folder.join("proj.db"));
    if let Some(file) = files.into_iter().find(|file| file.is_file()) {
        return Check::ok("proj", name, plain(format!("{version}, {}", file.display())));
    }
    let found = Text::new(format!("{version}, sans proj.db"), format!("{version}, without its proj.db"));
    Check::error("proj", name, found, remedy())
}

fn reference_systems() -> Check {
    let name = Text::new("Systèmes de coordonnées", "Reference systems");
    let mut failures = Vec::new();
    for system in SYSTEMS {
        if let Err(failure) = round_trip(system) {
            failures.push(failure);
        }
    }
    if failures.is_empty() {
        let systems = SYSTEMS.map(|system| system.to_string());
        return Check::ok("reference_systems", name, plain(systems.join(", ")));
    }
    let remedy = Text::new(
        "réinstallez les données de PROJ : `apt install --reinstall proj-data`",
        "install PROJ's data again: `apt install --reinstall proj-data`",
    );
    Check::error("reference_systems", name, plain(failures.join("; ")), remedy)
}

/// Thiès to metres and back must come home within a centimetre (10⁻⁷ degrees).
fn round_trip(system: Epsg) -> Result<(), String> {
    let thies = LonLat::new(-16.926, 14.791).expect("Thiès is on Earth");
    let projector = Projector::new(system).map_err(|error| chain(&error))?;
    let metres = projector.project(thies).map_err(|error| chain(&error))?;
    let home = projector.unproject(metres).map_err(|error| chain(&error))?;
    let away_deg = (home.lon_deg() - thies.lon_deg()).abs().max((home.lat_deg() - thies.lat_deg()).abs());
    if away_deg < 1e-7 { Ok(()) } else { Err(format!("{system}: {away_deg:e}°")) }
}

fn gdal() -> Check {
    Check::ok("gdal", plain("GDAL"), plain(VersionInfo::release_name()))
}

fn drivers() -> Check {
    let name = Text::new("Formats de GDAL", "GDAL formats");
    DriverManager::register_all();
    let missing: Vec<_> =
        DRIVERS.into_iter().filter(|driver| DriverManager::get_driver_by_name(driver).is_err()).collect();
    if missing.is_empty() {
        return Check::ok("gdal_drivers", name, plain(DRIVERS.join(", ")));
    }
    let missing = missing.join(", ");
    let found = Text::new(format!("absents : {missing}"), format!("missing: {missing}"));
    let remedy = Text::new(
        "installez le GDAL complet de la distribution : `apt install libgdal-dev gdal-bin`",
        "install the distribution's full GDAL: `apt install libgdal-dev gdal-bin`",
    );
    Check::warning("gdal_drivers", name, found, remedy)
}
