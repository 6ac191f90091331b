//! Seeds of the framer, each a way in which sentences reach us, and of the decoder, each a sentence and its variants.

use super::{Seed, sentence};

/// Logs of few bytes for the framer.
pub fn frames() -> Vec<Seed> {
    let gll = |minute: u32| sentence(&format!("GPGLL,14{minute}.4600,N,01655.5600,W,101112,A,A"));
    let (one, other) = (gll(47), gll(48));
    let long = "x".repeat(251);
    let text = |text: String| text.into_bytes();
    vec![
        ("lines", text(format!("{one}\r\n{other}\r\n"))),
        ("line_feeds", text(format!("{one}\n{other}\n"))),
        ("carriage_returns", text(format!("{one}\r{other}\r"))),
        ("blank_lines", text(format!("{one}\r\n\r\n\n\n{other}\r\r\n"))),
        ("no_line_end", text(format!("{one}{other}"))),
        ("spliced", text(format!("$GPGGA,1011{one}\r\n$GPRM{other}\r\n"))),
        ("bad_checksum", text(format!("$GPGLL,1*00\r\n{one}\r\n$GPGLL,1*0\r\n"))),
        ("lower_case_checksum", text(one.to_lowercase().replace("gpgll", "GPGLL"))),
        ("no_checksums", b"$GPGLL,1\r\n$GPGLL,2\r\n$GPGLL,3".to_vec()),
        ("some_checksums", text(format!("$GPGLL,1\r\n{one}\r\n$GPGLL,2\r\n"))),
        ("stars_within", text(sentence("GPTXT,01,01,02,*AB *C7 cd*"))),
        ("dollars", b"$$$GP$GPG$GPGG$GPGLL".to_vec()),
        ("prefixes", text(format!("2026-01-02T03:04:05 -->> {one}\r\n---,{other}\r\n"))),
        ("header", text(format!("# logger 1.0\r\n@Sonygps/ver1.0/wgs-84\r\n{one}\r\n"))),
        (
            "binary_between",
            [b"\xB5\x62\x01\x02\x1C\x00$\xFF\x00".as_slice(), one.as_bytes(), b"\xA0\xA2\0$"].concat(),
        ),
        ("longest", text(sentence(&format!("GPTXT,{}", &long[..250])))),
        ("too_long_by_one", text(sentence(&format!("GPTXT,{long}")))),
        (
            "longest_at_the_end_of_a_window",
            text(format!("{}{}", "-".repeat(84), sentence(&format!("GPTXT,{}", &long[..250])))),
        ),
        ("cut", text(format!("{one}\r\n{}", &other[..20]))),
        ("cut_checksum", text(format!("{one}\r\n{}", &other[..other.len() - 1]))),
        (
            "proprietary",
            text(format!("{}\r\n{}\r\n", sentence("PGRME,4.9,M,7.0,M,8.6,M"), sentence("PUBX,00,1"))),
        ),
        ("others", text(format!("!AIVDM,1,1,,A,14eG;o@034o8sd<L9i:a;WF>062D,0*7D\r\n{one}\r\n"))),
        ("many", text(format!("{one}\r\n").repeat(30))),
    ]
}

/// Bodies of sentences, one a line: the decoder's target adds `$` and checksum.
pub fn bodies() -> Vec<Seed> {
    let lines = |lines: &[&str]| lines.join("\n").into_bytes();
    let mut seeds = positions();
    seeds.extend([
        (
            "zda",
            lines(&["GPZDA,101112.00,20,01,2026,00,00", "GPZDA,235960,31,12,2016,-01,30", "GPZDA,,,,,,"]),
        ),
        (
            "gsa",
            lines(&["GPGSA,A,3,04,05,,09,12,,,24,,,,,2.5,1.3,2.1", "GNGSA,A,3,01,02,,,,,,,,,,,99.99,,0.0,4"]),
        ),
        (
            "vtg",
            lines(&[
                "GPVTG,54.7,T,34.4,M,5.5,N,10.2,K,A",
                "GPVTG,,,,,,,,,N",
                "GPVTG,054.7,034.4,005.5,010.2",
            ]),
        ),
        ("gst", lines(&["GPGST,101112.00,3.2,6.6,4.7,47.3,5.8,5.6,22.0", "GPGST,101112,,,,,5.8,5.6,"])),
        ("gbs", lines(&["GPGBS,101112.00,1.4,1.3,3.1,03,,-21.4,3.8"])),
        ("pgrme", lines(&["PGRME,15.0,M,45.0,M,25.0,M", "PGRME,,M,,M,,M"])),
        ("pgrmz", lines(&["PGRMZ,246,f,3", "PGRMZ,-12.5,f,2"])),
        ("pgrmm", lines(&["PGRMM,WGS 84", "PGRMM,NAD83"])),
        ("dtm", lines(&["GPDTM,W84,,0.0,N,0.0,E,0.0,W84", "GPDTM,999,,0.08,N,0.07,E,-47.7,W84"])),
        ("wpl", lines(&["GPWPL,1447.4600,N,01655.5600,W,PUITS", "GPWPL,,,,,"])),
        (
            "gsv",
            lines(&["GPGSV,3,1,11,03,03,111,00,04,15,270,00,06,01,010,00,13,06,292,00", "GNGSV,15,15,99"]),
        ),
        ("unknown", lines(&["PMTK010,001", "PUBX,40,GLL,1,1", "GPXYZ,1", "GPAAM,A,A,0.10,N,WPTNME", ""])),
    ]);
    seeds
}

