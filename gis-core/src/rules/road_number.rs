//! What does a number of the classified road network look like?

/// Whether a text is such a number: `^(A|N|R|D|P)\d{1,3}[A-Z]?$`, as the network of Senegal numbers its motorways,
/// national, regional and departmental roads and listed tracks.
///
/// # Examples
/// ```
/// use gis_core::rules::is_road_number;
/// assert!(is_road_number("N2") && is_road_number("D710B"));
/// assert!(!is_road_number("RN 2"));
/// ```
#[must_use]
pub fn is_road_number(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(['A', 'N', 'R', 'D', 'P']) else { return false };
    let digits = rest.strip_suffix(|letter: char| letter.is_ascii_uppercase()).unwrap_or(rest);
    (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn road_numbers_are_those_of_the_classified_network() {
        for number in ["N2", "R70", "D610B", "P702", "A1"] {
            assert!(is_road_number(number), "{number}");
        }
        for number in ["", "N", "VU2", "N1234", "n2", "N2bb", "N2BB", "D-12", "NB", "N2 ", "N２", "N2É"] {
            assert!(!is_road_number(number), "{number}");
        }
    }
}
