//! `suuf tile Z X Y`: a vector tile as text. Layers, features, attributes and geometries go to standard output; what
//! it holds in all, and what had to be left out, to standard error.

use super::layers;
use crate::Outcome;
use crate::args::TileArgs;
use crate::database::Database;
use anyhow::Context;
use gis_core::layer::Layer;
use gis_core::{Language, Scope};
use gis_store::PgPool;
use gis_store::account::{list_accounts, list_published};
use gis_store::feed::load_index;
use std::fmt::Write;
use tile_server::tile::{DecodedLayer, MAX_BYTES, Tile, TileId, decode, tile};

/// Stands for whoever is not signed in; no account can be called so.
const PUBLIC: &str = "public";

pub(crate) async fn run(args: TileArgs, language: Language) -> anyhow::Result<Outcome> {
    let id = TileId::new(args.z, args.x, args.y)
        .with_context(|| format!("there is no tile {}/{}/{}: zoom is 0 to 22", args.z, args.x, args.y))?;
    let layers = if args.layers.is_empty() { Layer::ALL.to_vec() } else { layers(&args.layers)? };
    let database = Database::open(args.database.place()).await?;
    let scope = scope(&database.pool, args.seen_as.as_deref()).await?;
    let (index, _) = load_index(&database.pool, &Scope::operator()).await?;
    database.close().await?;
    let Some(tile) = tile(&index, &layers, id, &scope) else {
        eprintln!("{}", language.pick("la tuile est vide", "the tile is empty"));
        return Ok(Outcome::Done);
    };
    let decoded = decode(&tile.bytes)?;
    for layer in &decoded {
        print!("{layer}");
    }
    eprint!("{}", summary(&tile, &decoded, language));
    Ok(Outcome::Done)
}

/// What the account of that login may see, or whoever is not signed in; everything when nobody is named.
async fn scope(pool: &PgPool, seen_as: Option<&str>) -> anyhow::Result<Scope> {
    let Some(login) = seen_as else { return Ok(Scope::operator()) };
    let mut conn = gis_store::pool::acquire(pool).await?;
    let published = list_published(&mut conn, false).await?;
    if login == PUBLIC {
        return Ok(Scope::public(published));
    }
    let accounts = list_accounts(&mut conn, &Scope::operator()).await?;
    let account = accounts.iter().find(|account| account.login == login && account.disabled_at.is_none());
    let account = account.with_context(|| {
        format!("there is no account {login} that may be used: see `suuf user list`, or give {PUBLIC}")
    })?;
    Ok(Scope::of_account(login, account.id, &account.grants).with_published(published))
}

/// What a tile holds, layer by layer, and of which layers it does not show everything.
fn summary(tile: &Tile, layers: &[DecodedLayer], language: Language) -> String {
    let count = |number: usize| language.count(number as u64);
    let mut text = String::new();
    let mut line = |line: String| writeln!(text, "{line}").expect("a string takes it");
    line(format!(
        "{} {} {}",
        count(tile.bytes.len()),
        language.pick("octets, au plus", "bytes, at most"),
        count(MAX_BYTES)
    ));
    for layer in layers {
        line(format!("{}{} {}", layer.name, language.pick(" :", ":"), contents(layer, language)));
    }
    for thinned in &tile.thinned {
        let (name, shown, all) = (thinned.layer.name(), count(thinned.shown), count(thinned.all));
        line(match language {
            Language::French => format!("{name} : {shown} objets sur {all}, les plus grands"),
            Language::English => format!("{name}: {shown} of {all} features, the largest"),
        });
    }
    text
}

/// Such as `3 features, 2 polygons, 1 point, 14 vertices`.
fn contents(layer: &DecodedLayer, language: Language) -> String {
    let mut numbers = [0_u64; 4];
    for drawing in layer.features.iter().map(|feature| &feature.drawing) {
        let lines = drawing.lines.iter().chain(drawing.polygons.iter().flatten());
        let vertices = drawing.points.len() + lines.map(Vec::len).sum::<usize>();
        let parts = [drawing.polygons.len(), drawing.lines.len(), drawing.points.len(), vertices];
        for (number, part) in numbers.iter_mut().zip(parts) {
            *number += part as u64;
        }
    }
    let nouns = [
        (["polygone", "polygones"], ["polygon", "polygons"]),
        (["ligne", "lignes"], ["line", "lines"]),
        (["point", "points"], ["point", "points"]),
        (["sommet", "sommets"], ["vertex", "vertices"]),
    ];
    let features = layer.features.len() as u64;
    let mut told = vec![language.counted(features, ["objet", "objets"], ["feature", "features"])];
    let of_geometry = numbers.into_iter().zip(nouns).filter(|(number, _)| *number > 0);
    told.extend(of_geometry.map(|(number, (fr, en))| language.counted(number, fr, en)));
    told.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use gis_core::Collection;
    use gis_core::index::{Feature, Index, Value, to_world};
    use uuid::Uuid;

    const PARCELS: Layer = Layer::Collection(Collection::Parcels);

    #[test]
    fn a_tile_is_summed_up_in_both_languages() {
        let square = geo::Rect::new((-16.9401, 14.8001), (-16.9399, 14.8003)).to_polygon();
        let feature = Feature {
            id: Uuid::from_u128(1),
            department: Some("SN1302".into()),
            sender: None,
            geometry: to_world(&square.into()).expect("on the map"),
            attributes: vec![("number".into(), Value::Text("7".into()))],
        };
        let mut index = Index::default();
        index.put(PARCELS, &feature);
        let id = TileId::new(14, 7421, 7510).expect("a tile");
        let tile = tile(&index, &[PARCELS], id, &Scope::operator()).expect("something is there");
        let decoded = decode(&tile.bytes).expect("our own");
        let size = tile.bytes.len();
        assert_eq!(
            summary(&tile, &decoded, Language::French),
            format!("{size} octets, au plus 500\u{202f}000\nparcels : 1 objet, 1 polygone, 4 sommets\n")
        );
        let thinned = vec![tile_server::tile::Thinned { layer: PARCELS, shown: 1, all: 2000 }];
        assert_eq!(
            summary(&Tile { thinned, ..tile }, &decoded, Language::English),
            format!(
                "{size} bytes, at most 500\u{202f}000\nparcels: 1 feature, 1 polygon, 4 vertices\n\
                 parcels: 1 of 2\u{202f}000 features, the largest\n"
            )
        );
    }
}
