//! Failure cases 13 to 20, 29 and 34: instants, their order and their days.

use gps_ingest::Settings;
use gps_ingest::read::date::DateSource;
use gps_ingest::read::epoch::Epoch;
use gps_ingest::reason::Reason;

use crate::support::{
    clock, day, gga, gga_at, place, read, read_with, rmc, rmc_at, sentence, steps, times, verdicts, walk,
};

fn gll(step: u32) -> String {
    sentence(&format!("GPGLL,{},{},A,A", place(step), clock(step)))
}

// 13
#[test]
fn sentences_of_one_instant_in_any_order_are_one_epoch_and_one_may_be_missing() {
    let gns = |step| sentence(&format!("GNGNS,{},{},AA,12,0.7,24.0,30.5,,", clock(step), place(step)));
    let log = [
        [gga(0), rmc(0), gll(0)].concat(),
        [gll(1), rmc(1), gga(1)].concat(),
        [rmc(2), gns(2), gll(2)].concat(),
        gll(3),
        [rmc(4), gll(4)].concat(),
        gga(5),
    ]
    .concat();
    let decoded = read(log);
    assert_eq!(steps(&decoded), (0..6).map(Some).collect::<Vec<_>>());
    assert_eq!(times(&decoded)[5], "2026-01-20 10:11:17.000");
    let satellites: Vec<_> = decoded.epochs.iter().map(|epoch| epoch.satellites).collect();
    assert_eq!(satellites, [Some(8), Some(8), Some(12), None, None, Some(8)]);
}

#[test]
fn what_stands_beside_the_position_belongs_to_the_instant_that_is_open() {
    let log = [
        sentence(&format!("GPGLL,{},{},A,A", place(0), clock(0))),
        sentence("GPGSA,A,3,03,05,07,09,11,,,,,,,,1.5,0.8,1.2"),
        sentence("GPVTG,0.0,T,,M,2.0,N,3.7,K"),
        sentence(&format!("GPGST,{},3.0,2.0,1.0,0.0,1.5,2.5,3.0", clock(0))),
        gga(1),
    ]
    .concat();
    let epochs = read(log).epochs;
    assert_eq!(epochs.len(), 2);
    assert_eq!((epochs[0].hdop(), epochs[0].speed_m_s()), (Some(0.8), Some(1.029)));
    assert_eq!((epochs[0].stated_sigma_m(), epochs[1].stated_sigma_m()), (Some(2.5), None));
}

#[test]
fn an_error_statistic_that_comes_first_waits_for_its_instant() {
    let log = [gga(0), sentence(&format!("GPGST,{},3.0,,,,1.5,2.5,3.0", clock(1))), gga(1)].concat();
    let sigmas: Vec<_> = read(log).epochs.iter().map(Epoch::stated_sigma_m).collect();
    assert_eq!(sigmas, [None, Some(2.5)]);
}

// 14
#[test]
fn one_instant_told_by_several_talkers_is_one_epoch_with_the_most_satellites() {
    let talker = |talker: &str, satellites: u32, hdop: &str| {
        sentence(&format!("{talker}GGA,{},{},1,{satellites:02},{hdop},24.0,M,30.5,M,,", clock(0), place(0)))
    };
    for order in [["GP", "GL", "GN"], ["GN", "GP", "GL"], ["GL", "GN", "GP"]] {
        let of = |name: &str| match name {
            "GP" => talker("GP", 7, "1.4"),
            "GL" => talker("GL", 5, "2.2"),
            _ => talker("GN", 12, "0.7"),
        };
        let decoded = read(order.map(of).concat());
        assert_eq!(decoded.epochs.len(), 1, "{order:?}");
        assert_eq!(
            (decoded.epochs[0].satellites, decoded.epochs[0].hdop()),
            (Some(12), Some(0.7)),
            "{order:?}"
        );
    }
}

#[test]
fn a_talker_without_a_fix_does_not_spoil_the_others() {
    let none = sentence(&format!("GLGGA,{},,,,,0,00,,,M,,M,,", clock(0)));
    for log in [none.clone() + &gga(0), gga(0) + &none] {
        assert_eq!(verdicts(log), [None]);
    }
}

#[test]
fn a_repeated_instant_counts_once_and_another_position_of_it_is_a_twin() {
    let repeated = [gga(0), gga(0), gga(0), rmc(0)].concat();
    assert_eq!(read(&repeated).epochs.len(), 1);
    let other = gga_at(&clock(0), &place(40));
    assert_eq!(verdicts(gga(0) + &other), [None, Some(Reason::DuplicateTime)]);
}

