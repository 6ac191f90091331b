//! Passwords: argon2id, and the same work whether there is an account or not.

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use std::fmt;
use std::sync::LazyLock;

/// Shortest password, in characters: NIST SP 800-63B asks for 8 at least, and 15 where nothing else is asked. Between
/// the two, because many are typed on phones.
pub const SHORTEST: usize = 10;
/// Longest password, in bytes: what is hashed is bounded.
pub const LONGEST_BYTES: usize = 256;

/// 19 MiB, two passes, one lane: the least that OWASP's cheat sheet on password storage names for argon2id.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// A password that somebody chose. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

/// Why a password cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Fewer than 10 characters.
    #[error("failed to take the password: it is shorter than {SHORTEST} characters")]
    Short,
    /// More than 256 bytes.
    #[error("failed to take the password: it is longer than {LONGEST_BYTES} bytes")]
    Long,
    /// The login, a single character repeated, or one of those that everybody tries first.
    #[error("failed to take the password: it is guessed at once")]
    Guessable,
}

impl Password {
    /// Takes a password for an account, of that login if it is known.
    pub fn new(text: &str, login: Option<&str>) -> Result<Self, PasswordError> {
        let folded = text.to_lowercase();
        let mut characters = folded.chars();
        let first = characters.next();
        if text.chars().count() < SHORTEST {
            Err(PasswordError::Short)
        } else if text.len() > LONGEST_BYTES {
            Err(PasswordError::Long)
        } else if characters.all(|other| Some(other) == first)
            || login.is_some_and(|login| folded.contains(&login.to_lowercase()))
            || is_common(&folded)
        {
            Err(PasswordError::Guessable)
        } else {
            Ok(Self(text.to_owned()))
        }
    }
}

/// Runs of keys, and words that lists of leaked passwords have in front, long enough to pass the length.
fn is_common(folded: &str) -> bool {
    ["1234567890", "0123456789", "qwertyuiop", "azertyuiop", "motdepasse", "password"]
        .iter()
        .any(|known| folded.starts_with(known))
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// The hash to store, in PHC notation. Takes tens of milliseconds of one core.
#[must_use]
pub fn hash_password(password: &Password) -> String {
    hash(&password.0)
}

/// Whether a password is the one of a stored hash; without a hash the answer is no, after the same work.
#[must_use]
pub fn verify_password(text: &str, stored: Option<&str>) -> bool {
    verify_with(&mut |text, hash| hasher().verify_password(text, hash).is_ok(), text, stored)
}

/// What holds a text against a hash.
type Verifier<'a> = dyn FnMut(&[u8], &PasswordHash<'_>) -> bool + 'a;

fn verify_with(verifier: &mut Verifier<'_>, text: &str, stored: Option<&str>) -> bool {
    /// Of a password that nobody has.
    static NOBODY: LazyLock<String> = LazyLock::new(|| hash(super::Secret::random().reveal()));
    let bounded = if text.len() > LONGEST_BYTES { "" } else { text };
    let hash = PasswordHash::new(stored.unwrap_or(&NOBODY)).expect("only hashes of our own are stored");
    let is_right = verifier(bounded.as_bytes(), &hash);
    is_right && stored.is_some()
}

fn hash(text: &str) -> String {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).expect("the system gives random bytes");
    let salt = SaltString::encode_b64(&salt).expect("16 bytes are a salt");
    hasher().hash_password(text.as_bytes(), &salt).expect("the parameters are within bounds").to_string()
}

fn hasher() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).expect("the parameters are within bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_by_its_hash_and_no_other_is() {
        let password = Password::new("le baobab du carrefour", Some("fatou")).expect("taken");
        let stored = hash_password(&password);
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert_ne!(stored, hash_password(&password), "each hash has a salt of its own");
        assert!(verify_password("le baobab du carrefour", Some(&stored)));
        assert!(!verify_password("le baobab du carrefou", Some(&stored)));
        assert!(!verify_password("le baobab du carrefour", None));
        assert!(!format!("{password:?}").contains("baobab"));
    }

    #[test]
    fn the_same_work_is_done_whether_there_is_a_hash_or_not() {
        let stored = hash_password(&Password::new("le baobab du carrefour", None).expect("taken"));
        let work_of = |text: &str, stored: Option<&str>| {
            let mut work = Vec::new();
            let is_right = verify_with(
                &mut |text, hash| {
                    let length = hash.hash.map(|output| output.len());
                    work.push((
                        text.len(),
                        hash.algorithm.to_string(),
                        hash.version,
                        hash.params.to_string(),
                        length,
                    ));
                    true
                },
                text,
                stored,
            );
            assert_eq!(is_right, stored.is_some(), "nobody has the password that nobody has");
            work
        };
        for text in ["le baobab du carrefour", "", &"é".repeat(100_000)] {
            let (known, unknown) = (work_of(text, Some(&stored)), work_of(text, None));
            assert_eq!((known.len(), &unknown), (1, &known));
        }
    }

    #[test]
    fn what_is_guessed_at_once_is_not_taken() {
        for (text, why) in [
            ("court", PasswordError::Short),
            ("aaaaaaaaaaaa", PasswordError::Guessable),
            ("FatouFatou1", PasswordError::Guessable),
            ("Motdepasse2026", PasswordError::Guessable),
        ] {
            assert_eq!(Password::new(text, Some("fatou")), Err(why), "{text}");
        }
        assert_eq!(Password::new(&"é".repeat(200), None), Err(PasswordError::Long));
    }
}
