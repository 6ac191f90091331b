//! A filter as words, values and signs, each with where it begins.

use super::FilterError;
use gis_core::Text;

/// The longest part of a wrong filter that an answer repeats, in characters.
const SHOWN: usize = 30;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A name or a keyword.
    Word(String),
    /// A name in double quotes, never a keyword.
    Quoted(String),
    Text(String),
    Number(f64),
    Sign(&'static str),
}

impl Token {
    /// As a message repeats it.
    pub(super) fn shown(&self) -> String {
        let text = match self {
            Self::Word(text) | Self::Quoted(text) | Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Sign(sign) => (*sign).to_owned(),
        };
        text.chars().take(SHOWN).collect()
    }

    /// Whether it is a keyword, given in capitals.
    pub(super) fn is(&self, keyword: &str) -> bool {
        matches!(self, Self::Word(word) if word.eq_ignore_ascii_case(keyword))
    }
}

/// Longer signs come before those that they begin with.
const SIGNS: [&str; 9] = ["<>", "<=", ">=", "=", "<", ">", "(", ")", ","];

/// The tokens of a filter, with the character at which each begins, counted from 1.
pub(super) fn tokens(text: &str) -> Result<Vec<(usize, Token)>, FilterError> {
    let mut rest = text;
    let mut tokens = Vec::new();
    while let Some(first) = rest.chars().next() {
        if first.is_whitespace() {
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let position = text[..text.len() - rest.len()].chars().count() + 1;
        let (token, length) = token(rest, first).ok_or_else(|| wrong(position, rest, first))?;
        tokens.push((position, token));
        rest = &rest[length..];
    }
    Ok(tokens)
}

/// The token that a text begins with, and its length in bytes.
fn token(rest: &str, first: char) -> Option<(Token, usize)> {
    let up_to_other = |is_part: fn(char) -> bool| rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
    match first {
        '\'' => quoted(rest, first).map(|(text, length)| (Token::Text(text), length)),
        '"' => quoted(rest, first).map(|(name, length)| (Token::Quoted(name), length)),
        '0'..='9' | '+' | '-' | '.' => {
            let length = number_length(rest);
            let number = rest[..length].parse().ok().filter(|number: &f64| number.is_finite())?;
            Some((Token::Number(number), length))
        }
        _ if first.is_alphabetic() || first == '_' => {
            let length = up_to_other(|letter| letter.is_alphanumeric() || "_.:".contains(letter));
            Some((Token::Word(rest[..length].to_owned()), length))
        }
        _ => {
            SIGNS.into_iter().find(|sign| rest.starts_with(sign)).map(|sign| (Token::Sign(sign), sign.len()))
        }
    }
}

/// What stands within quotes, each within doubled, and the length with them.
fn quoted(rest: &str, quote: char) -> Option<(String, usize)> {
    let mut text = String::new();
    let mut letters = rest.char_indices().skip(1).peekable();
    while let Some((place, letter)) = letters.next() {
        if letter != quote {
            text.push(letter);
        } else if letters.next_if(|&(_, next)| next == quote).is_some() {
            text.push(quote);
        } else {
            return Some((text, place + 1));
        }
    }
    None
}

/// Digits, signs in front and behind an `e`, and points: what of it is a number, parsing tells.
fn number_length(rest: &str) -> usize {
    let mut before = 'e';
    let is_end = |letter: char| {
        let is_part =
            letter.is_alphanumeric() || letter == '.' || ("+-".contains(letter) && "eE".contains(before));
        before = letter;
        !is_part
    };
    rest.find(is_end).unwrap_or(rest.len())
}

fn wrong(position: usize, rest: &str, first: char) -> FilterError {
    let wanted = match first {
        '\'' | '"' => Text::new("un guillemet fermant", "a closing quote"),
        '0'..='9' | '+' | '-' | '.' => {
            Text::new("un nombre tel que 12 ou -3.5", "a number such as 12 or -3.5")
        }
        _ => Text::new("un attribut, une valeur ou un opérateur", "a property, a value or an operator"),
    };
    let found = rest.split_whitespace().next().unwrap_or_default().chars().take(SHOWN).collect();
    FilterError::Unexpected { position, found, wanted }
}
