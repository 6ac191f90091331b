//! `suuf simulate log|register`.

mod log;

use crate::Outcome;
use crate::args::{SimulateCommand, SimulateRegisterArgs};
use crate::block_on;
use crate::database::Database;
use anyhow::{Context, bail};
use gis_core::department::Department;
use gis_core::quarter::{QuarterRequest, TownRequest, quarter_count, town_quarter};
use gis_core::{Epsg, LonLat, Scope};
use gis_store::PgConnection;
use gis_store::sample::{SampleCounts, Sampling, has_parcels, has_quarter};
use indicatif::{ProgressBar, ProgressStyle};

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
    let chosen = departments.iter().filter(|department| wanted(&department.pcode)).count();
    let bar = progress_bar(chosen * quarter_count(args.parcels));
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
        let request = town(args, department, nth)?;
        let counts = add_town(&mut conn, &scope, pcode, &prefix, &request, &bar).await?;
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
    bar.finish_and_clear();
    Ok(Outcome::Done)
}

/// What to draw in one department.
fn town(args: &SimulateRegisterArgs, department: &Department, nth: u64) -> anyhow::Result<TownRequest> {
    let [lon_deg, lat_deg] = department.seat_deg;
    Ok(TownRequest {
        all: QuarterRequest {
            centre: LonLat::new(lon_deg, lat_deg).context("failed to place the quarter")?,
            utm: Epsg(department.utm_epsg),
            parcels: args.parcels,
            seed: args.seed.wrapping_add(nth),
        },
        road_pieces: args.road_pieces,
        places: args.places,
    })
}

/// Adds a town quarter by quarter, in one transaction; the first quarter's numbers have the prefix alone.
async fn add_town(
    conn: &mut PgConnection,
    scope: &Scope,
    pcode: &str,
    prefix: &str,
    request: &TownRequest,
    bar: &ProgressBar,
) -> anyhow::Result<SampleCounts> {
    let mut sampling = Sampling::begin(conn, scope, pcode).await?;
    let mut counts = SampleCounts::default();
    for index in 0..quarter_count(request.all.parcels) {
        let prefix = if index == 0 { prefix.to_owned() } else { format!("{prefix}{}-", index + 1) };
        counts += sampling.insert(&prefix, &town_quarter(request, index)?).await?;
        bar.inc(1);
        bar.set_message(format!("{pcode} · {} parcels", counts.parcels));
    }
    sampling.commit().await?;
    Ok(counts)
}

/// Hidden when standard error is no terminal.
fn progress_bar(quarters: usize) -> ProgressBar {
    let template = "{bar:30} {pos}/{len} {elapsed} · {eta} {wide_msg}";
    let style = ProgressStyle::with_template(template).expect("the template is sound");
    ProgressBar::new(quarters as u64).with_style(style)
}
