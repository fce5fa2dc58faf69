//! The outcome of judging one case: a verdict, how sure it is, and every piece of evidence.

use super::rule::{CauseClass, Family, Role, Verdict};
use crate::{attribute::case::RowRef, records::code::coded};

coded! {
    /// How sure a verdict is.
    Certainty {
        /// A decisive rule or a reviewer says so.
        Confirmed = "confirmed",
        /// The sum of the bits says so.
        Probable = "probable",
    }
}

/// How a rule that spoke counts in the verdict.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Effect {
    /// So many bits in the sum; 0 when a stronger rule of its family counts, or all its rows already
    /// support a stronger rule of another family.
    Bits(f64),
    /// It sets the verdict by itself.
    Decisive,
    /// A rule of the truth family, silenced by one that makes the truth beside the point.
    Suspended,
}

/// One rule that spoke.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// Its code.
    pub code: &'static str,
    /// Its family.
    pub family: Family,
    /// How it counts.
    pub effect: Effect,
    /// What it would weigh alone, with the overrides of the configuration; `None` when it spoke decisively.
    pub own_bits: Option<f64>,
    /// The verdict it sets when it spoke decisively.
    pub decides: Option<Verdict>,
    /// One sentence with the facts; times in UTC, RFC 3339.
    pub because: String,
    /// The rows it rests on.
    pub rows: Vec<RowRef>,
}

/// The judgement of one case.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// How sure; `None` when undetermined.
    pub certainty: Option<Certainty>,
    /// P(false positive): the sum of the bits, 1 or 0 when decided, `None` when benign or when decisive
    /// statements leave the case undetermined.
    pub probability: Option<f64>,
    /// Code of the primary cause; only for false positives.
    pub cause: Option<String>,
    /// Its class.
    pub cause_class: Option<CauseClass>,
    /// The role accountable for it.
    pub accountable_role: Option<Role>,
    /// The source that would tell a reversal covers fewer than 7 days after the action.
    pub young: bool,
    /// Part of a burst, and no reviewer decided: outside every figure of the workflows.
    pub apart: bool,
    /// Reviewers disagree, or decisive rules do.
    pub conflict: bool,
    /// The earlier action that still held, when this one only repeated it.
    pub duplicate_of: Option<String>,
    /// Every rule that spoke, sorted by code.
    pub evidence: Vec<Evidence>,
}
