//! The estimate of false positives that nobody reported, beside what was true.

use misfire::{
    rank::LISTS,
    report::model::{CaseRow, EvidenceRow, EvidenceWeight, Review},
};

use super::{Cases, Truth, is_automated, is_wrong};

/// What one organisation shows.
pub(crate) struct Unseen {
    /// False positives of the truth.
    pub(crate) wrong: u32,
    /// Of those, the ones that at least one list of the review tells of.
    pub(crate) listed: u32,
    /// The estimate of those on no list with its limits; `None` when refused.
    pub(crate) estimate: Option<(f64, f64, f64)>,
    /// False positives on no list that the review found by other evidence, right or wrong.
    pub(crate) found_otherwise: u64,
}

impl Unseen {
    /// Holds the estimate of a review against the truth.
    pub(crate) fn of(review: &Review, cases: &Cases<'_>, truth: &[Truth]) -> Self {
        let wrong = || truth.iter().filter(|row| is_automated(row) && is_wrong(row));
        let is_told = |case: &CaseRow| case.verdict == "false_positive" && is_listed(case);
        let listed = wrong().filter(|row| cases.of(row).is_some_and(is_told)).count();
        let found = &review.unreported;
        Self {
            wrong: u32::try_from(wrong().count()).unwrap_or(u32::MAX),
            listed: u32::try_from(listed).unwrap_or(u32::MAX),
            estimate: found.unseen.zip(found.unseen_low).zip(found.unseen_high).map(|((v, l), h)| (v, l, h)),
            found_otherwise: found.unlisted,
        }
    }

    /// False positives on no list.
    pub(crate) fn unseen(&self) -> f64 {
        f64::from(self.wrong - self.listed)
    }

    /// Whether the interval holds them; `None` when there is none.
    pub(crate) fn is_held(&self) -> Option<bool> {
        self.estimate.map(|(_, low, high)| (low..=high).contains(&self.unseen()))
    }
}

/// Whether evidence of one of the lists counts for a false positive.
fn is_listed(case: &CaseRow) -> bool {
    let counts = |piece: &&EvidenceRow| match piece.weight {
        EvidenceWeight::Bits(bits) => bits > 0.0,
        EvidenceWeight::Decisive => true,
        EvidenceWeight::Suspended => false,
    };
    let is_on_any = |piece: &EvidenceRow| LISTS.iter().any(|list| list.has(&piece.family, &piece.code));
    case.evidence.iter().filter(counts).any(is_on_any)
}
