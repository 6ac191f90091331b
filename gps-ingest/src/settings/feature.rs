//! Limits on what becomes a parcel, a road or a point.

use gis_core::limits;

limits! {
    /// Limits on the features of a log as a whole.
    FeatureLimits {
        /// Sessions with a pause up to this between them are one outing (a battery change, a tree).
        outing_gap_max_s: f64 = 300.0,
        /// A stay within so long of a drive is a wait in the vehicle: getting out and away takes longer.
        alight_s: f64 = 20.0,
        /// Nothing is made of a shorter stretch unless the surveyor says what it is.
        auto_min_s: f64 = 30.0,
        /// No log proposes more: a day's survey gives some dozens, people decide on each, and the register counts
        /// the drafts of a log in 15 bits.
        drafts_max: usize = 1000,
    }
}

limits! {
    /// Limits on boundary walks.
    BoundaryLimits {
        /// Before the first stop and after the last one, at most so long, the surveyor is not yet or no longer on
        /// the boundary: the receiver settles, or is carried away.
        lead_max_s: f64 = 60.0,
        /// A ring whose ends meet within this is closed silently: the noise of two fixes some minutes apart.
        closure_silent_m: f64 = 5.0,
        /// A ring whose ends meet within this is closed with a warning; beyond, it is open.
        closure_max_m: f64 = 15.0,
        /// The end of the ring is looked for after this share of the length.
        closure_search_share: f64 = 0.8,
        /// A path that has come back to its start and stays this near to its first lap is a second lap: two fixes of
        /// one place, some minutes apart, differ by no more (twice what closes silently).
        lap_apart_max_m: f64 = 10.0,
        /// Loops up to this area, made by noise where the walk crosses itself, are removed.
        loop_max_m2: f64 = 25.0,
        /// … and no more than this share of the parcel together: beyond, the walk is a scribble.
        loops_max_share: f64 = 0.1,
        /// A ring of more corners than this is refused: the boundary of a square kilometre has some hundreds, and
        /// the search for crossings must stay bounded.
        ring_vertices_max: usize = 4_000,
        /// A ring longer than so many times the hull around it is refused: four laps round an indented field are
        /// shorter.
        ring_length_max_hulls: f64 = 8.0,
        /// Simplification: below the noise, so that corners stay.
        tolerance_m: f64 = 1.0,
        /// The surveyor stands this long at the start and end of a walk that is one of several in a log: shorter
        /// stops happen anywhere.
        anchor_min_s: f64 = 10.0,
        /// A shorter ring within a longer log is no parcel, but a turn on the spot.
        ring_min_m: f64 = 50.0,
    }
}

limits! {
    /// Limits on roads.
    RoadLimits {
        /// Simplification: what it moves a line by must vanish beside what several passes leave of their errors.
        tolerance_m: f64 = 0.5,
        /// Shortest road.
        length_min_m: f64 = 30.0,
        /// Longest way that is cut into roads: a day on wheels.
        length_max_m: f64 = 1_000_000.0,
        /// Most passes of a campaign: a day's drives give some dozens.
        passes_max: usize = 2_000,
        /// A road that gained fewer fixes than this is none.
        epochs_min: usize = 5,
        /// A turn of more than this within a short way is a U-turn: the way back is another pass.
        u_turn_min_deg: f64 = 150.0,
        /// … between this way before and after.
        u_turn_reach_m: f64 = 30.0,
        /// A gap longer than this is driven along a curve …
        gap_min_s: f64 = 2.0,
        /// … when its way is as long as the speeds before and after say, but for this share: else somebody stopped in it.
        gap_way_share: f64 = 0.2,
        /// Distance between cross-sections.
        section_m: f64 = 5.0,
        /// Passes of one road lie this near to each other: two fixes at 95 %, and the width of a road.
        group_apart_max_m: f64 = 20.0,
        /// … and go the same way or the other, over this share of the shorter one.
        group_share_min: f64 = 0.8,
        /// Passes in opposite directions farther apart than this are the two carriageways of one road.
        carriageway_apart_min_m: f64 = 8.0,
        /// An end this near to another road meets it.
        junction_reach_m: f64 = 15.0,
    }
}

limits! {
    /// Limits on points.
    PointLimits {
        /// A point needs this long to be more than a single fix.
        duration_min_s: f64 = 10.0,
        /// A shorter stay gives a point with a warning (survey practice asks for a minute).
        short_s: f64 = 30.0,
        /// Of a log that holds other things, a stay this long is a point.
        stay_min_s: f64 = 45.0,
        /// A point is averaged from what lies within this of the running median (walk-away is left out).
        radius_m: f64 = 8.0,
        /// A receiver that repeats its position this often is pinned: its fixes are one fix.
        pinned_share_min: f64 = 0.5,
        /// … or whose fixes spread no more than this.
        pinned_spread_max_m: f64 = 0.2,
        /// Standard deviation of a waypoint, which carries no statement of its worth: one fix of a handheld, and
        /// the hand that pressed the button.
        waypoint_sigma_m: f64 = 5.0,
    }
}

limits! {
    /// What a draft must be for its grade. Relative deviations follow practice of rural cadastres: one in twenty is
    /// good, one in ten asks for a second walk.
    GradeLimits {
        /// Smallest parcel: below, the noise of a handheld is as large as the plot.
        parcel_area_min_m2: f64 = 200.0,
        /// Largest standard deviation of an area, as a share of it, for grade A.
        area_sd_share_a: f64 = 0.05,
        /// … for grade B; beyond, the parcel wants a second walk.
        area_sd_share_b: f64 = 0.1,
        /// … for grade C; beyond, the figure is no area.
        area_sd_share_c: f64 = 0.3,
        /// Largest standard deviation of a road's position per axis for grade A: several passes.
        road_sigma_a_m: f64 = 1.5,
        /// … for grade B: one pass under open sky.
        road_sigma_b_m: f64 = 3.0,
        /// Largest standard deviation of a point's position per axis for grade A.
        point_sigma_a_m: f64 = 2.2,
        /// … for grade B.
        point_sigma_b_m: f64 = 3.5,
    }
}
