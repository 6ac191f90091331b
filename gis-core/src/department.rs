//! A department as the register's data describe it (`data/departments.json`).

use serde::{Deserialize, Serialize};

/// Facts about one department. The list of them is data, never code.
///
/// # Units
/// `area_km2` in square kilometres as the boundary's source states it; `bbox_deg` west, south, east, north.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Department {
    /// OCHA P-code, such as `SN1302`. Not to be mixed with ANSD codes: SN13 is Thiès, ANSD 13 is Kédougou.
    pub pcode: String,
    /// Name in French.
    pub name: String,
    /// Name of the region.
    pub region: String,
    /// P-code of the region.
    pub region_pcode: String,
    /// ISO 3166-2 code of the region.
    pub iso_region: String,
    /// ANSD department code: two digits of region and one of department.
    pub ansd_code: String,
    /// Seat (*chef-lieu*).
    pub seat: String,
    /// Longitude and latitude of the seat's centre.
    pub seat_deg: [f64; 2],
    /// Area as published.
    pub area_km2: f64,
    /// Inhabitants at the census of 2023 (RGPH-5).
    pub population_2023: u32,
    /// EPSG code of its UTM zone on WGS 84.
    pub utm_epsg: u32,
    /// West, south, east, north.
    pub bbox_deg: [f64; 4],
}
