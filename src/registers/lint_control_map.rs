//! Lint of the control map: owners, approvals, separation of duties, conditions that cannot hold.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    ControlFinding, Workflow,
    lint::{Known, finding},
};
use crate::records::Instant;

/// Findings that need no period.
pub(super) fn workflows(workflows: &[Workflow], known: &Known<'_>, findings: &mut Vec<ControlFinding>) {
    for workflow in workflows {
        owners(workflow, known, findings);
        duties(workflow, findings);
        conditions(workflow, findings);
    }
    initiators(workflows, findings);
}

/// Approvals that did not hold in a period: `workflows` valid in `[from, to)` whose approval came later than
/// their start or ran out before their end. Apart from the other findings, as it needs the period.
pub fn approvals_in(workflows: &[Workflow], from: Instant, to: Instant) -> Vec<ControlFinding> {
    let mut findings = Vec::new();
    for workflow in workflows {
        let start = workflow.validity.from.map_or(from, |valid| valid.max(from));
        let end = workflow.validity.to.map_or(to, |valid| valid.min(to));
        if start >= end {
            continue;
        }
        let mut add = |rule, text| findings.push(finding(rule, &workflow.id, &workflow.row, text));
        if let Some(expired) = workflow.approval_expires.filter(|expires| *expires < end) {
            let day = expired.format("%Y-%m-%dT%H:%MZ");
            add(
                "approval-expired",
                format!("the approval ran out at {day} and the workflow went on in the period"),
            );
        }
        if let Some(approved) = workflow.approved_at.filter(|approved| *approved > start) {
            let day = approved.format("%Y-%m-%dT%H:%MZ");
            add(
                "approval-after-start",
                format!("the workflow was valid in the period before its approval at {day}"),
            );
        }
    }
    findings.sort();
    findings
}

/// The four roles of a workflow with their holders.
fn roles(workflow: &Workflow) -> [(&'static str, Option<&str>); 4] {
    [
        ("control owner", workflow.control_owner.as_deref()),
        ("business approver", workflow.business_approver.as_deref()),
        ("execution owner", workflow.execution_owner.as_deref()),
        ("exception owner", workflow.exception_owner.as_deref()),
    ]
}

fn owners(workflow: &Workflow, known: &Known<'_>, findings: &mut Vec<ControlFinding>) {
    let mut add = |rule, text| findings.push(finding(rule, &workflow.id, &workflow.row, text));
    for (role, holder) in roles(workflow) {
        let Some(holder) = holder else {
            add("owner-missing", format!("the workflow has no {role}"));
            continue;
        };
        let is_team = holder.strip_prefix("team:").is_some_and(|name| !name.trim().is_empty());
        let is_person = known.people.as_ref().is_some_and(|people| people.contains(holder));
        if !is_team && !is_person {
            let reason = if known.people.is_some() { "" } else { " (there is no register of people)" };
            let text = format!(
                "the {role} `{holder}` is neither a `person_id` nor `team:<name>` and is taken as a name{reason}"
            );
            add("owner-is-free-text", text);
        }
    }
}

fn duties(workflow: &Workflow, findings: &mut Vec<ControlFinding>) {
    let mut add = |rule, text| findings.push(finding(rule, &workflow.id, &workflow.row, text));
    let is_team = |holder: &str| holder.starts_with("team:");
    if let Some(owner) = workflow.control_owner.as_deref().filter(|owner| !is_team(owner)) {
        if workflow.business_approver.as_deref() == Some(owner) {
            add("duties-not-separated", format!("`{owner}` is control owner and business approver"));
        }
        if workflow.approved_by.as_deref() == Some(owner) {
            add("duties-not-separated", format!("`{owner}` is control owner and approved this version"));
        }
    }
    match (&workflow.approved_by, workflow.approved_at) {
        (None, _) => add("approval-missing", "nobody approved this version".to_owned()),
        (Some(_), None) => add("approval-missing", "the approval of this version has no date".to_owned()),
        (Some(_), Some(_)) => {}
    }
    if let (Some(approved), Some(expires)) = (workflow.approved_at, workflow.approval_expires)
        && expires <= approved
    {
        add("approval-expired", "the approval ends before it starts".to_owned());
    }
}

fn conditions(workflow: &Workflow, findings: &mut Vec<ControlFinding>) {
    let mut add =
        |rule, text: &str| findings.push(finding(rule, &workflow.id, &workflow.row, text.to_owned()));
    if workflow.triggers.is_empty() {
        add(
            "workflow-without-triggers",
            "no event is approved as its trigger, so that none of its actions can be explained",
        );
    }
    if workflow.actions.is_empty() {
        add(
            "workflow-without-actions",
            "no action kind is approved, so the workflow matches no action by its kind",
        );
    }
    if workflow.initiators.is_empty() {
        add(
            "workflow-without-initiators",
            "no initiator is named, so only an attribution can tell its actions",
        );
    }
    if workflow.settle >= workflow.max_delay {
        add(
            "settle-exceeds-delay",
            "the waiting time is not shorter than the longest delay, so it can never act in time",
        );
    }
}

/// Initiators that two workflows claim at one time: an action could belong to either.
fn initiators(workflows: &[Workflow], findings: &mut Vec<ControlFinding>) {
    let mut claims: BTreeMap<&(String, String), Vec<&Workflow>> = BTreeMap::new();
    for workflow in workflows {
        let own: BTreeSet<&(String, String)> = workflow.initiators.iter().collect();
        for initiator in own {
            claims.entry(initiator).or_default().push(workflow);
        }
    }
    for ((kind, name), claimants) in claims {
        let mut named = BTreeSet::new();
        for (index, first) in claimants.iter().enumerate() {
            for second in &claimants[index + 1..] {
                let pair = (first.id.as_str().min(&second.id), first.id.as_str().max(&second.id));
                if first.id != second.id && first.validity.overlaps(&second.validity) && named.insert(pair) {
                    let text = format!(
                        "`{}` and `{}` (line {}) claim it at one time",
                        pair.0, pair.1, first.row.line
                    );
                    findings.push(finding(
                        "initiator-claimed-twice",
                        &format!("{kind}:{name}"),
                        &second.row,
                        text,
                    ));
                }
            }
        }
    }
}
