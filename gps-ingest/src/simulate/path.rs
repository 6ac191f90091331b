//! The true path of a survey: where the receiver was at each step, in metres from the centre.

mod drive;
mod walk;

use geo::{Coord, Geometry, Point};
use gis_core::survey::DraftKind;
use rand_chacha::ChaCha8Rng;

use super::{LogKind, LogRequest};

/// Where the receiver was, and what there is to find.
pub(super) struct Path {
    /// Rising in time.
    pub(super) steps: Vec<Step>,
    /// The parcels, roads or points.
    pub(super) shapes: Vec<Shape>,
}

/// One instant of the receiver's life.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    /// Since the receiver was first switched on, without the time of its searches.
    pub(super) time_ms: i64,
    pub(super) at: Coord,
    /// How fast it moved since the last step.
    pub(super) speed_m_s: f64,
    /// Direction of that, degrees clockwise from north.
    pub(super) course_deg: f64,
    /// Whether the receiver was off before.
    pub(super) is_switched_on: bool,
}

/// Something true, in metres from the centre.
pub(super) struct Shape {
    pub(super) kind: DraftKind,
    pub(super) geometry: Geometry,
}

pub(super) fn path(request: &LogRequest, shape_dice: &mut ChaCha8Rng, manner_dice: &mut ChaCha8Rng) -> Path {
    let mut carrier = Carrier::new(request);
    let shapes = match request.kind {
        LogKind::BoundaryWalk { area_ha } => {
            let outline = walk::outline(area_ha, Coord::zero(), shape_dice);
            vec![walk::round(&mut carrier, outline, request, manner_dice)]
        }
        LogKind::RoadDrive { length_m } => {
            let line = drive::line(length_m, shape_dice);
            vec![drive::along(&mut carrier, line, request, manner_dice)]
        }
        LogKind::StaticPoint { duration_s } => {
            carrier.stand(f64::from(request.wait_s) + f64::from(duration_s));
            vec![point(Coord::zero())]
        }
        LogKind::Campaign { area_ha } => campaign(&mut carrier, area_ha, request, shape_dice, manner_dice),
    };
    Path { steps: carrier.steps, shapes }
}

fn point(at: Coord) -> Shape {
    Shape { kind: DraftKind::MarketAsset, geometry: Geometry::from(Point::from(at)) }
}

fn campaign(
    carrier: &mut Carrier,
    area_ha: f64,
    request: &LogRequest,
    shape_dice: &mut ChaCha8Rng,
    manner_dice: &mut ChaCha8Rng,
) -> Vec<Shape> {
    const WAY_M_S: f64 = 1.3;
    const POINT_S: f64 = 120.0;
    const OFF_MS: i64 = 600_000;
    let apart_m = 250.0 + 100.0 * area_ha.sqrt();
    let [first, second] =
        [-apart_m, apart_m].map(|east_m| walk::outline(area_ha, Coord { x: east_m, y: 0.0 }, shape_dice));
    let first = walk::round(carrier, first, request, manner_dice);
    carrier.go(Coord::zero(), |_| WAY_M_S);
    carrier.stand(POINT_S);
    carrier.switch_off(OFF_MS);
    let second = walk::round(carrier, second, request, manner_dice);
    vec![first, point(Coord::zero()), second]
}

/// Carries the receiver along and notes each step.
struct Carrier {
    steps: Vec<Step>,
    step_ms: i64,
    time_ms: i64,
    at: Option<Coord>,
    is_switched_on: bool,
}

impl Carrier {
    fn new(request: &LogRequest) -> Self {
        let step_ms = request.receiver.step_ms();
        Self { steps: Vec::new(), step_ms, time_ms: 0, at: None, is_switched_on: true }
    }

    /// How long a step is.
    #[expect(clippy::cast_precision_loss, reason = "a step is at most a second")]
    fn step_s(&self) -> f64 {
        self.step_ms as f64 / 1000.0
    }

    /// Where the next step begins.
    fn place(&mut self, at: Coord) {
        self.at = Some(at);
    }

    fn here(&self) -> Coord {
        self.at.unwrap_or(Coord::zero())
    }

    fn step_to(&mut self, to: Coord) {
        let way = to - self.here();
        self.steps.push(Step {
            time_ms: self.time_ms,
            at: to,
            speed_m_s: way.x.hypot(way.y) / self.step_s(),
            course_deg: way.x.atan2(way.y).to_degrees().rem_euclid(360.0),
            is_switched_on: std::mem::take(&mut self.is_switched_on),
        });
        self.at = Some(to);
        self.time_ms += self.step_ms;
    }

    /// Stays for some time.
    fn stand(&mut self, duration_s: f64) {
        let until_ms = self.time_ms + milliseconds(duration_s);
        while self.time_ms < until_ms {
            self.step_to(self.here());
        }
    }

    /// Goes straight, at a speed that is asked at each step with the step's length; the last step is shorter.
    fn go(&mut self, to: Coord, mut speed_m_s: impl FnMut(f64) -> f64) {
        let start = self.here();
        let whole = to - start;
        let length_m = whole.x.hypot(whole.y);
        let step_s = self.step_s();
        let mut done_m = speed_m_s(step_s) * step_s;
        while done_m < length_m {
            self.step_to(start + whole * (done_m / length_m));
            done_m += speed_m_s(step_s) * step_s;
        }
        self.step_to(to);
    }

    fn switch_off(&mut self, pause_ms: i64) {
        self.time_ms += pause_ms;
        self.is_switched_on = true;
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a log lasts days, not ages")]
fn milliseconds(duration_s: f64) -> i64 {
    (duration_s * 1000.0).round() as i64
}
