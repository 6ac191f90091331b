//! How receivers write what they observe: which sentences, in which order, how often and with how many decimals.

mod sentence;

use chrono::{DateTime, Duration, Utc};

use super::error::Observation;
use super::plane::LocalPlane;
use super::{ClockFault, LogRequest};
use sentence::Moment;

/// A receiver's way of writing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Receiver {
    /// A handheld of the Garmin kind: `GPRMC`, `GPGGA`, `GPGSA`, four decimals of a minute, whole seconds.
    #[default]
    Garmin,
    /// A module of the u-blox kind: talker `GN`, five decimals, `GNRMC` `GNVTG` `GNGGA` `GNGSA` `GNGLL`.
    Ublox,
    /// The same with `GNGST`, the standard deviations that it believes in.
    UbloxGst,
    /// A module of the SiRF kind: `GPGGA`, `GPGSA`, `GPRMC`, three decimals (1.8 m), and it may pin its position.
    Sirf,
    /// A telephone: floods of `GSV`, then `GNGNS`, `GNRMC` and `GNGSA`, five decimals.
    Phone,
    /// A module of the MTK kind at five fixes a second: `GPGGA`, `GPRMC`, `GPVTG`, with `GPGSA` once a second,
    /// four decimals, and it may pin its position.
    Mtk,
}

impl Receiver {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Garmin, Self::Ublox, Self::UbloxGst, Self::Sirf, Self::Phone, Self::Mtk];

    /// The name in flags.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Garmin => "garmin",
            Self::Ublox => "u-blox",
            Self::UbloxGst => "u-blox-gst",
            Self::Sirf => "sirf",
            Self::Phone => "phone",
            Self::Mtk => "mtk",
        }
    }

    /// The receiver of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|receiver| receiver.name() == name)
    }

    /// Whether it has a mode that freezes the position while it moves slowly.
    #[must_use]
    pub fn can_pin(self) -> bool {
        matches!(self, Self::Sirf | Self::Mtk)
    }

    /// Milliseconds from fix to fix.
    pub(super) fn step_ms(self) -> i64 {
        if self == Self::Mtk { 200 } else { 1000 }
    }

    /// Decimals of a minute of latitude or longitude.
    fn decimals(self) -> usize {
        match self {
            Self::Sirf => 3,
            Self::Garmin | Self::Mtk => 4,
            Self::Ublox | Self::UbloxGst | Self::Phone => 5,
        }
    }

    /// How it writes the time of day.
    fn time_format(self) -> &'static str {
        match self {
            Self::Garmin => "%H%M%S",
            Self::Ublox | Self::UbloxGst | Self::Phone => "%H%M%S.00",
            Self::Sirf | Self::Mtk => "%H%M%S%.3f",
        }
    }
}

/// Writes the whole log.
pub(super) fn write(
    observations: &[Observation],
    local: &LocalPlane,
    start: DateTime<Utc>,
    request: &LogRequest,
) -> Vec<u8> {
    let mut log = String::new();
    let receiver = request.receiver;
    for observation in observations {
        let time = start + Duration::milliseconds(observation.time_ms);
        let date = ClockFault::stated_date(request.clock_fault, time, observation.time_ms);
        let moment = Moment {
            time: time.format(receiver.time_format()).to_string(),
            date: stated_day(date, observation),
            position: observation.at.map(|at| local.to_degrees(at)),
            decimals: receiver.decimals(),
            observation,
        };
        let is_whole_second = observation.time_ms % 1000 == 0;
        match receiver {
            Receiver::Garmin => moment.write_garmin(&mut log),
            Receiver::Ublox => moment.write_ublox(&mut log),
            Receiver::UbloxGst => {
                moment.write_ublox(&mut log);
                moment.write_gst(&mut log);
            }
            Receiver::Sirf => moment.write_sirf(&mut log),
            Receiver::Phone => moment.write_phone(&mut log),
            Receiver::Mtk => moment.write_mtk(&mut log, is_whole_second),
        }
    }
    log.into_bytes()
}

/// The day as `ddmmyy`; a receiver that has lost its clock starts with its maker's.
fn stated_day(date: Option<DateTime<Utc>>, observation: &Observation) -> String {
    const MAKERS_DAY: &str = "060180";
    if observation.is_restart {
        return MAKERS_DAY.to_owned();
    }
    date.map(|date| date.format("%d%m%y").to_string()).unwrap_or_default()
}
