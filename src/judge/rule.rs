//! A rule as data.

use crate::{
    attribute::case::{Candidate, Case, RowRef},
    config::Config,
    records::Instant,
    records::code::coded,
};

coded! {
    /// Families: inside one only the strongest fired rule counts.
    Family {
        Review = "review", Reversal = "reversal", Event = "event", Subject = "subject",
        Exception = "exception", Duplicate = "duplicate", Undo = "undo", Ticket = "ticket", Truth = "truth",
        Plan = "plan",
    }
}

coded! {
    /// Classes of causes.
    CauseClass {
        Timing = "timing", Data = "data", Logic = "logic", Execution = "execution", Exception = "exception",
        Unexplained = "unexplained",
    }
}

coded! {
    /// The roles of a workflow.
    Role {
        ControlOwner = "control_owner", BusinessApprover = "business_approver",
        ExecutionOwner = "execution_owner", ExceptionOwner = "exception_owner",
    }
}

coded! {
    /// Verdicts, in the terms of Microsoft Sentinel.
    Verdict {
        FalsePositive = "false_positive", TruePositive = "true_positive", BenignPositive = "benign_positive",
        Undetermined = "undetermined",
    }
}

/// What a rule weighs when it speaks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Weight {
    /// log2 odds for (positive) or against (negative) a false positive.
    Bits(f64),
    /// Sets the verdict by itself.
    Decisive(Verdict),
}

/// What a rule is about: rules about the trigger speak on an ambiguous attribution only if they fire for
/// every candidate within the margin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The trigger (needs a candidate).
    Trigger,
    /// The action, the device, tickets, reviews.
    Action,
}

/// A rule: a stable code, its manual page, and the condition under which it speaks.
pub struct Rule {
    /// Kebab-case code of the contract.
    pub code: &'static str,
    /// Family.
    pub family: Family,
    /// What it is about.
    pub about: About,
    /// Cause class and accountable role, for rules that name a cause.
    pub cause: Option<(CauseClass, Role)>,
    /// Weight as printed in the contract, for example `+7 / +4 / +2`.
    pub printed_weight: &'static str,
    /// Its largest weight in bits, which `[judge].bits.<code>` replaces; a rule with several weights keeps
    /// their ratio. `None` for rules that are only ever decisive: no number overrides those.
    pub full_bits: Option<f64>,
    /// Manual page with the headings *What it means*, *Why it speaks for or against a false positive*,
    /// *What speaks against it*, *Settings*.
    pub explanation: &'static str,
    /// The condition. The candidate is `None` only for rules about the action on unattributed cases.
    pub fires: fn(&Case, Option<&Candidate>, &Context<'_>) -> Option<Fired>,
}

/// What rules may look at beside the case.
pub struct Context<'a> {
    /// Thresholds.
    pub config: &'a Config,
    /// Up to when the inputs are known.
    pub as_of: Instant,
}

/// A rule that spoke.
#[derive(Debug, Clone, PartialEq)]
pub struct Fired {
    /// Its weight before overrides of the configuration.
    pub weight: Weight,
    /// One sentence with the facts; times in UTC, RFC 3339.
    pub because: String,
    /// The rows it rests on.
    pub rows: Vec<RowRef>,
}
