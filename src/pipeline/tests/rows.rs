//! Rows of cases, their timelines, and commands that should be stopped.

use super::*;
use crate::{
    attribute::specimen::*,
    records::{ActivityKind, EventKind as K, Instant, Outcome},
    registers::Validity,
    report::model::PendingRow,
};

#[test]
fn a_false_positive_shows_its_trigger_its_undoing_and_who_answers_for_it() {
    let row = row(wrong());
    assert_eq!((row.verdict.as_str(), row.certainty.as_deref()), ("false_positive", Some("probable")));
    assert_eq!(row.cause.as_deref(), Some("trigger-reversed"));
    assert_eq!(row.accountable_role.as_deref(), Some("control_owner"));
    assert_eq!(row.accountable_owner.as_deref(), Some("team:identity"));
    assert_eq!((row.trigger_event_id.as_deref(), row.trigger_at), (Some("e1"), Some(hour(0))));
    assert_eq!((row.reversal_event_id.as_deref(), row.reversal_at), (Some("u1"), Some(hour(3))));
    assert_eq!((row.person_id.as_deref(), row.subject_person_id.as_deref()), (Some("p1"), Some("p1")));
    assert_eq!(row.attribution, "linked");
    assert_eq!(row.attribution_margin, row.attribution_score, "without a rival the score is the lead");
    assert_eq!(row.unit.as_deref(), Some("Research"), "the person's unit goes before the device's");
}

#[test]
fn nothing_is_said_of_a_candidate_that_did_not_reach_the_score() {
    let mut world = wrong();
    world.config.attribute.min_score = 90.0;
    let row = row(world);
    assert_eq!(row.attribution, "unattributed");
    assert_eq!((row.trigger_event_id, row.trigger_kind, row.reversal_event_id), (None, None, None));
    assert_eq!((row.subject_person_id, row.fan_out_id), (None, None));
    assert!(row.attribution_score.is_some(), "what it scored stays to be read");
}

#[test]
fn the_earlier_of_undoing_and_recant_is_the_reversal() {
    let mut world = wrong();
    world.happens("c1", K::TerminationCancelled, hour(-2), "p1");
    assert_eq!(row(world).reversal_event_id.as_deref(), Some("c1"));
}

#[test]
fn a_missing_owner_of_a_workflow_is_nobody_named_and_a_missing_unit_is_the_device_s() {
    let mut world = wrong();
    world.registers.workflows.as_mut().unwrap()[0].control_owner = None;
    world.registers.people.as_mut().unwrap()[0].unit = None;
    let row = row(world);
    assert_eq!(row.accountable_owner.as_deref(), Some("nobody-named"));
    assert_eq!(row.unit.as_deref(), Some("Bench"));
}

#[test]
fn an_exception_in_force_is_named_before_a_lapsed_one_and_an_unapproved_one_is_a_flag() {
    let with = |unapproved: bool| {
        let mut world = World::plain();
        let mut lapsed = exception("person", "p1", Validity { from: None, to: Some(hour(0)) });
        lapsed.exception_id = "x-lapsed".to_owned();
        let mut other = exception("person", "p1", Validity::default());
        if unapproved {
            other.approved_by = None;
        }
        world.registers.exceptions = Some(vec![lapsed, other]);
        row(world)
    };
    assert_eq!(with(false).exception_id.as_deref(), Some("x1"));
    assert!(with(false).flags.iter().all(|flag| !flag.contains("approver")));
    assert_eq!(with(true).exception_id.as_deref(), Some("x-lapsed"));
    assert!(with(true).flags.iter().any(|flag| flag.contains("without approver")));
}

#[test]
fn coincident_tickets_are_left_to_their_table() {
    let mut world = World::plain();
    for (id, subject) in [("INC2", "My account was disabled"), ("INC1", "Projector bulb")] {
        world.ingested.tickets.push(ticket(id, hour(4), okta("p1"), subject));
    }
    let review = reviewed(world);
    assert_eq!(review.cases[0].ticket_ids, ["INC2"]);
    let grades: Vec<_> = review.tickets.iter().map(|t| (t.ticket_id.as_str(), t.grade.as_str())).collect();
    assert_eq!(grades, [("INC1", "coincident"), ("INC2", "strong")]);
}

#[test]
fn a_holder_not_of_the_register_and_no_holder_are_flagged() {
    let mut world = World::plain();
    world.registers.devices = None;
    assert!(row(world.clone()).flags.iter().any(|flag| flag.starts_with("nobody is known")));
    world.ingested.assignments = vec![assignment("SER-0001", Some(day(-5)), Some(okta("p1")))];
    assert!(row(world).flags.contains(&"holder known from assignment history only".to_owned()));
}

