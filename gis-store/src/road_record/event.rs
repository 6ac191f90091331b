//! Events at a chainage. Each keeps the centreline that it was measured on; where it lies on today's is worked out when
//! it is read, so that a re-survey rewrites nothing.

use super::check_correction;
use crate::act::{Act, begin};
use crate::geometry::from_wkb;
use crate::record::{RecordError, check_code, clean, department_of};
use crate::{Moment, StoreError};
use chrono::NaiveDate;
use geo::{Geometry, MultiLineString};
use gis_core::register::Misfit;
use gis_core::register::chainage::{Centreline, transfer};
use gis_core::scope::Action;
use gis_core::{Collection, LonLat, Metres, Scope};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use uuid::Uuid;

/// An event on record, and where it is now.
#[derive(Debug, Clone, Serialize)]
pub struct RoadEvent {
    /// Identifier.
    pub id: Uuid,
    /// Code of the list `road_event_kind`.
    pub kind: String,
    /// low, medium or high.
    pub severity: String,
    /// Metres from the first vertex of today's centreline.
    pub chainage_m: f64,
    /// Where a stretch ends, on today's centreline.
    pub end_chainage_m: Option<f64>,
    /// How it was found on today's centreline: same, nearest or between.
    pub found: &'static str,
    /// How far today's centreline passes from where it was measured.
    pub shift_m: f64,
    /// Where it is, in degrees: longitude, latitude.
    pub at_deg: [f64; 2],
    /// Metres along the centreline that it was measured on.
    pub recorded_chainage_m: f64,
    /// left, right or both.
    pub side: Option<String>,
    /// Day on which it was seen.
    pub observed_on: NaiveDate,
    /// Day on which it was mended.
    pub resolved_on: Option<NaiveDate>,
    /// What was seen.
    pub note: Option<String>,
    /// Counts its corrections; its entity tag.
    pub version: i32,
    /// When it was recorded.
    pub created_at: Moment,
    /// Who recorded it.
    pub created_by: String,
}

/// An event to record, at a chainage or at a position beside the road.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewRoadEvent {
    /// Code of the list `road_event_kind`.
    pub kind: String,
    /// low, medium or high.
    pub severity: String,
    /// Metres from the first vertex of the centreline.
    pub chainage_m: Option<f64>,
    /// Or a position, in degrees: longitude, latitude.
    pub at_deg: Option<[f64; 2]>,
    /// Where a stretch ends.
    pub end_chainage_m: Option<f64>,
    /// left, right or both.
    pub side: Option<String>,
    /// Day on which it was seen.
    pub observed_on: NaiveDate,
    /// What was seen.
    pub note: Option<String>,
}

/// Farther than this from the road, a position is of something else.
const BESIDE_M: f64 = 50.0;

struct Row {
    id: Uuid,
    line_id: Uuid,
    line: Vec<u8>,
    kind: String,
    severity: String,
    chainage_m: f64,
    end_chainage_m: Option<f64>,
    side: Option<String>,
    observed_on: NaiveDate,
    resolved_on: Option<NaiveDate>,
    note: Option<String>,
    version: i32,
    created_at: Moment,
    created_by: String,
}

/// Events of a road in the order of their chainage today; those that were mended last.
pub async fn list_road_events(
    conn: &mut PgConnection,
    scope: &Scope,
    road: Uuid,
) -> Result<Vec<RoadEvent>, RecordError> {
    department_of(conn, scope, Action::SeeHistory, (Collection::Roads, road)).await?;
    let now = centreline_of(conn, scope, road).await?;
    let rows = sqlx::query_file_as!(Row, "sql/list_road_events.sql", road).fetch_all(conn).await?;
    let mut lines = HashMap::new();
    let mut events = Vec::with_capacity(rows.len());
    for row in rows {
        let line = match lines.entry(row.line_id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => free.insert(centreline(row.line.clone())?),
        };
        events.push(today(row, line, &now));
    }
    events.sort_by(|one, other| {
        let key = |event: &RoadEvent| (event.resolved_on.is_some(), event.chainage_m);
        let (one, other) = (key(one), key(other));
        one.0.cmp(&other.0).then(one.1.total_cmp(&other.1))
    });
    Ok(events)
}

