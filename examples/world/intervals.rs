//! How often the 95 % intervals of rates hold the truth.
//!
//! A rate has two truths. The rate of the process is what a group's actions are wrong in the long run; it is taken
//! from the truth of all simulated organisations together, as scenarios of the simulator take turns and no single
//! parameter is the rate of a group. The share that was wrong is what happened in this one organisation.

use std::collections::BTreeMap;

use misfire::{
    rank::{UNMAPPED, UNNAMED, statistics::wilson},
    report::model::{CaseRow, RankingRow, Review},
};

use super::{Cases, Truth, is_automated, is_wrong};

/// Dimension, role and key of a group.
type Group = (String, String, String);

/// What was true of the cases of a group: how many, and how many wrong (by a cause of the role, for an owner).
type Counted = (u64, u64);

/// A rate of one review.
struct Rate {
    group: Group,
    judged: Counted,
    wilson: (f64, f64),
    shrunken: Option<(f64, f64)>,
}

/// The rates of many reviews and the truth of all of them.
#[derive(Default)]
pub(crate) struct Rates {
    rates: Vec<Rate>,
    process: BTreeMap<Group, Counted>,
}

const DIMENSIONS: [&str; 3] = ["owner", "workflow", "device_class"];

impl Rates {
    /// Adds the rates of a review.
    pub(crate) fn add(&mut self, review: &Review, cases: &Cases<'_>, truth: &[Truth]) {
        let automated = truth.iter().filter(|row| is_automated(row));
        let found: Vec<(&CaseRow, &Truth)> =
            automated.filter_map(|row| Some((cases.of(row)?, row))).collect();
        let rows = review.rankings.iter().filter(|row| DIMENSIONS.contains(&row.dimension.as_str()));
        for row in rows.filter(|row| row.judged > 0) {
            let group = (row.dimension.clone(), row.role.clone(), row.key.clone());
            let all = || found.iter().filter(move |(case, _)| is_in(case, row));
            let of_process = counted(all().copied(), row);
            let total = self.process.entry(group.clone()).or_default();
            *total = (total.0 + of_process.0, total.1 + of_process.1);
            let is_judged = |case: &CaseRow| case.verdict != "undetermined" && !case.young;
            let judged = counted(all().filter(|(case, _)| is_judged(case)).copied(), row);
            let Some(wilson) = row.rate_low.zip(row.rate_high) else { continue };
            let shrunken = row.shrunken_low.zip(row.shrunken_high);
            self.rates.push(Rate { group, judged, wilson, shrunken });
        }
    }

    /// Rows of a table: per dimension how many intervals, and the shares of them that hold.
    pub(crate) fn table(&self, label: &str) -> Vec<String> {
        let row = |dimension: &str| {
            let rates: Vec<&Rate> = self.rates.iter().filter(|rate| rate.group.0 == dimension).collect();
            let held = |interval: &dyn Fn(&Rate) -> Option<(f64, f64)>, of: &dyn Fn(&Rate) -> f64| {
                let with: Vec<bool> = rates
                    .iter()
                    .filter_map(|rate| {
                        interval(rate).map(|(low, high)| (low - 1e-9..=high + 1e-9).contains(&of(rate)))
                    })
                    .collect();
                format!("{} of {}", with.iter().filter(|holds| **holds).count(), with.len())
            };
            let process = |rate: &Rate| share(self.process[&rate.group]);
            let wilson_of = |rate: &Rate| Some(rate.wilson);
            // The interval of a beta distribution never holds a rate of nothing, so these are left out.
            let shrunken = |rate: &Rate| rate.shrunken.filter(|_| process(rate) > 0.0);
            let of_truth = |rate: &Rate| wilson(rate.judged.1, rate.judged.0, 0.95);
            format!(
                "| {label} | {dimension} | {} | {} | {} | {} | {} |",
                held(&wilson_of, &process),
                held(&wilson_of, &|rate| share(rate.judged)),
                held(&shrunken, &process),
                held(&shrunken, &|rate| share(rate.judged)),
                held(&of_truth, &process),
            )
        };
        DIMENSIONS.into_iter().map(row).collect()
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of cases")]
fn share((cases, wrong): Counted) -> f64 {
    wrong as f64 / cases.max(1) as f64
}

/// Whether a case is one of the group.
fn is_in(case: &CaseRow, row: &RankingRow) -> bool {
    let owner = match row.role.as_str() {
        "control_owner" => &case.control_owner,
        "business_approver" => &case.business_approver,
        "execution_owner" => &case.execution_owner,
        _ => &case.exception_owner,
    };
    let key = match row.dimension.as_str() {
        "owner" => owner,
        "workflow" => &case.workflow_id,
        _ => &case.device_class,
    };
    let nobody = if case.workflow_id.is_some() { UNNAMED } else { UNMAPPED };
    key.as_deref().unwrap_or(nobody) == row.key
}

fn counted<'a>(cases: impl Iterator<Item = (&'a CaseRow, &'a Truth)>, row: &RankingRow) -> Counted {
    let is_theirs = |truth: &Truth| row.dimension != "owner" || truth["accountable_role"] == row.role;
    cases.fold((0, 0), |(all, wrong), (_, truth)| {
        (all + 1, wrong + u64::from(is_wrong(truth) && is_theirs(truth)))
    })
}
