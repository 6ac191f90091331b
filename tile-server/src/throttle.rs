//! How often one may try to sign in, before any work is done for it.
//!
//! Three allowances, each a leaky bucket in memory: for a login from one address (somebody who mistypes), for an
//! address (somebody who tries logins), for a login from anywhere (many machines that try one). The last is wide, so
//! that nobody is locked out by others without effort.

use governor::clock::{Clock, DefaultClock};
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

/// Beyond so many keys those that are as good as new are forgotten.
const MOST_KEYS: usize = 10_000;

/// Attempts at signing in.
#[derive(Debug)]
pub(crate) struct Throttle {
    pairs: Keyed<(String, IpAddr)>,
    addresses: Keyed<IpAddr>,
    logins: Keyed<String>,
}

impl Default for Throttle {
    fn default() -> Self {
        Self {
            pairs: Keyed::new(5, Duration::from_secs(30)),
            addresses: Keyed::new(30, Duration::from_secs(4)),
            logins: Keyed::new(50, Duration::from_secs(10)),
        }
    }
}

impl Throttle {
    /// Counts an attempt with a login, known or not; refused, how long to wait.
    pub(crate) fn attempt(&self, login: &str, address: IpAddr) -> Result<(), Duration> {
        let login = login.to_lowercase();
        self.pairs.count(&(login.clone(), address))?;
        self.addresses.count(&address)?;
        self.logins.count(&login)
    }

    /// Counts an attempt without a login, such as one with an invitation.
    pub(crate) fn attempt_from(&self, address: IpAddr) -> Result<(), Duration> {
        self.addresses.count(&address)
    }
}

#[derive(Debug)]
struct Keyed<K: Hash + Eq + Clone> {
    limiter: RateLimiter<K, HashMapStateStore<K>, DefaultClock>,
    clock: DefaultClock,
}

impl<K: Hash + Eq + Clone> Keyed<K> {
    /// So many at once, and one more each pause.
    fn new(at_once: u32, pause: Duration) -> Self {
        let quota = Quota::with_period(pause).expect("a pause is longer than nothing");
        let quota = quota.allow_burst(NonZeroU32::new(at_once).expect("one at least"));
        let clock = DefaultClock::default();
        Self { limiter: RateLimiter::hashmap_with_clock(quota, clock.clone()), clock }
    }

    fn count(&self, key: &K) -> Result<(), Duration> {
        if self.limiter.len() > MOST_KEYS {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(key).map_err(|refused| refused.wait_time_from(self.clock.now()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
    const THERE: IpAddr = IpAddr::V6(std::net::Ipv6Addr::LOCALHOST);

    #[test]
    fn a_login_from_one_address_waits_after_five_attempts_and_others_do_not() {
        let throttle = Throttle::default();
        for attempt in ["fatou", "Fatou", "FATOU", "fatou", "fatou"] {
            assert_eq!(throttle.attempt(attempt, HERE), Ok(()));
        }
        let wait = throttle.attempt("fatou", HERE).expect_err("five were enough");
        assert!(wait > Duration::from_secs(20) && wait <= Duration::from_secs(30), "{wait:?}");
        assert_eq!(throttle.attempt("awa", HERE), Ok(()));
        assert_eq!(throttle.attempt("fatou", THERE), Ok(()));
    }

    #[test]
    fn an_address_that_tries_many_logins_waits() {
        let throttle = Throttle::default();
        let refused =
            (0..40).filter(|number| throttle.attempt(&format!("login{number}"), HERE).is_err()).count();
        assert_eq!(refused, 10);
    }
}
