//! Rows of a file that stand for what has left the register: a file that was exported earlier revives nothing.

use super::Target;
use crate::exchange::error::ExchangeError;
use crate::exchange::import::Importer;
use crate::exchange::place::not_yours;
use crate::exchange::value::Objection;
use gis_core::Scope;
use gis_core::scope::Action;
use sqlx::PgConnection;
use std::collections::HashMap;

/// Something that was in the register.
struct Retired {
    feature: i64,
    layer: String,
    department_pcode: Option<String>,
    label: Option<String>,
    ended_on: Option<chrono::NaiveDate>,
    lineage: Option<String>,
    heirs: Vec<String>,
}

/// Refuses those rows that seem new and are not.
pub(super) async fn refuse_retired(
    importer: &mut Importer<'_>,
    conn: &mut PgConnection,
    new: &mut Vec<Target>,
) -> Result<(), ExchangeError> {
    let layer = importer.request.collection.name();
    let retired = find_retired(conn, importer.scope, layer, new).await?;
    let mut kept = Vec::with_capacity(new.len());
    for target in new.drain(..) {
        let Some(past) = retired.get(&target.row.feature) else {
            kept.push(target);
            continue;
        };
        let is_seen =
            past.department_pcode.as_ref().is_some_and(|pcode| importer.scope.may(Action::Review, pcode));
        let objection = match (is_seen, past.layer == layer) {
            (false, _) => not_yours(),
            (true, false) => taken_elsewhere(&past.layer),
            (true, true) => past.objection(),
        };
        let identifier = target.row.id.map(|id| id.to_string()).or_else(|| target.row.external_id.clone());
        let objection = objection.of(identifier.unwrap_or_default());
        importer.written.remove(&target.id);
        importer.report.refuse(target.row.refusal(objection));
    }
    *new = kept;
    Ok(())
}

async fn find_retired(
    conn: &mut PgConnection,
    _scope: &Scope,
    layer: &str,
    new: &[Target],
) -> Result<HashMap<u64, Retired>, ExchangeError> {
    let is_named = |target: &&Target| target.row.id.is_some() || target.row.external_id.is_some();
    let named: Vec<_> = new.iter().filter(is_named).map(|target| &target.row).collect();
    if named.is_empty() {
        return Ok(HashMap::new());
    }
    let features: Vec<_> = named.iter().map(|row| row.feature.cast_signed()).collect();
    let ids: Vec<_> = named.iter().map(|row| row.id).collect();
    let departments: Vec<_> = named.iter().map(|row| row.department.as_deref()).collect();
    let external_ids: Vec<_> = named.iter().map(|row| row.external_id.as_deref()).collect();
    let retired = sqlx::query_file_as!(
        Retired,
        "sql/find_retired.sql",
        layer,
        &features,
        &ids as &[Option<uuid::Uuid>],
        &departments as &[Option<&str>],
        &external_ids as &[Option<&str>],
    )
    .fetch_all(conn)
    .await?;
    Ok(retired.into_iter().map(|past| (past.feature.cast_unsigned(), past)).collect())
}

impl Retired {
    fn objection(&self) -> Objection {
        let name = self.label.as_ref().map(|label| format!(" ({label})")).unwrap_or_default();
        let (on_fr, on_en) = match self.ended_on {
            Some(day) => (format!(" le {}", day.format("%d/%m/%Y")), format!(" on {day}")),
            None => (String::new(), String::new()),
        };
        let heirs = self.heirs.join(", ");
        let (how_fr, how_en) = match (self.lineage.as_deref(), self.heirs.is_empty()) {
            (Some("split"), false) => (format!(", divisé en {heirs}"), format!(", split into {heirs}")),
            (Some("split"), true) => (", divisé".to_owned(), ", split".to_owned()),
            (Some(_), false) => (format!(", fusionné dans {heirs}"), format!(", merged into {heirs}")),
            (Some(_), true) => (", fusionné".to_owned(), ", merged".to_owned()),
            (None, _) => (String::new(), String::new()),
        };
        Objection::new(
            "retired",
            format!(
                "cet objet{name} a quitté le registre{on_fr}{how_fr} : ôtez-le du fichier ; s'il doit revenir, \
                 proposez une de ses versions antérieures"
            ),
            format!(
                "this feature{name} left the register{on_en}{how_en}: take it out of the file; if it is to come back, \
                 propose one of its earlier versions"
            ),
        )
    }
}

fn taken_elsewhere(layer: &str) -> Objection {
    Objection::new(
        "identifier_taken",
        format!(
            "cet identifiant est celui d'un objet de la couche {layer} : importez-le là, ou ôtez l'identifiant"
        ),
        format!(
            "this identifier is that of a feature of {layer}: import it there, or leave the identifier out"
        ),
    )
}
