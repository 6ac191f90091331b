//! Framing of any bytes, whole and a window at a time.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| suuf_fuzz::law::framing_of_any_bytes(bytes));
