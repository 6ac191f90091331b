//! Failure cases 21 to 28 and 30 to 36: what a fix is worth, and figures that mean something else.

use gis_core::survey::SurveyKind;
use gps_ingest::reason::Reason;
use gps_ingest::{Settings, survey};

use crate::support::{
    cleaned, clock, gga, gga_at, place, read, rejects, rmc, sentence, steps, verdicts, walk,
};

fn gga_of(quality: &str, place: &str) -> String {
    sentence(&format!("GPGGA,101112,{place},{quality},08,0.9,24.0,M,30.5,M,,"))
}

// 21
#[test]
fn positions_of_a_receiver_without_a_fix_are_none() {
    for (body, reason) in [
        ("GPGGA,101112,0000.0000,N,00000.0000,E,0,00,99.9,,M,,M,,", Reason::NoFix),
        ("GPGGA,101112,0000.0000,N,00000.0000,E,1,08,0.9,,M,,M,,", Reason::NullIsland),
        ("GPGGA,101112,8960.000,N,00000.0000,E,0,00,99.9,,M,,M,,", Reason::NoFix),
        ("GPRMC,101112,V,8960.000,N,36000.0000,E,0.0,0.0,200126,,,N", Reason::NoFix),
        ("GPGGA,101112,9000.0000,N,00000.0000,E,1,08,0.9,,M,,M,,", Reason::Pole),
        ("GPGGA,101112,,,,,0,00,,,M,,M,,", Reason::NoFix),
        ("GPGLL,,,,,101112,V,N", Reason::NoFix),
    ] {
        assert_eq!(verdicts(sentence(body)), [Some(reason)], "{body}");
    }
}

// 22
#[test]
fn the_status_and_mode_of_a_sentence_decide_whatever_coordinates_it_has() {
    let rmc = |status, mode| sentence(&format!("GPRMC,101112,{status},{},0.1,0.0,200126,,,{mode}", place(0)));
    for (status, mode, reason) in [
        ("A", "A", None),
        ("A", "D", None),
        ("A", "", None),
        ("V", "A", Some(Reason::NoFix)),
        ("A", "N", Some(Reason::NoFix)),
        ("A", "E", Some(Reason::Estimated)),
        ("A", "S", Some(Reason::Simulated)),
        ("A", "M", Some(Reason::Manual)),
    ] {
        assert_eq!(verdicts(rmc(status, mode)), [reason], "{status} {mode}");
    }
    assert_eq!(verdicts(rmc("V", "N") + &gga(0)), [Some(Reason::NoFix)]);
    // GNS has a letter for each satellite system: one with a fix is enough.
    let gns = |modes| sentence(&format!("GNGNS,101112,{},{modes},12,0.8,24.0,30.5,,", place(0)));
    assert_eq!(verdicts(gns("NA")), [None]);
    assert_eq!(verdicts(gns("AANN")), [None]);
    assert_eq!(verdicts(gns("NNN")), [Some(Reason::NoFix)]);
}

// 23
#[test]
fn each_quality_of_gga_has_its_verdict() {
    for (quality, reason) in [
        ("1", None),
        ("2", None),
        ("4", None),
        ("5", None),
        ("9", None),
        ("", None),
        ("0", Some(Reason::NoFix)),
        ("6", Some(Reason::Estimated)),
        ("7", Some(Reason::Manual)),
        ("8", Some(Reason::Simulated)),
    ] {
        assert_eq!(verdicts(gga_of(quality, &place(0))), [reason], "quality {quality}");
    }
}

// 24
#[test]
fn dilutions_that_mean_unknown_are_unknown() {
    for hdop in ["99.99", "99.0", "50.0", "0.00", "", "-1"] {
        let log = sentence(&format!("GPGGA,101112,{},1,08,{hdop},24.0,M,30.5,M,,", place(0)));
        assert_eq!((read(&log).epochs[0].hdop(), verdicts(&log)), (None, vec![None]), "{hdop}");
    }
    let high = sentence(&format!("GPGGA,101112,{},1,08,9.5,24.0,M,30.5,M,,", place(0)));
    assert_eq!((read(&high).epochs[0].hdop(), verdicts(&high)), (Some(9.5), vec![Some(Reason::HighHdop)]));
}