fn positions() -> Vec<Seed> {
    let lines = |lines: &[&str]| lines.join("\n").into_bytes();
    vec![
        (
            "gga",
            lines(&[
                "GPGGA,101112,1447.4600,N,01655.5600,W,1,08,0.9,24.0,M,30.5,M,,",
                "GNGGA,101112.00,1447.46001,N,01655.56002,W,2,12,0.62,24.0,M,30.5,M,1.0,0120",
            ]),
        ),
        (
            "gga_without_a_fix",
            lines(&[
                "GPGGA,101112,,,,,0,00,99.99,,,,,,",
                "GPGGA,101112,0000.0000,N,00000.0000,E,0,00,,,M,,M,,",
                "GPGGA,101112,8960.000,N,00000.000,E,0,0,,137.0,M,13.0,M,,",
            ]),
        ),
        (
            "gga_of_each_quality",
            (0..=9)
                .map(|quality| format!("GPGGA,101112,1447.46,N,01655.56,W,{quality},8,1,24,M,30,M,,\n"))
                .collect::<Vec<_>>()
                .concat()
                .into_bytes(),
        ),
        ("gga_padded", lines(&["GPGGA, 101112, 1447.46,N, 01655.56,W,1, 8, 0.9, 24.0,M, 30.5,M,,"])),
        (
            "gga_out_of_range",
            lines(&[
                "GPGGA,101112,9514.00,N,01655.56,W,1,08,0.9,20.0,M,30.0,M,,",
                "GPGGA,101112,1447.46,N,1706.33,W,1,08,0.9,20.0,M,30.0,M,,",
                "GPGGA,246060,1499.00,N,25055.56,W,1,08,1e9,nan,M,inf,M,,",
            ]),
        ),
        (
            "rmc",
            lines(&[
                "GPRMC,101112,A,1447.4600,N,01655.5600,W,002.5,024.0,200126,002.1,W,A",
                "GPRMC,101112.999,A,1447.46,S,01655.56,E,0.00,,200126,,",
            ]),
        ),
        (
            "rmc_without_a_fix",
            lines(&["GPRMC,,V,,,,,,,,,,N", "GPRMC,101112,V,1447.46,N,01655.56,W,0,0,200126,,,N"]),
        ),
        (
            "rmc_with_bogus_dates",
            lines(&[
                "GPRMC,101112,A,1447.46,N,01655.56,W,2.5,0,000000,,,A",
                "GPRMC,101112,A,1447.46,N,01655.56,W,2.5,0,2208-1,,,A",
                "GPRMC,101112,A,1447.46,N,01655.56,W,2.5,0,060180,,,A",
                "GPRMC,101112,A,1447.46,N,01655.56,W,2.5,0,,,,A",
            ]),
        ),
        ("gll", lines(&["GPGLL,1447.4600,N,01655.5600,W,101112,A,A", "GPGLL,1447.46,N,01655.56,W"])),
        (
            "gns",
            lines(&["GNGNS,101112.00,1447.46,N,01655.56,W,AANN,12,0.8,24.0,30.5,,", "GNGNS,,,,,,NN,0,,,,,"]),
        ),
        (
            "pubx",
            lines(&[
                "PUBX,00,101112.00,1447.4600,N,01655.5600,W,54.5,G3,2.1,2.0,0.007,77.52,0.007,,0.92,1.19,0.77,9,0,0",
            ]),
        ),
    ]
}
