//! What several rules say alike: times and spans as text, the row behind a fact, and the few facts that
//! more than one rule asks for.

use std::fmt::Display;

use chrono::{SecondsFormat, TimeDelta};

use crate::{
    attribute::case::{Candidate, Case, Holder, RowRef},
    records::{IdentityEvent, Instant},
};

/// RFC 3339 in UTC, fractions only where there are any.
pub(super) fn utc(at: Instant) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// A length of time in its two largest units: `3 h 20 min`, `2 d 4 h`, `45 s`.
pub(super) fn span(length: TimeDelta) -> String {
    let seconds = length.num_seconds().abs();
    let units = [
        (seconds / 86_400, "d"),
        (seconds / 3_600 % 24, "h"),
        (seconds / 60 % 60, "min"),
        (seconds % 60, "s"),
    ];
    let first = units.iter().position(|(count, _)| *count > 0).unwrap_or(units.len() - 1);
    let shown =
        units.iter().enumerate().filter(|(i, (count, _))| *i == first || (*i == first + 1 && *count > 0));
    let parts: Vec<String> = shown.map(|(_, (count, unit))| format!("{count} {unit}")).collect();
    parts.join(" ")
}

/// A number with its noun: `1 day`, `4 days`.
pub(super) fn counted<N: Copy + Display + PartialEq + From<u8>>(count: N, noun: &str) -> String {
    let plural = if count == N::from(1) { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// An event as named in a sentence: kind, source, id and time.
pub(super) fn told(event: &IdentityEvent) -> String {
    format!("`{}` ({} event `{}`) at {}", event.kind, event.source, event.event_id, utc(event.occurred_at))
}

/// The row of an event.
pub(super) fn event_row(event: &IdentityEvent) -> RowRef {
    RowRef::Input(event.origin)
}

/// The rows the action was read from.
pub(super) fn action_rows(case: &Case) -> Vec<RowRef> {
    case.action.origins.iter().map(|origin| RowRef::Input(*origin)).collect()
}

/// The rows of the action and of the given events.
pub(super) fn action_and<'a>(
    case: &Case,
    events: impl IntoIterator<Item = &'a IdentityEvent>,
) -> Vec<RowRef> {
    let mut rows = action_rows(case);
    rows.extend(events.into_iter().map(event_row));
    rows
}

/// What undid the trigger first: its lasting undoing or its recant.
pub(super) fn undone(candidate: &Candidate) -> Option<&IdentityEvent> {
    let both = [candidate.recant.as_deref(), candidate.undoing.as_deref()];
    both.into_iter().flatten().min_by_key(|event| (event.occurred_at, event.known_to))
}

/// Custody of the device as the register has it, in lower case.
pub(super) fn custody(case: &Case) -> Option<String> {
    let custody = case.device.as_ref()?.custody.as_deref()?.trim().to_lowercase();
    (!custody.is_empty()).then_some(custody)
}

/// Whether several people use such a device by design.
pub(super) fn is_for_many(custody: &str) -> bool {
    matches!(custody, "shared" | "kiosk" | "lab")
}

/// The register's row of the device.
pub(super) fn device_row(case: &Case) -> Option<RowRef> {
    case.device.as_ref().map(|device| RowRef::Register(device.row.clone()))
}

/// Subject of the trigger and holder of the device, when both are known and are two persons.
pub(super) fn subject_is_not_holder<'a>(
    case: &'a Case,
    candidate: &'a Candidate,
) -> Option<(&'a str, &'a Holder)> {
    let subject = candidate.subject_person_id.as_deref()?;
    let holder = case.holder.as_ref()?;
    (subject != holder.person_id).then_some((subject, holder))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{judge::fixtures::*, records::EventKind};

    #[test]
    fn spans_show_their_two_largest_units() {
        for (seconds, expected) in [
            (0, "0 s"),
            (45, "45 s"),
            (60, "1 min"),
            (3_600, "1 h"),
            (12_000, "3 h 20 min"),
            (86_399, "23 h 59 min"),
            (86_400, "1 d"),
            (86_460, "1 d"),
            (-187_200, "2 d 4 h"),
        ] {
            assert_eq!(span(TimeDelta::seconds(seconds)), expected);
        }
    }

    #[test]
    fn one_is_no_plural() {
        assert_eq!([0_u64, 1, 2].map(|n| counted(n, "day")), ["0 days", "1 day", "2 days"]);
    }

    #[test]
    fn times_are_rfc_3339_in_utc() {
        assert_eq!(utc(hour(0)), "2026-07-01T10:00:00Z");
        assert_eq!(utc(hour(0) + TimeDelta::milliseconds(250)), "2026-07-01T10:00:00.250Z");
    }

    #[test]
    fn a_statement_leads_back_to_the_rows_of_action_event_and_device() {
        let case = case_where(|case| case.action.origins = vec![origin(0, 1), origin(0, 7)]);
        let action = [RowRef::Input(origin(0, 1)), RowRef::Input(origin(0, 7))];
        assert_eq!(action_rows(&case), action);
        let trigger = &case.attribution.candidates[0].trigger;
        let with_event = action_and(&case, [trigger.as_ref()]);
        assert_eq!(with_event, [action.to_vec(), vec![RowRef::Input(trigger.origin)]].concat());
        assert_eq!(device_row(&case), Some(RowRef::Register(register_row("devices", 2))));
        assert_eq!(device_row(&case_where(|case| case.device = None)), None);
    }

    #[test]
    fn the_earlier_of_undoing_and_recant_undid_it() {
        let case = linked(|c| {
            c.undoing = some(event(EventKind::AccountEnabled, hour(3)));
            c.recant = some(event(EventKind::TerminationCancelled, hour(2)));
        });
        let first = undone(&case.attribution.candidates[0]).map(|e| e.kind);
        assert_eq!(first, Some(EventKind::TerminationCancelled));
        let neither = linked(|c| c.undoing = None::<Arc<IdentityEvent>>);
        assert_eq!(undone(&neither.attribution.candidates[0]), None);
    }
}
