//! Just enough of Rust's grammar to tell code, comments and string literals apart.

/// A stretch of a source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Code(&'a str),
    Comment(&'a str),
    /// What stands between the quotes, escapes as they are written.
    Literal(&'a str),
}

/// Cuts a source file into its pieces, in order, each with the line on which it begins.
pub(super) fn pieces(text: &str) -> Vec<(usize, Piece<'_>)> {
    let mut cutter = Cutter { text, code_from: 0, at: 0, pieces: Vec::new() };
    while cutter.at < text.len() {
        cutter.step();
    }
    cutter.end_code();
    let line = |piece: &str| 1 + text[..offset_in(text, piece)].matches('\n').count();
    cutter.pieces.iter().map(|&piece| (line(text_of(piece)), piece)).collect()
}

/// The code alone: comments and the insides of literals are blanks, lines stay where they are.
pub(super) fn code(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut end = 0;
    for (_, piece) in pieces(text) {
        let part = text_of(piece);
        let start = offset_in(text, part);
        code.push_str(&text[end..start]);
        end = start + part.len();
        match piece {
            Piece::Code(part) => code.push_str(part),
            Piece::Comment(part) | Piece::Literal(part) => {
                code.extend(part.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
            }
        }
    }
    code + &text[end..]
}

/// The part before the tests that close a file.
pub(super) fn without_tests(text: &str) -> &str {
    text.split("\n#[cfg(test)]\n").next().unwrap_or(text)
}

/// Whether a word, not just its letters, stands in a text.
pub(super) fn has_word(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(start, _)| {
        !text[..start].ends_with(is_part) && !text[start + word.len()..].starts_with(is_part)
    })
}

fn text_of(piece: Piece<'_>) -> &str {
    match piece {
        Piece::Code(text) | Piece::Comment(text) | Piece::Literal(text) => text,
    }
}

/// Where a part of a text begins in it.
fn offset_in(text: &str, part: &str) -> usize {
    part.as_ptr().addr() - text.as_ptr().addr()
}

struct Cutter<'a> {
    text: &'a str,
    code_from: usize,
    at: usize,
    pieces: Vec<Piece<'a>>,
}

impl<'a> Cutter<'a> {
    fn step(&mut self) {
        let rest = &self.text[self.at..];
        if rest.starts_with("//") {
            let end = rest.find('\n').unwrap_or(rest.len());
            self.cut(0, end, 0, Piece::Comment);
        } else if rest.starts_with("/*") {
            let end = rest.find("*/").map_or(rest.len(), |end| end + 2);
            self.cut(0, end, 0, Piece::Comment);
        } else if let Some(hashes) = raw_string(rest) {
            let open = 2 + hashes;
            let close = format!("\"{}", "#".repeat(hashes));
            let end = rest[open..].find(&close).map_or(rest.len(), |end| open + end);
            self.cut(open, end, close.len(), Piece::Literal);
        } else if rest.starts_with('"') {
            self.cut(1, end_of_string(rest), 1, Piece::Literal);
        } else {
            self.at += skip_code(rest);
        }
    }

    /// Ends the code here, takes a piece from `start` to `end`, and goes on after what closes it.
    fn cut(&mut self, start: usize, end: usize, close: usize, piece: fn(&'a str) -> Piece<'a>) {
        self.end_code();
        self.pieces.push(piece(&self.text[self.at + start..self.at + end]));
        self.at = (self.at + end + close).min(self.text.len());
        self.code_from = self.at;
    }

    fn end_code(&mut self) {
        if self.code_from < self.at {
            self.pieces.push(Piece::Code(&self.text[self.code_from..self.at]));
        }
    }
}

/// How many hashes open a raw string that begins here.
fn raw_string(rest: &str) -> Option<usize> {
    let hashes = rest.strip_prefix('r')?;
    let quote = hashes.trim_start_matches('#');
    quote.starts_with('"').then(|| hashes.len() - quote.len())
}

fn end_of_string(rest: &str) -> usize {
    let mut is_escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '"' if !is_escaped => return at,
            '\\' => is_escaped = !is_escaped,
            _ => is_escaped = false,
        }
    }
    rest.len()
}

/// How far to go on in code: a character literal, a name or one character.
fn skip_code(rest: &str) -> usize {
    let mut chars = rest.chars();
    let first = chars.next().expect("the caller is not at the end");
    if first == '\'' {
        return match (chars.next(), chars.next()) {
            (Some('\\'), Some(_)) => rest[3..].find('\'').map_or(rest.len(), |end| 4 + end),
            (Some(c), Some('\'')) => 2 + c.len_utf8(),
            _ => 1,
        };
    }
    let name = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    name.max(first.len_utf8())
}

#[test]
fn comments_and_literals_are_told_from_code() {
    let text = "let a = \"x // y\\\"\"; // say \"so\"\nlet b = r#\"q\"r\"#; let c = '\"'; let d: &'a str;";
    let expected = [
        (1, Piece::Code("let a = ")),
        (1, Piece::Literal("x // y\\\"")),
        (1, Piece::Code("; ")),
        (1, Piece::Comment("// say \"so\"")),
        (1, Piece::Code("\nlet b = ")),
        (2, Piece::Literal("q\"r")),
        (2, Piece::Code("; let c = '\"'; let d: &'a str;")),
    ];
    assert_eq!(pieces(text), expected);
}

#[test]
fn blanked_code_keeps_its_lines() {
    let text = "f(\"a\nb\"); // c\ng();\n";
    assert_eq!(code(text), "f(\" \n \");     \ng();\n");
}
