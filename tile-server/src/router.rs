//! The table of every address: method, path, who may, handler. `openapi.json` describes the same; a test holds the
//! two together, and another tries every row as every role.

use crate::access::{Access, guard};
use crate::basemap::PMTILES;
use crate::handlers::link::MVT;
use crate::handlers::{
    accounts, api, audit, basemap, collections, disputes, documents, drafts, glyphs, health, invitations,
    items, landing, metrics as metrics_page, parties, places, rights, roads, rules, session, style, tiles,
    tilesets, tokens, uploads, versions, web,
};
use crate::same_origin::refuse_foreign_pages;
use crate::{App, error, metrics};
use Access::{Everybody, May, Open, SignedIn};
use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::handler::Handler;
use axum::http::{Method, StatusCode};
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, get, on};
use gis_core::Text;
use gis_core::scope::Action::{
    Administer, EditPersons, Propose, Review, SeeEvidence, SeeHistory, SeePersons, SeeRegister, Survey,
};
use gis_store::document::BYTES_MAX;
use std::any::Any;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::trace::TraceLayer;

/// A row of the table.
#[derive(Debug, Clone)]
pub struct Route {
    /// Method.
    pub method: Method,
    /// Path, with its parameters in braces.
    pub path: &'static str,
    /// Who may.
    pub access: Access,
    handler: MethodRouter<App>,
}

/// All rows.
#[must_use]
pub fn routes() -> Vec<Route> {
    [service(), history(), records(), persons()].into_iter().flatten().collect()
}

/// The service, the people who use it, what comes in from the field, and the register as features and tiles.
fn service() -> Vec<Route> {
    vec![
        Route::get("/", Open, landing::get_root),
        Route::get("/landing", Open, landing::get_landing),
        Route::get("/assets/{*path}", Open, web::get_asset),
        Route::get("/api", Open, api::get_document),
        Route::get("/conformance", Open, landing::get_conformance),
        Route::get("/health/live", Open, health::get_live),
        Route::get("/health/ready", Open, health::get_ready),
        Route::get("/metrics", May(Administer), metrics_page::get),
        Route::get("/code-lists", Open, api::get_code_lists),
        Route::get("/rules", Open, rules::list),
        Route::get("/style.json", Open, style::get),
        Route::get("/basemap.pmtiles", Open, basemap::get),
        Route::get("/glyphs/{fontstack}/{range}", Open, glyphs::get_range),
        Route::get("/sprites/{file}", Open, glyphs::get_sprite),
        Route::get("/session", Everybody, session::get),
        Route::post("/session", Everybody, session::create),
        Route::delete("/session", Everybody, session::delete),
        Route::post("/session/password", SignedIn, session::change_password),
        Route::post("/invitations/{token}", Everybody, invitations::redeem),
        Route::get("/accounts", May(Administer), accounts::list),
        Route::post("/accounts", May(Administer), accounts::create),
        Route::get("/accounts/{id}", May(Administer), accounts::get),
        Route::patch("/accounts/{id}", May(Administer), accounts::change),
        Route::post("/accounts/{id}/invitation", May(Administer), accounts::invite),
        Route::get("/tokens", SignedIn, tokens::list),
        Route::post("/tokens", SignedIn, tokens::create),
        Route::delete("/tokens/{id}", SignedIn, tokens::delete),
        Route::get("/uploads", May(SeeEvidence), uploads::list),
        // The handler counts for itself, so that it can say what is too much.
        Route::post("/uploads", May(Survey), uploads::create).layered(DefaultBodyLimit::disable()),
        Route::get("/uploads/{id}", May(SeeEvidence), uploads::get),
        Route::get("/uploads/{id}/log", May(SeeEvidence), uploads::get_log),
        Route::get("/uploads/{id}/pictures/{name}", May(SeeEvidence), uploads::get_picture),
        Route::get("/drafts", May(SeeEvidence), drafts::list),
        Route::post("/drafts", May(Propose), drafts::create),
        Route::get("/drafts/{id}", May(SeeEvidence), drafts::get),
        Route::patch("/drafts/{id}", May(Propose), drafts::correct),
        Route::get("/drafts/{id}/events", May(SeeEvidence), drafts::events),
        Route::get("/drafts/{id}/comparison", May(SeeEvidence), drafts::compare),
        Route::put("/drafts/{id}/target", May(Propose), drafts::set_target),
        Route::delete("/drafts/{id}/target", May(Propose), drafts::clear_target),
        Route::post("/drafts/{id}/submission", May(Propose), drafts::submit),
        Route::post("/drafts/{id}/withdrawal", May(Propose), drafts::withdraw),
        Route::post("/drafts/{id}/approval", May(Review), drafts::approve),
        Route::post("/drafts/{id}/return", May(Review), drafts::return_),
        Route::get("/disputes", May(Review), disputes::list),
        Route::post("/disputes", May(Review), disputes::open),
        Route::get("/disputes/{id}", May(Review), disputes::get),
        Route::patch("/disputes/{id}", May(Review), disputes::change),
        Route::get("/collections", Everybody, collections::list),
        Route::get("/collections/{collection}", Everybody, collections::get),
        Route::get("/collections/{collection}/items", Everybody, items::list),
        Route::get("/collections/{collection}/items/{id}", Everybody, items::get),
        Route::get("/collections/{collection}/items/{id}/findings", May(SeeHistory), rules::get_findings),
        Route::get("/collections/{collection}/tiles", Open, tilesets::list),
        Route::get("/collections/{collection}/tiles/WebMercatorQuad", Everybody, tilesets::get),
        Route::get(
            "/collections/{collection}/tiles/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}",
            Everybody,
            tilesets::get_tile,
        ),
        Route::get("/tileMatrixSets", Open, tilesets::list_schemes),
        Route::get("/tileMatrixSets/WebMercatorQuad", Open, tilesets::get_scheme),
        Route::get("/tiles/{layers}", Everybody, tiles::get_tilejson),
        Route::get("/tiles/{layers}/{z}/{x}/{y}", Everybody, tiles::get_tile),
    ]
}

