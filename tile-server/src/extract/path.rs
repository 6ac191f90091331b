//! What stands in a path: identifiers, collections, layers and tiles.

use crate::error::{ApiError, Problem, not_found};
use crate::map_assets::{RANGE_LENGTH, SPRITES, fonts};
use crate::tile::TileId;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use gis_core::Collection;
use gis_core::layer::Layer;
use gis_store::account::Secret;
use std::convert::Infallible;
use uuid::Uuid;

/// `{id}`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IdPath(pub(crate) Uuid);

/// `{collection}`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CollectionPath(pub(crate) Collection);

/// `{collection}` and `{id}`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ItemPath(pub(crate) Collection, pub(crate) Uuid);

/// `{collection}`, `{id}` and `{number}`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct VersionPath(pub(crate) Collection, pub(crate) Uuid, pub(crate) i32);

/// `{layers}`: names separated by commas, each at most once.
#[derive(Debug, Clone)]
pub(crate) struct LayersPath(pub(crate) Vec<Layer>);

/// `{layers}` and `{z}/{x}/{y}`.
#[derive(Debug, Clone)]
pub(crate) struct TilePath(pub(crate) Vec<Layer>, pub(crate) TileId);

/// `{collection}`, of a collection that tiles show.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TilesetPath(pub(crate) Layer);

/// The same with `{tileMatrix}/{tileRow}/{tileCol}`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TilesetTilePath(pub(crate) Layer, pub(crate) TileId);

/// `{id}` and `{name}`, of a picture: small letters, digits and hyphens.
#[derive(Debug, Clone)]
pub(crate) struct PicturePath(pub(crate) Uuid, pub(crate) String);

/// `{fontstack}` and `{range}`: the first of the fonts that is here, and the first code point.
#[derive(Debug, Clone)]
pub(crate) struct GlyphPath(pub(crate) String, pub(crate) u32);

/// `{file}`, of the icons.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SpritePath(pub(crate) &'static str);

/// `{token}`, whatever it is: whether it is known, its digest tells.
#[derive(Debug, Clone)]
pub(crate) struct SecretPath(pub(crate) Secret);

impl<S: Send + Sync> FromRequestParts<S> for IdPath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        Ok(Self(id(&params(parts, state).await)?))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for CollectionPath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        Ok(Self(collection(&params(parts, state).await)?))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for ItemPath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let params = params(parts, state).await;
        Ok(Self(collection(&params)?, id(&params)?))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for VersionPath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let params = params(parts, state).await;
        Ok(Self(collection(&params)?, id(&params)?, version_number(&params)?))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for LayersPath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        Ok(Self(layers(&params(parts, state).await)?))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for TilePath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let params = params(parts, state).await;
        Ok(Self(layers(&params)?, tile_id(&params, ["z", "x", "y"])?))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for PicturePath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let params = params(parts, state).await;
        Ok(Self(id(&params)?, picture(&params)?))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for GlyphPath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let params = params(parts, state).await;
        Ok(Self(font(&params)?, range_start(&params)?))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SpritePath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        Ok(Self(sprite(&params(parts, state).await)?))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SecretPath {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        Ok(Self(Secret::shown(param(&params(parts, state).await, "token"))))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for TilesetPath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        Ok(Self(drawn_layer(&params(parts, state).await)?))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for TilesetTilePath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let params = params(parts, state).await;
        Ok(Self(drawn_layer(&params)?, tile_id(&params, ["tileMatrix", "tileCol", "tileRow"])?))
    }
}

type Params = Vec<(String, String)>;

async fn params<S: Send + Sync>(parts: &mut Parts, state: &S) -> Params {
    // A path that is not UTF-8 names nothing that we have: it is read as a path without parameters.
    let params = RawPathParams::from_request_parts(parts, state).await;
    let pairs = |params: RawPathParams| {
        params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    };
    params.map(pairs).unwrap_or_default()
}

fn param<'a>(params: &'a Params, name: &str) -> &'a str {
    params.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
}

fn id(params: &Params) -> Result<Uuid, ApiError> {
    let text = param(params, "id");
    Uuid::try_parse(text).map_err(|_| {
        not_found(
            "malformed-id",
            format!("« {text} » n'est pas un identifiant (UUID)."),
            format!("“{text}” is not an identifier (UUID)."),
        )
        .in_field("id")
        .into()
    })
}

fn collection(params: &Params) -> Result<Collection, ApiError> {
    let name = param(params, "collection");
    Collection::from_name(name).ok_or_else(|| {
        let known = Collection::ALL.map(Collection::name).join(", ");
        not_found(
            "unknown-collection",
            format!("Collection inconnue « {name} ». Les collections sont : {known}."),
            format!("Unknown collection “{name}”. The collections are: {known}."),
        )
        .in_field("collection")
        .into()
    })
}

