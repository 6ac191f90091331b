//! What does a NICAD look like?

/// Digits of a NICAD.
const DIGITS: usize = 16;

/// Whether a text is a NICAD (numéro d'identification cadastral): 16 digits as the Cadastre allotted them. Nobody
/// else makes or alters one, so that only the form can be checked.
///
/// # Examples
/// ```
/// use gis_core::rules::is_nicad;
/// assert!(is_nicad("0722010100100001"));
/// assert!(!is_nicad("TF 638/MB"));
/// ```
#[must_use]
pub fn is_nicad(text: &str) -> bool {
    text.len() == DIGITS && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nicad_is_sixteen_digits_and_nothing_else() {
        assert!(is_nicad("0722010100100001"));
        for text in ["", "072201010010001", "07220101001000012", "07220101001OOO01", "07 22010100100001"] {
            assert!(!is_nicad(text), "{text}");
        }
    }
}
