//! The register in memory: one R-tree a layer, features in world-grid steps, read by tiles and live checks.
//!
//! Invariant: a layer holds each identifier at most once, and its R-tree holds exactly the features that
//! have a geometry. [`Index::put`] replaces, [`Index::remove`] forgets; who wants several changes to be seen
//! at once makes them under one lock.

use crate::{LonLat, Scope, World, layer::Layer};
use geo::{BoundingRect, Geometry, MapCoords};
use rstar::{AABB, RTree, RTreeObject};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// An attribute as tiles show it.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text.
    Text(Arc<str>),
    /// A number; its unit is in the attribute's name.
    Number(f64),
    /// Yes or no.
    Bool(bool),
}

/// A feature of the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// Its identifier in the register.
    pub id: Uuid,
    /// P-code of the department it belongs to; drafts outside every department have none.
    pub department: Option<Arc<str>>,
    /// Who sent the evidence it was made from, for those layers that only the sender may see besides the office.
    pub sender: Option<Arc<str>>,
    /// Geometry in world-grid steps (whole numbers from 0 to 2³²).
    pub geometry: Geometry,
    /// Attributes by name.
    pub attributes: Vec<(Arc<str>, Value)>,
}

impl Feature {
    /// Whether somebody of that scope may see it as a feature of that layer.
    #[must_use]
    pub fn is_visible_to(&self, scope: &Scope, layer: Layer) -> bool {
        scope.sees(layer.seen_by(), self.department.as_deref(), self.sender.as_deref())
    }
}

/// A rectangle of the world grid, borders included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WorldRect {
    /// Least x and y, in steps; may lie outside the world by a tile's buffer.
    pub min: [f64; 2],
    /// Greatest x and y, in steps.
    pub max: [f64; 2],
}

/// Degrees (EPSG:4326) to world-grid steps; `None` when a coordinate is not on Earth.
#[must_use]
pub fn to_world(geometry: &Geometry) -> Option<Geometry> {
    geometry
        .try_map_coords(|coord| {
            let step = World::from_lonlat(LonLat::new(coord.x, coord.y).ok_or(())?);
            Ok::<_, ()>(geo::Coord { x: f64::from(step.x), y: f64::from(step.y) })
        })
        .ok()
}

/// What the R-tree of a layer holds: the envelope, and the feature to show.
#[derive(Debug, Clone)]
struct Entry {
    envelope: AABB<[f64; 2]>,
    feature: Arc<Feature>,
}

impl Entry {
    fn new(feature: Arc<Feature>) -> Option<Self> {
        let rect = feature.geometry.bounding_rect()?;
        let envelope = AABB::from_corners([rect.min().x, rect.min().y], [rect.max().x, rect.max().y]);
        Some(Self { envelope, feature })
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.feature.id == other.feature.id
    }
}

impl RTreeObject for Entry {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        self.envelope
    }
}

#[derive(Debug, Default)]
struct LayerIndex {
    tree: RTree<Entry>,
    by_id: HashMap<Uuid, Arc<Feature>>,
}

/// All layers in memory.
#[derive(Debug, Default)]
pub struct Index {
    layers: HashMap<Layer, LayerIndex>,
}

impl Index {
    /// Fills a layer at once, in place of what it held.
    pub fn load(&mut self, layer: Layer, features: impl IntoIterator<Item = Feature>) {
        let by_id: HashMap<_, _> =
            features.into_iter().map(|feature| (feature.id, Arc::new(feature))).collect();
        let tree = RTree::bulk_load(by_id.values().cloned().filter_map(Entry::new).collect());
        self.layers.insert(layer, LayerIndex { tree, by_id });
    }

    /// Enters a feature, in place of an earlier one of the same identifier.
    pub fn put(&mut self, layer: Layer, feature: Feature) {
        self.remove(layer, feature.id);
        let held = self.layers.entry(layer).or_default();
        let feature = Arc::new(feature);
        held.by_id.insert(feature.id, Arc::clone(&feature));
        if let Some(entry) = Entry::new(feature) {
            held.tree.insert(entry);
        }
    }

