//! What becomes of surveys drawn by hand: paths in metres, one position a second, no noise but what a test adds.

use std::fmt::Write;

use geo::Geometry;
use gis_core::survey::{Draft, DraftKind, Grade, Survey, SurveyKind};
use gps_ingest::{Settings, survey};

/// Metres a degree at the place of these tests, 14.791° N.
const METRES_PER_LON_DEG: f64 = 107_650.0;
const METRES_PER_LAT_DEG: f64 = 110_655.0;

/// A survey in the making.
#[derive(Default)]
struct Path {
    log: String,
    time_s: u32,
    at: (f64, f64),
}

impl Path {
    /// Stays for some seconds.
    fn stay(mut self, seconds: u32) -> Self {
        for _ in 0..seconds {
            self.write();
        }
        self
    }

    /// Moves on to a place, east and north of the start in metres, at that speed.
    fn go(mut self, east_m: f64, north_m: f64, speed_m_s: f64) -> Self {
        let (from_east_m, from_north_m) = self.at;
        let length_m = (east_m - from_east_m).hypot(north_m - from_north_m);
        let mut done_m = speed_m_s;
        while done_m < length_m {
            let share = done_m / length_m;
            self.at = (
                from_east_m + (east_m - from_east_m) * share,
                from_north_m + (north_m - from_north_m) * share,
            );
            self.write();
            done_m += speed_m_s;
        }
        self.at = (east_m, north_m);
        self.write();
        self
    }

    /// Walks at 1.2 m/s.
    fn walk(self, east_m: f64, north_m: f64) -> Self {
        self.go(east_m, north_m, 1.2)
    }

    /// Is off by that much for some seconds, where it stands.
    fn jump(mut self, east_m: f64, seconds: u32) -> Self {
        let at = self.at;
        self.at.0 += east_m;
        self = self.stay(seconds);
        self.at = at;
        self
    }

    /// Writes nothing for some seconds.
    fn pause(mut self, seconds: u32) -> Self {
        self.time_s += seconds;
        self
    }

    fn write(&mut self) {
        let clock_s = 36_000 + self.time_s;
        let clock = format!("{:02}{:02}{:02}", clock_s / 3600, clock_s / 60 % 60, clock_s % 60);
        let angle = |degrees: f64, digits: usize| {
            let minutes = degrees * 60.0;
            format!("{:0digits$.0}{:08.5}", (minutes / 60.0).floor(), minutes % 60.0)
        };
        let lat = angle(14.791 + self.at.1 / METRES_PER_LAT_DEG, 2);
        let lon = angle(16.926 - self.at.0 / METRES_PER_LON_DEG, 3);
        let bodies = [
            format!("GPGGA,{clock},{lat},N,{lon},W,1,09,0.9,24.0,M,30.5,M,,"),
            format!("GPRMC,{clock},A,{lat},N,{lon},W,,,200126,,"),
        ];
        for body in bodies {
            let sum = body.bytes().fold(0, |sum, byte| sum ^ byte);
            write!(self.log, "${body}*{sum:02X}\r\n").expect("a String takes all text");
        }
        self.time_s += 1;
    }

    fn survey(&self, kind: SurveyKind) -> Survey {
        survey(self.log.as_bytes(), &Settings { kind, ..Settings::default() }).expect("PROJ works")
    }
}

/// Three sides of a field of 60 m × 50 m.
fn three_sides() -> Path {
    Path::default().stay(30).walk(60.0, 0.0).walk(60.0, 50.0).walk(0.0, 50.0)
}

fn codes(draft: &Draft) -> Vec<&str> {
    draft.findings.iter().map(|finding| finding.code.as_str()).collect()
}

/// The code of the first finding on a log that proposes nothing.
fn refusal(survey: &Survey) -> &str {
    assert!(survey.drafts.is_empty(), "{:?}", survey.drafts);
    survey.report["findings"][0]["code"].as_str().expect("a finding")
}

