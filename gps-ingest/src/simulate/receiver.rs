//! How receivers write what they observe: which sentences, in which order, with how many decimals.

use std::fmt::Write;

use chrono::{DateTime, Duration, Utc};
use geo::Coord;

use super::noise::Observation;
use super::{LocalPlane, LogRequest};

/// A receiver's way of writing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Receiver {
    /// A handheld of the Garmin kind: `GPRMC`, `GPGGA`, `GPGSA`, four decimals of a minute, whole seconds.
    #[default]
    Garmin,
    /// A module of the u-blox kind: talker `GN`, five decimals, `GNRMC` `GNVTG` `GNGGA` `GNGSA` `GNGLL`.
    Ublox,
}

impl Receiver {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Garmin, Self::Ublox];

    /// The name in flags.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Garmin => "garmin",
            Self::Ublox => "u-blox",
        }
    }

    /// The receiver of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|receiver| receiver.name() == name)
    }
}

/// Height above the sea that every simulated survey has; heights are not what is tested.
const ALTITUDE_M: f64 = 24.0;

/// Height of the geoid above the ellipsoid in western Senegal.
const GEOID_M: f64 = 30.5;

const KNOTS_PER_METRE_PER_SECOND: f64 = 3600.0 / 1852.0;

/// Writes the whole log.
pub(super) fn write(observations: &[Observation], local: &LocalPlane, request: &LogRequest) -> Vec<u8> {
    let mut log = String::new();
    let mut time = request.start;
    for observation in observations {
        let moment = Moment { time, at: observation.at.map(|at| local.to_degrees(at)), observation };
        match request.receiver {
            Receiver::Garmin => moment.write_garmin(&mut log),
            Receiver::Ublox => moment.write_ublox(&mut log),
        }
        time += Duration::seconds(1);
    }
    log.into_bytes()
}

/// One second, as it is written.
struct Moment<'a> {
    time: DateTime<Utc>,
    at: Option<Coord>,
    observation: &'a Observation,
}

impl Moment<'_> {
    fn write_garmin(&self, log: &mut String) {
        let time = self.time.format("%H%M%S").to_string();
        let position = self.position(4);
        sentence(log, &format!("GPRMC,{}", self.minimum(&time, &position)));
        sentence(log, &format!("GPGGA,{}", self.fix(&time, &position)));
        sentence(log, &format!("GPGSA,A,{}", self.dilution()));
    }

    fn write_ublox(&self, log: &mut String) {
        let time = self.time.format("%H%M%S.00").to_string();
        let position = self.position(5);
        sentence(log, &format!("GNRMC,{}", self.minimum(&time, &position)));
        let Observation { speed_m_s, course_deg, .. } = self.observation;
        let (knots, kmh) = (speed_m_s * KNOTS_PER_METRE_PER_SECOND, speed_m_s * 3.6);
        sentence(log, &format!("GNVTG,{course_deg:.2},T,,M,{knots:.3},N,{kmh:.3},K,{}", self.mode()));
        sentence(log, &format!("GNGGA,{}", self.fix(&time, &position)));
        sentence(log, &format!("GNGSA,A,{}", self.dilution()));
        let status = if self.at.is_some() { "A" } else { "V" };
        sentence(log, &format!("GNGLL,{position},{time},{status},{}", self.mode()));
    }

    /// The fields after the name of an RMC.
    fn minimum(&self, time: &str, position: &str) -> String {
        let status = if self.at.is_some() { "A" } else { "V" };
        let knots = self.observation.speed_m_s * KNOTS_PER_METRE_PER_SECOND;
        let (course_deg, date) = (self.observation.course_deg, self.time.format("%d%m%y"));
        format!("{time},{status},{position},{knots:.1},{course_deg:.1},{date},8.2,W,{}", self.mode())
    }

    /// The fields after the name of a GGA.
    fn fix(&self, time: &str, position: &str) -> String {
        let Observation { satellites, hdop, .. } = self.observation;
        let quality = u8::from(self.at.is_some());
        format!("{time},{position},{quality},{satellites:02},{hdop:.1},{ALTITUDE_M:.1},M,{GEOID_M:.1},M,,")
    }

    /// The fields of a GSA from the kind of fix on.
    fn dilution(&self) -> String {
        let Observation { satellites, hdop, .. } = self.observation;
        let fix = if self.at.is_some() { 3 } else { 1 };
        let used: Vec<String> = (0..12)
            .map(|slot| if slot < *satellites { format!("{:02}", slot * 2 + 3) } else { String::new() })
            .collect();
        format!("{fix},{},{:.1},{hdop:.1},{:.1}", used.join(","), hdop * 1.7, hdop * 1.4)
    }

    fn mode(&self) -> &'static str {
        if self.at.is_some() { "A" } else { "N" }
    }

    /// Latitude and longitude as `ddmm.mmmm,N,dddmm.mmmm,W`; the receiver's order, turned round here only.
    fn position(&self, decimals: usize) -> String {
        let Some(at) = self.at else { return ",,,".to_owned() };
        let north = if at.y < 0.0 { "S" } else { "N" };
        let east = if at.x < 0.0 { "W" } else { "E" };
        format!("{},{north},{},{east}", angle(at.y, 2, decimals), angle(at.x, 3, decimals))
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
