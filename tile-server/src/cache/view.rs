//! What is seen in a tile, and how it is sent.

use crate::encoding::Encoding;
use crate::handlers::etag;
use crate::tile::{Thinned, Tile};
use axum::http::HeaderValue;
use bytes::Bytes;
use gis_core::index::Sight;
use gis_core::layer::Layer;
use tracing::debug_span;

/// What is seen in a tile: equal views of a tile are equal bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct View {
    layers: Box<[Layer]>,
    sight: Sight,
    encoding: Encoding,
}

impl View {
    /// What a sight shows of some layers. Layers of which it shows nothing leave nothing in a tile.
    #[must_use]
    pub fn new(layers: &[Layer], sight: Sight, encoding: Encoding) -> Self {
        let layers = layers.iter().copied().filter(|layer| sight.has(*layer)).collect();
        Self { layers, sight, encoding }
    }

    /// The layers in their order.
    #[must_use]
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// Whose features are seen.
    #[must_use]
    pub fn sight(&self) -> &Sight {
        &self.sight
    }

    /// How the tile is sent.
    #[must_use]
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    pub(super) fn size_bytes(&self) -> usize {
        size_of_val(&*self.layers) + self.sight.size_bytes()
    }
}

/// A tile as it was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// As it is sent; `None` for one with nothing in it.
    pub tile: Option<EncodedTile>,
    /// How many changes the register had taken in.
    pub changes: u64,
}

/// A tile as it is sent. Copies share the bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodedTile {
    /// The body.
    pub body: Bytes,
    /// How it is coded.
    pub encoding: Encoding,
    /// The entity tag of these very bytes.
    pub etag: HeaderValue,
    /// The layers of which it does not show everything, as a structured list (RFC 9651).
    pub thinned: Option<HeaderValue>,
}

impl EncodedTile {
    /// A tile in a coding.
    #[must_use]
    pub fn new(tile: Tile, encoding: Encoding) -> Self {
        let thinned = thinned(&tile.thinned);
        // What coders reserve in advance is given back.
        let compress = || encoding.encode(tile.bytes).into_boxed_slice();
        let body = Bytes::from(debug_span!("compress", coding = encoding.name()).in_scope(compress));
        let etag = etag::of_bytes(&body);
        Self { body, encoding, etag, thinned }
    }

    pub(super) fn size_bytes(&self) -> usize {
        self.body.len() + self.etag.len() + self.thinned.as_ref().map_or(0, HeaderValue::len)
    }
}

/// Such as `parcels;shown=1200;all=3400`; nothing where nothing had to be left out.
fn thinned(layers: &[Thinned]) -> Option<HeaderValue> {
    let told = |thinned: &Thinned| {
        let Thinned { layer, shown, all } = thinned;
        format!("{};shown={shown};all={all}", layer.name())
    };
    let list = layers.iter().map(told).collect::<Vec<_>>().join(", ");
    let value = || HeaderValue::try_from(list).expect("names of layers and numbers are ASCII");
    (!layers.is_empty()).then(value)
}
