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
        cell: |review, key| Line::from(label(review, key)),
        label,
        rows: ranked::rows_of(review, "regulated_scope", ""),
    };
    ranked::figure(review, &ranked).into_iter().collect()
}

/// A scope by regime and title: its id says nothing to most readers.
pub(crate) fn label(review: &Review, key: &str) -> String {
    let found = review.scopes.iter().find(|scope| scope.scope_id == key);
    match found {
        Some(scope) if !scope.title.is_empty() => {
            format!("{} ({}, {})", name(&scope.title), name(&scope.regime), name(key))
        }
        Some(scope) => format!("{} ({})", name(key), name(&scope.regime)),
        None => name(key),
    }
}
