//! What can be said on the command line.

mod audit;
mod db;
mod people;
mod persons;
mod serve;
mod simulate;
mod tiles;

use chrono::NaiveDate;
use clap::{Parser, Subcommand, ValueEnum};
use gps_ingest::Language;
use std::num::NonZero;
use std::path::PathBuf;

pub(crate) use audit::{AuditCommand, AuditHeadArgs, AuditVerifyArgs};
pub(crate) use db::{BackupArgs, DbCommand, RestoreArgs, VerifyArgs};
pub(crate) use people::{
    DepartmentCommand, TokenAddArgs, TokenCommand, UserAddArgs, UserCommand, UserOfArgs,
};
pub(crate) use persons::PersonsCommand;
pub(crate) use serve::ServeArgs;
pub(crate) use simulate::{
    SimulateCommand, SimulateLogArgs, SimulateRegisterArgs, SimulatedCorners, SimulatedDetour,
    SimulatedDriveArgs, SimulatedFault, SimulatedKind, SimulatedReception, SimulatedWalkArgs,
};
pub(crate) use tiles::{TileArgs, TilesArgs, TilesCommand, TilesExportArgs, TilesPackArgs};

/// The geographic information system of Senegal's departments: from GPS logs to a map that can be relied on.
#[derive(Debug, Parser)]
#[command(name = "suuf", version, arg_required_else_help = true)]
pub(crate) struct Args {
    /// Language of what is said to people.
    #[arg(long, global = true, env = "SUUF_LANGUAGE", value_name = "fr|en", default_value = "fr", value_parser = language)]
    pub(crate) language: Language,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the map, the API and the upload worker.
    Serve(ServeArgs),
    /// Store logs as uploads and process them.
    Ingest(IngestArgs),
    /// Clean logs of one campaign and report on them; no database.
    Inspect(InspectArgs),
    /// Print every threshold of cleaning with its value and its reason.
    Settings(SettingsArgs),
    /// Make a survey log, or a sample register.
    #[command(subcommand)]
    Simulate(SimulateCommand),
    /// Take features from a file of any vector format.
    Import(ImportArgs),
    /// Write a collection to a file (.geojson .gpkg .shp .kml .csv .fgb .dxf).
    Export(ExportArgs),
    /// Make, list, disable and invite accounts.
    #[command(subcommand)]
    User(UserCommand),
    /// Make, list and revoke tokens for programs.
    #[command(subcommand)]
    Token(TokenCommand),
    /// Show the register of a department to everybody, or end that.
    #[command(subcommand)]
    Department(DepartmentCommand),
    /// Erase personal data whose time is over, export a person's, or print the processing record.
    #[command(subcommand)]
    Persons(PersonsCommand),
    /// Start, stop, migrate, back up or restore the database.
    #[command(subcommand)]
    Db(DbCommand),
    /// Prove that nothing was altered, or print a receipt for what is there.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Judge the whole register by the rules, and print what they find.
    Check(CheckArgs),
    /// Print a vector tile as text.
    Tile(TileArgs),
    /// Write the map as a file that needs no server.
    #[command(subcommand)]
    Tiles(TilesCommand),
    /// Say what this machine has, what is wrong and how to mend it.
    Doctor(DoctorArgs),
}

/// Which database.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct DatabaseArgs {
    /// Use this PostgreSQL instead of the private cluster; by default the environment's DATABASE_URL.
    #[arg(long, value_name = "URL", conflicts_with = "data_dir")]
    pub(crate) database_url: Option<String>,
    /// Data directory of the private cluster; by default SUUF_DATA_DIR, else /var/lib/suuf for root and
    /// ~/.local/share/suuf for others.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) data_dir: Option<PathBuf>,
}

/// What is known of a log beside its bytes.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct SurveyArgs {
    /// What the logs hold.
    #[arg(long = "as", value_enum, default_value = "auto")]
    pub(crate) kind: Kind,
    /// Day of the survey, for logs without a date (year-month-day).
    #[arg(long, value_name = "DAY")]
    pub(crate) recorded_on: Option<NaiveDate>,
}

/// [`gis_core::survey::SurveyKind`] as the command line names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// Let the log itself tell.
    Auto,
    /// A boundary walk.
    Parcel,
    /// A drive along a road.
    Road,
    /// A receiver held still at an asset.
    MarketAsset,
}

