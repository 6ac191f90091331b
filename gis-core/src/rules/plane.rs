//! Geometry on the plane that rules share: distances, widths, samples along lines, overlays. All in metres.

use geo::{
    Area, ConvexHull, Coord, Euclidean, InteriorPoint, Intersects, Length, Line, LineString, MultiPolygon,
    Polygon,
};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::core::solver::Solver;
use i_overlay::float::overlay::{FloatOverlay, OverlayOptions};

/// Rings of polygons as the overlay takes them.
type Rings = Vec<Vec<Vec<[f64; 2]>>>;

/// Area of polygons, holes taken off.
pub(super) fn area_m2(area: &MultiPolygon) -> f64 {
    area.unsigned_area()
}

/// The sides of all rings.
pub(super) fn sides(area: &MultiPolygon) -> impl Iterator<Item = Line> {
    area.iter().flat_map(|polygon| {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        rings.flat_map(LineString::lines)
    })
}

/// The place on a line that is nearest to another.
pub(super) fn nearest_on(line: Line, to: Coord) -> Coord {
    let along = line.end - line.start;
    let length2 = along.x * along.x + along.y * along.y;
    if length2 == 0.0 {
        return line.start;
    }
    let from_start = to - line.start;
    let share = (from_start.x * along.x + from_start.y * along.y) / length2;
    line.start + along * share.clamp(0.0, 1.0)
}

/// Distance between two places.
pub(super) fn apart_m(one: Coord, other: Coord) -> f64 {
    (one.x - other.x).hypot(one.y - other.y)
}

/// The place on some lines that is nearest to another, with its distance and its line.
pub(super) fn nearest(lines: impl Iterator<Item = Line>, to: Coord) -> Option<(f64, Coord, Line)> {
    let distances = lines.map(|line| {
        let at = nearest_on(line, to);
        (apart_m(at, to), at, line)
    });
    distances.min_by(|one, other| one.0.total_cmp(&other.0))
}

/// The least distance between two sets of lines, and where on the first.
pub(super) fn gap(ones: &[Line], others: &[Line]) -> Option<(f64, Coord)> {
    let mut least: Option<(f64, Coord)> = None;
    for one in ones {
        for other in others {
            if one.intersects(other) {
                return Some((0.0, crossing(*one, *other)));
            }
            let ends = [
                (nearest_on(*one, other.start), other.start),
                (nearest_on(*one, other.end), other.end),
                (one.start, nearest_on(*other, one.start)),
                (one.end, nearest_on(*other, one.end)),
            ];
            for (at, there) in ends {
                let distance_m = apart_m(at, there);
                if least.is_none_or(|(found_m, _)| distance_m < found_m) {
                    least = Some((distance_m, at));
                }
            }
        }
    }
    least
}

/// Where two lines that meet do so; the nearest end where they lie on each other.
pub(super) fn crossing(one: Line, other: Line) -> Coord {
    let (along, across) = (one.end - one.start, other.end - other.start);
    let cross = along.x * across.y - along.y * across.x;
    if cross.abs() < 1e-12 {
        return nearest_on(one, other.start);
    }
    let between = other.start - one.start;
    let share = (between.x * across.y - between.y * across.x) / cross;
    one.start + along * share.clamp(0.0, 1.0)
}

/// Whether a place lies within polygons, by the crossings of a ray eastwards.
pub(super) fn holds(area: &MultiPolygon, at: Coord) -> bool {
    sides(area).filter(|side| ray_meets(*side, at)).count() % 2 == 1
}

/// Whether a ray from a place eastwards meets a side; a side holds its lower end and not its upper one.
pub(super) fn ray_meets(side: Line, from: Coord) -> bool {
    let (start, end) = (side.start, side.end);
    (start.y > from.y) != (end.y > from.y)
        && from.x < start.x + (from.y - start.y) * (end.x - start.x) / (end.y - start.y)
}

/// What two areas share.
pub(super) fn shared(one: &MultiPolygon, other: &MultiPolygon) -> Vec<Polygon> {
    overlaid(&rings(one), &rings(other), OverlayRule::Intersect)
}

