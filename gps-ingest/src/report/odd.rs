//! Findings on a receiver that contradicts itself: its sentences, its clock or its speed.

use gis_core::{Finding, Text};

use crate::read::LogReading;
use crate::words::both;

/// Contradictions are worth a word from one instant in so many.
const ONE_IN: u64 = 20;

/// What is odd about what a log says, given how many instants it has.
pub(super) fn of_reading(reading: &LogReading, instants: u64) -> Vec<Finding> {
    let zone_min = reading.local_zone_min.filter(|zone_min| *zone_min != 0);
    let contradicts = reading.disagreements > 0 && reading.disagreements * ONE_IN > instants;
    let findings = [
        contradicts.then(|| sentences_disagree(reading.disagreements)),
        zone_min.map(local_zone),
        reading.has_stuck_speed.then(stuck_speed),
    ];
    findings.into_iter().flatten().collect()
}

fn sentences_disagree(instants: u64) -> Finding {
    Finding::warning(
        "sentences_disagree",
        both(|language| {
            language
                .pick(
                    "À {} instants, deux trames donnent des positions différentes ; la plus sûre est utilisée. Vérifiez \
                     qu'un seul récepteur écrit dans ce fichier.",
                    "At {} instants two sentences state different positions; the surer one is used. Check that one \
                     receiver alone writes this file.",
                )
                .replace("{}", &language.count(instants))
        }),
    )
}

fn local_zone(zone_min: i32) -> Finding {
    let sign = if zone_min < 0 { '-' } else { '+' };
    let zone = format!("UTC{sign}{:02}:{:02}", zone_min.abs() / 60, zone_min.abs() % 60);
    Finding::note(
        "local_zone",
        Text::new(
            format!(
                "L'horloge du récepteur est réglée sur {zone}. Les heures du journal sont prises pour des heures UTC, \
                 celles du Sénégal."
            ),
            format!(
                "The receiver's clock is set to {zone}. The times of the log are taken as UTC, which is Senegal's time."
            ),
        ),
    )
}

fn stuck_speed() -> Finding {
    Finding::warning(
        "stuck_speed",
        Text::new(
            "La vitesse que donne le récepteur contredit ses positions : elle n'est pas utilisée. Faites vérifier le \
             récepteur.",
            "The speed that the receiver states stands against its positions: it is not used. Have the receiver checked.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;
    use crate::{LogFile, Settings, clean};

    fn codes(sentences: &[String]) -> Vec<String> {
        let mut log = String::new();
        for body in sentences {
            let sum = body.bytes().fold(0, |sum, byte| sum ^ byte);
            writeln!(log, "${body}*{sum:02X}").expect("a String takes all text");
        }
        let file = LogFile { name: None, bytes: log.as_bytes() };
        let cleaned = clean(&[file], &Settings::default()).expect("PROJ works");
        let findings = of_reading(&cleaned.decoded.logs[0], cleaned.decoded.epochs.len() as u64);
        findings.into_iter().map(|finding| finding.code).collect()
    }

    /// A drive northwards at 10 m/s, one RMC a second.
    fn drive(knots: f64) -> Vec<String> {
        let rmc = |second: u32| {
            let minutes = 30.0 + f64::from(second) * 10.0 / 1852.0;
            let (minute, second) = (second / 60, second % 60);
            format!(
                "GPRMC,10{minute:02}{second:02},A,14{minutes:07.4},N,01655.0000,W,{knots:.1},0.0,200126,,"
            )
        };
        (0..180).map(rmc).collect()
    }

    #[test]
    fn a_speed_of_nought_on_a_drive_is_told() {
        assert_eq!(codes(&drive(0.0)), ["stuck_speed"]);
        assert!(codes(&drive(19.4)).is_empty());
    }

    #[test]
    fn a_clock_of_another_zone_is_told() {
        let zoned = [drive(19.4), vec!["GPZDA,100300,20,01,2026,02,00".to_owned()]].concat();
        assert_eq!(codes(&zoned), ["local_zone"]);
    }

    #[test]
    fn sentences_that_contradict_each_other_are_told() {
        let gga = |rmc: &String| {
            let mut fields: Vec<&str> = rmc.split(',').collect();
            fields[0] = "GPGGA";
            fields.remove(2);
            // Three metres to the west.
            format!("{},01655.0016,W,1,08,0.9,20.0,M,30.0,M,,", fields[..4].join(","))
        };
        let both: Vec<String> = drive(19.4).into_iter().flat_map(|rmc| [gga(&rmc), rmc]).collect();
        assert_eq!(codes(&both), ["sentences_disagree"]);
    }
}
