//! Whole departments for the rules: features as rows, to be put on the plane by whoever judges them.

use crate::code_list::list_code_lists;
use crate::source::list_approval_thresholds;
use crate::{StoreError, geometry::from_wkb};
use futures_util::TryStreamExt;
use geo::{Geometry, MultiPolygon};
use gis_core::rules::{CodeLists, Frame, Judge, Outline, RuleSettings, Shape, Subject};
use gis_core::scope::Action;
use gis_core::{Collection, Epsg, Scope};
use serde_json::Value;
use sqlx::PgConnection;
use std::sync::Arc;
use uuid::Uuid;

/// A department with features to judge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// P-code.
    pub pcode: String,
    /// Name in French.
    pub name: String,
    /// The zone on whose plane it is judged.
    pub zone: Epsg,
    /// How many features it has, in the collections that rules judge.
    pub feature_count: i64,
}

/// A feature as the database holds it.
#[derive(Debug, Clone)]
pub struct RawFeature {
    /// Name of its collection.
    pub layer: String,
    /// Identifier.
    pub id: Uuid,
    /// P-code of its department.
    pub department_pcode: Option<String>,
    /// Geometry as well-known binary, EPSG:4326.
    pub wkb: Vec<u8>,
    /// Attributes as a JSON object.
    pub properties: String,
}

/// A department's or commune's outline as the database holds it.
#[derive(Debug, Clone)]
pub struct RawOutline {
    /// Whether it is a commune's.
    pub is_commune: bool,
    /// P-code of the department.
    pub pcode: String,
    /// Name in French.
    pub name: String,
    /// ANSD code.
    pub ansd_code: Option<String>,
    /// Whether it was drawn by hand.
    pub is_sketch: bool,
    /// EPSG code of the department's zone.
    pub utm_epsg: i32,
    /// Polygons as well-known binary, EPSG:4326.
    pub wkb: Vec<u8>,
}

/// The departments that have features, as far as that scope sees them, by P-code.
pub async fn list_grounds(conn: &mut PgConnection, scope: &Scope) -> Result<Vec<Ground>, StoreError> {
    let rows = sqlx::query!(
        r#"select pcode, name, utm_epsg, sum(feature_count)::bigint as "feature_count!"
        from department join collection_count on collection_count.department_pcode = pcode
        where layer in ('parcels', 'roads', 'markets', 'market-assets', 'facilities')
            and ($1::text[] is null or pcode = any ($1))
        group by pcode, name, utm_epsg having sum(feature_count) > 0 order by pcode"#,
        scope.filter(Action::SeeRegister),
    )
    .fetch_all(conn)
    .await?;
    let ground = |(pcode, name, utm_epsg, feature_count): (String, String, i32, i64)| Ground {
        pcode,
        name,
        zone: Epsg(utm_epsg.unsigned_abs()),
        feature_count,
    };
    Ok(rows.into_iter().map(|row| ground((row.pcode, row.name, row.utm_epsg, row.feature_count))).collect())
}

/// Hands over what a department's features are judged among, and themselves, one by one.
///
/// # Errors
/// When the database fails, or `take` no longer wants any.
pub async fn read_ground(
    conn: &mut PgConnection,
    scope: &Scope,
    pcode: &str,
    mut take: impl FnMut(RawFeature),
) -> Result<(), StoreError> {
    let filter = scope.filter(Action::SeeRegister);
    let mut rows = sqlx::query_file_as!(RawFeature, "sql/read_ground.sql", pcode, filter).fetch(conn);
    while let Some(row) = rows.try_next().await? {
        take(row);
    }
    Ok(())
}

/// All departments, and the communes of one. The frame is public: no scope filters it.
pub async fn read_frame(
    conn: &mut PgConnection,
    _scope: &Scope,
    pcode: &str,
) -> Result<Vec<RawOutline>, StoreError> {
    Ok(sqlx::query_file_as!(RawOutline, "sql/list_outlines.sql", pcode).fetch_all(conn).await?)
}

/// The code lists as rules hold features against them. They are public: no scope.
pub async fn read_codes(conn: &mut PgConnection) -> Result<CodeLists, StoreError> {
    let lists = list_code_lists(conn).await?.into_iter();
    Ok(lists.map(|(list, codes)| (list, codes.into_iter().map(|code| code.code).collect())).collect())
}

/// The limits that rules go by, with what the register says of who approves what.
pub async fn read_settings(conn: &mut PgConnection, scope: &Scope) -> Result<RuleSettings, StoreError> {
    let approval = list_approval_thresholds(conn, scope).await?;
    Ok(RuleSettings { approval, ..RuleSettings::default() })
}

/// Outlines on the plane of a judge.
///
/// # Errors
/// When one cannot be read or put there.
pub fn frame_of(outlines: Vec<RawOutline>, judge: &Judge) -> Result<Frame, StoreError> {
    let mut frame = Frame::default();
    for raw in outlines {
        let shape = judge.shape(&from_wkb(raw.wkb, "an outline")?)?;
        let area = if let Some(Shape::Area(area)) = shape { area } else { MultiPolygon(Vec::new()) };
        let outline = Outline::new(raw.pcode, raw.name, raw.ansd_code, raw.is_sketch, &area);
        if raw.is_commune { &mut frame.communes } else { &mut frame.departments }.push(outline);
    }
    Ok(frame)
}

impl RawFeature {
    /// The feature as rules see it; `None` when none can judge its shape.
    ///
    /// # Errors
    /// When it cannot be read, or not be put on the plane.
    pub fn subject(&self, judge: &Judge) -> Result<Option<Subject>, StoreError> {
        let Some(collection) = Collection::from_name(&self.layer) else { return Ok(None) };
        let department = self.department_pcode.as_deref().map(Arc::from);
        Ok(judge.subject(self.id, collection, department, &self.geometry()?, &self.properties()?)?)
    }

    pub(super) fn geometry(&self) -> Result<Geometry, StoreError> {
        from_wkb(self.wkb.clone(), &self.layer)
    }

    pub(super) fn properties(&self) -> Result<Value, StoreError> {
        let json = serde_json::from_str(&self.properties);
        json.map_err(|source| StoreError::Json { what: "map_feature.properties", source })
    }
}
