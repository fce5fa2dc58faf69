//! The registers of the review folder: who and what the organisation says it has, as versions in time.
//! Times are half-open intervals in UTC, computed in the organisation's zone; a date without time in
//! `valid_to` or `window_end` includes that day.

#[cfg(test)]
pub(crate) mod blank;
mod cells;
pub mod devices;
pub mod exceptions;
mod holidays;
pub mod improvements;
mod lint;
mod lint_control_map;
mod lint_left;
mod lint_people;
pub mod load;
mod overlap;
pub mod people;
pub mod regulated_work;
mod returned;
mod review_fit;
pub mod reviews;
mod table;
mod workflow;
mod workflows;

pub use devices::Device;
pub use exceptions::Exception;
pub use holidays::Holiday;
pub use improvements::Improvement;
pub use lint_control_map::approvals_in;
pub use lint_left::{Left, owners_left};
pub use load::{RegisterError, load};
pub use people::Person;
pub use regulated_work::RegulatedScope;
pub use review_fit::{ReviewContext, fit_reviews};
pub use reviews::ReviewDecision;
pub use workflow::Workflow;

use crate::records::Instant;

/// A half-open stretch of time; an absent edge is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Validity {
    /// First instant inside.
    pub from: Option<Instant>,
    /// First instant after.
    pub to: Option<Instant>,
}

impl Validity {
    /// Whether the instant lies inside.
    pub fn holds_at(&self, at: Instant) -> bool {
        self.from.is_none_or(|from| from <= at) && self.to.is_none_or(|to| at < to)
    }

    /// Whether two stretches share an instant.
    pub fn overlaps(&self, other: &Self) -> bool {
        let ends_before = |end: Option<Instant>, start: Option<Instant>| {
            end.zip(start).is_some_and(|(end, start)| end <= start)
        };
        !ends_before(self.to, other.from) && !ends_before(other.to, self.from)
    }
}

/// Where a register row stands: file relative to the folder, and its line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RegisterRow {
    /// File, relative to the review folder.
    pub file: String,
    /// Line, 1-based.
    pub line: u64,
}

impl RegisterRow {
    /// `file:line`, as printed in findings.
    pub fn reference(&self) -> String {
        format!("{}:{}", self.file, self.line)
    }
}

/// All registers. `None` means that the file is absent, which turns off what needs it.
#[derive(Debug, Clone, Default)]
pub struct Registers {
    /// The control map.
    pub workflows: Option<Vec<Workflow>>,
    /// People, every version a row.
    pub people: Option<Vec<Person>>,
    /// Devices, every version a row.
    pub devices: Option<Vec<Device>>,
    /// Exceptions.
    pub exceptions: Option<Vec<Exception>>,
    /// Regulated work.
    pub regulated_work: Option<Vec<RegulatedScope>>,
    /// Decisions of reviewers, in file order.
    pub reviews: Option<Vec<ReviewDecision>>,
    /// Improvements.
    pub improvements: Option<Vec<Improvement>>,
    /// Holidays.
    pub holidays: Option<Vec<Holiday>>,
    /// What the lint found; each goes to `tables/controls`.
    pub findings: Vec<ControlFinding>,
    /// The files that were read, each with its SHA-256, in the order of their names.
    pub files: Vec<(String, String)>,
}

/// Findings about decisions of reviewers that were left out: the verdict they stand for is another one without.
pub const LEFT_OUT_DECISIONS: &[&str] =
    &["review-before-action", "review-decision-unknown", "review-in-future", "review-row-rejected"];

/// The finding about a returned review sheet that was not read at all.
pub const UNREAD_REVIEWS: &str = "review-file-unread";

/// One row of `tables/controls`: a finding about the control map or another register.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ControlFinding {
    /// Kebab-case code of the check.
    pub rule: String,
    /// What it is about, for example a workflow id.
    pub subject: String,
    /// The finding in one sentence.
    pub finding: String,
    /// `file:line` it rests on.
    pub reference: String,
}
