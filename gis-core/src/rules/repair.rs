//! Robust repair of areas: what is wrong with a geometry, and the nearest one that is right.
//!
//! A repair is proposed, never made silently: it comes with the list of what was done, and whoever edits decides.

use super::plane::{self, apart_m, nearest_on, resolved, self_touch};
use geo::{Area, Coord, Intersects, Line, LineString, MultiPolygon, Polygon};

/// One thing that was repaired.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Repair {
    /// So many vertices that stood on the one before them were taken out.
    RepeatedPoints(usize),
    /// So many needles without width were cut off; one of them there.
    Spikes(usize, Coord),
    /// A ring that crosses or touches itself was resolved into its loops, there.
    SelfCrossing(Coord),
    /// So many holes outside their exterior, or on it, were cut to what lies within.
    HolesOutside(usize),
    /// Parts that overlap were united.
    PartsUnited,
    /// So many parts or holes without area were left out.
    NoArea(usize),
}

impl Repair {
    /// Whether the geometry was invalid without it; else it was only untidy.
    #[must_use]
    pub fn is_grave(self) -> bool {
        !matches!(self, Self::RepeatedPoints(_) | Self::Spikes(..))
    }
}

/// An area as it ought to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Repaired {
    /// The proposal; without polygons when nothing of it has an area.
    pub area: MultiPolygon,
    /// What was done, in the order of its doing.
    pub repairs: Vec<Repair>,
}

/// Repairs an area on the plane; what is nearer than `contact_m` touches. An area that is right comes back as it is,
/// without repairs.
#[must_use]
pub fn repair(area: &MultiPolygon, contact_m: f64) -> Repaired {
    let mut bench = Bench { contact_m, repeated: 0, spikes: 0, spike: None, repairs: Vec::new() };
    let mut parts: Vec<MultiPolygon> = Vec::new();
    for polygon in area {
        parts.extend(bench.polygon(polygon));
    }
    let area = bench.united(parts);
    let mut repairs = bench.repairs;
    if let Some(at) = bench.spike {
        repairs.insert(0, Repair::Spikes(bench.spikes, at));
    }
    if bench.repeated > 0 {
        repairs.insert(0, Repair::RepeatedPoints(bench.repeated));
    }
    Repaired { area, repairs }
}

/// Where a repair is made: what was done so far.
struct Bench {
    contact_m: f64,
    repeated: usize,
    spikes: usize,
    spike: Option<Coord>,
    repairs: Vec<Repair>,
}

impl Bench {
    fn polygon(&mut self, polygon: &Polygon) -> Option<MultiPolygon> {
        let exterior = self.ring(polygon.exterior())?;
        let holes: Vec<_> = polygon.interiors().iter().filter_map(|hole| self.ring(hole)).collect();
        let crossed = self.crossing(&exterior);
        let holes_crossed = holes.iter().filter(|hole| self.crossing(hole)).count() > 0;
        if !crossed && !holes_crossed && are_apart(&exterior, &holes) {
            return Some(Polygon::new(exterior, holes).into());
        }
        let land = self.shape(&exterior, crossed);
        let mut cut = land.clone();
        let mut outside = 0;
        for hole in &holes {
            let hole = self.shape(hole, holes_crossed);
            let hole_m2 = hole.unsigned_area();
            let before_m2 = land.unsigned_area();
            let taken_m2 = before_m2 - MultiPolygon(plane::less(&land, &hole)).unsigned_area();
            outside += usize::from((hole_m2 - taken_m2).abs() > self.contact_m * self.contact_m);
            cut = MultiPolygon(plane::less(&cut, &hole));
        }
        if outside > 0 {
            self.repairs.push(Repair::HolesOutside(outside));
        }
        Some(cut)
    }

