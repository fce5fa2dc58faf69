//! Who left is told for the roles that outlast them, with both places.

use super::*;
use crate::registers::{Improvement, RegulatedScope, Validity, blank};

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn row(file: &str, line: u64) -> RegisterRow {
    RegisterRow { file: format!("registers/{file}"), line }
}

fn version(id: &str, to: Option<&str>, line: u64) -> Person {
    Person {
        person_id: id.to_owned(),
        validity: Validity { from: None, to: to.map(at) },
        row: row("people.csv", line),
        ..blank::person()
    }
}

/// `p1` left with 26 May in New York, `p2` came back, `p3` leaves later.
fn people() -> Vec<Person> {
    vec![
        version("p1", Some("2026-05-27T04:00:00Z"), 3),
        version("p1", Some("2025-01-01T05:00:00Z"), 2),
        version("p2", Some("2026-05-27T04:00:00Z"), 4),
        version("p2", None, 5),
        version("p3", Some("2026-11-01T04:00:00Z"), 6),
    ]
}

fn registers(holder: &str, to: Option<&str>, status: &str) -> Registers {
    let mut workflow = blank::workflow();
    workflow.id = "lock".to_owned();
    workflow.control_owner = Some(holder.to_owned());
    workflow.business_approver = Some("team:hr".to_owned());
    workflow.validity.to = to.map(at);
    workflow.row = row("workflows.toml", 1);
    let scope = RegulatedScope {
        scope_id: "RW-1".to_owned(),
        regime: "SOX".to_owned(),
        title: String::new(),
        match_kind: "unit".to_owned(),
        match_value: "Finance".to_owned(),
        window: Validity { from: None, to: to.map(at) },
        accountable_person: Some(holder.to_owned()),
        row: row("regulated_work.csv", 7),
    };
    let improvement = Improvement {
        improvement_id: "IM-1".to_owned(),
        opened_period: String::new(),
        workflow_id: "lock".to_owned(),
        cause: String::new(),
        change: String::new(),
        owner: holder.to_owned(),
        due: String::new(),
        status: status.to_owned(),
        closed_at: None,
        row: row("improvements.csv", 9),
    };
    Registers {
        workflows: Some(vec![workflow]),
        people: Some(people()),
        regulated_work: Some(vec![scope]),
        improvements: Some(vec![improvement]),
        ..Registers::default()
    }
}

fn found(holder: &str, to: Option<&str>, status: &str) -> Vec<String> {
    let registers = registers(holder, to, status);
    let people = registers.people.as_deref().unwrap();
    let left = Left::by(people, at("2026-10-01T04:00:00Z"), chrono_tz::America::New_York);
    let findings = owners_left(&registers, &left, at("2026-07-01T04:00:00Z"));
    findings.iter().map(|f| format!("{} {}: {} ({})", f.rule, f.subject, f.finding, f.reference)).collect()
}

#[test]
fn roles_of_a_person_who_left_are_told_with_both_places() {
    let left = "`p1` left on 2026-05-26 (registers/people.csv:3): name who holds this role now";
    assert_eq!(
        found("p1", None, "open"),
        [
            format!("owner-left IM-1: the owner of the improvement {left} (registers/improvements.csv:9)"),
            format!(
                "owner-left RW-1: the accountable person of SOX work {left} (registers/regulated_work.csv:7)"
            ),
            format!("owner-left lock: the control owner {left} (registers/workflows.toml:1)"),
        ]
    );
}

#[test]
fn who_came_back_leaves_later_or_is_a_team_is_not_told() {
    for holder in ["p2", "p3", "team:hr", "unknown"] {
        assert_eq!(found(holder, None, "open"), [""; 0], "{holder}");
    }
}

#[test]
fn a_role_that_ended_before_its_holder_left_or_before_the_period_is_not_told() {
    for to in ["2026-05-27T04:00:00Z", "2026-07-01T04:00:00Z"] {
        assert_eq!(found("p1", Some(to), "done"), [""; 0], "{to}");
    }
    assert_eq!(found("p1", Some("2026-07-01T04:00:01Z"), "done").len(), 2);
}

#[test]
fn the_windows_of_one_regime_and_person_are_told_once() {
    let mut registers = registers("p1", None, "done");
    registers.workflows = None;
    let scope = registers.regulated_work.as_ref().unwrap()[0].clone();
    let second =
        RegulatedScope { scope_id: "RW-2".to_owned(), row: row("regulated_work.csv", 8), ..scope.clone() };
    let other = RegulatedScope { scope_id: "RW-3".to_owned(), regime: "GxP".to_owned(), ..scope.clone() };
    registers.regulated_work = Some(vec![scope, second, other]);
    let people = people();
    let left = Left::by(&people, at("2026-10-01T04:00:00Z"), chrono_tz::UTC);
    let found = owners_left(&registers, &left, at("2026-07-01T04:00:00Z"));
    assert_eq!(found.iter().map(|f| f.subject.as_str()).collect::<Vec<_>>(), ["RW-1", "RW-3"]);
}
