//! Entity tags: whether the caller's copy is still the one.

use axum::http::{HeaderMap, HeaderValue, header};
use twox_hash::XxHash3_128;

/// The entity tag of a body. Weak, because the same body goes out in several encodings.
pub(crate) fn of_body(body: &[u8]) -> String {
    format!("W/{}", quoted(body))
}

/// The entity tag of bytes that go out as they are: strong.
pub(crate) fn of_bytes(bytes: &[u8]) -> HeaderValue {
    HeaderValue::try_from(quoted(bytes)).expect("quotes and digits are ASCII")
}

/// Equal on all servers and in all their versions.
fn quoted(bytes: &[u8]) -> String {
    format!("\"{:032x}\"", XxHash3_128::oneshot(bytes))
}

/// Whether `If-None-Match` names an entity tag, as weak tags are compared (RFC 9110 §8.8.3.2).
pub(crate) fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    known.flat_map(|list| list.split(',')).any(|tag| tag.trim() == "*" || bare(tag) == bare(etag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_tags_a_weak_tag_and_a_star_match() {
        let asked = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_NONE_MATCH, value.parse().expect("a header"));
            is_known(&headers, "W/\"a\"")
        };
        assert!(asked("W/\"a\"") && asked("\"b\", \"a\"") && asked("*"));
        assert!(!asked("\"ab\"") && !is_known(&HeaderMap::new(), "\"a\""));
    }
}
