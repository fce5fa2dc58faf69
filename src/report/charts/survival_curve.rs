//! The drawing of a Kaplan–Meier curve on a logarithmic axis of time, and its figures at times people think in.

use super::{
    Places, Plot, Series, Shape,
    canvas::{self, Anchor, Canvas, FAINT, INK},
};
use crate::report::{
    block::{Align, Grid, Line},
    model::CurveStep,
    numbers::{GAP, count, percent, range},
};

pub(super) const HEIGHT: u32 = 300;
const LEFT: i32 = 62;
const RIGHT: i32 = 734;
const TOP: i32 = 14;
const BASE: i32 = 240;
/// Steps closer than this are drawn as one, and strokes not at all, so that a page stays small whatever the volume.
const GRAIN: i32 = 3;
const STROKES_APART: i32 = 8;

/// Times at which the axis and the table stop, in hours.
const MARKS: [(f64, &str); 12] = [
    (1.0 / 60.0, "1 min"),
    (5.0 / 60.0, "5 min"),
    (0.25, "15 min"),
    (1.0, "1 h"),
    (4.0, "4 h"),
    (12.0, "12 h"),
    (24.0, "1 day"),
    (72.0, "3 days"),
    (168.0, "1 week"),
    (720.0, "30 days"),
    (2_160.0, "90 days"),
    (8_760.0, "1 year"),
];

/// The stretch of time that is drawn: from one mark to another.
struct Axis {
    from: f64,
    to: f64,
}

impl Axis {
    fn of(steps: &[CurveStep]) -> Self {
        let marks = || MARKS.iter().map(|(hours, _)| *hours);
        let first = steps.iter().map(|step| step.hours).find(|hours| *hours > 0.0).unwrap_or(1.0);
        let last = steps.last().map_or(1.0, |step| step.hours);
        let from = marks().take_while(|mark| *mark <= first).last().unwrap_or(1.0 / 60.0);
        let to = marks().find(|mark| *mark >= last && *mark > from).unwrap_or(last.max(from * 2.0));
        Self { from, to }
    }

    fn x(&self, hours: f64) -> i32 {
        let share = (hours.max(self.from) / self.from).ln() / (self.to / self.from).ln();
        LEFT + pixels(share, RIGHT - LEFT)
    }
}

fn y(share: f64) -> i32 {
    BASE - pixels(share, BASE - TOP)
}

#[expect(clippy::cast_possible_truncation, reason = "the result is clamped to the size of a chart")]
fn pixels(share: f64, full: i32) -> i32 {
    (share * f64::from(full)).round().clamp(0.0, f64::from(full)) as i32
}

/// Draws the curve thick, its limits thin, and a stroke where something was last seen without an end.
pub(super) fn draw(steps: &[CurveStep], what: &str) -> String {
    let axis = Axis::of(steps);
    canvas::draw(HEIGHT, |canvas| {
        guides(canvas)
            && time_axis(canvas, &axis)
            && canvas.path(stairs(&axis, steps, |step| step.low), FAINT)
            && canvas.path(stairs(&axis, steps, |step| step.high), FAINT)
            && canvas.thick_path(stairs(&axis, steps, |step| step.share), INK)
            && ticks(canvas, &axis, steps)
            && canvas.label(
                &format!(
                    "thick: {what}; thin: limits; upright strokes: last seen, not ended; axis of time logarithmic"
                ),
                (LEFT, BASE + 44),
                12.0,
                Anchor::Start,
            )
    })
}

/// Lines at all, half and one of ten, which are read off at the quantiles.
fn guides(canvas: &Canvas<'_>) -> bool {
    [(1.0, "100"), (0.5, "50"), (0.1, "10"), (0.0, "0")].into_iter().all(|(share, label)| {
        let colour = if share > 0.0 { FAINT } else { INK };
        canvas.line((LEFT, y(share)), (RIGHT, y(share)), colour)
            && canvas.label(&format!("{label}{GAP}%"), (LEFT - 6, y(share)), 12.0, Anchor::End)
    })
}

fn time_axis(canvas: &Canvas<'_>, axis: &Axis) -> bool {
    let shown = MARKS.iter().filter(|(hours, _)| *hours >= axis.from && *hours <= axis.to);
    // A label needs room: on a long axis marks near the one before carry none.
    let mut free_from = 0;
    canvas.line((LEFT, TOP), (LEFT, BASE), INK)
        && shown.into_iter().all(|(hours, label)| {
            let x = axis.x(*hours);
            let is_named = x >= free_from;
            if is_named {
                free_from = x + 52;
            }
            canvas.line((x, BASE), (x, BASE + 5), INK)
                && (!is_named || canvas.label(label, (x.min(RIGHT - 16), BASE + 18), 12.0, Anchor::Middle))
        })
}

/// The column in which a step is drawn.
fn coarse(x: i32) -> i32 {
    LEFT + (x - LEFT) / GRAIN * GRAIN
}

/// The corners of a step curve. What falls into one column is drawn once.
fn stairs(axis: &Axis, steps: &[CurveStep], value: fn(&CurveStep) -> f64) -> Vec<(i32, i32)> {
    let mut level = y(1.0);
    let mut corners = vec![(LEFT, level)];
    for step in steps.iter().filter(|step| step.events > 0) {
        let (x, next) = (coarse(axis.x(step.hours)), y(value(step)));
        if next == level {
            continue;
        }
        match corners.last_mut().filter(|last| last.0 == x) {
            Some(last) if corners_are_upright(*last, level) => last.1 = next,
            _ => corners.extend([(x, level), (x, next)]),
        }
        level = next;
    }
    corners.extend(steps.last().map(|step| (axis.x(step.hours), level)));
    corners.dedup();
    corners
}

