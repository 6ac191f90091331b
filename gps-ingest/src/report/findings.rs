//! Findings on logs as a whole: what is odd about a file, and why nothing came of it.

use chrono::{NaiveDate, TimeDelta};
use gis_core::{Finding, Text};

use super::file::Tally;
use super::odd;
use super::{DateReport, FileReport, Report};
use crate::clean::Cleaned;
use crate::read::date::DateSource;
use crate::read::input::Encoding;
use crate::read::{Decoded, LogReading};
use crate::reason::Reason;
use crate::words::both;

/// Damaged sentences are worth a word from this number, when they are more than a twentieth of all.
const DAMAGED_MIN: u64 = 10;

/// What is to be said of each log by itself; in a campaign of several, under its name.
pub(super) fn of_logs(
    decoded: &Decoded,
    report: &Report,
    tallies: &[Tally],
    recorded_on: Option<NaiveDate>,
) -> Vec<Finding> {
    let is_one = decoded.logs.len() == 1;
    let logs = (0..).zip(&decoded.logs).zip(&report.files).zip(tallies);
    let mut findings = Vec::new();
    for (((log, reading), file), tally) in logs {
        let named = |log| decoded.waypoints.iter().any(|waypoint| waypoint.log == log);
        let mut of_log = match tally.total {
            0 if named(log) => Vec::new(),
            0 if reading.sentences == 0 => vec![no_sentence(reading)],
            0 => vec![no_position_sentence()],
            _ => of_epochs(file, tally, recorded_on),
        };
        of_log.extend(of_file(file));
        of_log.extend(odd::of_reading(reading, tally.total));
        of_log.extend(broken_off(decoded, log));
        findings.extend(of_log.into_iter().map(|finding| {
            if is_one { finding } else { Finding { message: under_name(log, file, &finding), ..finding } }
        }));
    }
    findings
}

/// Files that could be read only so far.
fn broken_off(decoded: &Decoded, log: u32) -> Vec<Finding> {
    let of_log = |reason: &Reason| {
        let tally = decoded.sentence_rejects.0.get(reason);
        tally.is_some_and(|tally| tally.first.iter().any(|at| at.log == log))
    };
    let finding = |reason: Reason| {
        let label = reason.label();
        Finding::warning(
            reason.name(),
            Text::new(
                format!("Fichier lu en partie ({}) : ce qui précède est utilisé.", label.fr),
                format!("Read in part ({}): what comes before is used.", label.en),
            ),
        )
    };
    let reasons = [Reason::BrokenXml, Reason::DamagedArchive, Reason::OverLimit];
    reasons.into_iter().filter(of_log).map(finding).collect()
}

fn under_name(log: u32, file: &FileReport, finding: &Finding) -> Text {
    both(|language| {
        let name = language.log_name(file.name.as_deref(), log);
        format!("{name}{} {}", language.pick(" :", ":"), language.of(&finding.message))
    })
}

/// What is to be said of all logs together.
pub(super) fn of_campaign(cleaned: &Cleaned, report: &Report) -> Vec<Finding> {
    let mut findings = Vec::new();
    if cleaned.sessions.len() > report.sessions.len() {
        findings.push(sessions_not_listed(report.sessions.len(), cleaned.sessions.len()));
    }
    let damaged: u64 = cleaned.decoded.sentence_rejects.0.values().map(|tally| tally.count).sum();
    if report.sentences.total > 0 && damaged >= DAMAGED_MIN && damaged * 20 > report.sentences.total {
        findings.push(many_damaged(damaged));
    }
    findings
}

fn of_epochs(file: &FileReport, tally: &Tally, recorded_on: Option<NaiveDate>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if tally.kept == 0 {
        findings.push(nothing_kept(tally));
        return findings;
    }
    match file.dates.source {
        DateSource::None => findings.push(no_date()),
        DateSource::Operator => findings.push(date_by_operator()),
        DateSource::Rmc | DateSource::Zda | DateSource::Gpx => {}
    }
    if file.dates.moved_by_week_rollover {
        findings.push(week_rollover());
    }
    findings.extend(date_disagrees(&file.dates, recorded_on));
    // A second position for one instant takes nothing away.
    let twins = tally.rejected.get(&Reason::DuplicateTime).copied().unwrap_or(0);
    let instants = tally.total - twins;
    if tally.kept * 2 < instants {
        findings.push(mostly_rejected(tally.kept, instants));
    }
    findings
}

fn of_file(file: &FileReport) -> Vec<Finding> {
    let mut findings = Vec::new();
    if matches!(file.encoding, Encoding::Utf16Le | Encoding::Utf16Be) {
        findings.push(utf_16());
    }
    if file.is_cut {
        findings.push(cut_last_sentence());
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

fn nothing_kept(tally: &Tally) -> Finding {
    let most = tally.rejected.iter().max_by_key(|(_, count)| **count).map(|(reason, _)| *reason);
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
