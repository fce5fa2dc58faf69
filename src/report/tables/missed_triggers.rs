//! `tables/missed_triggers`: triggers that stood for seven days and led to no action of their workflow, what contained
//! them all the same, and why nothing more is known.

use std::collections::{BTreeMap, BTreeSet};

use super::{Cell, Kind, Table};
use crate::report::{
    model::{MissedTrigger, Review},
    selection,
};

const COLUMNS: &[(&str, Kind)] = &[
    ("workflow_id", Kind::Text),
    ("person_id", Kind::Text),
    ("event_id", Kind::Text),
    ("event_kind", Kind::Text),
    ("occurred_at", Kind::Time),
    ("execution_owner", Kind::Text),
    ("why", Kind::Text),
    ("source_row", Kind::Text),
    ("contained_by", Kind::Text),
    ("contained_at", Kind::Time),
    ("contained_rows", Kind::Text),
    ("open_devices", Kind::Text),
];

pub(super) fn table(review: &Review) -> Table<'_> {
    let cases = cases_by_person(review);
    let rows = review.containment.missed.iter().map(|missed| {
        let owner = selection::workflow(review, &missed.workflow_id)
            .and_then(|workflow| workflow.execution_owner.as_ref());
        vec![
            Cell::text(&missed.workflow_id),
            Cell::text(&missed.person_id),
            Cell::text(&missed.event_id),
            Cell::text(&missed.event_kind),
            Cell::time(missed.occurred_at),
            Cell::maybe(owner),
            Cell::owned(why(&cases, missed)),
            Cell::text(&missed.row),
            Cell::list(&missed.contained_by),
            Cell::time(missed.contained_at),
            Cell::list(&missed.contained_rows),
            Cell::list(&missed.open_devices),
        ]
    });
    Table::new("missed_triggers", COLUMNS, rows.collect())
}

/// How many cases concern each person, as holder or as whom the trigger was about.
fn cases_by_person(review: &Review) -> BTreeMap<&str, u64> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for case in &review.cases {
        let people: BTreeSet<&str> =
            [&case.person_id, &case.subject_person_id].into_iter().filter_map(|id| id.as_deref()).collect();
        for person in people {
            *counts.entry(person).or_default() += 1;
        }
    }
    counts
}

/// What is known, and what the inputs do hold of the person: other actions show that data are there.
fn why(cases: &BTreeMap<&str, u64>, missed: &MissedTrigger) -> String {
    let of_person = match cases.get(missed.person_id.as_str()) {
        None => "no case of this period concerns the person".to_owned(),
        Some(n) => format!("other cases of this period that concern the person: {n}"),
    };
    format!(
        "stood for 7 days, the person had a device that this workflow reaches, and no action of it, not even one \
         that failed, was read inside its max_delay: it was never sent, or its record is missing; {of_person}"
    )
}
