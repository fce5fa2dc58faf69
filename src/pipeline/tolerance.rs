//! Workflows above the rate of false positives they tolerate.

use super::Prepared;
use crate::{
    rank::UNMAPPED,
    report::model::{RankingRow, Review},
};

/// Every workflow with judged cases, held against what its latest version tolerates. The observed rate
/// decides, whatever chance may explain: this is a gate, while the report asks for a decision only where
/// chance is no explanation.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tolerance {
    /// Workflows whose observed rate lies above the tolerated one: one line each.
    pub above: Vec<String>,
    /// Workflows with fewer judged cases than `[rank] min_cases`, which are not held against it.
    pub too_few: Vec<String>,
}

/// Holds the workflows of a review against their tolerated rates.
pub fn over_tolerance(review: &Review, prepared: &Prepared) -> Tolerance {
    let workflows = prepared.registers.workflows.as_deref().unwrap_or_default();
    let tolerated = |id: &str| {
        let versions = workflows.iter().filter(|workflow| workflow.id == id);
        let in_period =
            versions.filter(|w| w.validity.from.is_none_or(|from| from < review.header.period_to));
        in_period.max_by_key(|workflow| workflow.validity.from).map(|workflow| workflow.tolerated_rate)
    };
    let mut tolerance = Tolerance::default();
    let rows = review.rankings.iter().filter(|row| row.dimension == "workflow" && row.key != UNMAPPED);
    for row in rows {
        if row.judged < review.config.rank.min_cases {
            tolerance.too_few.push(format!("{} ({} of {})", row.key, row.false_positives, row.judged));
        } else if let Some((rate, limit)) =
            row.rate.zip(tolerated(&row.key)).filter(|(rate, limit)| rate > limit)
        {
            tolerance.above.push(line(row, rate, limit, review.config.rank.confidence));
        }
    }
    tolerance
}

fn line(row: &RankingRow, rate: f64, limit: f64, confidence: f64) -> String {
    let interval = match (row.rate_low, row.rate_high) {
        (Some(low), Some(high)) => {
            format!(", {} interval {} to {}", percent(confidence), percent(low), percent(high))
        }
        _ => String::new(),
    };
    let chance = row.probability_above_tolerated.map_or_else(String::new, |probability| {
        format!("; the true rate is above it with probability {probability:.2}")
    });
    format!(
        "{}: {} of {} judged cases were false positives, {}{interval}, tolerated {}{chance}",
        row.key,
        row.false_positives,
        row.judged,
        percent(rate),
        percent(limit)
    )
}

/// A share with at most two decimals of a percent.
fn percent(share: f64) -> String {
    let text = format!("{:.2}", share * 100.0);
    format!("{} %", text.trim_end_matches('0').trim_end_matches('.'))
}
