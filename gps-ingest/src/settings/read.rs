//! Limits of the stages S0 and S3: what may come out of an archive, and what one instant may say.

use gis_core::limits;

limits! {
    /// Limits on reading.
    ReadLimits {
        /// No more bytes than this come out of one archive: a year of a receiver's seconds.
        unpacked_bytes_max: u64 = 1 << 30,
        /// … nor more than so many times its size, from 16 MiB on: NMEA packs to a tenth, that of a receiver that
        /// stands still to a hundredth.
        unpacked_ratio_max: u64 = 200,
        /// No archive is asked for more entries: a department's whole campaign has some hundreds of logs.
        archive_entries_max: usize = 1000,
        /// Two sentences of one instant whose positions are farther apart, beyond what a moving receiver covers in a
        /// second (some print the position of a second ago), contradict each other: rounding and white noise put
        /// less than 4 m between them.
        disagreement_max_m: f64 = 5.0,
    }
}
