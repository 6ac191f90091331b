//! The ground floor of Suuf: units, coordinates, reference systems, register types, rules and the R-tree.
//!
//! Everything here is pure: no I/O (but PROJ's own database, which [`crs`] opens), no clock, no randomness.
//! Every other crate may use this one; this one uses none of them.

pub mod collection;
pub mod coordinates;
pub mod crs;
pub mod department;
pub mod finding;
pub mod id;
pub mod index;
pub mod layer;
pub mod limits;
pub mod measure;
pub mod quarter;
pub mod register;
pub mod resurvey;
pub mod rings;
pub mod rules;
pub mod scope;
pub mod simplify;
pub mod survey;
pub mod text;
pub mod units;
pub mod words;

pub use collection::Collection;
pub use coordinates::{LonLat, Projected, TilePx, World};
pub use crs::{Epsg, Projector};
pub use finding::{Finding, Measured, Severity, Unit};
pub use scope::Scope;
pub use text::Text;
pub use units::{Metres, MetresPerSecond, SquareMetres};
pub use words::Language;
