//! Times to restore and to act by workflow, kind of action and device class, for the auditor.

use crate::report::{
    block::{Align, Block, Grid, Line},
    model::{Review, SurvivalRow},
    numbers::{count, level},
    selection::UNMAPPED,
    shown::name,
    times, vocabulary, workflow_name,
};

/// Rows shown per measure.
const TOP: usize = 60;

/// One table per measure.
pub(super) fn by_group(review: &Review) -> Vec<Block> {
    let measures = [
        ("time_to_restore", "Time to restore of false positives, from the action", "Restored"),
        ("time_to_act", "Time to act of what was right, from the trigger", "Acted on"),
    ];
    let mut blocks = Vec::new();
    for (measure, caption, ended) in measures {
        let rows: Vec<&SurvivalRow> =
            review.survival.rows.iter().filter(|row| row.measure == measure).collect();
        if rows.is_empty() {
            blocks.push(Block::paragraph(&format!("{caption}: nothing was observed.")));
            continue;
        }
        let caption = format!("{caption}, with {} intervals", level(review.config.rank.confidence));
        blocks.push(Block::Grid(grid(review, &caption, ended, &rows)));
    }
    blocks.push(Block::Paragraph(
        Line::from(format!(
            "Kaplan–Meier estimates by clock time. What has not ended by now (no proof of restoration; a missed trigger or a command still pending) is censored there, a missed trigger that another action contained at that action. Under {} observations nothing is estimated. A missed trigger has no device, and a kind only where its workflow does one thing: rows by kind and class leave the others out and say so in ",
            times::MIN_OBSERVED
        ))
        .file("tables/survival.csv")
        .text("."),
    ));
    blocks
}

fn grid(review: &Review, caption: &str, ended: &'static str, rows: &[&SurvivalRow]) -> Grid {
    use Align::{Left, Right};
    let columns = [
        ("Of", Left),
        ("Observed", Right),
        (ended, Right),
        ("Half within", Left),
        ("Nine of ten within", Left),
        ("Note", Left),
    ];
    let mut grid = Grid::new(caption, &columns);
    let cells = |row: &&SurvivalRow| -> Vec<Line> {
        vec![
            label(review, row),
            count(row.n).into(),
            count(row.events).into(),
            times::quantile(&row.median, row.n).into(),
            times::quantile(&row.p90, row.n).into(),
            row.note.as_str().into(),
        ]
    };
    grid.rows = rows.iter().take(TOP).map(cells).collect();
    grid.pointing_to(rows.len(), "tables/survival.csv")
}

fn label(review: &Review, row: &SurvivalRow) -> Line {
    match row.dimension.as_str() {
        "workflow" if row.key == UNMAPPED => "no workflow".into(),
        "workflow" => workflow_name::line(review, &row.key),
        "action_kind" => vocabulary::plain(&row.key).into(),
        "device_class" => Line::from("device class ").text(&name(&row.key)),
        _ => "all".into(),
    }
}
