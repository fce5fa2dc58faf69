//! The drawing of a funnel plot: curves of the limits, a line for the common rate, a dot per group.

use super::{
    canvas::{self, Anchor, BAR, Canvas, FAINT, INK, WIDTH},
    funnel::Point,
};
use crate::{
    rank::Spread,
    report::{
        numbers::{count, percent},
        shown::{cut, visible},
    },
};

const HEIGHT: u32 = 330;
const LEFT: i32 = 62;
const RIGHT: i32 = 690;
const TOP: i32 = 14;
const BASE: i32 = 285;
/// Steps of a curve.
const STEPS: u64 = 60;
/// Dots that a page can carry; those that stand out come first.
const MAX_DOTS: usize = 60;
/// Names written beside dots.
const MAX_NAMES: usize = 5;

/// What the axes show: numbers judged from 0, and rates from 0.
struct Axes {
    most: u64,
    highest: f64,
}

impl Axes {
    fn x(&self, of: u64) -> i32 {
        #[expect(clippy::cast_precision_loss, reason = "a count of cases as a place on an axis")]
        let share = of as f64 / self.most.max(1) as f64;
        LEFT + pixels(share, RIGHT - LEFT)
    }

    fn y(&self, rate: f64) -> i32 {
        BASE - pixels(rate / self.highest, BASE - TOP)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the result is clamped to the size of a chart")]
fn pixels(share: f64, full: i32) -> i32 {
    (share * f64::from(full)).round().clamp(0.0, f64::from(full)) as i32
}

/// Draws the points, the first ones on top; returns the drawing and its size.
pub(super) fn draw(spread: &Spread, points: &[Point]) -> (String, (u32, u32)) {
    let fewest = points.iter().map(|point| point.standing.of).min().unwrap_or(1).max(1);
    let most = points.iter().map(|point| point.standing.of).max().unwrap_or(1);
    let widest = spread.limits(fewest, 0.998).map_or(1.0, |(_, high)| high);
    let highest = points.iter().map(rate).fold(widest, f64::max);
    // A twentieth of room, so that no dot lies on the edge.
    let axes = Axes { most: most + (most / 20).max(1), highest: (highest * 1.05).min(1.0) };
    let drawing = canvas::draw(HEIGHT, |canvas| {
        scales(canvas, &axes)
            && curves(canvas, spread, &axes, fewest)
            && points.iter().take(MAX_DOTS).rev().all(|point| dot(canvas, &axes, point))
            && names(canvas, &axes, points)
    });
    (drawing, (WIDTH, HEIGHT))
}

#[expect(clippy::cast_precision_loss, reason = "counts of cases stay far below 2^53")]
fn rate(point: &Point) -> f64 {
    point.standing.hits as f64 / point.standing.of.max(1) as f64
}

fn scales(canvas: &Canvas<'_>, axes: &Axes) -> bool {
    let rates = [0.0, axes.highest / 2.0, axes.highest];
    let cases = [0, axes.most / 2, axes.most];
    canvas.line((LEFT, TOP), (LEFT, BASE), INK)
        && canvas.line((LEFT, BASE), (RIGHT, BASE), INK)
        && rates.iter().all(|at| canvas.label(&percent(*at), (LEFT - 6, axes.y(*at)), 12.0, Anchor::End))
        && cases.iter().all(|at| canvas.label(&count(*at), (axes.x(*at), BASE + 14), 12.0, Anchor::Middle))
        && canvas.label("judged actions", (i32::midpoint(LEFT, RIGHT), BASE + 32), 12.0, Anchor::Middle)
}

/// Limits from the fewest judged to the most, named at their ends on the right.
fn curves(canvas: &Canvas<'_>, spread: &Spread, axes: &Axes, fewest: u64) -> bool {
    let step = (axes.most.saturating_sub(fewest) / STEPS).max(1);
    let mut numbers: Vec<u64> =
        (0..2 * STEPS).map(|index| fewest + index * step).take_while(|of| *of < axes.most).collect();
    numbers.push(axes.most);
    let common = axes.y(spread.rate);
    let limits = [(0.95, FAINT, "95 %"), (0.998, INK, "99.8 %")].iter().all(|(share, colour, name)| {
        let at: Vec<(u64, (f64, f64))> =
            numbers.iter().filter_map(|of| Some((*of, spread.limits(*of, *share)?))).collect();
        let low: Vec<(i32, i32)> = at.iter().map(|(of, (low, _))| (axes.x(*of), axes.y(*low))).collect();
        let high: Vec<(i32, i32)> = at.iter().map(|(of, (_, high))| (axes.x(*of), axes.y(*high))).collect();
        // The 95 % curve always lies between the common rate and the other one, and so do their names.
        let away = if *share < 0.99 { 13 } else { 26 };
        let end = high.last().map_or(common, |(_, y)| *y).min(common - away);
        canvas.path(low, *colour)
            && canvas.path(high, *colour)
            && canvas.label(name, (RIGHT + 4, end), 11.0, Anchor::Start)
    });
    limits
        && canvas.line((LEFT, common), (RIGHT, common), FAINT)
        && canvas.label("common", (RIGHT + 4, common), 11.0, Anchor::Start)
}

/// A filled dot for what stands out, a ring for the others.
fn dot(canvas: &Canvas<'_>, axes: &Axes, point: &Point) -> bool {
    let at = (axes.x(point.standing.of), axes.y(rate(point)));
    if point.standing.stands_out() { canvas.dot(at, 5, BAR) } else { canvas.ring(at, 4, FAINT) }
}

fn names(canvas: &Canvas<'_>, axes: &Axes, points: &[Point]) -> bool {
    let out = points.iter().filter(|point| point.standing.stands_out());
    out.take(MAX_NAMES).all(|point| {
        let (x, y) = (axes.x(point.standing.of), axes.y(rate(point)));
        let label = cut(&visible(&point.label), 40);
        // On the right half the name stands before its dot, so that it stays inside the drawing.
        if x > i32::midpoint(LEFT, RIGHT) {
            canvas.label(&label, (x - 9, y), 12.0, Anchor::End)
        } else {
            canvas.label(&label, (x + 9, y), 12.0, Anchor::Start)
        }
    })
}
