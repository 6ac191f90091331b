//! Which tile: zoom, column and row of the Web Mercator quad tree, and the rectangles that it covers.

use super::{BUFFER, EXTENT, Fine, FineRect, MAX_ZOOM};
use gis_core::{coordinates::WORLD_STEPS, index::WorldRect};

/// The world is two to the power of so many quarter steps wide.
const WORLD_BITS: u32 = 34;

/// A tile of the Web Mercator quad tree (`WebMercatorQuad`); rows are counted from the north.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TileId {
    z: u8,
    x: u32,
    y: u32,
}

impl TileId {
    /// The tile of that zoom, column and row, or `None` when there is none: the zoom is above [`MAX_ZOOM`], or
    /// the column or row is beyond the last of its zoom.
    ///
    /// # Examples
    /// ```
    /// use tile_server::tile::TileId;
    /// assert!(TileId::new(1, 1, 0).is_some());
    /// assert!(TileId::new(1, 2, 0).is_none());
    /// ```
    #[must_use]
    pub fn new(z: u8, x: u32, y: u32) -> Option<Self> {
        let exists = z <= MAX_ZOOM && x < 1 << z && y < 1 << z;
        exists.then_some(Self { z, x, y })
    }

    /// Zoom, from 0 to [`MAX_ZOOM`].
    #[must_use]
    pub fn z(self) -> u8 {
        self.z
    }

    /// Column, from the antimeridian eastwards.
    #[must_use]
    pub fn x(self) -> u32 {
        self.x
    }

    /// Row, from the north southwards.
    #[must_use]
    pub fn y(self) -> u32 {
        self.y
    }

    /// How many steps of the world grid a tile unit is long; a power of two, below 1 from zoom 21.
    #[must_use]
    pub fn unit_steps(self) -> f64 {
        self.side_steps() / f64::from(EXTENT)
    }

    /// The tile itself, in steps of the world grid.
    #[must_use]
    pub fn rect(self) -> WorldRect {
        let side = self.side_steps();
        let min = [f64::from(self.x) * side, f64::from(self.y) * side];
        WorldRect { min, max: min.map(|least| least + side) }
    }

    /// The tile with its buffer, in steps of the world grid; beyond the world's border for tiles along it.
    #[must_use]
    pub fn rect_with_buffer(self) -> WorldRect {
        let margin = f64::from(BUFFER) * self.unit_steps();
        let WorldRect { min, max } = self.rect();
        WorldRect { min: min.map(|least| least - margin), max: max.map(|greatest| greatest + margin) }
    }

    /// How far the world is to be shifted eastwards, in steps, to be seen in the buffered tile: 0 for itself,
    /// and once round the Earth for what lies across the antimeridian.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a power of two")]
    pub fn world_shifts_steps(self) -> Vec<f64> {
        self.world_shifts_fine().iter().map(|&quarters| quarters as f64 / 4.0).collect()
    }

    /// The tile's north-west corner, in steps of the world grid.
    pub(super) fn corner_steps(self) -> [u32; 2] {
        [self.x, self.y].map(|index| index.checked_shl(32 - u32::from(self.z)).unwrap_or(0))
    }

    /// The tile's north-west corner, in quarters of a step of the world grid.
    pub(super) fn corner_fine(self) -> Fine {
        [self.x, self.y].map(|index| i64::from(index) << (WORLD_BITS - u32::from(self.z)))
    }

    /// A tile unit, in quarters of a step.
    pub(super) fn unit_fine(self) -> i64 {
        1 << (MAX_ZOOM - self.z)
    }

    /// The tile with its buffer, in its own frame.
    pub(super) fn rect_with_buffer_fine(self) -> FineRect {
        let (margin, side) = (i64::from(BUFFER) * self.unit_fine(), i64::from(EXTENT) * self.unit_fine());
        FineRect { min: [-margin; 2], max: [side + margin; 2] }
    }

