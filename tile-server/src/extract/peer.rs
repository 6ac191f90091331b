//! Where a request comes from.

use crate::App;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The address of the caller's machine.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) IpAddr);

impl FromRequestParts<App> for Peer {
    type Rejection = Infallible;

    /// Behind a proxy of this machine it is what that proxy says, last in the list: what stands before it anybody
    /// can have written.
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let connected = parts.extensions.get().map(|&ConnectInfo::<SocketAddr>(address)| address.ip());
        let connected = connected.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
        let is_proxied = app.settings.public_url.is_some() && connected.is_loopback();
        let mut lists =
            parts.headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
        let said = lists
            .next_back()
            .and_then(|list| list.rsplit(',').next())
            .and_then(|last| last.trim().parse().ok());
        Ok(Self(said.filter(|_| is_proxied).unwrap_or(connected)))
    }
}
