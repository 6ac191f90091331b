//! Failure cases 1 to 12: what lies between sentences, and what became of them on the way.

use gps_ingest::read::input::Encoding;
use gps_ingest::reason::Reason;

use crate::support::{bare, clock, gga, place, read, rejects, rmc, sentence, steps, walk};

/// The steps of the walk that every log here contains.
const STEPS: [Option<i64>; 4] = [Some(0), Some(1), Some(2), Some(3)];

// 1
#[test]
fn a_splice_costs_one_sentence_and_the_epoch_lives_on_the_other() {
    let (cut, whole) = (gga(1), gga(2));
    let log = [gga(0), rmc(1), cut[..25].to_owned(), rmc(2), whole, gga(3)].concat();
    let decoded = read(log);
    assert_eq!(steps(&decoded), STEPS);
    assert_eq!(rejects(&decoded), [(Reason::Truncated, 1)]);
}

#[test]
fn a_sentence_that_lost_its_beginning_is_passed_over() {
    let log = format!("0.904{}$GPRM3,16,{}{}{}", gga(0), gga(1), gga(2), gga(3));
    let decoded = read(log);
    assert_eq!(steps(&decoded), STEPS);
    assert_eq!(rejects(&decoded), [(Reason::Truncated, 1)]);
}

// 2
#[test]
fn a_wrong_checksum_rejects_its_sentence_only_and_says_where() {
    let log = walk(4).replacen("01655.5600", "01655.5900", 1);
    let decoded = read(log);
    assert_eq!(steps(&decoded), STEPS);
    let tally = &decoded.sentence_rejects.0[&Reason::BadChecksum];
    assert_eq!((tally.count, tally.first[0].line, tally.first[0].byte), (1, 1, 0));
    assert!(tally.first[0].detail.starts_with("$GPRMC,101112"));
}

// 3
#[test]
fn a_checksum_that_holds_by_chance_does_not_let_nonsense_through() {
    for (body, reason) in [
        ("GPGGA,101116,9547.4600,N,01655.5600,W,1,08,0.9,24.0,M,30.5,M,,", Reason::OutOfRange),
        ("GPGGA,101116,1447.4600,N,25055.5600,W,1,08,0.9,24.0,M,30.5,M,,", Reason::OutOfRange),
        ("GPGGA,101116,1467.4600,N,01655.5600,W,1,08,0.9,24.0,M,30.5,M,,", Reason::OutOfRange),
        ("GPGGA,109916,1447.4600,N,01655.5600,W,1,08,0.9,24.0,M,30.5,M,,", Reason::OutOfRange),
        ("GPGGA,101116,1447.4600,N,1655.5600,W,1,08,0.9,24.0,M,30.5,M,,", Reason::Unreadable),
        ("GPGGA,101116,1447.46q0,N,01655.5600,W,1,08,0.9,24.0,M,30.5,M,,", Reason::Unreadable),
        ("GPGGA,101116,1447.4600,Q,01655.5600,W,1,08,0.9,24.0,M,30.5,M,,", Reason::Unreadable),
        ("GPGGA,101116,1447.4600,N", Reason::Unreadable),
        ("GPGGA,101116,14nan,N,016inf,W,1,08,0.9,24.0,M,30.5,M,,", Reason::Unreadable),
    ] {
        let decoded = read(walk(4) + &sentence(body));
        assert_eq!(steps(&decoded), STEPS, "{body}");
        assert_eq!(rejects(&decoded), [(reason, 1)], "{body}");
    }
}

// 4
#[test]
fn a_log_that_never_had_checksums_is_read_and_one_that_had_loses_those_without() {
    let without =
        |log: String| log.lines().map(|line| line[..line.len() - 3].to_owned() + "\n").collect::<String>();
    let decoded = read(without(walk(4)));
    assert_eq!(steps(&decoded), STEPS);
    assert!(rejects(&decoded).is_empty());
    let mixed = read(walk(4) + &without(gga(5)) + &gga(6));
    assert_eq!(steps(&mixed), [Some(0), Some(1), Some(2), Some(3), Some(6)]);
    assert_eq!(rejects(&mixed), [(Reason::NoChecksum, 1)]);
}

