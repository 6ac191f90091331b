//! Findings on a log as a whole: what is odd about the file, and why nothing came of it.

use chrono::{NaiveDate, TimeDelta};
use gis_core::{Finding, Text};

use super::{DateReport, Report};
use crate::clean::Cleaned;
use crate::feature::Proposal;
use crate::read::date::DateSource;
use crate::read::input::Encoding;
use crate::read::{Decoded, LogReading};
use crate::reason::Reason;
use crate::words::both;

/// Damaged sentences are worth a word from this number, when they are more than a twentieth of all.
const DAMAGED_MIN: u64 = 10;

/// All that is to be said of a log, the gravest first.
pub(super) fn of_log(
    cleaned: &Cleaned,
    proposal: &Proposal,
    report: &Report,
    recorded_on: Option<NaiveDate>,
) -> Vec<Finding> {
    let decoded = &cleaned.decoded;
    let mut findings: Vec<Finding> = if report.sentences.total == 0 {
        vec![no_sentence(decoded.first_log())]
    } else if report.epochs.total == 0 {
        vec![no_position_sentence()]
    } else {
        [proposal.findings.clone(), of_epochs(decoded, report, recorded_on)].concat()
    };
    if cleaned.sessions.len() > report.sessions.len() {
        findings.push(sessions_not_listed(report.sessions.len(), cleaned.sessions.len()));
    }
    findings.extend(of_file(decoded));
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings
}

fn of_epochs(decoded: &Decoded, report: &Report, recorded_on: Option<NaiveDate>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if report.epochs.kept == 0 {
        findings.push(nothing_kept(decoded));
        return findings;
    }
    match decoded.first_log().dating.source {
        DateSource::None => findings.push(no_date()),
        DateSource::Operator => findings.push(date_by_operator()),
        DateSource::Rmc | DateSource::Zda | DateSource::Gpx => {}
    }
    if decoded.first_log().dating.moved_by_week_rollover {
        findings.push(week_rollover());
    }
    findings.extend(date_disagrees(&report.dates, recorded_on));
    // A second position for one instant takes nothing away.
    let twins = report.epochs.rejected.get(Reason::DuplicateTime.name()).copied().unwrap_or(0);
    let instants = report.epochs.total - twins;
    if report.epochs.kept * 2 < instants {
        findings.push(mostly_rejected(report.epochs.kept, instants));
    }
    findings
}

fn of_file(decoded: &Decoded) -> Vec<Finding> {
    let mut findings = Vec::new();
    if matches!(decoded.first_log().encoding, Encoding::Utf16Le | Encoding::Utf16Be) {
        findings.push(utf_16());
    }
    if decoded.first_log().is_cut {
        findings.push(cut_last_sentence());
    }
    if decoded.first_log().sentences > 0 {
        let damaged: u64 = decoded.sentence_rejects.0.values().map(|tally| tally.count).sum();
        if damaged >= DAMAGED_MIN && damaged * 20 > decoded.first_log().sentences {
            findings.push(many_damaged(damaged));
        }
    }
    findings
}

fn no_sentence(reading: &LogReading) -> Finding {
    let text = match (reading.bytes, reading.looks_like) {
        (0, _) => Text::new("Le fichier est vide.", "The file is empty."),
        (_, Some(kind)) => Text::new(
            format!("Ce n'est pas un journal NMEA : le fichier ressemble à un fichier {kind}."),
            format!("This is not an NMEA log: it looks like a {kind} file."),
        ),
        _ => Text::new(
            "Ce n'est pas un journal NMEA : aucune trame ($GPGGA…) n'a été trouvée. Envoyez le journal brut du \
             récepteur.",
            "This is not an NMEA log: no sentence ($GPGGA…) was found. Send the receiver's raw log.",
        ),
    };
    Finding::error("not_a_log", text)
}

fn no_position_sentence() -> Finding {
    Finding::error(
        "no_position_sentence",
        Text::new(
            "Le journal ne contient aucune trame de position (GGA, RMC, GNS, GLL). Réglez la sortie NMEA du \
             récepteur.",
            "The log holds no position sentence (GGA, RMC, GNS, GLL). Set the receiver's NMEA output.",
        ),
    )
}

fn nothing_kept(decoded: &Decoded) -> Finding {
    let rejects = decoded.epoch_rejects();
    let most = rejects.0.iter().max_by_key(|(_, tally)| tally.count).map(|(reason, _)| *reason);
    let why = most.map_or(Text::new("-", "-"), Reason::label);
    let advice = most.map_or(Text::new("", ""), advice);
    Finding::error(
        "nothing_kept",
        Text::new(
            format!("Aucune position utilisable (surtout : {}).{}", why.fr, advice.fr),
            format!("No usable position (mostly: {}).{}", why.en, advice.en),
        ),
    )
}

