//! The statements of an import into the register: one for each table, because their columns are checked when compiling.

use super::Target;
use crate::bulk::{self, Staged};
use crate::exchange::error::ExchangeError;
use crate::exchange::reader::Row;
use gis_core::{Collection, Scope};
use sqlx::PgConnection;
use std::collections::HashMap;
use uuid::Uuid;

/// A feature of the register that a row of the file stands for.
#[derive(Debug)]
pub(crate) struct Match {
    pub feature: i64,
    pub id: Uuid,
    pub department_pcode: String,
    pub by_geometry: bool,
}

/// Which rows are in the register already, also out of scope: the caller refuses those.
pub(crate) async fn find_matches(
    conn: &mut PgConnection,
    _scope: &Scope,
    collection: Collection,
    rows: &[Row],
) -> Result<Vec<Match>, ExchangeError> {
    let features: Vec<i64> = rows.iter().map(|row| row.feature.cast_signed()).collect();
    let ids: Vec<Option<Uuid>> = rows.iter().map(|row| row.id).collect();
    let departments: Vec<Option<&str>> = rows.iter().map(|row| row.department.as_deref()).collect();
    let external_ids: Vec<Option<&str>> = rows.iter().map(|row| row.external_id.as_deref()).collect();
    let geometries: Vec<&[u8]> = rows.iter().map(Row::wkb).collect();
    let namings: Vec<Option<String>> = rows.iter().map(|row| naming(collection, row)).collect();
    macro_rules! fetch {
        ($file:literal) => {
            sqlx::query_file_as!(
                Match,
                $file,
                &features,
                &ids as &[Option<Uuid>],
                &departments as &[Option<&str>],
                &external_ids as &[Option<&str>],
                &geometries as &[&[u8]],
                &namings as &[Option<String>],
            )
            .fetch_all(conn)
            .await?
        };
    }
    Ok(match collection {
        Collection::Parcels => fetch!("sql/match_parcel.sql"),
        Collection::Roads => fetch!("sql/match_road.sql"),
        Collection::Markets => fetch!("sql/match_market.sql"),
        Collection::MarketAssets => fetch!("sql/match_market_asset.sql"),
        Collection::Facilities => fetch!("sql/match_facility.sql"),
        Collection::Departments | Collection::Communes | Collection::Tracks => Vec::new(),
    })
}

/// Locks what would be updated until the transaction ends, so that it is compared as it is and not as it was when it
/// was found: an approval comes before that, or finds its draft stale after it. What has gone meanwhile is no match.
pub(crate) async fn lock_matches(
    conn: &mut PgConnection,
    _scope: &Scope,
    collection: Collection,
    matches: Vec<Match>,
) -> Result<Vec<Match>, ExchangeError> {
    let ids: Vec<_> = matches.iter().filter(|found| !found.by_geometry).map(|found| found.id).collect();
    macro_rules! lock {
        ($statement:literal) => {{
            let rows = sqlx::query!($statement, &ids).fetch_all(conn).await?.into_iter();
            rows.map(|row| (row.id, row.department_pcode)).collect::<HashMap<_, _>>()
        }};
    }
    // In the order of identifiers, as everybody locks.
    let present = match collection {
        Collection::Parcels => {
            lock!("select id, department_pcode from parcel where id = any ($1) order by id for no key update")
        }
        Collection::Roads => {
            lock!("select id, department_pcode from road where id = any ($1) order by id for no key update")
        }
        Collection::Markets => {
            lock!("select id, department_pcode from market where id = any ($1) order by id for no key update")
        }
        Collection::MarketAssets => lock!(
            "select id, department_pcode from market_asset where id = any ($1) order by id for no key update"
        ),
        Collection::Facilities => lock!(
            "select id, department_pcode from facility where id = any ($1) order by id for no key update"
        ),
        Collection::Departments | Collection::Communes | Collection::Tracks => HashMap::new(),
    };
    let as_it_is = |mut found: Match| {
        if !found.by_geometry {
            found.department_pcode = present.get(&found.id)?.clone();
        }
        Some(found)
    };
    Ok(matches.into_iter().filter_map(as_it_is).collect())
}

/// What features at the same place are told apart by, if the file says it.
fn naming(collection: Collection, row: &Row) -> Option<String> {
    let text = |name: &str| row.text(name).unwrap_or_default();
    match collection {
        Collection::Markets => Some(text("name").to_owned()),
        Collection::MarketAssets if row.columns.contains_key("code") => Some(text("code").to_owned()),
        Collection::Facilities if row.columns.contains_key("name") => {
            Some(format!("{} {}", text("kind"), text("name")))
        }
        _ => None,
    }
}

/// Rows as a bulk load takes them.
fn staged(targets: &[Target]) -> impl Iterator<Item = Staged<'_>> {
    targets.iter().map(|Target { id, row }| Staged {
        id: *id,
        department: row.department.as_deref().unwrap_or_default(),
        external_id: row.external_id.as_deref(),
        wkb: row.wkb(),
        measure: row.measure,
        columns: &row.columns,
    })
}

/// Inserts rows; says how many.
pub(crate) async fn insert_rows(
    conn: &mut PgConnection,
    scope: &Scope,
    collection: Collection,
    targets: &[Target],
) -> Result<u64, ExchangeError> {
    if targets.is_empty() {
        return Ok(0);
    }
    // Triggers look up each row by its key: to plan that anew each time takes longer than the rest of an insertion.
    sqlx::query!("set local plan_cache_mode = auto").execute(&mut *conn).await?;
    let inserted = bulk::insert(conn, scope, collection, "import", staged(targets)).await?;
    sqlx::query!("set local plan_cache_mode = force_custom_plan").execute(conn).await?;
    Ok(inserted)
}

/// Updates rows that differ; says how many.
pub(crate) async fn update_rows(
    conn: &mut PgConnection,
    scope: &Scope,
    collection: Collection,
    targets: &[Target],
) -> Result<u64, ExchangeError> {
    if targets.is_empty() {
        return Ok(0);
    }
    Ok(bulk::update(conn, scope, collection, staged(targets)).await?)
}

/// The parcels that have the numbers which rows ask for, by feature of the file.
pub(crate) async fn owners_of_numbers(
    conn: &mut PgConnection,
    _scope: &Scope,
    targets: impl Iterator<Item = &Target>,
) -> Result<HashMap<u64, Uuid>, ExchangeError> {
    let (mut features, mut departments, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
    for row in targets.map(|target| &target.row) {
        let Some(number) = row.text("number") else { continue };
        features.push(row.feature.cast_signed());
        departments.push(row.department.as_deref().unwrap_or_default());
        numbers.push(number);
    }
    let owners = sqlx::query_file!(
        "sql/taken_parcel_numbers.sql",
        &features,
        &departments as &[&str],
        &numbers as &[&str],
    )
    .fetch_all(conn)
    .await?;
    Ok(owners.into_iter().map(|row| (row.feature.cast_unsigned(), row.id)).collect())
}

/// So many free provisional numbers of a department; nobody else gets them.
pub(crate) async fn reserve_parcel_numbers(
    conn: &mut PgConnection,
    _scope: &Scope,
    pcode: &str,
    count: usize,
) -> Result<Vec<String>, ExchangeError> {
    let mut numbers = Vec::with_capacity(count);
    while numbers.len() < count {
        let wanted = i64::try_from(count - numbers.len()).unwrap_or(i64::MAX);
        let free =
            sqlx::query_file!("sql/reserve_parcel_numbers.sql", pcode, wanted).fetch_all(&mut *conn).await?;
        numbers.extend(free.into_iter().map(|row| row.number));
    }
    Ok(numbers)
}