#[test]
fn a_last_line_that_is_cut_is_said_to_be_cut() {
    let log = walk(4) + &gga(4)[..30];
    let decoded = read(&log);
    assert_eq!(steps(&decoded), STEPS);
    assert_eq!(rejects(&decoded), [(Reason::Truncated, 1)]);
    assert!(decoded.logs[0].is_cut && !read(walk(4)).logs[0].is_cut);
}

// 5
#[test]
fn checksums_in_lower_case_are_as_good() {
    let lower = |line: &str| {
        let (body, sum) = line.split_at(line.len() - 2);
        format!("{body}{}\n", sum.to_lowercase())
    };
    let log: String = walk(60).lines().map(lower).collect();
    assert!(log.chars().any(|letter| letter.is_ascii_lowercase()));
    let decoded = read(log);
    assert_eq!((decoded.epochs.len(), rejects(&decoded)), (60, vec![]));
}

const PREFIXES: [&str; 4] = ["2017-05-25T14:22:12 -->> ", "---,", "[00:00:01.2] ", "GPS: "];

// 6
#[test]
fn prefixes_of_loggers_are_passed_over() {
    let mut log = String::new();
    for (line, prefix) in walk(4).lines().zip(PREFIXES.iter().cycle()) {
        log.extend([prefix, line, "\r\n"]);
    }
    let decoded = read(log);
    assert_eq!((steps(&decoded), rejects(&decoded)), (STEPS.to_vec(), vec![]));
    assert!(decoded.logs[0].junk_bytes > 0);
}

// 7
#[test]
fn every_kind_of_line_end_is_one() {
    for (end, lines) in [("\r\n", 8), ("\n", 8), ("\r", 8), ("\r\n\r\n", 16), ("\n\n", 16)] {
        let decoded = read(walk(4).replace("\r\n", end));
        assert_eq!((steps(&decoded), rejects(&decoded)), (STEPS.to_vec(), vec![]), "{end:?}");
        assert_eq!(decoded.logs[0].lines, lines, "{end:?}");
    }
}

// 8
#[test]
fn utf_16_of_either_order_and_byte_order_marks_are_read_with_offsets_of_the_file() {
    let log = walk(4);
    let little: Vec<u8> = log.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = log.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for (bytes, encoding, second_epoch_at) in [
        ([b"\xFF\xFE".to_vec(), little.clone()].concat(), Encoding::Utf16Le, 2 + 2 * walk(1).len()),
        (little, Encoding::Utf16Le, 2 * walk(1).len()),
        ([b"\xFE\xFF".to_vec(), big.clone()].concat(), Encoding::Utf16Be, 2 + 2 * walk(1).len()),
        (big, Encoding::Utf16Be, 2 * walk(1).len()),
        ([b"\xEF\xBB\xBF".to_vec(), log.clone().into_bytes()].concat(), Encoding::Utf8, 3 + walk(1).len()),
    ] {
        let decoded = read(bytes);
        assert_eq!((steps(&decoded), decoded.logs[0].encoding), (STEPS.to_vec(), encoding));
        assert_eq!(decoded.epochs[1].byte, second_epoch_at as u64);
    }
}