#[derive(Debug, clap::Args)]
pub(crate) struct IngestArgs {
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    #[command(flatten)]
    pub(crate) survey: SurveyArgs,
    /// P-code of the department, such as SN1302.
    #[arg(long, value_name = "PCODE")]
    pub(crate) department: Option<String>,
    /// A note to keep with the logs.
    #[arg(long)]
    pub(crate) note: Option<String>,
    /// How many logs to work on at once; by default as many as there are cores.
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<NonZero<usize>>,
    /// Longest log that is taken, in MiB.
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=256))]
    pub(crate) max_upload_mb: u32,
    /// Logs to store, and folders of logs with the folders in them.
    #[arg(required = true, value_name = "LOG|FOLDER")]
    pub(crate) logs: Vec<PathBuf>,
}

/// How `inspect` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InspectFormat {
    /// A report for people.
    Text,
    /// The report as JSON.
    Json,
    /// Drafts, and the track of each log, as GeoJSON.
    Geojson,
    /// The report in pictures.
    Svg,
    /// One epoch a line, as JSON, with what became of it and why.
    Epochs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct InspectArgs {
    #[command(flatten)]
    pub(crate) survey: SurveyArgs,
    /// How to print.
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: InspectFormat,
    /// Folder for the pictures of `--format svg`; it is made when it is not there.
    #[arg(long, short, value_name = "FOLDER", conflicts_with = "picture")]
    pub(crate) output: Option<PathBuf>,
    /// One picture on standard output instead: track, quality, draft-0, ….
    #[arg(long, value_name = "NAME")]
    pub(crate) picture: Option<String>,
    /// Reject positions outside: senegal (with 50 km around it), none, or west,south,east,north in degrees.
    #[arg(long, default_value = "none", allow_hyphen_values = true, value_parser = area)]
    pub(crate) area: Area,
    /// JSON with thresholds other than the defaults, such as {"gate": {"hdop_max": 3.0}}; see `suuf settings`.
    #[arg(long, value_name = "FILE")]
    pub(crate) settings: Option<PathBuf>,
    /// Logs of one campaign, such as the passes of one road; `-` is standard input.
    #[arg(required = true, value_name = "LOG")]
    pub(crate) logs: Vec<PathBuf>,
}

/// West, south, east, north in degrees beyond which positions are rejected, if anywhere.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Area(pub(crate) Option<[f64; 4]>);

/// Senegal, 18° to 11° W and 12° to 17° N, with 50 km around it.
const SENEGAL_DEG: [f64; 4] = [-18.47, 11.55, -10.53, 17.45];

#[derive(Debug, clap::Args)]
pub(crate) struct SettingsArgs {
    /// JSON with thresholds other than the defaults.
    #[arg(long, value_name = "FILE")]
    pub(crate) settings: Option<PathBuf>,
    /// Print as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ImportArgs {
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    /// Collection to fill, such as roads.
    pub(crate) collection: String,
    /// File of any vector format that GDAL reads.
    pub(crate) file: PathBuf,
    /// Layer of the file, when it has several.
    #[arg(long)]
    pub(crate) layer: Option<String>,
    /// Reference system of a file that names none, such as EPSG:32628.
    #[arg(long, visible_alias = "crs", value_name = "EPSG:n", value_parser = epsg)]
    pub(crate) srs: Option<gis_core::Epsg>,
    /// Take a field from a column of another name (field=column).
    #[arg(long, value_name = "field=column", value_parser = field_and_column)]
    pub(crate) map: Vec<(String, String)>,
    /// Where the data come from; by default the name of the file.
    #[arg(long)]
    pub(crate) source: Option<String>,
    /// Say what would happen and change nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// How to print the report.
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: ReportFormat,
    /// The same as --format json.
    #[arg(long)]
    pub(crate) json: bool,
}

/// How a report is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For people.
    Text,
    /// All of it, for programs.
    Json,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    /// Collection to write, such as parcels.
    pub(crate) collection: String,
    /// File to write; its ending chooses the format.
    pub(crate) file: PathBuf,
    /// Replace the file if it is there.
    #[arg(long)]
    pub(crate) overwrite: bool,
}

