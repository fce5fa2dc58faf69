//! Owners who left: a role that a person holds in the register and can no longer fill.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::{ControlFinding, Person, RegisterRow, Registers, lint::finding};
use crate::records::Instant;

/// Persons whose last version ended at or before a time, by id.
pub struct Left<'a> {
    zone: Tz,
    gone: BTreeMap<&'a str, (Instant, &'a RegisterRow)>,
}

impl<'a> Left<'a> {
    /// Who had left by `until`. Days are those of `zone`.
    pub fn by(people: &'a [Person], until: Instant, zone: Tz) -> Self {
        let mut last: BTreeMap<&str, (Option<Instant>, &RegisterRow)> = BTreeMap::new();
        // A version without end is later than any other.
        let key = |end: Option<Instant>| (end.is_none(), end);
        for person in people {
            let (end, row) = (person.validity.to, &person.row);
            let known = last.entry(&person.person_id).or_insert((end, row));
            if key(end) > key(known.0) {
                *known = (end, row);
            }
        }
        let gone = last.into_iter().filter_map(|(id, (end, row))| Some((id, (end?, row))));
        Self { zone, gone: gone.filter(|(_, (end, _))| *end <= until).collect() }
    }

    /// The last day of a person who left, for example `left on 2026-05-26`.
    pub fn day(&self, person_id: &str) -> Option<String> {
        let (end, _) = self.gone.get(person_id)?;
        // The end is the first instant after: the last day is the one just before it.
        let day = (*end - TimeDelta::seconds(1)).with_timezone(&self.zone).format("%Y-%m-%d");
        Some(format!("left on {day}"))
    }

    /// When a person left who did.
    fn end(&self, person_id: &str) -> Option<Instant> {
        self.gone.get(person_id).map(|(end, _)| *end)
    }
}

/// Roles that outlast their holder: of workflow versions and scopes that are in force at `from` or later, and of
/// open improvements. An approval that was given stays one.
pub fn owners_left(registers: &Registers, left: &Left<'_>, from: Instant) -> Vec<ControlFinding> {
    let mut findings = Vec::new();
    let mut add =
        |subject: &str, role: &str, holder: Option<&str>, to: Option<Instant>, row: &RegisterRow| {
            let Some(holder) = holder else { return };
            let Some((end, day)) = left.end(holder).zip(left.day(holder)) else { return };
            if to.is_some_and(|to| to <= from || to <= end) {
                return;
            }
            let place = left.gone.get(holder).map(|(_, row)| row.reference()).unwrap_or_default();
            let text = format!("the {role} `{holder}` {day} ({place}): name who holds this role now");
            findings.push(finding("owner-left", subject, row, text));
        };
    for workflow in registers.workflows.iter().flatten() {
        let roles = [
            ("control owner", workflow.control_owner.as_deref()),
            ("business approver", workflow.business_approver.as_deref()),
            ("execution owner", workflow.execution_owner.as_deref()),
            ("exception owner", workflow.exception_owner.as_deref()),
        ];
        for (role, holder) in roles {
            add(&workflow.id, role, holder, workflow.validity.to, &workflow.row);
        }
    }
    // One person answers for many windows: the first one stands for all.
    let mut scopes: BTreeSet<(&str, &str)> = BTreeSet::new();
    for scope in registers.regulated_work.iter().flatten() {
        let Some(holder) = scope.accountable_person.as_deref() else { continue };
        let (is_over, end) = (|at| scope.window.to.is_some_and(|to| to <= at), left.end(holder));
        if !is_over(from) && end.is_some_and(|end| !is_over(end)) && scopes.insert((holder, &scope.regime)) {
            let role = format!("accountable person of {} work", scope.regime);
            add(&scope.scope_id, &role, Some(holder), scope.window.to, &scope.row);
        }
    }
    for improvement in registers.improvements.iter().flatten().filter(|one| one.status == "open") {
        let id = &improvement.improvement_id;
        add(id, "owner of the improvement", Some(&improvement.owner), None, &improvement.row);
    }
    findings.sort();
    findings
}

#[cfg(test)]
#[path = "lint_left_tests.rs"]
mod tests;