// 9
#[test]
fn binary_between_sentences_costs_none_of_them() {
    let ubx = b"\xB5\x62\x01\x07\x05\x00$GP\x00\xFF\x24\x24\x0A\x13\x37".as_slice();
    let sirf = b"\xA0\xA2\x00\x02\x29\x2A\x00\x53\xB0\xB3".as_slice();
    let rtcm = b"\xD3\x00\x13\x3E\xD0\x00\x03".as_slice();
    let mut log = Vec::new();
    for (index, line) in walk(4).split_inclusive('\n').enumerate() {
        log.extend_from_slice([ubx, sirf, rtcm][index % 3]);
        log.extend_from_slice(line.as_bytes());
    }
    let decoded = read(log);
    assert_eq!((steps(&decoded), rejects(&decoded)), (STEPS.to_vec(), vec![]));
    assert_eq!(decoded.logs[0].encoding, Encoding::Binary);
}

// 10
#[test]
fn sentences_beyond_82_characters_are_read_and_those_beyond_256_are_not() {
    let precise = |step: u32| {
        let place = format!("1447.{:04}0000000,N,01655.56000000000,W", 4600 + 7 * step);
        sentence(&format!(
            "GNGGA,{}.000000,{place},1,18,0.900000,24.000000,M,30.500000,M,0.0,0000",
            clock(step)
        ))
    };
    assert!(precise(0).len() > 102);
    let long_gsa = sentence(&format!("GNGSA,A,3,{}1.5,0.8,1.2,1", "103,".repeat(18)));
    let overlong = sentence(&format!("PMTKCHN,{}", "0".repeat(300)));
    let log: String = (0..4).map(|step| precise(step) + &long_gsa + &overlong).collect();
    let decoded = read(log);
    assert_eq!(steps(&decoded), STEPS);
    assert_eq!(rejects(&decoded), [(Reason::TooLong, 4)]);
}

// 11
#[test]
fn two_merged_sentences_with_one_sound_checksum_are_no_fix() {
    // The end of the first and the beginning of the second are lost, and the receiver signs the rest.
    let merged = format!("GPGGA,{},1447.4600,N,016GPGGA,{},1447.47", clock(4), clock(5));
    let decoded = read(walk(4) + &sentence(&merged));
    assert_eq!(steps(&decoded), STEPS);
    assert_eq!(rejects(&decoded), [(Reason::Unreadable, 1)]);
}

// 12
#[test]
fn comments_headers_and_text_between_sentences_are_passed_over() {
    let log = format!(
        "# recorded by somebody\r\n@Sonygps/ver5.0/wgs-84\r\n{}price: 5 $ each\r\n{}{}// end $\r\n",
        walk(2),
        sentence(&format!("GPTXT,01,01,02,ANTSTATUS=OK *{}", "x")),
        [rmc(2), gga(2), rmc(3), gga(3)].concat(),
    );
    let decoded = read(log);
    assert_eq!((steps(&decoded), rejects(&decoded)), (STEPS.to_vec(), vec![]));
}

#[test]
fn a_log_is_read_alike_whatever_pieces_it_comes_in() {
    use gps_ingest::read::{Sink, Waypoint, epoch::Epoch, stream::read_log};
    struct Dribble<'a>(&'a [u8], usize);
    impl std::io::Read for Dribble<'_> {
        fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
            let count = out.len().min(self.1);
            self.0.read(&mut out[..count])
        }
    }
    #[derive(Default)]
    struct Collect(Vec<Epoch>);
    impl Sink for Collect {
        fn epoch(&mut self, epoch: Epoch) {
            self.0.push(epoch);
        }
        fn waypoint(&mut self, _: Waypoint) {}
    }
    let noisy = format!("{}$GPG{}{}", walk(9), bare(&format!("GPGGA,{},{}", clock(9), place(9))), walk(3));
    let long = noisy.repeat(2500);
    let whole = read(&long);
    assert!(long.len() > 3_000_000);
    for piece in [997, 131_072] {
        let mut collected = Collect::default();
        let end =
            read_log(Dribble(long.as_bytes(), piece), 0, &gps_ingest::Settings::default(), &mut collected);
        assert_eq!((end.reading, end.rejects), (whole.logs[0].clone(), whole.sentence_rejects.clone()));
        assert!(collected.0 == whole.epochs);
    }
}
