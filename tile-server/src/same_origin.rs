//! While there are no accounts, whoever reaches the server may decide: so only this machine's own pages may.
//!
//! The server listens on loopback. A page from elsewhere in the same browser could still send it requests, or
//! point a name of its own at 127.0.0.1; both are refused here, by the names that the browser itself writes.

use crate::error::Problem;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use gis_core::Text;

/// Refuses requests made under a foreign name, and changes asked for by a foreign page.
pub(crate) async fn refuse_foreign_pages(request: Request, next: Next) -> Response {
    let host = text_of(request.headers(), header::HOST);
    let origin = text_of(request.headers(), header::ORIGIN);
    let host_is_ours = host.is_none_or(is_loopback);
    let origin_is_ours = request.method().is_safe()
        || origin.is_none_or(|origin| origin.split_once("://").is_some_and(|(_, name)| Some(name) == host));
    if host_is_ours && origin_is_ours {
        return next.run(request).await;
    }
    let message = Text::new(
        "Sans comptes, Suuf ne répond qu'à cette machine : ouvrez-le par http://127.0.0.1 ou http://localhost.",
        "Without accounts, Suuf answers this machine only: open it by http://127.0.0.1 or http://localhost.",
    );
    Problem::new(StatusCode::FORBIDDEN, "foreign-origin", message).into_response()
}

fn text_of(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Whether a `Host` names this machine to itself.
fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(bracketed) => bracketed.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_loopback() {
        for host in ["localhost", "localhost:8080", "127.0.0.1:1", "[::1]:8080", "LOCALHOST"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["example.org", "127.0.0.1.example.org", "192.168.1.4:8080", "", "[::2]"] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
