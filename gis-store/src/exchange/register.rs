//! Parcels, roads, markets, their assets and facilities: what is there already, what is new, what changed.

mod retired;
mod statements;

use super::error::ExchangeError;
use super::import::Importer;
use super::place::not_yours;
use super::reader::Row;
use super::value::Objection;
use gis_core::scope::Action;
use gis_core::{Collection, Scope};
use retired::refuse_retired;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use statements::{Match, find_matches, insert_rows, lock_matches, update_rows};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Writes one batch.
pub(crate) async fn write(
    importer: &mut Importer<'_>,
    conn: &mut PgConnection,
    rows: Vec<Row>,
) -> Result<(), ExchangeError> {
    let collection = importer.request.collection;
    let rows = complete(importer, rows);
    let matches = find_matches(conn, importer.scope, collection, &rows).await?;
    let matches = lock_matches(conn, importer.scope, collection, matches).await?;
    let matches: HashMap<u64, Match> =
        matches.into_iter().map(|found| (found.feature.cast_unsigned(), found)).collect();
    let (mut new, mut known) = sort(importer, rows, &matches);
    refuse_retired(importer, conn, &mut new).await?;
    if collection == Collection::Parcels {
        let given = refuse_taken_numbers(importer, conn, &mut new, &mut known).await?;
        number_parcels(conn, importer.scope, &mut new, &given).await?;
    }
    let updated = update_rows(conn, importer.scope, collection, &known).await?;
    importer.report.updated += updated;
    importer.report.unchanged += known.len() as u64 - updated;
    importer.report.inserted += insert_rows(conn, importer.scope, collection, &new).await?;
    Ok(())
}

/// Fields that the tables cannot do without: given a value where there is an obvious one, else refused.
fn complete(importer: &mut Importer<'_>, rows: Vec<Row>) -> Vec<Row> {
    let needed: &[&str] = match importer.request.collection {
        Collection::Markets => &["name"],
        Collection::Facilities => &["kind"],
        _ => &[],
    };
    let mut complete = Vec::with_capacity(rows.len());
    for mut row in rows {
        match importer.request.collection {
            Collection::Roads if row.columns.get("class") == Some(&Json::Null) => {
                row.columns.insert("class".to_owned(), Json::from("unclassified"));
            }
            Collection::Parcels if row.text("number").is_none() => {
                row.columns.remove("number");
            }
            _ => {}
        }
        match needed.iter().find(|name| row.text(name).is_none()) {
            Some(name) => importer.report.refuse(row.refusal(missing(name))),
            None => complete.push(row),
        }
    }
    complete
}

fn missing(name: &str) -> Objection {
    Objection::new(
        "missing_value",
        format!("le champ {name} est obligatoire et vide"),
        format!("the field {name} is needed and empty"),
    )
}

/// A row and the feature of the register that it is, or becomes.
pub(crate) struct Target {
    pub id: Uuid,
    pub row: Row,
}

/// New rows, and rows of features that are there; what is there just so is counted, repetitions are refused.
fn sort(
    importer: &mut Importer<'_>,
    rows: Vec<Row>,
    matches: &HashMap<u64, Match>,
) -> (Vec<Target>, Vec<Target>) {
    let (mut new, mut known) = (Vec::new(), Vec::new());
    let (mut keys, mut shapes) = (HashSet::new(), HashSet::new());
    for row in rows {
        let key = row.external_id.clone().map(|key| (row.department.clone(), key));
        let found = matches.get(&row.feature);
        let id = found.map(|found| found.id).or(row.id).unwrap_or_else(Uuid::now_v7);
        let is_repeated = key.is_some_and(|key| !keys.insert(key));
        if found.is_some_and(|found| !importer.scope.may(Action::Review, &found.department_pcode)) {
            importer.report.refuse(row.refusal(not_yours()));
        } else if found.is_some_and(|found| found.by_geometry)
            || (found.is_none()
                && row.id.is_none()
                && row.external_id.is_none()
                && !shapes.insert(digest(&row)))
        {
            importer.report.unchanged += 1;
        } else if is_repeated || !importer.written.insert(id) {
            importer.report.refuse(row.refusal(repeated(&row)));
        } else if found.is_some() {
            known.push(Target { id, row });
        } else {
            new.push(Target { id, row });
        }
    }
    (new, known)
}

fn repeated(row: &Row) -> Objection {
    let objection = Objection::new(
        "repeated_identifier",
        "un objet précédent du fichier porte le même identifiant",
        "an earlier feature of the file has the same identifier",
    );
    match row.external_id.clone().or(row.id.map(|id| id.to_string())) {
        Some(identifier) => objection.of(identifier),
        None => objection,
    }
}

/// What tells features without an identifier apart: where they are and what they are called.
fn digest(row: &Row) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(row.wkb());
    for name in ["name", "code", "kind"] {
        hasher.update(row.text(name).unwrap_or_default());
        hasher.update([0]);
    }
    hasher.finalize().into()
}

/// Numbers by department.
type Numbers = HashSet<(Option<String>, String)>;

/// Numbers name one parcel of a department: a file does not give one to a second. Says which it gives.
async fn refuse_taken_numbers(
    importer: &mut Importer<'_>,
    conn: &mut PgConnection,
    new: &mut Vec<Target>,
    known: &mut Vec<Target>,
) -> Result<Numbers, ExchangeError> {
    let owners = statements::owners_of_numbers(conn, importer.scope, new.iter().chain(&*known)).await?;
    let mut given = HashSet::new();
    for targets in [known, new] {
        let mut kept = Vec::with_capacity(targets.len());
        for target in targets.drain(..) {
            let Some(number) = target.row.text("number").map(str::to_owned) else {
                kept.push(target);
                continue;
            };
            let owner = owners.get(&target.row.feature);
            let is_taken = owner.is_some_and(|owner| *owner != target.id)
                || !given.insert((target.row.department.clone(), number.clone()));
            if is_taken {
                importer.written.remove(&target.id);
                importer.report.refuse(target.row.refusal(number_taken().of(number)));
            } else {
                kept.push(target);
            }
        }
        *targets = kept;
    }
    Ok(given)
}

fn number_taken() -> Objection {
    Objection::new(
        "number_taken",
        "ce numéro désigne déjà une autre parcelle du département",
        "this number names another parcel of the department already",
    )
}

/// Provisional numbers for parcels whose file has none, other than those that it gives to others.
async fn number_parcels(
    conn: &mut PgConnection,
    scope: &Scope,
    new: &mut [Target],
    given: &Numbers,
) -> Result<(), ExchangeError> {
    let mut waiting = HashMap::<String, Vec<&mut Target>>::new();
    for target in new.iter_mut().filter(|target| target.row.text("number").is_none()) {
        let department = target.row.department.clone().unwrap_or_default();
        waiting.entry(department).or_default().push(target);
    }
    for (pcode, targets) in waiting {
        let mut numbers = Vec::with_capacity(targets.len());
        while numbers.len() < targets.len() {
            let missing = targets.len() - numbers.len();
            let free = statements::reserve_parcel_numbers(conn, scope, &pcode, missing).await?;
            let is_given = |number: &String| given.contains(&(Some(pcode.clone()), number.clone()));
            numbers.extend(free.into_iter().filter(|number| !is_given(number)));
        }
        for (target, number) in targets.into_iter().zip(numbers) {
            target.row.columns.insert("number".to_owned(), Json::from(number));
        }
    }
    Ok(())
}
