//! The sentences of one instant.

use std::fmt::Write;

use geo::Coord;

use crate::simulate::error::Observation;

/// Height above the sea that every simulated survey has; heights are not what is tested.
const ALTITUDE_M: f64 = 24.0;

/// Height of the geoid above the ellipsoid in western Senegal.
const GEOID_M: f64 = 30.5;

const KNOTS_PER_METRE_PER_SECOND: f64 = 3600.0 / 1852.0;

/// One instant, as it is written.
pub(super) struct Moment<'a> {
    /// Time of day.
    pub(super) time: String,
    /// Day, empty when none is stated.
    pub(super) date: String,
    /// Longitude and latitude, when there is a fix.
    pub(super) position: Option<Coord>,
    /// Decimals of a minute.
    pub(super) decimals: usize,
    pub(super) observation: &'a Observation,
}

impl Moment<'_> {
    pub(super) fn write_garmin(&self, log: &mut String) {
        sentence(log, &format!("GPRMC,{}", self.minimum()));
        sentence(log, &format!("GPGGA,{}", self.fix()));
        sentence(log, &format!("GPGSA,A,{}", self.dilution()));
    }

    pub(super) fn write_ublox(&self, log: &mut String) {
        sentence(log, &format!("GNRMC,{}", self.minimum()));
        sentence(log, &format!("GNVTG,{}", self.velocity()));
        sentence(log, &format!("GNGGA,{}", self.fix()));
        sentence(log, &format!("GNGSA,A,{}", self.dilution()));
        let (time, place) = (&self.time, self.place());
        sentence(log, &format!("GNGLL,{place},{time},{},{}", self.status(), self.mode()));
    }

    /// The receiver's own standard deviations, along the axes of its error ellipse and of the map.
    pub(super) fn write_gst(&self, log: &mut String) {
        let time = &self.time;
        if self.position.is_none() {
            return sentence(log, &format!("GNGST,{time},,,,,,,"));
        }
        let sigma_m = self.observation.hdop * 1.6;
        let (long_m, short_m, up_m) = (sigma_m * 1.1, sigma_m * 0.9, sigma_m * 1.8);
        sentence(
            log,
            &format!(
                "GNGST,{time},{sigma_m:.1},{long_m:.1},{short_m:.1},45.0,{sigma_m:.1},{sigma_m:.1},{up_m:.1}"
            ),
        );
    }

    pub(super) fn write_sirf(&self, log: &mut String) {
        sentence(log, &format!("GPGGA,{}", self.fix()));
        sentence(log, &format!("GPGSA,A,{}", self.dilution()));
        sentence(log, &format!("GPRMC,{}", self.minimum()));
    }

    pub(super) fn write_phone(&self, log: &mut String) {
        for (talker, satellites) in [("GP", self.observation.satellites + 3), ("GL", 7)] {
            write_views(log, talker, satellites);
        }
        let Observation { satellites, hdop, .. } = self.observation;
        let modes = if self.position.is_some() { "AA" } else { "NN" };
        let (time, place) = (&self.time, self.place());
        sentence(
            log,
            &format!("GNGNS,{time},{place},{modes},{satellites:02},{hdop:.1},{ALTITUDE_M:.1},{GEOID_M:.1},,"),
        );
        sentence(log, &format!("GNRMC,{}", self.minimum()));
        sentence(log, &format!("GNGSA,A,{}", self.dilution()));
    }

    pub(super) fn write_mtk(&self, log: &mut String, is_whole_second: bool) {
        sentence(log, &format!("GPGGA,{}", self.fix()));
        if is_whole_second {
            sentence(log, &format!("GPGSA,A,{}", self.dilution()));
        }
        sentence(log, &format!("GPRMC,{}", self.minimum()));
        sentence(log, &format!("GPVTG,{}", self.velocity()));
    }

    /// The fields of an RMC.
    fn minimum(&self) -> String {
        let knots = self.observation.speed_m_s * KNOTS_PER_METRE_PER_SECOND;
        let (time, date, course_deg) = (&self.time, &self.date, self.observation.course_deg);
        let (status, place, mode) = (self.status(), self.place(), self.mode());
        format!("{time},{status},{place},{knots:.1},{course_deg:.1},{date},8.2,W,{mode}")
    }

    /// The fields of a GGA.
    fn fix(&self) -> String {
        let Observation { satellites, hdop, .. } = self.observation;
        let quality = u8::from(self.position.is_some());
        let (time, place) = (&self.time, self.place());
        format!("{time},{place},{quality},{satellites:02},{hdop:.1},{ALTITUDE_M:.1},M,{GEOID_M:.1},M,,")
    }

    /// The fields of a VTG.
    fn velocity(&self) -> String {
        let Observation { speed_m_s, course_deg, .. } = self.observation;
        let (knots, kmh) = (speed_m_s * KNOTS_PER_METRE_PER_SECOND, speed_m_s * 3.6);
        format!("{course_deg:.2},T,,M,{knots:.3},N,{kmh:.3},K,{}", self.mode())
    }

    /// The fields of a GSA from the kind of fix on.
    fn dilution(&self) -> String {
        let Observation { satellites, hdop, .. } = self.observation;
        let fix = if self.position.is_some() { 3 } else { 1 };
        let used: Vec<String> = (0..12)
            .map(|slot| if slot < *satellites { format!("{:02}", slot * 2 + 3) } else { String::new() })
            .collect();
        format!("{fix},{},{:.1},{hdop:.1},{:.1}", used.join(","), hdop * 1.7, hdop * 1.4)
    }

    fn mode(&self) -> &'static str {
        if self.position.is_some() { "A" } else { "N" }
    }

    fn status(&self) -> &'static str {
        if self.position.is_some() { "A" } else { "V" }
    }

    /// Latitude and longitude as `ddmm.mmmm,N,dddmm.mmmm,W`; the receiver's order, turned round here only.
    fn place(&self) -> String {
        let Some(at) = self.position else { return ",,,".to_owned() };
        let north = if at.y < 0.0 { "S" } else { "N" };
        let east = if at.x < 0.0 { "W" } else { "E" };
        format!("{},{north},{},{east}", angle(at.y, 2, self.decimals), angle(at.x, 3, self.decimals))
    }
}

