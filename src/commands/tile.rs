//! `suuf tile Z X Y`: a vector tile as text.

use crate::Outcome;
use crate::args::TileArgs;
use crate::database::Database;
use anyhow::{Context, bail};
use gis_core::Scope;
use gis_core::layer::Layer;
use gis_store::feed::load_index;
use tile_server::tile::{TileId, tile, to_text};

pub(crate) async fn run(args: TileArgs) -> anyhow::Result<Outcome> {
    let id = TileId::new(args.z, args.x, args.y)
        .with_context(|| format!("there is no tile {}/{}/{}: zoom is 0 to 22", args.z, args.x, args.y))?;
    let layers = layers(&args.layers)?;
    let database = Database::open(args.database.place()).await?;
    let (index, _) = load_index(&database.pool, &Scope::operator()).await?;
    database.close().await?;
    let Some(tile) = tile(&index, &layers, id, &Scope::operator()) else {
        eprintln!("the tile is empty");
        return Ok(Outcome::Done);
    };
    print!("{}", to_text(&tile.bytes)?);
    for thinned in tile.thinned {
        eprintln!("{}: {} of {} features, the largest", thinned.layer.name(), thinned.shown, thinned.all);
    }
    Ok(Outcome::Done)
}

fn layers(names: &[String]) -> anyhow::Result<Vec<Layer>> {
    if names.is_empty() {
        return Ok(Layer::ALL.to_vec());
    }
    let mut layers = Vec::new();
    for name in names {
        let Some(layer) = Layer::from_name(name) else {
            bail!("there is no layer {name}: the layers are {}", Layer::ALL.map(Layer::name).join(", "));
        };
        layers.push(layer);
    }
    Ok(layers)
}
