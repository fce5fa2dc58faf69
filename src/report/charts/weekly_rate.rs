//! The control chart of the weekly rate: a week that lies beyond its limits, or the end of a run on one side,
//! has a cause worth looking for; the others have not.

use super::{
    Chart, Places, Plot, Series, Shape,
    canvas::{self, Anchor, BAR, Canvas, FAINT, INK, WIDTH},
};
use crate::report::{
    block::{Align, Figure, Grid, Line},
    model::{Review, WeekRow},
    numbers::{self, GAP, count, len, percent, plural, range},
    shown::{Shown, cut, visible},
};

pub(super) const CHART: Chart = Chart { section: "trend", build };

/// Weeks of two years; a longer period shows its last ones.
const TOP_WEEKS: usize = 106;
/// What the limits are: few judged make those of a textbook p chart wrong.
const LIMITS: &str = "limits are exact binomial ones at the tails of 3 sigma (0.135\u{a0}% on each side), not p̄\u{a0}±\u{a0}3σ of a textbook p chart";
const HEIGHT: u32 = 240;
const LEFT: i32 = 62;
const TOP: i32 = 14;
const BASE: i32 = 205;

fn build(review: &Review) -> Vec<Figure> {
    let start = review.weekly.len().saturating_sub(TOP_WEEKS);
    let weeks = review.weekly.get(start..).unwrap_or_default();
    if weeks.iter().all(|week| week.centre.is_none()) {
        return Vec::new();
    }
    vec![Figure {
        id: "chart-weekly-rate".to_owned(),
        title: Shown::new("Rate of false positives per week, with control limits"),
        finding: Shown::new(&finding(weeks)),
        drawing: canvas::draw(HEIGHT, |canvas| draw(canvas, weeks)),
        size: (WIDTH, HEIGHT),
        grid: grid(weeks).pointing_to(review.weekly.len(), "tables/weekly.csv"),
        plot: Some(plot(weeks)),
    }]
}

fn plot(weeks: &[WeekRow]) -> Plot {
    let values = |of: fn(&WeekRow) -> Option<f64>| weeks.iter().map(of).collect::<Vec<_>>();
    Plot {
        shape: Shape::Lines,
        places_name: "Week".to_owned(),
        places: Places::Names(weeks.iter().map(|week| week.week.clone()).collect()),
        series: vec![
            Series::marks("Rate", values(|week| week.rate)),
            Series::line("Centre", values(|week| week.centre)),
            Series::line("Lower limit", values(|week| week.limit_low)),
            Series::line("Upper limit", values(|week| week.limit_high)),
        ],
    }
}

fn finding(weeks: &[WeekRow]) -> String {
    let told = weeks.iter().filter(|week| week.centre.is_some());
    let n_told = len(told.clone().count());
    let beyond: Vec<&WeekRow> = told.clone().filter(|week| week.beyond_limits).collect();
    let mut words = match beyond.first() {
        None => format!("None of {} lies beyond its limits", plural(n_told, "week", "weeks")),
        Some(first) => format!(
            "{} of {} beyond {} limits, first {} with {}",
            count(len(beyond.len())),
            if beyond.len() == 1 {
                format!("{} lies", plural(n_told, "week", "weeks"))
            } else {
                format!("{} lie", plural(n_told, "week", "weeks"))
            },
            if beyond.len() == 1 { "its" } else { "their" },
            first.week,
            first.rate.map_or_else(|| "–".to_owned(), percent)
        ),
    };
    match told.clone().find(|week| week.in_run) {
        None => words.push_str(", and no eight in a row lie on one side of the centre."),
        Some(week) => {
            words.push_str(&format!("; {} is the eighth in a row {} the centre.", week.week, side(week)));
        }
    }
    let sigma = told.clone().filter_map(|week| week.sigma_z).fold(0.0, f64::max);
    words.push_str(&if sigma > 0.0 {
        format!(" Weeks vary more than chance allows, so {LIMITS}, with their distances from the centre multiplied by σz{GAP}={GAP}{sigma:.1} as on Laney's p′ chart.")
    } else {
        format!(" The {LIMITS}.")
    });
    if told.clone().any(|week| week.trial) {
        words.push_str(" From fewer than 12 weeks they are trial limits.");
    }
    words.push_str(" Rules: one week beyond 3 sigma; eight in a row on one side of the centre.");
    words
}

fn side(week: &WeekRow) -> &'static str {
    if week.rate > week.centre { "above" } else { "below" }
}

/// Where a week stands: its left edge, its width, and the scale of rates.
struct Scale {
    step: i32,
    highest: f64,
}

impl Scale {
    fn x(&self, index: i32) -> i32 {
        LEFT + index * self.step
    }

    fn middle(&self, index: i32) -> i32 {
        self.x(index) + self.step / 2
    }