    /// Forgets a feature; whether it was there.
    pub fn remove(&mut self, layer: Layer, id: Uuid) -> bool {
        let Some(held) = self.layers.get_mut(&layer) else { return false };
        let Some(feature) = held.by_id.remove(&id) else { return false };
        if let Some(entry) = Entry::new(feature) {
            held.tree.remove(&entry);
        }
        true
    }

    /// The features of a layer whose envelope meets a rectangle, as somebody of that scope may see them, in
    /// order of identifier so that equal registers give equal tiles.
    #[must_use]
    pub fn within(&self, layer: Layer, rect: WorldRect, scope: &Scope) -> Vec<Arc<Feature>> {
        let Some(held) = self.layers.get(&layer) else { return Vec::new() };
        let mut found: Vec<_> = held
            .tree
            .locate_in_envelope_intersecting(AABB::from_corners(rect.min, rect.max))
            .map(|entry| &entry.feature)
            .filter(|feature| feature.is_visible_to(scope, layer))
            .cloned()
            .collect();
        found.sort_unstable_by_key(|feature| feature.id);
        found
    }

    /// The feature of that identifier, if somebody of that scope may see it.
    #[must_use]
    pub fn get(&self, layer: Layer, id: Uuid, scope: &Scope) -> Option<Arc<Feature>> {
        let feature = self.layers.get(&layer)?.by_id.get(&id)?;
        feature.is_visible_to(scope, layer).then(|| Arc::clone(feature))
    }

    /// The rectangle around the features of a layer that somebody of that scope may see.
    #[must_use]
    pub fn bounds(&self, layer: Layer, scope: &Scope) -> Option<WorldRect> {
        let held = self.layers.get(&layer)?;
        let envelope = if scope.filter(layer.seen_by()).is_none() {
            (held.tree.size() > 0).then(|| held.tree.root().envelope())?
        } else {
            let visible = held.tree.iter().filter(|entry| entry.feature.is_visible_to(scope, layer));
            visible.map(Entry::envelope).reduce(|one, other| rstar::Envelope::merged(&one, &other))?
        };
        Some(WorldRect { min: envelope.lower(), max: envelope.upper() })
    }

