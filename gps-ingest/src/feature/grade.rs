//! Grades: how good a draft is, and which rule decided it. The strictest rule decides; among equals the first.

use gis_core::survey::{DraftKind, Grade, Grading};

use super::{Shape, WAYPOINT, boundary, centreline, point};
use crate::settings::{GradeLimits, Thresholds};
use crate::words::{Language, both};

/// What one rule says of a draft.
struct Verdict {
    grade: Grade,
    rule: &'static str,
    reason: gis_core::Text,
}

/// The grade of a shape whose area is known when it has one.
pub(super) fn grade(shape: &Shape, area_m2: Option<f64>, limits: &Thresholds) -> Grading {
    let limits = &limits.grade;
    let measured = match shape.kind {
        DraftKind::Parcel => {
            by_area(area_m2.unwrap_or_default(), shape.area_sd_m2.unwrap_or_default(), limits)
        }
        DraftKind::Road => {
            by_sigma("road_deviation", shape.sigma_m, [limits.road_sigma_a_m, limits.road_sigma_b_m])
        }
        DraftKind::MarketAsset => {
            by_sigma("point_deviation", shape.sigma_m, [limits.point_sigma_a_m, limits.point_sigma_b_m])
        }
    };
    let too_small = area_m2.filter(|area_m2| *area_m2 < limits.parcel_area_min_m2).map(too_small);
    let objections = shape.findings.iter().filter_map(|finding| {
        let grade = objection(&finding.code)?;
        Some(Verdict { grade: grade.0, rule: grade.1, reason: finding.message.clone() })
    });
    let verdicts = std::iter::once(measured).chain(too_small).chain(objections);
    // `max_by_key` takes the last of equals, so they come in reverse.
    let mut verdicts: Vec<Verdict> = verdicts.collect();
    verdicts.reverse();
    let decisive = verdicts.into_iter().max_by_key(|verdict| verdict.grade).expect("one rule always speaks");
    Grading { grade: decisive.grade, rule: decisive.rule.to_owned(), reason: decisive.reason }
}

/// Findings that keep a draft from a better grade, whatever its figures.
fn objection(code: &str) -> Option<(Grade, &'static str)> {
    const OBJECTIONS: [(&str, Grade); 7] = [
        (boundary::LOOSELY_CLOSED, Grade::B),
        (boundary::WALKED_ON, Grade::C),
        (boundary::BRIDGED, Grade::C),
        (point::SHORT_STAY, Grade::C),
        (point::PINNED, Grade::B),
        (centreline::PASSES_DISAGREE, Grade::C),
        (WAYPOINT, Grade::C),
    ];
    OBJECTIONS.into_iter().find(|(rule, _)| *rule == code).map(|(rule, grade)| (grade, rule))
}

fn by_area(area_m2: f64, sd_m2: f64, limits: &GradeLimits) -> Verdict {
    let share = sd_m2 / area_m2;
    let steps = [limits.area_sd_share_a, limits.area_sd_share_b, limits.area_sd_share_c];
    let grade = Grade::ALL[steps.iter().filter(|&&step| share > step).count()];
    let reason = both(|language| {
        let figure = language.figure(100.0 * share, 1);
        let text = match grade {
            Grade::A | Grade::B => language.pick(
                "L'écart-type de la superficie est de {} % de celle-ci.",
                "The area's standard deviation is {} % of it.",
            ),
            Grade::C => language.pick(
                "L'écart-type de la superficie est de {} % de celle-ci : refaites le tour un autre jour.",
                "The area's standard deviation is {} % of it: walk it again on another day.",
            ),
            Grade::Rejected => language.pick(
                "L'écart-type de la superficie est de {} % de celle-ci : mesurez le terrain autrement.",
                "The area's standard deviation is {} % of it: measure the place in another way.",
            ),
        };
        text.replace("{}", &figure)
    });
    Verdict { grade, rule: "area_deviation", reason }
}

fn too_small(area_m2: f64) -> Verdict {
    let reason = both(|language| {
        language
            .pick(
                "Parcelle de {} : trop petite pour un GPS de poche. Mesurez-la au ruban.",
                "Parcel of {}: too small for a handheld GPS. Measure it with a tape.",
            )
            .replace("{}", &language.area(area_m2))
    });
    Verdict { grade: Grade::C, rule: "parcel_too_small", reason }
}

fn by_sigma(rule: &'static str, sigma_m: f64, steps_m: [f64; 2]) -> Verdict {
    let grade = Grade::ALL[steps_m.iter().filter(|&&step_m| sigma_m > step_m).count()];
    let reason = both(|language: Language| {
        language
            .pick(
                "L'écart-type de la position est de {} m par axe.",
                "The position's standard deviation is {} m per axis.",
            )
            .replace("{}", &language.figure(sigma_m, 1))
    });
    Verdict { grade, rule, reason }
}
