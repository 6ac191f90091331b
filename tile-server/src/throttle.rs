//! How often one may try to sign in, before any work is done for it.
//!
//! Three allowances, each a leaky bucket in memory: for an address (somebody who tries logins), for a login from one
//! address (somebody who mistypes), for a login from anywhere (many machines that try one). The last is wide, so that
//! nobody is locked out by others without effort.
//!
//! Invariant: memory is bounded whatever is tried, from wherever: each allowance has so many buckets, and keys are
//! spread over them by a hash that nobody outside can foresee.

use gis_store::account::is_login;
use governor::clock::{Clock, DefaultClock};
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use std::hash::{BuildHasher, Hash, RandomState};
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::time::Duration;

/// Attempts at signing in.
#[derive(Debug)]
pub(crate) struct Throttle {
    addresses: Buckets,
    pairs: Buckets,
    logins: Buckets,
}

impl Default for Throttle {
    fn default() -> Self {
        Self {
            addresses: Buckets::new(30, Duration::from_secs(4)),
            pairs: Buckets::new(5, Duration::from_secs(30)),
            logins: Buckets::new(50, Duration::from_secs(10)),
        }
    }
}

impl Throttle {
    /// Counts an attempt with a login, known or not; refused, how long to wait. What no account can have for a login
    /// counts for the address only.
    pub(crate) fn attempt(&self, login: &str, address: IpAddr) -> Result<(), Duration> {
        self.attempt_from(address)?;
        let login = login.to_lowercase();
        if !is_login(&login) {
            return Ok(());
        }
        self.pairs.count((&login, machine(address)))?;
        self.logins.count(&login)
    }

    /// Counts an attempt without a login, such as one with an invitation.
    pub(crate) fn attempt_from(&self, address: IpAddr) -> Result<(), Duration> {
        self.addresses.count(machine(address))
    }
}

/// What stands for one machine: whoever has an address of IPv6 has the 2⁶⁴ beside it too (RFC 6177).
fn machine(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        address @ IpAddr::V4(_) => address,
    }
}

/// One allowance: at most 2¹⁶ buckets, in which keys of one hash share.
#[derive(Debug)]
struct Buckets {
    limiter: RateLimiter<u16, HashMapStateStore<u16>, DefaultClock>,
    clock: DefaultClock,
    hasher: RandomState,
}

impl Buckets {
    /// So many at once, and one more each pause.
    fn new(at_once: u32, pause: Duration) -> Self {
        let quota = Quota::with_period(pause).expect("a pause is longer than nothing");
        let quota = quota.allow_burst(NonZeroU32::new(at_once).expect("one at least"));
        let clock = DefaultClock::default();
        let limiter = RateLimiter::hashmap_with_clock(quota, clock.clone());
        Self { limiter, clock, hasher: RandomState::new() }
    }

    fn count(&self, key: impl Hash) -> Result<(), Duration> {
        let bucket = u16::try_from(self.hasher.hash_one(key) >> 48).expect("16 of 64 bits are left");
        self.limiter.check_key(&bucket).map_err(|refused| refused.wait_time_from(self.clock.now()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
    const THERE: IpAddr = IpAddr::V6(Ipv6Addr::LOCALHOST);

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

    #[test]
    fn what_no_account_can_have_for_a_login_is_kept_nowhere() {
        let throttle = Throttle::default();
        for login in ["a".repeat(65), "é".repeat(100_000), "a b".to_owned(), String::new()] {
            assert_eq!(throttle.attempt(&login, HERE), Ok(()));
        }
        assert_eq!((throttle.pairs.limiter.len(), throttle.logins.limiter.len()), (0, 0));
        let refused = (0..40).filter(|_| throttle.attempt(" ", HERE).is_err()).count();
        assert_eq!(refused, 14, "its address waits for it all the same");
    }

    #[test]
    fn whoever_is_refused_for_the_address_makes_no_key_for_the_login() {
        let throttle = Throttle::default();
        for number in 0..10_000 {
            let _ = throttle.attempt(&format!("login{number}"), HERE);
        }
        assert!(throttle.pairs.limiter.len() <= 31, "{}", throttle.pairs.limiter.len());
    }

    #[test]
    fn memory_is_bounded_however_many_logins_are_tried_from_however_many_addresses() {
        let throttle = Throttle::default();
        for number in 0..200_000_u32 {
            let address = IpAddr::V4(number.into());
            let _ = throttle.attempt(&format!("login{number}"), address);
        }
        for buckets in [&throttle.addresses, &throttle.pairs, &throttle.logins] {
            assert!((50_000..=1 << 16).contains(&buckets.limiter.len()), "{}", buckets.limiter.len());
        }
    }

    #[test]
    fn the_addresses_of_one_network_of_ipv6_are_one_machine() {
        let throttle = Throttle::default();
        let beside = |number: u16| IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 1, 0, 0, 0, number));
        let refused = (0..40).filter(|number| throttle.attempt_from(beside(*number)).is_err()).count();
        assert_eq!(refused, 10);
        assert_eq!(throttle.attempt_from(IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 2, 0, 0, 0, 1))), Ok(()));
        assert_eq!(machine("::ffff:192.0.2.1".parse().expect("an address")), IpAddr::from([192, 0, 2, 1]));
    }
}
