//! What a reader of the report should know of the snapshots.

use chrono::TimeDelta;

use super::{people::Person, snapshots::Snapshots};
use crate::{
    ingest::source::Note,
    records::{Instant, Origin, plural},
};

/// A day of leaving that moves so far and back again was hardly ever meant.
const FAR: TimeDelta = TimeDelta::days(28);

/// Everything that is odd about the snapshots, each kind of oddity once.
pub(super) fn remarks(people: &[Person<'_>], snapshots: &Snapshots) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut note = |origin, key, message| notes.push(Note { origin, key, message });
    if let [only] = snapshots.list.as_slice() {
        let message = format!(
            "the snapshot of {} is the only one: nothing can be compared, and a termination in it is taken as known on \
             its own date; add the snapshots before and after it",
            day(only.at)
        );
        note(only.origin, "one-snapshot-alone", message);
    }
    for (number, pair) in snapshots.list.windows(2).enumerate() {
        let (before, now) = (&pair[0], &pair[1]);
        if now.people * 2 < before.people {
            let message = format!(
                "the snapshot of {} holds {} after {}; it is far smaller than the one before, perhaps filtered or cut \
                 off: nobody who is missing from it was taken for a leaver",
                day(now.at),
                plural(now.people, "person", "persons"),
                before.people
            );
            note(now.origin, "snapshot-far-smaller", message);
        } else if now.missing > 0 {
            let message = format!(
                "{} of the snapshot before, none of whom was taken for a leaver: an export may leave people out; \
                 export leavers with their dates",
                missing(now.missing, now.at),
            );
            note(now.origin, "missing-from-snapshot", message);
        }
        if before.has_leave_field && !now.has_leave_field {
            let message = format!(
                "the snapshot of {} has no day of leaving at all, unlike the one before: a day that is not there was \
                 not taken for a cancelled one; export the column even where it is empty",
                day(now.at)
            );
            note(now.origin, "leave-date-not-exported", message);
        }
        if let Some(emptied) = now.emptied.filter(|_| before.emptied.is_none()) {
            let message = format!(
                "{} of the {} who had a day of leaving before have none in the snapshot of {}: nearly all at once, so \
                 the export was taken to have emptied the column, and nobody's termination for cancelled; what comes \
                 next is compared with the days that stood before",
                emptied.gone,
                plural(emptied.had, "person", "persons"),
                day(now.at)
            );
            note(emptied.origin, "leave-dates-emptied", message);
        }
        if snapshots.is_of_others(number + 1) {
            let message = format!(
                "most of the {} in the snapshot of {} stand in no earlier one: they were not taken for new hires",
                plural(now.people, "person", "persons"),
                day(now.at)
            );
            note(now.origin, "snapshot-of-others", message);
        }
    }
    notes.extend(of_rows(people));
    notes
}

fn of_rows(people: &[Person<'_>]) -> Vec<Note> {
    let first = |what: fn(&Person<'_>) -> Option<Origin>| {
        let found: Vec<Origin> = people.iter().filter_map(what).collect();
        found.iter().min().map(|origin| (*origin, found.len() as u64))
    };
    let mut notes = Vec::new();
    if let Some((origin, count)) = first(|person| person.outweighed) {
        let message = format!(
            "{} in one snapshot with rows that differ; the row of the employment that began last counts",
            plural(count, "person stands several times", "persons stand several times")
        );
        notes.push(Note { origin, key: "several-rows-per-person", message });
    }
    if let Some((origin, count)) = first(|person| person.respelt) {
        let message = format!(
            "{} with and without leading zeros in different snapshots; both were taken for one person",
            plural(count, "employee number is written", "employee numbers are written")
        );
        notes.push(Note { origin, key: "employee-number-respelt", message });
    }
    if let Some((origin, count)) = first(there_and_back) {
        let message = format!(
            "{} by four weeks or more in one snapshot and {} in the next as before: perhaps month and day were swapped \
             in that export, and the events of both snapshots tell of changes that nobody made",
            plural(count, "day of leaving moves", "days of leaving move"),
            if count == 1 { "stands" } else { "stand" }
        );
        notes.push(Note { origin, key: "leave-date-there-and-back", message });
    }
    notes
}

/// A row whose day of leaving lies far from the one that the snapshots before and after it agree on.
fn there_and_back(person: &Person<'_>) -> Option<Origin> {
    let odd = person.said.windows(3).find(|said| {
        let [Some(before), Some(now), Some(after)] = [0, 1, 2].map(|n| said[n].state.leave_date) else {
            return false;
        };
        before == after && (now - before).abs() >= FAR
    });
    odd.map(|said| said[1].origin)
}

fn missing(count: u64, at: Instant) -> String {
    let are = if count == 1 { "is" } else { "are" };
    format!("{} {are} missing from the snapshot of {}", plural(count, "person", "persons"), day(at))
}

fn day(at: Instant) -> String {
    at.format("%Y-%m-%d %H:%M UTC").to_string()
}
