//! `suuf simulate log|register`.

mod log;

use crate::Outcome;
use crate::args::{SimulateCommand, SimulateRegisterArgs};
use crate::block_on;
use crate::database::Database;
use anyhow::{Context, bail};
use gis_core::quarter::{QuarterRequest, quarter};
use gis_core::{Epsg, LonLat, Scope};
use gis_store::sample::{has_parcels, has_quarter, insert_quarter};

pub(crate) fn run(command: SimulateCommand) -> anyhow::Result<Outcome> {
    match command {
        SimulateCommand::Log(args) => log::run(&args),
        SimulateCommand::Register(args) => block_on(register(args)),
    }
}

async fn register(args: SimulateRegisterArgs) -> anyhow::Result<Outcome> {
    let database = Database::open(args.database.place()).await?;
    let outcome = fill(&database, &args).await;
    database.close().await?;
    outcome
}

async fn fill(database: &Database, args: &SimulateRegisterArgs) -> anyhow::Result<Outcome> {
    let scope = Scope::operator();
    let mut conn = gis_store::pool::acquire(&database.pool).await?;
    let departments = gis_store::reference::departments()?;
    let known = |pcode: &String| departments.iter().any(|department| department.pcode == *pcode);
    if let Some(unknown) = args.department.iter().find(|pcode| !known(pcode)) {
        bail!("failed to find the department {unknown}: a P-code is wanted, such as SN1302");
    }
    let wanted = |pcode: &String| args.department.is_empty() || args.department.contains(pcode);
    let prefix = format!("E{}-", args.seed);
    for (department, nth) in
        departments.iter().zip(0_u64..).filter(|(department, _)| wanted(&department.pcode))
    {
        let pcode = &department.pcode;
        let own = Scope::of_departments(scope.actor(), [pcode.clone()]);
        if args.if_empty && has_parcels(&mut conn, &own).await? {
            eprintln!("{pcode} {}: has parcels already, nothing was added", department.name);
            continue;
        }
        if has_quarter(&mut conn, &scope, pcode, &prefix).await? {
            bail!("{pcode} has the quarter of seed {} already: choose another --seed", args.seed);
        }
        let [lon_deg, lat_deg] = department.seat_deg;
        let request = QuarterRequest {
            centre: LonLat::new(lon_deg, lat_deg).context("failed to place the quarter")?,
            utm: Epsg(department.utm_epsg),
            parcels: args.parcels,
            seed: args.seed.wrapping_add(nth),
        };
        let counts = insert_quarter(&mut conn, &scope, pcode, &prefix, &quarter(&request)?).await?;
        eprintln!(
            "{pcode} {}: {} parcels, {} roads, {} markets with {} assets, {} facilities",
            department.name,
            counts.parcels,
            counts.roads,
            counts.markets,
            counts.market_assets,
            counts.facilities
        );
    }
    Ok(Outcome::Done)
}
