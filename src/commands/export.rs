//! `suuf export COLLECTION FILE`.

use super::collection;
use crate::Outcome;
use crate::args::ExportArgs;
use crate::database::Database;
use gis_core::Scope;
use gis_store::exchange::{ExportRequest, export};

pub(crate) async fn run(args: ExportArgs) -> anyhow::Result<Outcome> {
    let request = ExportRequest {
        collection: collection(&args.collection)?,
        file: args.file,
        overwrite: args.overwrite,
    };
    let database = Database::open(args.database.place()).await?;
    let report = export(&database.pool, &Scope::operator(), &request).await;
    database.close().await?;
    println!("{}", serde_json::to_string_pretty(&report?)?);
    Ok(Outcome::Done)
}
