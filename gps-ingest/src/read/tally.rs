//! Counts sentences by address; random bytes may make many addresses, so their number is bounded.

/// How many sentences of which address a log holds.
#[derive(Debug, Default)]
pub struct TypeTally {
    /// Address and count, in the order of appearance: receivers write few kinds of sentences.
    counts: Vec<([u8; 8], u64)>,
    others: u64,
}

impl TypeTally {
    const TYPES_MAX: usize = 200;

    /// Counts one sentence.
    pub fn add(&mut self, body: &[u8]) {
        let letters = body.iter().take(8).take_while(|byte| **byte != b',').count();
        let mut address = [b' '; 8];
        address[..letters].copy_from_slice(&body[..letters]);
        if let Some((_, count)) = self.counts.iter_mut().find(|(known, _)| *known == address) {
            *count += 1;
        } else if self.counts.len() < Self::TYPES_MAX {
            self.counts.push((address, 1));
        } else {
            self.others += 1;
        }
    }

    /// All sentences.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.others + self.counts.iter().map(|(_, count)| count).sum::<u64>()
    }

    /// The counts by address, in order of the address; what is beyond bounds is called `other` and comes last.
    #[must_use]
    pub fn into_sorted(self) -> Vec<(String, u64)> {
        let name = |address: [u8; 8]| String::from_utf8_lossy(&address).trim_end().to_owned();
        let mut counts: Vec<_> = self.counts.into_iter().map(|(a, count)| (name(a), count)).collect();
        counts.sort();
        if self.others > 0 {
            counts.push(("other".to_owned(), self.others));
        }
        counts
    }
}