fn today(row: Row, line: &Centreline, now: &Centreline) -> RoadEvent {
    let found = transfer(line, now, Metres(row.chainage_m));
    let here = found.projection();
    let end = row.end_chainage_m.map(|end| transfer(line, now, Metres(end)).projection().chainage.get());
    RoadEvent {
        id: row.id,
        kind: row.kind,
        severity: row.severity,
        chainage_m: rounded(here.chainage.get()),
        end_chainage_m: end.map(rounded),
        found: found.name(),
        shift_m: rounded(here.offset.get()),
        at_deg: [here.at.x(), here.at.y()],
        recorded_chainage_m: row.chainage_m,
        side: row.side,
        observed_on: row.observed_on,
        resolved_on: row.resolved_on,
        note: row.note,
        version: row.version,
        created_at: row.created_at,
        created_by: row.created_by,
    }
}

/// To the decimetre: no receiver of ours says more.
fn rounded(metres: f64) -> f64 {
    (metres * 10.0).round() / 10.0
}

/// Records an event on today's centreline.
///
/// # Errors
/// Names the field that does not fit.
pub async fn insert_road_event(
    conn: &mut PgConnection,
    scope: &Scope,
    road: Uuid,
    new: &NewRoadEvent,
) -> Result<Uuid, RecordError> {
    let mut transaction = begin(conn, scope, &Act::default()).await?;
    let department =
        department_of(&mut transaction, scope, Action::Propose, (Collection::Roads, road)).await?;
    let (start_m, end_m) = check_event(&mut transaction, scope, road, new).await?;
    let line_id = reference_line(&mut transaction, scope, road).await?;
    let id = Uuid::now_v7();
    sqlx::query!(
        "insert into road_event (
            id, department_pcode, road_id, line_id, kind, severity, chainage_m, end_chainage_m, side, observed_on, note,
            created_by
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        id,
        department,
        road,
        line_id,
        new.kind,
        new.severity,
        start_m,
        end_m,
        new.side,
        new.observed_on,
        clean("note", new.note.as_deref(), 2000)?,
        scope.actor(),
    )
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(id)
}

/// Corrects an event that nobody changed since that version, as it is measured on today's centreline: whoever recorded
/// it, or reviews. What was said before stays among its versions.
///
/// # Errors
/// Names the field that does not fit, or the version that it is at.
pub async fn correct_road_event(
    conn: &mut PgConnection,
    scope: &Scope,
    (id, seen): (Uuid, i32),
    new: &NewRoadEvent,
) -> Result<(), RecordError> {
    let mut transaction = begin(conn, scope, &Act::default()).await?;
    let event = sqlx::query!(
        "select road_id, department_pcode, created_by, version, resolved_on from road_event
        where id = $1 and ($2::text[] is null or department_pcode = any ($2)) for update",
        id,
        scope.filter(Action::Propose),
    )
    .fetch_optional(&mut *transaction)
    .await?
    .ok_or(RecordError::NotFound)?;
    check_correction(scope, (&event.department_pcode, &event.created_by), (seen, event.version))?;
    if event.resolved_on.is_some_and(|resolved_on| resolved_on < new.observed_on) {
        return Err(Misfit::new(
            "observed_on",
            "un jour avant celui de la réparation est attendu",
            "a day before it was mended is wanted",
        )
        .into());
    }
    let (start_m, end_m) = check_event(&mut transaction, scope, event.road_id, new).await?;
    let line_id = reference_line(&mut transaction, scope, event.road_id).await?;
    sqlx::query!(
        "update road_event set line_id = $2, kind = $3, severity = $4, chainage_m = $5, end_chainage_m = $6, side = $7,
            observed_on = $8, note = $9
        where id = $1",
        id,
        line_id,
        new.kind,
        new.severity,
        start_m,
        end_m,
        new.side,
        new.observed_on,
        clean("note", new.note.as_deref(), 2000)?,
    )
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(())
}

/// Where an event starts and ends on today's centreline, if all that is said of it fits.
async fn check_event(
    conn: &mut PgConnection,
    scope: &Scope,
    road: Uuid,
    new: &NewRoadEvent,
) -> Result<(f64, Option<f64>), RecordError> {
    check_code(conn, "kind", "road_event_kind", Some(&new.kind)).await?;
    check_one_of("severity", Some(&new.severity), &["low", "medium", "high"])?;
    check_one_of("side", new.side.as_deref(), &["left", "right", "both"])?;
    let line = centreline_of(conn, scope, road).await?;
    Ok(place(new, &line)?)
}

