//! What lies around one geometry: neighbours, namesakes and the frame.

use super::register::{RawFeature, RawOutline, frame_of};
use crate::{StoreError, geometry::to_wkb};
use geo::{BoundingRect, Geometry};
use gis_core::rules::{Facts, Frame, Judge, Pairs, RuleLimits, Surroundings};
use gis_core::scope::Action;
use gis_core::{Epsg, LonLat, Scope};
use sqlx::PgConnection;
use std::collections::HashSet;
use uuid::Uuid;

/// Metres of one degree of latitude, and of longitude at the equator: enough to look around by.
const METRES_OF_DEGREE: f64 = 110_000.0;

/// Whose surroundings.
pub(super) struct Centre<'a> {
    pub(super) replaced: &'a [Uuid],
    pub(super) department: Option<&'a str>,
    pub(super) geometry: &'a Geometry,
    pub(super) facts: &'a Facts,
}

/// Rows of what lies around, before anybody judges them.
pub(super) struct Around {
    features: Vec<RawFeature>,
    outlines: Vec<RawOutline>,
}

impl Around {
    /// Asks the database, twice: for features and for the frame.
    pub(super) async fn read(
        conn: &mut PgConnection,
        scope: &Scope,
        centre: &Centre<'_>,
        limits: &RuleLimits,
    ) -> Result<Self, StoreError> {
        let wkb = to_wkb(centre.geometry, "what is judged")?;
        // No survey is so bad that a neighbour would be looked for farther away.
        let near_m = limits.road_width_max_m / 2.0 + limits.confidence_sigmas * 2.0 * limits.sigma_survey_m;
        let [near_x, near_y] = degrees(near_m, centre.geometry);
        let [far_x, far_y] = degrees(limits.mapped_reach_m.max(near_m), centre.geometry);
        let [frame_x, frame_y] = degrees(limits.frame_reach_m, centre.geometry);
        let (road, place) = (centre.facts.road(), centre.facts.place());
        let features = sqlx::query_file_as!(
            RawFeature,
            "sql/list_neighbours.sql",
            wkb,
            near_x,
            near_y,
            far_x,
            far_y,
            centre.facts.parcel().and_then(|parcel| parcel.nicad.as_deref()),
            road.and_then(|road| road.number.as_deref()),
            place.and_then(|place| place.market),
            place.and_then(|place| place.code.as_deref()),
            centre.replaced,
            scope.filter(Action::SeeRegister),
        )
        .fetch_all(&mut *conn)
        .await?;
        let outlines = sqlx::query_file_as!(
            RawOutline,
            "sql/list_outlines_around.sql",
            wkb,
            frame_x,
            frame_y,
            centre.department,
        )
        .fetch_all(conn)
        .await?;
        Ok(Self { features, outlines })
    }

    /// The zone of the department that keeps the centre, else the one in which it lies.
    pub(super) fn zone(&self, centre: &Centre<'_>) -> Epsg {
        let own = self.outlines.iter().find(|outline| Some(outline.pcode.as_str()) == centre.department);
        let own = own.map(|outline| Epsg(outline.utm_epsg.unsigned_abs()));
        let middle = || {
            let middle = centre.geometry.bounding_rect()?.center();
            LonLat::new(middle.x, middle.y).map(Epsg::utm_at)
        };
        own.or_else(middle).unwrap_or(Epsg::UTM_28N)
    }

    /// All of it on the plane of a judge.
    pub(super) fn surroundings(self, judge: &Judge) -> Result<Surroundings, StoreError> {
        let mut known = HashSet::new();
        let mut features = Vec::with_capacity(self.features.len());
        for feature in self.features {
            if known.insert(feature.id) {
                features.extend(feature.subject(judge)?);
            }
        }
        let frame: Frame = frame_of(self.outlines, judge)?;
        Ok(Surroundings::new(features, frame, Pairs::OfEach))
    }
}

/// A distance in degrees of longitude and latitude, a little generous, at a geometry's place.
fn degrees(reach_m: f64, at: &Geometry) -> [f64; 2] {
    let lat_deg = at.bounding_rect().map_or(0.0, |rect| rect.center().y);
    let lat_reach = reach_m / METRES_OF_DEGREE;
    [lat_reach / lat_deg.to_radians().cos().max(0.1), lat_reach]
}