/// What was, and the log that proves it.
fn history() -> Vec<Route> {
    vec![
        Route::get("/collections/{collection}/items/{id}/versions", May(SeeHistory), versions::list),
        Route::get("/collections/{collection}/items/{id}/versions/{number}", May(SeeHistory), versions::get),
        Route::get("/collections/{collection}/items/{id}/comparison", May(SeeHistory), versions::compare),
        Route::get("/collections/parcels/items/{id}/lineage", May(SeeHistory), versions::lineage),
        Route::get("/audit", May(Administer), audit::list),
        Route::get("/audit/head", May(Administer), audit::head),
    ]
}

/// What is known of roads and markets over time, and documents. A file names in its query what it is about.
fn records() -> Vec<Route> {
    vec![
        Route::get("/documents", May(SeeEvidence), documents::list),
        Route::post("/documents", May(Propose), documents::create).layered(DefaultBodyLimit::max(BYTES_MAX)),
        Route::get("/documents/{id}", May(SeeEvidence), documents::get),
        Route::delete("/documents/{id}", May(EditPersons), documents::withdraw),
        Route::get("/documents/{id}/content", May(SeeEvidence), documents::content),
        Route::get("/documents/{id}/thumbnail", May(SeeEvidence), documents::thumbnail),
        Route::get("/collections/roads/items/{id}/inspections", May(SeeHistory), roads::inspections),
        Route::post("/collections/roads/items/{id}/inspections", May(Propose), roads::inspect),
        Route::put("/road-inspections/{id}", May(Propose), roads::correct_inspection),
        Route::get("/collections/roads/items/{id}/events", May(SeeHistory), roads::events),
        Route::post("/collections/roads/items/{id}/events", May(Propose), roads::record_event),
        Route::put("/road-events/{id}", May(Propose), roads::correct_event),
        Route::post("/road-events/{id}/resolution", May(Propose), roads::resolve_event),
        Route::get("/collections/markets/items/{id}/blocks", May(SeeRegister), places::blocks),
        Route::post("/collections/markets/items/{id}/blocks", May(Review), places::create_block),
        Route::get("/collections/markets/items/{id}/tariffs", May(SeeRegister), places::tariffs),
        Route::post("/collections/markets/items/{id}/tariffs", May(Review), places::set_tariff),
    ]
}

