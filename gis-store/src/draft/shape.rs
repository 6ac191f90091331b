//! Geometries that people propose: whether they can be taken, and what splitting and merging make of parcels.

use super::error::DraftError;
use crate::geometry::{from_wkb, to_wkb};
use geo::{CoordsIter, Geometry, HasDimensions, LineString, Validation, dimensions::Dimensions};
use gis_core::collection::Shape;
use gis_core::{Collection, LonLat};
use serde_json::{Map, Value};
use sqlx::PgConnection;

/// One of the parcels that a split makes.
#[derive(Debug, Clone)]
pub struct Part {
    /// Outline in degrees.
    pub geometry: Geometry,
    /// Attributes, over those of the draft.
    pub attributes: Map<String, Value>,
}

/// Most parcels that one split makes.
const PARTS_MAX: usize = 200;

/// Most positions of a line that cuts a parcel.
const CUT_POSITIONS_MAX: usize = 500;

/// Most positions of a geometry that a person proposes.
const POSITIONS_MAX: usize = 20_000;

/// The geometry, if the collection can hold it: on Earth, of its shape, valid.
pub(super) async fn checked(
    conn: &mut PgConnection,
    collection: Collection,
    geometry: &Geometry,
) -> Result<Geometry, DraftError> {
    let count = geometry.coords_count();
    if count == 0 || count > POSITIONS_MAX {
        return Err(DraftError::field(
            "geometry",
            format!("1 à {POSITIONS_MAX} positions sont attendues, {count} sont données"),
            format!("1 to {POSITIONS_MAX} positions are wanted, {count} are given"),
        ));
    }
    if let Some(stray) = geometry.coords_iter().find(|at| LonLat::new(at.x, at.y).is_none()) {
        return Err(DraftError::field(
            "geometry",
            format!("{} {} n'est pas une longitude et une latitude en degrés (EPSG:4326)", stray.x, stray.y),
            format!("{} {} is no longitude and latitude in degrees (EPSG:4326)", stray.x, stray.y),
        ));
    }
    if !fits(collection.shape(), geometry) {
        return Err(DraftError::field(
            "geometry",
            "cette couche n'a pas ce type de géométrie : une surface pour les parcelles, une ligne pour la voirie, un point ou une surface pour les marchés",
            "this collection has no such geometry: an area for parcels, a line for roads, a point or an area for markets",
        ));
    }
    if let Err(why) = geometry.check_validation() {
        return Err(invalid(&why.to_string()));
    }
    let reason = sqlx::query_scalar!(
        r#"select case when not st_isvalid(shape) then st_isvalidreason(shape) end
        from st_geomfromwkb($1, 4326) as shape"#,
        to_wkb(geometry, "a draft")?,
    )
    .fetch_one(conn)
    .await?;
    reason.map_or_else(|| Ok(geometry.clone()), |why| Err(invalid(&why)))
}

fn invalid(why: &str) -> DraftError {
    DraftError::field(
        "geometry",
        format!(
            "la géométrie n'est pas valide ({why}) : un contour ne se croise pas et ses trous sont en lui"
        ),
        format!(
            "the geometry is not valid ({why}): an outline does not cross itself and has its holes within"
        ),
    )
}

fn fits(shape: Shape, geometry: &Geometry) -> bool {
    if matches!(geometry, Geometry::GeometryCollection(_)) {
        return false;
    }
    match (shape, geometry.dimensions()) {
        (_, Dimensions::Empty) => false,
        (Shape::Any, _)
        | (Shape::Area | Shape::PointOrArea, Dimensions::TwoDimensional)
        | (Shape::Line, Dimensions::OneDimensional)
        | (Shape::PointOrArea, Dimensions::ZeroDimensional) => true,
        _ => false,
    }
}

/// The parts of a parcel: as given, when they are the parcel and nothing but, or as a line cuts it.
pub(super) async fn split(
    conn: &mut PgConnection,
    parent: &Geometry,
    parts: &[Part],
    cut: Option<&LineString>,
) -> Result<Vec<Part>, DraftError> {
    let parts = match cut {
        Some(line) if parts.is_empty() => cut_along(conn, parent, line).await?,
        None => parts.to_vec(),
        Some(_) => {
            return Err(DraftError::field(
                "cut",
                "donnez cut ou parts, non les deux",
                "give cut or parts, not both",
            ));
        }
    };
    if !(2..=PARTS_MAX).contains(&parts.len()) {
        return Err(DraftError::field(
            if cut.is_some() { "cut" } else { "parts" },
            format!(
                "un morcellement donne 2 à {PARTS_MAX} parcelles, celui-ci {} : la ligne traverse-t-elle toute la parcelle ?",
                parts.len()
            ),
            format!(
                "a split makes 2 to {PARTS_MAX} parcels, this one {}: does the line cross the whole parcel?",
                parts.len()
            ),
        ));
    }
    if cut.is_none() {
        for part in &parts {
            checked(conn, Collection::Parcels, &part.geometry).await?;
        }
        check_cover(conn, parent, &parts).await?;
    }
    Ok(parts)
}

