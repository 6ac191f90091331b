//! Boundary walks of five sizes.

use geo::{Geometry, LineString, Polygon};
use gis_core::measure;
use gis_core::survey::{Draft, DraftKind};
use gps_ingest::{LogKind, LogRequest, Noise, WalkManner, simulate_log};

use crate::babel::FILTERS;
use crate::figure::{Figures, count, deviation, greatest, least, mean, median, quantile, rms};
use crate::logs::{Bench, only_draft, raw_fixes, request};
use crate::place::{Ground, overlap};
use crate::table::{Bounds, Row, SUUF, fine_per_cent, fine_ratio, per_cent, ratio};
use crate::theory;

/// Areas in hectares, each with the least median IoU where one is asked.
const SIZES: [(f64, Option<f64>); 5] =
    [(0.05, None), (0.2, Some(0.8)), (0.5, None), (1.0, Some(0.9)), (5.0, None)];

/// What one way made of one walk.
struct Figure {
    /// Area found / true − 1.
    area_error: f64,
    perimeter_ratio: f64,
    overlap: f64,
    /// Whether the true area lies within the stated 95 % interval.
    is_covered: Option<bool>,
}

struct Walk {
    /// The deviation of the area that the error model makes, as a share.
    theory: f64,
    ways: [Option<Figure>; 3],
}

pub(crate) fn rows(bench: &Bench) -> anyhow::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (area_ha, overlap_min) in SIZES {
        let walks = bench.each_seed(|seed| walk(bench, area_ha, seed))?;
        rows.extend(size_rows(area_ha, overlap_min, &walks));
    }
    let hectare = LogKind::BoundaryWalk { area_ha: 1.0 };
    let held = WalkManner { holds_corners: true, ..WalkManner::default() };
    let overlapping = WalkManner { overlap_m: 20.0, ..WalkManner::default() };
    for (name, change) in [
        ("corners held", LogRequest { walk: held, ..LogRequest::new(hectare, 0) }),
        ("20 m walked on", LogRequest { walk: overlapping, ..LogRequest::new(hectare, 0) }),
        ("under trees", LogRequest { noise: Noise::COVERED, ..LogRequest::new(hectare, 0) }),
    ] {
        let walks = bench.each_seed(|seed| {
            let LogRequest { walk, noise, .. } = change;
            walk_of(bench, &LogRequest { walk, noise, ..request(hectare, seed) })
        })?;
        rows.extend(told_rows(&format!("parcel of 1 ha, {name}"), &walks));
    }
    Ok(rows)
}

fn walk(bench: &Bench, area_ha: f64, seed: u64) -> anyhow::Result<Walk> {
    walk_of(bench, &request(LogKind::BoundaryWalk { area_ha }, seed))
}

fn walk_of(bench: &Bench, request: &LogRequest) -> anyhow::Result<Walk> {
    let log = simulate_log(request);
    let truth = &log.features[0].geometry;
    let area_m2 = measure::area(truth).get();
    let theory = theory::area_deviation_m2(&log.epochs, &Noise::OPEN, &Ground::new()?)? / area_m2;
    let ring = |fixes: LineString| Figure::of(&Geometry::from(Polygon::new(fixes, vec![])), truth, None);
    let raw = raw_fixes(&log).into_iter().map(geo::Coord::from).collect();
    let babel = bench.babel_fixes(request.seed, &log, &FILTERS)?;
    let babel = babel.map(|fixes| ring(fixes.iter().map(|fix| geo::Coord::from(fix.at)).collect()));
    let draft = only_draft(std::slice::from_ref(&log), DraftKind::Parcel)?;
    let suuf = draft.map(|draft| Figure::of(&draft.geometry, truth, Some(&draft)));
    Ok(Walk { theory, ways: [suuf, Some(ring(raw)), babel] })
}

impl Figure {
    fn of(found: &Geometry, truth: &Geometry, draft: Option<&Draft>) -> Self {
        let (true_m2, found_m2) = (measure::area(truth).get(), measure::area(found).get());
        let overlap = match (found, truth) {
            (Geometry::Polygon(found), Geometry::Polygon(truth)) => overlap(found, truth),
            _ => 0.0,
        };
        let deviation_m2 = draft.and_then(|draft| draft.area_sd_m2);
        Self {
            area_error: found_m2 / true_m2 - 1.0,
            perimeter_ratio: measure::length(found).get() / measure::length(truth).get(),
            overlap,
            is_covered: deviation_m2.map(|sd_m2| (found_m2 - true_m2).abs() <= 1.96 * sd_m2),
        }
    }
}

