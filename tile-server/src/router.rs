//! The table of every URL. `openapi.json` describes the same; a test holds the two together.

use crate::handlers::{
    api, collections, disputes, drafts, health, items, landing, style, tiles, uploads, web,
};
use crate::same_origin::refuse_foreign_pages;
use crate::{App, error};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use gis_core::Text;
use std::any::Any;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::trace::TraceLayer;

/// All handlers with all that stands before them.
pub fn router(app: App) -> Router {
    let uploads = Router::new()
        .route("/uploads", get(uploads::list).post(uploads::create))
        // The handler counts for itself, so that it can say what is too much.
        .layer(DefaultBodyLimit::disable());
    Router::new()
        .route("/", get(landing::get_root))
        .route("/landing", get(landing::get_landing))
        .route("/assets/{*path}", get(web::get_asset))
        .route("/api", get(api::get_document))
        .route("/conformance", get(landing::get_conformance))
        .route("/health/live", get(health::get_live))
        .route("/health/ready", get(health::get_ready))
        .route("/code-lists", get(api::get_code_lists))
        .route("/uploads/{id}", get(uploads::get))
        .route("/uploads/{id}/log", get(uploads::get_log))
        .route("/uploads/{id}/pictures/{name}", get(uploads::get_picture))
        .route("/drafts", get(drafts::list).post(drafts::create))
        .route("/drafts/{id}", get(drafts::get).patch(drafts::correct))
        .route("/drafts/{id}/events", get(drafts::events))
        .route("/drafts/{id}/comparison", get(drafts::compare))
        .route("/drafts/{id}/target", put(drafts::set_target))
        .route("/drafts/{id}/submission", post(drafts::submit))
        .route("/drafts/{id}/withdrawal", post(drafts::withdraw))
        .route("/drafts/{id}/approval", post(drafts::approve))
        .route("/drafts/{id}/return", post(drafts::return_))
        .route("/disputes", get(disputes::list).post(disputes::open))
        .route("/disputes/{id}", get(disputes::get).patch(disputes::change))
        .route("/collections", get(collections::list))
        .route("/collections/{collection}", get(collections::get))
        .route("/collections/{collection}/items", get(items::list))
        .route("/collections/{collection}/items/{id}", get(items::get))
        .route("/tiles/{layers}", get(tiles::get_tilejson))
        .route("/tiles/{layers}/{z}/{x}/{y}", get(tiles::get_tile))
        .route("/style.json", get(style::get))
        .merge(uploads)
        .fallback(no_such_page)
        .method_not_allowed_fallback(no_such_method)
        .layer(CompressionLayer::new())
        .layer(from_fn(refuse_foreign_pages))
        .layer(CatchPanicLayer::custom(after_panic))
        .layer(TraceLayer::new_for_http())
        .with_state(app)
}

/// Answers on a listener until `stop` is ready, and then ends open requests.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    app: App,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, router(app)).with_graceful_shutdown(stop).await
}

async fn no_such_page() -> Response {
    error::not_found(
        "no-such-page",
        "Cette adresse n'existe pas. La liste des adresses est à /api.",
        "There is no such address. The list of addresses is at /api.",
    )
    .into_response()
}

async fn no_such_method() -> Response {
    let message = Text::new(
        "Cette adresse ne connaît pas cette méthode. Voyez /api.",
        "This address does not know that method. See /api.",
    );
    error::Problem::new(StatusCode::METHOD_NOT_ALLOWED, "no-such-method", message).into_response()
}

#[expect(clippy::needless_pass_by_value, reason = "the signature that the layer wants")]
fn after_panic(panic: Box<dyn Any + Send + 'static>) -> Response {
    let what = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no text");
    tracing::error!(panic = what, "a handler panicked");
    error::internal().into_response()
}
