//! The address under which others reach the server, when it is not the one that it listens on.

use axum::http::Uri;
use std::net::IpAddr;
use std::str::FromStr;

/// `https://authority` or `http://authority`, without a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    text: String,
    authority: String,
}

/// Not such an address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("failed to read {text:?} as an address such as https://suuf.example.sn, without a path")]
pub struct PublicUrlError {
    text: String,
}

impl PublicUrl {
    /// Scheme and authority, without a final slash.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Name and port, as browsers write them into `Host`.
    #[must_use]
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// Whether only this machine itself can come by it.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        let host =
            self.text.parse::<Uri>().ok().and_then(|uri| uri.host().map(str::to_owned)).unwrap_or_default();
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        host == "localhost" || bare.parse().is_ok_and(|address: IpAddr| address.is_loopback())
    }

    /// Whether browsers come by https.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.text.starts_with("https://")
    }
}

impl FromStr for PublicUrl {
    type Err = PublicUrlError;

    fn from_str(text: &str) -> Result<Self, PublicUrlError> {
        let wrong = || PublicUrlError { text: text.to_owned() };
        let uri: Uri = text.parse().map_err(|_| wrong())?;
        let scheme =
            uri.scheme_str().filter(|scheme| ["http", "https"].contains(scheme)).ok_or_else(wrong)?;
        let authority =
            uri.authority().filter(|authority| !authority.as_str().contains('@')).ok_or_else(wrong)?;
        if !["", "/"].contains(&uri.path()) || uri.query().is_some() {
            return Err(wrong());
        }
        let authority = authority.as_str().to_lowercase();
        Ok(Self { text: format!("{scheme}://{authority}"), authority })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_scheme_and_a_name() {
        let read = |text: &str| text.parse::<PublicUrl>();
        let url = read("https://Suuf.example.sn:8443/").expect("an address");
        assert_eq!((url.as_str(), url.authority()), ("https://suuf.example.sn:8443", "suuf.example.sn:8443"));
        assert!(url.is_secure() && !read("http://10.0.0.4").expect("an address").is_secure());
        for here in ["http://localhost:8080", "https://127.0.0.1", "http://[::1]:80"] {
            assert!(read(here).expect("an address").is_loopback(), "{here}");
        }
        for abroad in [
            "https://suuf.example.sn",
            "http://localhost.example.sn",
            "http://192.168.1.4",
            "http://[fd00::1]",
        ] {
            assert!(!read(abroad).expect("an address").is_loopback(), "{abroad}");
        }
        for wrong in ["suuf.example.sn", "ftp://a", "https://a/b", "https://a?b", "https://u@a", ""] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
