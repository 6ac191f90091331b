//! What whoever watches the server reads.

use crate::App;
use crate::access::not_allowed;
use crate::error::ApiError;
use crate::extract::Caller;
use crate::metrics::State as Now;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use gis_core::scope::Action;

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// `GET /metrics`: for whoever administers every department, because it tells how much all of them hold together.
pub(crate) async fn get(State(app): State<App>, caller: Caller) -> Result<Response, ApiError> {
    if caller.scope().filter(Action::Administer).is_some() {
        return Err(not_allowed().into());
    }
    get_unasked(State(app)).await
}

/// The same on the address that `suuf serve --metrics-listen` names: for whoever reaches it.
pub(crate) async fn get_unasked(State(app): State<App>) -> Result<Response, ApiError> {
    let text =
        app.metrics.to_text(&Now::gather(&app).await).expect("a string takes all that is written to it");
    let headers = [(header::CONTENT_TYPE, OPEN_METRICS), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, text).into_response())
}
