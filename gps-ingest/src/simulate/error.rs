//! What a handheld makes of the truth, instant by instant: the processes behind the parameters of [`Noise`].

use std::f64::consts::TAU;

use geo::Coord;
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

use super::path::Step;
use super::{Injected, Noise, Receiver};

/// One instant as the receiver sees it, and as it was.
#[derive(Debug, Clone, Copy)]
pub(super) struct Observation {
    /// Since the first instant of the log.
    pub(super) time_ms: i64,
    /// Where the receiver is, in metres from the centre.
    pub(super) truth: Coord,
    /// Where it believes to be; `None` before the first fix.
    pub(super) at: Option<Coord>,
    /// How fast it believes to move.
    pub(super) speed_m_s: f64,
    /// Direction of that, degrees clockwise from north.
    pub(super) course_deg: f64,
    /// Horizontal dilution of precision.
    pub(super) hdop: f64,
    /// Satellites in use.
    pub(super) satellites: u32,
    /// What was injected.
    pub(super) injected: Injected,
    /// Whether the receiver searches after having been switched off in the middle of a log.
    pub(super) is_restart: bool,
}

pub(super) fn observe(
    steps: &[Step],
    noise: &Noise,
    receiver: Receiver,
    dice: &mut ChaCha8Rng,
) -> Vec<Observation> {
    let mut observations = Vec::with_capacity(steps.len());
    let search_ms = i64::from(noise.search_s) * 1000;
    let mut searched_ms = 0;
    for session in steps.chunk_by(|_, next| !next.is_switched_on) {
        let first = &session[0];
        for time_ms in (0..search_ms).step_by(1000) {
            observations.push(searching(first, first.time_ms + searched_ms + time_ms, searched_ms > 0));
        }
        searched_ms += search_ms;
        let mut state = State::new(noise, receiver, dice);
        for step in session {
            let observation = state.next(step, dice);
            observations
                .extend(observation.map(|seen| Observation { time_ms: seen.time_ms + searched_ms, ..seen }));
        }
    }
    observations
}

fn searching(step: &Step, time_ms: i64, is_restart: bool) -> Observation {
    Observation {
        time_ms,
        truth: step.at,
        at: None,
        speed_m_s: 0.0,
        course_deg: 0.0,
        hdop: 99.9,
        satellites: 0,
        injected: Injected::Search,
        is_restart,
    }
}

/// A first-order Gauss-Markov process along two axes.
struct GaussMarkov {
    value: Coord,
    sigma: f64,
    correlation_s: f64,
}

impl GaussMarkov {
    fn new(sigma: f64, correlation_s: f64, dice: &mut ChaCha8Rng) -> Self {
        Self { value: normal(sigma, dice), sigma, correlation_s }
    }

    fn next(&mut self, step_s: f64, dice: &mut ChaCha8Rng) -> Coord {
        let keep = (-step_s / self.correlation_s).exp();
        self.value = self.value * keep + normal(self.sigma * (1.0 - keep * keep).sqrt(), dice);
        self.value
    }
}

/// Something that begins now and then and lasts for a while.
#[derive(Default)]
struct Spell {
    left_s: f64,
}

impl Spell {
    /// Whether the spell runs at this step; it may begin with it.
    fn is_on(&mut self, per_s: f64, duration_s: [f64; 2], step_s: f64, dice: &mut ChaCha8Rng) -> bool {
        self.left_s -= step_s;
        if self.left_s <= 0.0 && dice.random_bool((per_s * step_s).min(1.0)) {
            self.left_s = within(duration_s, dice);
        }
        self.left_s > 0.0
    }
}

/// A receiver from switching on to switching off.
struct State<'a> {
    noise: &'a Noise,
    bias: Coord,
    short: GaussMarkov,
    long: GaussMarkov,
    dilution: GaussMarkov,
    cold_start: Coord,
    jump_spell: Spell,
    jump: Coord,
    canopy_spell: Spell,
    cover: f64,
    gap_left_s: f64,
    pins: bool,
    pinned_at: Option<Coord>,
    started_ms: Option<i64>,
    last_ms: i64,
}