/// Personal data: parties, what they hold and what it rests on.
fn persons() -> Vec<Route> {
    vec![
        Route::get("/parties", May(SeePersons), parties::list),
        Route::post("/parties", May(EditPersons), parties::create),
        Route::get("/parties/{id}", May(SeePersons), parties::get),
        Route::patch("/parties/{id}", May(EditPersons), parties::change),
        Route::post("/parties/{id}/identity", May(SeePersons), parties::reveal),
        Route::post("/parties/{id}/export", May(SeePersons), parties::export),
        Route::post("/parties/{id}/erasure", May(EditPersons), parties::erase),
        Route::get("/sources", May(SeePersons), rights::sources),
        Route::post("/sources", May(EditPersons), rights::create_source),
        Route::get("/collections/parcels/items/{id}/rights", May(SeePersons), rights::list),
        Route::post("/collections/parcels/items/{id}/rights", May(EditPersons), rights::create),
        Route::post("/rights/{id}/end", May(EditPersons), rights::end),
        Route::get("/ba-units/{id}/parcels", May(SeePersons), rights::unit),
        Route::put("/ba-units/{id}/parcels", May(EditPersons), rights::change_unit),
        Route::get("/collections/parcels/items/{id}/neighbours", May(SeePersons), rights::neighbours),
        Route::put(
            "/collections/parcels/items/{id}/neighbours",
            May(EditPersons),
            rights::declare_neighbours,
        ),
        Route::get("/collections/market-assets/items/{id}/occupancies", May(SeePersons), places::occupancies),
        Route::post("/collections/market-assets/items/{id}/occupancies", May(EditPersons), places::occupy),
        Route::post("/occupancies/{id}/end", May(EditPersons), places::end),
        Route::get("/occupancies/{id}/arrears", May(SeePersons), places::arrears),
        Route::post("/occupancies/{id}/arrears", May(EditPersons), places::record_arrears),
    ]
}

impl Route {
    fn get<H: Handler<T, App>, T: 'static>(path: &'static str, access: Access, handler: H) -> Self {
        Self { method: Method::GET, path, access, handler: on(MethodFilter::GET, handler) }
    }

    fn post<H: Handler<T, App>, T: 'static>(path: &'static str, access: Access, handler: H) -> Self {
        Self { method: Method::POST, path, access, handler: on(MethodFilter::POST, handler) }
    }

    fn patch<H: Handler<T, App>, T: 'static>(path: &'static str, access: Access, handler: H) -> Self {
        Self { method: Method::PATCH, path, access, handler: on(MethodFilter::PATCH, handler) }
    }

    fn put<H: Handler<T, App>, T: 'static>(path: &'static str, access: Access, handler: H) -> Self {
        Self { method: Method::PUT, path, access, handler: on(MethodFilter::PUT, handler) }
    }

    fn delete<H: Handler<T, App>, T: 'static>(path: &'static str, access: Access, handler: H) -> Self {
        Self { method: Method::DELETE, path, access, handler: on(MethodFilter::DELETE, handler) }
    }

    fn layered(mut self, layer: DefaultBodyLimit) -> Self {
        self.handler = self.handler.layer(layer);
        self
    }

    /// The handler behind its guard.
    fn guarded(self, app: &App) -> MethodRouter<App> {
        self.handler.route_layer(from_fn_with_state((app.clone(), self.access), guard))
    }
}

/// All handlers with all that stands before them.
pub fn router(app: App) -> Router {
    let table = routes().into_iter().fold(Router::new(), |router, route| {
        let path = route.path;
        router.route(path, route.guarded(&app))
    });
    table
        .fallback(no_such_page)
        .method_not_allowed_fallback(no_such_method)
        .layer(compression())
        .layer(map_response(asking_for_a_token))
        .layer(from_fn_with_state(app.clone(), refuse_foreign_pages))
        .layer(CatchPanicLayer::custom(after_panic))
        // A failure is logged with its cause where it becomes an answer, and not once more here.
        .layer(TraceLayer::new_for_http().make_span_with(span).on_failure(()))
        .layer(from_fn_with_state(app.clone(), metrics::observe))
        .with_state(app)
}

/// What is not compressed yet, but for tiles: they go out as was agreed, which may be as they are. A basemap is packed
/// within, and its entity tag stands for its very bytes.
fn compression() -> CompressionLayer<impl Predicate> {
    let as_they_are = NotForContentType::const_new(MVT).and(NotForContentType::const_new(PMTILES));
    CompressionLayer::new().compress_when(DefaultPredicate::new().and(as_they_are))
}

/// Answers `GET /metrics` to whoever reaches a listener, until `stop` is ready.
///
/// # Errors
/// When the listener fails.
pub async fn serve_metrics(
    listener: TcpListener,
    app: App,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let page = Router::new().route("/metrics", get(metrics_page::get_unasked)).with_state(app);
    axum::serve(listener, page).with_graceful_shutdown(stop).await
}

/// What logs say of a request: the path of its row and no more, because some paths hold secrets.
fn span(request: &Request) -> tracing::Span {
    let path = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str);
    tracing::debug_span!("request", method = %request.method(), path)
}

/// A 401 says by what one is known (RFC 9110 §11.6.1).
async fn asking_for_a_token(mut response: Response) -> Response {
    if response.status() == StatusCode::UNAUTHORIZED {
        let bearer = axum::http::HeaderValue::from_static("Bearer realm=\"suuf\"");
        response.headers_mut().insert(axum::http::header::WWW_AUTHENTICATE, bearer);
    }
    response
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
