//! What became of all logs of a command.

use super::lines::{Fate, Line};
use gis_core::id::UploadId;
use gis_core::survey::{DraftKind, Grade};
use gps_ingest::Language;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

/// Counts of logs and of their drafts, and how long it took.
#[derive(Debug)]
pub(super) struct Summary {
    began: Instant,
    stored: u64,
    known: u64,
    pub(super) no_logs: u64,
    pub(super) failed: u64,
    size_bytes: u64,
    /// Uploads whose drafts are counted: the same log twice is one.
    counted: BTreeSet<UploadId>,
    drafts: BTreeMap<(&'static str, Grade), u64>,
}

impl Summary {
    pub(super) fn start() -> Self {
        Self {
            began: Instant::now(),
            stored: 0,
            known: 0,
            no_logs: 0,
            failed: 0,
            size_bytes: 0,
            counted: BTreeSet::new(),
            drafts: BTreeMap::new(),
        }
    }

    pub(super) fn add(&mut self, line: &Line) {
        match line.fate {
            Fate::Stored => self.stored += 1,
            Fate::Known => self.known += 1,
            Fate::NoLog => self.no_logs += 1,
            Fate::Failed => self.failed += 1,
        }
        self.size_bytes += line.size_bytes;
        if line.id.is_some_and(|id| self.counted.insert(id)) {
            for (kind, grade) in &line.drafts {
                *self.drafts.entry((kind.name(), *grade)).or_default() += 1;
            }
        }
    }

    /// Logs and time on the first line, then a line for each kind of draft.
    pub(super) fn told(&self, language: Language) -> String {
        self.told_after(self.began.elapsed().as_secs_f64(), language)
    }

    #[expect(clippy::cast_precision_loss, reason = "a size for people, with one decimal")]
    fn told_after(&self, seconds: f64, language: Language) -> String {
        let fates = [
            (self.stored, ["reçu", "reçus"], ["stored", "stored"]),
            (self.known, ["déjà connu", "déjà connus"], ["known already", "known already"]),
            (
                self.no_logs,
                ["sans données de récepteur", "sans données de récepteur"],
                ["not a log", "not logs"],
            ),
            (self.failed, ["en échec", "en échec"], ["failed", "failed"]),
        ];
        let logs: u64 = fates.iter().map(|(count, ..)| count).sum();
        let logs = language.counted(logs, ["fichier", "fichiers"], ["file", "files"]);
        let fates = fates.map(|(count, fr, en)| language.counted(count, fr, en)).join(", ");
        let rate = language.figure(self.size_bytes as f64 / 1e6 / seconds.max(1e-3), 1);
        let seconds = language.figure(seconds, 1);
        let colon = language.pick(" :", ":");
        let unit = language.pick("Mo/s", "MB/s");
        let mut told = format!("{logs}{colon} {fates} · {seconds} s, {rate} {unit}");
        for kind in DraftKind::ALL {
            told.extend(self.drafts_of(kind, language).map(|drafts| format!("\n{drafts}")));
        }
        told
    }

    /// The drafts of a kind by grade, the best first; nothing when there are none.
    fn drafts_of(&self, kind: DraftKind, language: Language) -> Option<String> {
        let by_grade: Vec<_> = Grade::ALL
            .into_iter()
            .filter_map(|grade| Some((grade, *self.drafts.get(&(kind.name(), grade))?)))
            .collect();
        let count = by_grade.iter().map(|(_, count)| count).sum();
        let (fr, en) = match kind {
            DraftKind::Parcel => (["parcelle", "parcelles"], ["parcel", "parcels"]),
            DraftKind::Road => (["tronçon", "tronçons"], ["road", "roads"]),
            DraftKind::MarketAsset => (["point", "points"], ["point", "points"]),
        };
        let grades: Vec<_> =
            by_grade.iter().map(|(grade, count)| told_grade(*grade, *count, language)).collect();
        (count > 0).then(|| format!("  {} ({})", language.counted(count, fr, en), grades.join(", ")))
    }
}

fn told_grade(grade: Grade, count: u64, language: Language) -> String {
    match grade {
        Grade::Rejected => language.counted(count, ["rejeté", "rejetés"], ["rejected", "rejected"]),
        grade => format!("{} {}", grade.name(), language.count(count)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn line(id: u128, fate: Fate, drafts: &[(DraftKind, Grade)]) -> Line {
        Line {
            id: Some(UploadId(uuid::Uuid::from_u128(id))),
            path: PathBuf::new(),
            fate,
            text: String::new(),
            size_bytes: 500_000,
            drafts: drafts.to_vec(),
        }
    }

    #[test]
    fn drafts_are_counted_by_kind_and_grade_once_for_each_upload() {
        let mut summary = Summary::start();
        let two = [(DraftKind::Parcel, Grade::A), (DraftKind::Parcel, Grade::Rejected)];
        summary.add(&line(1, Fate::Stored, &two));
        summary.add(&line(1, Fate::Known, &two));
        summary.add(&line(2, Fate::Stored, &[(DraftKind::Road, Grade::B)]));
        summary.add(&Line { id: None, size_bytes: 0, ..line(3, Fate::Failed, &[]) });
        assert_eq!(
            summary.told_after(0.5, Language::English),
            "4 files: 2 stored, 1 known already, 0 not logs, 1 failed · 0.5 s, 3.0 MB/s\n  2 parcels (A 1, 1 rejected)\n  1 road (B 1)"
        );
        assert_eq!(
            summary.told_after(0.5, Language::French),
            "4 fichiers : 2 reçus, 1 déjà connu, 0 sans données de récepteur, 1 en échec · 0,5 s, 3,0 Mo/s\n  2 parcelles (A 1, 1 rejeté)\n  1 tronçon (B 1)"
        );
    }
}
