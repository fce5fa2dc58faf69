//! What `Update user` and `Update device` changed: accounts switched off and on, names, leave dates, compliance. Nearly
//! all of them change nothing but the time of the last synchronisation.

use super::{
    audit::{Audit, Property},
    fields::first_value,
    licences,
};
use crate::records::{EventKind, Instant, ObjectRef};

/// One thing an entry says.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Fact {
    /// The canonical kind.
    pub(super) kind: Option<EventKind>,
    /// What it concerns, where the change itself says so.
    pub(super) object: Option<ObjectRef>,
    /// Identifier before.
    pub(super) old: Option<String>,
    /// Identifier after.
    pub(super) new: Option<String>,
    /// From when it holds.
    pub(super) effective_at: Option<Instant>,
}

impl Fact {
    pub(super) fn of(kind: EventKind) -> Self {
        Self { kind: Some(kind), ..Self::default() }
    }
}

/// Properties that are identifiers.
const IDENTIFIERS: [&str; 3] = ["UserPrincipalName", "Mail", "EmployeeId"];

/// Reads a time; `None` for the words that mean "never".
pub(super) type ReadTime<'a> = &'a mut dyn FnMut(&str) -> Result<Option<Instant>, String>;

/// What an update of a user says that a workflow can use.
pub(super) fn of_user(audit: &Audit, time: ReadTime<'_>) -> Result<Vec<Fact>, String> {
    let mut facts = Vec::new();
    if let Some(enabled) = switched(audit, "AccountEnabled") {
        facts.push(Fact::of(if enabled { EventKind::AccountEnabled } else { EventKind::AccountDisabled }));
    }
    for name in IDENTIFIERS {
        let Some(property) = audit.property(name) else { continue };
        let (old, new) = sides(property);
        // What was given for the first time was nobody's before.
        if old.is_some() && !same(old.as_deref(), new.as_deref()) {
            facts.push(Fact { old, new, ..Fact::of(EventKind::IdentifierChanged) });
        }
    }
    facts.extend(leave_date(audit, time)?);
    facts.extend(licences::changed(audit));
    Ok(facts)
}

/// What an update of a device says that a workflow can use.
pub(super) fn of_device(audit: &Audit) -> Vec<Fact> {
    let kinds = [
        ("AccountEnabled", EventKind::DeviceAdded, EventKind::DeviceRemoved),
        ("IsManaged", EventKind::DeviceAdded, EventKind::DeviceRemoved),
        ("IsCompliant", EventKind::DeviceCompliant, EventKind::DeviceNoncompliant),
    ];
    let facts = kinds.into_iter().filter_map(|(name, on, off)| {
        switched(audit, name).map(|is_on| Fact::of(if is_on { on } else { off }))
    });
    facts.collect()
}

/// What a switch was set to, if it was set otherwise before.
fn switched(audit: &Audit, name: &str) -> Option<bool> {
    let (old, new) = sides(audit.property(name)?);
    let read = |text: Option<String>| match text?.to_ascii_lowercase().as_str() {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    };
    let new = read(new)?;
    (read(old) != Some(new)).then_some(new)
}

/// A date of leaving that was set, moved or taken back. One that comes nearer is a date like a first one: only a later
/// one undoes anything.
fn leave_date(audit: &Audit, time: ReadTime<'_>) -> Result<Option<Fact>, String> {
    let Some(property) = audit.property("EmployeeLeaveDateTime") else { return Ok(None) };
    let (old, new) = sides(property);
    let mut read = |text: &Option<String>| match text.as_deref() {
        // The first instant of .NET stands for none.
        None => Ok(None),
        Some(text) if text.starts_with("0001-01-01") => Ok(None),
        Some(text) => time(text).map_err(|reason| format!("`EmployeeLeaveDateTime`: {reason}")),
    };
    let (before, after) = (read(&old)?, read(&new)?);
    let kind = match (before, after) {
        (None, None) => return Ok(None),
        (Some(before), Some(after)) if before == after => return Ok(None),
        (Some(_), None) => EventKind::TerminationCancelled,
        (Some(before), Some(after)) if after > before => EventKind::LeaveDateMoved,
        (_, Some(_)) => EventKind::LeaveDateSet,
    };
    Ok(Some(Fact { effective_at: after.or(before), ..Fact::of(kind) }))
}

/// Both sides of a change as plain text.
fn sides(property: &Property) -> (Option<String>, Option<String>) {
    let side = |text: &Option<String>| text.as_deref().and_then(first_value);
    (side(&property.old), side(&property.new))
}

fn same(old: Option<&str>, new: Option<&str>) -> bool {
    match (old, new) {
        (Some(old), Some(new)) => old.eq_ignore_ascii_case(new),
        (old, new) => old == new,
    }
}
