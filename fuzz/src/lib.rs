//! What the targets hold the code to: the laws that the property tests of gps-ingest hold it to.

#[expect(clippy::missing_panics_doc, reason = "a law that is broken panics")]
#[path = "../../gps-ingest/tests/law/mod.rs"]
pub mod law;
