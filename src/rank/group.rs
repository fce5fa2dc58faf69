//! A group of cases under one key, and its figures.

use std::collections::BTreeMap;

use super::RankCase;
use crate::{
    judge::rule::Role,
    measure::united::{self, Loss},
};

/// Cases under one key of a dimension.
#[derive(Debug, Clone)]
pub struct Group<'a, 'c> {
    /// The role, for owners.
    pub role: Option<Role>,
    /// The key.
    pub key: &'a str,
    /// The cases the key answers for: the denominator.
    pub exposed: Vec<&'c RankCase<'a>>,
    /// The false positives charged to it, ordered by action.
    pub charged: Vec<&'c RankCase<'a>>,
    /// For regulated scopes: hours are those of this scope alone.
    pub scope: Option<&'a str>,
}

/// Groups cases by their keys (none, one or several each); charged are the false positives of the group.
pub(super) fn grouped<'a, 'c, I>(
    cases: &'c [RankCase<'a>],
    keys: impl Fn(&RankCase<'a>) -> I,
) -> Vec<Group<'a, 'c>>
where
    I: IntoIterator<Item = &'a str>,
{
    let mut by_key: BTreeMap<&'a str, Vec<&'c RankCase<'a>>> = BTreeMap::new();
    for case in cases {
        for key in keys(case) {
            by_key.entry(key).or_default().push(case);
        }
    }
    let group = |(key, exposed): (&'a str, Vec<&'c RankCase<'a>>)| {
        let charged = exposed.iter().copied().filter(|case| case.is_false_positive()).collect();
        Group { role: None, key, exposed, charged, scope: None }
    };
    by_key.into_iter().map(group).collect()
}

/// The figures of a group.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Figures {
    pub(super) cases: u64,
    pub(super) judged: u64,
    pub(super) undetermined: u64,
    pub(super) apart: u64,
    pub(super) false_positives: u64,
    pub(super) disruptive: u64,
    pub(super) data_losses: u64,
    pub(super) regulated_data_losses: u64,
    pub(super) person_hours: f64,
    pub(super) regulated_hours: f64,
}

/// Adds up a group.
pub(super) fn figures(group: &Group<'_, '_>) -> Figures {
    let losses: Vec<Loss<'_>> = group.charged.iter().map(|case| case.loss()).collect();
    Figures {
        cases: group.exposed.len() as u64,
        judged: count(&group.exposed, RankCase::is_judged),
        undetermined: count(&group.exposed, |case| !case.is_judged()),
        apart: count(&group.exposed, RankCase::is_apart),
        false_positives: group.charged.len() as u64,
        disruptive: count(&group.charged, |case| case.measured.disruptive),
        data_losses: count(&group.charged, |case| case.measured.data_loss),
        regulated_data_losses: count(&group.charged, |case| {
            case.measured.data_loss && !case.measured.regulated_scopes.is_empty()
        }),
        person_hours: united::united_person_hours(&losses),
        regulated_hours: group.scope.map_or_else(
            || united::united_regulated_hours(&losses),
            |scope| united::united_hours_of_scope(&losses, scope),
        ),
    }
}

fn count<'a>(cases: &[&RankCase<'a>], holds: impl Fn(&RankCase<'a>) -> bool) -> u64 {
    cases.iter().filter(|case| holds(case)).count() as u64
}