/// What rings go round, by the even-odd rule, as polygons that are valid.
pub(super) fn resolved(rings: Vec<Vec<[f64; 2]>>) -> Vec<Polygon> {
    overlaid(&vec![rings], &Vec::new(), OverlayRule::Subject)
}

/// Both areas as one.
pub(super) fn united(one: &MultiPolygon, other: &MultiPolygon) -> Vec<Polygon> {
    overlaid(&rings(one), &rings(other), OverlayRule::Union)
}

/// The first area less the second.
pub(super) fn less(one: &MultiPolygon, other: &MultiPolygon) -> Vec<Polygon> {
    overlaid(&rings(one), &rings(other), OverlayRule::Difference)
}

/// Polygons that are valid in OGC's sense: rings that touch themselves are cut there.
fn overlaid(one: &Rings, other: &Rings, rule: OverlayRule) -> Vec<Polygon> {
    let options = OverlayOptions::<f64, i64>::ogc();
    let mut overlay = FloatOverlay::from_subj_and_clip_custom(one, other, options, Solver::default());
    polygons(overlay.overlay(rule, FillRule::EvenOdd))
}

fn rings(area: &MultiPolygon) -> Rings {
    let open = |ring: &LineString| ring.coords().skip(1).map(|at| [at.x, at.y]).collect();
    let of = |polygon: &Polygon| {
        std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(open).collect()
    };
    area.iter().map(of).collect()
}

fn polygons(shapes: Rings) -> Vec<Polygon> {
    let polygon = |shape: Vec<Vec<[f64; 2]>>| {
        let mut rings = shape.into_iter().map(LineString::from);
        Some(Polygon::new(rings.next()?, rings.collect()))
    };
    shapes.into_iter().filter_map(polygon).collect()
}

/// Outer perimeter of a polygon.
pub(super) fn perimeter_m(polygon: &Polygon) -> f64 {
    Euclidean.length(polygon.exterior())
}

/// How wide a polygon is: the shorter side of the rectangle of the same area and perimeter; of what is rounder than
/// any rectangle, the side of the square. The perimeter is that of the hull, which does not grow with the jags of a
/// survey.
pub(super) fn width_m(polygon: &Polygon) -> f64 {
    let area_m2 = polygon.unsigned_area();
    let half_m = perimeter_m(&polygon.convex_hull()) / 2.0;
    let under_root = half_m * half_m - 4.0 * area_m2;
    if under_root <= 0.0 { area_m2.sqrt() } else { (half_m - under_root.sqrt()) / 2.0 }
}

/// A place within a polygon.
pub(super) fn inner(polygon: &Polygon) -> Coord {
    polygon.interior_point().map_or_else(|| polygon.exterior().0[0], |point| point.0)
}

/// Places along a line, at most so far apart, with the direction of the line there; its ends are among them.
pub(super) fn samples(line: &LineString, step_m: f64) -> Vec<(Coord, Coord)> {
    let mut places = Vec::new();
    for side in line.lines() {
        let along = side.end - side.start;
        let length_m = along.x.hypot(along.y);
        if length_m == 0.0 {
            continue;
        }
        let direction = along / length_m;
        let count = steps(length_m, step_m);
        places.extend(
            (0..count).map(|index| (side.start + along * (f64::from(index) / f64::from(count)), direction)),
        );
        if Some(&side.end) == line.0.last() {
            places.push((side.end, direction));
        }
    }
    places
}

/// How many steps cover a length; bounded, so that no line takes for ever.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 1 to 2000 first")]
fn steps(length_m: f64, step_m: f64) -> u32 {
    (length_m / step_m).ceil().clamp(1.0, 2000.0) as u32
}

/// A side of the compass, as it stands after "is": "au nord", "to the north".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Side {
    pub(super) fr: &'static str,
    pub(super) en: &'static str,
}

const fn side(fr: &'static str, en: &'static str) -> Side {
    Side { fr, en }
}

/// The eight sides, from east counter-clockwise.
const SIDES: [Side; 8] = [
    side("à l'est", "to the east"),
    side("au nord-est", "to the north-east"),
    side("au nord", "to the north"),
    side("au nord-ouest", "to the north-west"),
    side("à l'ouest", "to the west"),
    side("au sud-ouest", "to the south-west"),
    side("au sud", "to the south"),
    side("au sud-est", "to the south-east"),
];