#[test]
fn candidates_are_ranked_and_print_what_is_decisive() {
    let mut world = World::plain();
    world.happens("e2", K::RiskRaised, hour(0), "p1");
    world.ingested.actions[0].trigger_ref = Some("e1".to_owned());
    let candidates = reviewed(world).candidates;
    let found: Vec<_> = candidates.iter().map(|c| (c.rank, c.event_id.as_str())).collect();
    assert_eq!(found, [(1, "e1"), (2, "e2")]);
    assert!(candidates[0].parts.starts_with("explicit:decisive;trigger:+4.00;subject:+3.00;closeness:"));
    assert!(candidates[1].parts.starts_with("trigger:-3.00;"));
}

#[test]
fn a_timeline_is_in_order_and_tells_each_thing_once_with_its_row() {
    let mut world = wrong();
    world.happens("e0", K::TerminationRecorded, hour(-1), "p1");
    world.ingested.tickets.push(ticket("INC1", hour(4), okta("p1"), "My account was disabled"));
    world.ingested.activities.push(activity("SER-0001", ActivityKind::CheckIn, hour(6), None));
    world.registers.exceptions =
        Some(vec![exception("person", "p1", Validity { from: Some(hour(-9)), to: Some(day(9)) })]);
    let timeline = row(world).timeline;
    assert!(timeline.windows(2).all(|pair| pair[0].at <= pair[1].at));
    let told: Vec<_> = timeline.iter().map(|entry| (entry.at, entry.lane)).collect();
    let expected = [
        (hour(-9), "register"),
        (hour(-1), "identity"),
        (hour(0), "identity"),
        (hour(1), "jamf"),
        (hour(2), "jamf"),
        (hour(3), "identity"),
        (hour(4), "ticket"),
        (hour(6), "jamf"),
        (day(9), "register"),
    ];
    assert_eq!(told, expected);
    assert!(timeline.iter().all(|entry| !entry.row.is_empty()));
    assert!(timeline[3].what.contains("sent by account:svc-leaver"));
}

/// The plain command still waiting, with what happened meanwhile.
fn pending(change: impl FnOnce(&mut World)) -> Vec<PendingRow> {
    let mut world = World::plain();
    world.ingested.actions[0].outcome = Outcome::Pending;
    world.ingested.actions[0].done_at = None;
    change(&mut world);
    reviewed(world).pending
}

#[test]
fn a_waiting_command_is_to_be_stopped_only_for_a_reason() {
    assert_eq!(pending(|_| ()).len(), 0);
    let undone = pending(|world| {
        world.happens("u1", K::AccountEnabled, hour(3), "p1");
    });
    assert_eq!(undone.len(), 1);
    assert_eq!((undone[0].action_id.as_str(), undone[0].action_kind.as_str()), ("a1", "lock"));
    assert!(undone[0].owner.as_deref().is_some_and(|owner| owner.starts_with("team:")));
    let undone_again = pending(|world| {
        world.happens("u1", K::AccountEnabled, hour(3), "p1");
        world.happens("e2", K::AccountDisabled, hour(4), "p1");
    });
    assert_eq!(undone_again.len(), 0, "the account is disabled after all");
}

#[test]
fn an_exception_stops_a_waiting_command_only_while_it_holds() {
    let with = |to: Option<Instant>| {
        pending(|world| {
            world.registers.exceptions = Some(vec![exception("person", "p1", Validity { from: None, to })]);
        })
    };
    let stopped = with(None);
    assert!(stopped[0].why.starts_with("exception-ignored: "), "{}", stopped[0].why);
    assert_eq!(stopped[0].owner.as_deref(), Some("team:endpoint"));
    assert_eq!(with(Some(day(40))).len(), 0, "lapsed as of now");
}

#[test]
fn a_device_that_is_somebody_else_s_by_now_stops_a_waiting_command() {
    let found = pending(|world| {
        world.registers.devices = Some(vec![
            device("SER-0001", Some("p1"), None, Some(day(5))),
            device("SER-0001", Some("p2"), Some(day(5)), None),
        ]);
        world.ingested.assignments = vec![assignment("SER-0001", Some(day(-9)), Some(okta("p1")))];
    });
    assert_eq!(found.len(), 1);
    assert!(found[0].why.contains("wrong-device: "), "{}", found[0].why);
}
