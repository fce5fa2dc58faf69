//! What a review cannot say, because an input that would tell is absent or empty, and what would supply it.

use super::{Prepared, coverage::Needed, refusals::action_times};
use crate::{ingest::source::SourceFile, records::Instant, report::model::Unsaid};

/// What absent inputs keep a review of the period from saying.
pub(super) fn unsaid(prepared: &Prepared, needed: &Needed) -> Vec<Unsaid> {
    let mut unsaid = absent_inputs(prepared, Some(needed));
    if !action_times(&prepared.ingested).any(|at| needed.period_from <= at && at < needed.period_to) {
        let what = "no action of the inputs lies in the period: whether the automations were idle or exports lack these \
             days is not known, so nothing is said of false positives, hours or people";
        unsaid.push(Unsaid {
            what: what.to_owned(),
            supply: format!("Jamf's logs of what was done{}", since(Some(needed))),
        });
    }
    let events = || prepared.ingested.event_times();
    let reaches = |at: Instant| needed.from <= at && at < needed.period_to;
    if events().next().is_some() && !events().any(reaches) {
        let what = "no identity event lies in the period or its look-back: no action can be linked to what started it, \
             so every case is unattributed";
        unsaid.push(Unsaid {
            what: what.to_owned(),
            supply: format!("the log of the identity system{}", since(Some(needed))),
        });
    }
    unsaid
}

/// ` from 2026-06-30 on`: the first day that a review of the period needs.
pub(super) fn since(needed: Option<&Needed>) -> String {
    needed.map_or_else(String::new, |needed| {
        format!(" from {} on", needed.from.with_timezone(&needed.zone).format("%Y-%m-%d"))
    })
}

/// What absent registers, identity events and tickets, and files without rows, keep a review from saying.
pub(super) fn absent_inputs(prepared: &Prepared, needed: Option<&Needed>) -> Vec<Unsaid> {
    let since = since(needed);
    let mut unsaid = absent_registers(prepared, &since);
    let mut add = |what: String, supply: &str| {
        unsaid.push(Unsaid { what, supply: format!("{supply}{since}") });
    };
    if prepared.ingested.event_times().next().is_none() {
        let what = "no identity events were read: no action can be linked to what started it, so every case is unattributed";
        add(what.to_owned(), "the log of the identity system");
    }
    if let Some(what) = without_rows(&prepared.ingested.sources) {
        add(what, "these files, exported anew with what happened");
    }
    if prepared.ingested.tickets.is_empty() {
        let what = "no tickets were read: what people reported is not known";
        add(what.to_owned(), "an export of the helpdesk's tickets opened");
    }
    unsaid
}

/// Registers that are absent or empty.
fn absent_registers(prepared: &Prepared, since: &str) -> Vec<Unsaid> {
    let registers = &prepared.registers;
    let names = &prepared.config.registers;
    let absent = [
        (
            registers.workflows.as_ref().is_none_or(Vec::is_empty),
            &names.workflows,
            "no workflow can claim an action and no owner can be named",
            "every version of every workflow in force",
        ),
        (
            registers.people.as_ref().is_none_or(Vec::is_empty),
            &names.people,
            "who really left, units and executives are not known",
            "everybody who worked here",
        ),
        (
            registers.devices.as_ref().is_none_or(Vec::is_empty),
            &names.devices,
            "custody and class are not known; holders rest on Jamf alone",
            "every device and who had it",
        ),
        (
            registers.exceptions.is_none(),
            &names.exceptions,
            "whether an exception was ignored cannot be told",
            "the exceptions in force",
        ),
        (
            registers.regulated_work.is_none(),
            &names.regulated_work,
            "regulated hours cannot be told",
            "the windows of regulated work",
        ),
        (
            registers.reviews.is_none(),
            &names.reviews,
            "no review by people is taken into account",
            "what reviewers decided",
        ),
        (
            registers.improvements.is_none(),
            &names.improvements,
            "whether improvements held cannot be told",
            "what was decided to be improved",
        ),
        (
            registers.holidays.is_none(),
            &names.holidays,
            "holidays count as working days",
            "the public holidays",
        ),
    ];
    let rows = absent.iter().filter(|row| row.0);
    rows.map(|(_, file, what, holds)| Unsaid {
        what: format!("`{file}` is absent or empty: {what}"),
        supply: format!("`{file}` with {holds}{since}"),
    })
    .collect()
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
