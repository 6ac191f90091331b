//! Simulated logs: whether they are what their parameters say, and what the pipeline makes of them.

mod damage;
mod manner;
mod noise;
mod pipeline;
