//! What a review cannot say, because an input that would tell is absent or empty.

use super::{Prepared, coverage::Needed, refusals::action_times};
use crate::{ingest::source::SourceFile, records::Instant};

/// What absent inputs keep a review of the period from saying.
pub(super) fn unsaid(prepared: &Prepared, needed: &Needed) -> Vec<String> {
    let mut unsaid = absent_inputs(prepared);
    if !action_times(&prepared.ingested).any(|at| needed.period_from <= at && at < needed.period_to) {
        unsaid.push(
            "no action of the inputs lies in the period: whether the automations were idle or exports lack these \
             days is not known, so nothing is said of false positives, hours or people"
                .to_owned(),
        );
    }
    let events = || prepared.ingested.event_times();
    let reaches = |at: Instant| needed.from <= at && at < needed.period_to;
    if events().next().is_some() && !events().any(reaches) {
        unsaid.push(
            "no identity event lies in the period or its look-back: no action can be linked to what started it, \
             so every case is unattributed"
                .to_owned(),
        );
    }
    unsaid
}

/// What absent registers, identity events and tickets, and files without rows, keep a review from saying.
pub(super) fn absent_inputs(prepared: &Prepared) -> Vec<String> {
    let registers = &prepared.registers;
    let names = &prepared.config.registers;
    let absent = [
        (
            registers.workflows.as_ref().is_none_or(Vec::is_empty),
            &names.workflows,
            "no workflow can claim an action and no owner can be named",
        ),
        (
            registers.people.as_ref().is_none_or(Vec::is_empty),
            &names.people,
            "who really left, units and executives are not known",
        ),
        (
            registers.devices.as_ref().is_none_or(Vec::is_empty),
            &names.devices,
            "custody and class are not known; holders rest on Jamf alone",
        ),
        (
            registers.exceptions.is_none(),
            &names.exceptions,
            "whether an exception was ignored cannot be told",
        ),
        (registers.regulated_work.is_none(), &names.regulated_work, "regulated hours cannot be told"),
        (registers.reviews.is_none(), &names.reviews, "no review by people is taken into account"),
        (registers.improvements.is_none(), &names.improvements, "whether improvements held cannot be told"),
        (registers.holidays.is_none(), &names.holidays, "holidays count as working days"),
    ];
    let mut unsaid: Vec<String> = absent
        .iter()
        .filter(|row| row.0)
        .map(|(_, file, what)| format!("`{file}` is absent or empty: {what}"))
        .collect();
    if prepared.ingested.event_times().next().is_none() {
        unsaid.push(
            "no identity events were read: no action can be linked to what started it, so every case is unattributed"
                .to_owned(),
        );
    }
    unsaid.extend(without_rows(&prepared.ingested.sources));
    if prepared.ingested.tickets.is_empty() {
        unsaid.push("no tickets were read: what people reported is not known".to_owned());
    }
    unsaid
}

/// Files that hold no row, in one line.
fn without_rows(sources: &[SourceFile]) -> Option<String> {
    let empty: Vec<String> = sources
        .iter()
        .filter(|source| source.rows_read == 0)
        .map(|source| format!("`{}`", source.file))
        .collect();
    let (shown, more) = empty.split_at(empty.len().min(5));
    let files = match more.len() {
        0 => shown.join(", "),
        n => format!("{} and {n} more", shown.join(", ")),
    };
    (!empty.is_empty()).then(|| format!("no row stands in {files}: what should have been there is not known"))
}