impl<'a> State<'a> {
    fn new(noise: &'a Noise, receiver: Receiver, dice: &mut ChaCha8Rng) -> Self {
        let pins = dice.random_bool(noise.pinned_share);
        Self {
            noise,
            bias: normal(noise.bias_sigma_m, dice),
            short: GaussMarkov::new(noise.short_sigma_m, noise.short_correlation_s, dice),
            long: GaussMarkov::new(noise.long_sigma_m, noise.long_correlation_s, dice),
            dilution: GaussMarkov::new(noise.hdop_log_sigma, noise.hdop_correlation_s, dice),
            cold_start: vector(log_within(noise.cold_start_m, dice), dice),
            jump_spell: Spell::default(),
            jump: Coord::zero(),
            canopy_spell: Spell::default(),
            cover: 1.0,
            gap_left_s: 0.0,
            pins: pins && receiver.can_pin(),
            pinned_at: None,
            started_ms: None,
            last_ms: 0,
        }
    }

    /// The next observation, `None` within a gap. Every process runs on through gaps.
    fn next(&mut self, step: &Step, dice: &mut ChaCha8Rng) -> Option<Observation> {
        let noise = self.noise;
        let started_ms = *self.started_ms.get_or_insert(step.time_ms);
        let age_s = seconds(step.time_ms - started_ms);
        let step_s =
            seconds(step.time_ms - std::mem::replace(&mut self.last_ms, step.time_ms).max(started_ms));
        let is_canopy = self.canopy_spell.is_on(noise.canopies_per_s, noise.canopy_s, step_s, dice);
        let cover = self.cover(is_canopy, step_s);
        let dilution = self.dilution.next(step_s, dice).x.exp();
        let is_cold = age_s < noise.cold_start_s && self.cold_start != Coord::zero();
        let steady = self.bias
            + self.short.next(step_s, dice) * (dilution * cover)
            + self.long.next(step_s, dice)
            + normal(noise.white_sigma_m * cover, dice)
            + self.cold_start * cold_share(age_s, noise);
        let (jump, is_jump) = self.jump(step_s, dice);
        let (gap, ends_gap) = self.gap(step_s, dice);
        let spike = spike(noise, dice);
        let velocity = velocity(step, normal(noise.doppler_sigma_m_s, dice));
        let pinned = self.pin(step, step.at + steady + jump, is_cold);
        let injected = [
            (spike.is_some(), Injected::Spike),
            (pinned.is_some(), Injected::Pinned),
            (is_jump, Injected::Jump),
            (is_cold, Injected::ColdStart),
            (ends_gap, Injected::Gap),
            (is_canopy, Injected::Canopy),
        ];
        (!gap).then(|| Observation {
            time_ms: step.time_ms,
            truth: step.at,
            at: Some(pinned.unwrap_or(step.at + steady + jump) + spike.unwrap_or(Coord::zero())),
            speed_m_s: if pinned.is_some() { 0.0 } else { velocity.0 },
            course_deg: velocity.1,
            hdop: (noise.hdop_median * dilution * cover.powf(0.3)).clamp(0.5, 9.9),
            satellites: satellites(noise.hdop_median * dilution * cover.powf(0.3)),
            injected: injected
                .into_iter()
                .find(|(is_on, _)| *is_on)
                .map_or(Injected::None, |(_, injected)| injected),
            is_restart: false,
        })
    }

    /// The offset of a jump, which holds for its spell and then decays, and whether there is one.
    fn jump(&mut self, step_s: f64, dice: &mut ChaCha8Rng) -> (Coord, bool) {
        let noise = self.noise;
        let was_on = self.jump_spell.left_s > step_s;
        let is_on = self.jump_spell.is_on(noise.jumps_per_s, noise.jump_s, step_s, dice);
        if is_on && !was_on {
            self.jump = vector(within(noise.jump_m, dice), dice);
        } else if !is_on {
            self.jump = self.jump * (-step_s / noise.jump_decay_s).exp();
        }
        (self.jump, self.jump.x.hypot(self.jump.y) >= 1.0)
    }

