//! S4, dating: times of day become dates and times, over midnight and over heads without a date.
//!
//! Days are counted along the log (a fall of more than half a day is midnight) and anchored where a sentence
//! states a date. Times that fall by less are a restart or a second log: the count starts again from the next
//! statement. Without any statement the operator's day is used, and nothing is guessed without it.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::read::epoch::{Epoch, StatedDate};
use crate::read::fields::DAY_MS;
use crate::read::sentence::Validity;
use crate::settings::Settings;

/// Where the dates of a log come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateSource {
    /// RMC sentences.
    Rmc,
    /// ZDA sentences.
    Zda,
    /// The operator, who gave the day of the survey.
    Operator,
    /// Nowhere: the times have no day.
    None,
}

/// How a log was dated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dating {
    /// Where the dates come from.
    pub source: DateSource,
    /// Whether dates were moved by 1024 weeks into the campaign.
    pub moved_by_week_rollover: bool,
}

/// The weeks after which the GPS week number starts again, in days.
pub const WEEK_ROLLOVER_DAYS: i64 = 1024 * 7;

/// Half a day: a larger fall of the time of day is midnight.
const HALF_DAY_MS: i64 = DAY_MS as i64 / 2;

/// A smaller fall is disorder among sentences, a larger one a restart.
const RESTART_MS: i64 = 60_000;

/// Gives each timed epoch its clock and, where the log or the operator says it, its date.
pub fn date(epochs: &mut [Epoch], settings: &Settings) -> Dating {
    let trusts_fixes_only = epochs.iter().any(|epoch| is_anchor(epoch, true));
    let places = places(epochs);
    let anchors = anchors(epochs, &places, trusts_fixes_only);
    let from_zda = epochs.iter().any(|epoch| epoch.stated_date.is_some_and(|stated| stated.from_zda));
    let source = match (anchors.iter().any(Option::is_some), settings.recorded_on) {
        (true, _) if from_zda => DateSource::Zda,
        (true, _) => DateSource::Rmc,
        (false, Some(_)) => DateSource::Operator,
        (false, None) => DateSource::None,
    };
    let mut dating = Dating { source, moved_by_week_rollover: false };
    let unknown = NaiveDate::default();
    let first_anchor = anchors.iter().flatten().next().copied();
    let mut run_base = first_anchor.or(settings.recorded_on).unwrap_or(unknown);
    let bases = bases(&anchors, &places);
    for (index, epoch) in epochs.iter_mut().enumerate() {
        let (Some(place), Some(time)) = (places[index], epoch.time_of_day) else { continue };
        let base = bases[index].unwrap_or(run_base);
        run_base = base;
        let Some(stated) = base.checked_add_signed(Duration::days(place.day)) else { continue };
        let day = into_campaign(stated, settings);
        dating.moved_by_week_rollover |= day != stated;
        let clock_ms = (day - unknown).num_days() * i64::from(DAY_MS) + i64::from(time.ms());
        epoch.clock_ms = Some(clock_ms);
        epoch.time = DateTime::<Utc>::from_timestamp_millis(clock_ms).filter(|_| source != DateSource::None);
    }
    dating
}

/// A date counts where the receiver has a fix; before, it may be its factory default.
fn is_anchor(epoch: &Epoch, needs_fix: bool) -> bool {
    let has_fix = epoch.position.is_some() && epoch.validity != Validity::NoFix;
    epoch.time_of_day.is_some() && epoch.stated_date.is_some() && (has_fix || !needs_fix)
}

/// Where an epoch is in its log: which run of rising times, and how many midnights into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    run: usize,
    day: i64,
}

fn places(epochs: &[Epoch]) -> Vec<Option<Place>> {
    let mut place = Place { run: 0, day: 0 };
    let mut previous_ms: Option<i64> = None;
    let mut place_of = |epoch: &Epoch| {
        let time_ms = i64::from(epoch.time_of_day?.ms());
        let rise_ms = time_ms - previous_ms.replace(time_ms).unwrap_or(time_ms);
        if rise_ms < -HALF_DAY_MS {
            place.day += 1;
        } else if rise_ms > HALF_DAY_MS && place.day > 0 {
            place.day -= 1;
        } else if rise_ms < -RESTART_MS {
            place = Place { run: place.run + 1, day: place.day };
        }
        Some(place)
    };
    epochs.iter().map(&mut place_of).collect()
}

/// The day on which the count of days would be zero, for each epoch that states a date.
fn anchors(epochs: &[Epoch], places: &[Option<Place>], needs_fix: bool) -> Vec<Option<NaiveDate>> {
    let anchor = |(epoch, place): (&Epoch, &Option<Place>)| {
        let StatedDate { date, .. } = epoch.stated_date.filter(|_| is_anchor(epoch, needs_fix))?;
        date.checked_sub_signed(Duration::days((*place)?.day))
    };
    epochs.iter().zip(places).map(anchor).collect()
}

