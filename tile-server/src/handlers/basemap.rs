//! The basemap, in pieces.

use crate::App;
use crate::basemap::{Basemap, PMTILES};
use crate::error::{ApiError, not_found};
use crate::handlers::etag::is_known;
use crate::web_files::ASK_FIRST;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use std::fs::File;
use std::io;
use std::ops::RangeInclusive;
use std::os::unix::fs::FileExt;
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// How much of the file is held at a time.
const PIECE_BYTES: u64 = 64 * 1024;

/// `GET /basemap.pmtiles`
pub(crate) async fn get(State(app): State<App>, headers: HeaderMap) -> Result<Response, ApiError> {
    let Some(basemap) = &app.settings.basemap else {
        return Err(not_found(
            "no-basemap",
            "Ce serveur n'a pas de fond de carte : suuf serve --basemap FICHIER.pmtiles.",
            "This server has no basemap: suuf serve --basemap FILE.pmtiles.",
        )
        .into());
    };
    let etag = HeaderValue::try_from(&basemap.etag).expect("hexadecimal digits are ASCII");
    let basics = [
        (header::CACHE_CONTROL, ASK_FIRST),
        (header::ETAG, etag),
        (header::ACCEPT_RANGES, HeaderValue::from_static("bytes")),
    ];
    if is_known(&headers, &basemap.etag) {
        return Ok((StatusCode::NOT_MODIFIED, basics).into_response());
    }
    let media_type = [(header::CONTENT_TYPE, PMTILES)];
    let length = basemap.length;
    Ok(match asked(&headers, basemap) {
        Asked::All => (basics, media_type, sent(basemap, 0..=length - 1)).into_response(),
        Asked::Part(part) => {
            let says = format!("bytes {}-{}/{length}", part.start(), part.end());
            let body = sent(basemap, part);
            (StatusCode::PARTIAL_CONTENT, basics, media_type, [(header::CONTENT_RANGE, says)], body)
                .into_response()
        }
        Asked::Beyond => {
            let says = [(header::CONTENT_RANGE, format!("bytes */{length}"))];
            (StatusCode::RANGE_NOT_SATISFIABLE, basics, says).into_response()
        }
    })
}

#[derive(Debug, PartialEq, Eq)]
enum Asked {
    All,
    Part(RangeInclusive<u64>),
    Beyond,
}

/// What of it is asked for (RFC 9110 §14). Several ranges, other units and ranges of another state of the file are
/// answered with all of it, as the standard allows.
fn asked(headers: &HeaderMap, basemap: &Basemap) -> Asked {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    if text(header::IF_RANGE).is_some_and(|condition| condition != basemap.etag) {
        return Asked::All;
    }
    text(header::RANGE).map_or(Asked::All, |range| part(range, basemap.length))
}

fn part(range: &str, length: u64) -> Asked {
    let ends = range.strip_prefix("bytes=").and_then(|range| range.trim().split_once('-'));
    let Some((first, last)) = ends else { return Asked::All };
    let number = |text: &str| text.parse::<u64>().ok();
    let (start, end) = match (number(first), number(last)) {
        (Some(first), Some(last)) if first <= last => (first, last),
        (Some(first), None) if last.is_empty() => (first, u64::MAX),
        (None, Some(count)) if first.is_empty() && count > 0 => (length.saturating_sub(count), u64::MAX),
        (None, Some(0)) if first.is_empty() => return Asked::Beyond,
        _ => return Asked::All,
    };
    if start < length { Asked::Part(start..=end.min(length - 1)) } else { Asked::Beyond }
}

/// The bytes of a part, read as they are sent, with their number.
fn sent(basemap: &Basemap, part: RangeInclusive<u64>) -> impl IntoResponse + use<> {
    let end = part.end() + 1;
    let start = (Arc::clone(&basemap.file), *part.start());
    let pieces = stream::try_unfold(start, move |(file, at)| async move {
        if at == end {
            return Ok(None);
        }
        let next = end.min(at + PIECE_BYTES);
        let reader = Arc::clone(&file);
        let piece =
            spawn_blocking(move || piece(&reader, at, next - at)).await.map_err(io::Error::other)??;
        Ok::<_, io::Error>(Some((Bytes::from(piece), (file, next))))
    });
    ([(header::CONTENT_LENGTH, end - part.start())], Body::from_stream(pieces))
}

/// Bytes from a place on. A file that has become shorter than it was breaks the answer off.
fn piece(file: &File, at: u64, bytes: u64) -> io::Result<Vec<u8>> {
    let mut piece = vec![0; usize::try_from(bytes).expect("a piece fits")];
    file.read_exact_at(&mut piece, at)?;
    Ok(piece)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_standard_says() {
        let of_100 = |range| part(range, 100);
        assert_eq!(of_100("bytes=0-9"), Asked::Part(0..=9));
        assert_eq!(of_100("bytes=90-"), Asked::Part(90..=99));
        assert_eq!(of_100("bytes=90-1000"), Asked::Part(90..=99));
        assert_eq!(of_100("bytes=-10"), Asked::Part(90..=99));
        assert_eq!(of_100("bytes=-1000"), Asked::Part(0..=99));
        assert_eq!(of_100("bytes=100-"), Asked::Beyond);
        assert_eq!(of_100("bytes=-0"), Asked::Beyond);
        for odd in ["bytes=9-0", "bytes=0-1,5-6", "lines=0-1", "bytes=", "bytes=-", "bytes=x-9"] {
            assert_eq!(of_100(odd), Asked::All, "{odd}");
        }
    }
}
