//! How long false positives lasted, as a curve of those that still lasted.

use super::{Chart, canvas::WIDTH, survival_curve};
use crate::report::{
    block::Figure,
    model::Review,
    numbers::{count, plural},
    shown::Shown,
    times,
};

pub(super) const CHART: Chart = Chart { section: "restoration", build };

fn build(review: &Review) -> Vec<Figure> {
    let steps = &review.survival.restore;
    let Some(whole) = times::find(review, "time_to_restore", "all", "").filter(|_| !steps.is_empty()) else {
        return Vec::new();
    };
    let open = match whole.censored {
        0 => "All have ended.".to_owned(),
        n => format!(
            "{} without proof of an end by now {} as lasting.",
            count(n),
            if n == 1 { "counts" } else { "count" }
        ),
    };
    let note = if whole.note.is_empty() { String::new() } else { format!(" Of them {}.", whole.note) };
    let finding = format!(
        "Of {} {}, {}. {open}{note}",
        plural(whole.n, "interruption", "interruptions"),
        times::within("half were over", &whole.median, whole.n),
        times::within("nine of ten", &whole.p90, whole.n),
    );
    vec![Figure {
        id: "chart-time-to-restore".to_owned(),
        title: Shown::new("Share of false positives still interrupting, by time since the action"),
        finding: Shown::new(&finding),
        drawing: survival_curve::draw(steps, "share still interrupted"),
        size: (WIDTH, survival_curve::HEIGHT),
        grid: survival_curve::grid("Time to restore, in figures", steps, "Still interrupted"),
        plot: Some(survival_curve::plot(steps, "Share still interrupted")),
    }]
}
