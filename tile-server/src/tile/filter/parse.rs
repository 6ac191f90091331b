//! The grammar of filters, rule by rule.

use super::judge::order;
use super::token::{Token, tokens};
use super::{
    Comparison, Condition, FilterError, Glob, Literal, MAX_FILTER_BYTES, MAX_FILTER_CONDITIONS,
    MAX_FILTER_DEPTH, Property,
};
use gis_core::Text;
use gis_core::layer::{Field, FieldKind, Layer};
use std::cmp::Ordering::{Equal, Greater, Less};

/// A filter, and the properties that it names.
pub(super) fn parse(text: &str, layers: &[Layer]) -> Result<(Condition, Vec<&'static str>), FilterError> {
    if text.len() > MAX_FILTER_BYTES {
        return Err(FilterError::TooLong);
    }
    let mut fields: Vec<Field> = Vec::new();
    for field in layers.iter().flat_map(|layer| layer.fields()) {
        if !fields.contains(field) {
            fields.push(*field);
        }
    }
    let mut parser = Parser {
        end: text.chars().count() + 1,
        tokens: tokens(text)?,
        next: 0,
        depth: 0,
        conditions: 0,
        fields,
        properties: Vec::new(),
    };
    let condition = parser.any()?;
    match parser.next {
        next if next < parser.tokens.len() => {
            Err(parser.unexpected("AND, OR ou la fin", "AND, OR or the end"))
        }
        _ => Ok((condition, parser.properties)),
    }
}

struct Parser {
    tokens: Vec<(usize, Token)>,
    next: usize,
    /// The position behind the last character.
    end: usize,
    depth: usize,
    /// How many were read.
    conditions: usize,
    /// Those that may be named.
    fields: Vec<Field>,
    /// Those that were.
    properties: Vec<&'static str>,
}

const COMPARISONS: [Comparison; 6] = [
    Comparison { sign: "=", orders: &[Equal] },
    Comparison { sign: "<>", orders: &[Less, Greater] },
    Comparison { sign: "<", orders: &[Less] },
    Comparison { sign: "<=", orders: &[Less, Equal] },
    Comparison { sign: ">", orders: &[Greater] },
    Comparison { sign: ">=", orders: &[Greater, Equal] },
];

impl Parser {
    fn any(&mut self) -> Result<Condition, FilterError> {
        let mut parts = vec![self.all()?];
        while self.take_word("OR") {
            parts.push(self.all()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Condition::Any(parts) })
    }

    fn all(&mut self) -> Result<Condition, FilterError> {
        let mut parts = vec![self.part()?];
        while self.take_word("AND") {
            parts.push(self.part()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Condition::All(parts) })
    }

    fn part(&mut self) -> Result<Condition, FilterError> {
        let is_negated = self.take_word("NOT");
        if !is_negated && !self.take_sign("(") {
            return self.predicate();
        }
        self.depth += 1;
        if self.depth > MAX_FILTER_DEPTH {
            let position = self.tokens[self.next - 1].0;
            return Err(FilterError::TooDeep { position });
        }
        let inner = if is_negated {
            Condition::Not(Box::new(self.part()?))
        } else {
            let inner = self.any()?;
            self.want_sign(")")?;
            inner
        };
        self.depth -= 1;
        Ok(inner)
    }

    fn predicate(&mut self) -> Result<Condition, FilterError> {
        let position = self.position();
        let property = self.property()?;
        self.conditions += 1;
        if self.conditions > MAX_FILTER_CONDITIONS {
            return Err(FilterError::TooMany { position });
        }
        if self.take_word("IS") {
            let is_negated = self.take_word("NOT");
            self.want_word("NULL")?;
            return Ok(negated_if(is_negated, Condition::IsNull(property)));
        }
        if let Some(comparison) = COMPARISONS.into_iter().find(|known| self.take_sign(known.sign)) {
            let is_order = !matches!(comparison.sign, "=" | "<>");
            if is_order && property.kind == FieldKind::Bool {
                self.next -= 1;
                return Err(self.unexpected("= ou <>", "= or <>"));
            }
            return Ok(Condition::Compare(property, comparison, self.literal(property.kind)?));
        }
        let is_negated = self.take_word("NOT");
        let condition = if property.kind == FieldKind::Number && self.take_word("BETWEEN") {
            let low = self.number()?;
            self.want_word("AND")?;
            Condition::Between(property, [low, self.number()?])
        } else if self.take_word("IN") {
            self.want_sign("(")?;
            let mut literals = vec![self.literal(property.kind)?];
            while self.take_sign(",") {
                literals.push(self.literal(property.kind)?);
            }
            self.want_sign(")")?;
            let between = |one: &Literal, other: &Literal| order(one.as_ref(), other).unwrap_or(Equal);
            literals.sort_unstable_by(between);
            literals.dedup_by(|one, other| between(one, other) == Equal);
            Condition::In(property, literals)
        } else if property.kind == FieldKind::Text && self.take_word("LIKE") {
            Condition::Like(property, self.pattern()?)
        } else {
            return Err(self.no_predicate(property.kind));
        };
        Ok(negated_if(is_negated, condition))
    }

