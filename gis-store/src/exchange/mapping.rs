//! Which column of a file each field is taken from.

use super::error::ExchangeError;
use super::field::{Field, Kind, fields_of, needed_fields};
use super::fold::fold;
use gis_core::Collection;
use std::collections::BTreeMap;

/// Columns that GDAL's drivers add and nobody wrote.
const DRIVER_COLUMNS: [&str; 14] = [
    "gml_id",
    "timestamp",
    "begin",
    "end",
    "altitudeMode",
    "tessellate",
    "extrude",
    "visibility",
    "drawOrder",
    "icon",
    "SubClasses",
    "EntityHandle",
    "Linetype",
    "PaperSpace",
];

/// Which column each field is taken from.
#[derive(Debug)]
pub(crate) struct Mapping {
    /// Field and index of its column.
    pub taken: Vec<(&'static Field, usize)>,
    /// Columns that become attributes under their own name (facilities only).
    pub attributes: Vec<(String, usize)>,
    /// All columns of the file.
    columns: Vec<String>,
    collection: Collection,
}

impl Mapping {
    /// The mapping that the user asked for, completed by columns of the same or a known other name.
    pub(crate) fn resolve(
        collection: Collection,
        columns: &[String],
        asked: &[(String, String)],
    ) -> Result<Self, ExchangeError> {
        let mut taken = explicit(collection, columns, asked)?;
        for field in fields_of(collection).iter().filter(|field| field.is_taken()) {
            let is_mapped = taken.iter().any(|(mapped, _)| mapped.name == field.name);
            if let (false, Some(column)) = (is_mapped, guess(field, columns, &taken)) {
                taken.push((field, column));
            }
        }
        let mut mapping = Self { taken, attributes: Vec::new(), columns: columns.to_vec(), collection };
        mapping.check_needed()?;
        if collection == Collection::Facilities {
            mapping.attributes = mapping.free_columns();
        }
        Ok(mapping)
    }

    /// The field's column, if it has one.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.taken.iter().any(|(field, _)| field.name == name)
    }

    /// Field to column, for the report.
    pub(crate) fn used(&self) -> BTreeMap<String, String> {
        let fields = self.taken.iter().map(|(field, column)| (field.name.to_owned(), *column));
        let attributes = self.attributes.iter().map(|(name, column)| (name.clone(), *column));
        fields.chain(attributes).map(|(name, column)| (name, self.columns[column].clone())).collect()
    }

    /// Columns that nothing is taken from, for the report.
    pub(crate) fn ignored(&self) -> Vec<String> {
        let used = self.used();
        let is_used = |column: &&String| used.values().any(|name| name == *column);
        self.columns.iter().filter(|column| !is_used(column)).cloned().collect()
    }

    fn check_needed(&self) -> Result<(), ExchangeError> {
        let needed = needed_fields(self.collection);
        if needed.is_empty() || needed.iter().any(|name| self.has(name)) {
            return Ok(());
        }
        Err(ExchangeError::MissingField {
            field: needed[0].to_owned(),
            collection: self.collection,
            columns: self.columns.clone(),
        })
    }

    fn free_columns(&self) -> Vec<(String, usize)> {
        let is_derived =
            |name: &str| fields_of(self.collection).iter().any(|field| fold(field.name) == fold(name));
        let is_free = |(index, name): &(usize, &String)| {
            !self.taken.iter().any(|(_, column)| column == index)
                && !is_derived(name)
                && !DRIVER_COLUMNS.contains(&name.as_str())
        };
        let columns = self.columns.iter().enumerate().filter(is_free);
        columns.map(|(index, name)| (name.clone(), index)).collect()
    }
}

