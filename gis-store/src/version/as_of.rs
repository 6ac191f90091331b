//! The register as of a moment: what was true then, and what was known of it at another.

use crate::feature::{Feature, FeaturePage};
use crate::{Moment, StoreError};
use gis_core::Collection;
use gis_core::scope::{Action, Scope};
use serde_json::value::RawValue;
use sqlx::PgConnection;
use sqlx::postgres::types::PgRange;
use sqlx::types::Json;
use std::ops::Bound;
use uuid::Uuid;

/// Which of the two times are asked for. By default both are the present.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AsOf {
    /// When it shall have been true: from and until, each open when `None`. Of an object that had several states in
    /// that time, the last is meant. `None`: what is true until further notice.
    pub valid: Option<(Bound<Moment>, Bound<Moment>)>,
    /// When that shall have been known. `None`: what is known now.
    pub recorded: Option<Moment>,
}

impl AsOf {
    /// What was true at a moment, as far as is known now.
    #[must_use]
    pub fn at(moment: Moment) -> Self {
        Self { valid: Some((Bound::Included(moment), Bound::Included(moment))), recorded: None }
    }

    fn range(self) -> Option<PgRange<Moment>> {
        self.valid.map(|(start, end)| PgRange { start, end })
    }
}

/// One page of a collection, as of then.
pub async fn list_features_as_of(
    conn: &mut PgConnection,
    scope: &Scope,
    collection: Collection,
    page: FeaturePage,
    as_of: AsOf,
) -> Result<Vec<Feature>, StoreError> {
    let pcodes = scope.filter(Action::SeeHistory);
    let (layer, range) = (collection.name(), as_of.range());
    let FeaturePage { limit, after, skip_geometry, .. } = page;
    let features = match page.outline()? {
        None => {
            let query = sqlx::query_file_as!(
                Feature,
                "sql/list_features_as_of.sql",
                layer,
                pcodes,
                after,
                limit,
                range,
                as_of.recorded,
                skip_geometry,
            );
            query.fetch_all(conn).await?
        }
        Some(outline) => {
            let query = sqlx::query_file_as!(
                Feature,
                "sql/list_features_as_of_in_box.sql",
                layer,
                pcodes,
                after,
                limit,
                range,
                as_of.recorded,
                skip_geometry,
                outline,
            );
            query.fetch_all(conn).await?
        }
    };
    Ok(features)
}

/// One feature, as of then.
pub async fn get_feature_as_of(
    conn: &mut PgConnection,
    scope: &Scope,
    collection: Collection,
    id: Uuid,
    as_of: AsOf,
) -> Result<Option<Feature>, StoreError> {
    let feature = sqlx::query_file_as!(
        Feature,
        "sql/get_feature_as_of.sql",
        collection.name(),
        scope.filter(Action::SeeHistory),
        id,
        as_of.range(),
        as_of.recorded,
    )
    .fetch_optional(conn)
    .await?;
    Ok(feature)
}
