//! Pages of lists that show the newest first, by identifier (UUIDv7, in order of time).

use crate::error::ApiError;
use crate::extract::QueryPairs;
use gis_store::upload::Page;
use uuid::Uuid;

const DEFAULT_LIMIT: i64 = 20;
const MOST: i64 = 100;

/// The page that a query asks for.
pub(crate) fn page(query: &QueryPairs) -> Result<Page, ApiError> {
    Ok(Page { limit: query.limit(DEFAULT_LIMIT, MOST)?, before: query.id("before")? })
}

/// The address of the page after a full one, whose last row is the one given.
pub(crate) fn next_address(address: &str, page: Page, shown: usize, last: Option<Uuid>) -> Option<String> {
    let is_full = i64::try_from(shown).is_ok_and(|shown| shown == page.limit);
    let separator = if address.contains('?') { '&' } else { '?' };
    last.filter(|_| is_full).map(|last| format!("{address}{separator}limit={}&before={last}", page.limit))
}
