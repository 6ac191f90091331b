//! How a body travels: what the caller takes (RFC 9110 §12.5.3), and the bytes of it.
//!
//! Levels are those that cost the first viewer little beside the drawing of the tile; a kept tile is compressed once.
//! A tile of 220 kB at zoom 14 (parcels and roads of a simulated town) on one core of a machine with other work:
//!
//! | coding, level | bytes | time | the next that is smaller |
//! |---|---|---|---|
//! | zstd 3 | 75 kB | 0.7 ms | level 4: 1 % smaller, 2.6 ms |
//! | br 2 | 71 kB | 2.5 ms | level 4: 3 % smaller, 3.8 ms; level 5: 9 % smaller, 21 ms |
//! | gzip 2 | 77 kB | 2.4 ms | level 4: 6 % smaller, 2.9 to 4 ms, at zoom 13 13 ms instead of 5 |
//!
//! Of those that a caller likes as much, the smallest goes out: 4 kB are 30 ms of a link of 1 Mbit/s.

use axum::http::{HeaderMap, header};
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};
use std::io::Write;

/// A coding of content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// `zstd` (RFC 8878).
    Zstd,
    /// `br` (RFC 7932).
    Brotli,
    /// `gzip` (RFC 1952).
    Gzip,
    /// As it is.
    Identity,
}

const ZSTD_LEVEL: i32 = 3;
const BROTLI_QUALITY: i32 = 2;
/// Twice the largest tile, so that all of it is looked back upon.
const BROTLI_WINDOW_BITS: i32 = 20;
const GZIP_LEVEL: u32 = 2;

impl Encoding {
    /// Those that a caller likes as much, in the order in which we prefer them.
    const ALL: [Self; 4] = [Self::Brotli, Self::Zstd, Self::Gzip, Self::Identity];

    /// The coding that the caller likes best; `None` when the caller takes none of ours, not even bytes as they are.
    #[must_use]
    pub fn wanted(headers: &HeaderMap) -> Option<Self> {
        Self::wanted_of(&Self::ALL, headers)
    }

    /// The same of some, in the order in which we prefer them.
    pub(crate) fn wanted_of(offered: &[Self], headers: &HeaderMap) -> Option<Self> {
        let values = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
        let asked: Vec<(&str, f32)> = values.flat_map(|list| list.split(',')).filter_map(weighted).collect();
        let weight = |names: &[&str]| {
            let is_named = |name: &str| names.iter().any(|own| own.eq_ignore_ascii_case(name));
            let named = asked.iter().find(|(name, _)| is_named(name));
            named.or_else(|| asked.iter().find(|(name, _)| *name == "*")).map(|(_, weight)| *weight)
        };
        // What is not spoken of is not taken, but for bytes as they are, when there is nothing better.
        let unspoken = |encoding| if encoding == Self::Identity { f32::MIN_POSITIVE } else { 0.0 };
        let weigh = |own: Self| weight(own.names()).unwrap_or_else(|| unspoken(own));
        let best = offered.iter().copied().map(weigh).fold(0.0, f32::max);
        offered.iter().copied().find(|own| best > 0.0 && weigh(*own) >= best)
    }

    /// Its name in `Content-Encoding`; bytes as they are need none.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        self.names().first().copied().filter(|_| self != Self::Identity)
    }

    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Zstd => &["zstd"],
            Self::Brotli => &["br"],
            Self::Gzip => &["gzip", "x-gzip"],
            Self::Identity => &["identity"],
        }
    }

    /// The bytes in this coding.
    #[must_use]
    pub fn encode(self, bytes: Vec<u8>) -> Vec<u8> {
        match self {
            Self::Identity => bytes,
            Self::Zstd => zstd::bulk::compress(&bytes, ZSTD_LEVEL).expect("memory is written to"),
            Self::Gzip => gzip(&bytes).expect("memory is written to"),
            Self::Brotli => brotli(&bytes).expect("memory is written to"),
        }
    }
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::new(GZIP_LEVEL));
    encoder.write_all(bytes)?;
    encoder.finish()
}

