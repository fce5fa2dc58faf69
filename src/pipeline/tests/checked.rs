//! What a check names: rejected rows, coverage, decisions that were left out, owners who left.

use super::{
    statements::{problems, sound},
    *,
};
use crate::{
    attribute::specimen::*,
    ingest::source::Reject,
    records::{EventKind as K, FileId, Origin},
    registers::ControlFinding,
};

/// The sound world with so many rejected rows in a file of a format.
fn with_rejects(format: &str, rows: u64) -> World {
    let mut world = sound();
    let file = FileId(u32::try_from(world.ingested.sources.len()).unwrap());
    let mut source = crate::attribute::specimen::file(format, hour(-2000), hour(2000));
    (source.rows_read, source.accepted, source.rejected) = (10_001, 10_001 - rows, rows);
    world.ingested.sources.push(source);
    for line in 1..=rows {
        let origin = Origin { file, line, item: 0 };
        let reject = Reject { origin, reason: format!("reason {line}"), text: String::new() };
        world.ingested.rejects.push(reject);
    }
    world
}

#[test]
fn one_rejected_row_of_actions_is_a_problem_and_of_others_a_share_is() {
    for (format, rows, expected) in [
        ("jamf-mdm-commands", 1, 1),
        ("jamf-history", 1, 1),
        ("csv-actions", 1, 1),
        ("jamf-mdm-commands", 0, 0),
        ("okta-system-log", 100, 0),
        ("okta-system-log", 101, 1),
    ] {
        let found = problems(with_rejects(format, rows), None);
        assert_eq!(found.len(), expected, "{format} {rows}: {found:?}");
        assert!(found.iter().all(|told| told.contains(&format!("{rows} of 10001 rows w"))), "{found:?}");
    }
}

#[test]
fn rejected_rows_are_listed_with_place_and_reason_the_first_fifty_of_a_file() {
    let prepared = prepared(with_rejects("okta-system-log", 53));
    let listed = check(&prepared, None).rejects;
    assert_eq!(listed.len(), 51);
    assert_eq!(listed[0], "exports/okta-system-log.json:1: reason 1");
    assert_eq!(
        listed[49..],
        ["exports/okta-system-log.json:50: reason 50", "exports/okta-system-log.json: 3 more"]
    );
}

#[test]
fn coverage_is_said_also_where_nothing_is_missing() {
    let prepared = prepared(with_rejects("okta-system-log", 0));
    let said = check(&prepared, Some(&august())).coverage;
    let whole = "okta-system-log: 2026-05-19 to 2026-11-01, 2 files; no gap found; the period, its look-back";
    assert!(said.iter().any(|line| line.starts_with(whole)), "{said:?}");
    assert!(check(&prepared, None).coverage.iter().any(|line| line.ends_with("1 file; no gap found")));
}

#[test]
fn a_source_that_loses_events_is_told_by_a_check_as_by_a_review() {
    let with_lockouts = |is_begun: bool| {
        let mut world = sound();
        world.happens("l", K::AccountLocked, day(-40), "p3");
        for n in 0..8 {
            if is_begun {
                world.happens(&format!("l{n}"), K::AccountLocked, hour(n * 3), "p2");
            }
            world.happens(&format!("u{n}"), K::AccountUnlocked, hour(n * 3 + 1), "p2");
        }
        prepared(world)
    };
    let losing = with_lockouts(false);
    let checked = check(&losing, None);
    let told = "`okta` loses events: of 8 events that end something it told of 8 without ever telling";
    assert!(checked.coverage.iter().any(|line| line.starts_with(told)), "{:?}", checked.coverage);
    assert!(checked.has_gaps);
    let whole = with_lockouts(true);
    assert!(check(&whole, None).coverage.iter().all(|line| !line.contains("loses events")));
}

#[test]
fn a_decision_of_a_reviewer_that_was_left_out_is_a_problem_with_its_row() {
    for (rule, expected) in [
        ("review-decision-unknown", 1),
        ("review-row-rejected", 1),
        ("review-before-action", 1),
        ("review-in-future", 1),
        ("review-cause-unknown", 0),
    ] {
        let mut world = sound();
        world.registers.findings.push(ControlFinding {
            rule: rule.to_owned(),
            subject: "a1".to_owned(),
            finding: "it was left out".to_owned(),
            reference: "registers/reviews.csv:7".to_owned(),
        });
        let found = problems(world, None);
        assert_eq!(found.len(), expected, "{rule}: {found:?}");
        assert!(found.iter().all(|told| told == "registers/reviews.csv:7: review of `a1`: it was left out"));
    }
}

#[test]
fn an_owner_who_left_is_a_finding_and_the_report_says_so_beside_the_name() {
    let owned = |left: Option<i64>| {
        World::plain_where(|world| {
            let people = world.registers.people.as_mut().unwrap();
            let owner = people.iter_mut().find(|person| person.person_id == "p2").unwrap();
            (owner.display_name, owner.validity.to) = ("Ben Reed".to_owned(), left.map(day));
            world.registers.workflows.as_mut().unwrap()[0].control_owner = Some("p2".to_owned());
        })
    };
    let review = reviewed(owned(Some(3)));
    let left = review.controls.iter().find(|row| row.rule == "owner-left").unwrap();
    assert!(
        left.finding.contains("the control owner `p2` left on 2026-08-13 (registers/people.csv:"),
        "{left:?}"
    );
    assert_eq!(review.owner_names, [("p2".to_owned(), "Ben Reed, left on 2026-08-13".to_owned())]);
    assert_eq!(review.owners_left, [("p2".to_owned(), "left on 2026-08-13".to_owned())]);
    let checked = prepared(owned(Some(3)));
    assert!(check(&checked, Some(&august())).registers.iter().any(|line| line.starts_with("owner-left of ")));
    let review = reviewed(owned(None));
    assert!(review.controls.iter().all(|row| row.rule != "owner-left"));
    assert_eq!(review.owner_names, [("p2".to_owned(), "Ben Reed".to_owned())]);
    assert_eq!(review.owners_left, []);
}
