//! `suuf persons`: retention, the export of what is held on somebody, and the processing record.

use crate::Outcome;
use crate::args::{DatabaseArgs, PersonsCommand};
use crate::database::Database;
use anyhow::{Context, bail, ensure};
use chrono::{NaiveDate, Utc};
use gis_core::Scope;
use gis_store::party::{Purpose, expire_persons, export_party, list_purposes};
use gis_store::vault::{VaultError, give_up_numbers};
use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use uuid::Uuid;

pub(crate) async fn run(command: PersonsCommand) -> anyhow::Result<Outcome> {
    match command {
        PersonsCommand::Expire { database, dry_run, on } => expire(database, on, dry_run).await,
        PersonsCommand::Export { database, party, reason, output } => {
            export(database, party, &reason, output).await
        }
        PersonsCommand::LoseKey { database, for_good: _ } => lose_key(database).await,
        PersonsCommand::Record(database) => record(database).await,
    }
}

/// Ends with findings when a dry run finds any.
async fn expire(args: DatabaseArgs, on: Option<NaiveDate>, is_dry_run: bool) -> anyhow::Result<Outcome> {
    let today = Utc::now().date_naive();
    let on = on.unwrap_or(today);
    ensure!(
        is_dry_run || on <= today,
        "failed to erase as of {on}: that day has not come; add --dry-run to look ahead"
    );
    let database = Database::open(args.place()).await?;
    let mut conn = gis_store::pool::acquire(&database.pool).await?;
    let expired = expire_persons(&mut conn, &Scope::operator(), on, is_dry_run).await?;
    drop(conn);
    database.close().await?;
    let mut stdout = std::io::stdout();
    for expiry in &expired {
        writeln!(stdout, "{} {} {} {}", expiry.party, expiry.department, expiry.purpose, expiry.expired_on)?;
    }
    let is_finding = is_dry_run && !expired.is_empty();
    Ok(if is_finding { Outcome::Findings } else { Outcome::Done })
}

async fn export(
    args: DatabaseArgs,
    party: Uuid,
    reason: &str,
    output: Option<PathBuf>,
) -> anyhow::Result<Outcome> {
    ensure!(!reason.trim().is_empty(), "failed to export: say why with --reason");
    let file = output.as_deref().map(create_private).transpose()?;
    let database = Database::open(args.place()).await?;
    let vault = args.vault(&database).await?;
    let mut conn = gis_store::pool::acquire(&database.pool).await?;
    let held = export_party(&mut conn, &Scope::operator(), &vault, party, reason.trim()).await?;
    drop(conn);
    database.close().await?;
    let text = serde_json::to_string_pretty(&held)?;
    match file {
        Some(mut file) => writeln!(file, "{text}")?,
        None => writeln!(std::io::stdout(), "{text}")?,
    }
    Ok(Outcome::Done)
}

/// A new file for its owner only; what is there is never overwritten.
fn create_private(path: &Path) -> anyhow::Result<File> {
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    file.with_context(|| format!("failed to make {}: name a file that is not there yet", path.display()))
}

/// Only where the key that is there is not the database's.
async fn lose_key(args: DatabaseArgs) -> anyhow::Result<Outcome> {
    let database = Database::open(args.place()).await?;
    match args.vault(&database).await {
        Ok(_) => bail!("failed to give the numbers up: their key is there and fits"),
        Err(error) => match error.downcast_ref() {
            Some(VaultError::Missing { path } | VaultError::Other { path }) => {
                tracing::info!(path = %path.display(), "the key that fits is not there");
            }
            // A key that cannot be read, or that others may read, is not lost.
            _ => return Err(error),
        },
    }
    let mut conn = gis_store::pool::acquire(&database.pool).await?;
    let persons = give_up_numbers(&mut conn, &Scope::operator()).await?;
    drop(conn);
    database.close().await?;
    writeln!(std::io::stdout(), "{persons}")?;
    Ok(Outcome::Done)
}

async fn record(args: DatabaseArgs) -> anyhow::Result<Outcome> {
    let database = Database::open(args.place()).await?;
    let mut conn = gis_store::pool::acquire(&database.pool).await?;
    let purposes = list_purposes(&mut conn, &Scope::operator()).await?;
    drop(conn);
    database.close().await?;
    std::io::stdout().write_all(processing_record(&purposes, Utc::now().date_naive()).as_bytes())?;
    Ok(Outcome::Done)
}

/// The processing record, in the words that the authority asks for. What only the office knows is left to fill in.
fn processing_record(purposes: &[Purpose], today: NaiveDate) -> String {
    let mut text = format!(
        "# Fiche de traitement de données à caractère personnel\n\n\
         Loi 2008-12 du 25 janvier 2008, décret 2008-721 du 30 juin 2008. Établie par Suuf le {today}.\n\n\
         - Responsable du traitement : à compléter (collectivité, représentant légal)\n\
         - Service chargé du droit d'accès : à compléter\n\
         - Récépissé ou avis de la CDP : à compléter\n\
         - Transfert hors du Sénégal : aucun\n\
         - Interconnexion de fichiers : aucune ; chaque département a ses propres fiches\n"
    );
    for purpose in purposes {
        let from = match purpose.keep_from.as_str() {
            "last_right" => "la fin du dernier droit détenu",
            "last_occupancy" => "la fin de la dernière occupation",
            _ => "l'enregistrement",
        };
        // Writing to a text cannot fail.
        let _ = write!(
            text,
            "\n## {}\n\n- Base légale : {}\n- Catégories de données : {}\n- Destinataires : {}\n\
             - Durée de conservation : {} ans après {from}, puis effacement (`suuf persons expire`)\n",
            purpose.name.fr,
            purpose.legal_basis,
            purpose.data_categories,
            purpose.recipients,
            purpose.keep_years
        );
    }
    text.push_str(
        "\n## Mesures de sécurité\n\n\
         - Données personnelles séparées de la carte : ni tuile, ni couche, ni export n'en contient\n\
         - Numéros de pièce chiffrés (XChaCha20-Poly1305), clé hors de la base, affichés masqués\n\
         - Accès limité aux agents du département ; chaque consultation est journalisée, de façon inaltérable\n\
         - Effacement sur demande ou à l'échéance ; le registre garde la partie sans la personne\n\
         - Droit d'accès : `suuf persons export`\n",
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use gis_core::Text;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn an_export_is_for_its_owner_only_and_overwrites_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("held.json");
        create_private(&path).expect("made");
        let mode = std::fs::metadata(&path).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let refused = create_private(&path).expect_err("it is there");
        assert!(refused.to_string().contains("held.json"), "{refused}");
    }

    #[test]
    fn the_record_names_purpose_basis_and_years() {
        let purpose = Purpose {
            code: "land_register".to_owned(),
            name: Text::new("Registre foncier", "Land register"),
            legal_basis: "Loi 64-46".to_owned(),
            data_categories: "nom".to_owned(),
            recipients: "agents".to_owned(),
            keep_years: 10,
            keep_from: "last_right".to_owned(),
        };
        let text = processing_record(&[purpose], NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day"));
        for part in [
            "## Registre foncier",
            "Base légale : Loi 64-46",
            "10 ans après la fin du dernier droit",
            "2026-11-22",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }
}