fn brotli(mut bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let settings = BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: BROTLI_WINDOW_BITS,
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut encoded = Vec::with_capacity(bytes.len() / 2);
    brotli::BrotliCompress(&mut bytes, &mut encoded, &settings)?;
    Ok(encoded)
}

/// Such as `gzip;q=0.5`; `None` for what is no such thing.
fn weighted(item: &str) -> Option<(&str, f32)> {
    let mut parts = item.split(';').map(str::trim);
    let name = parts.next().filter(|name| !name.is_empty())?;
    let Some(parameter) = parts.next() else { return Some((name, 1.0)) };
    let (key, value) = parameter.split_once('=')?;
    let weight: f32 = value.trim().parse().ok().filter(|weight| (0.0..=1.0).contains(weight))?;
    key.trim().eq_ignore_ascii_case("q").then_some((name, weight))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;
    use proptest::prelude::*;
    use std::io::Read;

    fn wanted(accepted: &'static str) -> Option<Encoding> {
        Encoding::wanted(&HeaderMap::from_iter([(
            header::ACCEPT_ENCODING,
            HeaderValue::from_static(accepted),
        )]))
    }

    #[test]
    fn the_coding_is_the_one_that_the_caller_likes_best_and_of_equals_ours() {
        use Encoding::{Brotli, Gzip, Identity, Zstd};
        for (accepted, expected) in [
            ("gzip, deflate, br, zstd", Some(Brotli)),
            ("gzip, deflate", Some(Gzip)),
            ("GZIP", Some(Gzip)),
            ("x-gzip;q=0.2", Some(Gzip)),
            ("br;q=0.5, zstd;q=0.8, gzip; q=0.7", Some(Zstd)),
            ("deflate", Some(Identity)),
            ("", Some(Identity)),
            ("identity, gzip;q=0.5", Some(Identity)),
            ("gzip;q=0", Some(Identity)),
            ("gzip;q=0, *", Some(Brotli)),
            ("*;q=0.1, identity", Some(Identity)),
            ("identity;q=0, gzip", Some(Gzip)),
            ("identity;q=0", None),
            ("*;q=0", None),
            ("br;q=high, gzip;q=0.1", Some(Gzip)),
        ] {
            assert_eq!(wanted(accepted), expected, "{accepted}");
        }
        assert_eq!(Encoding::wanted(&HeaderMap::new()), Some(Identity));
    }

    #[test]
    fn a_coding_that_is_not_offered_is_not_given() {
        let offered = [Encoding::Gzip, Encoding::Identity];
        for (accepted, expected) in [
            ("br, gzip;q=0.5", Some(Encoding::Gzip)),
            ("br, gzip;q=0", Some(Encoding::Identity)),
            ("br, identity;q=0", None),
        ] {
            let headers =
                HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted))]);
            assert_eq!(Encoding::wanted_of(&offered, &headers), expected, "{accepted}");
        }
    }

    proptest! {
        #[test]
        fn what_was_encoded_is_read_back(bytes in prop::collection::vec(any::<u8>(), 0..5_000)) {
            for encoding in Encoding::ALL {
                let encoded = encoding.encode(bytes.clone());
                prop_assert_eq!(&encoded, &encoding.encode(bytes.clone()), "the same each time");
                let mut read = Vec::new();
                match encoding {
                    Encoding::Identity => read = encoded,
                    Encoding::Zstd => read = zstd::decode_all(&*encoded)?,
                    Encoding::Gzip => drop(flate2::read::GzDecoder::new(&*encoded).read_to_end(&mut read)?),
                    Encoding::Brotli => brotli::BrotliDecompress(&mut &*encoded, &mut read)?,
                }
                prop_assert_eq!(read, bytes.clone());
            }
        }
    }
}
