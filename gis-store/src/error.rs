//! What can go wrong between the program and its database.

/// Failures of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused, or could not be reached.
    #[error("failed to query the database")]
    Database(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("failed to bring the schema up to date")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A geometry could not be written as, or read from, well-known binary.
    #[error("failed to convert the geometry of {what}")]
    Geometry {
        /// Whose geometry.
        what: String,
        /// What the converter said.
        source: geozero::error::GeozeroError,
    },
    /// A geometry could not be taken to metres or back.
    #[error("failed to project a geometry")]
    Projection(#[from] gis_core::crs::CrsError),
    /// A JSON column does not hold what it should.
    #[error("failed to read the JSON of {what}")]
    Json {
        /// Which column.
        what: &'static str,
        /// What the reader said.
        source: serde_json::Error,
    },
    /// Data that ship with the program are wrong.
    #[error("failed to read the built-in data {file}: {reason}")]
    BuiltIn {
        /// Name of the file in `data/`.
        file: &'static str,
        /// What is wrong with it.
        reason: String,
    },
}

/// SQLSTATE `query_canceled`: by the statement timeout of a connection, or by whoever administers the database.
const QUERY_CANCELED: &str = "57014";

/// SQLSTATE `deadlock_detected`: two transactions waited for each other, and this one was undone.
const DEADLOCK_DETECTED: &str = "40P01";

impl StoreError {
    /// Whether behind an error, of this kind or of any around it, is a statement that took too long and was cut off.
    #[must_use]
    pub fn is_cut_off(error: &(dyn std::error::Error + 'static)) -> bool {
        has_code(error, QUERY_CANCELED)
    }

    /// Whether behind an error is a transaction that gave way to another one: nothing was written, and the next attempt
    /// finds what the other one wrote.
    #[must_use]
    pub fn gave_way(error: &(dyn std::error::Error + 'static)) -> bool {
        has_code(error, DEADLOCK_DETECTED)
    }

    /// Whether the database could not be reached, or ended the connection: the same may work in a while.
    #[must_use]
    pub fn is_away(&self) -> bool {
        match self {
            Self::Database(sqlx::Error::Database(error)) => {
                error.code().is_some_and(|code| code.starts_with("08") || code.starts_with("57P"))
            }
            Self::Database(error) => {
                matches!(error, sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::WorkerCrashed)
            }
            _ => false,
        }
    }

    /// Whether the database refused the data themselves (SQLSTATE class 22 or 23): trying again changes nothing.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        let Self::Database(sqlx::Error::Database(error)) = self else { return false };
        error.code().is_some_and(|code| code.starts_with("22") || code.starts_with("23"))
    }
}

fn has_code(error: &(dyn std::error::Error + 'static), code: &str) -> bool {
    std::iter::successors(Some(error), |error| error.source()).any(|error| {
        let database = error.downcast_ref().and_then(sqlx::Error::as_database_error);
        database.is_some_and(|error| error.code().as_deref() == Some(code))
    })
}
