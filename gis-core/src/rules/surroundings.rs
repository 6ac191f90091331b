//! What lies around the subjects: features by collection in R-trees of their envelopes on the plane, those that bear
//! the same number anywhere, and the frame.

use super::frame::Frame;
use super::nicad::same_parcel_key;
use super::rival::Rivals;
use super::subject::Subject;
use crate::Collection;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use std::collections::HashMap;
use uuid::Uuid;

/// The envelope of a feature, with its place in the list.
type Entry = GeomWithData<Rectangle<[f64; 2]>, usize>;

/// What pairs of features a judgement covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pairs {
    /// Each subject is told of all its neighbours: a draft before decision.
    OfEach,
    /// A pair of features of this department is told of once: the whole register.
    Once,
}

/// An identifier that two features should not, or should consistently, share.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Key {
    /// The NICAD of a parcel.
    Nicad(String),
    /// The number of a road.
    RoadNumber(String),
    /// The code of a place in its market.
    PlaceCode(Uuid, String),
}

/// Features around the subjects, and the frame.
#[derive(Debug)]
pub struct Surroundings {
    features: Vec<Subject>,
    trees: HashMap<Collection, RTree<Entry>>,
    namesakes: HashMap<Key, Vec<usize>>,
    /// Outlines of departments and communes.
    pub frame: Frame,
    pairs: Pairs,
    pub(super) rivals: Rivals,
}

impl Surroundings {
    /// Surroundings of those features.
    #[must_use]
    pub fn new(features: Vec<Subject>, frame: Frame, pairs: Pairs) -> Self {
        let mut entries = HashMap::<Collection, Vec<Entry>>::new();
        let mut namesakes = HashMap::<Key, Vec<usize>>::new();
        for (index, feature) in features.iter().enumerate() {
            let (min, max) = (feature.envelope().min(), feature.envelope().max());
            let rectangle = Rectangle::from_corners([min.x, min.y], [max.x, max.y]);
            entries.entry(feature.collection).or_default().push(Entry::new(rectangle, index));
            if let Some(key) = Key::of(feature) {
                namesakes.entry(key).or_default().push(index);
            }
        }
        let trees = entries.into_iter().map(|(collection, of)| (collection, RTree::bulk_load(of))).collect();
        Self { features, trees, namesakes, frame, pairs, rivals: Rivals::default() }
    }

    /// … with other open drafts beside the one that is judged.
    pub(super) fn beside(self, rivals: Rivals) -> Self {
        Self { rivals, ..self }
    }

    /// All features.
    #[must_use]
    pub fn features(&self) -> &[Subject] {
        &self.features
    }

    /// The features of a collection whose envelope comes within a reach of the subject's, but for itself, in the order
    /// of their identifiers.
    pub(super) fn near<'a>(
        &'a self,
        subject: &'a Subject,
        collection: Collection,
        reach_m: f64,
    ) -> impl Iterator<Item = &'a Subject> {
        let (min, max) = (subject.envelope().min(), subject.envelope().max());
        let window =
            AABB::from_corners([min.x - reach_m, min.y - reach_m], [max.x + reach_m, max.y + reach_m]);
        let tree = self.trees.get(&collection);
        let found = tree.into_iter().flat_map(move |tree| tree.locate_in_envelope_intersecting(window));
        let mut found: Vec<_> = found.map(|entry| &self.features[entry.data]).collect();
        found.retain(|other| other.id != subject.id);
        found.sort_by_key(|other| other.id);
        found.into_iter()
    }

    /// The features that bear the same number, but for the subject itself.
    pub(super) fn namesakes<'a>(&'a self, subject: &'a Subject) -> impl Iterator<Item = &'a Subject> {
        let found = Key::of(subject).and_then(|key| self.namesakes.get(&key));
        let features = found.into_iter().flatten().map(|index| &self.features[*index]);
        features.filter(|other| other.id != subject.id && self.is_judged_here(subject, other))
    }

    /// Whether the pair is told of when the subject is judged: of two features of one department, when the register is
    /// judged, only at the one with the lesser identifier.
    pub(super) fn is_judged_here(&self, subject: &Subject, other: &Subject) -> bool {
        match self.pairs {
            Pairs::OfEach => true,
            Pairs::Once => subject.department != other.department || subject.id < other.id,
        }
    }

    /// A place of the market of that identifier, if it is here.
    pub(super) fn market(&self, id: Uuid) -> Option<&Subject> {
        let markets = self.trees.get(&Collection::Markets)?;
        markets.iter().map(|entry| &self.features[entry.data]).find(|market| market.id == id)
    }
}

impl Key {
    fn of(feature: &Subject) -> Option<Self> {
        use super::facts::Facts;
        match &feature.facts {
            Facts::Parcel(parcel) => parcel.nicad.as_deref().and_then(same_parcel_key).map(Self::Nicad),
            Facts::Road(road) => road.number.clone().map(Self::RoadNumber),
            Facts::Place(place) => Some(Self::PlaceCode(place.market?, place.code.clone()?)),
            Facts::Market(_) | Facts::Other(_) => None,
        }
    }
}