// 15
#[test]
fn a_clock_that_stands_still_gives_one_epoch_however_the_position_moves() {
    let frozen: String = (0..60).map(|step| gga_at("101112", &place(step))).collect();
    let log = rmc(0) + &frozen + &gga(5);
    let verdicts = verdicts(log);
    assert_eq!(verdicts.len(), 61);
    assert_eq!(verdicts.iter().filter(|verdict| **verdict == Some(Reason::DuplicateTime)).count(), 59);
    assert_eq!((verdicts[0], verdicts[60]), (None, None));
    let standing = gga_at("101112", &place(0)).repeat(60);
    assert_eq!(read(rmc(0) + &standing).epochs.len(), 1);
}

// 16
#[test]
fn time_that_goes_backwards_is_kept_in_the_order_of_the_file_and_dated() {
    let log = [rmc(10), rmc(11), rmc(9), rmc(12)].concat();
    let seconds: Vec<String> = times(&read(log)).iter().map(|time| time[17..19].to_owned()).collect();
    assert_eq!(seconds, ["22", "23", "21", "24"]);
}

#[test]
fn logs_written_one_after_the_other_and_restarts_keep_their_days() {
    let first = rmc_at("101112", &place(0), "200126") + &gga_at("101113", &place(1));
    let second = gga_at("090000", &place(2)) + &rmc_at("090001", &place(3), "220126");
    let third = gga_at("080000", &place(4)) + &rmc_at("080001", &place(5), "220126");
    let decoded = read([first, second, third].concat());
    let days: Vec<String> = times(&decoded).iter().map(|time| time[8..10].to_owned()).collect();
    assert_eq!(days, ["20", "20", "22", "22", "22", "22"]);
    assert!(decoded.epochs[4].clock_ms < decoded.epochs[3].clock_ms);
}

#[test]
fn a_log_that_goes_on_days_later_at_a_later_hour_is_dated_anew() {
    let log: String = (0..3).map(|step| rmc_at(&clock(step), &place(step), "200126")).collect::<String>()
        + &gga_at("111111", &place(3))
        + &rmc_at("111112", &place(4), "230126")
        + &rmc_at("111113", &place(5), "230126");
    let days: Vec<String> = times(&read(log)).iter().map(|time| time[8..10].to_owned()).collect();
    assert_eq!(days, ["20", "20", "20", "20", "23", "23"]);
}

#[test]
fn one_day_that_all_others_contradict_is_not_believed() {
    let log = walk(5) + &rmc_at(&clock(5), &place(5), "200136") + &gga(6) + &rmc(7) + &rmc(8);
    assert!(times(&read(log)).iter().all(|time| time.starts_with("2026-01-20")));
}

// 17
#[test]
fn midnight_is_crossed_with_gga_first() {
    let log = [
        rmc_at("235958", &place(0), "311225"),
        gga_at("235959", &place(1)),
        rmc_at("235959", &place(1), "311225"),
        gga_at("000000", &place(2)),
        rmc_at("000000", &place(2), "010126"),
        gga_at("000001", &place(3)),
    ];
    assert_eq!(
        times(&read(log.concat())),
        [
            "2025-12-31 23:59:58.000",
            "2025-12-31 23:59:59.000",
            "2026-01-01 00:00:00.000",
            "2026-01-01 00:00:01.000",
        ]
    );
}

// 18
#[test]
fn a_head_without_date_is_dated_backwards_even_over_midnight() {
    let log =
        [gga_at("235959", &place(0)), gga_at("000000", &place(1)), rmc_at("000001", &place(2), "010226")];
    assert_eq!(
        times(&read(log.concat())),
        ["2026-01-31 23:59:59.000", "2026-02-01 00:00:00.000", "2026-02-01 00:00:01.000",]
    );
}

#[test]
fn a_valid_rmc_without_date_does_not_undate_the_log() {
    let log = [rmc(0), rmc_at(&clock(1), &place(1), ""), rmc_at(&clock(2), &place(2), "000000"), rmc(3)];
    let times = times(&read(log.concat()));
    assert!(times.len() == 4 && times.iter().all(|time| time.starts_with("2026-01-20")), "{times:?}");
}

#[test]
fn a_file_without_any_date_is_dated_by_the_operator_or_by_nobody() {
    let log: String = (0..3).map(gga).collect();
    let decoded = read(&log);
    assert_eq!((times(&decoded)[0].as_str(), decoded.logs[0].dating.source), ("none", DateSource::None));
    let settings = Settings { recorded_on: Some(day(2026, 1, 20)), ..Settings::default() };
    let decoded = read_with(&log, &settings);
    assert_eq!(times(&decoded)[2], "2026-01-20 10:11:14.000");
    assert_eq!(decoded.logs[0].dating.source, DateSource::Operator);
}

