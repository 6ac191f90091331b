//! Pages of features, in order of identifier, so that the next page starts where this one ended.

use crate::{StoreError, geometry::to_wkb};
use geo::{Geometry, GeometryCollection, LineString, Point, Rect, coord};
use gis_core::scope::Action;
use gis_core::{Collection, Scope};
use serde_json::value::RawValue;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

/// A box in degrees, EPSG:4326. West greater than east crosses the antimeridian.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BoundingBox {
    /// Western longitude.
    pub west_deg: f64,
    /// Southern latitude.
    pub south_deg: f64,
    /// Eastern longitude.
    pub east_deg: f64,
    /// Northern latitude.
    pub north_deg: f64,
}

impl BoundingBox {
    /// Its outline: one box, or two where it crosses the antimeridian.
    fn outline(self) -> Geometry {
        if self.west_deg <= self.east_deg {
            self.between(self.west_deg, self.east_deg)
        } else {
            let boxes = [self.between(self.west_deg, 180.0), self.between(-180.0, self.east_deg)];
            Geometry::GeometryCollection(GeometryCollection::from(boxes.to_vec()))
        }
    }

    /// A box without width or height is a line or a point: as a polygon it would meet nothing.
    fn between(self, west: f64, east: f64) -> Geometry {
        let (start, end) = (coord! { x: west, y: self.south_deg }, coord! { x: east, y: self.north_deg });
        match (start.x < end.x, start.y < end.y) {
            (true, true) => Rect::new(start, end).to_polygon().into(),
            (false, false) => Point::from(start).into(),
            _ => LineString::from(vec![start, end]).into(),
        }
    }
}

/// Which features are wanted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FeaturePage {
    /// At most so many.
    pub limit: i64,
    /// Only those after this identifier.
    pub after: Option<Uuid>,
    /// Only those that meet this box.
    pub bbox: Option<BoundingBox>,
    /// Leave geometries out; boxes are given all the same.
    pub skip_geometry: bool,
}

impl FeaturePage {
    /// The outline of its box as well-known binary.
    pub(crate) fn outline(&self) -> Result<Option<Vec<u8>>, StoreError> {
        self.bbox.map(|bbox| to_wkb(&bbox.outline(), "a bounding box")).transpose()
    }
}

/// A feature as GeoJSON carries it.
#[derive(Debug)]
pub struct Feature {
    /// Identifier.
    pub id: Uuid,
    /// GeoJSON geometry; communes have none until one is imported.
    pub geometry: Option<Json<Box<RawValue>>>,
    /// West, south, east, north of the geometry.
    pub bbox_deg: Option<Vec<f64>>,
    /// Attributes that have a value.
    pub properties: Json<Box<RawValue>>,
    /// Number of its state, where states are kept; lists of the present do not ask for it.
    pub version: Option<i32>,
}

/// One page of a collection.
pub async fn list_features(
    conn: &mut PgConnection,
    scope: &Scope,
    collection: Collection,
    page: FeaturePage,
) -> Result<Vec<Feature>, StoreError> {
    let outline = page.outline()?;
    let features = sqlx::query_file_as!(
        Feature,
        "sql/list_features.sql",
        collection.name(),
        scope.filter(collection.seen_by()),
        page.after,
        page.limit,
        outline,
        page.skip_geometry,
        own_tracks(scope, collection),
    )
    .fetch_all(conn)
    .await?;
    Ok(features)
}

/// One feature of a collection, if that scope may see it.
pub async fn get_feature(
    conn: &mut PgConnection,
    scope: &Scope,
    collection: Collection,
    id: Uuid,
) -> Result<Option<Feature>, StoreError> {
    let feature = sqlx::query_file_as!(
        Feature,
        "sql/get_feature.sql",
        collection.name(),
        scope.filter(collection.seen_by()),
        id,
        own_tracks(scope, collection),
    )
    .fetch_optional(conn)
    .await?;
    Ok(feature)
}

/// How many features each collection has for that scope, without counting rows.
pub async fn count_features(
    conn: &mut PgConnection,
    scope: &Scope,
) -> Result<Vec<(Collection, i64)>, StoreError> {
    let rows = sqlx::query!(
        r#"select layer, department_pcode, sum(feature_count)::bigint as "count!" from collection_count
        group by layer, department_pcode"#,
    )
    .fetch_all(&mut *conn)
    .await?;
    let count_of = |collection: Collection| -> i64 {
        let seen = rows.iter().filter(|row| {
            let department = Some(row.department_pcode.as_str()).filter(|pcode| !pcode.is_empty());
            row.layer == collection.name() && scope.sees(collection.seen_by(), department, None)
        });
        seen.map(|row| row.count).sum()
    };
    let mut counts = Collection::ALL.map(|collection| (collection, count_of(collection))).to_vec();
    if let (Some(sender), Some(pcodes)) = (scope.sender(), scope.filter(Action::SeeEvidence)) {
        let own = count_own_tracks(conn, sender, pcodes).await?;
        let tracks = counts.iter_mut().find(|(collection, _)| *collection == Collection::Tracks);
        tracks.expect("tracks are a collection").1 += own;
    }
    Ok(counts)
}

/// The tracks of a sender that lie in none of these departments.
async fn count_own_tracks(
    conn: &mut PgConnection,
    sender: &str,
    pcodes: &[String],
) -> Result<i64, StoreError> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from track join upload on upload.id = track.upload_id
        where received_by = $1 and not coalesce(track.department_pcode = any ($2), false)"#,
        sender,
        pcodes,
    );
    Ok(count.fetch_one(conn).await?)
}

/// Whose tracks are seen wherever they lie.
fn own_tracks(scope: &Scope, collection: Collection) -> Option<&str> {
    scope.sender().filter(|_| collection == Collection::Tracks)
}