    /// The factor of trees, which come and go within some seconds.
    fn cover(&mut self, is_canopy: bool, step_s: f64) -> f64 {
        const EDGE_S: f64 = 5.0;
        let goal = if is_canopy { self.noise.canopy_factor } else { 1.0 };
        self.cover = goal + (self.cover - goal) * (-step_s / EDGE_S).exp();
        self.cover
    }

    /// Whether this instant lies in a gap, and whether it is the first after one.
    fn gap(&mut self, step_s: f64, dice: &mut ChaCha8Rng) -> (bool, bool) {
        let was_in_gap = self.gap_left_s > 0.0;
        self.gap_left_s -= step_s;
        if self.gap_left_s <= 0.0 && dice.random_bool((self.noise.gaps_per_s * step_s).min(1.0)) {
            self.gap_left_s = log_within(self.noise.gap_s, dice);
        }
        let is_in_gap = self.gap_left_s > 0.0;
        (is_in_gap, was_in_gap && !is_in_gap)
    }

    /// Where the receiver pins its position: where it was when it last moved, once it has settled.
    fn pin(&mut self, step: &Step, at: Coord, is_cold: bool) -> Option<Coord> {
        if !self.pins || is_cold || step.speed_m_s >= self.noise.pinned_below_m_s {
            self.pinned_at = None;
            return None;
        }
        let is_first = self.pinned_at.is_none();
        let pinned = *self.pinned_at.get_or_insert(at);
        (!is_first).then_some(pinned)
    }
}

/// Speed and course of a step, with an error along it and to its right.
fn velocity(step: &Step, error_m_s: Coord) -> (f64, f64) {
    let along_m_s = step.speed_m_s + error_m_s.x;
    let aside_deg = error_m_s.y.atan2(along_m_s).to_degrees();
    (along_m_s.hypot(error_m_s.y), (step.course_deg + aside_deg).rem_euclid(360.0))
}

/// How much of the cold start is left: a decay that has come to nought when it is over.
fn cold_share(age_s: f64, noise: &Noise) -> f64 {
    let decay = |time_s: f64| (-time_s / noise.cold_start_decay_s).exp();
    let end = decay(noise.cold_start_s);
    ((decay(age_s) - end) / (1.0 - end)).max(0.0)
}

fn spike(noise: &Noise, dice: &mut ChaCha8Rng) -> Option<Coord> {
    dice.random_bool(noise.spike_share).then(|| vector(within(noise.spike_m, dice), dice))
}

/// The fewer satellites, the worse the dilution.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 4..=13 before")]
fn satellites(hdop: f64) -> u32 {
    (13.0 - 3.2 * hdop).clamp(4.0, 13.0).round() as u32
}

fn normal(sigma: f64, dice: &mut ChaCha8Rng) -> Coord {
    let mut draw = || -> f64 { StandardNormal.sample(dice) };
    Coord { x: draw() * sigma, y: draw() * sigma }
}

/// A vector of that length in a random direction.
fn vector(length_m: f64, dice: &mut ChaCha8Rng) -> Coord {
    let (sin, cos) = dice.random_range(0.0..TAU).sin_cos();
    Coord { x: length_m * cos, y: length_m * sin }
}

fn within([least, greatest]: [f64; 2], dice: &mut ChaCha8Rng) -> f64 {
    dice.random_range(least..=greatest)
}

/// Spread evenly in the logarithm; nought where the least is.
fn log_within([least, greatest]: [f64; 2], dice: &mut ChaCha8Rng) -> f64 {
    if least <= 0.0 { 0.0 } else { within([least.ln(), greatest.ln()], dice).exp() }
}

#[expect(clippy::cast_precision_loss, reason = "a log has fewer than 2^53 milliseconds")]
fn seconds(time_ms: i64) -> f64 {
    time_ms as f64 / 1000.0
}
