//! `suuf simulate log`: what was asked becomes a request, or a word on why it cannot.

use crate::Outcome;
use crate::args::{
    SimulateLogArgs, SimulatedCorners, SimulatedDetour, SimulatedDriveArgs, SimulatedFault, SimulatedKind,
    SimulatedReception, SimulatedWalkArgs,
};
use anyhow::{Context, ensure};
use gps_ingest::{
    ByteFaults, ClockFault, Detour, DriveManner, LogKind, LogRequest, Noise, Reception, WalkManner,
    simulate_log, truth_geojson,
};
use std::io::Write;

pub(super) fn run(args: &SimulateLogArgs) -> anyhow::Result<Outcome> {
    let log = simulate_log(&request(args)?);
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

fn request(args: &SimulateLogArgs) -> anyhow::Result<LogRequest> {
    Ok(LogRequest {
        centre: args.at,
        start: args.start.and_utc(),
        pass: args.pass,
        alternates: args.alternate,
        wait_s: args.wait,
        walk: walk(&args.walk, args.kind)?,
        drive: drive(&args.drive, args.kind)?,
        receiver: args.receiver,
        noise: noise(args.reception),
        byte_faults: byte_faults(args)?,
        clock_fault: clock_fault(&args.fault)?,
        ..LogRequest::new(kind(args)?, args.seed)
    })
}

fn kind(args: &SimulateLogArgs) -> anyhow::Result<LogKind> {
    let within = |default: f64, least: f64, most: f64, unit: &str| {
        let size = args.size.unwrap_or(default);
        ensure!((least..=most).contains(&size), "--size is {least} to {most} {unit}, not {size}");
        Ok(size)
    };
    let area_ha = || within(0.5, 0.02, 100.0, "hectares");
    Ok(match args.kind {
        SimulatedKind::Parcel => LogKind::BoundaryWalk { area_ha: area_ha()? },
        SimulatedKind::Campaign => LogKind::Campaign { area_ha: area_ha()? },
        SimulatedKind::Road => LogKind::RoadDrive { length_m: within(2000.0, 50.0, 100_000.0, "metres")? },
        SimulatedKind::MarketAsset => {
            LogKind::StaticPoint { duration_s: seconds(within(90.0, 5.0, 86_400.0, "seconds")?) }
        }
    })
}

fn walk(args: &SimulatedWalkArgs, kind: SimulatedKind) -> anyhow::Result<WalkManner> {
    let manner = WalkManner {
        holds_corners: args.corners == SimulatedCorners::Held,
        overlap_m: args.overlap,
        open_m: args.short_by,
        detour: args.detour.map(|detour| match detour {
            SimulatedDetour::FigureEight => Detour::FigureEight,
            SimulatedDetour::SideTrip => Detour::SideTrip,
        }),
    };
    let has_walks = matches!(kind, SimulatedKind::Parcel | SimulatedKind::Campaign);
    ensure!(
        has_walks || manner == WalkManner::default(),
        "--corners, --overlap, --short-by and --detour are for --kind parcel and --kind campaign"
    );
    for (flag, metres) in [("--overlap", args.overlap), ("--short-by", args.short_by)] {
        ensure!((0.0..=1000.0).contains(&metres), "{flag} is 0 to 1000 metres, not {metres}");
    }
    ensure!(
        args.overlap <= 0.0 || args.short_by <= 0.0,
        "--overlap and --short-by exclude each other: a walk goes on past its start or stops before it"
    );
    Ok(manner)
}

fn drive(args: &SimulatedDriveArgs, kind: SimulatedKind) -> anyhow::Result<DriveManner> {
    let manner = DriveManner {
        has_stops: !args.no_stops,
        turns_round: args.turn_round,
        lane_offset_m: args.lane_offset,
    };
    ensure!(
        kind == SimulatedKind::Road || manner == DriveManner::default(),
        "--no-stops, --turn-round and --lane-offset are for --kind road"
    );
    ensure!(
        (0.0..=10.0).contains(&args.lane_offset),
        "--lane-offset is 0 to 10 metres, not {}",
        args.lane_offset
    );
    Ok(manner)
}

fn noise(reception: SimulatedReception) -> Noise {
    match reception {
        SimulatedReception::Perfect => Reception::Perfect,
        SimulatedReception::Open => Reception::Open,
        SimulatedReception::Covered => Reception::Covered,
        SimulatedReception::White => Reception::White,
    }
    .noise()
}

/// The kinds that were named share the rate; all kinds where none was named, and none where reception is perfect.
fn byte_faults(args: &SimulateLogArgs) -> anyhow::Result<ByteFaults> {
    let rate = args.fault_rate;
    ensure!((0.0..=100_000.0).contains(&rate), "--fault-rate is 0 to 100000 bytes in a million, not {rate}");
    let kinds = [SimulatedFault::DroppedBytes, SimulatedFault::SplicedBytes, SimulatedFault::FlippedBytes];
    let named = kinds.map(|kind| args.fault.contains(&kind));
    Ok(if named.contains(&true) {
        ByteFaults::of_kinds(named, rate / 1e6)
    } else if args.reception == SimulatedReception::Perfect {
        ByteFaults::NONE
    } else {
        ByteFaults::of_kinds([true; 3], rate / 1e6)
    })
}

fn clock_fault(faults: &[SimulatedFault]) -> anyhow::Result<Option<ClockFault>> {
    let of_clock = |fault: &SimulatedFault| match fault {
        SimulatedFault::DroppedBytes | SimulatedFault::SplicedBytes | SimulatedFault::FlippedBytes => None,
        SimulatedFault::Dateless => Some(ClockFault::Dateless),
        SimulatedFault::DatelessHead => Some(ClockFault::DatelessHead),
        SimulatedFault::WeekRollover => Some(ClockFault::WeekRollover),
        SimulatedFault::Midnight => Some(ClockFault::Midnight),
        SimulatedFault::Concatenated => Some(ClockFault::Concatenated),
        SimulatedFault::Restart => Some(ClockFault::Restart),
    };
    let named: Vec<ClockFault> = faults.iter().filter_map(of_clock).collect();
    ensure!(named.len() <= 1, "one fault of the clock at a time: {} were given", named.len());
    Ok(named.first().copied())
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be 5 to 86 400")]
fn seconds(size: f64) -> u32 {
    size.round() as u32
}
