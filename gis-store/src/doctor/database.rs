//! A database that can be reached: its server, its PostGIS and its schema.

use super::{Check, chain, plain};
use gis_core::Text;
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, PgConnection};
use std::str::FromStr as _;
use std::time::Duration;

/// A server that needs longer is as good as down to whoever waits for a page.
const PATIENCE: Duration = Duration::from_secs(5);

/// The oldest server that the migrations are written for.
const OLDEST_VERSION_NUM: i32 = 150_000;

/// What an address says; a wrong one becomes a check.
pub(super) fn address(url: &str, checks: &mut Vec<Check>) -> Option<PgConnectOptions> {
    match PgConnectOptions::from_str(url) {
        Ok(options) => Some(options),
        Err(error) => {
            let remedy = Text::new(
                "une adresse s'écrit postgresql://utilisateur:motdepasse@machine:5432/base",
                "an address reads postgresql://user:password@host:5432/database",
            );
            checks.push(Check::error("database", name(), plain(chain(&error)), remedy));
            None
        }
    }
}

/// The checks of a server that should answer.
pub(super) async fn checks(options: &PgConnectOptions, migrations: &[i64]) -> Vec<Check> {
    let connecting = tokio::time::timeout(PATIENCE, PgConnection::connect_with(options)).await;
    let mut connection = match connecting {
        Ok(Ok(connection)) => connection,
        Ok(Err(error)) => return vec![unreachable(plain(chain(&error)))],
        Err(_) => {
            let found = Text::new("pas de réponse en 5 secondes", "no answer in 5 seconds");
            return vec![unreachable(found)];
        }
    };
    let looked = look(&mut connection, migrations).await;
    // Every fact is in hand: how the connection ends changes none of them.
    let _ = connection.close().await;
    looked.unwrap_or_else(|error| vec![unreachable(plain(chain(&error)))])
}

async fn look(connection: &mut PgConnection, migrations: &[i64]) -> Result<Vec<Check>, sqlx::Error> {
    let mut checks = vec![server(connection).await?, postgis(connection).await?];
    if !migrations.is_empty() {
        checks.push(schema(connection, migrations).await?);
    }
    Ok(checks)
}

fn name() -> Text {
    Text::new("Base de données", "Database")
}

fn unreachable(found: Text) -> Check {
    let remedy = Text::new(
        "vérifiez l'adresse (--database-url), le réseau et que le serveur est en marche",
        "check the address (--database-url), the network, and that the server runs",
    );
    Check::error("database", name(), found, remedy)
}

async fn server(connection: &mut PgConnection) -> Result<Check, sqlx::Error> {
    let sql = "select current_setting('server_version_num')::int, current_setting('server_version'),
                      current_database()::text, pg_database_size(current_database())";
    let (number, version, database, size_bytes): (i32, String, String, i64) =
        sqlx::query_as(sql).fetch_one(connection).await?;
    let size_mb = size_bytes / 1_000_000;
    let found = Text::new(
        format!("PostgreSQL {version}, base « {database} », {size_mb} Mo"),
        format!("PostgreSQL {version}, database \"{database}\", {size_mb} MB"),
    );
    if number >= OLDEST_VERSION_NUM {
        return Ok(Check::ok("database", name(), found));
    }
    let remedy = Text::new("il faut PostgreSQL 15 ou plus récent", "PostgreSQL 15 or newer is needed");
    Ok(Check::error("database", name(), found, remedy))
}

