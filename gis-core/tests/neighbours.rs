//! Overlaps judged on a thousand pairs of neighbours whose truth is known, beside the judges that know no uncertainty.
//!
//! Each parcel of a pair is surveyed by itself: a walk round it with the error of a handheld, which moves the whole walk,
//! drifts within minutes and is white only in a small rest (the error model of `gps-ingest/src/settings/error.rs`), so
//! that errors are alike along a boundary. `docs/rules.md` holds the table that comes of it; the test compares.

#[path = "neighbours/document.rs"]
mod document;
#[path = "neighbours/walk.rs"]
mod walk;

use chrono::NaiveDate;
use geo::{Area, BooleanOps, Coord, MultiPolygon, Polygon};
use gis_core::rules::{CodeLists, Facts, Frame, Judge, Pairs, RuleSettings, Shape, Subject, Surroundings};
use gis_core::{Collection, Epsg};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use serde_json::json;
use std::fmt::Write;
use uuid::Uuid;
use walk::{Receiver, surveyed};

/// What is true of a pair.
#[derive(Clone, Copy, PartialEq)]
enum Truth {
    /// Both share their boundary.
    Shared,
    /// So many metres lie between them.
    Apart(f64),
    /// The second one reaches so many metres into the first.
    Into(f64),
}

/// A row of the table: a truth, how many pairs, and what each judge holds for a conflict.
struct Row {
    truth: Truth,
    pairs: u64,
    /// Suuf, any overlap, more than a square metre.
    alarms: [u64; 3],
    /// Those that Suuf notes as within the uncertainty.
    notes: u64,
}

impl Row {
    fn of(truth: Truth, pairs: u64, receiver: &Receiver, judge: &Judge) -> Self {
        let mut row = Self { truth, pairs, alarms: [0; 3], notes: 0 };
        for pair in 0..pairs {
            let seed = 20_001 + pair;
            let [west, east] = parcels(truth, seed).map(|(truth, walker)| {
                surveyed(&truth, receiver, &mut ChaCha8Rng::seed_from_u64(seed * 2 + walker))
            });
            let shared_m2 = west.intersection(&east).unsigned_area();
            let codes = codes(judge, &west, &east, receiver.sigma_m());
            let is_alarm = codes.iter().any(|code| ["overlap", "duplicate_ground"].contains(&code.as_str()));
            row.alarms[0] += u64::from(is_alarm);
            row.alarms[1] += u64::from(shared_m2 > 0.0);
            row.alarms[2] += u64::from(shared_m2 > 1.0);
            row.notes += u64::from(codes.iter().any(|code| code == "overlap_within_uncertainty"));
        }
        row
    }

    /// False alarms where there is no conflict, misses where there is one, in per cent.
    fn wrong(&self) -> [f64; 3] {
        let share = |count: u64| 100.0 * exact(count) / exact(self.pairs);
        self.alarms.map(|alarms| {
            if matches!(self.truth, Truth::Into(_)) { 100.0 - share(alarms) } else { share(alarms) }
        })
    }
}

/// The true outlines: lots of 20 to 60 m by 15 to 40 m, with a slanting boundary between them.
fn parcels(truth: Truth, seed: u64) -> [(Polygon, u64); 2] {
    let mut dice = walk::Dice::new(seed);
    let (depth, width, slant) = (dice.between(20.0, 60.0), dice.between(15.0, 40.0), dice.between(-5.0, 5.0));
    let shift = match truth {
        Truth::Shared => 0.0,
        Truth::Apart(gap_m) => gap_m,
        Truth::Into(depth_m) => -depth_m,
    };
    let at = |x: f64, y: f64| Coord { x: x + 300_000.0, y: y + 1_636_000.0 };
    let west = [at(-width, 0.0), at(0.0, 0.0), at(slant, depth), at(-width, depth)];
    let east = [at(shift, 0.0), at(width, 0.0), at(width, depth), at(slant + shift, depth)];
    [(west, 0), (east, 1)].map(|(ring, walker)| (Polygon::new(ring.to_vec().into(), Vec::new()), walker))
}

fn codes(judge: &Judge, west: &Polygon, east: &Polygon, sigma_m: f64) -> Vec<String> {
    let subject = |id, polygon: &Polygon| {
        let shape = Shape::Area(MultiPolygon(vec![polygon.clone()]));
        let facts = Facts::read(Collection::Parcels, &json!({}));
        Subject::on_plane(Uuid::from_u128(id), Collection::Parcels, None, sigma_m, shape, facts)
            .expect("finite")
    };
    let around = Surroundings::new(vec![subject(2, east)], Frame::default(), Pairs::OfEach);
    judge.judge(&subject(1, west), &around).into_iter().map(|finding| finding.code).collect()
}

