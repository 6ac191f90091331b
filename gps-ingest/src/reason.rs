//! Why a sentence or an epoch was not used: one closed list, with stable names and words for people.
//!
//! Invariant: every rejected sentence and every rejected epoch has exactly one of these.

use gis_core::Text;
use serde::{Deserialize, Serialize};

/// Where in the pipeline something was rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// While reading bytes: the sentence never became part of an epoch.
    Sentence,
    /// While judging epochs.
    Epoch,
}

/// Declares the reasons with their stage, stable name and label.
macro_rules! reasons {
    ($($(#[$doc:meta])* $variant:ident, $stage:ident, $name:literal, $fr:literal, $en:literal;)+) => {
        /// The one reason why a sentence or an epoch was rejected.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Reason { $($(#[$doc])* $variant,)+ }

        impl Reason {
            /// All of them, in the order of the pipeline.
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$variant),+];

            /// The stable name in reports and programs.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// Whether it strikes sentences or epochs.
            #[must_use]
            pub fn stage(self) -> Stage {
                match self { $(Self::$variant => Stage::$stage,)+ }
            }

            /// The words that a surveyor reads.
            #[must_use]
            pub fn label(self) -> Text {
                match self { $(Self::$variant => Text::new($fr, $en),)+ }
            }
        }
    };
}

reasons! {
    /// The checksum does not match the body.
    BadChecksum, Sentence, "bad_checksum", "somme de contrôle fausse", "wrong checksum";
    /// No checksum, in a file whose other sentences have one.
    NoChecksum, Sentence, "no_checksum", "somme de contrôle absente", "checksum missing";
    /// Broken off by another sentence, a control byte or the end of the file.
    Truncated, Sentence, "truncated", "trame interrompue", "sentence broken off";
    /// Longer than any receiver writes.
    TooLong, Sentence, "too_long", "trame trop longue", "sentence too long";
    /// Too few fields, or fields that make no sense.
    Unreadable, Sentence, "unreadable", "champs illisibles", "unreadable fields";
    /// A position or time that no place or day has.
    OutOfRange, Sentence, "out_of_range", "valeur impossible", "impossible value";
    /// A GPX file that breaks off or is no XML from here on.
    BrokenXml, Sentence, "broken_xml", "fichier GPX interrompu ou abîmé", "GPX file broken off or damaged";
    /// A gzip or zip archive that breaks off or is damaged.
    DamagedArchive, Sentence, "damaged_archive", "archive interrompue ou abîmée", "archive broken off or damaged";
    /// More comes out of an archive than the settings allow.
    OverLimit, Sentence, "over_limit", "archive au-delà de la limite", "archive beyond the limit";

    /// The receiver says that it has no fix, or gives no position.
    NoFix, Epoch, "no_fix", "sans position", "no fix";
    /// Dead reckoning (quality 6, mode E).
    Estimated, Epoch, "estimated", "position estimée par le récepteur", "position estimated by the receiver";
    /// Entered by hand (quality 7, mode M).
    Manual, Epoch, "manual", "position saisie à la main", "position entered by hand";
    /// The receiver's demonstration mode (quality 8, mode S).
    Simulated, Epoch, "simulated", "mode démonstration du récepteur", "receiver in demonstration mode";
    /// At 0° N 0° E.
    NullIsland, Epoch, "null_island", "position 0° N, 0° E", "position 0° N, 0° E";
    /// At a pole: a marker, not a place.
    Pole, Epoch, "pole", "position au pôle", "position at a pole";
    /// Outside the area that the settings allow.
    OutsideArea, Epoch, "outside_area", "hors de la zone admise", "outside the allowed area";
    /// Without a time it cannot be put in order.
    NoTime, Epoch, "no_time", "sans heure", "no time of day";
    /// In another datum than WGS 84.
    WrongDatum, Epoch, "wrong_datum", "système géodésique autre que WGS 84", "datum other than WGS 84";
    /// The sentences of one instant state positions that are far apart.
    Disagreement, Epoch, "disagreement", "trames du même instant en désaccord", "sentences of one instant disagree";
    /// Another position for an instant that already has one.
    DuplicateTime, Epoch, "duplicate_time", "autre position pour le même instant", "another position for the same instant";
    /// HDOP too high.
    HighHdop, Epoch, "high_hdop", "géométrie des satellites trop faible (HDOP)", "satellite geometry too weak (HDOP)";
    /// Too few satellites.
    FewSatellites, Epoch, "few_satellites", "trop peu de satellites", "too few satellites";
    /// The receiver itself states a large error.
    StatedError, Epoch, "stated_error", "erreur annoncée trop grande", "stated error too large";
    /// Far from all the rest of the log.
    FarAway, Epoch, "far_away", "très loin du reste du journal", "far from the rest of the log";
    /// Just after acquisition, while the receiver settles.
    Acquisition, Epoch, "acquisition", "stabilisation après acquisition", "settling after acquisition";
    /// A jump and back that nobody can walk or drive.
    Spike, Epoch, "spike", "saut de position", "position jump";
    /// Where the positions before and after cannot be believed together with it.
    Outlier, Epoch, "outlier", "position incompatible avec ses voisines", "position that does not fit its neighbours";
    /// Alone: no neighbour in time to check it.
    Isolated, Epoch, "isolated", "position isolée", "isolated position";
}

impl Serialize for Reason {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// Where a rejected thing began in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectAt {
    /// Which log of the campaign, from 0; left out of a report where it is 0.
    #[serde(default, skip_serializing_if = "is_first")]
    pub log: u32,
    /// Line number, from 1.
    pub line: u64,
    /// Byte offset in the file as it was received, from 0.
    pub byte: u64,
    /// The beginning of the sentence, or the figure that decided.
    pub detail: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_first(log: &u32) -> bool {
    *log == 0
}

/// How many were rejected for one reason, and where the first few were.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RejectTally {
    /// How many.
    pub count: u64,
    /// The first few.
    pub first: Vec<RejectAt>,
}

/// How many places are remembered for each reason.
pub const FIRST_REJECTS_MAX: usize = 5;

/// The count of rejects by reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rejects(pub std::collections::BTreeMap<Reason, RejectTally>);

impl Rejects {
    /// Adds those of a further log.
    pub fn append(&mut self, others: Self) {
        for (reason, other) in others.0 {
            let tally = self.0.entry(reason).or_default();
            tally.count += other.count;
            tally.first.extend(other.first);
            tally.first.truncate(FIRST_REJECTS_MAX);
        }
    }

    /// Counts one; `at` is asked only for the first few.
    pub fn add(&mut self, reason: Reason, at: impl FnOnce() -> RejectAt) {
        let tally = self.0.entry(reason).or_default();
        tally.count += 1;
        if tally.first.len() < FIRST_REJECTS_MAX {
            tally.first.push(at());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_its_own_name() {
        let names: std::collections::BTreeSet<_> = Reason::ALL.iter().map(|reason| reason.name()).collect();
        assert_eq!(names.len(), Reason::ALL.len());
    }

    #[test]
    fn only_the_first_few_places_are_remembered() {
        let mut rejects = Rejects::default();
        for line in 1..=9 {
            rejects.add(Reason::Spike, || RejectAt { log: 0, line, byte: 0, detail: String::new() });
        }
        let tally = &rejects.0[&Reason::Spike];
        assert_eq!((tally.count, tally.first.len(), tally.first[4].line), (9, 5, 5));
    }
}
