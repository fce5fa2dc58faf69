//! What the registers say and the report shows beside its figures.

use std::collections::{BTreeMap, BTreeSet};

use super::Prepared;
use crate::{
    config::Period,
    records::Instant,
    registers::{self, ControlFinding, Left, RegulatedScope, Workflow},
    report::model::{ScopeName, WorkflowRow},
};

/// Versions of workflows valid at some time of the period, ordered by id and start.
pub(super) fn workflows(prepared: &Prepared, period: &Period) -> Vec<WorkflowRow> {
    let all = prepared.registers.workflows.as_deref().unwrap_or_default();
    let in_period = all.iter().filter(|workflow| {
        workflow.validity.from.is_none_or(|from| from < period.to)
            && workflow.validity.to.is_none_or(|to| to > period.from)
    });
    let mut rows: Vec<WorkflowRow> = in_period.map(workflow_row).collect();
    rows.sort_by(|a, b| (&a.workflow_id, a.valid_from).cmp(&(&b.workflow_id, b.valid_from)));
    rows
}

fn workflow_row(workflow: &Workflow) -> WorkflowRow {
    WorkflowRow {
        workflow_id: workflow.id.clone(),
        title: workflow.title.clone(),
        purpose: workflow.purpose.clone(),
        control_owner: workflow.control_owner.clone(),
        business_approver: workflow.business_approver.clone(),
        execution_owner: workflow.execution_owner.clone(),
        exception_owner: workflow.exception_owner.clone(),
        approved_by: workflow.approved_by.clone(),
        approved_at: workflow.approved_at,
        approval_expires: workflow.approval_expires,
        valid_from: workflow.validity.from,
        valid_to: workflow.validity.to,
        tolerated_rate: workflow.tolerated_rate,
        drivers: workflow.drivers.clone(),
        is_agentic: workflow.agentic,
        reference: workflow.row.reference(),
    }
}

/// Findings of the registers; with a period also those that need one. Ordered.
pub(super) fn controls(prepared: &Prepared, period: Option<&Period>) -> Vec<ControlFinding> {
    let registers = &prepared.registers;
    let mut findings = registers.findings.clone();
    if let Some(period) = period {
        let workflows = registers.workflows.as_deref().unwrap_or_default();
        findings.extend(registers::approvals_in(workflows, period.from, period.to));
    }
    let from = period.map_or(prepared.as_of, |period| period.from);
    findings.extend(registers::owners_left(registers, &left(prepared, period), from));
    findings.sort();
    findings.dedup();
    findings
}

/// Who had left when the period or the inputs end, whichever is later: nobody can ask them any more.
fn left<'a>(prepared: &'a Prepared, period: Option<&Period>) -> Left<'a> {
    let until = period.map_or(prepared.as_of, |period| period.to.max(prepared.as_of));
    let people = prepared.registers.people.as_deref().unwrap_or_default();
    Left::by(people, until, prepared.zone)
}

/// Everybody who holds a role of a workflow, approved one or owns an improvement.
fn owners(prepared: &Prepared) -> BTreeSet<&str> {
    let workflows = prepared.registers.workflows.as_deref().unwrap_or_default();
    let holders = workflows.iter().flat_map(|workflow| {
        [
            workflow.control_owner.as_deref(),
            workflow.business_approver.as_deref(),
            workflow.execution_owner.as_deref(),
            workflow.exception_owner.as_deref(),
            workflow.approved_by.as_deref(),
        ]
    });
    let improvements = prepared.registers.improvements.as_deref().unwrap_or_default();
    holders.flatten().chain(improvements.iter().map(|improvement| improvement.owner.as_str())).collect()
}

/// Those of them who left, each with the day, by id.
pub(super) fn owners_left(prepared: &Prepared, period: &Period) -> Vec<(String, String)> {
    let left = left(prepared, Some(period));
    let gone = |id: &str| Some((id.to_owned(), left.day(id)?));
    owners(prepared).into_iter().filter_map(gone).collect()
}

/// Names of the persons who hold a role of a workflow, approved one or own an improvement, by id; the last
/// version of a person names them, and says when they left. Nobody else is named by a report's pages.
pub(super) fn owner_names(prepared: &Prepared, period: &Period) -> Vec<(String, String)> {
    let owners = owners(prepared);
    let mut names: BTreeMap<&str, (Option<Instant>, &str)> = BTreeMap::new();
    for person in prepared.registers.people.as_deref().unwrap_or_default() {
        if !owners.contains(person.person_id.as_str()) {
            continue;
        }
        let version = (person.validity.from, person.display_name.as_str());
        let entry = names.entry(&person.person_id).or_insert(version);
        if version > *entry {
            *entry = version;
        }
    }
    let left = left(prepared, Some(period));
    let shown = |(id, (_, name)): (&str, (_, &str))| {
        let parts: Vec<String> = [name.to_owned()].into_iter().chain(left.day(id)).collect();
        let shown = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        (!shown.is_empty()).then(|| (id.to_owned(), shown))
    };
    names.into_iter().filter_map(shown).collect()
}

/// Regime and title of every scope, ordered by id.
pub(super) fn scopes(prepared: &Prepared) -> Vec<ScopeName> {
    let all = prepared.registers.regulated_work.as_deref().unwrap_or_default();
    let name = |scope: &RegulatedScope| ScopeName {
        scope_id: scope.scope_id.clone(),
        regime: scope.regime.clone(),
        title: scope.title.clone(),
    };
    let mut rows: Vec<ScopeName> = all.iter().map(name).collect();
    rows.sort_by(|a, b| (&a.scope_id, &a.title).cmp(&(&b.scope_id, &b.title)));
    rows.dedup_by(|a, b| a.scope_id == b.scope_id);
    rows
}
