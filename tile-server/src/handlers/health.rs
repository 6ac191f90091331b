//! Is the process alive, and can it answer?

use crate::App;
use crate::error::{ApiError, Problem};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use gis_core::Text;
use serde::Serialize;

#[derive(Serialize)]
pub(crate) struct Health {
    status: &'static str,
}

/// `GET /health/live`
pub(crate) async fn get_live() -> Json<Health> {
    Json(Health { status: "live" })
}

/// `GET /health/ready`: when the register is in memory and the database answers.
pub(crate) async fn get_ready(State(app): State<App>) -> Result<Json<Health>, ApiError> {
    app.map.loaded()?;
    match gis_store::pool::ping(&app.pool).await {
        Ok(()) => Ok(Json(Health { status: "ready" })),
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "the database does not answer");
            let message =
                Text::new("La base de données ne répond pas encore.", "The database does not answer yet.");
            let pause_s = 2;
            Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "not-ready", message)
                .to_be_retried_after(pause_s)
                .into())
        }
    }
}
