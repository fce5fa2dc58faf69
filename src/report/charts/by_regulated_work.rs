//! Regulated hours by scope of regulated work.

use super::{
    Chart,
    ranked::{self, Measure, Ranked},
};
use crate::report::{block::Figure, block::Line, model::Review, shown::name};

pub(super) const CHART: Chart = Chart { section: "regulated-work", build };

fn build(review: &Review) -> Vec<Figure> {
    let ranked = Ranked {
        id: "chart-regulated-work".to_owned(),
        title: "Regulated hours by scope".to_owned(),
        key: "Scope",
        measure: Measure::RegulatedHours,
        cell: |key| Line::from(name(key)),
        rows: ranked::rows_of(review, "regulated_scope", ""),
    };
    ranked::figure(review, &ranked).into_iter().collect()
}
