//! Import and export on a real database and real files of several formats.

#[path = "exchange/administrative.rs"]
mod administrative;
#[path = "exchange/concurrent.rs"]
mod concurrent;
#[path = "exchange/fixture.rs"]
mod fixture;
#[path = "exchange/formats.rs"]
mod formats;
#[path = "exchange/identity.rs"]
mod identity;
#[path = "exchange/reference_systems.rs"]
mod reference_systems;
#[path = "exchange/refusals.rs"]
mod refusals;
#[path = "exchange/retired.rs"]
mod retired;
#[path = "exchange/round_trip.rs"]
mod round_trip;
