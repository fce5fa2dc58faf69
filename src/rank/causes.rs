//! Why: one row per cause with at least one false positive.

use std::cmp::Reverse;

use super::{
    RankCase,
    dimensions::DIMENSIONS,
    group::{self, Group},
};
use crate::judge::rule::{CauseClass, Role};

/// One cause.
#[derive(Debug, Clone, PartialEq)]
pub struct Cause {
    /// Rule code, or `unexplained`.
    pub cause: String,
    /// Its class.
    pub cause_class: CauseClass,
    /// Whose it is.
    pub accountable_role: Role,
    /// False positives.
    pub false_positives: u64,
    /// Of those, disruptive.
    pub disruptive: u64,
    /// Of those, with data loss.
    pub data_losses: u64,
    /// Person-hours, overlaps of one person united.
    pub person_hours: f64,
    /// Regulated hours, united likewise.
    pub regulated_hours: f64,
}

/// Causes, most false positives first, then by code.
pub(super) fn causes(cases: &[RankCase<'_>]) -> Vec<Cause> {
    let groups = DIMENSIONS.iter().filter(|dimension| dimension.code == "cause");
    let mut found: Vec<Cause> =
        groups.flat_map(|dimension| (dimension.groups)(cases)).map(|group| cause(&group)).collect();
    found.sort_by_cached_key(|cause| (Reverse(cause.false_positives), cause.cause.clone()));
    found
}

fn cause(group: &Group<'_, '_>) -> Cause {
    let figures = group::figures(group);
    Cause {
        cause: group.key.to_owned(),
        // All false positives of one code agree, so the first that says it does.
        cause_class: group
            .charged
            .iter()
            .find_map(|case| case.cause_class)
            .unwrap_or(CauseClass::Unexplained),
        accountable_role: group
            .charged
            .iter()
            .find_map(|case| case.accountable_role)
            .unwrap_or(Role::ControlOwner),
        false_positives: figures.false_positives,
        disruptive: figures.disruptive,
        data_losses: figures.data_losses,
        person_hours: figures.person_hours,
        regulated_hours: figures.regulated_hours,
    }
}
