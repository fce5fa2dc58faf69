//! What happened to somebody between two snapshots.

use crate::records::{Employed, EmploymentStatus as Status, EventKind, Instant};

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) kind: EventKind,
    /// From when it holds.
    pub(super) effective_at: Option<Instant>,
    /// The field that differs.
    pub(super) field: &'static str,
    /// Before, as text.
    pub(super) old: Option<String>,
    /// After.
    pub(super) new: Option<String>,
}

fn date(at: Option<Instant>) -> Option<String> {
    at.map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true))
}

fn dated(kind: EventKind, effective_at: Option<Instant>, old: &Employed, new: &Employed) -> Change {
    let (old, new) = (date(old.leave_date), date(new.leave_date));
    Change { kind, effective_at, field: "leave_date", old, new }
}

fn status(kind: EventKind, effective_at: Option<Instant>, old: &Employed, new: &Employed) -> Change {
    let code = |state: &Employed| state.status.map(|status| status.code().to_owned());
    Change { kind, effective_at, field: "status", old: code(old), new: code(new) }
}

/// Somebody who stands in no earlier snapshot.
pub(super) fn joined(now: &Employed, at: Instant) -> Vec<Change> {
    let (kind, field) = if now.status == Some(Status::HireRescinded) {
        (EventKind::HireRescinded, "status")
    } else {
        (EventKind::HireRecorded, "hire_date")
    };
    let hired = Change { kind, effective_at: now.hire_date, field, old: None, new: date(now.hire_date) };
    std::iter::once(hired).chain(already_there(now, at)).collect()
}

/// What the first snapshot with somebody says of their leaving. Who had left without a date left at no known time.
pub(super) fn already_there(now: &Employed, at: Instant) -> Vec<Change> {
    let nothing = Employed::default();
    let Some(leave_date) = now.leave_date else { return Vec::new() };
    if now.status == Some(Status::HireRescinded) {
        return Vec::new();
    }
    vec![dated(leaving(now, leave_date, at), now.leave_date, &nothing, now)]
}

/// A day of leaving that lies ahead is a plan, also where the status does not say so.
fn leaving(now: &Employed, leave_date: Instant, at: Instant) -> EventKind {
    if leave_date > at && now.status != Some(Status::Left) {
        EventKind::LeaveDateSet
    } else {
        EventKind::TerminationRecorded
    }
}

/// Everything that differs between two snapshots of one person, the later one taken at `at`.
pub(super) fn changes(then: &Employed, now: &Employed, at: Instant) -> Vec<Change> {
    let mut found = Vec::new();
    employment(then, now, at, &mut found);
    identifier("email", then.person.email.as_ref(), now.person.email.as_ref(), &mut found);
    identifier("login", then.person.login.as_ref(), now.person.login.as_ref(), &mut found);
    found
}

fn employment(then: &Employed, now: &Employed, at: Instant, found: &mut Vec<Change>) {
    use EventKind as K;
    match (then.status == Some(Status::HireRescinded), now.status == Some(Status::HireRescinded)) {
        (false, true) => return found.push(status(K::HireRescinded, now.hire_date, then, now)),
        (true, false) => return found.push(status(K::HireRecorded, now.hire_date, then, now)),
        (true, true) => return,
        (false, false) => {}
    }
    let (had_left, has_left) = (then.status == Some(Status::Left), now.status == Some(Status::Left));
    if is_rehired(then, now) && !has_left {
        found.push(status(K::Rehired, now.hire_date, then, now));
        if let Some(leave_date) = now.leave_date.filter(|_| now.leave_date != then.leave_date) {
            found.push(dated(leaving(now, leave_date, at), now.leave_date, then, now));
        }
        return;
    }
    match (then.leave_date, now.leave_date) {
        (None, Some(_)) if had_left && has_left => {}
        (None, Some(leave_date)) => {
            found.push(dated(leaving(now, leave_date, at), now.leave_date, then, now));
        }
        // The status says that they are gone all the same.
        (Some(_), None) if has_left => {}
        (Some(_), None) => found.push(dated(K::TerminationCancelled, then.leave_date, then, now)),
        (Some(old), Some(new)) if new > old => {
            found.push(dated(K::LeaveDateMoved, now.leave_date, then, now));
            if !had_left && has_left {
                found.push(status(K::TerminationRecorded, now.leave_date, then, now));
            }
        }
        // Leaving earlier than planned undoes nothing: it is a new reason to act.
        (Some(old), Some(new)) if new < old => {
            found.push(dated(leaving(now, new, at), now.leave_date, then, now));
        }
        (Some(_), Some(_)) | (None, None) => match (had_left, has_left) {
            (false, true) => found.push(status(K::TerminationRecorded, now.leave_date, then, now)),
            (true, false) => found.push(status(K::TerminationCancelled, then.leave_date, then, now)),
            _ => {}
        },
    }
}

/// A new day of hire after the old day of leaving, or a mark that this is a rehire, of somebody who had a day of
/// leaving or had left.
pub(super) fn is_rehired(then: &Employed, now: &Employed) -> bool {
    let was_leaving = then.leave_date.is_some() || then.status == Some(Status::Left);
    let is_marked = now.is_rehire == Some(true) && then.is_rehire != Some(true);
    let both = then.hire_date.zip(now.hire_date);
    let is_hired_anew =
        both.is_some_and(|(before, after)| after > before) && now.hire_date >= then.leave_date;
    was_leaving && (is_marked || is_hired_anew)
}

fn identifier(field: &'static str, old: Option<&String>, new: Option<&String>, found: &mut Vec<Change>) {
    if let (Some(before), Some(after)) = (old, new)
        && !before.eq_ignore_ascii_case(after)
    {
        let (old, new) = (old.cloned(), new.cloned());
        found.push(Change { kind: EventKind::IdentifierChanged, effective_at: None, field, old, new });
    }
}