fn explicit(
    collection: Collection,
    columns: &[String],
    asked: &[(String, String)],
) -> Result<Vec<(&'static Field, usize)>, ExchangeError> {
    let fields = || fields_of(collection).iter().filter(|field| field.is_taken());
    let mut taken = Vec::<(&'static Field, usize)>::new();
    for (name, column) in asked {
        let field = fields().find(|field| fold(field.name) == fold(name));
        let field = field.ok_or_else(|| ExchangeError::UnknownField {
            field: name.clone(),
            collection,
            fields: fields().map(|field| field.name.to_owned()).collect(),
        })?;
        let index = columns.iter().position(|known| known == column);
        let index = index.or_else(|| columns.iter().position(|known| fold(known) == fold(column)));
        let index = index.ok_or_else(|| ExchangeError::UnknownColumn {
            field: name.clone(),
            column: column.clone(),
            columns: columns.to_vec(),
        })?;
        taken.retain(|(earlier, _)| earlier.name != field.name);
        taken.push((field, index));
    }
    Ok(taken)
}

/// The column of the field's own name, else of its best alias that no field has taken yet.
fn guess(field: &Field, columns: &[String], taken: &[(&'static Field, usize)]) -> Option<usize> {
    let find = |name: &str| columns.iter().position(|column| fold(column) == fold(name));
    let is_free = |index: &usize| !taken.iter().any(|(_, column)| column == index);
    // One column may well tell both which department a feature belongs to and its name, but not by a guess.
    let own = find(field.name).filter(|index| is_free(index) || field.kind == Kind::Department);
    let alias = || field.aliases.iter().find_map(|alias| find(alias).filter(is_free));
    let names = || std::iter::once(&field.name).chain(field.aliases);
    let cut = |name: &&str| columns.iter().position(|column| is_cut(column, name)).filter(is_free);
    own.or_else(alias).or_else(|| names().find_map(cut))
}

/// Whether a column is what a shapefile leaves of a longer name: its first ten bytes.
fn is_cut(column: &str, name: &str) -> bool {
    column.len() == 10
        && name.get(..10).is_some_and(|start| name.len() > 10 && start.eq_ignore_ascii_case(column))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn columns_are_found_by_name_and_alias_without_case_or_accents() {
        let columns = columns(&["Nom", "CLASSE", "Revêtement", "état", "other"]);
        let mapping = Mapping::resolve(Collection::Roads, &columns, &[]).expect("columns fit");
        let used = mapping.used();
        assert_eq!(used["name"], "Nom");
        assert_eq!(used["class"], "CLASSE");
        assert_eq!(used["surface"], "Revêtement");
        assert_eq!(used["condition"], "état");
        assert_eq!(mapping.ignored(), ["other"]);
    }

    #[test]
    fn names_that_a_shapefile_cut_are_known() {
        let columns = columns(&["pcode", "region_pco", "ansd_dept_", "pop_rgph5_"]);
        let used = Mapping::resolve(Collection::Departments, &columns, &[]).expect("columns fit").used();
        assert_eq!(used["region_pcode"], "region_pco");
        assert_eq!(used["ansd_code"], "ansd_dept_");
        assert_eq!(used["population_2023"], "pop_rgph5_");
    }

    #[test]
    fn what_the_user_says_goes_before_a_guess() {
        let columns = columns(&["name", "label"]);
        let asked = [("name".to_owned(), "label".to_owned())];
        let mapping = Mapping::resolve(Collection::Roads, &columns, &asked).expect("columns fit");
        assert_eq!(mapping.used()["name"], "label");
        assert_eq!(mapping.ignored(), ["name"]);
    }

    #[test]
    fn a_wrong_field_or_column_lists_the_right_ones() {
        let columns = columns(&["a", "b"]);
        let wrong_field = [("colour".to_owned(), "a".to_owned())];
        let error =
            Mapping::resolve(Collection::Roads, &columns, &wrong_field).expect_err("wrong").to_string();
        assert!(
            error.contains("roads has the fields id, department, external_id, name, former_name, number"),
            "{error}"
        );
        assert!(!error.contains("length_m"), "measured fields cannot be mapped: {error}");
        let wrong_column = [("name".to_owned(), "c".to_owned())];
        let error =
            Mapping::resolve(Collection::Roads, &columns, &wrong_column).expect_err("wrong").to_string();
        assert!(error.contains("the file has the columns a, b"), "{error}");
    }

    #[test]
    fn a_collection_that_needs_a_name_asks_for_it() {
        let error =
            Mapping::resolve(Collection::Communes, &columns(&["x"]), &[]).expect_err("wrong").to_string();
        assert!(error.contains("--map name=COLUMN"), "{error}");
    }

    #[test]
    fn free_columns_of_facilities_become_attributes() {
        let columns = columns(&["type", "beds", "source", "tessellate"]);
        let mapping = Mapping::resolve(Collection::Facilities, &columns, &[]).expect("columns fit");
        assert_eq!(mapping.attributes, [("beds".to_owned(), 1)]);
    }
}
