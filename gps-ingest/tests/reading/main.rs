//! Reading, stage by stage: each failure case that real receivers are known for has a log written for it.
//!
//! The numbers in the names of the modules' sections are those of the list of failure cases that the pipeline was
//! built against: 1 to 12 framing, 13 to 20 time, 21 to 36 what a fix is worth.

mod agreement;
mod containers;
mod corruption;
mod faults;
mod framing;
mod gpx;
mod support;
mod time;
mod worth;