fn size_rows(area_ha: f64, overlap_min: Option<f64>, walks: &[Walk]) -> Vec<Row> {
    let name = |measure: &str| format!("parcel of {area_ha} ha: {measure}");
    let ways = walks.iter().map(|walk| &walk.ways);
    let figures = |figure: fn(&Figure) -> f64| Figures::of(&ways, figure);
    let errors = figures(|figure| figure.area_error);
    let theory = rms(&walks.iter().map(|walk| walk.theory).collect::<Vec<_>>());
    let missing = ways.clone().filter(|ways| ways[SUUF].is_none()).count();
    let perimeters = figures(|figure| figure.perimeter_ratio);
    let overlaps = figures(|figure| figure.overlap);
    let mut rows = vec![
        Row::told(
            name("walks that gave no draft"),
            [Some(format!("{missing} of {}", walks.len())), None, None],
        ),
        Row::judged(
            name(&format!("sd of the area's error ÷ {}, which the error model makes", fine_per_cent(theory))),
            Bounds::AtMost(1.1),
            errors.each(|errors| deviation(errors) / theory),
            ratio,
        ),
        Row::told(
            name("area's error: bias; median and 95th percentile of its size"),
            errors.told(|errors| {
                let sizes: Vec<f64> = errors.iter().map(|error| error.abs()).collect();
                format!(
                    "{:+.2} %; {}; {}",
                    mean(errors) * 100.0,
                    per_cent(median(&sizes)),
                    per_cent(quantile(&sizes, 95))
                )
            }),
        ),
        Row::judged(
            name("the true area lies within the stated 95 % interval"),
            Bounds::Within(0.93, 0.97),
            [coverage(walks), None, None],
            per_cent,
        ),
        Row::judged(
            name("perimeter ÷ true, median"),
            Bounds::Within(0.98, 1.02),
            perimeters.each(median),
            fine_ratio,
        ),
        Row::told(
            name("perimeter ÷ true, least to greatest"),
            perimeters.told(|ratios| format!("{:.3}–{:.3}", least(ratios), greatest(ratios))),
        ),
    ];
    rows.push(match overlap_min {
        Some(least) => {
            Row::judged(name("IoU, median"), Bounds::AtLeast(least), overlaps.each(median), fine_ratio)
        }
        None => Row::told(name("IoU, median"), overlaps.told(|all| fine_ratio(median(all)))),
    });
    rows.push(Row::told(name("IoU, 5th percentile"), overlaps.told(|all| fine_ratio(quantile(all, 5)))));
    rows
}

/// A harder or easier case, which is told and not judged.
fn told_rows(name: &str, walks: &[Walk]) -> [Row; 2] {
    let ways = walks.iter().map(|walk| &walk.ways);
    let missing = ways.clone().filter(|ways| ways[SUUF].is_none()).count();
    let sd = Figures::of(&ways, |figure| figure.area_error).told(|errors| per_cent(deviation(errors)));
    let overlap = Figures::of(&ways, |figure| figure.overlap).told(|all| fine_ratio(median(all)));
    let pairs = sd.into_iter().zip(overlap);
    let mut figures = pairs.map(|(sd, overlap)| Some(format!("{}; {}", sd?, overlap?)));
    let stated = coverage(walks).map_or("–".to_owned(), per_cent);
    [
        Row::told(
            format!("{name}: sd of the area's error; IoU, median"),
            std::array::from_fn(|_| figures.next().flatten()),
        ),
        Row::told(
            format!("{name}: no draft; the true area within the stated 95 % interval"),
            [Some(format!("{missing} of {}; {stated}", walks.len())), None, None],
        ),
    ]
}

/// The share of the drafts that state a deviation whose interval holds the truth.
fn coverage(walks: &[Walk]) -> Option<f64> {
    let stated: Vec<bool> = walks.iter().filter_map(|walk| walk.ways[SUUF].as_ref()?.is_covered).collect();
    let covered = stated.iter().filter(|is_covered| **is_covered).count();
    (!stated.is_empty()).then(|| count(covered) / count(stated.len()))
}
