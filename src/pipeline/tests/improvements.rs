//! Improvements against the data, the period before, and rows after the as-of.

use super::*;
use crate::{
    attribute::specimen::*,
    records::EventKind as K,
    registers::{Improvement, RegisterRow},
};

fn improvement(status: &str, cause: &str) -> Improvement {
    Improvement {
        improvement_id: "i1".to_owned(),
        opened_period: "2026-Q2".to_owned(),
        workflow_id: "lock-leavers".to_owned(),
        cause: cause.to_owned(),
        change: "wait for HR".to_owned(),
        owner: "team:identity".to_owned(),
        due: "2026-09-30".to_owned(),
        status: status.to_owned(),
        closed_at: None,
        row: RegisterRow { file: "registers/improvements.csv".to_owned(), line: 2 },
    }
}

#[test]
fn an_improvement_is_held_against_the_false_positives_of_its_workflow_and_cause() {
    for (status, cause, now, says) in [
        ("done", "wrong-device", 0, "no false positive of this cause in this period"),
        ("done", "trigger-reversed", 1, "the cause is still there"),
        ("open", "trigger-reversed", 1, "open: 1 false positive of"),
        ("open", "wrong-device", 0, "open: 0 false positives of"),
        ("accepted", "trigger-reversed", 1, "accepted risk: 1 false positive in"),
    ] {
        let mut world = wrong();
        world.registers.improvements = Some(vec![improvement(status, cause)]);
        let row = reviewed(world).improvements.remove(0);
        assert_eq!(row.now, now, "{status} {cause}");
        assert!(row.finding.contains(says), "{}", row.finding);
        assert!(row.finding.contains("the period before is not covered"), "{}", row.finding);
    }
}

#[test]
fn an_improvement_after_which_nothing_is_seen_is_not_called_closed() {
    let mut world = wrong();
    world.registers.improvements = Some(vec![improvement("done", "wrong-device")]);
    assert!(reviewed(world).improvements[0].finding.ends_with("and no backtest was made"));
}

#[test]
fn an_open_improvement_is_overdue_after_its_date_and_a_done_one_never_is() {
    for (status, due, is_overdue) in [
        ("open", "2026-08-01", true),
        ("open", "2099-01-01", false),
        ("open", "soon", false),
        ("done", "2026-08-01", false),
        ("accepted", "2026-08-01", false),
    ] {
        let mut world = wrong();
        let row = Improvement { due: due.to_owned(), ..improvement(status, "trigger-reversed") };
        world.registers.improvements = Some(vec![row]);
        let row = reviewed(world).improvements.remove(0);
        assert_eq!(row.is_overdue, is_overdue, "{status} {due}");
        assert_eq!(
            row.finding.starts_with("open, overdue, due on 2026-08-01: "),
            is_overdue,
            "{}",
            row.finding
        );
    }
}

#[test]
fn what_happened_before_an_improvement_was_done_is_not_held_against_it() {
    let with = |closed_at| {
        let mut world = wrong();
        let row = Improvement { closed_at: Some(closed_at), ..improvement("done", "trigger-reversed") };
        world.registers.improvements = Some(vec![row]);
        reviewed(world).improvements.remove(0)
    };
    let after = with(day(10));
    assert_eq!((after.now, after.since_closed), (1, Some(0)));
    assert!(after.finding.contains("none of them after it was reported as done on "), "{}", after.finding);
    let before = with(day(-10));
    assert_eq!((before.now, before.since_closed), (1, Some(1)));
    assert!(before.finding.contains("the cause is still there"), "{}", before.finding);
}

#[test]
fn a_comparison_that_cannot_be_made_is_among_what_could_not_be_said() {
    let review = reviewed(wrong());
    let why = review.previous_absent.unwrap();
    let told = format!("what changed since 2026-07: there is no comparison, because {why}");
    let unsaid = review.unsaid.iter().find(|unsaid| unsaid.what == told).unwrap();
    // The period before begins on 1 July; what started its actions may lie a day earlier.
    assert!(
        unsaid
            .supply
            .ends_with(" exported again from 2026-06-30 on, or the report of 2026-07 with `--compare`"),
        "{}",
        unsaid.supply
    );
    assert!(
        unsaid.supply.contains("(its first action or identity event is of 2026-08-"),
        "{}",
        unsaid.supply
    );
}

#[test]
fn a_row_after_the_as_of_is_marked_as_not_used() {
    let mut world = wrong();
    world.as_of = hour(2);
    let later = row(world).timeline.into_iter().filter(|entry| entry.at > hour(2));
    assert!(later.clone().count() > 0, "the reversal at three hours is shown");
    for entry in later {
        assert!(entry.what.ends_with("(after the as-of, not used)"), "{}", entry.what);
    }
    assert!(row(wrong()).timeline.iter().all(|entry| !entry.what.contains("as-of")));
}

#[test]
fn the_period_before_counts_where_actions_and_events_reach_seven_days_into_it() {
    let with = |first: crate::records::Instant| {
        let mut world = wrong();
        world.ingested.actions.push(lock("a0", "SER-0002", first, first));
        world.happens("e0", K::SignIn, first, "p2");
        world.registers.improvements = Some(vec![improvement("done", "trigger-reversed")]);
        reviewed(world)
    };
    // July begins 40 days and 9 hours before hour 0.
    let july = hour(-40 * 24 - 9);
    let covered = with(july + chrono::TimeDelta::days(7));
    assert_eq!((covered.previous_absent, covered.improvements[0].before), (None, Some(0)));
    let late = with(july + chrono::TimeDelta::days(7) + chrono::TimeDelta::seconds(1));
    assert!(late.previous_absent.unwrap().contains("actions from 2026-07-08 on"));
    assert_eq!(late.improvements[0].before, None);
}
