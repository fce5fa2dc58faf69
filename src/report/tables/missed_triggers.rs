//! `tables/missed_triggers`: triggers that stood for seven days and led to no action, and why nothing more is
//! known.

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
];

pub(super) fn table(review: &Review) -> Table<'_> {
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
            Cell::owned(why(review, missed)),
            Cell::text(&missed.row),
        ]
    });
    Table::new("missed_triggers", COLUMNS, rows.collect())
}

/// What is known, and what the inputs do hold of the person: other actions would show that data are there.
fn why(review: &Review, missed: &MissedTrigger) -> String {
    let person = Some(missed.person_id.as_str());
    let others = review
        .cases
        .iter()
        .filter(|case| case.person_id.as_deref() == person || case.subject_person_id.as_deref() == person)
        .count();
    let of_person = match others {
        0 => "no case of this period concerns the person".to_owned(),
        n => format!("other cases of this period that concern the person: {n}"),
    };
    format!(
        "stood for 7 days, the person had a device that this workflow reaches, and no action of it, not even one \
         that failed, was read inside its max_delay: it was never sent, or its record is missing; {of_person}"
    )
}
