//! The server of a database: how we reach it, and how PostgreSQL's own programs do.

use super::error::BackupError;
use crate::cluster::{ClientPrograms, Cluster};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection};
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

/// A database and its server, private or elsewhere.
#[derive(Debug, Clone)]
pub struct Server {
    options: PgConnectOptions,
    address: Address,
    programs: Option<ClientPrograms>,
}

impl Server {
    /// The database of a private cluster.
    #[must_use]
    pub fn of_cluster(cluster: &Cluster) -> Self {
        Self {
            options: cluster.connect_options(),
            address: Address::parse(&cluster.url()),
            programs: Some(cluster.client_programs()),
        }
    }

    /// The database of an address, as `DATABASE_URL` has it.
    ///
    /// # Errors
    /// When that is no address.
    pub fn at(url: &str) -> Result<Self, BackupError> {
        let options: PgConnectOptions =
            url.parse().map_err(|error: sqlx::Error| BackupError::Address { reason: error.to_string() })?;
        Ok(Self { options, address: Address::parse(url), programs: None })
    }

    /// Name of the database.
    pub(super) fn database(&self) -> String {
        let options = &self.options;
        options.get_database().unwrap_or(options.get_username()).to_owned()
    }

    /// The same server, another database.
    pub(super) fn with_database(&self, name: &str) -> Self {
        Self {
            options: self.options.clone().database(name),
            address: self.address.with_database(name),
            programs: self.programs.clone(),
        }
    }

    /// Opens a connection.
    pub(super) async fn connect(&self) -> Result<PgConnection, BackupError> {
        let options = self.options.clone().application_name("suuf backup");
        Ok(PgConnection::connect_with(&options.disable_statement_logging()).await?)
    }

    /// A program of PostgreSQL of at least that major version, told which database is meant.
    pub(super) fn command(&self, program: &str, major: u32) -> Result<Command, BackupError> {
        let programs = match &self.programs {
            Some(own) => own.clone(),
            None => ClientPrograms::find(major).ok_or(BackupError::NoPrograms { major })?,
        };
        let mut command = programs.command(program, Path::new("/"));
        let mut database = OsString::from("--dbname=");
        database.push(&self.address.url);
        command.arg("--no-password").arg(database);
        if let Some(password) = &self.address.password {
            command.env("PGPASSWORD", password);
        }
        Ok(command)
    }
}

/// An address without its password: command lines can be read by everybody on the machine.
#[derive(Clone)]
struct Address {
    url: String,
    password: Option<String>,
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Address").field("url", &self.url).finish_non_exhaustive()
    }
}

impl Address {
    fn parse(url: &str) -> Self {
        let (scheme, rest) = url.split_once("://").unwrap_or(("postgresql", url));
        let (authority, tail) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
        let (name, mut password) = match user.split_once(':') {
            Some((name, password)) => (name, Some(decoded(password))),
            None => (user, None),
        };
        let (path, query) = tail.split_once('?').unwrap_or((tail, ""));
        let mut kept = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            match pair.strip_prefix("password=") {
                Some(given) => password = Some(decoded(given)),
                None => kept.push(pair),
            }
        }
        let at = if name.is_empty() { String::new() } else { format!("{name}@") };
        let mark = if kept.is_empty() { "" } else { "?" };
        Self { url: format!("{scheme}://{at}{host}{path}{mark}{}", kept.join("&")), password }
    }

    fn with_database(&self, name: &str) -> Self {
        let (before, query) = self.url.split_once('?').unwrap_or((&self.url, ""));
        let (scheme, rest) = before.split_once("://").expect("an address has a scheme");
        let host = rest.split('/').next().unwrap_or_default();
        let mark = if query.is_empty() { "" } else { "?" };
        Self { url: format!("{scheme}://{host}/{name}{mark}{query}"), password: self.password.clone() }
    }
}

/// A part of an address with its `%hh` as bytes.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_not_shown_to_other_programs() {
        let address = Address::parse("postgres://fatou:s%40cret@db.example:5433/suuf?sslmode=require");
        assert_eq!(address.url, "postgres://fatou@db.example:5433/suuf?sslmode=require");
        assert_eq!(address.password.as_deref(), Some("s@cret"));
        assert!(!format!("{address:?}").contains("s@cret"));
        let in_query = Address::parse("postgresql:///suuf?host=/run/pg&password=x");
        assert_eq!(
            (in_query.url.as_str(), in_query.password.as_deref()),
            ("postgresql:///suuf?host=/run/pg", Some("x"))
        );
    }

    #[test]
    fn another_database_keeps_everything_else() {
        for (url, other) in [
            ("postgres://a@h:1/suuf?x=y", "postgres://a@h:1/new?x=y"),
            ("postgresql:///suuf?host=%2Frun", "postgresql:///new?host=%2Frun"),
            ("postgres://h", "postgres://h/new"),
        ] {
            assert_eq!(Address::parse(url).with_database("new").url, other);
        }
    }
}