async fn postgis(connection: &mut PgConnection) -> Result<Check, sqlx::Error> {
    let name = Text::new("PostGIS de la base", "PostGIS of the database");
    let sql = "select installed_version, default_version from pg_available_extensions where name = 'postgis'";
    let row: Option<(Option<String>, Option<String>)> =
        sqlx::query_as(sql).fetch_optional(&mut *connection).await?;
    let (installed, available) = row.unwrap_or_default();
    let Some(installed) = installed else {
        let found = Text::new("absent", "missing");
        let remedy = Text::new(
            "installez PostGIS sur le serveur, puis `create extension postgis` dans cette base",
            "install PostGIS on the server, then `create extension postgis` in this database",
        );
        return Ok(Check::error("postgis", name, found, remedy));
    };
    if available.as_ref().is_some_and(|available| *available != installed) {
        let available = available.unwrap_or_default();
        let found = Text::new(
            format!("{installed}, alors que le serveur a {available}"),
            format!("{installed}, while the server has {available}"),
        );
        let remedy = plain("`select postgis_extensions_upgrade()`");
        return Ok(Check::warning("postgis", name, found, remedy));
    }
    let full: String = sqlx::query_scalar("select postgis_full_version()").fetch_one(connection).await?;
    Ok(Check::ok("postgis", name, plain(full)))
}

async fn schema(connection: &mut PgConnection, migrations: &[i64]) -> Result<Check, sqlx::Error> {
    let sql = "select to_regclass('_sqlx_migrations') is not null";
    let has_any: bool = sqlx::query_scalar(sql).fetch_one(&mut *connection).await?;
    let mut applied: Vec<(i64, bool)> = Vec::new();
    if has_any {
        let sql = "select version, success from _sqlx_migrations order by version";
        applied = sqlx::query_as(sql).fetch_all(connection).await?;
    }
    Ok(schema_state(&applied, migrations))
}

/// Compares what the database has been through with what this program brings along.
fn schema_state(applied: &[(i64, bool)], migrations: &[i64]) -> Check {
    let name = Text::new("Schéma", "Schema");
    let has = |wanted: &i64| applied.iter().any(|(version, success)| version == wanted && *success);
    let (done, all) = (migrations.iter().filter(|wanted| has(wanted)).count(), migrations.len());
    let found =
        Text::new(format!("{done} migrations sur {all}"), format!("{done} of {all} migrations applied"));
    if let Some((version, _)) = applied.iter().find(|(_, success)| !success) {
        let remedy = Text::new(
            format!("la migration {version} a échoué : restaurez une sauvegarde, puis `suuf db migrate`"),
            format!("migration {version} failed: restore a backup, then `suuf db migrate`"),
        );
        return Check::error("schema", name, found, remedy);
    }
    if let Some((version, _)) = applied.iter().find(|(version, _)| !migrations.contains(version)) {
        let remedy = Text::new(
            format!("la base connaît la migration {version}, ce programme non : mettez Suuf à jour"),
            format!("the database has migration {version} and this program has not: update Suuf"),
        );
        return Check::error("schema", name, found, remedy);
    }
    if done == all {
        return Check::ok("schema", name, found);
    }
    Check::warning("schema", name, found, plain("`suuf db migrate`"))
}

#[cfg(test)]
mod tests {
    use super::super::CheckStatus;
    use super::*;

    fn remedy(check: &Check) -> &str {
        &check.remedy.as_ref().expect("a check that is not ok has a remedy").fr
    }

    #[test]
    fn a_schema_with_every_migration_is_ok() {
        let check = schema_state(&[(1, true), (2, true)], &[1, 2]);
        assert_eq!(check.status, CheckStatus::Ok);
        assert_eq!(check.found.en, "2 of 2 migrations applied");
    }

    #[test]
    fn a_schema_behind_the_program_asks_for_a_migration() {
        let check = schema_state(&[(1, true)], &[1, 2]);
        assert_eq!(check.status, CheckStatus::Warning);
        assert!(remedy(&check).contains("suuf db migrate"));
    }

    #[test]
    fn a_schema_ahead_of_the_program_asks_for_an_update() {
        let check = schema_state(&[(1, true), (3, true)], &[1]);
        assert_eq!(check.status, CheckStatus::Error);
        assert!(remedy(&check).contains("mettez Suuf à jour"));
    }

    #[test]
    fn a_migration_that_failed_half_way_is_named() {
        let check = schema_state(&[(1, true), (2, false)], &[1, 2]);
        assert_eq!(check.status, CheckStatus::Error);
        assert!(remedy(&check).contains("la migration 2 a échoué"));
    }
}
