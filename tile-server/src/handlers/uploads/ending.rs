//! The ending of a log's name, by its first bytes: whoever downloads it has only those.

/// How far into a file the root of a GPX document is looked for: past its XML declaration and a comment.
const HEAD_BYTES: usize = 1024;

/// The ending that fits the bytes, without the dot: `gz`, `zip`, `gpx`, or `nmea` for whatever else.
pub(super) fn ending(bytes: &[u8]) -> &'static str {
    if bytes.starts_with(&[0x1F, 0x8B]) {
        "gz"
    } else if bytes.starts_with(b"PK\x03\x04") {
        "zip"
    } else if bytes[..bytes.len().min(HEAD_BYTES)].windows(4).any(|four| four == b"<gpx") {
        "gpx"
    } else {
        "nmea"
    }
}

#[cfg(test)]
mod tests {
    use super::ending;

    #[test]
    fn a_log_is_named_by_what_it_is() {
        assert_eq!(ending(b"\x1f\x8b\x08 compressed"), "gz");
        assert_eq!(ending(b"PK\x03\x04 an archive"), "zip");
        assert_eq!(ending("\u{feff}<?xml version='1.0'?>\n<gpx version='1.1'>".as_bytes()), "gpx");
        for log in [&b"$GPGGA,1,2"[..], b"", b"P", b"$PSUUF,a note that speaks of gpx"] {
            assert_eq!(ending(log), "nmea");
        }
        assert_eq!(ending(&[&[b' '; 2000][..], b"<gpx"].concat()), "nmea", "that far in nobody looks");
    }
}
