//! Names and numbers of persons: compared without their layout, shown without most of it.

/// How many characters of an identity number are shown.
const SHOWN: usize = 3;

/// An identity number without blanks and punctuation, in capitals: what is kept and compared. None when less than
/// five characters are left, or more than forty.
///
/// # Examples
/// ```
/// use gis_core::register::identity_digits;
/// assert_eq!(identity_digits("1 751-1990 00123").as_deref(), Some("1751199000123"));
/// assert_eq!(identity_digits("?"), None);
/// ```
#[must_use]
pub fn identity_digits(number: &str) -> Option<String> {
    let kept: String = number.chars().filter(char::is_ascii_alphanumeric).collect();
    (5..=40).contains(&kept.len()).then(|| kept.to_ascii_uppercase())
}

/// An identity number as it is shown: its last three characters.
///
/// # Examples
/// ```
/// use gis_core::register::mask_identity;
/// assert_eq!(mask_identity("1751199000123"), "••••••••••123");
/// ```
#[must_use]
pub fn mask_identity(number: &str) -> String {
    let count = number.chars().count();
    let hidden = count.saturating_sub(SHOWN);
    number.chars().enumerate().map(|(at, letter)| if at < hidden { '•' } else { letter }).collect()
}

/// What a name is searched by: its letters and digits, small, words apart by one blank. Accents of French are left out.
///
/// # Examples
/// ```
/// use gis_core::register::name_key;
/// assert_eq!(name_key("  Aïssatou  N'DIAYE "), "aissatou ndiaye");
/// ```
#[must_use]
pub fn name_key(name: &str) -> String {
    let plain = |letter: char| match letter {
        'à' | 'â' | 'ä' | 'á' => 'a',
        'ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' | 'í' => 'i',
        'ñ' | 'ŋ' => 'n',
        'ô' | 'ö' | 'ó' => 'o',
        'ù' | 'û' | 'ü' | 'ú' => 'u',
        other => other,
    };
    let is_kept = |letter: &char| letter.is_alphanumeric() || letter.is_whitespace();
    let letters: String = name.chars().flat_map(char::to_lowercase).map(plain).filter(is_kept).collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_number_shows_no_more_than_three_characters() {
        assert_eq!(mask_identity("12345"), "••345");
        assert_eq!(mask_identity(""), "");
    }

    #[test]
    fn spellings_of_one_number_are_one() {
        assert_eq!(identity_digits("ab 12 34"), identity_digits("AB-1234"));
        assert_eq!(identity_digits(&"1".repeat(41)), None);
    }
}