/// On which side of one place another lies.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 8")]
pub(super) fn heading(from: Coord, to: Coord) -> Side {
    let turn = (to.y - from.y).atan2(to.x - from.x) / std::f64::consts::TAU;
    let eighth = (turn.rem_euclid(1.0) * 8.0).round() as usize;
    SIDES[eighth % SIDES.len()]
}

/// The first place where a chain of sides touches itself other than from one side to the next. Sides are compared
/// from west to east, so that each meets only those beside it.
pub(super) fn self_touch(line: &LineString) -> Option<Coord> {
    let mut sides: Vec<(usize, Line)> = line.lines().enumerate().collect();
    let (count, is_ring) = (sides.len(), line.is_closed());
    let west = |side: &Line| side.start.x.min(side.end.x);
    let east = |side: &Line| side.start.x.max(side.end.x);
    sides.sort_by(|(_, one), (_, other)| west(one).total_cmp(&west(other)));
    for (place, (index, one)) in sides.iter().enumerate() {
        let beside = sides[place + 1..].iter().take_while(|(_, other)| west(other) <= east(one));
        for (other_index, other) in beside {
            let follows = |a: usize, b: usize| a + 1 == b || (is_ring && a + 1 == count && b == 0);
            let touches = if follows(*index, *other_index) {
                turns_back(one, other)
            } else if follows(*other_index, *index) {
                turns_back(other, one)
            } else {
                one.intersects(other)
            };
            if touches {
                return Some(crossing(*one, *other));
            }
        }
    }
    None
}

/// Whether a side and the next one share more than their common vertex.
fn turns_back(side: &Line, next: &Line) -> bool {
    side.intersects(&next.end) || next.intersects(&side.start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::polygon;
    use proptest::prelude::*;

    #[test]
    fn a_strip_is_as_wide_as_it_is_and_a_square_as_its_side() {
        let strip = polygon![(x: 0.0, y: 0.0), (x: 40.0, y: 0.0), (x: 40.0, y: 0.5), (x: 0.0, y: 0.5)];
        let square = polygon![(x: 0.0, y: 0.0), (x: 9.0, y: 0.0), (x: 9.0, y: 9.0), (x: 0.0, y: 9.0)];
        assert!((width_m(&strip) - 0.5).abs() < 1e-9);
        assert!((width_m(&square) - 9.0).abs() < 1e-6);
    }

    #[test]
    fn the_sides_of_the_compass_are_where_they_should_be() {
        let from = Coord { x: 10.0, y: 10.0 };
        assert_eq!(heading(from, Coord { x: 10.0, y: 20.0 }).en, "to the north");
        assert_eq!(heading(from, Coord { x: 0.0, y: 10.0 }).fr, "à l'ouest");
        assert_eq!(heading(from, Coord { x: 20.0, y: 0.0 }).fr, "au sud-est");
    }

    #[test]
    fn what_two_squares_share_is_a_square() {
        let square = |west: f64| -> MultiPolygon {
            polygon![(x: west, y: 0.0), (x: west + 10.0, y: 0.0), (x: west + 10.0, y: 10.0), (x: west, y: 10.0)].into()
        };
        let common = shared(&square(300_000.0), &square(300_007.0));
        assert!((common[0].unsigned_area() - 30.0).abs() < 1e-6, "{common:?}");
        assert!(shared(&square(0.0), &square(10.0)).is_empty());
    }

    proptest! {
        #[test]
        fn a_ray_tells_inside_from_outside(x in -1.0..11.0_f64, y in -1.0..11.0_f64) {
            let square: MultiPolygon =
                polygon![(x: 0.0, y: 0.0), (x: 10.0, y: 0.0), (x: 10.0, y: 10.0), (x: 0.0, y: 10.0)].into();
            let is_inside = (0.0..10.0).contains(&x) && (0.0..10.0).contains(&y);
            prop_assert_eq!(holds(&square, Coord { x, y }), is_inside);
        }
    }
}
