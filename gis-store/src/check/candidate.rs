//! One feature or draft before the rules.

use super::around::{Around, Centre};
use super::register::{RawFeature, read_codes, read_settings};
use crate::{Moment, StoreError};
use geo::Geometry;
use gis_core::rules::{CodeLists, Facts, Judge, RuleSettings};
use gis_core::scope::Action;
use gis_core::{Collection, Finding, Scope};
use serde_json::Value;
use sqlx::PgConnection;
use std::sync::Arc;
use uuid::Uuid;

/// What is, or would become, a feature of the register.
#[derive(Debug, Clone)]
pub struct Candidate<'a> {
    /// The feature's identifier, or the draft's.
    pub id: Uuid,
    /// The collection that it belongs to, or is proposed for.
    pub collection: Collection,
    /// P-code of the department that keeps it, or that it is filed under.
    pub department: Option<&'a str>,
    /// Its geometry in EPSG:4326.
    pub geometry: &'a Geometry,
    /// Its attributes by name, as features show them; `sigma_m` and `area_sd_m2` among them where they are known.
    pub properties: &'a Value,
    /// The features that it is or takes the place of, which are none of its neighbours.
    pub replaced: &'a [Uuid],
}

/// What the rules have to say of a candidate among what lies around it, as far as that scope sees the register.
pub async fn judge_candidate(
    conn: &mut PgConnection,
    scope: &Scope,
    candidate: &Candidate<'_>,
) -> Result<Vec<Finding>, StoreError> {
    let settings = read_settings(conn, scope).await?;
    let facts = Facts::read(candidate.collection, candidate.properties);
    let centre = Centre {
        replaced: candidate.replaced,
        department: candidate.department,
        geometry: candidate.geometry,
        facts: &facts,
    };
    let around = Around::read(conn, scope, &centre, &settings.limits).await?;
    let codes = read_codes(conn).await?;
    judged(candidate, &centre, around, settings, codes)
}

/// What the rules have to say of a feature as it is; `None` when there is none, or not for that scope.
pub async fn judge_feature(
    conn: &mut PgConnection,
    scope: &Scope,
    collection: Collection,
    id: Uuid,
) -> Result<Option<Vec<Finding>>, StoreError> {
    // Tracks are evidence; the rest of the frame and the register is judged for those who work with it.
    let action = if collection == Collection::Tracks { Action::SeeEvidence } else { Action::SeeHistory };
    let row = sqlx::query_as!(
        RawFeature,
        r#"select layer as "layer!", id as "id!", department_pcode, st_asbinary(geometry) as "wkb!",
            properties::text as "properties!"
        from map_feature
        where layer = $1 and id = $2 and geometry is not null
            and ($3::text[] is null or department_pcode = any ($3))"#,
        collection.name(),
        id,
        scope.filter(action),
    );
    let Some(row) = row.fetch_optional(&mut *conn).await? else { return Ok(None) };
    let (geometry, properties) = (row.geometry()?, row.properties()?);
    let candidate = Candidate {
        id,
        collection,
        department: row.department_pcode.as_deref(),
        geometry: &geometry,
        properties: &properties,
        replaced: &[id],
    };
    Ok(Some(judge_candidate(conn, scope, &candidate).await?))
}

/// The judgement itself, which waits for nobody: PROJ's handle stays on its thread.
fn judged(
    candidate: &Candidate<'_>,
    centre: &Centre<'_>,
    around: Around,
    settings: RuleSettings,
    codes: CodeLists,
) -> Result<Vec<Finding>, StoreError> {
    let today = Moment::from(std::time::SystemTime::now()).date_naive();
    let judge = Judge::new(around.zone(centre), settings, codes, today)?;
    let department = candidate.department.map(Arc::from);
    let subject = judge.subject(
        candidate.id,
        candidate.collection,
        department,
        candidate.geometry,
        candidate.properties,
    )?;
    let Some(subject) = subject else { return Ok(Vec::new()) };
    Ok(judge.judge(&subject, &around.surroundings(&judge)?))
}
