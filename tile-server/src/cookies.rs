//! The cookie of a session.

use axum::http::{HeaderMap, HeaderValue, header};
use cookie::{Cookie, SameSite, time};
use gis_store::account::Secret;

/// How cookies are written here: as safely as the way to us allows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cookies {
    /// Whether browsers reach us by https.
    pub(crate) is_secure: bool,
}

impl Cookies {
    /// The prefix has browsers refuse a cookie that another host or an unsafe page set.
    fn name(self) -> &'static str {
        if self.is_secure { "__Host-suuf" } else { "suuf" }
    }

    /// The session that a request shows.
    pub(crate) fn read(self, headers: &HeaderMap) -> Option<Secret> {
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut cookies = lines.flat_map(Cookie::split_parse).flatten();
        cookies.find(|cookie| cookie.name() == self.name()).map(|cookie| Secret::shown(cookie.value()))
    }

    /// Hands a session out; it ends at the latest after that many seconds.
    pub(crate) fn set(self, secret: &Secret, life_s: i64) -> HeaderValue {
        self.write(secret.reveal(), life_s)
    }

    /// Takes it back.
    pub(crate) fn clear(self) -> HeaderValue {
        self.write("", 0)
    }

    fn write(self, value: &str, life_s: i64) -> HeaderValue {
        let cookie = Cookie::build((self.name(), value))
            .path("/")
            .http_only(true)
            .same_site(SameSite::Strict)
            .secure(self.is_secure)
            .max_age(time::Duration::seconds(life_s));
        cookie.to_string().parse().expect("hexadecimal digits and attributes are a header")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_out_of_reach_of_scripts_and_of_other_sites() {
        let secret = Secret::random();
        let plain = Cookies { is_secure: false }.set(&secret, 60);
        let plain = plain.to_str().expect("text");
        assert_eq!(plain, format!("suuf={}; HttpOnly; SameSite=Strict; Path=/; Max-Age=60", secret.reveal()));
        let safe = Cookies { is_secure: true }.set(&secret, 60);
        let safe = safe.to_str().expect("text");
        assert!(safe.starts_with("__Host-suuf=") && safe.contains("; Secure"), "{safe}");
    }

    #[test]
    fn a_session_is_read_among_other_cookies_and_under_its_own_name_only() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("lang=fr; suuf=abc; x"));
        assert_eq!(Cookies { is_secure: false }.read(&headers), Some(Secret::shown("abc")));
        assert_eq!(Cookies { is_secure: true }.read(&headers), None);
    }
}