/// What the surveyor can do about positions that were all rejected for one reason.
fn advice(reason: Reason) -> Text {
    match reason {
        Reason::NoFix | Reason::HighHdop | Reason::FewSatellites | Reason::StatedError => {
            Text::new(" Attendez le signal à ciel ouvert.", " Wait for a fix under open sky.")
        }
        Reason::Simulated => Text::new(" Quittez le mode démonstration.", " Leave the demonstration mode."),
        Reason::NoTime => Text::new(
            " Réglez le récepteur pour qu'il écrive GGA ou RMC.",
            " Set the receiver to write GGA or RMC.",
        ),
        _ => Text::new("", ""),
    }
}

fn no_date() -> Finding {
    Finding::warning(
        "no_date",
        Text::new(
            "Le journal ne donne aucune date. Indiquez le jour du levé.",
            "The log states no date. Give the day of the survey.",
        ),
    )
}

fn date_by_operator() -> Finding {
    Finding::note(
        "date_by_operator",
        Text::new(
            "Le journal ne donne aucune date ; le jour indiqué par l'opérateur est utilisé.",
            "The log states no date; the day that the operator gave is used.",
        ),
    )
}

fn week_rollover() -> Finding {
    Finding::warning(
        "week_rollover",
        Text::new(
            "Le récepteur date de 1024 semaines trop tôt ; les dates sont corrigées d'après la campagne.",
            "The receiver's dates are 1024 weeks early; they are corrected to fit the campaign.",
        ),
    )
}

/// The log's own date against the operator's day; a day's difference is a night or a time zone.
fn date_disagrees(dates: &DateReport, recorded_on: Option<NaiveDate>) -> Option<Finding> {
    let day = recorded_on
        .filter(|_| matches!(dates.source, DateSource::Rmc | DateSource::Zda | DateSource::Gpx))?;
    let (first, last) = (dates.started_at?.date_naive(), dates.ended_at?.date_naive());
    let apart = (first - day).max(day - last);
    (apart > TimeDelta::days(1)).then(|| {
        Finding::warning(
            "date_disagrees",
            Text::new(
                format!(
                    "Le journal est daté du {}, mais le jour indiqué est le {}. Vérifiez le fichier et l'horloge du \
                     récepteur.",
                    first.format("%d/%m/%Y"),
                    day.format("%d/%m/%Y")
                ),
                format!(
                    "The log is dated {first}, but the day given is {day}. Check the file and the receiver's clock."
                ),
            ),
        )
    })
}

fn mostly_rejected(kept: u64, total: u64) -> Finding {
    Finding::warning(
        "mostly_rejected",
        both(|language| {
            language
                .pick(
                    "Plus de la moitié des positions sont écartées (gardées : {} sur {}). Voyez les motifs.",
                    "More than half of the positions are rejected (kept: {} of {}). See the reasons.",
                )
                .replacen("{}", &language.count(kept), 1)
                .replacen("{}", &language.count(total), 1)
        }),
    )
}

fn sessions_not_listed(listed: usize, total: usize) -> Finding {
    Finding::note(
        "sessions_not_listed",
        both(|language| {
            language
                .pick(
                    "L'enregistrement est coupé en {} sessions ; les {} premières sont détaillées.",
                    "The recording falls into {} sessions; the first {} are listed.",
                )
                .replacen("{}", &language.count(total as u64), 1)
                .replacen("{}", &language.count(listed as u64), 1)
        }),
    )
}

fn utf_16() -> Finding {
    Finding::note(
        "utf_16",
        Text::new(
            "Le journal est en UTF-16 (ouvert puis enregistré avec un éditeur ?) ; il a été lu quand même.",
            "The log is in UTF-16 (opened and saved with an editor?); it was read all the same.",
        ),
    )
}

fn cut_last_sentence() -> Finding {
    Finding::note(
        "cut_last_sentence",
        Text::new(
            "Le fichier s'arrête au milieu d'une trame : l'enregistrement ou la copie a été interrompu.",
            "The file ends in the middle of a sentence: the recording or the copy was interrupted.",
        ),
    )
}

fn many_damaged(count: u64) -> Finding {
    Finding::warning(
        "many_damaged_sentences",
        both(|language| {
            language
                .pick(
                    "{} trames sont abîmées. Vérifiez le câble ou la carte mémoire du récepteur.",
                    "{} sentences are damaged. Check the receiver's cable or memory card.",
                )
                .replace("{}", &language.count(count))
        }),
    )
}