/// Whether the last corner is the foot of a step already, which can be drawn on.
fn corners_are_upright(last: (i32, i32), level: i32) -> bool {
    last.1 == level && last.0 > LEFT
}

fn ticks(canvas: &Canvas<'_>, axis: &Axis, steps: &[CurveStep]) -> bool {
    let mut places: Vec<(i32, i32)> = steps
        .iter()
        .filter(|step| step.censored > 0)
        .map(|step| (axis.x(step.hours), y(step.share)))
        .collect();
    places.dedup_by(|next, kept| next.0 - kept.0 < STROKES_APART);
    places.into_iter().all(|(x, y)| canvas.line((x, y - 6), (x, y + 6), INK))
}

/// The curve at the marks of the axis, in figures.
pub(super) fn grid(caption: &str, steps: &[CurveStep], lasting: &'static str) -> Grid {
    use Align::{Left, Right};
    let columns = [("After", Left), ("Still observed", Right), (lasting, Right), ("Interval", Right)];
    let mut grid = Grid::new(caption, &columns);
    let axis = Axis::of(steps);
    // Beyond the last that was seen the curve says nothing, unless nothing lasted any more.
    let last = steps.last().map_or(0.0, |step| if step.share > 0.0 { step.hours } else { axis.to });
    let shown = MARKS.iter().filter(|(hours, _)| *hours >= axis.from && *hours <= last);
    grid.rows = shown.map(|(hours, label)| cells(steps, *hours, label)).collect();
    grid
}

fn cells(steps: &[CurveStep], hours: f64, label: &str) -> Vec<Line> {
    let n = steps.first().map_or(0, |step| step.at_risk);
    let passed = steps.iter().take_while(|step| step.hours <= hours);
    let last = passed.clone().last();
    let gone: u64 = passed.map(|step| step.events + step.censored).sum();
    let (share, limits) = match last {
        None => (percent(1.0), "–".to_owned()),
        Some(step) if step.share >= 1.0 => (percent(1.0), "–".to_owned()),
        Some(step) if step.share <= 0.0 => (percent(0.0), "–".to_owned()),
        Some(step) => (percent(step.share), range(step.low, step.high)),
    };
    vec![label.into(), count(n.saturating_sub(gone)).into(), share.into(), limits.into()]
}

/// The curve and its limits as stairs: every step is drawn from the height before it.
pub(super) fn plot(steps: &[CurveStep], what: &str) -> Plot {
    let hours = steps.iter().flat_map(|step| [step.hours, step.hours]).collect();
    let stairs = |of: fn(&CurveStep) -> f64| {
        let before = std::iter::once(1.0).chain(steps.iter().map(of));
        before.zip(steps).flat_map(|(before, step)| [Some(before), Some(of(step))]).collect()
    };
    Plot {
        shape: Shape::Points,
        places_name: "Hours".to_owned(),
        places: Places::Numbers(hours),
        series: vec![
            Series::line(what, stairs(|step| step.share)),
            Series::line("Lower limit", stairs(|step| step.low)),
            Series::line("Upper limit", stairs(|step| step.high)),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(hours: f64, at_risk: u64, censored: u64, share: f64) -> CurveStep {
        let events = u64::from(censored == 0);
        CurveStep { hours, at_risk, events, censored, share, low: share * 0.9, high: (share * 1.1).min(1.0) }
    }

    #[test]
    fn the_axis_runs_between_marks_around_the_data() {
        let axis = Axis::of(&[step(0.3, 2, 0, 0.5), step(30.0, 1, 0, 0.0)]);
        assert_eq!((axis.from, axis.to), (0.25, 72.0));
        assert_eq!((axis.x(0.0), axis.x(0.25), axis.x(72.0), axis.x(1e9)), (LEFT, LEFT, RIGHT, RIGHT));
    }

    #[test]
    fn a_step_goes_along_and_then_down_and_ends_where_the_last_was_seen() {
        let steps = [step(1.0, 2, 0, 0.5), step(24.0, 1, 1, 0.5)];
        let axis = Axis::of(&steps);
        let expected = [(LEFT, y(1.0)), (LEFT, y(0.5)), (RIGHT, y(0.5))];
        assert_eq!(stairs(&axis, &steps, |step| step.share), expected);
        assert!(draw(&steps, "still interrupted").contains("polyline"));
    }

    #[test]
    fn the_table_counts_who_is_still_observed() {
        let steps = [step(0.5, 3, 0, 2.0 / 3.0), step(2.0, 2, 1, 2.0 / 3.0), step(48.0, 1, 0, 0.0)];
        let grid = grid("Curve", &steps, "Still interrupted");
        let shown: Vec<String> = grid.rows.iter().map(|row| format!("{:?}", row[1])).collect();
        assert_eq!(grid.rows.len(), 6, "up to 3 days, when none is left");
        let open = [step(0.5, 3, 0, 2.0 / 3.0), step(48.0, 2, 2, 2.0 / 3.0)];
        assert_eq!(
            super::grid("Curve", &open, "Still").rows.len(),
            5,
            "up to a day: two were last seen after it"
        );
        assert!(
            shown[0].contains("\"3\"") && shown[1].contains("\"2\"") && shown[2].contains("\"1\""),
            "{shown:?}"
        );
    }
}