    /// How many features a layer holds.
    #[must_use]
    pub fn len(&self, layer: Layer) -> usize {
        self.layers.get(&layer).map_or(0, |held| held.by_id.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Collection;
    use crate::scope::{Grant, Role};
    use geo::{Intersects, point, polygon};
    use proptest::prelude::*;

    const LAYER: Layer = Layer::Drafts;

    fn square(id: u128, x: f64, y: f64, side: f64) -> Feature {
        let geometry =
            polygon![(x: x, y: y), (x: x + side, y: y), (x: x + side, y: y + side), (x: x, y: y + side)]
                .into();
        Feature { id: Uuid::from_u128(id), department: None, sender: None, geometry, attributes: Vec::new() }
    }

    fn everywhere() -> WorldRect {
        WorldRect { min: [0.0; 2], max: [4e9; 2] }
    }

    proptest! {
        #[test]
        fn the_tree_finds_what_a_walk_over_all_finds(
            squares in prop::collection::vec((0.0..1000.0_f64, 0.0..1000.0_f64, 0.0..100.0_f64), 0..60),
            removed in prop::collection::vec(0_u128..60, 0..20),
            corner in (0.0..1000.0_f64, 0.0..1000.0_f64),
        ) {
            let features: Vec<_> =
                squares.iter().zip(0..).map(|(&(x, y, side), id)| square(id, x, y, side)).collect();
            let mut index = Index::default();
            let (loaded, put) = features.split_at(features.len() / 2);
            index.load(LAYER, loaded.iter().cloned());
            for feature in put {
                index.put(LAYER, feature.clone());
            }
            for &id in &removed {
                index.remove(LAYER, Uuid::from_u128(id));
            }

            let window = geo::Rect::new(
                geo::Coord { x: corner.0, y: corner.1 },
                geo::Coord { x: corner.0 + 200.0, y: corner.1 + 200.0 },
            );
            let expected: Vec<_> = features
                .iter()
                .filter(|feature| !removed.iter().any(|&id| Uuid::from_u128(id) == feature.id))
                .filter(|feature| feature.geometry.bounding_rect().is_some_and(|rect| rect.intersects(&window)))
                .map(|feature| feature.id)
                .collect();
            let rect = WorldRect { min: window.min().into(), max: window.max().into() };
            let found: Vec<_> =
                index.within(LAYER, rect, &Scope::operator()).iter().map(|feature| feature.id).collect();
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_feature_put_twice_is_held_once_where_it_was_put_last() {
        let mut index = Index::default();
        index.put(LAYER, square(1, 0.0, 0.0, 1.0));
        index.put(LAYER, square(1, 500.0, 500.0, 1.0));
        assert_eq!(index.within(LAYER, everywhere(), &Scope::operator()).len(), 1);
        assert_eq!(index.bounds(LAYER, &Scope::operator()).map(|rect| rect.min), Some([500.0, 500.0]));
    }

    #[test]
    fn what_a_scope_does_not_cover_is_absent_from_finds_and_bounds() {
        let mut index = Index::default();
        index.put(LAYER, Feature { department: Some("SN0101".into()), ..square(1, 0.0, 0.0, 1.0) });
        index.put(LAYER, Feature { department: Some("SN1302".into()), ..square(2, 10.0, 10.0, 1.0) });
        index.put(LAYER, square(3, 90.0, 90.0, 1.0));
        let thies = Scope::of_departments("fatou", ["SN1302".to_owned()]);
        let seen = index.within(LAYER, everywhere(), &thies);
        assert_eq!(seen.iter().map(|feature| feature.id.as_u128()).collect::<Vec<_>>(), [2]);
        assert_eq!(index.bounds(LAYER, &thies).map(|rect| rect.max), Some([11.0, 11.0]));
        assert_eq!(index.get(LAYER, Uuid::from_u128(1), &thies), None);
    }

    #[test]
    fn a_layer_shows_what_its_own_action_opens() {
        let roads = Layer::Collection(Collection::Roads);
        let frame = Layer::Collection(Collection::Departments);
        let own = Feature { sender: Some("fatou".into()), ..square(1, 0.0, 0.0, 1.0) };
        let of_awa = Feature {
            department: Some("SN1302".into()),
            sender: Some("awa".into()),
            ..square(2, 10.0, 10.0, 1.0)
        };
        let mut index = Index::default();
        for layer in [LAYER, roads, frame] {
            index.load(layer, [own.clone(), of_awa.clone()]);
        }
        let seen = |layer, scope: &Scope| -> Vec<_> {
            index.within(layer, everywhere(), scope).iter().map(|feature| feature.id.as_u128()).collect()
        };
        let surveyor = Scope::of_account("fatou", Uuid::nil(), &[Grant::within(Role::Surveyor, "SN1302")]);
        assert_eq!([LAYER, roads, frame].map(|layer| seen(layer, &surveyor)), [vec![1], vec![2], vec![1, 2]]);
        assert_eq!(index.bounds(LAYER, &surveyor).map(|rect| rect.max), Some([1.0, 1.0]));
        let public = Scope::public([]);
        assert_eq!([LAYER, roads, frame].map(|layer| seen(layer, &public)), [vec![], vec![], vec![1, 2]]);
        assert_eq!(index.bounds(LAYER, &public), None);
    }

    #[test]
    fn a_position_that_is_not_on_earth_has_no_world_geometry() {
        assert_eq!(to_world(&point!(x: 200.0, y: 0.0).into()), None);
    }
}
