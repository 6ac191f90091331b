//! Filters on the attributes of tiles: a small part of CQL2 text (OGC 21-065r2), judged in memory.
//!
//! ```text
//! filter     = and-part { OR and-part }
//! and-part   = part { AND part }
//! part       = NOT part | "(" filter ")" | predicate
//! predicate  = property ( "=" | "<>" | "<" | "<=" | ">" | ">=" ) value
//!            | property [NOT] BETWEEN number AND number
//!            | property [NOT] IN "(" value { "," value } ")"
//!            | property [NOT] LIKE text         % any run, _ any character, \ before either as itself
//!            | property IS [NOT] NULL
//! value      = text in '…' ('' for ') | number | TRUE | FALSE
//! ```
//!
//! Logic has three values, as in SQL: what has no value is neither equal nor unequal to anything, and a feature is
//! shown where the filter is true. Texts compare by code point.
//!
//! A filter is about the layers that have all properties it names: those are filtered, others are left as they are.
//! Invariant: reading is bounded in length and depth, so no filter exhausts the stack; judging is bounded in conditions,
//! so none holds a core for long.

mod error;
mod judge;
mod parse;
mod token;

#[cfg(test)]
mod tests;

pub use error::FilterError;

use gis_core::index::{Found, ValueRef};
use gis_core::layer::{FieldKind, Layer};
use std::cmp::Ordering;

/// The longest filter, in bytes.
pub const MAX_FILTER_BYTES: usize = 4096;

/// The most parentheses and negations one within the other.
pub const MAX_FILTER_DEPTH: usize = 32;

/// The most conditions. At low zooms each is asked of every feature of a tile, which may be a hundred thousand: sixteen of the
/// dearest take as long as sixteen times the simplest filter. A list of IN is one, however long: it is looked up.
const MAX_FILTER_CONDITIONS: usize = 16;

/// Which features of which layers are wanted.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    layers: Vec<Layer>,
    condition: Condition,
}

impl Filter {
    /// Reads a filter on layers.
    ///
    /// # Errors
    /// What is no filter of the grammar above, names properties that no layer has, compares what cannot be compared,
    /// or fits none of the layers.
    pub fn parse(text: &str, layers: &[Layer]) -> Result<Self, FilterError> {
        let (condition, properties) = parse::parse(text, layers)?;
        let has_all = |layer: &Layer| {
            properties.iter().all(|name| layer.fields().iter().any(|field| field.name == *name))
        };
        let meant: Vec<_> = layers.iter().copied().filter(has_all).collect();
        if meant.is_empty() {
            return Err(FilterError::FitsNoLayer { properties });
        }
        Ok(Self { layers: meant, condition })
    }

    /// Whether it is about a layer.
    #[must_use]
    pub fn is_about(&self, layer: Layer) -> bool {
        self.layers.contains(&layer)
    }

    /// Whether a feature of a layer that it is about is wanted.
    #[must_use]
    pub fn admits(&self, feature: Found<'_>) -> bool {
        self.condition.judge(feature) == Some(true)
    }
}

/// A property of some layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Property {
    name: &'static str,
    kind: FieldKind,
}

/// What a property is compared with.
#[derive(Debug, Clone, PartialEq)]
enum Literal {
    Text(String),
    Number(f64),
    Bool(bool),
}

impl Literal {
    fn kind(&self) -> FieldKind {
        match self {
            Self::Text(_) => FieldKind::Text,
            Self::Number(_) => FieldKind::Number,
            Self::Bool(_) => FieldKind::Bool,
        }
    }

    fn as_ref(&self) -> ValueRef<'_> {
        match self {
            Self::Text(text) => ValueRef::Text(text),
            Self::Number(number) => ValueRef::Number(*number),
            Self::Bool(is_true) => ValueRef::Bool(*is_true),
        }
    }
}

/// A piece of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Glob {
    AnyRun,
    AnyOne,
    This(char),
}

/// How one value is to stand to another: by the orders that do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Comparison {
    sign: &'static str,
    orders: &'static [Ordering],
}

#[derive(Debug, Clone, PartialEq)]
enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Compare(Property, Comparison, Literal),
    Between(Property, [f64; 2]),
    /// In order, each once.
    In(Property, Vec<Literal>),
    Like(Property, Vec<Glob>),
    IsNull(Property),
}
