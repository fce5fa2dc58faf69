//! Which sources are in doubt: those with gaps or other findings, and those that lost rows which could be triggers.

use super::{
    model::Review,
    numbers::{count, len, plural},
};
use crate::ingest::formats::FORMATS;

/// Sources in doubt.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Doubts {
    /// Sources with gaps or other findings.
    pub with_findings: u64,
    /// Sources of identity events with rejected rows: each of these could be a trigger, or undo one.
    pub with_lost_events: u64,
    /// Their rejected rows.
    pub lost_events: u64,
}

impl Doubts {
    /// Of a review.
    pub(super) fn of(review: &Review) -> Self {
        let with_findings = review.coverage.iter().filter(|row| !row.findings.is_empty()).count();
        let mut found = Self { with_findings: len(with_findings), ..Self::default() };
        for format in FORMATS.iter().filter(|format| format.gives.contains(&"events")) {
            let own = review.sources.iter().filter(|source| source.format == format.id);
            let rejected: u64 = own.map(|source| source.rejected).sum();
            found.lost_events += rejected;
            found.with_lost_events += u64::from(rejected > 0);
        }
        found
    }

    /// Whether nothing is in doubt.
    pub(super) fn is_none(self) -> bool {
        self == Self::default()
    }

    /// `1 of 7 sources with gaps or other findings, 1 with 2 rejected rows that could be triggers`.
    pub(super) fn words(self, sources: u64) -> String {
        let lost = || {
            format!("{} that could be triggers", plural(self.lost_events, "rejected row", "rejected rows"))
        };
        let all = plural(sources, "source", "sources");
        match (self.with_findings, self.with_lost_events) {
            (0, 0) => "no gap found".to_owned(),
            (0, lossy) => format!("{} of {all} with {}", count(lossy), lost()),
            (some, 0) => format!("{} of {all} with gaps or other findings", count(some)),
            (some, lossy) => format!(
                "{} of {all} with gaps or other findings, {} with {}",
                count(some),
                count(lossy),
                lost()
            ),
        }
    }
}
