//! Ranking: cases grouped by everything somebody can be accountable for, with rates, intervals, change and a
//! documented order; the figures of the period, its weeks and causes.

mod causes;
mod containment;
mod control;
pub mod dimensions;
mod group;
mod ordering;
mod rate;
mod sensitivity;
mod spread;
pub mod statistics;
mod time_to_restore;
mod totals;
mod unreported;
mod weekly;

use chrono_tz::Tz;

pub use self::{
    causes::Cause,
    containment::{Containment, contain},
    control::Limits,
    ordering::Row,
    rate::Rate,
    sensitivity::{Sensitivity, rank_owners, sensitivity},
    spread::{Spread, Standing},
    time_to_restore::{Quantile, TimeToRestore, time_to_restore},
    totals::{Population, Totals},
    unreported::{Estimate, LISTS, List, Unreported, unreported},
    weekly::Week,
};
use crate::{
    attribute::case::Case,
    config,
    judge::{
        Judgement, UNEXPLAINED,
        rule::{CauseClass, Role, Verdict},
    },
    measure::{Measured, united::Loss},
    records::{ActionKind, Instant},
};

/// The key of cases without a workflow.
pub const UNMAPPED: &str = "unmapped";
/// The key of cases whose workflow names nobody for a role.
pub const UNNAMED: &str = "nobody-named";
/// The key of cases whose class or unit nobody recorded.
pub const UNKNOWN: &str = "unknown";

/// What ranking needs of one case. Borrowed from case, judgement and measures, or from a table of an earlier
/// report (then with a [`Measured`] that has figures but no stretches of time).
#[derive(Debug, Clone)]
pub struct RankCase<'a> {
    /// The action.
    pub action_id: &'a str,
    /// Its verdict.
    pub verdict: Verdict,
    /// Its reversal source covers too little time after it.
    pub young: bool,
    /// It is part of a burst.
    pub apart: bool,
    /// Cause code of a false positive.
    pub cause: Option<&'a str>,
    /// Its class.
    pub cause_class: Option<CauseClass>,
    /// Whose cause it is.
    pub accountable_role: Option<Role>,
    /// The workflow.
    pub workflow_id: Option<&'a str>,
    /// Its tolerated rate in the version valid then.
    pub tolerated_rate: Option<f64>,
    /// Owners of that version, in the order of [`Role::ALL`].
    pub owners: [Option<&'a str>; 4],
    /// What was done.
    pub action_kind: ActionKind,
    /// When.
    pub done_at: Instant,
    /// The organisation's class of the device.
    pub device_class: Option<&'a str>,
    /// The device.
    pub device_id: Option<&'a str>,
    /// Who held it.
    pub person_id: Option<&'a str>,
    /// The unit of the person, else of the device.
    pub unit: Option<&'a str>,
    /// What was measured.
    pub measured: &'a Measured,
}

impl<'a> RankCase<'a> {
    /// What ranking needs of a case that was judged and measured.
    pub fn of(case: &'a Case, judgement: &'a Judgement, measured: &'a Measured) -> Self {
        let workflow = case.workflow.as_ref();
        let owner = |role: &Role| {
            let workflow = workflow?;
            match role {
                Role::ControlOwner => workflow.control_owner.as_deref(),
                Role::BusinessApprover => workflow.business_approver.as_deref(),
                Role::ExecutionOwner => workflow.execution_owner.as_deref(),
                Role::ExceptionOwner => workflow.exception_owner.as_deref(),
            }
        };
        let device = case.device.as_ref();
        let unit = case.person.as_ref().and_then(|person| person.unit.as_deref());
        Self {
            action_id: &case.action.action_id,
            verdict: judgement.verdict,
            young: judgement.young,
            apart: judgement.apart,
            cause: judgement.cause.as_deref(),
            cause_class: judgement.cause_class,
            accountable_role: judgement.accountable_role,
            workflow_id: workflow.map(|workflow| workflow.id.as_str()),
            tolerated_rate: workflow.map(|workflow| workflow.tolerated_rate),
            owners: [Role::ControlOwner, Role::BusinessApprover, Role::ExecutionOwner, Role::ExceptionOwner]
                .map(|role| owner(&role)),
            action_kind: case.action.kind,
            done_at: case.done_at,
            device_class: device.and_then(|device| device.device_class.as_deref()),
            device_id: case.device_id.as_deref(),
            person_id: case.holder.as_ref().map(|holder| holder.person_id.as_str()),
            unit: unit.or_else(|| device?.unit.as_deref()),
            measured,
        }
    }

