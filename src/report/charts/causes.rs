//! False positives by cause.

use super::{
    Chart, Plot, Shape,
    bars::{self, Bar},
};
use crate::report::{
    block::{Align, Figure, Grid, Line},
    model::{CauseRow, Review},
    numbers::{count, hours, plural},
    shown::{Shown, name},
    vocabulary,
};

pub(super) const CHART: Chart = Chart { section: "causes", build };

const TOP: usize = 20;

fn build(review: &Review) -> Vec<Figure> {
    let Some(first) = review.causes.iter().max_by_key(|row| row.false_positives) else { return Vec::new() };
    let total: u64 = review.causes.iter().map(|row| row.false_positives).sum();
    let shown = review.causes.get(..TOP.min(review.causes.len())).unwrap_or_default();
    let bars: Vec<Bar> = shown.iter().map(bar).collect();
    let (drawing, size) = bars::draw(&bars);
    let meaning = vocabulary::cause(&first.cause).map_or_else(String::new, |words| format!(" ({words})"));
    let finding = format!(
        "The commonest cause is {}{meaning}, with {} of {}.",
        name(&first.cause),
        count(first.false_positives),
        plural(total, "false positive", "false positives")
    );
    vec![Figure {
        id: "chart-causes".to_owned(),
        title: Shown::new("False positives by cause"),
        finding: Shown::new(&finding),
        drawing,
        size,
        grid: grid(shown).pointing_to(review.causes.len(), "tables/causes.csv"),
        plot: Some(Plot::of_names(Shape::Bars, "Cause", "False positives", bars::values(&bars))),
    }]
}

#[expect(clippy::cast_precision_loss, reason = "a count of cases as the length of a bar")]
fn bar(row: &CauseRow) -> Bar {
    let figures = format!("{} ({} disruptive)", count(row.false_positives), count(row.disruptive));
    Bar { label: name(&row.cause), value: row.false_positives as f64, figures, is_faint: false }
}

fn grid(rows: &[CauseRow]) -> Grid {
    use Align::{Left, Right};
    let mut grid = Grid::new(
        "False positives by cause, in figures",
        &[
            ("Cause", Left),
            ("What happened", Left),
            ("Accountable role", Left),
            ("False positives", Right),
            ("Disruptive", Right),
            ("Data losses", Right),
            ("Person-hours", Right),
            ("Regulated hours", Right),
        ],
    );
    let cells = |row: &CauseRow| -> Vec<Line> {
        vec![
            Line::default().code(&name(&row.cause)),
            vocabulary::cause(&row.cause).unwrap_or(&row.cause_class).into(),
            vocabulary::role(&row.accountable_role).into(),
            count(row.false_positives).into(),
            count(row.disruptive).into(),
            count(row.data_losses).into(),
            hours(row.person_hours).into(),
            hours(row.regulated_hours).into(),
        ]
    };
    grid.rows = rows.iter().map(cells).collect();
    grid
}
