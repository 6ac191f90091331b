//! Vector tiles (MVT 2.1) from the R-tree: `select → mark → simplify → clip → quantise → encode`, a file and a pure
//! function each.
//!
//! | stage | from | to |
//! |---|---|---|
//! | [`select()`] | the index, a layer, a tile, a sight | features whose envelope meets the buffered tile |
//! | [`mark()`] | a feature | a point in its place where it is too small to see and yet looked for |
//! | [`simplify()`] | a feature | its [`Paths`] without what is smaller than a tile unit |
//! | [`clip()`] | paths | what of them lies within the buffered tile |
//! | [`quantise()`] | paths | paths in whole tile units, polygons valid |
//! | [`LayerWriter`] | features and their paths | bytes |
//!
//! Most features lie in the tile whole and are one ring of which the index knows that it needs no mending: such a
//! [`plain()`] ring is written at once.
//!
//! Simplifying comes before clipping: it is a filter then, clipping has less to do, and all tiles of a zoom cut
//! their pieces off the same line. From the index to the bytes there are whole numbers only.
//!
//! Between the first two a [`Filter`] may leave features out. Where features are too small to be drawn there are [`counts()`]. A tile that would be too large is [`Thinned`].
//!
//! Invariant: equal registers, layers, tiles and sights give equal bytes, and what a sight does not name leaves no
//! byte, in no key and no value either: it is left out before anything else is done. [`sight()`] is where a scope
//! becomes one.

mod clip;
mod counts;
mod decode;
mod encode;
mod filter;
mod id;
mod mark;
mod mend;
mod paths;
mod plain;
mod quantise;
mod select;
mod simplify;
mod text;
mod thin;
mod zoom;

#[cfg(test)]
mod tests;

pub use clip::{FineRect, clip, clip_to};
pub(crate) use counts::cell_level;
pub use counts::{counts, counts_name};
pub use decode::{DecodeError, DecodedFeature, DecodedLayer, decode};
pub use encode::LayerWriter;
pub use filter::{Filter, FilterError, MAX_FILTER_BYTES, MAX_FILTER_DEPTH};
pub use geozero::mvt::TileValue;
pub use id::TileId;
pub use mark::{SHAPES_FROM_ZOOM, mark};
pub use paths::{Fine, Paths};
pub use plain::{PlainRing, plain};
pub use quantise::{Drawing, quantise};
pub use select::{layers_at, select, sight};
pub(crate) use select::{may_show, rects};
pub use simplify::{simplify, simplify_point};
pub use text::to_text;
pub use thin::{MAX_BYTES, Thinned};
pub(crate) use zoom::min_zoom_of;
pub use zoom::{MAX_ZOOM, feature_min_zoom, min_zoom};

use gis_core::index::{Extent, Found, Index, Sight};
use gis_core::{Scope, TilePx, layer::Layer};
use std::time::{Duration, Instant};
use tracing::debug_span;

/// Tile units across a tile: an eighth of a pixel where a tile is drawn 512 pixels wide, as `MapLibre` does.
pub const EXTENT: u32 = 4096;

/// Tile units that a tile holds beyond each of its sides, so that strokes and circles are not cut at seams:
/// 8 pixels.
pub const BUFFER: u32 = 64;

/// What a vertex takes in a tile at least. A feature that alone is more than there may be is left out, and smaller ones
/// are not left out for it.
const VERTEX_BYTES: usize = 2;

/// A tile with something in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// Its bytes, uncompressed, [`MAX_BYTES`] at most.
    pub bytes: Vec<u8>,
    /// The layers that had to be thinned for that.
    pub thinned: Vec<Thinned>,
}

/// A tile as somebody of that scope sees it: the layers in the order given (a layer given twice once), without
/// those that have nothing there; `None` when none has.
#[must_use]
pub fn tile(index: &Index, layers: &[Layer], id: TileId, scope: &Scope) -> Option<Tile> {
    draw(index, layers, id, &sight(index, layers, id, scope), None)
}

/// The same of what a sight names and a filter admits, as if there were nothing else.
#[must_use]
pub fn draw(
    index: &Index,
    layers: &[Layer],
    id: TileId,
    sight: &Sight,
    filter: Option<&Filter>,
) -> Option<Tile> {
    draw_timed(index, layers, id, sight, filter, |_, _| ())
}