fn judge() -> Judge {
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
    Judge::new(Epsg::UTM_28N, RuleSettings::default(), CodeLists::new(), today).expect("PROJ knows the zone")
}

/// A thousand pairs surveyed with a handheld.
fn handheld() -> Vec<Row> {
    let judge = judge();
    let row = |truth, pairs| Row::of(truth, pairs, &Receiver::HANDHELD, &judge);
    vec![
        row(Truth::Shared, 400),
        row(Truth::Apart(3.0), 100),
        row(Truth::Apart(6.0), 100),
        row(Truth::Into(3.0), 100),
        row(Truth::Into(6.0), 100),
        row(Truth::Into(9.0), 100),
        row(Truth::Into(12.0), 100),
    ]
}

/// A thousand pairs surveyed with a receiver that is corrected to the decimetre.
fn corrected() -> Vec<Row> {
    let judge = judge();
    let row = |truth, pairs| Row::of(truth, pairs, &Receiver::CORRECTED, &judge);
    vec![
        row(Truth::Shared, 400),
        row(Truth::Apart(0.5), 200),
        row(Truth::Into(0.3), 200),
        row(Truth::Into(0.6), 100),
        row(Truth::Into(1.0), 100),
    ]
}

fn table(rows: &[Row]) -> String {
    let mut table = String::from(
        "| truth | pairs | wrong: Suuf | wrong: any overlap | wrong: more than 1 m² | noted as within the uncertainty |\n\
         |---|---|---|---|---|---|\n",
    );
    for row in rows {
        let truth = match row.truth {
            Truth::Shared => "common boundary: false alarms".to_owned(),
            Truth::Apart(gap_m) => format!("{gap_m} m apart: false alarms"),
            Truth::Into(depth_m) => format!("{depth_m} m into the other: misses"),
        };
        let [suuf, any, more] = row.wrong();
        let noted = 100.0 * exact(row.notes) / exact(row.pairs);
        writeln!(
            table,
            "| {truth} | {} | {suuf:.1} % | {any:.1} % | {more:.1} % | {noted:.0} % |",
            row.pairs
        )
        .expect("a string takes all");
    }
    table
}

#[test]
fn overlaps_are_judged_right_on_a_thousand_pairs_surveyed_with_a_handheld() {
    let rows = handheld();
    let table = table(&rows);
    println!("{table}");
    assert_eq!(rows.iter().map(|row| row.pairs).sum::<u64>(), 1000);
    for row in &rows {
        let [suuf, any, more] = row.wrong();
        match row.truth {
            Truth::Shared => assert!(suuf <= 3.0 && any >= 70.0 && more >= 60.0, "{suuf} {any} {more}"),
            Truth::Apart(_) => assert!(suuf <= 1.0, "{suuf}"),
            // Nine metres are 2.8 standard deviations of the difference between two walks.
            Truth::Into(depth_m) if depth_m >= 12.0 => assert!(suuf <= 8.0, "{suuf}"),
            Truth::Into(depth_m) if depth_m >= 9.0 => assert!(suuf <= 35.0, "{suuf}"),
            Truth::Into(_) => {}
        }
    }
    document::holds("handheld", &table);
}

#[test]
fn overlaps_are_judged_right_on_a_thousand_pairs_surveyed_to_the_decimetre() {
    let rows = corrected();
    let table = table(&rows);
    println!("{table}");
    assert_eq!(rows.iter().map(|row| row.pairs).sum::<u64>(), 1000);
    for row in &rows {
        let [suuf, ..] = row.wrong();
        match row.truth {
            Truth::Shared | Truth::Apart(_) => assert!(suuf <= 3.0, "{suuf}"),
            Truth::Into(depth_m) if depth_m >= 0.6 => assert!(suuf <= 2.0, "{suuf}"),
            Truth::Into(_) => {}
        }
    }
    document::holds("corrected", &table);
}

#[test]
fn the_document_holds_the_table_of_rules() {
    document::holds("rules", &document::rules());
}

#[test]
fn the_document_holds_the_table_of_limits() {
    document::holds("limits", &document::limits());
}

#[expect(clippy::cast_precision_loss, reason = "some hundreds of pairs")]
fn exact(count: u64) -> f64 {
    count as f64
}
