//! `suuf simulate log|register`.

use crate::Outcome;
use crate::args::{SimulateCommand, SimulateLogArgs, SimulateRegisterArgs, SimulatedKind};
use crate::block_on;
use crate::database::Database;
use anyhow::{Context, bail, ensure};
use gis_core::quarter::{QuarterRequest, quarter};
use gis_core::{Epsg, LonLat, Scope};
use gis_store::sample::{has_parcels, has_quarter, insert_quarter};
use gps_ingest::{LogKind, LogRequest, simulate_log, truth_geojson};
use std::io::Write;

pub(crate) fn run(command: SimulateCommand) -> anyhow::Result<Outcome> {
    match command {
        SimulateCommand::Log(args) => log(&args),
        SimulateCommand::Register(args) => block_on(register(args)),
    }
}

fn log(args: &SimulateLogArgs) -> anyhow::Result<Outcome> {
    let request = LogRequest {
        centre: args.at,
        start: args.start.and_utc(),
        ..LogRequest::new(log_kind(args)?, args.seed)
    };
    let log = simulate_log(&request);
    let Some(output) = &args.output else {
        std::io::stdout().write_all(&log.bytes)?;
        return Ok(Outcome::Done);
    };
    let write = |path: &std::path::Path, bytes: &[u8]| {
        std::fs::write(path, bytes).with_context(|| format!("failed to write {}", path.display()))
    };
    write(output, &log.bytes)?;
    let truth = serde_json::to_string_pretty(&truth_geojson(&log))?;
    write(&output.with_extension("truth.geojson"), truth.as_bytes())?;
    Ok(Outcome::Done)
}

fn log_kind(args: &SimulateLogArgs) -> anyhow::Result<LogKind> {
    let within = |default: f64, least: f64, most: f64, unit: &str| {
        let size = args.size.unwrap_or(default);
        ensure!((least..=most).contains(&size), "--size is {least} to {most} {unit}, not {size}");
        Ok(size)
    };
    Ok(match args.kind {
        SimulatedKind::Parcel => LogKind::BoundaryWalk { area_ha: within(0.5, 0.02, 100.0, "hectares")? },
        SimulatedKind::Road => LogKind::RoadDrive { length_m: within(2000.0, 50.0, 100_000.0, "metres")? },
        SimulatedKind::MarketAsset => {
            LogKind::StaticPoint { duration_s: seconds(within(90.0, 5.0, 86_400.0, "seconds")?) }
        }
    })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be 5 to 86 400")]
fn seconds(size: f64) -> u32 {
    size.round() as u32
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
