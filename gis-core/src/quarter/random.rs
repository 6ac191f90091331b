//! SplitMix64: chance that any place of the plan can draw by its own address, in any order.

/// A stream of random numbers.
pub(super) struct Random {
    state: u64,
}

/// What a stream decides; each purpose and address has a stream of its own.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    Outline = 1,
    Column,
    Row,
    Crossing,
    Layout,
    Holder,
    Street,
    Road,
    Market,
}

/// 2⁶⁴ divided by the golden ratio, made odd: the step of SplitMix64.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl Random {
    /// The stream for one purpose at one address.
    pub(super) fn at(seed: u64, purpose: Purpose, address: [usize; 2]) -> Self {
        let mut random = Self { state: seed };
        for part in [purpose as usize, address[0], address[1]] {
            random.state = random.next() ^ u64::try_from(part).expect("no address has more than 64 bits");
        }
        random
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STEP);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Evenly from 0 up to, but not including, 1.
    pub(super) fn unit(&mut self) -> f64 {
        let high = u32::try_from(self.next() >> 32).expect("32 bits are left");
        f64::from(high) / 4_294_967_296.0
    }

    /// Evenly between two bounds.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// Evenly within a distance of zero.
    pub(super) fn about(&mut self, reach: f64) -> f64 {
        self.between(-reach, reach)
    }

    /// True that often, 0 to 1.
    pub(super) fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// One of several, by weight.
    pub(super) fn pick<T: Copy>(&mut self, choices: &[(T, f64)]) -> T {
        let total: f64 = choices.iter().map(|(_, weight)| weight).sum();
        let mut left = self.unit() * total;
        for &(choice, weight) in choices {
            if left < weight {
                return choice;
            }
            left -= weight;
        }
        choices.last().expect("there is always something to choose from").0
    }

    /// One of several, all alike.
    pub(super) fn any<T: Copy>(&mut self, choices: &[T]) -> T {
        let weighted: Vec<(T, f64)> = choices.iter().map(|&choice| (choice, 1.0)).collect();
        self.pick(&weighted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_the_published_one() {
        let mut random = Random { state: 0 };
        assert_eq!(random.next(), 0xe220_a839_7b1d_cdaf);
        assert_eq!(random.next(), 0x6e78_9e6a_a1b9_65f4);
    }

    #[test]
    fn each_address_has_its_own_stream() {
        let draw = |address| Random::at(7, Purpose::Crossing, address).next();
        assert_eq!(draw([1, 2]), draw([1, 2]));
        assert_ne!(draw([1, 2]), draw([2, 1]));
    }
}
