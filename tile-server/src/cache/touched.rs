//! Which tiles a change touches: those that showed the feature as it was, and those that show it as it is now.

use crate::tile::{BUFFER, TileId, cell_level, counts_name, may_show, min_zoom, min_zoom_of};
use gis_core::index::{FINEST_CELLS, Feature, Holder, Index, Shape, Square, WorldRect};
use gis_core::layer::Layer;
use gis_store::feed::LayerChanges;
use std::ops::RangeInclusive;

/// A feature before or after a change.
#[derive(Debug, Clone)]
pub(crate) struct Touched {
    layer: Layer,
    holder: Holder,
    shape: Shape,
    drawn_from_zoom: u8,
    counted: Counted,
}

/// How a change shows where features are counted.
#[derive(Debug, Clone, Copy)]
struct Counted {
    cell: Square,
    /// Cells as fine as this, or finer, have another count.
    from_level: u8,
}

/// Columns and rows of a zoom; columns go on beyond the antimeridian.
pub(super) struct Range {
    columns: RangeInclusive<i64>,
    rows: RangeInclusive<i64>,
}

impl Touched {
    /// Everything that some changes touch in an index that does not have them yet. What was written and is as it was
    /// touches nothing.
    pub(crate) fn by(changes: &[LayerChanges], index: &Index) -> Vec<Self> {
        let mut all = Vec::new();
        for LayerChanges { layer, touched, features } in changes {
            let mut features: Vec<_> = features.iter().collect();
            features.sort_unstable_by_key(|feature| feature.id);
            for &id in touched {
                let place = features.binary_search_by_key(&id, |feature| feature.id);
                let after = place.ok().map(|place| features[place]);
                if after.is_some_and(|feature| index.holds(*layer, feature)) {
                    continue;
                }
                let before = Self::before(index, *layer, id);
                all.extend(with_counts(before, after.and_then(|feature| Self::after(*layer, feature))));
            }
        }
        all
    }

    fn before(index: &Index, layer: Layer, id: uuid::Uuid) -> Option<Self> {
        let (holder, found) = index.find(layer, id)?;
        let drawn_from_zoom = min_zoom_of(layer, |name| found.attribute(name));
        Some(Self::new(layer, holder.clone(), Shape::of_found(found)?, drawn_from_zoom))
    }

    fn after(layer: Layer, feature: &Feature) -> Option<Self> {
        let attribute = |name: &str| {
            feature.attributes.iter().find(|(known, _)| &**known == name).map(|(_, value)| value.as_ref())
        };
        let drawn_from_zoom = min_zoom_of(layer, attribute);
        Some(Self::new(layer, Holder::of(feature), Shape::of(&feature.geometry)?, drawn_from_zoom))
    }

    fn new(layer: Layer, holder: Holder, shape: Shape, drawn_from_zoom: u8) -> Self {
        let counted = Counted { cell: shape.cell(), from_level: 0 };
        Self { layer, holder, shape, drawn_from_zoom, counted }
    }

    pub(super) fn layer(&self) -> Layer {
        self.layer
    }

    pub(super) fn holder(&self) -> &Holder {
        &self.holder
    }

    /// Whether a tile may show it, drawn or counted, to those who may see it.
    pub(super) fn is_in(&self, id: TileId) -> bool {
        let z = id.z();
        if z < min_zoom(self.layer) {
            let place = self.counted.cell.at_level(z);
            return self.is_counted_at(z) && (place.x, place.y) == (id.x(), id.y());
        }
        z >= self.drawn_from_zoom && may_show(&self.shape, id)
    }

    /// The tiles of a zoom that may show it.
    pub(super) fn range(&self, z: u8) -> Option<Range> {
        if z < min_zoom(self.layer) {
            let place = self.counted.cell.at_level(z);
            let only = |index: u32| i64::from(index)..=i64::from(index);
            return self.is_counted_at(z).then(|| Range { columns: only(place.x), rows: only(place.y) });
        }
        if z < self.drawn_from_zoom {
            return None;
        }
        let tile = TileId::new(z, 0, 0).expect("every zoom has a first tile");
        let side_steps = tile.rect().max[0];
        let margin_steps = f64::from(BUFFER) * tile.unit_steps();
        let WorldRect { min, max } = self.shape.envelope();
        // A tile further where the border of a buffer is hit exactly.
        let first = |axis: usize| index_of((min[axis] - margin_steps) / side_steps) - 1;
        let last = |axis: usize| index_of((max[axis] + margin_steps) / side_steps);
        let rows = first(1).max(0)..=last(1).min((1 << z) - 1);
        Some(Range { columns: first(0)..=last(0), rows })
    }

    fn is_counted_at(&self, z: u8) -> bool {
        counts_name(self.layer).is_some() && cell_level(z) >= self.counted.from_level
    }
}

/// A feature before and after a change. Counts of cells in which it stays are as they were.
fn with_counts(before: Option<Touched>, after: Option<Touched>) -> impl Iterator<Item = Touched> {
    let both = before.as_ref().zip(after.as_ref());
    let cells = both.filter(|(before, after)| before.holder == after.holder);
    let from_level = cells.map_or(0, |(before, after)| {
        let differs =
            |level: &u8| before.counted.cell.at_level(*level) != after.counted.cell.at_level(*level);
        (0..=FINEST_CELLS).find(differs).unwrap_or(FINEST_CELLS + 1)
    });
    before
        .into_iter()
        .chain(after)
        .map(move |touched| Touched { counted: Counted { from_level, ..touched.counted }, ..touched })
}

impl Range {
    pub(super) fn count(&self) -> u64 {
        let length = |range: &RangeInclusive<i64>| (range.end() - range.start() + 1).max(0).cast_unsigned();
        length(&self.columns) * length(&self.rows)
    }

    /// Its tiles; where a zoom has few columns, some more than once.
    pub(super) fn tiles(self, z: u8) -> impl Iterator<Item = TileId> {
        let Self { columns, rows } = self;
        let tile = move |column: i64, row: i64| {
            let column = column.rem_euclid(1 << z);
            TileId::new(z, u32::try_from(column).ok()?, u32::try_from(row).ok()?)
        };
        columns.flat_map(move |column| rows.clone().filter_map(move |row| tile(column, row)))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "fewer tiles than 2³² each way")]
fn index_of(tiles: f64) -> i64 {
    tiles.floor() as i64
}
