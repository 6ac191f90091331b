//! Rules: each small, each with a code, a severity, a reason and an advice in both languages.
//!
//! A [`Subject`] (a feature or a draft) is judged on the plane of its department, in metres, among its
//! [`Surroundings`]. Nothing is judged by a fixed tolerance where the uncertainty of both surveys is known: two
//! boundaries may be one when they are no farther apart than both err. Nothing is ever snapped.
//!
//! Each file beside this one is one judgement, with its picture as a test; [`CHECKS`] is the table of all.
//! `docs/rules.md` is that table for people.

mod access;
mod case;
mod code;
mod commune;
mod day;
mod declared_area;
mod department;
mod extent;
mod facts;
mod frame;
mod gap;
mod geometry;
mod judge;
mod nicad;
mod overlap;
#[cfg(test)]
mod picture;
mod place;
mod plane;
mod repair;
mod rival;
mod road_end;
mod road_line;
mod road_number;
mod road_parcel;
mod road_state;
mod rule;
mod settings;
mod subject;
mod surroundings;
mod tenure;
#[cfg(test)]
mod tests;
mod words;

pub use day::parse_day;
pub use facts::{Facts, MarketFacts, Origin, OtherFacts, ParcelFacts, PlaceFacts, RoadFacts};
pub use frame::{Frame, Outline};
pub use judge::{CodeLists, Judge};
pub use nicad::is_nicad;
pub use repair::{Repair, Repaired, repair};
pub use rival::{Rival, Rivals};
pub use road_number::is_road_number;
pub use rule::{Check, Rule, RuleText};
pub use settings::{RuleLimits, RuleSettings, SettingsError};
pub use subject::{Shape, Subject};
pub use surroundings::{Key, Pairs, Surroundings};

/// Every judgement, in the order of a report: form, place, neighbours, papers, roads, markets, other drafts.
pub const CHECKS: [Check; 21] = [
    geometry::CHECK,
    extent::PARCEL_CHECK,
    extent::SLIVER_CHECK,
    declared_area::CHECK,
    department::OUTSIDE_CHECK,
    department::ACROSS_CHECK,
    commune::CHECK,
    overlap::CHECK,
    gap::CHECK,
    access::CHECK,
    nicad::CHECK,
    tenure::CHECK,
    code::CHECK,
    road_number::CHECK,
    road_state::CHECK,
    road_line::CHECK,
    road_end::CHECK,
    road_parcel::CHECK,
    place::CHECK,
    extent::PLACE_CHECK,
    rival::CHECK,
];

/// Every rule as people read it, in the order of the table.
#[must_use]
pub fn table() -> Vec<RuleText> {
    let texts =
        |check: &Check| check.rules.iter().map(|rule| rule.text(check.collections)).collect::<Vec<_>>();
    CHECKS.iter().flat_map(texts).collect()
}
