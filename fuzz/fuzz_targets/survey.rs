//! The whole pipeline on any bytes.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| suuf_fuzz::law::survey_of_any_kind(bytes));