/// A collection that tiles show.
fn drawn_layer(params: &Params) -> Result<Layer, ApiError> {
    let collection = collection(params)?;
    Layer::from_name(collection.name()).ok_or_else(|| {
        not_found(
            "no-tiles",
            format!("La collection {collection} n'a pas de tuiles : elle n'est pas une couche de la carte."),
            format!("The collection {collection} has no tiles: it is no layer of the map."),
        )
        .in_field("collection")
        .into()
    })
}

fn version_number(params: &Params) -> Result<i32, ApiError> {
    let text = param(params, "number");
    text.parse().ok().filter(|number| *number >= 1).ok_or_else(|| {
        not_found(
            "malformed-version",
            format!("« {text} » n'est pas un numéro de version : il y en a à partir de 1."),
            format!("“{text}” is no version number: they count from 1."),
        )
        .in_field("number")
        .into()
    })
}

fn layers(params: &Params) -> Result<Vec<Layer>, ApiError> {
    let mut layers = Vec::new();
    for name in param(params, "layers").split(',') {
        let layer = Layer::from_name(name).ok_or_else(|| {
            let known = Layer::ALL.map(Layer::name).join(", ");
            not_found(
                "unknown-layer",
                format!("Couche inconnue « {name} ». Les couches sont : {known}."),
                format!("Unknown layer “{name}”. The layers are: {known}."),
            )
            .in_field("layers")
        })?;
        if !layers.contains(&layer) {
            layers.push(layer);
        }
    }
    Ok(layers)
}

fn picture(params: &Params) -> Result<String, ApiError> {
    let name = param(params, "name");
    let is_named =
        name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if is_named { Ok(name.to_owned()) } else { Err(no_such_picture().into()) }
}

/// No picture of that name came of the upload.
pub(crate) fn no_such_picture() -> Problem {
    not_found(
        "no-such-picture",
        "Ce dessin n'existe pas. Ceux d'un envoi sont listés avec lui.",
        "There is no such picture. Those of an upload are listed with it.",
    )
}

fn font(params: &Params) -> Result<String, ApiError> {
    let stack = param(params, "fontstack");
    let known = fonts();
    let font = stack.split(',').map(str::trim).find(|name| known.iter().any(|font| font == name));
    font.map(str::to_owned).ok_or_else(|| {
        let known = known.join(", ");
        not_found(
            "unknown-font",
            format!("Aucune police de « {stack} » n'est ici. Il y a : {known}."),
            format!("No font of “{stack}” is here. There are: {known}."),
        )
        .in_field("fontstack")
        .into()
    })
}

/// Of `256-511.pbf`: 256.
fn range_start(params: &Params) -> Result<u32, ApiError> {
    let start = (|| {
        let (first, last) = param(params, "range").strip_suffix(".pbf")?.split_once('-')?;
        let (first, last) = (first.parse::<u32>().ok()?, last.parse::<u32>().ok()?);
        let is_range = first % RANGE_LENGTH == 0 && last.checked_sub(first) == Some(RANGE_LENGTH - 1);
        (is_range && last <= u32::from(char::MAX)).then_some(first)
    })();
    start.ok_or_else(|| {
        not_found(
            "no-such-range",
            "Cette plage n'existe pas : ce sont 256 caractères, comme 0-255.pbf ou 256-511.pbf.",
            "There is no such range: they are of 256 characters, such as 0-255.pbf or 256-511.pbf.",
        )
        .in_field("range")
        .into()
    })
}

fn sprite(params: &Params) -> Result<&'static str, ApiError> {
    let name = param(params, "file");
    SPRITES.into_iter().find(|known| *known == name).ok_or_else(|| {
        let known = SPRITES.join(", ");
        not_found(
            "no-such-icons",
            format!("Ce fichier n'existe pas. Il y a : {known}."),
            format!("There is no such file. There are: {known}."),
        )
        .in_field("file")
        .into()
    })
}

/// A number written as there is one way to: a tile has one address, also for caches on the way.
fn whole_number(text: &str) -> Option<u32> {
    text.parse::<u32>().ok().filter(|number| number.to_string() == text)
}

/// The tile of a zoom, column and row under these names.
fn tile_id(params: &Params, names: [&str; 3]) -> Result<TileId, ApiError> {
    let [z, x, y] = names.map(|name| whole_number(param(params, name)));
    let id = (|| TileId::new(u8::try_from(z?).ok()?, x?, y?))();
    id.ok_or_else(|| {
        not_found(
            "no-such-tile",
            "Cette tuile n'existe pas : le zoom va de 0 à 22, x et y de 0 à 2^zoom − 1.",
            "There is no such tile: zoom is 0 to 22, x and y are 0 to 2^zoom − 1.",
        )
        .into()
    })
}
