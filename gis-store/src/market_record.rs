//! Markets: blocks, tariffs, and who occupies their places under which contract.

mod arrears;
mod block;
mod occupancy;
mod tariff;

pub use arrears::{Arrears, EarlierArrears, NewArrears, insert_arrears, list_arrears};
pub use block::{Block, NewBlock, insert_block, list_blocks};
pub use occupancy::{NewOccupancy, Occupancy, end_occupancy, insert_occupancy, list_occupancies};
pub use tariff::{NewTariff, Tariff, insert_tariff, list_tariffs};
