//! Only pages of our own may have a browser change something here.
//!
//! Cookies are `SameSite=Strict` already. Here the names that the browser itself writes are read as well: a request
//! under a foreign name is refused, because a page from elsewhere can point a name of its own at this machine; so is a
//! change that a foreign page asks for.

use crate::App;
use crate::access::hear_out;
use crate::error::Problem;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use gis_core::Text;
use std::net::IpAddr;

/// Refuses requests made under a foreign name, and changes asked for by a foreign page.
pub(crate) async fn refuse_foreign_pages(State(app): State<App>, request: Request, next: Next) -> Response {
    let public = app.settings.public_url.as_ref();
    let headers = request.headers();
    let host = text_of(headers, header::HOST);
    let host_is_ours = host.is_none_or(|host| is_own_name(host, public.map(crate::PublicUrl::authority)));
    if host_is_ours && (request.method().is_safe() || asks_for_itself(headers, host, public)) {
        return next.run(request).await;
    }
    hear_out(request, app.settings.max_upload_bytes).await;
    let message = Text::new(
        "Cette requête vient d'une autre page, ou sous un nom que Suuf ne connaît pas : ouvrez-le par son adresse (--public-url), http://127.0.0.1 ou http://localhost.",
        "This request comes from another page, or under a name that Suuf does not know: open it by its address (--public-url), http://127.0.0.1 or http://localhost.",
    );
    Problem::new(StatusCode::FORBIDDEN, "foreign-origin", message).into_response()
}

/// Whether no foreign page is behind a change. Programs that are no browser write neither header.
fn asks_for_itself(headers: &HeaderMap, host: Option<&str>, public: Option<&crate::PublicUrl>) -> bool {
    let is_own_origin = |origin: &str| {
        public.is_some_and(|public| origin.eq_ignore_ascii_case(public.as_str()))
            || origin.split_once("://").is_some_and(|(_, name)| Some(name) == host)
    };
    let site = text_of(headers, HeaderName::from_static("sec-fetch-site"));
    text_of(headers, header::ORIGIN).is_none_or(is_own_origin)
        && site.is_none_or(|site| ["same-origin", "none"].contains(&site))
}

fn text_of(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).map(|value| value.to_str().unwrap_or("?"))
}

/// Whether a `Host` is the public name, this machine's name for itself, or a bare address, which no name server can
/// have pointed here.
fn is_own_name(host: &str, public: Option<&str>) -> bool {
    let name = match host.strip_prefix('[') {
        Some(bracketed) => bracketed.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    public.is_some_and(|public| host.eq_ignore_ascii_case(public))
        || name.eq_ignore_ascii_case("localhost")
        || name.parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_name_addresses_and_names_of_this_machine_are_own_names() {
        let public = Some("suuf.example.sn");
        for host in
            ["localhost", "localhost:8080", "127.0.0.1:1", "[::1]:8080", "LOCALHOST", "192.168.1.4:8080"]
        {
            assert!(is_own_name(host, public) && is_own_name(host, None), "{host}");
        }
        assert!(is_own_name("Suuf.example.sn", public) && !is_own_name("suuf.example.sn", None));
        for host in
            ["example.org", "127.0.0.1.example.org", "suuf.example.sn.evil.org", "suuf.example.sn:81", ""]
        {
            assert!(!is_own_name(host, public), "{host}");
        }
    }

    #[test]
    fn a_change_is_refused_when_either_header_tells_of_a_foreign_page() {
        let public = "https://suuf.example.sn".parse::<crate::PublicUrl>().expect("an address");
        let asks = |headers: &[(&'static str, &'static str)]| {
            let pairs = headers
                .iter()
                .map(|(name, value)| (HeaderName::from_static(name), value.parse().expect("a header")));
            asks_for_itself(&pairs.collect(), Some("127.0.0.1:8080"), Some(&public))
        };
        assert!(asks(&[]));
        assert!(asks(&[("origin", "http://127.0.0.1:8080"), ("sec-fetch-site", "same-origin")]));
        assert!(asks(&[("origin", "https://suuf.example.sn")]));
        for foreign in ["http://127.0.0.1:9", "null", "https://evil.org", "http://suuf.example.sn"] {
            assert!(!asks(&[("origin", foreign)]), "{foreign}");
        }
        for site in ["cross-site", "same-site"] {
            assert!(!asks(&[("sec-fetch-site", site)]), "{site}");
        }
    }
}
