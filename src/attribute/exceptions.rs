//! Exceptions that cover, or lately covered, a case.

use chrono::TimeDelta;

use super::{case::ExceptionMatch, linkable::Linkable};
use crate::{
    records::Instant,
    registers::{Exception, Person, Workflow},
};

/// An exception that ended at most this long before still tells something.
const LAPSED_FOR: TimeDelta = TimeDelta::days(90);

/// What an exception may be about in one case.
pub(super) struct Subjects<'a> {
    /// Register ids of the holder and of the trigger's subject.
    pub(super) people: Vec<&'a str>,
    /// Register versions of the same persons at `done_at`.
    pub(super) versions: Vec<&'a Person>,
    /// The workflow, if any.
    pub(super) workflow: Option<&'a Workflow>,
}

/// Matching exceptions: in force, unapproved, or ended within 90 days before `done_at`; in register order.
pub(super) fn matching(
    exceptions: &[&Exception],
    linkable: &Linkable<'_>,
    subjects: &Subjects<'_>,
) -> Vec<ExceptionMatch> {
    exceptions
        .iter()
        .copied()
        .filter(|exception| covers_workflow(exception, subjects.workflow))
        .filter_map(|exception| {
            let why = subject_match(exception, linkable, subjects)?;
            let is_approved = exception.approved_by.is_some();
            let holds = exception.validity.holds_at(linkable.done_at);
            let lapsed = ended_lately(exception, linkable.done_at);
            (holds || lapsed).then(|| ExceptionMatch {
                exception: exception.clone(),
                in_force: holds && is_approved,
                lapsed: lapsed && is_approved,
                why,
            })
        })
        .collect()
}

fn ended_lately(exception: &Exception, at: Instant) -> bool {
    exception.validity.to.is_some_and(|to| to <= at && at - to <= LAPSED_FOR)
}

fn covers_workflow(exception: &Exception, workflow: Option<&Workflow>) -> bool {
    exception.workflow_id == "*" || workflow.is_some_and(|workflow| workflow.id == exception.workflow_id)
}

fn subject_match(exception: &Exception, linkable: &Linkable<'_>, subjects: &Subjects<'_>) -> Option<String> {
    let wanted = exception.subject.trim();
    let same = |text: &str| text.trim().eq_ignore_ascii_case(wanted);
    let device = linkable.device;
    let is_match = match exception.subject_kind.as_str() {
        "person" => subjects.people.iter().any(|person| same(person)),
        "person_kind" => subjects.versions.iter().any(|person| same(&person.kind)),
        "unit" => {
            let of_device = device.and_then(|row| row.unit.as_deref());
            subjects.versions.iter().filter_map(|p| p.unit.as_deref()).chain(of_device).any(same)
        }
        "device" => linkable.device_words().any(same),
        "device_class" => device.and_then(|row| row.device_class.as_deref()).is_some_and(same),
        _ => false,
    };
    is_match
        .then(|| format!("{} `{}` of exception `{}`", exception.subject_kind, wanted, exception.exception_id))
}
