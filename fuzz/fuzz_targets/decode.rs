//! Decoding of sentences of any body, beside the `nmea` crate.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| suuf_fuzz::law::decoding_of_any_lines(bytes));