#[test]
fn a_second_run_without_date_takes_that_of_the_first() {
    let log = [walk(3), gga_at("090000", &place(7)), gga_at("090001", &place(8))].concat();
    assert_eq!(times(&read(log))[3], "2026-01-20 09:00:00.000");
}

// 19
#[test]
fn a_missed_week_rollover_is_moved_into_the_campaign_and_nowhere_else() {
    let log = rmc_at("101112", &place(0), "060606");
    assert_eq!(times(&read(&log)), ["2006-06-06 10:11:12.000"]);
    let with = |first, last| {
        let settings = Settings { campaign: Some((first, last)), ..Settings::default() };
        let decoded = read_with(&log, &settings);
        (times(&decoded)[0].clone(), decoded.logs[0].dating.moved_by_week_rollover)
    };
    let moved = with(day(2026, 1, 1), day(2026, 12, 31));
    assert_eq!(moved, ("2026-01-20 10:11:12.000".to_owned(), true));
    let archive = with(day(2006, 1, 1), day(2006, 12, 31));
    assert_eq!(archive, ("2006-06-06 10:11:12.000".to_owned(), false));
    let elsewhere = with(day(2030, 1, 1), day(2030, 12, 31));
    assert_eq!(elsewhere, ("2006-06-06 10:11:12.000".to_owned(), false));
}

// 20
#[test]
fn bogus_dates_before_the_fix_are_not_believed() {
    for bogus in ["060180", "220119", "2208-1", "000000", "311299"] {
        let unfixed = sentence(&format!("GPRMC,101110,V,,,,,,,{bogus},,,N"));
        let log = [unfixed, gga_at("101111", &place(0)), rmc(0), rmc(1)].concat();
        let times = times(&read(log));
        assert!(times.iter().all(|time| time.starts_with("2026-01-20")), "{bogus}: {times:?}");
    }
}

#[test]
fn the_first_day_of_the_gps_is_no_date_even_with_a_fix() {
    let log = rmc_at(&clock(0), &place(0), "060180") + &rmc(1) + &rmc(2);
    assert!(times(&read(log)).iter().all(|time| time.starts_with("2026-01-20")));
}

#[test]
fn the_date_of_zda_wins_over_that_of_rmc() {
    let zda = |step, year| sentence(&format!("GPZDA,{}.00,20,01,{year},00,00", clock(step)));
    let log = [
        zda(0, 2026),
        rmc_at(&clock(0), &place(0), "060606"),
        gga(0),
        rmc_at(&clock(1), &place(1), "060606"),
    ];
    let decoded = read(log.concat());
    assert_eq!(decoded.logs[0].dating.source, DateSource::Zda);
    assert_eq!(times(&decoded), ["2026-01-20 10:11:12.000", "2026-01-20 10:11:13.000"]);
    let after = read([gga(0), zda(0, 2026), gga(1)].concat());
    assert_eq!(times(&after)[1], "2026-01-20 10:11:13.000");
}

// 29
#[test]
fn epochs_of_ten_a_second_and_odd_fractions_stay_apart() {
    let log: String = (0..30)
        .map(|tenth| {
            let time = format!("1011{:02}.{}00", 12 + tenth / 10, tenth % 10);
            rmc_at(&time, &place(tenth), "200126") + &gga_at(&time, &place(tenth))
        })
        .collect();
    let decoded = read(log);
    assert_eq!(decoded.epochs.len(), 30);
    assert_eq!(times(&decoded)[13], "2026-01-20 10:11:13.300");
    let odd = [
        rmc_at("101112.9999", &place(0), "200126"),
        gga_at("101113.000", &place(0)),
        gga_at("101113.9999", &place(1)),
    ];
    let decoded = read(odd.concat());
    assert_eq!(times(&decoded), ["2026-01-20 10:11:13.000", "2026-01-20 10:11:14.000"]);
}

#[test]
fn a_leap_second_and_the_last_instant_of_a_day_are_times() {
    let log = [rmc_at("235960", &place(0), "311216"), rmc_at("000000", &place(1), "010117")];
    assert_eq!(times(&read(log.concat())), ["2016-12-31 23:59:59.999", "2017-01-01 00:00:00.000"]);
}

// 34
#[test]
fn a_local_time_zone_in_zda_is_noted_and_the_time_stays_utc() {
    let zda = |zone: &str| sentence(&format!("GPZDA,101112.00,20,01,2026,{zone}"));
    let decoded = read(zda("-05,30") + &gga(0));
    assert_eq!(
        (times(&decoded)[0].as_str(), decoded.logs[0].local_zone_min),
        ("2026-01-20 10:11:12.000", Some(-330))
    );
    assert_eq!(read(zda("00,00") + &gga(0)).logs[0].local_zone_min, None);
}
