//! The audit log, for administrators of every department: what was done, by whom, and a receipt.

use crate::App;
use crate::access::not_allowed;
use crate::error::ApiError;
use crate::extract::{BaseUrl, Caller, QueryPairs, malformed};
use axum::Json;
use axum::extract::State;
use gis_store::audit::{Entry, EntryPage, Head, get_head, list_entries};
use serde::Serialize;

const DEFAULT_LIMIT: i64 = 100;
const MOST: i64 = 1000;

#[derive(Serialize)]
pub(crate) struct AuditPage {
    entries: Vec<Entry>,
    next: Option<String>,
}

/// `GET /audit`
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    query: QueryPairs,
) -> Result<Json<AuditPage>, ApiError> {
    query.only(&["limit", "before", "actor", "action", "subject"])?;
    let owned = |name: &str| query.get(name).map(str::to_owned);
    let page = EntryPage {
        limit: query.limit(DEFAULT_LIMIT, MOST)?,
        before: before(&query)?,
        actor: owned("actor"),
        action: owned("action"),
        subject: owned("subject"),
    };
    let entries = list_entries(&mut *app.acquire().await?, caller.scope(), &page).await?;
    let entries = entries.ok_or_else(not_allowed)?;
    let is_full = i64::try_from(entries.len()).is_ok_and(|count| count == page.limit);
    let last = entries.last().map(|entry| entry.sequence).filter(|last| is_full && *last > 1);
    let next = last.map(|last| next_address(&base, &query, last));
    Ok(Json(AuditPage { entries, next }))
}

/// `GET /audit/head`
pub(crate) async fn head(State(app): State<App>, caller: Caller) -> Result<Json<Head>, ApiError> {
    let head = get_head(&mut *app.acquire().await?, caller.scope()).await?;
    Ok(Json(head.ok_or_else(not_allowed)?))
}

fn before(query: &QueryPairs) -> Result<Option<i64>, ApiError> {
    let Some(text) = query.get("before") else { return Ok(None) };
    let sequence = text.parse::<i64>().ok().filter(|sequence| *sequence >= 1);
    let wrong = || malformed("before", text, "un numéro d'écriture", "the number of an entry");
    Ok(Some(sequence.ok_or_else(wrong)?))
}

fn next_address(base: &str, query: &QueryPairs, last: i64) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    for name in ["limit", "actor", "action", "subject"] {
        if let Some(value) = query.get(name) {
            pairs.append_pair(name, value);
        }
    }
    pairs.append_pair("before", &last.to_string());
    format!("{base}/audit?{}", pairs.finish())
}
