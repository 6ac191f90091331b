//! A sample quarter into the register: marked as simulated in every row, so that nobody takes it for a survey.

use crate::act::{self, Act};
use crate::{StoreError, geometry::to_wkb};
use geo::Geometry;
use gis_core::quarter::{Quarter, QuarterMarket, QuarterParcel};
use gis_core::scope::Action;
use gis_core::{Scope, measure};
use sqlx::PgConnection;
use uuid::Uuid;

/// Rows of one statement: enough to make the round trip small beside the work, few enough to bound memory.
const BATCH_ROWS: usize = 5_000;

/// Why sample objects are in the register.
const SAMPLE: &str = "échantillon simulé · simulated sample";

/// What a quarter added to the register.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SampleCounts {
    /// Parcels.
    pub parcels: usize,
    /// Roads.
    pub roads: usize,
    /// Markets.
    pub markets: usize,
    /// Stalls and other assets of the markets.
    pub market_assets: usize,
    /// Other facilities.
    pub facilities: usize,
}

/// Whether any department of that scope has parcels.
pub async fn has_parcels(conn: &mut PgConnection, scope: &Scope) -> Result<bool, StoreError> {
    let found = sqlx::query_scalar!(
        r#"select exists (
            select from parcel where $1::text[] is null or department_pcode = any ($1)
        ) as "found!""#,
        scope.filter(Action::SeeRegister),
    )
    .fetch_one(conn)
    .await?;
    Ok(found)
}

/// Whether a department has parcels whose numbers begin so.
pub async fn has_quarter(
    conn: &mut PgConnection,
    scope: &Scope,
    pcode: &str,
    number_prefix: &str,
) -> Result<bool, StoreError> {
    let found = sqlx::query_scalar!(
        r#"select exists (
            select from parcel
            where department_pcode = $1 and starts_with(number, $2)
                and ($3::text[] is null or department_pcode = any ($3))
        ) as "found!""#,
        pcode,
        number_prefix,
        scope.filter(Action::SeeRegister),
    )
    .fetch_one(conn)
    .await?;
    Ok(found)
}

/// Enters a whole quarter at once; parcel numbers get the prefix.
pub async fn insert_quarter(
    conn: &mut PgConnection,
    scope: &Scope,
    pcode: &str,
    number_prefix: &str,
    quarter: &Quarter,
) -> Result<SampleCounts, StoreError> {
    let act = Act { reason: Some(SAMPLE.to_owned()), ..Act::default() };
    let mut transaction = act::begin(conn, scope, &act).await?;
    for parcels in quarter.parcels.chunks(BATCH_ROWS) {
        insert_parcels(&mut transaction, scope, pcode, number_prefix, parcels).await?;
    }
    insert_roads(&mut transaction, scope, pcode, quarter).await?;
    let mut market_assets = 0;
    for market in &quarter.markets {
        market_assets += insert_market(&mut transaction, scope, pcode, market).await?;
    }
    insert_facilities(&mut transaction, scope, pcode, quarter).await?;
    transaction.commit().await?;
    Ok(SampleCounts {
        parcels: quarter.parcels.len(),
        roads: quarter.roads.len(),
        markets: quarter.markets.len(),
        market_assets,
        facilities: quarter.facilities.len(),
    })
}