/// A position so many metres north and east of the walk's start.
fn offset(north_m: f64, east_m: f64) -> String {
    format!("14{:07.4},N,016{:07.4},W", 47.46 + north_m / 1843.9, 55.56 - east_m / 1796.0)
}

fn drifting(steps: u32, north_m: impl Fn(f64) -> f64) -> String {
    (0..steps).map(|step| rmc_of(step, &offset(north_m(f64::from(step)), 0.0))).collect()
}

fn rmc_of(step: u32, place: &str) -> String {
    sentence(&format!("GPRMC,{},A,{place},0.0,0.0,200126,,,A", clock(step))) + &gga_at(&clock(step), place)
}

// 25
#[test]
fn a_cold_start_far_off_is_not_kept() {
    let log = drifting(300, |second| 80.0 * (-second / 20.0).exp());
    let decoded = cleaned(log).decoded;
    let far = decoded.kept().filter(|epoch| {
        let lat_deg = epoch.position.expect("a kept epoch has a position").lat_deg();
        (lat_deg - 14.791).abs() * 111_000.0 > 30.0
    });
    assert_eq!(far.count(), 0);
    assert!(decoded.kept().count() > 200);
}

// 26
#[test]
fn a_teleport_of_one_epoch_is_a_spike_and_its_neighbours_stay() {
    let log: String = (0..120)
        .map(|step| {
            let north_m = 1.2 * f64::from(step) + if step == 60 { 400.0 } else { 0.0 };
            rmc_of(step, &offset(north_m, 0.0)).replace(",0.0,0.0,", ",2.3,0.0,")
        })
        .map(|burst| burst.lines().map(|line| sentence(&line[1..line.len() - 3])).collect::<String>())
        .collect();
    let verdicts = verdicts(log);
    assert_eq!(verdicts[60], Some(Reason::Spike));
    assert_eq!((verdicts[59], verdicts[61]), (None, None));
}

// 27
#[test]
fn a_pinned_receiver_repeats_its_position_and_no_epoch_is_lost() {
    let log: String =
        (0..100).map(|step| rmc(step % 100).replace(&place(step), &place(step / 50 * 50))).collect();
    let log: String = log.lines().map(|line| sentence(&line[1..line.len() - 3])).collect();
    let decoded = read(log);
    assert_eq!(decoded.epochs.len(), 100);
    assert_eq!(steps(&decoded).iter().filter(|step| **step == Some(0)).count(), 50);
}

// 28
#[test]
fn the_way_home_after_a_point_does_not_move_the_point() {
    let still =
        |second: f64| if second < 120.0 { 0.3 * (second / 9.0).sin() } else { 1.3 * (second - 120.0) };
    let log = drifting(180, still);
    let settings = Settings { kind: SurveyKind::MarketAsset, ..Settings::default() };
    let survey = survey(log.as_bytes(), &settings).expect("PROJ works");
    let [draft] = &survey.drafts[..] else { panic!("one point: {:?}", survey.report["summary"]) };
    let geo::Geometry::Point(point) = draft.geometry else { panic!("a point") };
    assert!((point.y() - 14.791).abs() * 111_000.0 < 1.0, "{point:?}");
}

// 30
#[test]
fn fields_padded_with_spaces_are_read() {
    let log = sentence("GPGGA, 101112, 1447.4600,N, 01655.5600,W,1, 8, 0.9, 24.0,M, 30.5,M,,");
    let epoch = &read(log).epochs[0];
    assert_eq!((epoch.satellites, epoch.hdop(), epoch.altitude_m()), (Some(8), Some(0.9), Some(24.0)));
    assert!(epoch.position.is_some() && epoch.time_of_day.is_some());
}