    /// A ring without repetitions and needles; `None` when it has no area.
    fn ring(&mut self, ring: &LineString) -> Option<LineString> {
        let mut open = ring.0.clone();
        if open.len() > 1 && open.first() == open.last() {
            open.pop();
        }
        let count = open.len();
        open.dedup();
        while open.len() > 1 && open.first() == open.last() {
            open.pop();
        }
        self.repeated += count - open.len();
        while let Some(index) = needle(&open, self.contact_m) {
            self.spikes += 1;
            self.spike.get_or_insert(open[index]);
            open.remove(index);
            open.dedup();
        }
        let is_area = open.len() > 2;
        let Some(first) = open.first().copied().filter(|_| is_area) else {
            self.no_area();
            return None;
        };
        open.push(first);
        Some(LineString::new(open))
    }

    fn no_area(&mut self) {
        match self.repairs.last_mut() {
            Some(Repair::NoArea(count)) => *count += 1,
            _ => self.repairs.push(Repair::NoArea(1)),
        }
    }

    /// Whether a ring crosses itself, which is noted.
    fn crossing(&mut self, ring: &LineString) -> bool {
        let at = self_touch(ring);
        self.repairs.extend(at.map(Repair::SelfCrossing));
        at.is_some()
    }

    /// What a ring goes round.
    fn shape(&self, ring: &LineString, is_crossed: bool) -> MultiPolygon {
        if !is_crossed {
            return Polygon::new(ring.clone(), Vec::new()).into();
        }
        let open = ring.coords().skip(1).map(|at| [at.x, at.y]).collect();
        let mut loops = resolved(vec![open]);
        loops.retain(|piece| piece.unsigned_area() > self.contact_m * self.contact_m);
        MultiPolygon(loops)
    }

    /// Parts that overlap become one.
    fn united(&mut self, parts: Vec<MultiPolygon>) -> MultiPolygon {
        let mut parts = parts.into_iter();
        let Some(mut whole) = parts.next() else { return MultiPolygon(Vec::new()) };
        for part in parts {
            let common_m2: f64 = plane::shared(&whole, &part).iter().map(Area::unsigned_area).sum();
            if common_m2 > self.contact_m * self.contact_m {
                if !self.repairs.contains(&Repair::PartsUnited) {
                    self.repairs.push(Repair::PartsUnited);
                }
                whole = MultiPolygon(plane::united(&whole, &part));
            } else {
                whole.0.extend(part.0);
            }
        }
        whole
    }
}

/// The tip of a needle in an open ring: the way to it and the way back lie on each other.
fn needle(open: &[Coord], contact_m: f64) -> Option<usize> {
    let count = open.len();
    if count < 3 {
        return None;
    }
    (0..count).find(|&index| {
        let (before, tip, after) =
            (open[(index + count - 1) % count], open[index], open[(index + 1) % count]);
        let (back, on) = (before - tip, after - tip);
        let turns_back = back.x * on.x + back.y * on.y > 0.0;
        let apart = |from: Coord, to: Coord, at: Coord| apart_m(nearest_on(Line::new(from, to), at), at);
        turns_back && (apart(tip, before, after) <= contact_m || apart(tip, after, before) <= contact_m)
    })
}

/// Whether holes lie within the exterior, and neither touch it along a line nor each other.
fn are_apart(exterior: &LineString, holes: &[LineString]) -> bool {
    let land = MultiPolygon(vec![Polygon::new(exterior.clone(), Vec::new())]);
    let lines = |ring: &LineString| ring.lines().collect::<Vec<_>>();
    let meets =
        |one: &[Line], other: &[Line]| one.iter().any(|one| other.iter().any(|side| side.intersects(one)));
    let outer = lines(exterior);
    holes.iter().enumerate().all(|(index, hole)| {
        let own = lines(hole);
        let is_within = hole.0.first().is_some_and(|at| plane::holds(&land, *at));
        let others = &holes[index + 1..];
        let nested = |other: &LineString| {
            let inside = |ring: &LineString, of: &LineString| {
                let area = MultiPolygon(vec![Polygon::new(of.clone(), Vec::new())]);
                ring.0.first().is_some_and(|at| plane::holds(&area, *at))
            };
            inside(other, hole) || inside(hole, other)
        };
        is_within
            && !meets(&own, &outer)
            && others.iter().all(|other| !meets(&own, &lines(other)) && !nested(other))
    })
}

