//! Lint of the registers: what does not stop a review and still weakens its statements. Each finding goes
//! to `tables/controls`.

use std::collections::BTreeSet;

use super::{ControlFinding, Exception, RegisterRow, Registers, lint_control_map, lint_people};

/// What lint may look up, collected once.
pub(super) struct Known<'a> {
    /// Ids of people; `None` when there is no register of people.
    pub(super) people: Option<BTreeSet<&'a str>>,
    units: BTreeSet<&'a str>,
    device_keys: BTreeSet<String>,
    device_classes: BTreeSet<&'a str>,
    workflows: Option<BTreeSet<&'a str>>,
}

/// Every finding that needs no period, in no order.
pub(super) fn findings(registers: &Registers) -> Vec<ControlFinding> {
    let known = Known::of(registers);
    let mut findings = Vec::new();
    lint_control_map::workflows(registers.workflows.as_deref().unwrap_or_default(), &known, &mut findings);
    for exception in registers.exceptions.iter().flatten() {
        lint_exception(exception, registers, &known, &mut findings);
    }
    regulated_work(registers, &known, &mut findings);
    devices(registers, &known, &mut findings);
    lint_people::people(registers.people.as_deref().unwrap_or_default(), &mut findings);
    improvements(registers, &known, &mut findings);
    findings
}

/// A finding about a row.
pub(super) fn finding(rule: &str, subject: &str, row: &RegisterRow, finding: String) -> ControlFinding {
    ControlFinding { rule: rule.to_owned(), subject: subject.to_owned(), finding, reference: row.reference() }
}

impl<'a> Known<'a> {
    fn of(registers: &'a Registers) -> Self {
        let people = registers.people.as_deref();
        let devices = registers.devices.as_deref().unwrap_or_default();
        let person_units = people.unwrap_or_default().iter().filter_map(|person| person.unit.as_deref());
        let device_units = devices.iter().filter_map(|device| device.unit.as_deref());
        let device_keys = devices.iter().flat_map(|device| {
            let keys = [&device.serial, &device.udid, &device.management_id, &device.jamf_id];
            keys.into_iter().flatten().map(|key| key.to_uppercase())
        });
        Self {
            people: people.map(|people| people.iter().map(|person| person.person_id.as_str()).collect()),
            units: person_units.chain(device_units).collect(),
            device_keys: device_keys.collect(),
            device_classes: devices.iter().filter_map(|device| device.device_class.as_deref()).collect(),
            workflows: registers
                .workflows
                .as_ref()
                .map(|all| all.iter().map(|flow| flow.id.as_str()).collect()),
        }
    }

    /// Whether a value of a kind matches something in the registers; kinds whose register is absent pass.
    fn matches(&self, registers: &Registers, kind: &str, value: &str) -> bool {
        match kind {
            "person" => self.people.as_ref().is_none_or(|people| people.contains(value)),
            "unit" => registers.people.is_none() || self.units.contains(value),
            "device" => registers.devices.is_none() || self.device_keys.contains(&value.to_uppercase()),
            "device_class" => registers.devices.is_none() || self.device_classes.contains(value),
            "person_kind" => super::people::KINDS.contains(&value),
            _ => true,
        }
    }

    fn lacks_workflow(&self, id: &str) -> bool {
        id != "*" && self.workflows.as_ref().is_some_and(|known| !known.contains(id))
    }
}

fn lint_exception(
    exception: &Exception,
    registers: &Registers,
    known: &Known<'_>,
    findings: &mut Vec<ControlFinding>,
) {
    let mut add = |rule: &str, text: String| {
        findings.push(finding(rule, &exception.exception_id, &exception.row, text));
    };
    match &exception.approved_by {
        None => {
            add(
                "exception-without-approver",
                "the exception has no approver and does not protect".to_owned(),
            );
        }
        Some(approver) if exception.requested_by.as_ref() == Some(approver) => {
            add(
                "exception-approved-by-requester",
                format!("`{approver}` asked for the exception and approved it"),
            );
        }
        Some(_) => {}
    }
    if exception.validity.to.is_none() {
        add(
            "exception-without-end",
            "the exception has no end, so nobody is asked again whether it is needed".to_owned(),
        );
    }
    if known.lacks_workflow(&exception.workflow_id) {
        let text = format!(
            "the exception is from workflow `{}`, which the control map does not hold",
            exception.workflow_id
        );
        add("exception-for-unknown-workflow", text);
    }
    if !known.matches(registers, &exception.subject_kind, &exception.subject) {
        let (kind, subject) = (exception.subject_kind.replace('_', " "), &exception.subject);
        add(
            "exception-for-unknown-subject",
            format!("the exception is for {kind} `{subject}`, which no register holds"),
        );
    }
}

fn regulated_work(registers: &Registers, known: &Known<'_>, findings: &mut Vec<ControlFinding>) {
    for scope in registers.regulated_work.iter().flatten() {
        if !known.matches(registers, &scope.match_kind, &scope.match_value) {
            let kind = scope.match_kind.replace('_', " ");
            let text = format!("the scope matches {kind} `{}`, which no register holds", scope.match_value);
            findings.push(finding("regulated-scope-matches-nobody", &scope.scope_id, &scope.row, text));
        }
        if scope.accountable_person.is_none() {
            let text = format!("nobody is accountable for this {} work", scope.regime);
            findings.push(finding("regulated-scope-without-owner", &scope.scope_id, &scope.row, text));
        }
    }
}

fn devices(registers: &Registers, known: &Known<'_>, findings: &mut Vec<ControlFinding>) {
    let Some(people) = &known.people else { return };
    for device in registers.devices.iter().flatten() {
        let Some(person) = device.assigned_person.as_deref().filter(|person| !people.contains(person)) else {
            continue;
        };
        let keys = [&device.serial, &device.udid, &device.management_id, &device.jamf_id];
        let subject = keys.into_iter().flatten().next().map_or("", String::as_str);
        let text = format!("the device is assigned to `{person}`, whom the register of people does not hold");
        findings.push(finding("device-assigned-to-unknown-person", subject, &device.row, text));
    }
}

fn improvements(registers: &Registers, known: &Known<'_>, findings: &mut Vec<ControlFinding>) {
    for improvement in registers.improvements.iter().flatten() {
        let (id, row) = (&improvement.improvement_id, &improvement.row);
        if known.lacks_workflow(&improvement.workflow_id) {
            let text = format!(
                "the improvement is of workflow `{}`, which the control map does not hold",
                improvement.workflow_id
            );
            findings.push(finding("improvement-for-unknown-workflow", id, row, text));
        }
        if improvement.status == "open" && improvement.owner.is_empty() {
            findings.push(finding(
                "improvement-without-owner",
                id,
                row,
                "the improvement is open and nobody's".to_owned(),
            ));
        }
    }
}