    fn property(&mut self) -> Result<Property, FilterError> {
        let name = match self.tokens.get(self.next) {
            Some((_, Token::Word(name) | Token::Quoted(name))) => name.clone(),
            _ => return Err(self.unexpected("un attribut", "a property")),
        };
        let Some(field) = self.fields.iter().find(|field| field.name == name).copied() else {
            let known = self.fields.iter().map(|field| field.name).collect();
            return Err(FilterError::UnknownProperty { position: self.position(), name, known });
        };
        self.next += 1;
        if !self.properties.contains(&field.name) {
            self.properties.push(field.name);
        }
        Ok(Property { name: field.name, kind: field.kind })
    }

    fn literal(&mut self, kind: FieldKind) -> Result<Literal, FilterError> {
        let literal = match self.tokens.get(self.next) {
            Some((_, Token::Text(text))) => Some(Literal::Text(text.clone())),
            Some((_, Token::Number(number))) => Some(Literal::Number(*number)),
            Some((_, token)) if token.is("TRUE") => Some(Literal::Bool(true)),
            Some((_, token)) if token.is("FALSE") => Some(Literal::Bool(false)),
            _ => None,
        };
        let literal = literal.filter(|literal| literal.kind() == kind).ok_or_else(|| match kind {
            FieldKind::Text => self.unexpected("un texte entre apostrophes", "a text in single quotes"),
            FieldKind::Number => self.unexpected("un nombre", "a number"),
            FieldKind::Bool => self.unexpected("TRUE ou FALSE", "TRUE or FALSE"),
        })?;
        self.next += 1;
        Ok(literal)
    }

    fn number(&mut self) -> Result<f64, FilterError> {
        match self.literal(FieldKind::Number)? {
            Literal::Number(number) => Ok(number),
            Literal::Text(_) | Literal::Bool(_) => {
                unreachable!("a literal is of the kind that was asked for")
            }
        }
    }

    fn pattern(&mut self) -> Result<Vec<Glob>, FilterError> {
        let Literal::Text(text) = self.literal(FieldKind::Text)? else {
            unreachable!("a literal is of the kind that was asked for")
        };
        let mut letters = text.chars().peekable();
        let mut pattern = Vec::new();
        while let Some(letter) = letters.next() {
            pattern.push(match letter {
                '%' => Glob::AnyRun,
                '_' => Glob::AnyOne,
                '\\' => Glob::This(letters.next_if(|next| "%_\\".contains(*next)).unwrap_or(letter)),
                _ => Glob::This(letter),
            });
        }
        Ok(pattern)
    }

    fn take_word(&mut self, keyword: &str) -> bool {
        let is_there = self.tokens.get(self.next).is_some_and(|(_, token)| token.is(keyword));
        self.next += usize::from(is_there);
        is_there
    }

    fn take_sign(&mut self, sign: &'static str) -> bool {
        let is_there = self.tokens.get(self.next).is_some_and(|(_, token)| *token == Token::Sign(sign));
        self.next += usize::from(is_there);
        is_there
    }

    fn want_word(&mut self, keyword: &str) -> Result<(), FilterError> {
        if self.take_word(keyword) { Ok(()) } else { Err(self.unexpected(keyword, keyword)) }
    }

    fn want_sign(&mut self, sign: &'static str) -> Result<(), FilterError> {
        let wanted = format!("« {sign} »");
        if self.take_sign(sign) { Ok(()) } else { Err(self.unexpected(wanted, format!("“{sign}”"))) }
    }

    fn no_predicate(&self, kind: FieldKind) -> FilterError {
        match kind {
            FieldKind::Text => {
                let signs = "=, <>, <, <=, >, >=, IN, LIKE";
                self.unexpected(format!("{signs} ou IS NULL"), format!("{signs} or IS NULL"))
            }
            FieldKind::Number => {
                let signs = "=, <>, <, <=, >, >=, BETWEEN, IN";
                self.unexpected(format!("{signs} ou IS NULL"), format!("{signs} or IS NULL"))
            }
            FieldKind::Bool => self.unexpected("=, <>, IN ou IS NULL", "=, <>, IN or IS NULL"),
        }
    }

    fn position(&self) -> usize {
        self.tokens.get(self.next).map_or(self.end, |(position, _)| *position)
    }

    fn unexpected(&self, fr: impl Into<String>, en: impl Into<String>) -> FilterError {
        let found = self.tokens.get(self.next).map_or_else(String::new, |(_, token)| token.shown());
        FilterError::Unexpected { position: self.position(), found, wanted: Text::new(fr, en) }
    }
}

fn negated_if(is_negated: bool, condition: Condition) -> Condition {
    if is_negated { Condition::Not(Box::new(condition)) } else { condition }
}
