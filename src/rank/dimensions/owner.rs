//! By owner, once per role.

use super::{Dimension, Group, named};
use crate::{
    judge::rule::Role,
    rank::{RankCase, UNMAPPED, UNNAMED, group},
};

pub(in crate::rank) const DIMENSION: Dimension = Dimension {
    code: "owner",
    explanation: "Cases of the workflows in which somebody held a role; charged are the false positives whose cause is \
        that role's, so that policy, execution and exception stay apart. unmapped: no workflow claims the case; \
        nobody-named: its workflow names nobody for the role.",
    groups,
    has_own_cases: true,
    has_tolerance: false,
    is_compared: true,
    note: "",
};

fn groups<'a, 'c>(cases: &'c [RankCase<'a>]) -> Vec<Group<'a, 'c>> {
    let of_role = |role: &Role| {
        let role = *role;
        let mut groups = group::grouped(cases, |case| {
            let nobody = if case.workflow_id.is_some() { UNNAMED } else { UNMAPPED };
            [named(case.owner(role), nobody)]
        });
        for group in &mut groups {
            group.role = Some(role);
            group.charged.retain(|case| case.counted_role() == role);
        }
        groups
    };
    Role::ALL.iter().flat_map(of_role).collect()
}
