//! `suuf department`: whether whoever is not signed in sees the register of a department.

use crate::Outcome;
use crate::args::{DatabaseArgs, DepartmentCommand};
use crate::database::Database;
use gis_core::Scope;
use gis_store::account::publish_department;

pub(crate) async fn run(command: DepartmentCommand) -> anyhow::Result<Outcome> {
    match command {
        DepartmentCommand::Publish { database, pcode } => switch(database, &pcode, true).await,
        DepartmentCommand::Withdraw { database, pcode } => switch(database, &pcode, false).await,
    }
}

async fn switch(args: DatabaseArgs, pcode: &str, is_public: bool) -> anyhow::Result<Outcome> {
    let database = Database::open(args.place()).await?;
    let mut conn = gis_store::pool::acquire(&database.pool).await?;
    publish_department(&mut conn, &Scope::operator(), pcode, is_public).await?;
    drop(conn);
    database.close().await?;
    Ok(Outcome::Done)
}
