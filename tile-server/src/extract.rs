//! House extractors: like axum's, but their refusals are problem documents that name the field.

mod as_of;
mod base_url;
mod caller;
mod if_match;
mod json;
mod path;
mod peer;
mod query;

pub(crate) use as_of::as_of;
pub(crate) use base_url::BaseUrl;
pub(crate) use caller::Caller;
pub(crate) use if_match::{IfMatch, SeenVersion, changed_since, etag};
pub(crate) use json::JsonBody;
pub(crate) use path::{
    CollectionPath, GlyphPath, IdPath, ItemPath, LayersPath, PicturePath, SecretPath, SpritePath, TilePath,
    TilesetPath, TilesetTilePath, VersionPath, no_such_picture,
};
pub(crate) use peer::Peer;
pub(crate) use query::{QueryPairs, malformed, nul_character};