#[test]
fn a_walk_that_closes_is_a_parcel_of_its_area_without_a_warning() {
    let survey = three_sides().walk(0.0, 2.0).stay(15).survey(SurveyKind::Auto);
    assert_eq!(survey.drafts.len(), 1);
    let draft = &survey.drafts[0];
    assert_eq!((draft.kind, codes(draft)), (DraftKind::Parcel, vec!["area_uncertainty"]));
    assert!(
        draft.area_m2.is_some_and(|area_m2| (area_m2 / 3000.0 - 1.0).abs() < 0.03),
        "{:?}",
        draft.area_m2
    );
}

#[test]
fn a_walk_that_stops_ten_metres_short_is_closed_with_a_warning() {
    let survey = three_sides().walk(0.0, 10.0).survey(SurveyKind::Auto);
    assert!(codes(&survey.drafts[0]).contains(&"ring_loosely_closed"));
}

#[test]
fn a_walk_that_stops_thirty_metres_short_is_no_parcel() {
    assert_eq!(refusal(&three_sides().walk(0.0, 30.0).survey(SurveyKind::Auto)), "ring_open");
}

#[test]
fn what_is_walked_beyond_the_start_is_cut_off() {
    let survey = three_sides().walk(0.0, 0.0).walk(10.0, 0.0).survey(SurveyKind::Parcel);
    assert!(survey.drafts[0].area_m2.is_some_and(|area_m2| (area_m2 / 3000.0 - 1.0).abs() < 0.03));
}

#[test]
fn a_figure_of_eight_is_refused() {
    let eight = Path::default().stay(20).walk(60.0, 50.0).walk(60.0, 0.0).walk(0.0, 50.0).walk(0.0, 0.0);
    assert_eq!(refusal(&eight.survey(SurveyKind::Auto)), "self_crossing");
}

#[test]
fn out_and_back_on_one_line_encloses_nothing() {
    let line = Path::default().stay(20).walk(60.0, 0.0).walk(0.0, 0.0);
    assert_eq!(refusal(&line.survey(SurveyKind::Parcel)), "no_area");
}