/// The satellites in view as GSV, four a sentence.
fn write_views(log: &mut String, talker: &str, satellites: u32) {
    let all: Vec<u32> = (0..satellites).collect();
    let total = all.len().div_ceil(4);
    for (number, four) in (1..).zip(all.chunks(4)) {
        let view = |slot: &u32| {
            format!(",{:02},{:02},{:03},{:02}", slot * 2 + 3, 15 + slot * 5, slot * 29, 24 + slot)
        };
        let views: String = four.iter().map(view).collect();
        sentence(log, &format!("{talker}GSV,{total},{number},{satellites:02}{views}"));
    }
}

/// Degrees and minutes run together; minutes that round up to 60 carry over.
fn angle(degrees: f64, degree_digits: usize, decimals: usize) -> String {
    let steps_per_minute = 10_f64.powi(i32::try_from(decimals).expect("few decimals"));
    let steps = (degrees.abs() * 60.0 * steps_per_minute).round();
    let whole_deg = (steps / (60.0 * steps_per_minute)).floor();
    let minutes = (steps - whole_deg * 60.0 * steps_per_minute) / steps_per_minute;
    let minute_width = decimals + 3;
    format!("{whole_deg:0degree_digits$.0}{minutes:0minute_width$.decimals$}")
}

/// Writes one sentence with its checksum and line end.
fn sentence(log: &mut String, body: &str) {
    let sum = body.bytes().fold(0, |sum, byte| sum ^ byte);
    write!(log, "${body}*{sum:02X}\r\n").expect("a String takes all text");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_that_round_up_carry_over_to_the_degree() {
        assert_eq!(angle(14.791, 2, 4), "1447.4600");
        assert_eq!(angle(-16.926, 3, 5), "01655.56000");
        assert_eq!(angle(14.999_999_99, 2, 4), "1500.0000");
    }
}