/// Notes that an event was mended on a day.
///
/// # Errors
/// When it was mended before, or the day is before it was seen.
pub async fn resolve_road_event(
    conn: &mut PgConnection,
    scope: &Scope,
    id: Uuid,
    resolved_on: NaiveDate,
) -> Result<(), RecordError> {
    let mut transaction = begin(conn, scope, &Act::default()).await?;
    let event = sqlx::query!(
        "select observed_on, resolved_on from road_event
        where id = $1 and ($2::text[] is null or department_pcode = any ($2)) for update",
        id,
        scope.filter(Action::Propose),
    )
    .fetch_optional(&mut *transaction)
    .await?
    .ok_or(RecordError::NotFound)?;
    if event.resolved_on.is_some() || resolved_on < event.observed_on {
        return Err(Misfit::new(
            "resolved_on",
            format!("un jour à partir du {} est attendu, une seule fois", event.observed_on),
            format!("a day from {} on is wanted, once", event.observed_on),
        )
        .into());
    }
    sqlx::query!("update road_event set resolved_on = $2 where id = $1", id, resolved_on)
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await?;
    Ok(())
}

fn check_one_of(field: &str, value: Option<&str>, known: &[&str]) -> Result<(), Misfit> {
    let is_known = value.is_none_or(|value| known.contains(&value));
    let list = known.join(", ");
    is_known.then_some(()).ok_or_else(|| {
        Misfit::new(
            field,
            format!("l'une de ces valeurs est attendue : {list}"),
            format!("one of these is wanted: {list}"),
        )
    })
}

/// Where an event starts and ends along a line.
fn place(new: &NewRoadEvent, line: &Centreline) -> Result<(f64, Option<f64>), Misfit> {
    let length_m = line.length().get();
    let outside = |field: &str| {
        Misfit::new(
            field,
            format!("un PK de 0 à {length_m:.0} m le long du tronçon est attendu"),
            format!("a chainage from 0 to {length_m:.0} m along the road is wanted"),
        )
    };
    let start_m = match (new.chainage_m, new.at_deg) {
        (Some(chainage_m), None) => {
            Some(chainage_m).filter(|m| (0.0..=length_m).contains(m)).ok_or_else(|| outside("chainage_m"))?
        }
        (None, Some([lon, lat])) => {
            LonLat::new(lon, lat).ok_or_else(|| beside("at_deg"))?;
            let found = line.project(geo::Point::new(lon, lat));
            if found.offset.get() > BESIDE_M {
                return Err(beside("at_deg"));
            }
            found.chainage.get()
        }
        _ => return Err(outside("chainage_m")),
    };
    let end_m = new.end_chainage_m;
    if end_m.is_some_and(|end_m| end_m <= start_m || end_m > length_m) {
        return Err(outside("end_chainage_m"));
    }
    Ok((start_m, end_m))
}

fn beside(field: &str) -> Misfit {
    Misfit::new(
        field,
        format!("une position [longitude, latitude] à {BESIDE_M} m au plus du tronçon est attendue"),
        format!("a position [longitude, latitude] within {BESIDE_M} m of the road is wanted"),
    )
}

async fn centreline_of(
    conn: &mut PgConnection,
    _scope: &Scope,
    road: Uuid,
) -> Result<Centreline, RecordError> {
    let wkb = sqlx::query_scalar!(r#"select st_asbinary(geometry) as "wkb!" from road where id = $1"#, road)
        .fetch_optional(conn)
        .await?
        .ok_or(RecordError::NotFound)?;
    Ok(centreline(wkb)?)
}

fn centreline(wkb: Vec<u8>) -> Result<Centreline, StoreError> {
    let lines = match from_wkb(wkb, "a road")? {
        Geometry::MultiLineString(lines) => lines,
        Geometry::LineString(line) => MultiLineString(vec![line]),
        _ => MultiLineString(Vec::new()),
    };
    Ok(Centreline::new(&lines).expect("constraints keep roads with a length"))
}

/// Today's centreline as a reference, once for all events that are measured on it.
async fn reference_line(conn: &mut PgConnection, _scope: &Scope, road: Uuid) -> Result<Uuid, RecordError> {
    let line =
        sqlx::query_file_scalar!("sql/reference_line.sql", road, Uuid::now_v7()).fetch_one(conn).await?;
    Ok(line)
}