/// How `check` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// A line for people.
    Text,
    /// A line of JSON.
    Json,
    /// A row of a table, fields set apart by commas.
    Csv,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    /// P-code of the only department to check, such as SN1302.
    #[arg(long, value_name = "PCODE")]
    pub(crate) department: Option<String>,
    /// Collections to check, separated by commas; by default all.
    #[arg(long, value_delimiter = ',')]
    pub(crate) collection: Vec<String>,
    /// How to print each finding.
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: CheckFormat,
    /// Print findings of this severity and graver ones; the summary counts all.
    #[arg(long, value_name = "note|warning|error", default_value = "warning", value_parser = severity)]
    pub(crate) severity: gis_core::Severity,
    /// JSON with limits other than the defaults, such as {"limits": {"gap_max_m": 2.0}}.
    #[arg(long, value_name = "FILE")]
    pub(crate) settings: Option<PathBuf>,
    /// How many threads judge; by default as many as there are cores.
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<NonZero<usize>>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct DoctorArgs {
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    /// Print the checks as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

fn language(text: &str) -> Result<Language, String> {
    match text {
        "fr" => Ok(Language::French),
        "en" => Ok(Language::English),
        _ => Err(format!("“{text}” is neither fr nor en")),
    }
}

fn severity(text: &str) -> Result<gis_core::Severity, String> {
    gis_core::Severity::from_name(text).ok_or_else(|| format!("“{text}” is neither note, warning nor error"))
}

fn lon_lat(text: &str) -> Result<gis_core::LonLat, String> {
    let wanted = || format!("“{text}” is not longitude,latitude in degrees, such as -16.926,14.791");
    let (lon, lat) = text.split_once(',').ok_or_else(wanted)?;
    let (Ok(lon), Ok(lat)) = (lon.trim().parse(), lat.trim().parse()) else { return Err(wanted()) };
    gis_core::LonLat::new(lon, lat).ok_or_else(wanted)
}

fn area(text: &str) -> Result<Area, String> {
    let wanted = || format!("“{text}” is neither senegal, none nor west,south,east,north in degrees");
    match text {
        "none" => return Ok(Area(None)),
        "senegal" => return Ok(Area(Some(SENEGAL_DEG))),
        _ => {}
    }
    let edges: Result<Vec<f64>, _> = text.split(',').map(|edge| edge.trim().parse()).collect();
    let edges: [f64; 4] = edges.map_err(|_| wanted())?.try_into().map_err(|_| wanted())?;
    let [west, south, east, north] = edges;
    if (-180.0..east).contains(&west) && east <= 180.0 && (-90.0..north).contains(&south) && north <= 90.0 {
        Ok(Area(Some(edges)))
    } else {
        Err(wanted())
    }
}

fn epsg(text: &str) -> Result<gis_core::Epsg, String> {
    let code = text.strip_prefix("EPSG:").or_else(|| text.strip_prefix("epsg:")).unwrap_or(text);
    code.parse().map(gis_core::Epsg).map_err(|_| format!("“{text}” is not a code such as EPSG:32628"))
}

fn field_and_column(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((field, column)) if !field.is_empty() && !column.is_empty() => {
            Ok((field.to_owned(), column.to_owned()))
        }
        _ => Err(format!("“{text}” is not field=column, such as number=ref")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Args::command().debug_assert();
    }

    #[test]
    fn a_database_is_either_private_or_elsewhere() {
        let both = ["suuf", "serve", "--data-dir", "a", "--database-url", "postgres:///b"];
        assert!(Args::try_parse_from(both).is_err());
    }

    #[test]
    fn positions_and_codes_are_checked() {
        assert!(lon_lat("-16.9,14.8").is_ok());
        assert!(lon_lat("14.8").is_err() && lon_lat("200,0").is_err());
        assert_eq!(epsg("EPSG:32628"), Ok(gis_core::Epsg::UTM_28N));
        assert!(epsg("UTM").is_err());
        assert!(field_and_column("class=").is_err());
        assert_eq!(area("-17.5,14,-16,15.5"), Ok(Area(Some([-17.5, 14.0, -16.0, 15.5]))));
        assert_eq!((area("none"), area("senegal")), (Ok(Area(None)), Ok(Area(Some(SENEGAL_DEG)))));
        assert!(area("-16,14,-17.5,15.5").is_err() && area("-17.5,14,-16").is_err() && area("mali").is_err());
    }
}
