//! The files that the web app's build made, embedded into the program and compressed beforehand.

use crate::encoding::Encoding;
use crate::handlers::etag::is_known;
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};
use std::borrow::Cow;

/// What `npm run build` left in `web/dist`.
#[derive(RustEmbed)]
#[folder = "../web/dist"]
#[allow_missing = true]
pub(crate) struct Dist;

/// For addresses that hold a digest of what they give, so that it never changes.
pub(crate) const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// For addresses whose content may change: whoever keeps it asks before using it.
pub(crate) const ASK_FIRST: HeaderValue = HeaderValue::from_static("no-cache");

/// A file in the coding that the caller likes best of those that the build made; as it is to whoever takes none of them,
/// who could not even read why.
pub(crate) fn answer(headers: &HeaderMap, path: &str, cache: HeaderValue) -> Option<Response> {
    let plain = Dist::get(path)?;
    let etag = etag(&plain);
    let basics = [
        (header::CACHE_CONTROL, cache),
        (header::ETAG, HeaderValue::try_from(&etag).expect("hexadecimal digits are ASCII")),
        (header::VARY, HeaderValue::from_static("accept-encoding")),
    ];
    if is_known(headers, &etag) {
        return Some((StatusCode::NOT_MODIFIED, basics).into_response());
    }
    let media_type = [(header::CONTENT_TYPE, media_type(path))];
    let made: Vec<_> = [(Encoding::Brotli, "br"), (Encoding::Gzip, "gz")]
        .into_iter()
        .filter_map(|(encoding, suffix)| Some((encoding, Dist::get(&format!("{path}.{suffix}"))?)))
        .collect();
    let offered: Vec<_> = made.iter().map(|(encoding, _)| *encoding).chain([Encoding::Identity]).collect();
    let wanted = Encoding::wanted_of(&offered, headers);
    let compressed = made.into_iter().find(|(encoding, _)| Some(*encoding) == wanted);
    let compressed = compressed.and_then(|(encoding, file)| Some((encoding.name()?, file)));
    Some(match compressed {
        Some((encoding, file)) => {
            (basics, media_type, [(header::CONTENT_ENCODING, encoding)], bytes(file.data)).into_response()
        }
        None => (basics, media_type, bytes(plain.data)).into_response(),
    })
}

fn bytes(data: Cow<'static, [u8]>) -> Bytes {
    match data {
        Cow::Borrowed(borrowed) => Bytes::from_static(borrowed),
        Cow::Owned(owned) => owned.into(),
    }
}

/// The first half of the digest that the build made; weak, because the file goes out in several encodings.
fn etag(file: &EmbeddedFile) -> String {
    let digest = file.metadata.sha256_hash();
    let (half, _) = digest.split_first_chunk::<16>().expect("a SHA-256 has 32 bytes");
    format!("W/\"{:032x}\"", u128::from_be_bytes(*half))
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("json" | "map" | "webmanifest") => "application/json",
        Some("woff2") => "font/woff2",
        Some("pbf") => "application/x-protobuf",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_goes_out_in_the_coding_that_the_caller_likes_best() {
        // Any file that the build compressed; a program without the web app has none.
        let packed = Dist::iter().find_map(|path| path.strip_suffix(".br").map(str::to_owned));
        let Some(path) = packed else { return };
        for (accepted, coding) in [
            ("gzip, deflate, br, zstd", Some("br")),
            ("br;q=0, gzip", Some("gzip")),
            ("br;q=0.1, gzip;q=0.9", Some("gzip")),
            ("zstd", None),
            ("*;q=0", None),
        ] {
            let headers =
                HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted))]);
            let answer = answer(&headers, &path, ASK_FIRST).expect("is there");
            assert_eq!(
                answer.headers().get(header::CONTENT_ENCODING).map(HeaderValue::as_bytes),
                coding.map(str::as_bytes),
                "{accepted}"
            );
        }
    }
}