async fn insert_parcels(
    conn: &mut PgConnection,
    scope: &Scope,
    pcode: &str,
    number_prefix: &str,
    parcels: &[QuarterParcel],
) -> Result<(), StoreError> {
    let shapes: Vec<Geometry> = parcels.iter().map(|parcel| parcel.geometry.clone().into()).collect();
    let wkbs = wkbs(&shapes, "a sample parcel")?;
    let numbers: Vec<_> = parcels.iter().map(|parcel| format!("{number_prefix}{}", parcel.number)).collect();
    let blocks: Vec<_> = parcels.iter().map(|parcel| parcel.block.clone()).collect();
    let land_uses: Vec<_> = parcels.iter().map(|parcel| parcel.land_use.to_owned()).collect();
    let tenures: Vec<_> = parcels.iter().map(|parcel| parcel.tenure.to_owned()).collect();
    let areas_m2: Vec<_> = shapes.iter().map(|shape| measure::area(shape).get()).collect();
    let declared_m2: Vec<_> = parcels.iter().map(|parcel| parcel.declared_area_m2).collect();
    sqlx::query_file!(
        "sql/insert_sample_parcels.sql",
        &new_ids(parcels.len()),
        pcode,
        &numbers,
        &blocks,
        &land_uses,
        &tenures,
        &areas_m2,
        &declared_m2 as &[Option<f64>],
        &wkbs,
        scope.actor(),
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn insert_roads(
    conn: &mut PgConnection,
    scope: &Scope,
    pcode: &str,
    quarter: &Quarter,
) -> Result<(), StoreError> {
    let roads = &quarter.roads;
    let shapes: Vec<Geometry> = roads.iter().map(|road| road.geometry.clone().into()).collect();
    let texts = |of: fn(&gis_core::quarter::QuarterRoad) -> &str| -> Vec<String> {
        roads.iter().map(|road| of(road).to_owned()).collect()
    };
    let numbers: Vec<_> = roads.iter().map(|road| road.number.clone()).collect();
    let widths_m: Vec<_> = roads.iter().map(|road| road.width_m).collect();
    let lengths_m: Vec<_> = shapes.iter().map(|shape| measure::length(shape).get()).collect();
    sqlx::query_file!(
        "sql/insert_sample_roads.sql",
        &new_ids(roads.len()),
        pcode,
        &texts(|road| &road.name),
        &numbers as &[Option<String>],
        &texts(|road| road.class),
        &texts(|road| road.surface),
        &texts(|road| road.condition),
        &texts(|road| road.managing_authority),
        &widths_m,
        &lengths_m,
        &wkbs(&shapes, "a sample road")?,
        scope.actor(),
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn insert_market(
    conn: &mut PgConnection,
    scope: &Scope,
    pcode: &str,
    market: &QuarterMarket,
) -> Result<usize, StoreError> {
    let id = Uuid::now_v7();
    let outline: Geometry = market.geometry.clone().into();
    let wkb = to_wkb(&outline, "a sample market")?;
    sqlx::query!(
        "insert into market (id, department_pcode, name, kind, area_m2, geometry, source, created_by)
        values ($1, $2, $3, $4, $5, st_geomfromwkb($6, 4326), 'simulation', $7)",
        id,
        pcode,
        market.name,
        market.kind,
        measure::area(&outline).get(),
        wkb,
        scope.actor(),
    )
    .execute(&mut *conn)
    .await?;
    let assets = &market.assets;
    let shapes: Vec<Geometry> = assets.iter().map(|asset| asset.geometry.clone()).collect();
    let texts = |of: fn(&gis_core::quarter::QuarterAsset) -> &str| -> Vec<String> {
        assets.iter().map(|asset| of(asset).to_owned()).collect()
    };
    let areas_m2: Vec<_> =
        shapes.iter().map(|shape| Some(measure::area(shape).get()).filter(|area| *area > 0.0)).collect();
    sqlx::query_file!(
        "sql/insert_sample_assets.sql",
        &new_ids(assets.len()),
        pcode,
        id,
        &texts(|asset| &asset.code),
        &texts(|asset| asset.kind),
        &texts(|asset| asset.condition),
        &texts(|asset| asset.activity),
        &areas_m2 as &[Option<f64>],
        &wkbs(&shapes, "a sample asset")?,
        scope.actor(),
    )
    .execute(conn)
    .await?;
    Ok(assets.len())
}

async fn insert_facilities(
    conn: &mut PgConnection,
    scope: &Scope,
    pcode: &str,
    quarter: &Quarter,
) -> Result<(), StoreError> {
    let facilities = &quarter.facilities;
    let shapes: Vec<Geometry> = facilities.iter().map(|facility| facility.geometry.clone()).collect();
    let kinds: Vec<_> = facilities.iter().map(|facility| facility.kind.to_owned()).collect();
    let names: Vec<_> = facilities.iter().map(|facility| facility.name.clone()).collect();
    sqlx::query_file!(
        "sql/insert_sample_facilities.sql",
        &new_ids(facilities.len()),
        pcode,
        &kinds,
        &names as &[Option<String>],
        &wkbs(&shapes, "a sample facility")?,
        scope.actor(),
    )
    .execute(conn)
    .await?;
    Ok(())
}

fn new_ids(count: usize) -> Vec<Uuid> {
    std::iter::repeat_with(Uuid::now_v7).take(count).collect()
}

fn wkbs(shapes: &[Geometry], what: &str) -> Result<Vec<Vec<u8>>, StoreError> {
    shapes.iter().map(|shape| to_wkb(shape, what)).collect()
}