#[test]
fn a_walk_with_a_pause_is_one_parcel_that_says_so() {
    let survey = three_sides().pause(100).walk(0.0, 0.0).survey(SurveyKind::Auto);
    assert_eq!(survey.drafts.len(), 1);
    assert!(codes(&survey.drafts[0]).contains(&"gap_bridged"));
    assert_eq!(survey.report["sessions"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_jump_of_some_seconds_is_taken_out_and_counted() {
    let survey = Path::default()
        .stay(30)
        .walk(60.0, 0.0)
        .walk(60.0, 25.0)
        .jump(20.0, 5)
        .walk(60.0, 50.0)
        .walk(0.0, 50.0)
        .walk(0.0, 0.0)
        .survey(SurveyKind::Auto);
    assert_eq!(survey.report["epochs"]["rejected"]["spike"], 5);
    assert!(survey.drafts[0].area_m2.is_some_and(|area_m2| (area_m2 / 3000.0 - 1.0).abs() < 0.03));
}

#[test]
fn a_receiver_that_is_carried_away_still_gives_its_point() {
    let survey = Path::default().stay(60).walk(120.0, 0.0).survey(SurveyKind::MarketAsset);
    let Geometry::Point(point) = survey.drafts[0].geometry else { panic!("a point") };
    let off_m = ((point.x() + 16.926) * METRES_PER_LON_DEG).hypot((point.y() - 14.791) * METRES_PER_LAT_DEG);
    assert!(off_m < 1.0, "{off_m}");
    let sigma_m = survey.drafts[0].sigma_m;
    assert!((1.0..3.0).contains(&sigma_m), "{sigma_m}");
}

#[test]
fn a_stay_of_twenty_seconds_gives_a_point_with_a_warning() {
    let survey = Path::default().stay(21).survey(SurveyKind::MarketAsset);
    // A log without noise looks like a receiver that repeats itself.
    assert_eq!(codes(&survey.drafts[0]), ["short_stay", "pinned"]);
}

#[test]
fn a_point_in_the_morning_and_a_drive_later_are_two_drafts_of_one_log() {
    let survey = Path::default().stay(90).pause(3600).go(2000.0, 0.0, 12.0).survey(SurveyKind::Auto);
    let kinds: Vec<DraftKind> = survey.drafts.iter().map(|draft| draft.kind).collect();
    assert_eq!(kinds, [DraftKind::MarketAsset, DraftKind::Road]);
    let length_m = survey.drafts[1].length_m.expect("a length");
    // The first seconds after the pause are dropped: the receiver had to find its satellites again.
    assert!((1800.0..2001.0).contains(&length_m), "{length_m}");
}

#[test]
fn a_small_plot_walked_in_under_a_minute_keeps_all_its_sides() {
    let plot = Path::default().stay(30).walk(15.0, 0.0).walk(15.0, 15.0).walk(0.0, 15.0).walk(0.0, 0.0);
    let survey = plot.survey(SurveyKind::Parcel);
    assert!(survey.drafts[0].area_m2.is_some_and(|area_m2| (area_m2 / 225.0 - 1.0).abs() < 0.1));
}

#[test]
fn a_fragment_is_too_short_for_anything() {
    assert_eq!(refusal(&Path::default().stay(12).survey(SurveyKind::Auto)), "too_short");
}

#[test]
fn a_road_walked_on_foot_is_a_road_when_the_surveyor_says_so() {
    let survey = Path::default().walk(150.0, 0.0).survey(SurveyKind::Road);
    assert_eq!(survey.drafts.len(), 1);
    assert!(matches!(survey.drafts[0].geometry, Geometry::LineString(_)));
}

#[test]
fn a_receiver_that_repeats_its_position_has_a_point_and_no_track() {
    let survey = Path::default().stay(90).survey(SurveyKind::Auto);
    assert_eq!(survey.track, None);
    assert_eq!(survey.drafts[0].kind, DraftKind::MarketAsset);
    assert!(survey.report["track"].is_null());
}

#[test]
fn a_track_has_no_vertex_twice_and_leaves_sessions_in_one_place_out() {
    let survey = Path::default().stay(60).pause(600).walk(60.0, 0.0).stay(20).survey(SurveyKind::Auto);
    let track = survey.track.expect("a track");
    assert_eq!(track.geometry.0.len(), 1);
    assert!(track.geometry.0[0].lines().all(|side| side.start != side.end));
    assert!(track.started_at > "2026-01-20T10:05:00Z".parse().ok(), "{:?}", track.started_at);
}

/// What a finding of the whole log says, empty when there is none of that code.
fn said<'a>(survey: &'a Survey, code: &str) -> &'a str {
    let findings = survey.report["findings"].as_array().expect("findings");
    let finding = findings.iter().find(|finding| finding["code"] == code);
    finding.and_then(|finding| finding["message"]["en"].as_str()).unwrap_or_default()
}

#[test]
fn a_log_proposes_only_so_many_drafts_and_says_so() {
    let stays = (0..5).fold(Path::default(), |path, _| path.stay(12).pause(301));
    let drafts = |drafts_max| {
        let mut settings = Settings { kind: SurveyKind::MarketAsset, ..Settings::default() };
        settings.thresholds.feature.drafts_max = drafts_max;
        survey(stays.log.as_bytes(), &settings).expect("PROJ works")
    };
    assert_eq!((drafts(5).drafts.len(), said(&drafts(5), "too_many_drafts")), (5, ""));
    assert_eq!(drafts(3).drafts.len(), 3);
    assert!(said(&drafts(3), "too_many_drafts").contains("more than 3 features"));
    let in_report = drafts(3).report["drafts"].as_array().map(Vec::len);
    assert_eq!(in_report, Some(3));
}

#[test]
fn a_report_lists_the_first_sessions_and_counts_them_all() {
    let survey = (0..210).fold(Path::default(), |path, _| path.stay(3).pause(90)).survey(SurveyKind::Auto);
    assert_eq!(survey.report["sessions"].as_array().map(Vec::len), Some(200));
    assert!(said(&survey, "sessions_not_listed").contains("210 sessions"));
}

#[test]
fn named_points_need_no_track_and_may_lie_anywhere() {
    let gpx = r#"<?xml version="1.0"?><gpx version="1.1" creator="test" xmlns="http://www.topografix.com/GPX/1/1">
        <wpt lat="14.791" lon="-16.926"><name>Borne &amp; puits</name></wpt>
        <wpt lat="-33.9" lon="151.2"><name>Loin</name></wpt></gpx>"#;
    let survey = survey(gpx.as_bytes(), &Settings::default()).expect("PROJ works");
    let names: Vec<_> = survey.drafts.iter().map(|draft| draft.name.as_deref()).collect();
    assert_eq!(names, [Some("Borne & puits"), Some("Loin")]);
    assert!(survey.drafts.iter().all(|draft| draft.grading.grade == Grade::C));
}

#[test]
fn two_parcels_and_a_stay_in_one_log_are_three_drafts() {
    let survey = Path::default()
        .stay(30)
        .walk(60.0, 0.0)
        .walk(60.0, 50.0)
        .walk(0.0, 50.0)
        .walk(0.0, 0.0)
        .stay(20)
        .walk(150.0, -40.0)
        .stay(60)
        .walk(300.0, 0.0)
        .stay(20)
        .walk(340.0, 0.0)
        .walk(340.0, 40.0)
        .walk(300.0, 40.0)
        .walk(300.0, 0.0)
        .stay(20)
        .survey(SurveyKind::Auto);
    let kinds: Vec<DraftKind> = survey.drafts.iter().map(|draft| draft.kind).collect();
    assert_eq!(kinds, [DraftKind::Parcel, DraftKind::MarketAsset, DraftKind::Parcel]);
}

#[test]
fn a_way_out_and_back_by_car_is_one_road_of_two_passes() {
    let survey = Path::default()
        .stay(40)
        .go(900.0, 0.0, 10.0)
        .stay(5)
        .go(0.0, 3.0, 10.0)
        .stay(10)
        .survey(SurveyKind::Auto);
    assert_eq!(survey.drafts.len(), 1);
    assert_eq!((survey.drafts[0].kind, survey.drafts[0].pass_count), (DraftKind::Road, 2));
}

#[test]
fn corners_that_are_held_stay_corners_with_their_own_deviation() {
    let held =
        Path::default().stay(30).walk(60.0, 0.0).stay(15).walk(60.0, 50.0).stay(15).walk(0.0, 50.0).stay(15);
    let survey = held.walk(0.0, 0.0).stay(20).survey(SurveyKind::Parcel);
    let corners = &survey.drafts[0].corners;
    assert_eq!(corners.len(), 4, "{corners:?}");
    assert!(corners.iter().all(|corner| corner.sigma_m > 1.0 && corner.held_s >= 5.0));
}

#[test]
fn a_slow_log_of_a_position_each_ten_seconds_is_a_track_all_the_same() {
    let corners = [(0.0, 0.0), (120.0, 0.0), (120.0, 100.0), (0.0, 100.0), (0.0, 0.0)];
    let mut path = Path::default();
    for pair in corners.windows(2) {
        for step in 0..10 {
            let share = f64::from(step) / 10.0;
            path.at =
                (pair[0].0 + (pair[1].0 - pair[0].0) * share, pair[0].1 + (pair[1].1 - pair[0].1) * share);
            path.write();
            path = path.pause(9);
        }
    }
    path.at = (0.0, 0.0);
    path.write();
    let survey = path.survey(SurveyKind::Parcel);
    assert_eq!(survey.drafts.len(), 1, "{}", survey.report["summary"]["en"]);
    let area_m2 = survey.drafts[0].area_m2.expect("an area");
    assert!((area_m2 / 12_000.0 - 1.0).abs() < 0.1, "{area_m2}");
}

#[test]
fn two_fields_that_meet_in_a_corner_are_two_parcels() {
    let survey = Path::default()
        .stay(30)
        .walk(60.0, 0.0)
        .walk(60.0, 50.0)
        .walk(0.0, 50.0)
        .walk(0.0, 0.0)
        .stay(20)
        .walk(-60.0, 0.0)
        .walk(-60.0, -50.0)
        .walk(0.0, -50.0)
        .walk(0.0, 0.0)
        .stay(20)
        .survey(SurveyKind::Parcel);
    assert_eq!(survey.drafts.len(), 2);
    assert!(
        survey.drafts.iter().all(|draft| draft.area_m2.is_some_and(|m2| (m2 / 3000.0 - 1.0).abs() < 0.05))
    );
}
