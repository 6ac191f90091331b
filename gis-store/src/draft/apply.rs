//! What the approval of a draft does to the register.

use super::columns::{
    Columns, heritage, of_drawing, of_measure, of_place, of_survey, of_the_row, of_the_table, to_mm,
};
use super::decide::Approval;
use super::error::DraftError;
use super::read::{Draft, DraftAction};
use super::resurvey::{blended, shape_of};
use super::shape::check_merged;
use super::target::Present;
use crate::StoreError;
use crate::geometry::from_wkb;
use crate::register::{Object, retire_object, write_object};
use chrono::Utc;
use geo::{Geometry, MultiLineString, MultiPolygon};
use gis_core::id::{DraftId, FeatureRef};
use gis_core::{Collection, Scope};
use serde_json::json;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

/// Writes what a draft proposes; the feature that it became, the first one where there are several.
pub(super) async fn apply(
    conn: &mut PgConnection,
    scope: &Scope,
    draft: &Draft,
    (collection, department): (Collection, &str),
    targets: &[Present],
    approval: &Approval,
) -> Result<FeatureRef, DraftError> {
    let mut attributes = draft.attributes.0.clone();
    attributes.extend(approval.attributes.clone());
    let mut register = Register { conn, scope, draft, collection, department };
    let id = match (draft.action, targets) {
        (DraftAction::Create, _) => register.create(attributes).await?,
        (DraftAction::Split, [parent]) => register.split(parent, &attributes).await?,
        (DraftAction::Merge, parents) => register.merge(parents, attributes).await?,
        (DraftAction::Retire, [present]) => register.retire(present).await?,
        (DraftAction::Resurvey, [present]) => register.resurvey(present, attributes).await?,
        (DraftAction::Edit, [present]) => register.edit(present, attributes).await?,
        (DraftAction::Restore, [last]) => register.restore(last, attributes).await?,
        (_, _) => unreachable!("drafts of one feature have one target"),
    };
    Ok(FeatureRef { collection: collection.name().to_owned(), id })
}

/// The register as one draft changes it.
struct Register<'a> {
    conn: &'a mut PgConnection,
    scope: &'a Scope,
    draft: &'a Draft,
    collection: Collection,
    department: &'a str,
}

