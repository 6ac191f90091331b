//! Accuracy on simulated logs whose truth is known, beside what a user would do today: `cargo bench --bench accuracy`.
//!
//! Prints one markdown table, which `docs/accuracy.md` holds. The seeds on which thresholds are tuned are 1 to 500;
//! those that are tested begin at 10 001.

mod babel;
mod campaign;
mod figure;
mod logs;
mod parcel;
mod place;
mod point;
mod road;
mod spikes;
mod table;
mod theory;
mod track;

use clap::{Parser, ValueEnum};
use table::Row;

/// Holds the pipeline against simulated truth.
#[derive(Debug, Parser)]
struct Args {
    /// Simulated surveys for each figure.
    #[arg(long, default_value_t = 200)]
    seeds: u64,
    /// The first seed.
    #[arg(long, default_value_t = 10_001)]
    first_seed: u64,
    /// Surveys that GPSBabel is given too: it is slow.
    #[arg(long, default_value_t = 40)]
    gpsbabel_seeds: u64,
    /// Only these measures.
    #[arg(long, value_enum)]
    only: Vec<Measures>,
    /// Threads.
    #[arg(long, default_value_t = 2)]
    threads: u64,
    /// Given by `cargo bench`.
    #[arg(long, hide = true)]
    bench: bool,
}

/// A group of measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Measures {
    Spikes,
    Track,
    Parcel,
    Road,
    Point,
    Campaign,
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let babel = babel::version();
    println!(
        "Seeds {} to {}, the first {} of them also with GPSBabel ({}{}).\n",
        args.first_seed,
        args.first_seed + args.seeds - 1,
        args.gpsbabel_seeds.min(args.seeds),
        babel.as_deref().unwrap_or("not installed"),
        if *babel::HAS_KALMAN { ", with its Kalman filter" } else { "" },
    );
    let bench = logs::Bench {
        seeds: args.first_seed..args.first_seed + args.seeds,
        babel_below: if babel.is_some() { args.first_seed + args.gpsbabel_seeds } else { 0 },
        threads: args.threads.clamp(1, 2),
    };
    println!("{}", table::HEAD);
    for measures in Measures::value_variants() {
        if !args.only.is_empty() && !args.only.contains(measures) {
            continue;
        }
        let rows: Vec<Row> = match measures {
            Measures::Spikes => spikes::rows(&bench)?,
            Measures::Track => track::rows(&bench)?,
            Measures::Parcel => parcel::rows(&bench)?,
            Measures::Road => road::rows(&bench)?,
            Measures::Point => point::rows(&bench)?,
            Measures::Campaign => campaign::rows(&bench)?,
        };
        for row in rows {
            println!("{row}");
        }
    }
    Ok(())
}