// 31
#[test]
fn three_decimals_of_a_minute_beside_four_are_one_position() {
    let coarse =
        |step: u32| sentence(&format!("GPRMC,{},A,1447.460,N,01655.560,W,0.1,0.0,200126,,,A", clock(step)));
    let fine = |step: u32| gga_at(&clock(step), "1447.4603,N,01655.5602,W");
    let decoded = read(coarse(0) + &fine(0) + &coarse(1) + &fine(1));
    assert_eq!(decoded.logs[0].disagreements, 0);
    let kept = verdicts(coarse(0) + &fine(0));
    assert_eq!(kept.iter().filter(|verdict| verdict.is_none()).count(), 1);
    assert_eq!(steps(&decoded)[0], Some(0));
}

#[test]
fn sentences_of_one_instant_that_contradict_each_other_reject_it() {
    let far = gga_at(&clock(0), &offset(40.0, 0.0));
    let decoded = read(rmc(0) + &far);
    assert_eq!(decoded.logs[0].disagreements, 1);
    assert_eq!(verdicts(rmc(0) + &far), [Some(Reason::Disagreement), Some(Reason::DuplicateTime)]);
    // A few metres are counted; a receiver that prints the RMC of a second ago while it drives is no liar.
    let near = gga_at(&clock(0), &offset(3.0, 0.0));
    assert_eq!(read(rmc(0) + &near).logs[0].disagreements, 1);
    assert_eq!(verdicts(rmc(0) + &near)[0], None);
    let driving = sentence(&format!("GPRMC,{},A,{},60.0,0.0,200126,,,A", clock(0), offset(10.0, 0.0)));
    assert_eq!(verdicts(driving + &far)[0], None);
}

// 32
#[test]
fn heights_and_the_geoid_are_read_when_they_are_there() {
    let of = |fields: &str| {
        let log = sentence(&format!("GPGGA,101112,{},1,08,0.9,{fields}", place(0)));
        let epoch = &read(log).epochs[0];
        (epoch.altitude_m(), epoch.geoid_m())
    };
    assert_eq!(of("24.5,M,30.5,M,,"), (Some(24.5), Some(30.5)));
    assert_eq!(of("24.5,M,,,,"), (Some(24.5), None));
    assert_eq!(of("54.5,M,0.0,M,,"), (Some(54.5), Some(0.0)));
    assert_eq!(of(",,,,,"), (None, None));
    let gns = sentence(&format!("GNGNS,101112,{},AA,12,0.7,24.5,30.5,,", place(0)));
    let epoch = &read(gns).epochs[0];
    assert_eq!((epoch.altitude_m(), epoch.geoid_m()), (Some(24.5), Some(30.5)));
}

#[test]
fn a_height_in_feet_is_read_where_there_is_none_in_metres() {
    let feet = sentence("PGRMZ,246,f,3");
    assert_eq!(read(rmc(0) + &feet).epochs[0].altitude_m(), Some(74.981));
    assert_eq!(read(gga(0) + &feet).epochs[0].altitude_m(), Some(24.0));
}

// 33
#[test]
fn named_places_between_sentences_are_waypoints_with_the_time_around_them() {
    let wpl = |name: &str| sentence(&format!("GPWPL,1447.5000,N,01655.5000,W,{name}"));
    let log =
        [rmc(0), gga(0), wpl("PUITS"), sentence("ADPMB,1,0"), rmc(1), gga(1), wpl("PUITS"), wpl("BORNE 2")];
    let decoded = read(log.concat());
    assert_eq!(steps(&decoded), [Some(0), Some(1)]);
    let places: Vec<_> = decoded.waypoints.iter().map(|place| (place.name.as_str(), place.line)).collect();
    assert_eq!(places, [("PUITS", 3), ("BORNE 2", 8)]);
    let times: Vec<String> = decoded.waypoints.iter().map(|place| format!("{:?}", place.time)).collect();
    assert_eq!(times, ["Some(2026-01-20T10:11:12Z)", "Some(2026-01-20T10:11:13Z)"]);
    assert!((decoded.waypoints[0].position.lat_deg() - (14.0 + 47.5 / 60.0)).abs() < 1e-9);
    let nonsense = read(walk(2) + &sentence("GPWPL,,,,,NOWHERE"));
    assert_eq!((nonsense.waypoints.len(), rejects(&nonsense)), (0, vec![(Reason::Unreadable, 1)]));
}

