//! False positives per week, with the number judged: a week with few judged actions says little.

use super::{
    Chart, Plot, Shape,
    canvas::{self, Anchor, BAR, Canvas, FAINT, INK, WIDTH, length},
};
use crate::report::{
    block::{Align, Figure, Grid, Line},
    model::{Review, WeekRow},
    numbers::{self, count, hours, len, plural},
    shown::{Shown, cut, visible},
};

pub(super) const CHART: Chart = Chart { section: "trend", build };

/// Weeks of two years; a longer period shows its last ones.
const TOP: usize = 106;
const HEIGHT: u32 = 240;
const BASE: i32 = 185;
const LEFT: i32 = 16;
const TALLEST: i32 = 145;

fn build(review: &Review) -> Vec<Figure> {
    // Columns are false positives: without one there is nothing to draw.
    if review.weekly.iter().all(|week| week.false_positives == 0) {
        return Vec::new();
    }
    let start = review.weekly.len().saturating_sub(TOP);
    let weeks = review.weekly.get(start..).unwrap_or_default();
    vec![Figure {
        id: "chart-weekly".to_owned(),
        title: Shown::new("False positives per week"),
        finding: Shown::new(&finding(weeks)),
        drawing: canvas::draw(HEIGHT, |canvas| draw(canvas, weeks)),
        size: (WIDTH, HEIGHT),
        grid: grid(review, weeks).pointing_to(review.weekly.len(), "tables/weekly.csv"),
        plot: Some(plot(weeks)),
    }]
}

#[expect(clippy::cast_precision_loss, reason = "a count of cases as the height of a column")]
fn plot(weeks: &[WeekRow]) -> Plot {
    let value = |week: &WeekRow| (week.week.clone(), week.false_positives as f64);
    Plot::of_names(Shape::Columns, "Week", "False positives", weeks.iter().map(value).collect())
}

fn finding(weeks: &[WeekRow]) -> String {
    let total: u64 = weeks.iter().map(|week| week.false_positives).sum();
    let with_any = weeks.iter().filter(|week| week.false_positives > 0).count();
    let most =
        weeks.iter().max_by(|a, b| a.false_positives.cmp(&b.false_positives).then(b.week.cmp(&a.week)));
    let most = most.map_or_else(String::new, |week| {
        format!("; most in {}: {} of {} judged", week.week, count(week.false_positives), count(week.judged))
    });
    let cut = if weeks.iter().any(|week| week.partial) {
        "; an outlined column is a week that the period cuts"
    } else {
        ""
    };
    format!(
        "{} in {} of {}{most}. The number over a column counts false positives, the line under it says of how many judged actions{cut}.",
        plural(total, "false positive", "false positives"),
        count(len(with_any)),
        plural(len(weeks.len()), "week", "weeks")
    )
}

fn draw(canvas: &Canvas<'_>, weeks: &[WeekRow]) -> bool {
    let n = i32::try_from(weeks.len()).unwrap_or(1).max(1);
    let width = i32::try_from(WIDTH).unwrap_or(0);
    let step = ((width - 2 * LEFT) / n).clamp(1, 60);
    // A label is up to 44 pixels wide: where columns are narrower, only every so many weeks carry one.
    let every = (44 + step - 1) / step;
    #[expect(clippy::cast_precision_loss, reason = "a count of cases as the length of a bar")]
    let largest = weeks.iter().map(|week| week.false_positives).max().unwrap_or(0).max(1) as f64;
    let columns = (0..n).zip(weeks).all(|(index, week)| {
        let left = LEFT + index * step;
        column(canvas, week, (left, step), largest)
            && (index % every != 0 || labels(canvas, week, left + step / 2))
    });
    columns && canvas.line((LEFT, BASE), (LEFT + n * step, BASE), INK)
}

/// A filled column; an outlined one for a week that the period's edge cuts.
fn column(canvas: &Canvas<'_>, week: &WeekRow, (left, step): (i32, i32), largest: f64) -> bool {
    if week.false_positives == 0 {
        return true;
    }
    let gap = (step / 5).max(i32::from(step > 2));
    #[expect(clippy::cast_precision_loss, reason = "a count of cases as the length of a bar")]
    let top = BASE - length(week.false_positives as f64, largest, TALLEST);
    let (from, to) = ((left + gap, top), (left + step - gap, BASE));
    let is_drawn = if week.partial { canvas.outline(from, to, FAINT) } else { canvas.bar(from, to, BAR) };
    let wide_enough = step >= 18;
    is_drawn
        && (!wide_enough
            || canvas.label(&count(week.false_positives), (left + step / 2, top - 9), 12.0, Anchor::Middle))
}

fn labels(canvas: &Canvas<'_>, week: &WeekRow, middle: i32) -> bool {
    let short = week.week.split_once('-').map_or(week.week.as_str(), |(_, number)| number);
    let judged = format!("of {}", count(week.judged));
    canvas.label(&cut(&visible(short), 6), (middle, BASE + 14), 12.0, Anchor::Middle)
        && canvas.label(&cut(&judged, 9), (middle, BASE + 32), 11.0, Anchor::Middle)
}

fn grid(review: &Review, weeks: &[WeekRow]) -> Grid {
    use Align::{Left, Right};
    let mut grid = Grid::new(
        "False positives per week, in figures",
        &[
            ("Week", Left),
            ("Wrong of judged", Right),
            ("Interval", Right),
            ("Disruptive", Right),
            ("Person-hours", Right),
            ("Cases", Right),
        ],
    );
    let confidence = review.config.rank.confidence;
    let cells = |week: &WeekRow| -> Vec<Line> {
        let rate = numbers::wilson(week.false_positives, week.judged, confidence);
        let part = if week.partial { " (cut by the period)" } else { "" };
        vec![
            format!("{}{part}", week.week).into(),
            rate.map_or_else(|| numbers::NONE_JUDGED.to_owned(), |rate| numbers::share(&rate)).into(),
            rate.map_or_else(|| "–".to_owned(), |rate| numbers::range_of(rate.of, rate.low, rate.high))
                .into(),
            count(week.disruptive).into(),
            hours(week.person_hours).into(),
            count(week.cases).into(),
        ]
    };
    grid.rows = weeks.iter().map(cells).collect();
    grid
}
