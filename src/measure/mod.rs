//! Measuring: what a false positive cost. Every measure is one file of [`measures`]; this page holds what
//! they fill in ([`Measured`]), what they may look at ([`Context`]), and the entry function.

pub mod containment;
pub mod due;
pub mod intervals;
pub mod measures;
mod proof;
pub mod review_state;
#[cfg(test)]
pub(crate) mod specimen;
#[cfg(test)]
pub(crate) mod tests;
pub mod united;
pub mod unusable;
mod whereabouts;
pub mod working_hours;

use chrono_tz::Tz;

use self::{intervals::Interval, working_hours::WorkingCalendar};
use crate::{
    attribute::case::{AfterWipe, Case},
    config::Config,
    judge::Judgement,
    records::Instant,
    registers::Holiday,
};

/// What measures may look at beside the case and its judgement.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Thresholds.
    pub config: &'a Config,
    /// Up to when the inputs are known; nothing later proves anything.
    pub as_of: Instant,
    /// The organisation's zone, used where a person has none.
    pub zone: Tz,
    /// The organisation's working hours, parsed from the configuration.
    pub calendar: &'a WorkingCalendar,
    /// The register of holidays; empty when it is absent.
    pub holidays: &'a [Holiday],
    /// Whether the register of regulated work is there; without it regulated hours are unknown, not 0.
    pub has_regulated_work: bool,
}

/// What the measures say of one case. Hours are hours, times UTC; `None` means not asked or not known.
#[expect(clippy::struct_excessive_bools, reason = "each is a column of its own")]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Measured {
    /// From `done_at` to the proof of restoration or the cap; `None` for kinds without downtime.
    pub interruption: Option<Interval>,
    /// When the earliest proof of restoration came.
    pub restored_at: Option<Instant>,
    /// What proved it (`reversing_action`, `check_in`, `reversal_event:<id>`, `ticket:<id>`, …), or `censored`.
    pub restored_by: Option<String>,
    /// No proof by `as_of`: the interruption ends at the cap and its length is a lower or assumed figure.
    pub censored: bool,
    /// The interruption ends at the cap and not at a proof: without any (`censored`), or where the only one, the last
    /// contact an inventory knows, lies behind the cap. Its hours are the cap's, so sums are told without it, too.
    pub capped: bool,
    /// The interruption inside the person's working hours, holidays out.
    pub lost_hours: Option<f64>,
    /// How many persons were affected.
    pub affected_people: Option<u64>,
    /// `lost_hours` times `affected_people`.
    pub person_hours: Option<f64>,
    /// Ids of the regulated scopes in force during the interruption (at `done_at` without one), sorted.
    pub regulated_scopes: Vec<String>,
    /// The interruption inside the windows of these scopes, united over scopes.
    pub regulated_hours: Option<f64>,
    /// The same per regime, ordered by regime.
    pub regulated_hours_by_regime: Vec<(String, f64)>,
    /// Data on the device or of the account are gone.
    pub data_loss: bool,
    /// A false positive that cost working time, regulated time or data.
    pub disruptive: bool,
    /// What the helpdesk heard after a disruptive wipe; `None` for others, and where no tickets cover the time after.
    pub after_wipe: Option<AfterWipe>,
    /// Remarks for the reader.
    pub flags: Vec<String>,
    /// The stretches behind `lost_hours`; empty where `default_hours` stand for them.
    pub lost: Vec<Interval>,
    /// The stretches behind `regulated_hours`, one entry per scope, ordered by scope.
    pub scope_times: Vec<ScopeTime>,
}

/// The part of an interruption that lies in one regulated scope.
#[derive(Debug, Clone, PartialEq)]
pub struct ScopeTime {
    /// Scope.
    pub scope_id: String,
    /// Its regime.
    pub regime: String,
    /// Disjoint stretches in time order.
    pub stretches: Vec<Interval>,
}

/// Takes every measure of a case, in the order of the registry.
pub fn measure(case: &Case, judgement: &Judgement, context: &Context<'_>) -> Measured {
    let mut measured = Measured::default();
    for measure in measures::MEASURES {
        (measure.take)(case, judgement, context, &mut measured);
    }
    measured
}
