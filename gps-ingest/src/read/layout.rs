//! Where the fields of each position sentence are (NMEA 0183, GGA, RMC, GNS and GLL).

use crate::read::sentence::Source;

/// Where the fields of a position sentence are; the sentence's name is field 0.
pub struct Layout {
    /// Fewest fields with which it can be read.
    pub fields_min: usize,
    /// Time of day.
    pub time: usize,
    /// Latitude; its hemisphere, longitude and its hemisphere follow.
    pub latitude: usize,
    /// Date as `ddmmyy`.
    pub date: Option<usize>,
    /// Satellites in use.
    pub satellites: Option<usize>,
    /// Horizontal dilution of precision.
    pub hdop: Option<usize>,
    /// Speed in knots.
    pub speed_knots: Option<usize>,
}

impl Layout {
    /// The layout of a sentence.
    ///
    /// ```text
    ///        0   1      2        3 4         5 6 7  8   9   10
    /// $GPGGA,    102030,1447.460,N,01655.560,W,1,08,0.9,20.1,M,…
    /// $GPRMC,    102030,A,1447.460,N,01655.560,W,speed,course,ddmmyy,…
    /// $GNGNS,    102030,1447.460,N,01655.560,W,modes,sats,hdop,…
    /// $GPGLL,    1447.460,N,01655.560,W,102030,A,mode
    /// ```
    #[must_use]
    pub fn of(source: Source) -> Self {
        let of_gga = Self {
            fields_min: 8,
            time: 1,
            latitude: 2,
            date: None,
            satellites: Some(7),
            hdop: Some(8),
            speed_knots: None,
        };
        match source {
            Source::Gga | Source::Gns => of_gga,
            Source::Rmc => Self {
                fields_min: 7,
                latitude: 3,
                date: Some(9),
                satellites: None,
                hdop: None,
                speed_knots: Some(7),
                ..of_gga
            },
            Source::Gll => {
                Self { fields_min: 5, time: 5, latitude: 1, satellites: None, hdop: None, ..of_gga }
            }
        }
    }
}
