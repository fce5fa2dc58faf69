//! The tables against the contract.

use crate::report::{
    sample::{self, Size},
    tables::{Cell, Kind, TABLES},
};

/// First columns of every table, as the contract lists them.
const CONTRACT: &[(&str, &str)] = &[
    (
        "bursts",
        "burst_id, initiator, from, to, devices, actions, kinds, expected, probability, linked_share, outside_working_hours_share, action_ids",
    ),
    ("candidates", "action_id, event_id, rank, score, parts"),
    (
        "cases",
        "action_id, verdict, certainty, disruptive, probability, cause, accountable_role, accountable_owner, workflow_id, action_kind, device_id, serial, device_class, custody, person_id, subject_person_id, unit, sent_at, done_at, trigger_event_id, trigger_kind, trigger_at, attribution, attribution_score, attribution_margin, runner_up_event_id, fan_out_id, reversal_event_id, reversal_at, ticket_ids, exception_id, duplicate_of, restored_at, restored_by, lost_hours, affected_people, person_hours, regulated_scopes, regulated_hours, data_loss, young, conflict, rules, control_owner, business_approver, execution_owner, exception_owner, review_state, reviewer, reviewed_at",
    ),
    ("causes", "cause"),
    (
        "containment",
        "dimension, role, key, judged, false_positives, false_positive_rate, false_positive_low, false_positive_high, true_positives, true_positive_rate, true_positive_low, true_positive_high, within_target, within_target_of, within_target_rate, within_target_low, within_target_high, missed_triggers, due_triggers, missed_rate, missed_low, missed_high, timed, acted, median_hours, median_low, median_high, p90_hours, p90_low, p90_high, note",
    ),
    ("controls", "rule, subject, finding, reference"),
    (
        "due_triggers",
        "workflow_id, event_id, event_kind, occurred_at, person_id, due, state, action_id, verdict, done_at, delay_hours, target_hours, within_target, contained_at, source_row",
    ),
    (
        "missed_triggers",
        "workflow_id, person_id, event_id, event_kind, occurred_at, execution_owner, why, source_row, contained_by, contained_at, contained_rows, open_devices",
    ),
    ("pending", "action_id, action_kind, device_id, sent_at, why, owner"),
    (
        "rankings",
        "dimension, role, key, rank, cases, judged, false_positives, disruptive, data_losses, person_hours, regulated_hours, rate, rate_low, rate_high, shrunken_rate, change, note",
    ),
    ("rejects", "file, position, reason, text"),
    ("scope", "action_id, in_scope, reason, action_kind, outcome, initiator, sent_at, done_at"),
    ("second_order", "action_id, ticket_id, opened_at, days_after, about"),
    ("sensitivity", "role, key, setting, moved, rank, false_positives"),
    (
        "sources",
        "file, format, rows_read, accepted, out_of_scope, duplicate, rejected, first_at, last_at, zone_source, checked, sha256",
    ),
    (
        "survival",
        "measure, dimension, key, n, events, censored, median_hours, median_low, median_high, p90_hours, p90_low, p90_high, note",
    ),
    ("tickets", "action_id, ticket_id, grade, why"),
    ("weekly", "week"),
];

#[test]
fn tables_begin_with_the_columns_of_the_contract() {
    let review = sample::review(&Size::small());
    let names: Vec<&str> = TABLES.iter().map(|build| build(&review).name).collect();
    assert_eq!(names, CONTRACT.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    for (build, (name, columns)) in TABLES.iter().zip(CONTRACT) {
        let table = build(&review);
        let expected: Vec<&str> = columns.split(", ").collect();
        let found: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        assert_eq!(found[..expected.len()], expected, "{name}");
    }
}

#[test]
fn every_cell_is_of_its_columns_kind() {
    let review = sample::review(&Size::small());
    for build in TABLES {
        let table = build(&review);
        assert!(!table.rows.is_empty(), "{}", table.name);
        for row in &table.rows {
            assert_eq!(row.len(), table.columns.len(), "{}", table.name);
            for (cell, column) in row.iter().zip(&table.columns) {
                let fits = matches!(
                    (cell, column.kind),
                    (Cell::Text(_), Kind::Text)
                        | (Cell::Int(_), Kind::Int)
                        | (Cell::Float(_), Kind::Float(_))
                        | (Cell::Bool(_), Kind::Bool)
                        | (Cell::Time(_), Kind::Time)
                );
                assert!(fits, "{}.{}", table.name, column.name);
            }
        }
    }
}

#[test]
fn a_case_is_printed_as_the_contract_says() {
    let mut review = sample::review(&Size { cases: 1, wrong_every: 1, ..Size::small() });
    let case = &mut review.cases[0];
    case.sent_at = None;
    case.done_at = sample::at("2026-08-01T12:00:00.000001Z");
    case.ticket_ids = vec!["INC1".to_owned(), "INC2".to_owned()];
    case.lost_hours = Some(2.0);
    let cases = TABLES.iter().map(|build| build(&review)).find(|table| table.name == "cases").unwrap();
    let csv = crate::report::table_as_csv(&cases).unwrap();
    let mut reader = csv::Reader::from_reader(csv.as_slice());
    let headers = reader.headers().unwrap().clone();
    let record = reader.records().next().unwrap().unwrap();
    let cell = |name: &str| record.get(headers.iter().position(|header| header == name).unwrap()).unwrap();
    for (name, expected) in [
        ("verdict", "false_positive"),
        ("disruptive", "true"),
        ("probability", "0.8725"),
        ("sent_at", ""),
        ("done_at", "2026-08-01T12:00:00.000001Z"),
        ("trigger_at", "2026-07-02T12:56:00Z"),
        ("ticket_ids", "INC1;INC2"),
        ("lost_hours", "2.00"),
        ("rules", "kept-working:+0;trigger-reversed:+7;trigger-upheld:suspended"),
    ] {
        assert_eq!(cell(name), expected, "{name}");
    }
}

#[test]
fn the_review_sheet_holds_open_reviews_and_begins_as_the_register_does() {
    let review = sample::review(&Size::small());
    let sheet = crate::report::tables::review_sheet(&review);
    let names: Vec<&str> = sheet.columns.iter().map(|column| column.name).collect();
    assert_eq!(names[..6], ["action_id", "reviewer", "reviewed_at", "decision", "cause", "rationale"]);
    let open =
        review.cases.iter().filter(|case| matches!(case.review_state.as_str(), "due" | "overdue")).count();
    assert_eq!((sheet.rows.len(), open), (18, 18));
    assert!(sheet.rows.iter().all(|row| row.len() == names.len()));
}
