//! Our decoder and the `nmea` crate: wherever both decode, they say the same.

use gps_ingest::read::frame::{Frame, Piece, pieces};
use gps_ingest::read::sentence::{self, Fix, Sentence};
use gps_ingest::read::strict;
use proptest::prelude::*;

use crate::support::bare;

fn frame_of(text: &str) -> Option<Frame<'_>> {
    match pieces(text.as_bytes()).next()? {
        Piece::Sentence(frame) => Some(frame),
        Piece::Rejected { .. } => None,
    }
}

fn ours(frame: &Frame<'_>) -> Option<Fix> {
    match sentence::read(frame) {
        Ok(Sentence::Fix(fix)) => Some(fix),
        _ => None,
    }
}

/// Both decode: whether they agree. Otherwise nothing.
fn agree(body: &str) -> Option<Result<(), String>> {
    let text = bare(body);
    let frame = frame_of(&text)?;
    let (ours, theirs) = (ours(&frame)?, strict::fix(frame.text)?);
    let (at, (lon_deg, lat_deg)) = (ours.position?, theirs.lon_lat_deg?);
    let is_near = |one: f64, other: f64| (one - other).abs() < 1e-9;
    let same_time = ours.time.zip(theirs.time).is_none_or(|(one, other)| one.distance_ms(other) <= 1);
    let agree = is_near(at.lon_deg(), lon_deg) && is_near(at.lat_deg(), lat_deg) && same_time;
    Some(if agree { Ok(()) } else { Err(format!("{body}: {ours:?} and {theirs:?}")) })
}

/// Any well-formed position sentence.
fn any_body() -> impl Strategy<Value = String> {
    let talker = prop::sample::select(vec!["GP", "GL", "GA", "GB", "BD", "GN", "GQ", "QZ", "GI"]);
    let hemispheres = (prop::sample::select(vec!["N", "S"]), prop::sample::select(vec!["E", "W"]));
    let angles = ((0_u32..90, 0_u32..6_000_000), (0_u32..180, 0_u32..6_000_000), 1_usize..=5);
    (talker, 0_u32..86_400_000, angles, hemispheres, 0_usize..4).prop_map(
        |(talker, time_ms, ((lat_deg, lat), (lon_deg, lon), decimals), (north, east), kind)| {
            let seconds = time_ms / 1000;
            let time = format!(
                "{:02}{:02}{:02}.{:03}",
                seconds / 3600,
                seconds / 60 % 60,
                seconds % 60,
                time_ms % 1000
            );
            let minutes = |hundred_thousandths: u32| {
                let fraction = format!("{:05}", hundred_thousandths % 100_000);
                format!("{:02}.{}", hundred_thousandths / 100_000, &fraction[..decimals])
            };
            let place = format!("{lat_deg:02}{},{north},{lon_deg:03}{},{east}", minutes(lat), minutes(lon));
            match kind {
                0 => format!("{talker}GGA,{time},{place},1,08,0.9,20.0,M,30.0,M,,"),
                1 => format!("{talker}RMC,{time},A,{place},3.21,20.0,200126,2.1,W,A"),
                2 => format!("{talker}GLL,{place},{time},A,A"),
                _ => format!("{talker}GNS,{time},{place},A,12,0.8,20.0,30.0,,"),
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn both_decoders_agree_on_whatever_is_well_formed(body in any_body()) {
        let text = bare(&body);
        let frame = frame_of(&text).expect("a sound sentence");
        prop_assert!(ours(&frame).is_some_and(|fix| fix.position.is_some()), "{}", body);
        if let Some(agreement) = agree(&body) {
            prop_assert!(agreement.is_ok(), "{:?}", agreement);
        }
    }

    #[test]
    fn both_decoders_agree_on_mutated_sentences_that_both_decode(
        body in any_body(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(b"0123456789.,NSEWAVDM- ".to_vec())), 1..4),
        losses in prop::collection::vec(any::<prop::sample::Index>(), 0..2),
    ) {
        let mut body = body.into_bytes();
        for (at, byte) in changes {
            let at = at.index(body.len());
            body[at] = byte;
        }
        for at in losses {
            body.remove(at.index(body.len()));
        }
        let body = String::from_utf8(body).expect("ASCII");
        if let Some(agreement) = agree(&body) {
            prop_assert!(agreement.is_ok(), "{:?}", agreement);
        }
    }
}

#[test]
fn what_the_nmea_crate_takes_for_a_place_that_is_none_is_refused() {
    for body in [
        "GPGGA,101112,9514.00,N,01655.56,W,1,08,0.9,20.0,M,30.0,M,,",
        "GPGGA,101112,1447.46,N,1706.33,W,1,08,0.9,20.0,M,30.0,M,,",
        "GPGGA,101112,1499.00,N,01655.56,W,1,08,0.9,20.0,M,30.0,M,,",
    ] {
        let text = bare(body);
        let frame = frame_of(&text).expect("a sound sentence");
        assert!(strict::fix(frame.text).is_some_and(|fix| fix.lon_lat_deg.is_some()), "{body}");
        assert!(ours(&frame).is_none(), "{body}");
    }
}
