//! S5, validity: what is no position of this survey at all. The first objection is an epoch's one reason.

use gis_core::LonLat;

use crate::read::epoch::Epoch;
use crate::read::sentence::Validity;
use crate::reason::Reason;
use crate::settings::Settings;

/// Why an epoch cannot be used, from what it says itself.
#[must_use]
pub fn judge(epoch: &Epoch, settings: &Settings) -> Option<Reason> {
    let limits = &settings.thresholds.gate;
    let objection = match epoch.validity {
        Validity::Simulated => Some(Reason::Simulated),
        Validity::Manual => Some(Reason::Manual),
        Validity::Estimated => Some(Reason::Estimated),
        Validity::NoFix => Some(Reason::NoFix),
        Validity::Unknown | Validity::Valid => None,
    };
    if objection.is_some() {
        return objection;
    }
    let Some(position) = epoch.position else { return Some(Reason::NoFix) };
    let (lon_deg, lat_deg) = (position.lon_deg(), position.lat_deg());
    let checks = [
        (lon_deg.hypot(lat_deg) <= limits.null_island_deg, Reason::NullIsland),
        (lat_deg.abs() >= limits.latitude_max_deg, Reason::Pole),
        (settings.area_deg.is_some_and(|area| !holds(area, position)), Reason::OutsideArea),
        (epoch.clock_ms.is_none(), Reason::NoTime),
        (epoch.is_twin, Reason::DuplicateTime),
    ];
    checks.into_iter().find(|(strikes, _)| *strikes).map(|(_, reason)| reason)
}

fn holds([west, south, east, north]: [f64; 4], position: LonLat) -> bool {
    (west..=east).contains(&position.lon_deg()) && (south..=north).contains(&position.lat_deg())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::verdict;

    #[test]
    fn what_is_no_position_has_its_reason() {
        for (fields, reason) in [
            ("1447.46,N,01655.56,W,1,08,0.9", None),
            ("1447.46,N,01655.56,W,1,00,", None),
            ("1447.46,N,01655.56,W,0,08,0.9", Some(Reason::NoFix)),
            (",,,,1,08,0.9", Some(Reason::NoFix)),
            ("1447.46,N,01655.56,W,6,08,0.9", Some(Reason::Estimated)),
            ("1447.46,N,01655.56,W,7,08,0.9", Some(Reason::Manual)),
            ("1447.46,N,01655.56,W,8,08,0.9", Some(Reason::Simulated)),
            ("0000.0000,N,00000.0000,E,1,08,0.9", Some(Reason::NullIsland)),
            ("8959.9999,N,01655.56,W,1,08,0.9", Some(Reason::Pole)),
        ] {
            assert_eq!(verdict(fields, &Settings::default()), reason, "{fields}");
        }
    }

    #[test]
    fn an_area_is_a_setting() {
        let senegal = Settings { area_deg: Some([-18.0, 12.0, -11.0, 17.0]), ..Settings::default() };
        assert_eq!(verdict("1447.46,N,01655.56,W,1,08,0.9", &senegal), None);
        assert_eq!(verdict("4023.86,N,00339.16,W,1,08,0.9", &senegal), Some(Reason::OutsideArea));
    }
}