// 35
#[test]
fn positions_in_another_datum_are_rejected_until_it_is_changed_back() {
    let wgs_84 = || sentence("GPDTM,W84,,0.0,N,0.0,E,0.0,W84");
    let nad_27 = || sentence("GPDTM,NAD27,,0.0,N,0.0,E,0.0,W84");
    let own = || sentence("GPDTM,999,,0.08,N,0.07,E,-47.7,W84");
    let garmin = |name: &str| sentence(&format!("PGRMM,{name}"));
    let wrong = Some(Reason::WrongDatum);
    assert_eq!(verdicts([wgs_84(), gga(0), gga(1)].concat()), [None, None]);
    assert_eq!(
        verdicts([gga(0), nad_27(), gga(1), gga(2), wgs_84(), gga(3)].concat()),
        [None, wrong, wrong, None]
    );
    assert_eq!(verdicts([own(), gga(0)].concat()), [wrong]);
    assert_eq!(verdicts([garmin("NAD83"), gga(0), garmin("WGS 84"), gga(1)].concat()), [wrong, None]);
}

#[test]
fn stated_errors_of_makers_become_deviations_along_an_axis() {
    let sigma = |extra: &str| read(gga(0) + &sentence(extra)).epochs[0].stated_sigma_m();
    assert_eq!(sigma("PGRME,10.0,M,12.0,M,15.6,M"), Some(8.493));
    assert_eq!(sigma("GPGST,101112,3.0,,,,1.5,2.5,3.0"), Some(2.5));
    assert_eq!(sigma("GPGBS,101112,1.4,1.3,3.1,03,,-21.4,3.8"), Some(1.4));
    let ublox = sentence(
        "PUBX,00,101112.00,1447.46000,N,01655.56000,W,54.5,G3,2.8,3.0,7.2,0.0,0.0,,0.92,1.19,0.77,9,0,0",
    );
    let epoch = &read(ublox).epochs[0];
    assert_eq!(
        (epoch.stated_sigma_m(), epoch.speed_m_s(), epoch.satellites),
        (Some(1.98), Some(2.0), Some(9))
    );
    assert_eq!(steps(&read(gga(0))), [Some(0)]);
}

// 36
#[test]
fn floods_of_satellites_are_counted_and_passed_over() {
    let gsv: String = (1..=30)
        .map(|part| {
            sentence(&format!(
                "GPGSV,30,{part},120,{part:02},40,083,46,02,17,308,41,12,07,344,39,14,22,228,45"
            ))
        })
        .collect();
    let gsa: String = (0..20)
        .map(|part| {
            sentence(&format!(
                "GNGSA,A,3,{},1.5,0.8,1.2",
                (0..12).map(|id| (part * 12 + id).to_string()).collect::<Vec<_>>().join(",")
            ))
        })
        .collect();
    let log: String = (0..20).map(|step| rmc(step) + &gsa + &gsv + &gga(step)).collect();
    let decoded = read(log);
    assert_eq!(decoded.epochs.len(), 20);
    assert!(rejects(&decoded).is_empty());
    let count =
        |address: &str| decoded.logs[0].by_type.iter().find(|(name, _)| name == address).map(|(_, n)| *n);
    assert_eq!((count("GPGSV"), count("GNGSA")), (Some(600), Some(400)));
    assert_eq!(decoded.epochs[7].hdop(), Some(0.9));
}
