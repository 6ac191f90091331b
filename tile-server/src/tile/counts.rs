//! Where features are too small and too many to be drawn, how many there are: a point for each cell of a grid.
//!
//! Every feature that a sight names is in one cell of one tile of a zoom, so the counts of all tiles of a zoom
//! add up to the register.

use super::{EXTENT, Filter, LayerWriter, Paths, TileId, min_zoom};
use gis_core::index::{FINEST_CELLS, Index, PathKind, Sight, Square};
use gis_core::{Collection, TilePx, layer::Layer};

/// Halvings of a tile down to its cells: 16 each way, 32 pixels wide, so that a number fits; fewer where the index
/// counts no finer.
const CELLS_A_TILE: u8 = 4;

/// The name of the layer that has the counts of another, below the zoom from which its features are drawn.
#[must_use]
pub fn counts_name(layer: Layer) -> Option<&'static str> {
    match layer {
        Layer::Collection(Collection::Parcels) => Some("parcels-counts"),
        Layer::Collection(Collection::MarketAssets) => Some("market-assets-counts"),
        Layer::Collection(Collection::Facilities) => Some("facilities-counts"),
        _ => None,
    }
}

/// The counts of a layer in a tile, if it has any there, of those features that a filter admits: `count` is the only
/// attribute.
#[must_use]
pub fn counts(
    index: &Index,
    layer: Layer,
    id: TileId,
    sight: &Sight,
    filter: Option<&Filter>,
) -> Option<LayerWriter<'static>> {
    let name = counts_name(layer).filter(|_| id.z() < min_zoom(layer))?;
    let level = cell_level(id.z());
    let square = Square { level: id.z(), x: id.x(), y: id.y() };
    let mut writer = LayerWriter::new(name);
    let mut drawn = Paths::default();
    let counts = match filter {
        None => index.counts(layer, square, level, sight),
        // What is counted beforehand knows no attributes.
        Some(filter) => index.counts_where(layer, square, level, sight, |feature| filter.admits(feature)),
    };
    for (cell, count) in counts {
        drawn.clear();
        drawn.push(PathKind::Points, [middle(cell, id)]);
        writer.add_count(count, &drawn);
    }
    (!writer.is_empty()).then_some(writer)
}

/// How fine the cells of the tiles of a zoom are.
pub(crate) fn cell_level(z: u8) -> u8 {
    (z + CELLS_A_TILE).min(FINEST_CELLS)
}

fn middle(cell: Square, id: TileId) -> TilePx {
    let halvings = cell.level - id.z();
    let side = EXTENT >> halvings;
    let px = |cell: u32, tile: u32| {
        (cell - (tile << halvings)).cast_signed() * side.cast_signed() + side.cast_signed() / 2
    };
    TilePx { x: px(cell.x, id.x()), y: px(cell.y, id.y()) }
}
