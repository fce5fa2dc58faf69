//! What there is to learn from, counted.

use std::collections::BTreeMap;

use super::observe::{Aside, Observation};
use crate::judge::rule::Verdict;

/// What was there to learn from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Cases of the period.
    pub cases: u64,
    /// Of those, with a review.
    pub reviewed: u64,
    /// Reviewed cases by what their reviewers agree on.
    pub by_verdict: BTreeMap<Verdict, u64>,
    /// Reviewers differ.
    pub disputed: u64,
    /// Young.
    pub young: u64,
    /// Parts of bursts that no reviewer decided about: they teach the agreement of rules nothing.
    pub of_bursts: u64,
    /// Set by decisive rules, and not by the sum of bits.
    pub decided: u64,
    /// Of those, with the verdict that the reviewers gave.
    pub decided_rightly: u64,
    /// Taught false positives.
    pub wrong: u64,
    /// Taught others.
    pub right: u64,
}

/// Counts the cases of a period by what they can teach.
pub(super) fn counted(observations: &[Observation]) -> Counts {
    let of_bursts = observations.iter().filter(|one| one.aside == Some(Aside::Burst)).count() as u64;
    let mut counts = Counts { cases: observations.len() as u64, of_bursts, ..Counts::default() };
    for one in observations.iter().filter(|one| !one.reviews.is_empty()) {
        counts.reviewed += 1;
        if one.is_disputed() {
            counts.disputed += 1;
            continue;
        }
        let Some(verdict) = one.reviews.values().next() else { continue };
        *counts.by_verdict.entry(*verdict).or_default() += 1;
        match (one.aside, one.is_false()) {
            (Some(Aside::Young), _) => counts.young += 1,
            (Some(Aside::Contradicted), _) => counts.decided += 1,
            (Some(Aside::Decided(by_rules)), _) => {
                counts.decided += 1;
                counts.decided_rightly += u64::from(by_rules == *verdict);
            }
            (None, Some(true)) => counts.wrong += 1,
            (None, Some(false)) => counts.right += 1,
            // Of bursts are only cases that nobody reviewed.
            (Some(Aside::Burst), _) | (None, None) => {}
        }
    }
    counts
}
