//! Laws that all rules keep.

use super::picture::{Picture, judge, judged};
use super::*;
use crate::{Finding, Severity};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// The rules whose findings are about another feature.
const ABOUT_NEIGHBOURS: [&str; 12] = [
    "overlap",
    "overlap_within_uncertainty",
    "duplicate_ground",
    "gap",
    "gap_within_uncertainty",
    "road_across_parcel",
    "road_ends_in_parcel",
    "road_on_parcel_edge",
    "carriageway_in_parcel",
    "landlocked",
    "duplicate_road",
    "road_end_short",
];

fn town() -> (Subject, Vec<Subject>) {
    let picture = Picture::of(
        3.0,
        "
a.....b.....c....................................z
.   j..   k .
.     h     .
l...........m
.   n..   o .
.     .     .
d.....e.....f
x...........y....................................w
.     .
.     .
g.....i
",
    );
    let subject = picture.parcel("abed").sigma(1.0);
    let others = vec![
        picture.parcel("bcfe").sigma(1.0),
        picture.parcel("jkon").sigma(0.5),
        picture.parcel("xygi").sigma(0.5),
        picture.road("lm").sigma(1.0),
        picture.road("xy").sigma(1.0),
        picture.road("zw").sigma(1.0),
    ];
    (subject, others)
}

fn findings(subject: &Subject, others: Vec<Subject>) -> Vec<Finding> {
    judge().judge(subject, &Surroundings::new(others, Frame::default(), Pairs::OfEach))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_order_of_neighbours_does_not_matter(order in Just((0..6).collect::<Vec<usize>>()).prop_shuffle()) {
        let (subject, others) = town();
        let shuffled = order.iter().map(|index| others[*index].clone()).collect();
        prop_assert_eq!(findings(&subject, shuffled), findings(&subject, others));
    }

    #[test]
    fn what_is_far_from_all_has_no_neighbours(east_m in 400.0..20_000.0_f64, sigma_m in 0.1..5.0_f64) {
        let (subject, others) = town();
        let Shape::Area(mut area) = subject.shape.clone() else { panic!("an area") };
        geo::Translate::translate_mut(&mut area, east_m, 0.0);
        let (id, collection) = (subject.id, subject.collection);
        let moved = Subject::on_plane(id, collection, None, sigma_m, Shape::Area(area), subject.facts.clone());
        let found = findings(&moved.expect("it is finite"), others);
        let about: Vec<_> = found.iter().filter(|finding| ABOUT_NEIGHBOURS.contains(&finding.code.as_str())).collect();
        prop_assert!(about.is_empty(), "{:?}", about);
    }
}

#[test]
fn the_subject_itself_is_none_of_its_neighbours() {
    let (subject, _) = town();
    assert!(findings(&subject, vec![subject.clone()]).is_empty());
}

#[test]
fn a_pair_is_told_of_once_when_the_register_is_judged() {
    let picture = Picture::of(
        2.0,
        "
a......c.b......d
.      . .      .
.      . .      .
.      . .      .
e......g.f......h
",
    );
    let pair = vec![picture.parcel("abfe"), picture.parcel("cdhg")];
    let count = |pairs| {
        let around = Surroundings::new(pair.clone(), Frame::default(), pairs);
        let told = around.features().iter().flat_map(|subject| judge().judge(subject, &around));
        told.filter(|finding| finding.code == "overlap").count()
    };
    assert_eq!((count(Pairs::Once), count(Pairs::OfEach)), (1, 2));
}

#[test]
fn findings_say_where_and_end_in_what_to_do() {
    let (subject, others) = town();
    let texts = table();
    let found = findings(&subject, others);
    assert!(found.len() > 1, "{found:?}");
    for finding in found {
        let rule = texts.iter().find(|rule| rule.code == finding.code).expect("it is in the table");
        assert!(
            finding.message.fr.ends_with(&rule.advice.fr) && finding.message.en.ends_with(&rule.advice.en)
        );
        assert!(finding.at.is_some_and(|at| (-17.0..-16.0).contains(&at.lon_deg())), "{finding:?}");
        assert_eq!(finding.severity, rule.severity);
    }
}

#[test]
fn every_rule_has_a_code_of_its_own_and_says_why_in_both_languages() {
    let texts = table();
    let codes: BTreeSet<_> = texts.iter().map(|rule| rule.code).collect();
    assert_eq!(codes.len(), texts.len());
    assert!(codes.len() >= 40, "{}", codes.len());
    for rule in &texts {
        assert!(rule.code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{}", rule.code);
        assert!(!rule.collections.is_empty());
        for text in [&rule.why, &rule.advice] {
            assert!(text.fr.ends_with('.') && text.en.ends_with('.'), "{}", rule.code);
            assert_ne!(text.fr, text.en);
        }
    }
}

#[test]
fn errors_are_few_because_facts_are_listed_and_not_refused() {
    let errors: Vec<_> = table().into_iter().filter(|rule| rule.severity == Severity::Error).collect();
    let codes: Vec<_> = errors.iter().map(|rule| rule.code).collect();
    assert_eq!(codes, ["geometry_invalid", "nicad_format", "road_number_format"]);
}

#[test]
fn a_lone_parcel_of_ordinary_form_has_nothing_to_be_said_of() {
    let picture = Picture::of(
        10.0,
        "
a...b
.   .
c...d
",
    );
    assert!(judged(&picture.parcel("abdc"), []).codes().is_empty());
}
