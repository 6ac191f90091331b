//! The PostgreSQL and PostGIS that are installed for the private cluster.

use super::{Check, plain};
use crate::cluster::Installation;
use gis_core::Text;

pub(super) fn checks() -> Vec<Check> {
    let servers = Installation::all();
    let mut checks = vec![installed(&servers)];
    checks.extend(servers.first().map(postgis));
    checks
}

fn installed(servers: &[Installation]) -> Check {
    let name = plain("PostgreSQL");
    if servers.is_empty() {
        let found = Text::new("non installé", "not installed");
        let remedy = Text::new(
            "`apt install postgresql-15 postgresql-15-postgis-3` (15 sous Debian 12), ou un autre serveur avec --database-url",
            "`apt install postgresql-15 postgresql-15-postgis-3` (15 on Debian 12), or another server with --database-url",
        );
        return Check::error("postgresql", name, found, remedy);
    }
    let listed = servers.iter().map(|server| format!("{} ({})", server.version, server.bin.display()));
    Check::ok("postgresql", name, plain(listed.collect::<Vec<_>>().join(", ")))
}

fn postgis(server: &Installation) -> Check {
    let name = Text::new("PostGIS installé", "PostGIS installed");
    let major = server.major;
    if let Some(version) = &server.postgis {
        let found = Text::new(
            format!("{version} pour PostgreSQL {major}"),
            format!("{version} for PostgreSQL {major}"),
        );
        return Check::ok("postgis_installed", name, found);
    }
    let found = Text::new(format!("absent pour PostgreSQL {major}"), format!("none for PostgreSQL {major}"));
    Check::error(
        "postgis_installed",
        name,
        found,
        plain(format!("`apt install postgresql-{major}-postgis-3`")),
    )
}