    /// How far the world is to be shifted eastwards, in quarters of a step, to be seen in the buffered tile: as
    /// [`TileId::world_shifts_steps`].
    pub(super) fn world_shifts_fine(self) -> &'static [i64] {
        const WORLD: i64 = 1 << WORLD_BITS;
        match (self.x == 0, self.x + 1 == 1 << self.z) {
            (true, true) => &[0, -WORLD, WORLD],
            (true, false) => &[0, -WORLD],
            (false, true) => &[0, WORLD],
            (false, false) => &[0],
        }
    }

    /// West, south, east and north of the tile without its buffer, in degrees (EPSG:4326).
    #[must_use]
    pub fn bounds_deg(self) -> [f64; 4] {
        let WorldRect { min: [west, north], max: [east, south] } = self.rect();
        [lon_deg(west), lat_deg(south), lon_deg(east), lat_deg(north)]
    }

    fn side_steps(self) -> f64 {
        WORLD_STEPS / f64::from(1_u32 << self.z)
    }
}

// `World::to_lonlat` cannot serve here: the east and south borders of the last tiles lie beyond `u32`.
fn lon_deg(x_steps: f64) -> f64 {
    (x_steps / WORLD_STEPS - 0.5) * 360.0
}

fn lat_deg(y_steps: f64) -> f64 {
    ((0.5 - y_steps / WORLD_STEPS) * std::f64::consts::TAU).sinh().atan().to_degrees()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tile_exists_only_inside_the_pyramid() {
        for (z, x, y) in [(0, 0, 0), (1, 1, 1), (22, (1 << 22) - 1, 0)] {
            assert!(TileId::new(z, x, y).is_some(), "{z}/{x}/{y}");
        }
        for (z, x, y) in [(0, 1, 0), (1, 0, 2), (22, 1 << 22, 0), (23, 0, 0), (255, 0, 0), (5, u32::MAX, 0)] {
            assert_eq!(TileId::new(z, x, y), None, "{z}/{x}/{y}");
        }
    }

    #[test]
    fn four_children_make_their_parent() {
        let parent = TileId::new(9, 231, 235).expect("exists").rect();
        let first = TileId::new(10, 462, 470).expect("exists").rect();
        let last = TileId::new(10, 463, 471).expect("exists").rect();
        assert_eq!(WorldRect { min: first.min, max: last.max }, parent);
        assert_eq!(WorldRect { min: first.max, max: parent.max }, last);
    }

    #[test]
    fn the_world_is_one_tile_at_zoom_0_and_sees_itself_across_the_antimeridian() {
        let world = TileId::new(0, 0, 0).expect("exists");
        assert_eq!(world.rect(), WorldRect { min: [0.0; 2], max: [WORLD_STEPS; 2] });
        assert_eq!(world.world_shifts_steps(), [0.0, -WORLD_STEPS, WORLD_STEPS]);
        for (z, x) in [(0, 0), (5, 0), (5, 31), (5, 7)] {
            let id = TileId::new(z, x, 0).expect("exists");
            let fine = id.world_shifts_fine().iter().map(|shift| shift / 4);
            let steps = id.world_shifts_steps();
            assert!(
                steps
                    .into_iter()
                    .eq(fine.map(|shift| f64::from(i32::try_from(shift >> 16).expect("small")) * 65_536.0))
            );
        }
        let [west, south, east, north] = world.bounds_deg();
        assert_eq!((west, east), (-180.0, 180.0));
        assert!((north - 85.051_128_779).abs() < 1e-6 && (south + north).abs() < 1e-9);
    }

    #[test]
    fn thies_lies_in_its_tile() {
        let thies = TileId::new(14, 7_421, 7_511).expect("exists");
        let [west, south, east, north] = thies.bounds_deg();
        assert!(west < -16.926 && -16.926 < east, "{west} {east}");
        assert!(south < 14.791 && 14.791 < north, "{south} {north}");
        assert!((thies.unit_steps() - 64.0).abs() < f64::EPSILON);
    }
}
