//! A sample quarter into the register: marked as simulated in every row, so that nobody takes it for a survey.

use crate::act::{self, Act};
use crate::bulk::{self, Staged};
use crate::{StoreError, geometry::to_wkb};
use geo::Geometry;
use gis_core::quarter::{Quarter, QuarterMarket};
use gis_core::scope::Action;
use gis_core::{Collection, Scope, measure};
use serde_json::{Map, Value as Json, json};
use sqlx::{PgConnection, PgTransaction};
use uuid::Uuid;

/// Why samples are there.
const SAMPLE: &str = "échantillon simulé · simulated sample";

/// How a sample came in, as every row says.
const SOURCE: &str = "simulation";

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

impl std::ops::AddAssign for SampleCounts {
    fn add_assign(&mut self, other: Self) {
        self.parcels += other.parcels;
        self.roads += other.roads;
        self.markets += other.markets;
        self.market_assets += other.market_assets;
        self.facilities += other.facilities;
    }
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

/// A department's samples on their way in: all of them, or none when it is dropped before [`Sampling::commit`].
pub struct Sampling<'a> {
    transaction: PgTransaction<'a>,
    scope: &'a Scope,
    pcode: &'a str,
}

impl std::fmt::Debug for Sampling<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sampling").field("pcode", &self.pcode).finish_non_exhaustive()
    }
}

impl<'a> Sampling<'a> {
    /// Begins to fill a department.
    pub async fn begin(
        conn: &'a mut PgConnection,
        scope: &'a Scope,
        pcode: &'a str,
    ) -> Result<Self, StoreError> {
        let act = Act { reason: Some(SAMPLE.to_owned()), ..Act::default() };
        let mut transaction = act::begin(conn, scope, &act).await?;
        bulk::begin(&mut transaction).await?;
        Ok(Self { transaction, scope, pcode })
    }

    /// Enters a quarter; parcel numbers get the prefix.
    pub async fn insert(
        &mut self,
        number_prefix: &str,
        quarter: &Quarter,
    ) -> Result<SampleCounts, StoreError> {
        self.insert_rows(Collection::Parcels, parcels(number_prefix, quarter)?).await?;
        self.insert_rows(Collection::Roads, roads(quarter)?).await?;
        let (mut markets, mut assets) = (Vec::new(), Vec::new());
        for market in &quarter.markets {
            let row = market_row(market)?;
            assets.extend(assets_of(market, row.id)?);
            markets.push(row);
        }
        let market_assets = assets.len();
        self.insert_rows(Collection::Markets, markets).await?;
        self.insert_rows(Collection::MarketAssets, assets).await?;
        self.insert_rows(Collection::Facilities, facilities(quarter)?).await?;
        Ok(SampleCounts {
            parcels: quarter.parcels.len(),
            roads: quarter.roads.len(),
            markets: quarter.markets.len(),
            market_assets,
            facilities: quarter.facilities.len(),
        })
    }

    /// Makes it all there at once.
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.transaction.commit().await?)
    }

    async fn insert_rows(&mut self, collection: Collection, rows: Vec<Row>) -> Result<(), StoreError> {
        let staged = rows.iter().map(|row| Staged {
            id: row.id,
            department: self.pcode,
            external_id: None,
            wkb: &row.wkb,
            measure: row.measure,
            columns: &row.columns,
        });
        bulk::insert(&mut self.transaction, self.scope, collection, SOURCE, staged).await?;
        Ok(())
    }
}

/// One sample feature.
struct Row {
    id: Uuid,
    wkb: Vec<u8>,
    measure: Option<f64>,
    columns: Map<String, Json>,
}

impl Row {
    fn new(shape: &Geometry, measure: f64, columns: Json) -> Result<Self, StoreError> {
        let Json::Object(columns) = columns else { unreachable!("columns are written as an object") };
        let wkb = to_wkb(shape, "a sample")?;
        Ok(Self { id: Uuid::now_v7(), wkb, measure: Some(measure).filter(|measure| *measure > 0.0), columns })
    }
}

fn parcels(number_prefix: &str, quarter: &Quarter) -> Result<Vec<Row>, StoreError> {
    let row = |parcel: &gis_core::quarter::QuarterParcel| {
        let shape = geo::MultiPolygon::from(parcel.geometry.clone()).into();
        let columns = json!({
            "number": format!("{number_prefix}{}", parcel.number),
            "block": parcel.block,
            "land_use": parcel.land_use,
            "tenure": parcel.tenure,
            "declared_area_m2": parcel.declared_area_m2,
        });
        Row::new(&shape, measure::area(&shape).get(), columns)
    };
    quarter.parcels.iter().map(row).collect()
}

fn roads(quarter: &Quarter) -> Result<Vec<Row>, StoreError> {
    let row = |road: &gis_core::quarter::QuarterRoad| {
        let shape = geo::MultiLineString::from(road.geometry.clone()).into();
        let columns = json!({
            "name": road.name,
            "number": road.number,
            "class": road.class,
            "surface": road.surface,
            "condition": road.condition,
            "managing_authority": road.managing_authority,
            "width_m": road.width_m,
        });
        Row::new(&shape, measure::length(&shape).get(), columns)
    };
    quarter.roads.iter().map(row).collect()
}

fn market_row(market: &QuarterMarket) -> Result<Row, StoreError> {
    let outline = market.geometry.clone().into();
    let columns = json!({ "name": market.name, "kind": market.kind });
    Row::new(&outline, measure::area(&outline).get(), columns)
}

fn assets_of(market: &QuarterMarket, id: Uuid) -> Result<Vec<Row>, StoreError> {
    let row = |asset: &gis_core::quarter::QuarterAsset| {
        let columns = json!({
            "market_id": id,
            "code": asset.code,
            "kind": asset.kind,
            "condition": asset.condition,
            "activity": asset.activity,
        });
        Row::new(&asset.geometry, measure::area(&asset.geometry).get(), columns)
    };
    market.assets.iter().map(row).collect()
}

fn facilities(quarter: &Quarter) -> Result<Vec<Row>, StoreError> {
    let row = |facility: &gis_core::quarter::QuarterFacility| {
        Row::new(&facility.geometry, 0.0, json!({ "kind": facility.kind, "name": facility.name }))
    };
    quarter.facilities.iter().map(row).collect()
}