/// Carries anchors on, and back to the head, each within its run.
fn bases(anchors: &[Option<NaiveDate>], places: &[Option<Place>]) -> Vec<Option<NaiveDate>> {
    let mut bases = anchors.to_vec();
    let run = |index: usize| places[index].map(|place| place.run);
    let mut carry = |indices: &mut dyn Iterator<Item = usize>| {
        let mut carried: Option<(NaiveDate, Option<usize>)> = None;
        for index in indices {
            match bases[index] {
                Some(anchor) => carried = Some((anchor, run(index))),
                None => bases[index] = carried.filter(|&(_, of)| of == run(index)).map(|(anchor, _)| anchor),
            }
        }
    };
    carry(&mut (0..anchors.len()));
    carry(&mut (0..anchors.len()).rev());
    bases
}

fn into_campaign(date: NaiveDate, settings: &Settings) -> NaiveDate {
    let Some((first, last)) = settings.campaign else { return date };
    let moved = date.checked_add_signed(Duration::days(WEEK_ROLLOVER_DAYS));
    match moved {
        Some(moved) if !(first..=last).contains(&date) && (first..=last).contains(&moved) => moved,
        _ => date,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LogFile, decode};

    fn sentence(body: &str) -> String {
        format!("${body}*{:02X}\r\n", body.bytes().fold(0, |sum, byte| sum ^ byte))
    }

    fn gga(time: &str) -> String {
        sentence(&format!("GPGGA,{time},1447.4600,N,01655.5600,W,1,08,0.9,20.0,M,30.0,M,,"))
    }

    fn rmc(time: &str, date: &str) -> String {
        sentence(&format!("GPRMC,{time},A,1447.4600,N,01655.5600,W,0.0,0.0,{date},,"))
    }

    fn times(log: &[String], settings: &Settings) -> Vec<String> {
        let decoded = decode(&[LogFile { name: None, bytes: log.concat().as_bytes() }], settings);
        let text = |epoch: &Epoch| epoch.time.map_or("none".to_owned(), |t| t.format("%F %T").to_string());
        decoded.epochs.iter().map(text).collect()
    }

    #[test]
    fn midnight_is_crossed_even_when_gga_comes_first_and_the_date_follows() {
        let log =
            [rmc("235958", "310126"), gga("235959"), gga("000000"), gga("000001"), rmc("000001", "010226")];
        assert_eq!(
            times(&log, &Settings::default()),
            ["2026-01-31 23:59:58", "2026-01-31 23:59:59", "2026-02-01 00:00:00", "2026-02-01 00:00:01"]
        );
    }

    #[test]
    fn a_head_without_a_date_takes_the_date_of_what_follows_back_over_midnight() {
        let log = [gga("235959"), gga("000000"), rmc("000001", "010226")];
        assert_eq!(
            times(&log, &Settings::default()),
            ["2026-01-31 23:59:59", "2026-02-01 00:00:00", "2026-02-01 00:00:01"]
        );
    }

    #[test]
    fn a_log_without_any_date_takes_the_operators_or_none() {
        let log = [gga("101112"), gga("101113")];
        assert_eq!(times(&log, &Settings::default()), ["none", "none"]);
        let recorded_on = NaiveDate::from_ymd_opt(2026, 1, 20);
        let settings = Settings { recorded_on, ..Settings::default() };
        assert_eq!(times(&log, &settings), ["2026-01-20 10:11:12", "2026-01-20 10:11:13"]);
    }

    #[test]
    fn a_factory_date_before_the_first_fix_is_not_believed() {
        let unfixed = sentence("GPRMC,235951,V,,,,,,,060180,,");
        let log = [unfixed, rmc("102523", "200126")];
        assert_eq!(times(&log, &Settings::default()).last().map(String::as_str), Some("2026-01-20 10:25:23"));
        assert_eq!(
            decode(&[LogFile { name: None, bytes: log.concat().as_bytes() }], &Settings::default())
                .first_log()
                .dating
                .source,
            DateSource::Rmc
        );
    }

    #[test]
    fn concatenated_logs_each_keep_their_own_date() {
        let log = [rmc("101112", "200126"), gga("101113"), gga("090000"), rmc("090001", "220126")];
        assert_eq!(
            times(&log, &Settings::default()),
            ["2026-01-20 10:11:12", "2026-01-20 10:11:13", "2026-01-22 09:00:00", "2026-01-22 09:00:01"]
        );
    }

    #[test]
    fn a_missed_week_rollover_is_moved_into_the_campaign_and_only_there() {
        let log = [rmc("101112", "060606")];
        assert_eq!(times(&log, &Settings::default()), ["2006-06-06 10:11:12"]);
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).expect("a day");
        let campaign = Some((day(2026, 1, 1), day(2026, 12, 31)));
        assert_eq!(times(&log, &Settings { campaign, ..Settings::default() }), ["2026-01-20 10:11:12"]);
    }
}
