//! Pictures for tests: letters in a drawing are places, cells have a size in metres, and words of letters are shapes.

use super::facts::Facts;
use super::frame::{Frame, Outline};
use super::judge::{CodeLists, Judge};
use super::settings::RuleSettings;
use super::subject::{Shape, Subject};
use super::surroundings::{Pairs, Surroundings};
use crate::register::ApprovalThreshold;
use crate::{Collection, Epsg, Finding};
use chrono::NaiveDate;
use geo::{Coord, LineString, MultiPolygon, Polygon};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// Where the lower left corner of every picture lies: fields east of Thiès, in UTM zone 28 N.
const CORNER: Coord = Coord { x: 300_000.0, y: 1_636_000.0 };

/// A drawing: where each letter or digit stands, in metres.
pub(super) struct Picture {
    places: HashMap<char, Coord>,
}

impl Picture {
    /// Reads a drawing whose cells are that wide and high. Everything but letters and digits is only to look at.
    pub(super) fn of(cell_m: f64, drawing: &str) -> Self {
        let lines: Vec<&str> = drawing.trim_matches('\n').lines().collect();
        let mut places = HashMap::new();
        for (row, line) in lines.iter().rev().enumerate() {
            for (column, letter) in line.chars().enumerate().filter(|(_, letter)| letter.is_alphanumeric()) {
                let at = Coord { x: number(column) * cell_m, y: number(row) * cell_m } + CORNER;
                assert!(places.insert(letter, at).is_none(), "{letter} stands twice in the picture");
            }
        }
        Self { places }
    }

    pub(super) fn at(&self, letter: char) -> Coord {
        self.places[&letter]
    }

    fn ring(&self, letters: &str) -> LineString {
        letters.chars().map(|letter| self.at(letter)).collect()
    }

    /// `abcd` is a ring, `abcd/efgh` one with a hole, `abcd efgh` two parts.
    pub(super) fn area(&self, words: &str) -> MultiPolygon {
        let polygon = |word: &str| {
            let mut rings = word.split('/').map(|letters| self.ring(letters));
            Polygon::new(rings.next().expect("an exterior"), rings.collect())
        };
        MultiPolygon(words.split(' ').map(polygon).collect())
    }

    pub(super) fn parcel(&self, words: &str) -> Subject {
        Self::subject(Collection::Parcels, words, Shape::Area(self.area(words)))
    }

    pub(super) fn market(&self, words: &str) -> Subject {
        Self::subject(Collection::Markets, words, Shape::Area(self.area(words)))
    }

    pub(super) fn stall(&self, words: &str) -> Subject {
        Self::subject(Collection::MarketAssets, words, Shape::Area(self.area(words)))
    }

    pub(super) fn spot(&self, letter: char) -> Subject {
        let shape = Shape::Point(geo::Point(self.at(letter)).into());
        Self::subject(Collection::MarketAssets, &letter.to_string(), shape)
    }

    pub(super) fn road(&self, words: &str) -> Subject {
        let lines = words.split(' ').map(|letters| self.ring(letters)).collect();
        Self::subject(Collection::Roads, words, Shape::Line(lines))
    }

    /// A department or commune.
    pub(super) fn outline(&self, pcode: &str, name: &str, code: &str, words: &str) -> Outline {
        Outline::new(pcode.to_owned(), name.to_owned(), Some(code.to_owned()), false, &self.area(words))
    }

    fn subject(collection: Collection, words: &str, shape: Shape) -> Subject {
        let id = words.bytes().fold(collection as u128 + 1, |id, byte| id << 8 | u128::from(byte));
        let facts = Facts::read(collection, &Value::Object(Map::new()));
        let department = Some(Arc::from("SN1302"));
        Subject::on_plane(Uuid::from_u128(id), collection, department, 0.02, shape, facts)
            .expect("it is drawn")
    }
}

impl Subject {
    /// … surveyed with that standard deviation.
    pub(super) fn sigma(mut self, sigma_m: f64) -> Self {
        self.sigma_m = sigma_m;
        self
    }

    /// … with attributes by name.
    pub(super) fn with(mut self, properties: &Value) -> Self {
        self.facts = Facts::read(self.collection, properties);
        self
    }

    pub(super) fn kept_by(mut self, pcode: Option<&str>) -> Self {
        self.department = pcode.map(Arc::from);
        self
    }
}

/// What the judge says.
pub(super) struct Told(Vec<Finding>);

impl Told {
    pub(super) fn of(findings: Vec<Finding>) -> Self {
        Self(findings)
    }

    /// The findings of a code.
    pub(super) fn all(&self, code: &str) -> Vec<&Finding> {
        self.0.iter().filter(|finding| finding.code == code).collect()
    }

    /// The only finding of a code.
    pub(super) fn only(&self, code: &str) -> &Finding {
        let all = self.all(code);
        assert_eq!(all.len(), 1, "one {code} among {:?}", self.codes());
        all[0]
    }

    /// The figure of the only finding of a code.
    pub(super) fn figure(&self, code: &str) -> f64 {
        self.only(code).measured.as_ref().expect("a figure").value
    }

    pub(super) fn has(&self, code: &str) -> bool {
        !self.all(code).is_empty()
    }

    pub(super) fn codes(&self) -> Vec<&str> {
        self.0.iter().map(|finding| finding.code.as_str()).collect()
    }
}

/// A judge with the default settings, a few codes, on a day of 2026.
pub(super) fn judge() -> Judge {
    let list =
        |name: &str, codes: &[&str]| (name.to_owned(), codes.iter().map(|code| (*code).to_owned()).collect());
    let codes: CodeLists = HashMap::from([
        list("land_use", &["housing", "orchard"]),
        list("road_class", &["national", "departmental", "urban", "unclassified"]),
    ]);
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
    let step = |up_to_ha, authorities: &[&str]| ApprovalThreshold {
        valid_from: NaiveDate::from_ymd_opt(2020, 9, 16).expect("a day"),
        up_to_ha,
        authorities: authorities.iter().map(|authority| (*authority).to_owned()).collect(),
        legal_basis: "décret 2020-1773".to_owned(),
    };
    let approval = vec![
        step(Some(10.0), &["prefect", "sub_prefect"]),
        step(Some(50.0), &["prefect"]),
        step(None, &["governor"]),
    ];
    let settings = RuleSettings { approval, ..RuleSettings::default() };
    Judge::new(Epsg::UTM_28N, settings, codes, today).expect("PROJ knows the zone")
}

/// What is said of a subject among its neighbours.
pub(super) fn judged<const N: usize>(subject: &Subject, others: [&Subject; N]) -> Told {
    judged_in(Frame::default(), subject, others)
}

/// … in a frame.
pub(super) fn judged_in<const N: usize>(frame: Frame, subject: &Subject, others: [&Subject; N]) -> Told {
    let features = others.into_iter().cloned().collect();
    Told(judge().judge(subject, &Surroundings::new(features, frame, Pairs::OfEach)))
}

#[expect(clippy::cast_precision_loss, reason = "a picture has some dozens of cells")]
fn number(cells: usize) -> f64 {
    cells as f64
}