    /// Counts in denominators: it has a verdict. A young case has one only where a reviewer gave it, and what a
    /// reviewer confirmed must not vanish from the figures.
    pub fn is_judged(&self) -> bool {
        self.verdict != Verdict::Undetermined
    }

    /// Time has still to judge it.
    pub fn is_waiting(&self) -> bool {
        self.young && !self.is_apart() && !self.is_judged()
    }

    /// Part of a burst and judged by no reviewer: beside every rate and every range.
    pub fn is_apart(&self) -> bool {
        self.apart && !self.is_judged()
    }

    /// Counts in numerators.
    pub fn is_false_positive(&self) -> bool {
        self.verdict == Verdict::FalsePositive
    }

    /// The cause by which a false positive is counted.
    pub fn counted_cause(&self) -> &'a str {
        self.cause.filter(|cause| !cause.is_empty()).unwrap_or(UNEXPLAINED)
    }

    /// The role by which a false positive is counted: an unexplained one is the control owner's.
    pub fn counted_role(&self) -> Role {
        self.accountable_role.unwrap_or(Role::ControlOwner)
    }

    /// Who holds a role.
    pub fn owner(&self, role: Role) -> Option<&'a str> {
        let place = Role::ALL.iter().position(|other| *other == role)?;
        self.owners.get(place).copied().flatten()
    }

    fn loss(&self) -> Loss<'a> {
        Loss {
            action_id: self.action_id,
            person_id: self.person_id,
            device_id: self.device_id,
            measured: self.measured,
        }
    }
}

/// What a ranking is made under.
#[derive(Debug, Clone)]
pub struct Setting<'a> {
    /// `[rank]`.
    pub config: &'a config::Rank,
    /// The organisation's zone: weeks begin on its Mondays.
    pub zone: Tz,
    /// First instant of the period and the first one after it.
    pub period: (Instant, Instant),
    /// Weeks from which limits of the weekly rate are computed anew.
    pub rebase: &'a [config::Rebase],
    /// Actions around the cases of this period.
    pub population: Population,
    /// The same of the period before; used only where its cases are given.
    pub previous_population: Population,
}

/// Everything that is ranked and added up.
#[derive(Debug, Clone)]
pub struct Ranked {
    /// Rows of every dimension in registry order; inside one by role, then rank; the too few to rank last.
    pub rows: Vec<Row>,
    /// Every ISO week that the period touches, in order.
    pub weekly: Vec<Week>,
    /// Causes with at least one false positive, most first.
    pub causes: Vec<Cause>,
    /// Figures of the period.
    pub totals: Totals,
    /// Figures of the period before.
    pub previous: Option<Totals>,
}

/// Ranks the cases of a period, against those of the period before where the inputs cover it. The order of
/// the cases given changes nothing.
pub fn rank(cases: &[RankCase<'_>], previous: Option<&[RankCase<'_>]>, setting: &Setting<'_>) -> Ranked {
    let cases = in_order(cases);
    let previous = previous.map(in_order);
    let confidence = setting.config.confidence;
    let before = previous.as_deref();
    Ranked {
        rows: dimensions::DIMENSIONS
            .iter()
            .flat_map(|dimension| ordering::rows(dimension, &cases, before, setting.config))
            .collect(),
        weekly: weekly::weeks(&cases, setting),
        causes: causes::causes(&cases),
        totals: totals::totals(&cases, &setting.population, confidence),
        previous: before.map(|cases| totals::totals(cases, &setting.previous_population, confidence)),
    }
}

fn in_order<'a>(cases: &[RankCase<'a>]) -> Vec<RankCase<'a>> {
    let mut sorted = cases.to_vec();
    sorted.sort_by_key(|case| case.action_id);
    sorted
}

#[cfg(test)]
mod tests;
