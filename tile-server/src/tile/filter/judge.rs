//! Whether a feature is what a filter asks for.

use super::{Condition, Glob, Literal, Property};
use gis_core::index::{Found, ValueRef};
use std::cmp::Ordering;
use uuid::Uuid;

impl Condition {
    /// True, false, or unknown because a value is missing.
    pub(super) fn judge(&self, feature: Found<'_>) -> Option<bool> {
        match self {
            Self::All(parts) => decided_by(false, parts, feature),
            Self::Any(parts) => decided_by(true, parts, feature),
            Self::Not(inner) => inner.judge(feature).map(|is_true| !is_true),
            Self::Compare(property, comparison, literal) => property.value(feature, |value| {
                order(value, literal).is_some_and(|order| comparison.orders.contains(&order))
            }),
            Self::Between(property, [low, high]) => property.value(
                feature,
                |value| matches!(value, ValueRef::Number(number) if (*low..=*high).contains(&number)),
            ),
            Self::In(property, literals) => property.value(feature, |value| {
                let beside =
                    |literal: &Literal| order(value, literal).map_or(Ordering::Less, Ordering::reverse);
                literals.binary_search_by(beside).is_ok()
            }),
            Self::Like(property, pattern) => property
                .value(feature, |value| matches!(value, ValueRef::Text(text) if is_like(text, pattern))),
            Self::IsNull(property) => Some(property.value(feature, |_| ()).is_none()),
        }
    }
}

/// What one part decides alone, unless none does; unknown where it may hang on one that is.
fn decided_by(deciding: bool, parts: &[Condition], feature: Found<'_>) -> Option<bool> {
    let mut all = Some(!deciding);
    for part in parts {
        match part.judge(feature) {
            Some(judged) if judged == deciding => return Some(deciding),
            Some(_) => {}
            None => all = None,
        }
    }
    all
}

impl Property {
    /// What somebody makes of its value, if it has one.
    fn value<T>(self, feature: Found<'_>, ask: impl FnOnce(ValueRef<'_>) -> T) -> Option<T> {
        if self.name == "id" {
            let mut text = Uuid::encode_buffer();
            return Some(ask(ValueRef::Text(feature.id().hyphenated().encode_lower(&mut text))));
        }
        feature.attribute(self.name).map(ask)
    }
}

/// How a value stands to another of its kind.
pub(super) fn order(value: ValueRef<'_>, literal: &Literal) -> Option<Ordering> {
    match (value, literal) {
        (ValueRef::Text(value), Literal::Text(literal)) => Some(value.cmp(literal)),
        (ValueRef::Number(value), Literal::Number(literal)) => value.partial_cmp(literal),
        (ValueRef::Bool(value), Literal::Bool(literal)) => Some(value.cmp(literal)),
        _ => None,
    }
}

/// Goes back to the last run and lets it take one character more, for as long as what follows does not fit.
fn is_like(text: &str, pattern: &[Glob]) -> bool {
    let (mut rest, mut next) = (text.chars(), 0);
    let mut last_run = None;
    loop {
        let mut ahead = rest.clone();
        let Some(letter) = ahead.next() else { break };
        match pattern.get(next) {
            Some(Glob::AnyRun) => {
                last_run = Some((next + 1, ahead));
                next += 1;
            }
            Some(Glob::AnyOne) => (rest, next) = (ahead, next + 1),
            Some(Glob::This(wanted)) if *wanted == letter => (rest, next) = (ahead, next + 1),
            _ => {
                let Some((after, from)) = &mut last_run else { return false };
                (rest, next) = (from.clone(), *after);
                from.next();
            }
        }
    }
    pattern[next..].iter().all(|glob| *glob == Glob::AnyRun)
}
