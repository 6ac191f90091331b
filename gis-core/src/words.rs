//! Figures as people write them: decimal comma in French, point in English.

use crate::Text;

/// The two languages of the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// French, the language of the offices.
    French,
    /// English.
    English,
}

impl Language {
    /// The language of a code: `fr` or `en`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "fr" => Some(Self::French),
            "en" => Some(Self::English),
            _ => None,
        }
    }

    /// The text in this language.
    #[must_use]
    pub fn of(self, text: &Text) -> &str {
        match self {
            Self::French => &text.fr,
            Self::English => &text.en,
        }
    }

    /// One of two literals.
    #[must_use]
    pub fn pick<'a>(self, fr: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::French => fr,
            Self::English => en,
        }
    }

    /// A figure with so many decimals.
    #[must_use]
    pub fn figure(self, value: f64, decimals: usize) -> String {
        // The sum of nothing is -0.0; adding zero takes the sign off.
        let text = format!("{:.decimals$}", value + 0.0);
        if self == Self::French { text.replace('.', ",") } else { text }
    }

    /// A whole number, thousands set apart by a narrow space.
    #[must_use]
    pub fn count(self, count: u64) -> String {
        let digits = count.to_string();
        let mut text = String::with_capacity(digits.len() * 2);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                text.push('\u{202f}');
            }
            text.push(digit);
        }
        text
    }

    /// A whole number with its noun, of which each language gives the singular and the plural. French counts
    /// nothing in the singular, English in the plural.
    #[must_use]
    pub fn counted(self, count: u64, [fr_one, fr_many]: [&str; 2], [en_one, en_many]: [&str; 2]) -> String {
        let fr = if count < 2 { fr_one } else { fr_many };
        let en = if count == 1 { en_one } else { en_many };
        format!("{} {}", self.count(count), self.pick(fr, en))
    }

    /// How one log of several is called: by its name, else by its number, which counts from 0 in programs and from
    /// 1 for people.
    #[must_use]
    pub fn log_name(self, name: Option<&str>, log: u32) -> String {
        name.map_or_else(|| format!("{} {}", self.pick("Journal", "Log"), log + 1), str::to_owned)
    }

    /// A duration: seconds up to two minutes, then minutes, then hours and minutes.
    #[must_use]
    pub fn duration(self, duration_s: f64) -> String {
        let whole_s = whole(duration_s);
        match whole_s {
            0..120 => format!("{whole_s} s"),
            120..3600 => format!("{} min", (whole_s + 30) / 60),
            _ => format!("{} h {:02}", whole_s / 3600, whole_s / 60 % 60),
        }
    }

    /// A length: metres below a kilometre, then kilometres.
    #[must_use]
    pub fn length(self, length_m: f64) -> String {
        if length_m < 1000.0 {
            format!("{} m", self.figure(length_m, 0))
        } else {
            format!("{} km", self.figure(length_m / 1000.0, 2))
        }
    }

    /// An area: square metres below a hectare, then hectares.
    #[must_use]
    pub fn area(self, area_m2: f64) -> String {
        if area_m2 < 10_000.0 {
            format!("{} m²", self.count(whole(area_m2)))
        } else {
            format!("{} ha", self.figure(area_m2 / 10_000.0, 2))
        }
    }

    /// The margin of an area, in the unit in which the area itself is written.
    #[must_use]
    pub fn margin(self, area_m2: f64, margin_m2: f64) -> String {
        if area_m2 < 10_000.0 {
            format!("{} m²", self.count(whole(margin_m2)))
        } else {
            format!("{} ha", self.figure(margin_m2 / 10_000.0, 2))
        }
    }
}

/// A text whose figures are written in each language's way.
pub fn both(write: impl Fn(Language) -> String) -> Text {
    Text::new(write(Language::French), write(Language::English))
}

/// A figure of zero or more, rounded.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to u64 first")]
fn whole(value: f64) -> u64 {
    value.round().clamp(0.0, 1e15) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_follow_the_language() {
        assert_eq!(Language::French.area(10_230.0), "1,02 ha");
        assert_eq!(Language::French.area(9_512.4), "9\u{202f}512 m²");
        assert_eq!(Language::English.area(10_000.0), "1.00 ha");
        assert_eq!(Language::English.margin(10_000.0, 950.0), "0.10 ha");
        assert_eq!(Language::English.margin(9_000.0, 950.0), "950 m²");
        assert_eq!(Language::English.length(1234.5), "1.23 km");
        assert_eq!(Language::French.count(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(Language::French.duration(3720.0), "1 h 02");
    }

    #[test]
    fn one_thing_is_counted_in_the_singular() {
        let bytes =
            |language: Language, count| language.counted(count, ["octet", "octets"], ["byte", "bytes"]);
        assert_eq!([0, 1, 2].map(|n| bytes(Language::French, n)), ["0 octet", "1 octet", "2 octets"]);
        assert_eq!([0, 1, 2].map(|n| bytes(Language::English, n)), ["0 bytes", "1 byte", "2 bytes"]);
    }
}