/// The same, telling how long each layer took.
pub(crate) fn draw_timed(
    index: &Index,
    layers: &[Layer],
    id: TileId,
    sight: &Sight,
    filter: Option<&Filter>,
    mut took: impl FnMut(Layer, Duration),
) -> Option<Tile> {
    let mut drawn = Vec::new();
    for (place, &layer) in layers.iter().enumerate() {
        if layers[..place].contains(&layer) {
            continue;
        }
        let began = Instant::now();
        drawn.extend(draw_layer(index, layer, id, sight, filter));
        took(layer, began.elapsed());
    }
    debug_span!("thin").in_scope(|| thin::within_budget(drawn, id))
}

/// The counts of a layer and its features, as far as there are any.
fn draw_layer<'a>(
    index: &'a Index,
    layer: Layer,
    id: TileId,
    sight: &Sight,
    filter: Option<&Filter>,
) -> impl Iterator<Item = thin::Drawn<'a>> {
    let filter = filter.filter(|filter| filter.is_about(layer));
    let counts = counts(index, layer, id, sight, filter);
    let name = layer.name();
    let mut features = debug_span!("select", layer = name).in_scope(|| select(index, layer, id, sight));
    if let Some(filter) = filter {
        features.retain(|feature| filter.admits(*feature));
    }
    let span = debug_span!("draw", layer = name, features = features.len());
    let drawn = span.in_scope(|| thin::Drawn::of_features(layer, features, id));
    counts.map(|counts| thin::Drawn::of_counts(layer, counts)).into_iter().chain(drawn)
}

/// Where features lie in a tile whole, and once only, so that there is nothing to clip.
fn inside(id: TileId) -> Option<Extent> {
    (id.world_shifts_fine() == [0]).then(|| Extent::within(id.rect_with_buffer()))
}

fn lies_in(feature: Found<'_>, extent: Extent) -> bool {
    extent.holds(feature.extent()) && !feature.extent().is_empty()
}

/// Writes features of a layer as a tile shows them, one after the other for as long as the layer takes no more than
/// so many bytes.
fn write<'a>(
    writer: &mut LayerWriter<'a>,
    layer: Layer,
    features: &[Found<'a>],
    id: TileId,
    most_bytes: usize,
) -> Written {
    let mut stages = Stages::default();
    let mut written = Written { is_whole: true, largest_bytes: 0 };
    let inside = inside(id);
    for &feature in features {
        let is_inside = inside.is_some_and(|extent| lies_in(feature, extent));
        let plain = if is_inside { plain(layer, feature, id) } else { None };
        let vertices = match &plain {
            Some(ring) => ring.vertex_count(),
            None => stages.draw(layer, feature, id, is_inside),
        };
        let least_bytes = vertices * VERTEX_BYTES;
        if least_bytes > most_bytes {
            written.is_whole = false;
            continue;
        }
        match plain {
            Some(ring) => writer.add_ring(feature, ring),
            None => writer.add(feature, &stages.drawn),
        }
        if most_bytes < usize::MAX && writer.size_bytes() > most_bytes {
            writer.cut_to(most_bytes);
            written.is_whole = false;
            if writer.is_empty() {
                *writer = LayerWriter::new(layer.name());
                continue;
            }
            break;
        }
        written.largest_bytes = written.largest_bytes.max(least_bytes);
    }
    written
}

/// What comes of a feature on the way from the index to the bytes; kept for the next one.
#[derive(Default)]
struct Stages {
    seen: Paths<Fine>,
    within: Paths<Fine>,
    drawn: Paths<TilePx>,
}

impl Stages {
    /// Draws a feature, which may lie in the tile whole; how many vertices are left.
    fn draw(&mut self, layer: Layer, feature: Found<'_>, id: TileId, is_inside: bool) -> usize {
        let Self { seen, within, drawn } = self;
        match mark(layer, feature, id.z()) {
            Some(point) => simplify_point(point, id, seen),
            None => simplify(feature, id, seen),
        }
        if is_inside {
            quantise(seen, id, drawn);
        } else {
            clip(seen, id, within);
            quantise(within, id, drawn);
        }
        drawn.vertex_count()
    }
}

/// What became of features that were to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Written {
    /// Whether there was room for all of them.
    is_whole: bool,
    /// What the one with the most vertices takes at least.
    largest_bytes: usize,
}
