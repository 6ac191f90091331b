//! Markets: blocks, tariffs, and who occupies their places under which contract.

mod block;
mod occupancy;
mod tariff;

pub use block::{Block, NewBlock, insert_block, list_blocks};
pub use occupancy::{
    Arrears, NewArrears, NewOccupancy, Occupancy, end_occupancy, insert_arrears, insert_occupancy,
    list_arrears, list_occupancies,
};
pub use tariff::{NewTariff, Tariff, insert_tariff, list_tariffs};
