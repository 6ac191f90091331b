//! `suuf db backup|restore|verify`: the database is taken as it is; its schema is not brought up to date before.

use crate::Outcome;
use crate::args::{BackupArgs, RestoreArgs, VerifyArgs};
use crate::database::Place;
use gis_core::Scope;
use gis_store::backup::{self, Manifest, Progress, Server, Watcher};
use gis_store::cluster::Cluster;
use gps_ingest::Language;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant};

pub(super) async fn back_up(args: BackupArgs, language: Language) -> anyhow::Result<Outcome> {
    let opened = Opened::at(args.database.place()).await?;
    let bar = Bar::new(language);
    let taken = backup::back_up(&opened.server, &Scope::operator(), &args.target, &bar.watcher()).await;
    bar.finish();
    opened.close().await?;
    let (path, manifest) = taken?;
    eprintln!("{}", summary(&manifest, language));
    let kept_apart = language.pick(
        "Les clés rangées dans des fichiers (données personnelles) n'y sont pas : en garder une copie ailleurs.",
        "Keys that lie in files (personal data) are not in it: keep a copy of them elsewhere.",
    );
    eprintln!("{kept_apart}");
    if args.json {
        let report = json!({ "file": path, "manifest": manifest });
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        println!("{}", path.display());
    }
    Ok(Outcome::Done)
}

pub(super) async fn restore(args: RestoreArgs, language: Language) -> anyhow::Result<Outcome> {
    let opened = Opened::at(args.database.place()).await?;
    let bar = Bar::new(language);
    let scope = Scope::operator();
    let restored = backup::restore(&opened.server, &scope, &args.file, args.replace, &bar.watcher()).await;
    bar.finish();
    opened.close().await?;
    let restored = restored?;
    eprintln!("{}", summary(&restored.manifest, language));
    eprintln!(
        "{}",
        language.pick("restauré et comparé : tout y est", "restored and compared: everything is there")
    );
    if let Some(kept) = restored.replaced {
        let words =
            language.pick("la base remplacée est gardée sous le nom", "the replaced database is kept as");
        eprintln!("{words} {kept}");
    }
    Ok(Outcome::Done)
}

pub(super) async fn verify(args: VerifyArgs, language: Language) -> anyhow::Result<Outcome> {
    let opened = Opened::at(args.database.place()).await?;
    let bar = Bar::new(language);
    let verified = backup::verify(&opened.server, &Scope::operator(), &args.file, &bar.watcher()).await;
    bar.finish();
    opened.close().await?;
    let (manifest, differences) = verified?;
    if args.json {
        let report = json!({ "manifest": manifest, "differences": differences });
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        println!("{}", summary(&manifest, language));
        for difference in &differences {
            println!("  ✘ {difference}");
        }
        if differences.is_empty() {
            println!("{}", language.pick("restaurée et comparée : intacte", "restored and compared: intact"));
        }
    }
    Ok(if differences.is_empty() { Outcome::Done } else { Outcome::Findings })
}

/// One line on what a backup holds.
fn summary(manifest: &Manifest, language: Language) -> String {
    let Manifest { taken_at, tables, .. } = manifest;
    let (rows, megabytes) =
        (language.count(manifest.rows()), language.figure(megabytes(manifest.dump_bytes), 1));
    let moment = taken_at.format("%Y-%m-%d %H:%M:%S UTC");
    let schema = manifest.schema_version.map_or_else(|| "-".to_owned(), |version| version.to_string());
    let tables = tables.len();
    match language {
        Language::French => {
            format!(
                "sauvegarde du {moment}, schéma {schema} : {rows} lignes dans {tables} tables, {megabytes} Mo"
            )
        }
        Language::English => {
            format!("backup of {moment}, schema {schema}: {rows} rows in {tables} tables, {megabytes} MB")
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "shown to one decimal")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// A server, and the private cluster under it if it is ours.
struct Opened {
    server: Server,
    cluster: Option<Cluster>,
}

impl Opened {
    async fn at(place: Place) -> anyhow::Result<Self> {
        Ok(match place {
            Place::Private(folder) => {
                let cluster = Cluster::open_async(folder).await?;
                Self { server: Server::of_cluster(&cluster), cluster: Some(cluster) }
            }
            Place::Elsewhere(url) => Self { server: Server::at(&url)?, cluster: None },
        })
    }

    async fn close(self) -> anyhow::Result<()> {
        if let Some(cluster) = self.cluster {
            cluster.close_async().await?;
        }
        Ok(())
    }
}

/// One line on standard error that moves; where that is no terminal, a line every ten seconds.
struct Bar {
    bar: ProgressBar,
    language: Language,
}

/// How often somebody who reads a log is told.
const TOLD_EVERY: Duration = Duration::from_secs(10);

impl Bar {
    fn new(language: Language) -> Self {
        let style =
            ProgressStyle::with_template("{spinner} {elapsed} · {msg}").expect("the template is sound");
        Self { bar: ProgressBar::new_spinner().with_style(style), language }
    }

    fn watcher(&self) -> Watcher {
        let (bar, language) = (self.bar.clone(), self.language);
        let told = std::sync::Mutex::new(Instant::now());
        Arc::new(move |progress| {
            let text = told_progress(&progress, language);
            bar.set_message(text.clone());
            bar.tick();
            let mut last = told.lock().expect("nobody panics while holding it");
            if bar.is_hidden() && last.elapsed() > TOLD_EVERY {
                *last = Instant::now();
                eprintln!("{text}");
            }
        })
    }

    fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

fn told_progress(progress: &Progress, language: Language) -> String {
    let of = |doing: &str, bytes: u64, of_bytes: u64| {
        let (done, all) = (language.figure(megabytes(bytes), 1), language.figure(megabytes(of_bytes), 1));
        format!("{doing} {done} / {all} {}", language.pick("Mo", "MB"))
    };
    match progress {
        Progress::Dumped { bytes } => {
            let done = language.figure(megabytes(*bytes), 1);
            format!("{} {done} {}", language.pick("sauvegarde", "backing up"), language.pick("Mo", "MB"))
        }
        Progress::Checked { bytes, of_bytes } => of(language.pick("lecture", "reading"), *bytes, *of_bytes),
        Progress::Restored { bytes, of_bytes } => {
            of(language.pick("restauration", "restoring"), *bytes, *of_bytes)
        }
        Progress::Digested { table, tables, of_tables } => {
            format!("{} {tables} / {of_tables} {table}", language.pick("empreinte", "digest"))
        }
    }
}
