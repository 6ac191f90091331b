//! Rules: each small, each with a code, a severity and a message in both languages; and the forms of identifiers.

mod day;
mod inside_department;
mod nicad;
mod road_number;

pub use day::parse_day;
pub use inside_department::inside_department;
pub use nicad::is_nicad;
pub use road_number::is_road_number;