    #[expect(clippy::cast_possible_truncation, reason = "the result is clamped to the height of the chart")]
    fn y(&self, rate: f64) -> i32 {
        let full = f64::from(BASE - TOP);
        BASE - (rate / self.highest * full).round().clamp(0.0, full) as i32
    }
}

fn draw(canvas: &Canvas<'_>, weeks: &[WeekRow]) -> bool {
    let n = i32::try_from(weeks.len()).unwrap_or(1).max(1);
    let width = i32::try_from(WIDTH).unwrap_or(0);
    let values = weeks.iter().flat_map(|week| [week.rate, week.limit_high]).flatten();
    let scale = Scale {
        step: ((width - LEFT - 16) / n).clamp(1, 60),
        highest: (values.fold(0.01, f64::max) * 1.05).min(1.0),
    };
    // A label is up to 44 pixels wide: where columns are narrower, only every so many weeks carry one.
    let every = (44 + scale.step - 1) / scale.step;
    let marks = [0.0, scale.highest / 2.0, scale.highest];
    (0..n).zip(weeks).all(|(index, week)| {
        limits(canvas, &scale, index, week) && (index % every != 0 || name(canvas, scale.middle(index), week))
    }) && connected(canvas, &scale, weeks)
        && (0..n).zip(weeks).all(|(index, week)| dot(canvas, &scale, index, week))
        && canvas.line((LEFT, BASE), (scale.x(n), BASE), INK)
        && canvas.line((LEFT, TOP), (LEFT, BASE), INK)
        && marks.iter().all(|at| canvas.label(&percent(*at), (LEFT - 6, scale.y(*at)), 12.0, Anchor::End))
}

/// Each week has its own limits, since their width depends on the number judged.
fn limits(canvas: &Canvas<'_>, scale: &Scale, index: i32, week: &WeekRow) -> bool {
    let across = |rate: f64, colour| {
        canvas.line((scale.x(index), scale.y(rate)), (scale.x(index + 1), scale.y(rate)), colour)
    };
    let lines = [(week.limit_low, INK), (week.limit_high, INK), (week.centre, FAINT)];
    lines.into_iter().all(|(rate, colour)| rate.is_none_or(|rate| across(rate, colour)))
}

/// The rates joined, stretch by stretch; a week without judged cases is passed over.
fn connected(canvas: &Canvas<'_>, scale: &Scale, weeks: &[WeekRow]) -> bool {
    let mut parts: Vec<(Option<u32>, Vec<(i32, i32)>)> = Vec::new();
    for (index, week) in (0..).zip(weeks) {
        let Some(rate) = week.rate else { continue };
        let point = (scale.middle(index), scale.y(rate));
        match parts.last_mut().filter(|part| part.0 == week.stretch) {
            Some(part) => part.1.push(point),
            None => parts.push((week.stretch, vec![point])),
        }
    }
    parts.into_iter().all(|(_, points)| canvas.path(points, FAINT))
}

/// A filled dot for a week that breaks a rule, a ring for the others.
fn dot(canvas: &Canvas<'_>, scale: &Scale, index: i32, week: &WeekRow) -> bool {
    let Some(rate) = week.rate else { return true };
    let at = (scale.middle(index), scale.y(rate));
    if week.beyond_limits || week.in_run { canvas.dot(at, 5, BAR) } else { canvas.ring(at, 3, FAINT) }
}

fn name(canvas: &Canvas<'_>, middle: i32, week: &WeekRow) -> bool {
    let short = week.week.split_once('-').map_or(week.week.as_str(), |(_, number)| number);
    canvas.label(&cut(&visible(short), 6), (middle, BASE + 14), 12.0, Anchor::Middle)
}

fn grid(weeks: &[WeekRow]) -> Grid {
    use Align::{Left, Right};
    let columns = [
        ("Week", Left),
        ("Wrong of judged", Right),
        ("Rate", Right),
        ("Centre", Right),
        ("Limits", Right),
        ("Rule broken", Left),
    ];
    let mut grid = Grid::new("Weekly rate with its control limits, in figures", &columns);
    let dash = || "–".to_owned();
    let cells = |week: &WeekRow| -> Vec<Line> {
        let limits = week.limit_low.zip(week.limit_high);
        let rule = match (week.beyond_limits, week.in_run) {
            (true, true) => "beyond 3 sigma; eight in a row",
            (true, false) => "beyond 3 sigma",
            (false, true) => "eight in a row",
            (false, false) if week.centre.is_none() => "–",
            (false, false) => "none",
        };
        vec![
            week.week.as_str().into(),
            numbers::of_judged(week.false_positives, week.judged).into(),
            week.rate.filter(|_| week.judged >= numbers::MIN_FOR_PERCENT).map_or_else(dash, percent).into(),
            week.centre.map_or_else(dash, percent).into(),
            limits.map_or_else(dash, |(low, high)| range(low, high)).into(),
            rule.into(),
        ]
    };
    grid.rows = weeks.iter().map(cells).collect();
    grid
}
