//! What values of a file are held against: code lists and departments.

use super::error::ExchangeError;
use super::fold::fold;
use sqlx::PgConnection;
use std::collections::{BTreeMap, HashMap};

/// The code lists, by anything that stands for a code.
#[derive(Debug, Default)]
pub(crate) struct Codes {
    codes: HashMap<(String, String), String>,
    by_list: BTreeMap<String, Vec<String>>,
}

impl Codes {
    /// The code that a value stands for: itself, a label in either language, or an alias.
    pub(crate) fn find(&self, list: &str, value: &str) -> Option<&str> {
        self.codes.get(&(list.to_owned(), fold(value))).map(String::as_str)
    }

    /// The codes of a list, in the order in which they are offered.
    pub(crate) fn of_list(&self, list: &str) -> &[String] {
        self.by_list.get(list).map_or(&[], Vec::as_slice)
    }
}

/// All code lists.
pub(crate) async fn load_codes(conn: &mut PgConnection) -> Result<Codes, ExchangeError> {
    let rows = sqlx::query!(
        "select list, code, label_fr, label_en, aliases from code_list order by list, position, code"
    )
    .fetch_all(conn)
    .await?;
    let mut codes = Codes::default();
    for row in &rows {
        codes.by_list.entry(row.list.clone()).or_default().push(row.code.clone());
        codes.codes.insert((row.list.clone(), fold(&row.code)), row.code.clone());
    }
    // A code goes before another's label, a label before another's alias.
    let labels = rows.iter().flat_map(|row| [(row, &row.label_fr), (row, &row.label_en)]);
    let aliases = rows.iter().flat_map(|row| row.aliases.iter().map(move |alias| (row, alias)));
    for (row, name) in labels.chain(aliases) {
        codes.codes.entry((row.list.clone(), fold(name))).or_insert_with(|| row.code.clone());
    }
    Ok(codes)
}

/// The departments, by P-code and folded name.
#[derive(Debug, Default, Clone)]
pub(crate) struct Departments {
    pcodes: HashMap<String, String>,
}

impl Departments {
    /// The P-code that a value stands for: itself or the name of the department.
    pub(crate) fn find(&self, value: &str) -> Option<&str> {
        self.pcodes.get(&fold(value)).map(String::as_str)
    }

    /// Adds one that an import has just created.
    pub(crate) fn add(&mut self, pcode: &str, name: &str) {
        self.pcodes.insert(fold(pcode), pcode.to_owned());
        self.pcodes.entry(fold(name)).or_insert_with(|| pcode.to_owned());
    }
}

/// All departments. They are public: no scope.
pub(crate) async fn load_departments(conn: &mut PgConnection) -> Result<Departments, ExchangeError> {
    let rows = sqlx::query!("select pcode, name from department order by pcode").fetch_all(conn).await?;
    let mut departments = Departments::default();
    for row in rows {
        departments.add(&row.pcode, &row.name);
    }
    Ok(departments)
}

#[cfg(test)]
impl Codes {
    /// Lists for tests: list, code and what else stands for it.
    pub(crate) fn of(entries: &[(&str, &str, &[&str])]) -> Self {
        let mut codes = Self::default();
        for (list, code, others) in entries {
            codes.by_list.entry((*list).to_owned()).or_default().push((*code).to_owned());
            for name in others.iter().chain([code]) {
                codes.codes.insert(((*list).to_owned(), fold(name)), (*code).to_owned());
            }
        }
        codes
    }
}