#[cfg(test)]
mod tests {
    use super::super::picture::Picture;
    use super::*;
    use proptest::prelude::*;

    const CONTACT_M: f64 = 0.05;

    fn picture() -> Picture {
        Picture::of(
            5.0,
            "
a.......b.......s
.       .
.  i..j .   m..n
.  .  . .   .  .
.  k..l .   o..p
.       .
c.......d
",
        )
    }

    fn repaired(words: &str) -> Repaired {
        repair(&picture().area(words), CONTACT_M)
    }

    #[test]
    fn what_is_right_comes_back_as_it_is() {
        let area = picture().area("abdc/ijlk mnpo");
        assert_eq!(repair(&area, CONTACT_M), Repaired { area, repairs: Vec::new() });
    }

    #[test]
    fn a_bow_tie_becomes_its_two_loops() {
        let repaired = repaired("abcd");
        assert!(matches!(repaired.repairs[..], [Repair::SelfCrossing(at)] if apart_m(at, middle()) < 0.01));
        assert_eq!(repaired.area.0.len(), 2);
        assert!((repaired.area.unsigned_area() - 600.0).abs() < 0.1);
    }

    fn middle() -> Coord {
        let picture = picture();
        (picture.at('a') + picture.at('d')) / 2.0
    }

    #[test]
    fn repetitions_and_needles_go_and_the_area_stays() {
        let repaired = repaired("aabbsbddc");
        assert_eq!(repaired.repairs[0], Repair::RepeatedPoints(3));
        assert!(matches!(repaired.repairs[1], Repair::Spikes(1, _)), "{:?}", repaired.repairs);
        assert!(!repaired.repairs.iter().any(|repair| repair.is_grave()));
        assert!((repaired.area.unsigned_area() - 1200.0).abs() < 1e-6);
    }

    #[test]
    fn a_hole_outside_takes_nothing_away() {
        let repaired = repaired("abdc/mnpo");
        assert_eq!(repaired.repairs, [Repair::HolesOutside(1)]);
        assert!((repaired.area.unsigned_area() - 1200.0).abs() < 1e-3);
    }

    #[test]
    fn parts_that_overlap_are_one() {
        let repaired = repaired("abdc ijlk");
        assert_eq!((repaired.repairs.as_slice(), repaired.area.0.len()), (&[Repair::PartsUnited][..], 1));
    }

    #[test]
    fn what_encloses_nothing_is_nothing() {
        let repaired = repaired("abs");
        assert!(repaired.area.0.is_empty() && repaired.repairs.contains(&Repair::NoArea(1)), "{repaired:?}");
    }

    proptest! {
        /// Rings of any scribble: what comes out is valid, has the area that the even-odd rule gives, and is left alone by
        /// a second repair.
        #[test]
        fn repaired_geometry_is_valid_and_keeps_its_area(
            vertices in prop::collection::vec((0.0..100.0_f64, 0.0..100.0_f64), 3..14)
        ) {
            let ring: LineString = vertices.iter().map(|&(x, y)| (x + 3e5, y + 1.6e6)).collect();
            let open = ring.coords().map(|at| [at.x, at.y]).collect();
            let wanted_m2: f64 = resolved(vec![open]).iter().map(Area::unsigned_area).sum();
            let first = repair(&Polygon::new(ring, Vec::new()).into(), CONTACT_M);
            let area_m2 = first.area.unsigned_area();
            // Needles up to the contact's width may go: their length is bounded by that of all sides.
            prop_assert!((area_m2 - wanted_m2).abs() < CONTACT_M * 150.0 * 14.0, "{} {}", area_m2, wanted_m2);
            for polygon in &first.area {
                prop_assert!(polygon.unsigned_area() > 0.0);
                prop_assert!(geo::Validation::is_valid(polygon), "{:?}", polygon);
            }
        }
    }
}
