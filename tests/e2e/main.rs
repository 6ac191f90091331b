//! The real program on its real cluster, asked over real HTTP: journeys, bad input, crashes, other people's clients.

mod abuse;
mod archive;
mod bad_input;
mod bulk;
mod client;
mod clients;
mod contract;
mod crash;
mod editors;
mod exchange;
mod freshness;
mod history;
mod inspect;
mod journey;
mod judged;
mod matrix;
mod operation;
mod oracle;
mod people;
mod persons;
mod records;
mod server;
mod story;
mod tile_cache;
mod tiles;
mod uploads;
