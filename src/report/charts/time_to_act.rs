//! How long what should be contained stayed open, as a curve of what still waited.

use super::{Chart, canvas::WIDTH, survival_curve};
use crate::report::{
    block::Figure,
    model::Review,
    numbers::{count, plural},
    shown::Shown,
    times,
};

pub(super) const CHART: Chart = Chart { section: "containment", build };

fn build(review: &Review) -> Vec<Figure> {
    let steps = &review.survival.act;
    let Some(whole) = times::find(review, "time_to_act", "all", "").filter(|_| !steps.is_empty()) else {
        return Vec::new();
    };
    let open = match whole.censored {
        0 => "All were acted on.".to_owned(),
        n => format!(
            "{}, missed or pending, {} as waiting until contained otherwise.",
            count(n),
            if n == 1 { "counts" } else { "count" }
        ),
    };
    let finding = format!(
        "Of {} from trigger to action {}, {}. {open}",
        plural(whole.n, "wait", "waits"),
        times::within("half were done", &whole.median, whole.n),
        times::within("nine of ten", &whole.p90, whole.n),
    );
    vec![Figure {
        id: "chart-time-to-act".to_owned(),
        title: Shown::new("Share of triggers still waiting for their action, by time since the trigger"),
        finding: Shown::new(&finding),
        drawing: survival_curve::draw(steps, "share still waiting"),
        size: (WIDTH, survival_curve::HEIGHT),
        grid: survival_curve::grid("Time to act, in figures", steps, "Still waiting"),
        plot: Some(survival_curve::plot(steps, "Share still waiting")),
    }]
}
