//! When nothing can be learned, and what to do about it.

use std::collections::BTreeSet;

use super::{Counts, ENOUGH_OF_A_CLASS, FEWEST_OF_A_CLASS, NotFound, observe::Observation};
use crate::{
    judge::rule::Verdict,
    records::{one_line, plural},
};

/// Why nothing can be learned.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// Nobody reviewed a case.
    #[error(
        "there is nothing to learn from: no decision in the register of reviews is about one of the {cases}"
    )]
    NoReviews {
        /// Cases of the period, in words.
        cases: String,
    },
    /// What one person thinks is no measure of what was the case.
    #[error(
        "every review of the period is by `{reviewer}`: bits learned from one reviewer would be that person's habits"
    )]
    OneReviewer {
        /// Who.
        reviewer: String,
    },
    /// One class is hardly there.
    #[error(
        "too few reviewed cases of one class to learn from: {wrong} false and {right} other, expected at least \
         {FEWEST_OF_A_CLASS} of each ({left_out})"
    )]
    TooFewOfAClass {
        /// False positives.
        wrong: u64,
        /// Others.
        right: u64,
        /// Which reviewed cases do not count, in words.
        left_out: String,
    },
    /// Too few reviews, and the cases without one do not tell either.
    #[error(
        "{wrong} reviewed false positives and {right} others are too few to learn from (expected {ENOUGH_OF_A_CLASS} \
         of each), and the agreement of rules in cases without a review does not tell either"
    )]
    NoPatterns {
        /// False positives.
        wrong: u64,
        /// Others.
        right: u64,
        /// Why not.
        source: NotFound,
    },
}

impl Refusal {
    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::OneReviewer { .. } => "let a second person decide some of the same cases",
            _ => {
                "name a longer period, or have more cases decided: `review-sheet.csv` of a report lists them"
            }
        }
        .to_owned()
    }
}

/// Refuses where reviews are missing, are one person's, or hardly know one of the classes.
pub(super) fn refuse(observations: &[Observation], counts: &Counts) -> Result<(), Refusal> {
    if counts.reviewed == 0 {
        return Err(Refusal::NoReviews { cases: plural(counts.cases, "case", "cases") });
    }
    let people: BTreeSet<&String> = observations.iter().flat_map(|one| one.reviews.keys()).collect();
    if let (Some(reviewer), 1) = (people.first(), people.len()) {
        return Err(Refusal::OneReviewer { reviewer: one_line(reviewer).into_owned() });
    }
    if counts.wrong.min(counts.right) < FEWEST_OF_A_CLASS {
        let undetermined = counts.by_verdict.get(&Verdict::Undetermined).copied().unwrap_or_default();
        return Err(Refusal::TooFewOfAClass {
            wrong: counts.wrong,
            right: counts.right,
            left_out: format!(
                "of {} reviewed, {} are disputed, {undetermined} undetermined, {} young and {} set by decisive rules",
                counts.reviewed, counts.disputed, counts.young, counts.decided
            ),
        });
    }
    Ok(())
}
