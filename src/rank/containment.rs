//! The containment side in figures, for the whole, each workflow and each owner per role: what was right, how fast it
//! came and what was missed, each with its interval, so that nobody lowers false positives without seeing the price.

use std::collections::BTreeMap;

use super::{
    RankCase, UNMAPPED, UNNAMED,
    dimensions::{self, Group, named},
    rate::Rate,
    statistics::Stay,
    survival::{Timed, Times, times},
};
use crate::{
    attribute::EligibleTrigger,
    judge::rule::{Role, Verdict},
    measure::containment::{DueTrigger, Observed, Wait},
};

/// What the automation is for: right actions, and how fast.
#[derive(Debug, Clone, Default)]
pub struct Containment {
    /// Cases judged true positives.
    pub true_positives: u64,
    /// Triggers that stood 7 days without an action, ordered by (time, event id, workflow).
    pub missed: Vec<EligibleTrigger>,
    /// Triggers that should have led to an action.
    pub eligible_triggers: u64,
    /// Both sides of the whole first, then of owners per role and of workflows, by key.
    pub sides: Vec<Side>,
}

/// Both sides of one group.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// `all`, `owner`, `workflow`.
    pub dimension: &'static str,
    /// The role, for owners.
    pub role: Option<Role>,
    /// Key; empty for `all`.
    pub key: String,
    /// Judged cases.
    pub judged: u64,
    /// False positives; of owners those that are charged to the role.
    pub false_positives: Option<Rate>,
    /// True positives of the judged cases.
    pub true_positives: Option<Rate>,
    /// Right actions with a trigger that were done within the target of their workflow.
    pub within_target: Option<Rate>,
    /// Missed triggers of those that should have led to an action.
    pub missed: Option<Rate>,
    /// Missed triggers that nothing else contained either, of those that should have led to an action.
    pub left_open: Option<Rate>,
    /// Time to act; missed triggers that nothing contained and pending commands wait still.
    pub times: Times,
}

/// What belongs to one key beside its cases.
#[derive(Default)]
struct Beside<'a> {
    waits: Vec<&'a Wait>,
    due: Vec<&'a DueTrigger>,
}

type Key<'a> = (Option<Role>, &'a str);

/// The figures of what was observed. The order of the cases given changes nothing.
pub fn contain(cases: &[RankCase<'_>], observed: &Observed, confidence: f64) -> Containment {
    let all = Group {
        role: None,
        key: "",
        exposed: cases.iter().collect(),
        charged: cases.iter().filter(|case| case.is_false_positive()).collect(),
        scope: None,
    };
    let whole = Beside { waits: observed.waits.iter().collect(), due: observed.due.iter().collect() };
    let mut sides = vec![side("all", &all, &whole, confidence)];
    let roles: Vec<Option<Role>> = Role::ALL.iter().copied().map(Some).collect();
    for (dimension, roles) in
        [(&dimensions::owner::DIMENSION, roles), (&dimensions::workflow::DIMENSION, vec![None])]
    {
        let groups = (dimension.groups)(cases);
        let mut beside = beside(observed, &roles);
        for group in &groups {
            let own = beside.remove(&(group.role, group.key)).unwrap_or_default();
            sides.push(side(dimension.code, group, &own, confidence));
        }
        // Triggers of whoever has no case at all.
        for ((role, key), own) in beside {
            let empty = Group { role, key, exposed: Vec::new(), charged: Vec::new(), scope: None };
            sides.push(side(dimension.code, &empty, &own, confidence));
        }
    }
    // `all` is the first by its name as well.
    sides.sort_by(|a, b| (a.dimension, a.role, &a.key).cmp(&(b.dimension, b.role, &b.key)));
    Containment {
        true_positives: observed.true_positives,
        missed: observed.missed.clone(),
        eligible_triggers: observed.due.len() as u64,
        sides,
    }
}

/// Waits and triggers by owner of each role, or by workflow where the only role is none.
fn beside<'a>(observed: &'a Observed, roles: &[Option<Role>]) -> BTreeMap<Key<'a>, Beside<'a>> {
    let mut found: BTreeMap<Key<'a>, Beside<'a>> = BTreeMap::new();
    for role in roles {
        for wait in &observed.waits {
            let key = key_of(*role, wait.workflow_id.as_deref(), &wait.owners);
            found.entry((*role, key)).or_default().waits.push(wait);
        }
        for due in &observed.due {
            let key = key_of(*role, Some(&due.workflow_id), &due.owners);
            found.entry((*role, key)).or_default().due.push(due);
        }
    }
    found
}

fn key_of<'a>(role: Option<Role>, workflow: Option<&'a str>, owners: &'a [Option<String>; 4]) -> &'a str {
    let Some(role) = role else { return named(workflow, UNMAPPED) };
    let place = Role::ALL.iter().position(|other| *other == role);
    let owner = place.and_then(|place| owners.get(place)).and_then(Option::as_deref);
    named(owner, if workflow.is_some() { UNNAMED } else { UNMAPPED })
}

fn side(dimension: &'static str, group: &Group<'_, '_>, beside: &Beside<'_>, confidence: f64) -> Side {
    let judged = group.exposed.iter().filter(|case| case.is_judged()).count() as u64;
    let right = group.exposed.iter().filter(|case| case.verdict == Verdict::TruePositive).count() as u64;
    let stay = |wait: &&Wait| Stay { time: wait.hours, has_ended: wait.has_acted };
    let stays: Vec<Stay> = beside.waits.iter().map(stay).collect();
    let targets: Vec<bool> = beside.waits.iter().filter_map(|wait| wait.is_within_target).collect();
    let within = targets.iter().filter(|within| **within).count() as u64;
    let missed = beside.due.iter().filter(|due| due.is_missed).count() as u64;
    let left_open = beside.due.iter().filter(|due| due.is_left_open).count() as u64;
    Side {
        dimension,
        role: group.role,
        key: group.key.to_owned(),
        judged,
        false_positives: Rate::new(group.charged.len() as u64, judged, confidence),
        true_positives: Rate::new(right, judged, confidence),
        within_target: Rate::new(within, targets.len() as u64, confidence),
        missed: Rate::new(missed, beside.due.len() as u64, confidence),
        left_open: Rate::new(left_open, beside.due.len() as u64, confidence),
        times: times(Timed::Act, dimension, group.key, &stays, confidence),
    }
}
