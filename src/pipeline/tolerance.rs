//! Workflows above the rate of false positives they tolerate.

use super::Prepared;
use crate::report::model::{RankingRow, Review};

/// One line per workflow with enough judged cases whose rate lies above what its latest version tolerates.
pub fn over_tolerance(review: &Review, prepared: &Prepared) -> Vec<String> {
    let workflows = prepared.registers.workflows.as_deref().unwrap_or_default();
    let tolerated = |id: &str| {
        let versions = workflows.iter().filter(|workflow| workflow.id == id);
        let in_period =
            versions.filter(|w| w.validity.from.is_none_or(|from| from < review.header.period_to));
        in_period.max_by_key(|workflow| workflow.validity.from).map(|workflow| workflow.tolerated_rate)
    };
    let line = |row: &RankingRow| {
        let (rate, limit) = row.rate.zip(tolerated(&row.key))?;
        (rate > limit && row.judged >= review.config.rank.min_cases).then(|| {
            format!(
                "{}: {} of {} judged cases were wrong, tolerated are {limit}",
                row.key, row.false_positives, row.judged
            )
        })
    };
    review.rankings.iter().filter(|row| row.dimension == "workflow").filter_map(line).collect()
}
