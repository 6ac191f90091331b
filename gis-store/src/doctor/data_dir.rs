//! The data directory and the private cluster in it.

use super::{Check, chain, plain};
use crate::cluster::{self, Status};
use gis_core::Text;
use sqlx::postgres::PgConnectOptions;
use std::path::Path;

/// What an import of the national boundaries with its log and its temporary files takes.
const ENOUGH_BYTES: u64 = 2_000_000_000;

/// The checks, and how to reach the cluster when it runs.
pub(super) fn checks(data_dir: &Path) -> (Vec<Check>, Option<PgConnectOptions>) {
    if !data_dir.exists() {
        return (vec![absent(data_dir)], None);
    }
    match cluster::status(data_dir) {
        Ok(status) => {
            let mut checks = vec![folder(&status)];
            checks.extend(free_space(&status));
            if let Some(major) = &status.major {
                checks.extend([data_version(major), checksums(&status), server(&status)]);
            }
            (checks, status.connect_options())
        }
        Err(error) => {
            let remedy = Text::new("corrigez ce que dit le message", "do what the message says");
            (vec![Check::error("data_dir", name(), plain(chain(&error)), remedy)], None)
        }
    }
}

fn name() -> Text {
    Text::new("Dossier de données", "Data directory")
}

fn absent(data_dir: &Path) -> Check {
    let path = data_dir.display();
    let found = Text::new(format!("{path} n'existe pas encore"), format!("{path} does not exist yet"));
    let remedy = Text::new("`suuf serve` le crée", "`suuf serve` creates it");
    Check::warning("data_dir", name(), found, remedy)
}

fn folder(status: &Status) -> Check {
    let (path, owner) = (status.data_dir.display(), &status.owner);
    let found = Text::new(format!("{path}, appartient à {owner}"), format!("{path}, belongs to {owner}"));
    let is_owner_wrong = status.major.is_some() && *owner != status.runs_as;
    if status.is_writable && !is_owner_wrong {
        return Check::ok("data_dir", name(), found);
    }
    let runs_as = &status.runs_as;
    let remedy = Text::new(
        format!("lancez Suuf sous le compte {owner}, ou `chown -R {runs_as} '{path}'`"),
        format!("run Suuf as {owner}, or `chown -R {runs_as} '{path}'`"),
    );
    Check::error("data_dir", name(), found, remedy)
}

fn free_space(status: &Status) -> Option<Check> {
    let free_bytes = status.free_bytes?;
    let name = Text::new("Espace libre", "Free space");
    let (tenths, unit) = (free_bytes / 100_000_000, 10);
    let found = Text::new(
        format!("{},{} Go", tenths / unit, tenths % unit),
        format!("{}.{} GB", tenths / unit, tenths % unit),
    );
    if free_bytes >= ENOUGH_BYTES {
        return Some(Check::ok("free_space", name, found));
    }
    let remedy = Text::new(
        "libérez de la place : il faut 2 Go pour importer et pour le journal de PostgreSQL",
        "free some space: imports and PostgreSQL's log want 2 GB",
    );
    Some(Check::warning("free_space", name, found, remedy))
}

fn data_version(major: &str) -> Check {
    let name = Text::new("Version des données", "Version of the data");
    let found = plain(format!("PostgreSQL {major}"));
    if cluster::Installation::all().iter().any(|server| server.major.to_string() == major) {
        return Check::ok("data_version", name, found);
    }
    let packages = format!("`apt install postgresql-{major} postgresql-{major}-postgis-3`");
    let remedy = Text::new(
        format!("installez aussi cette version : {packages}"),
        format!("install that version too: {packages}"),
    );
    Check::error("data_version", name, found, remedy)
}

fn checksums(status: &Status) -> Check {
    let name = Text::new("Sommes de contrôle des pages", "Page checksums");
    let found = match status.has_checksums {
        Some(true) => return Check::ok("checksums", name, Text::new("actives", "on")),
        Some(false) => Text::new("inactives", "off"),
        None => Text::new("inconnues", "unknown"),
    };
    let remedy = Text::new(
        "arrêtez avec `suuf db stop`, puis `pg_checksums --enable` sur le dossier `postgres` ; si l'état est \
         inconnu, relancez ce diagnostic sous le compte propriétaire",
        "stop with `suuf db stop`, then `pg_checksums --enable` on the folder `postgres`; if unknown, run this \
         diagnosis as the owner",
    );
    Check::warning("checksums", name, found, remedy)
}

fn server(status: &Status) -> Check {
    let name = Text::new("Serveur privé", "Private server");
    let users: Vec<_> = status.users.iter().map(|user| format!("{} ({})", user.pid, user.command)).collect();
    let users = if users.is_empty() { "–".to_owned() } else { users.join(", ") };
    let pid = status.pid.map_or_else(|| "?".to_owned(), |pid| pid.to_string());
    let stays = |fr: &str, en: &str| {
        if status.keeps_running { (fr.to_owned(), en.to_owned()) } else { (String::new(), String::new()) }
    };
    let (fr, en) = stays(", reste allumé", ", stays on");
    match (status.pid, status.answers) {
        (_, true) => {
            let found = Text::new(
                format!("en marche, processus {pid}{fr} ; utilisé par {users}"),
                format!("running, process {pid}{en}; used by {users}"),
            );
            Check::ok("server", name, found)
        }
        (None, false) if status.users.is_empty() => {
            let found = Text::new("à l'arrêt ; démarre avec Suuf", "stopped; starts with Suuf");
            Check::ok("server", name, found)
        }
        _ => {
            let found = Text::new(
                format!("ne répond pas (processus {pid}) ; utilisé par {users}"),
                format!("does not answer (process {pid}); used by {users}"),
            );
            let remedy = Text::new(
                "voyez postgres.log dans le dossier de données, puis `suuf db start`",
                "see postgres.log in the data directory, then `suuf db start`",
            );
            Check::error("server", name, found, remedy)
        }
    }
}
