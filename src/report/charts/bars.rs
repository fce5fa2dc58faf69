//! Horizontal bars with a name on the left and the figures on the right of each bar.

use super::canvas::{self, Anchor, BAR, Canvas, FAINT, INK, WIDTH, fitted, length};
use crate::report::shown::{cut, visible};

/// One bar.
pub(super) struct Bar {
    /// Name.
    pub label: String,
    /// Length, at least 0.
    pub value: f64,
    /// What is written beside the bar.
    pub figures: String,
    /// Drawn as an outline: too few cases to compare.
    pub is_faint: bool,
}

/// Names and lengths of bars.
pub(super) fn values(bars: &[Bar]) -> Vec<(String, f64)> {
    bars.iter().map(|bar| (bar.label.clone(), bar.value)).collect()
}

const NAMES_WIDTH: i32 = 290;
const FIGURES_WIDTH: i32 = 220;
const ROW: u32 = 26;
const TOP: u32 = 8;

/// Draws the bars in the given order; returns the drawing and its size.
pub(super) fn draw(bars: &[Bar]) -> (String, (u32, u32)) {
    let rows = u32::try_from(bars.len()).unwrap_or(0);
    let height = TOP * 2 + ROW * rows;
    let largest = bars.iter().map(|bar| bar.value).fold(0.0, f64::max);
    let drawing = canvas::draw(height, |canvas| {
        let all_drawn = (0..rows).zip(bars).all(|(row, bar)| draw_bar(canvas, row, bar, largest));
        let bottom = i32::try_from(height).unwrap_or(0) - 4;
        all_drawn && canvas.line((NAMES_WIDTH, 4), (NAMES_WIDTH, bottom), INK)
    });
    (drawing, (WIDTH, height))
}

fn draw_bar(canvas: &Canvas<'_>, row: u32, bar: &Bar, largest: f64) -> bool {
    let top = i32::try_from(TOP + row * ROW).unwrap_or(0);
    let middle = top + 13;
    let full = i32::try_from(WIDTH).unwrap_or(0) - NAMES_WIDTH - FIGURES_WIDTH;
    let end = NAMES_WIDTH + length(bar.value, largest, full);
    let is_named = canvas.label(
        &fitted(&bar.label, 14.0, f64::from(NAMES_WIDTH - 8)),
        (NAMES_WIDTH - 8, middle),
        14.0,
        Anchor::End,
    );
    let (from, to) = ((NAMES_WIDTH, top + 4), (end, top + 22));
    let is_drawn = end == NAMES_WIDTH
        || if bar.is_faint { canvas.outline(from, to, FAINT) } else { canvas.bar(from, to, BAR) };
    is_named
        && is_drawn
        && canvas.label(&cut(&visible(&bar.figures), 38), (end + 8, middle), 13.0, Anchor::Start)
}
