//! Reading of any bytes as a log that nothing is wrapped around. What does not begin like GPX is made to.
#![no_main]

use gps_ingest::read::input::has_gpx_element;
use suuf_fuzz::law::reading_of_any_bytes;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if has_gpx_element(bytes) {
        reading_of_any_bytes(bytes);
    } else {
        reading_of_any_bytes(&[b"<gpx>", bytes].concat());
    }
});
