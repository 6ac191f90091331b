//! The departments that publish their register, remembered so that whoever is not signed in costs no query.
//!
//! What is remembered is read anew whenever the change feed tells of a commit, and every second at most otherwise, so
//! that a department that withdraws is withdrawn even where the feed was lost.

use gis_store::account::list_published;
use gis_store::{PgPool, StoreError};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

/// For so long what was read counts as what is.
const FRESH: Duration = Duration::from_secs(1);

/// P-codes, and when they were asked for.
type Remembered = (Instant, Arc<[String]>);

#[derive(Debug)]
pub(crate) struct Published {
    is_demo: bool,
    remembered: RwLock<Option<Remembered>>,
}

impl Published {
    /// Nothing is known yet. On a server with demo accounts every department publishes.
    pub(crate) fn new(is_demo: bool) -> Self {
        Self { is_demo, remembered: RwLock::default() }
    }

    /// Their P-codes.
    pub(crate) async fn get(&self, pool: &PgPool) -> Result<Arc<[String]>, StoreError> {
        let remembered = self.remembered.read().unwrap_or_else(PoisonError::into_inner).clone();
        match remembered {
            Some((asked, pcodes)) if asked.elapsed() < FRESH => Ok(pcodes),
            _ => self.read(pool).await,
        }
    }

    /// Reads them anew.
    pub(crate) async fn read(&self, pool: &PgPool) -> Result<Arc<[String]>, StoreError> {
        let asked = Instant::now();
        let mut conn = gis_store::pool::acquire(pool).await?;
        let pcodes: Arc<[String]> = list_published(&mut conn, self.is_demo).await?.into();
        let mut remembered = self.remembered.write().unwrap_or_else(PoisonError::into_inner);
        // Of two who ask at once the later knows better.
        if remembered.as_ref().is_none_or(|(before, _)| *before <= asked) {
            *remembered = Some((asked, Arc::clone(&pcodes)));
        }
        Ok(pcodes)
    }
}