async fn cut_along(
    conn: &mut PgConnection,
    parent: &Geometry,
    line: &LineString,
) -> Result<Vec<Part>, DraftError> {
    let on_earth = line.coords().all(|at| LonLat::new(at.x, at.y).is_some());
    if !(2..=CUT_POSITIONS_MAX).contains(&line.0.len()) || !on_earth {
        return Err(DraftError::field(
            "cut",
            format!("une ligne de 2 à {CUT_POSITIONS_MAX} positions en degrés est attendue"),
            format!("a line of 2 to {CUT_POSITIONS_MAX} positions in degrees is wanted"),
        ));
    }
    let line = Geometry::from(line.clone());
    let outlines =
        sqlx::query_file_scalar!("sql/cut_parcel.sql", to_wkb(parent, "a parcel")?, to_wkb(&line, "a cut")?)
            .fetch_all(conn)
            .await?;
    let part = |wkb| Ok(Part { geometry: from_wkb(wkb, "a part")?, attributes: Map::new() });
    outlines.into_iter().map(part).collect()
}

/// The ground that may be lost, gained or shared along the boundaries, as a width: positions are written to a
/// centimetre.
const SLACK_M: f64 = 0.03;

async fn check_cover(conn: &mut PgConnection, parent: &Geometry, parts: &[Part]) -> Result<(), DraftError> {
    let wkbs = parts.iter().map(|part| to_wkb(&part.geometry, "a part")).collect::<Result<Vec<_>, _>>()?;
    let fit =
        sqlx::query_file!("sql/fit_of_parts.sql", to_wkb(parent, "a parcel")?, &wkbs).fetch_one(conn).await?;
    let slack_m2 = fit.perimeter_m * SLACK_M;
    if fit.missed_m2 > slack_m2 || fit.shared_m2 > slack_m2 {
        return Err(DraftError::field(
            "parts",
            format!(
                "les parts ne couvrent pas exactement la parcelle : {:.1} m² manquent ou débordent, {:.1} m² sont communs à deux parts",
                fit.missed_m2, fit.shared_m2
            ),
            format!(
                "the parts do not cover the parcel exactly: {:.1} m² are missing or too much, {:.1} m² belong to two parts",
                fit.missed_m2, fit.shared_m2
            ),
        ));
    }
    Ok(())
}

/// Gaps between parcels that a merged outline may close, as a width along it.
const CLOSED_GAP_M: f64 = 1.0;

/// Refuses an outline that is not that of the merged parcels.
pub(super) async fn check_merged(
    conn: &mut PgConnection,
    outline: &Geometry,
    parcels: impl Iterator<Item = &Geometry>,
) -> Result<(), DraftError> {
    let wkbs = parcels.map(|one| to_wkb(one, "a parcel")).collect::<Result<Vec<_>, _>>()?;
    let fit = sqlx::query_file!("sql/fit_of_parts.sql", to_wkb(outline, "a merged parcel")?, &wkbs)
        .fetch_one(conn)
        .await?;
    if fit.missed_m2 > fit.perimeter_m * CLOSED_GAP_M {
        return Err(DraftError::field(
            "geometry",
            format!(
                "le contour n'est pas celui des parcelles : {:.1} m² manquent ou débordent",
                fit.missed_m2
            ),
            format!(
                "the outline is not that of the parcels: {:.1} m² are missing or too much",
                fit.missed_m2
            ),
        ));
    }
    Ok(())
}

/// One outline of several parcels that touch.
pub(super) async fn union(
    conn: &mut PgConnection,
    parcels: impl Iterator<Item = &Geometry>,
) -> Result<Geometry, DraftError> {
    let wkbs = parcels.map(|one| to_wkb(one, "a parcel")).collect::<Result<Vec<_>, _>>()?;
    let union = sqlx::query!(
        r#"select st_asbinary(shape) as "wkb!", st_numgeometries(shape) as "count!"
        from (select st_union(st_geomfromwkb(wkb, 4326)) as shape from unnest($1::bytea[]) as wkb) as whole"#,
        &wkbs,
    )
    .fetch_one(conn)
    .await?;
    if union.count != 1 {
        return Err(DraftError::field(
            "targets",
            format!(
                "ces parcelles ne se touchent pas : leur fusion serait en {} morceaux. Donnez le contour (geometry) s'il ne reste qu'un jour entre elles",
                union.count
            ),
            format!(
                "these parcels do not touch: together they would be in {} pieces. Give the outline (geometry) if there is but a gap between them",
                union.count
            ),
        ));
    }
    Ok(from_wkb(union.wkb, "a merged parcel")?)
}
