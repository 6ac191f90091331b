//! Rules: each small, each with a code, a severity and a message in both languages.

mod inside_department;

pub use inside_department::inside_department;
