//! Markets and their places: blocks, tariffs, occupancies and what is owed.

use super::parties::private;
use super::record::{EndBody, Recorded, created};
use crate::App;
use crate::error::ApiError;
use crate::extract::{BaseUrl, Caller, IdPath, JsonBody};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use gis_store::market_record::{
    Arrears, Block, NewArrears, NewBlock, NewOccupancy, NewTariff, Occupancy, Tariff, end_occupancy,
    insert_arrears, insert_block, insert_occupancy, insert_tariff, list_arrears, list_blocks,
    list_occupancies, list_tariffs,
};
use serde::Serialize;

#[derive(Serialize)]
pub(crate) struct Blocks {
    blocks: Vec<Block>,
}

#[derive(Serialize)]
pub(crate) struct Tariffs {
    tariffs: Vec<Tariff>,
}

#[derive(Serialize)]
struct Occupancies {
    occupancies: Vec<Occupancy>,
}

#[derive(Serialize)]
struct AllArrears {
    arrears: Vec<Arrears>,
}

/// `GET /collections/markets/items/{id}/blocks`
pub(crate) async fn blocks(
    State(app): State<App>,
    caller: Caller,
    IdPath(market): IdPath,
) -> Result<Json<Blocks>, ApiError> {
    let blocks = list_blocks(&mut *app.acquire().await?, caller.scope(), market).await?;
    Ok(Json(Blocks { blocks }))
}

/// `POST /collections/markets/items/{id}/blocks`
pub(crate) async fn create_block(
    State(app): State<App>,
    caller: Caller,
    base: BaseUrl,
    IdPath(market): IdPath,
    JsonBody(new): JsonBody<NewBlock>,
) -> Result<Response, ApiError> {
    let id = insert_block(&mut *app.acquire().await?, caller.scope(), market, &new).await?;
    Ok(created(&base, &format!("/collections/markets/items/{market}/blocks"), Recorded { id }))
}

/// `GET /collections/markets/items/{id}/tariffs`
pub(crate) async fn tariffs(
    State(app): State<App>,
    caller: Caller,
    IdPath(market): IdPath,
) -> Result<Json<Tariffs>, ApiError> {
    let tariffs = list_tariffs(&mut *app.acquire().await?, caller.scope(), market).await?;
    Ok(Json(Tariffs { tariffs }))
}

/// `POST /collections/markets/items/{id}/tariffs`
pub(crate) async fn set_tariff(
    State(app): State<App>,
    caller: Caller,
    base: BaseUrl,
    IdPath(market): IdPath,
    JsonBody(new): JsonBody<NewTariff>,
) -> Result<Response, ApiError> {
    let id = insert_tariff(&mut *app.acquire().await?, caller.scope(), market, &new).await?;
    Ok(created(&base, &format!("/collections/markets/items/{market}/tariffs"), Recorded { id }))
}

/// `GET /collections/market-assets/items/{id}/occupancies`
pub(crate) async fn occupancies(
    State(app): State<App>,
    caller: Caller,
    IdPath(place): IdPath,
) -> Result<Response, ApiError> {
    let occupancies = list_occupancies(&mut *app.acquire().await?, caller.scope(), place).await?;
    Ok(private(Json(Occupancies { occupancies })))
}

/// `POST /collections/market-assets/items/{id}/occupancies`
pub(crate) async fn occupy(
    State(app): State<App>,
    caller: Caller,
    base: BaseUrl,
    IdPath(place): IdPath,
    JsonBody(new): JsonBody<NewOccupancy>,
) -> Result<Response, ApiError> {
    let occupancy = insert_occupancy(&mut *app.acquire().await?, caller.scope(), place, &new).await?;
    let path = format!("/collections/market-assets/items/{place}/occupancies");
    Ok(private(created(&base, &path, occupancy)))
}

/// `POST /occupancies/{id}/end`
pub(crate) async fn end(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
    JsonBody(body): JsonBody<EndBody>,
) -> Result<Response, ApiError> {
    let mut conn = app.acquire().await?;
    Ok(private(Json(end_occupancy(&mut conn, caller.scope(), id, body.ends_on, &body.reason).await?)))
}

/// `GET /occupancies/{id}/arrears`
pub(crate) async fn arrears(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
) -> Result<Response, ApiError> {
    let arrears = list_arrears(&mut *app.acquire().await?, caller.scope(), id).await?;
    Ok(private(Json(AllArrears { arrears })))
}

/// `POST /occupancies/{id}/arrears`
pub(crate) async fn record_arrears(
    State(app): State<App>,
    caller: Caller,
    base: BaseUrl,
    IdPath(id): IdPath,
    JsonBody(new): JsonBody<NewArrears>,
) -> Result<Response, ApiError> {
    let arrears = insert_arrears(&mut *app.acquire().await?, caller.scope(), id, &new).await?;
    Ok(private(created(&base, &format!("/occupancies/{id}/arrears"), arrears)))
}