impl Register<'_> {
    async fn create(&mut self, attributes: Columns) -> Result<Uuid, DraftError> {
        let geometry = self.proposed().await?;
        let mut columns = of_survey(self.conn, self.draft).await?;
        columns.extend(attributes);
        self.enter(columns, &geometry).await
    }

    /// Attributes and geometry as proposed, over what the feature has now.
    async fn edit(&mut self, present: &Present, attributes: Columns) -> Result<Uuid, DraftError> {
        let geometry = self.proposed().await?;
        let mut columns = present.columns.clone();
        if geometry != present.geometry {
            columns.extend(of_drawing());
            columns.extend(self.place_of(&geometry).await?);
        }
        columns.extend(attributes);
        self.write(present.id, columns, &geometry).await
    }

    /// All that an earlier version had, and nothing that came after it.
    async fn restore(&mut self, last: &Present, attributes: Columns) -> Result<Uuid, DraftError> {
        let geometry = self.proposed().await?;
        let mut columns = of_the_row(last);
        columns.extend(attributes);
        self.write(last.id, columns, &geometry).await
    }

    async fn resurvey(&mut self, present: &Present, attributes: Columns) -> Result<Uuid, DraftError> {
        let (geometry, sigma_m) = blended(self.conn, present, self.draft).await?;
        let mut columns = present.columns.clone();
        if geometry != present.geometry {
            columns.extend(of_survey(self.conn, self.draft).await?);
            // The area's deviation shrinks with that of the positions.
            let alone = self.draft.area_sd_m2.zip(self.draft.sigma_m);
            let area_sd_m2 = alone.map(|(area_sd_m2, alone_m)| area_sd_m2 * sigma_m / alone_m);
            columns.insert("area_sd_m2".to_owned(), json!(area_sd_m2));
            columns.insert("sigma_m".to_owned(), json!(to_mm(sigma_m)));
            columns.extend(self.place_of(&geometry).await?);
        }
        columns.extend(attributes);
        self.write(present.id, columns, &geometry).await
    }

    /// The parcel ends; its parts begin with what it had but its NICAD, which its change of limits cancels.
    async fn split(&mut self, parent: &Present, attributes: &Columns) -> Result<Uuid, DraftError> {
        let parts = parts_of(self.conn, self.draft.id).await?;
        self.retire(parent).await?;
        let mut first = None;
        for (geometry, own) in parts {
            let mut columns = heritage(std::slice::from_ref(parent));
            columns.extend(attributes.clone());
            columns.extend(own);
            let child = self.enter(columns, &geometry).await?;
            self.descend(parent.id, child, "split").await?;
            first.get_or_insert(child);
        }
        Ok(first.expect("a split has parts"))
    }

    /// The parcels end; the new one begins with what all of them had but their NICADs.
    async fn merge(&mut self, parents: &[Present], attributes: Columns) -> Result<Uuid, DraftError> {
        let geometry = self.proposed().await?;
        check_merged(self.conn, &geometry, parents.iter().map(|parent| &parent.geometry)).await?;
        for parent in parents {
            self.retire(parent).await?;
        }
        let mut columns = heritage(parents);
        columns.extend(attributes);
        let child = self.enter(columns, &geometry).await?;
        for parent in parents {
            self.descend(parent.id, child, "merge").await?;
        }
        Ok(child)
    }

    async fn retire(&mut self, present: &Present) -> Result<Uuid, DraftError> {
        if retire_object(self.conn, self.scope, self.collection, present.id).await? {
            Ok(present.id)
        } else {
            Err(self.out_of_reach())
        }
    }

    async fn proposed(&mut self) -> Result<Geometry, StoreError> {
        shape_of(self.conn, DraftId(self.draft.id)).await
    }

    async fn place_of(&mut self, geometry: &Geometry) -> Result<Columns, StoreError> {
        of_place(self.conn, self.collection, self.department, geometry).await
    }

    /// Enters a new feature; a parcel gets the next provisional number.
    async fn enter(&mut self, said: Columns, geometry: &Geometry) -> Result<Uuid, DraftError> {
        let mut columns = of_the_table(self.collection);
        columns.extend(self.place_of(geometry).await?);
        columns.extend(said.into_iter().filter(|(_, value)| !value.is_null()));
        if self.collection == Collection::Parcels {
            let number =
                sqlx::query_scalar!(r#"select next_parcel_number($1) as "number!""#, self.department)
                    .fetch_one(&mut *self.conn)
                    .await?;
            columns.insert("number".to_owned(), json!(number));
        }
        let source = if self.draft.upload_id.is_some() { "survey" } else { "drawing" };
        columns.insert("source".to_owned(), json!(source));
        columns.insert("created_by".to_owned(), json!(self.scope.actor()));
        columns.insert("created_at".to_owned(), json!(Utc::now()));
        self.write(Uuid::now_v7(), columns, geometry).await
    }

    async fn write(
        &mut self,
        id: Uuid,
        mut columns: Columns,
        geometry: &Geometry,
    ) -> Result<Uuid, DraftError> {
        columns.extend(of_measure(geometry));
        let object = Object {
            collection: self.collection,
            id,
            department: self.department.to_owned(),
            columns,
            geometry: Some(as_column(self.collection, geometry)),
        };
        match write_object(self.conn, self.scope, &object).await? {
            Some(_) => Ok(id),
            None => Err(self.out_of_reach()),
        }
    }

    /// A feature of a department in which the scope decides on nothing.
    fn out_of_reach(&self) -> DraftError {
        DraftError::field(
            "department",
            format!(
                "vous ne décidez pas pour le département {} ou pour celui qui tient l'objet",
                self.department
            ),
            format!(
                "you do not decide for the department {} or for the one that keeps the feature",
                self.department
            ),
        )
    }

    async fn descend(&mut self, parent: Uuid, child: Uuid, kind: &str) -> Result<(), StoreError> {
        sqlx::query!(
            "insert into parcel_lineage (parent_id, child_id, kind, department_pcode, draft_id, created_by)
            values ($1, $2, $3, $4, $5, $6)",
            parent,
            child,
            kind,
            self.department,
            self.draft.id,
            self.scope.actor(),
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }
}

/// The parcels that a split would make, with the attributes of each.
pub(super) async fn parts_of(
    conn: &mut PgConnection,
    draft: Uuid,
) -> Result<Vec<(Geometry, Columns)>, StoreError> {
    let rows = sqlx::query!(
        r#"select st_asbinary(geometry) as "wkb!", attributes as "attributes: Json<Columns>"
        from draft_part where draft_id = $1 order by position"#,
        draft,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(|row| Ok((from_wkb(row.wkb, "a part")?, row.attributes.0))).collect()
}

/// The geometry in the type of its collection's column.
fn as_column(collection: Collection, geometry: &Geometry) -> Geometry {
    match (collection, geometry) {
        (Collection::Parcels, Geometry::Polygon(polygon)) => MultiPolygon(vec![polygon.clone()]).into(),
        (Collection::Roads, Geometry::LineString(line)) => MultiLineString(vec![line.clone()]).into(),
        _ => geometry.clone(),
    }
}
