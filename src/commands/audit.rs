//! `suuf audit verify|head`: whether anything was altered, and a receipt for what is there.

use crate::Outcome;
use crate::args::{AuditCommand, AuditHeadArgs, AuditVerifyArgs};
use crate::database::Database;
use anyhow::Context;
use chrono::SecondsFormat;
use gis_core::{Scope, Text};
use gis_store::audit::{AuditFinding, Verified, get_head, verify};
use gps_ingest::Language;

pub(crate) async fn run(command: AuditCommand, language: Language) -> anyhow::Result<Outcome> {
    match command {
        AuditCommand::Verify(args) => run_verify(args, language).await,
        AuditCommand::Head(args) => run_head(args).await,
    }
}

async fn run_verify(args: AuditVerifyArgs, language: Language) -> anyhow::Result<Outcome> {
    let database = Database::open(args.database.place()).await?;
    let mut conn = gis_store::pool::acquire(&database.pool).await?;
    let mut findings = Vec::new();
    let is_json = args.json;
    let mut on_finding = |finding: AuditFinding| {
        if is_json {
            findings.push(finding);
        } else {
            println!("✘ {} {} : {}", finding.table, finding.row, language.of(&finding.message));
        }
    };
    let verified = verify(&mut conn, &Scope::operator(), args.receipt.as_deref(), &mut on_finding).await;
    drop(conn);
    database.close().await?;
    let verified = verified?;
    if is_json {
        let report = serde_json::json!({ "verified": verified, "findings": findings });
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        println!("{}", summary(&verified, language));
    }
    Ok(if verified.findings == 0 { Outcome::Done } else { Outcome::Findings })
}

fn summary(verified: &Verified, language: Language) -> String {
    let Verified { entries, versions, objects, rows, logs, findings, receipt } = verified;
    let looked_at = Text::new(
        format!(
            "{entries} écritures, {versions} versions, {objects} objets, {rows} lignes témoignées, {logs} relevés bruts"
        ),
        format!(
            "{entries} entries, {versions} versions, {objects} objects, {rows} witnessed rows, {logs} raw logs"
        ),
    );
    let found = match findings {
        0 => Text::new("rien n'a été altéré", "nothing was altered"),
        count => Text::new(format!("constats : {count}"), format!("findings: {count}")),
    };
    let receipt = receipt.map_or_else(String::new, |at| {
        let proved = Text::new(
            format!(" · le reçu est celui de l'écriture {at}"),
            format!(" · the receipt is that of entry {at}"),
        );
        language.of(&proved).to_owned()
    });
    format!("{} · {}{receipt}", language.of(&looked_at), language.of(&found))
}

async fn run_head(args: AuditHeadArgs) -> anyhow::Result<Outcome> {
    let database = Database::open(args.database.place()).await?;
    let mut conn = gis_store::pool::acquire(&database.pool).await?;
    let head = get_head(&mut conn, &Scope::operator()).await;
    drop(conn);
    database.close().await?;
    let head = head?.context("failed to read the head of the audit log: it is not open")?;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&head)?);
    } else {
        let at = head.at.to_rfc3339_opts(SecondsFormat::Secs, true);
        println!("{} {} {at}", head.sequence, head.digest);
    }
    Ok(Outcome::Done)
}
