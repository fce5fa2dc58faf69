//! Tests of proofs of restoration, the cap, and what is unusable.

use std::sync::Arc;

use super::{NOON, close, holiday, measured, measured_with};
use crate::{
    attribute::case::TicketGrade,
    judge::rule::Verdict,
    measure::specimen::{at, case, event, linked, register_device, reversing_action, sign, ticket},
    records::{ActionKind, ActivityKind, EventKind},
};

#[test]
fn earliest_proof_restores_whatever_its_kind() {
    type Row<'a> = (&'a str, Option<&'a str>, Option<&'a str>, Option<&'a str>, &'a str);
    let table: &[Row<'_>] = &[
        // reversing action, check-in, ticket resolved, expected
        (
            "first of three",
            Some("2026-07-01T18:00:00Z"),
            Some("2026-07-01T19:00:00Z"),
            Some("2026-07-01T20:00:00Z"),
            "reversing_action",
        ),
        (
            "check-in first",
            Some("2026-07-01T19:00:00Z"),
            Some("2026-07-01T18:00:00Z"),
            Some("2026-07-01T20:00:00Z"),
            "check_in",
        ),
        (
            "ticket first",
            None,
            Some("2026-07-01T19:00:00Z"),
            Some("2026-07-01T18:00:00Z"),
            "ticket:INC0000001",
        ),
        (
            "same instant",
            Some("2026-07-01T18:00:00Z"),
            Some("2026-07-01T18:00:00Z"),
            Some("2026-07-01T18:00:00Z"),
            "reversing_action",
        ),
        ("before the action", Some("2026-07-01T15:59:00Z"), Some("2026-07-01T18:00:00Z"), None, "check_in"),
        (
            "after as-of",
            None,
            Some("2026-11-01T00:00:00Z"),
            Some("2026-07-02T18:00:00Z"),
            "ticket:INC0000001",
        ),
    ];
    for (name, reversing, check_in, resolved, expected) in table {
        let mut case = case(ActionKind::Lock, NOON);
        case.afterwards.extend(reversing.map(reversing_action));
        case.afterwards.extend(check_in.map(|time| sign(time, ActivityKind::CheckIn)));
        case.tickets.push(ticket(TicketGrade::Strong, *resolved));
        let measured = measured(&case);
        assert_eq!(measured.restored_by.as_deref(), Some(*expected), "{name}");
        assert!(!measured.censored, "{name}");
        assert_eq!(measured.restored_at.map(|to| (case.done_at, to)), measured.interruption, "{name}");
    }
}

#[test]
fn proof_at_the_very_instant_of_the_action_proves_nothing() {
    let mut case = case(ActionKind::Lock, NOON);
    case.afterwards = vec![reversing_action(NOON), reversing_action("2026-07-01T16:00:01Z")];
    assert_eq!(measured(&case).restored_at, Some(at("2026-07-01T16:00:01Z")));
}

#[test]
fn weak_tickets_and_requests_for_the_action_prove_nothing() {
    let mut case = case(ActionKind::Lock, NOON);
    case.tickets =
        vec![ticket(TicketGrade::Medium, Some("2026-07-01T18:00:00Z")), ticket(TicketGrade::Strong, None)];
    let mut asked_for = ticket(TicketGrade::Strong, Some("2026-07-01T18:00:00Z"));
    asked_for.shows_intent = true;
    case.tickets.push(asked_for);
    assert!(measured(&case).censored);
}

#[test]
fn sign_of_life_inside_the_difference_of_clocks_may_be_older_than_the_lock() {
    let mut case = case(ActionKind::Lock, NOON);
    case.afterwards = vec![sign("2026-07-01T16:02:00Z", ActivityKind::CheckIn)];
    assert!(measured(&case).censored);
    case.afterwards.push(sign("2026-07-01T16:02:01Z", ActivityKind::CheckIn));
    assert_eq!(measured(&case).restored_at, Some(at("2026-07-01T16:02:01Z")));
}

#[test]
fn reversal_event_restores_an_app_but_not_a_locked_mac() {
    let removed = event("ev-1", EventKind::AppRemoved, "2026-07-01T15:00:00Z");
    let added = event("ev-2", EventKind::AppAdded, "2026-07-01T18:00:00Z");
    for (kind, expected) in [(ActionKind::AppRemove, "reversal_event:ev-2"), (ActionKind::Lock, "censored")] {
        let mut case = case(kind, NOON);
        case.attribution = linked(removed.clone(), Some(added.clone()));
        assert_eq!(measured(&case).restored_by.as_deref(), Some(expected), "{kind}");
    }
}

#[test]
fn a_profile_seen_again_is_not_back_before_that() {
    let removed = event("ev-1", EventKind::GroupRemoved, "2026-07-01T15:00:00Z");
    let added = event("ev-2", EventKind::GroupAdded, "2026-07-01T18:00:00Z");
    for (kind, seen, expected) in [
        (ActionKind::ProfileRemove, Some("2026-07-01T20:00:00Z"), "reversing_action"),
        (ActionKind::ProfileRemove, None, "reversal_event:ev-2"),
        (ActionKind::AppRemove, Some("2026-07-01T20:00:00Z"), "reversal_event:ev-2"),
    ] {
        let mut case = case(kind, NOON);
        case.attribution = linked(removed.clone(), Some(added.clone()));
        case.afterwards.extend(seen.map(reversing_action));
        assert_eq!(measured(&case).restored_by.as_deref(), Some(expected), "{kind} {seen:?}");
    }
}

#[test]
fn reversal_before_the_action_restores_nothing() {
    let mut case = case(ActionKind::AppRemove, NOON);
    let added = event("ev-2", EventKind::AppAdded, "2026-07-01T15:30:00Z");
    case.attribution = linked(event("ev-1", EventKind::AppRemoved, "2026-07-01T15:00:00Z"), Some(added));
    assert!(measured(&case).censored);
}

#[test]
fn without_proof_the_interruption_is_capped_and_flagged() {
    let case = case(ActionKind::Lock, NOON);
    let censored = measured(&case);
    assert!(censored.censored && censored.capped);
    assert_eq!((censored.restored_at, censored.restored_by.as_deref()), (None, Some("censored")));
    // Ten times 8.5 hours: the rest of Wednesday, nine whole days, and Wednesday morning two weeks later.
    close(censored.lost_hours, 85.0);
    assert_eq!(censored.interruption.map(|(_, to)| to), Some(at("2026-07-15T16:00:00Z")));
    assert!(censored.flags.iter().any(|flag| flag.contains("no proof of restoration")));
    let short = measured_with("[measure]\ncap_working_days = 1\n", &[], &case, Verdict::FalsePositive);
    close(short.lost_hours, 8.5);
}

#[test]
fn a_cap_of_no_days_counts_nothing_and_without_working_days_only_as_of_limits() {
    let case = case(ActionKind::Lock, NOON);
    let none = measured_with("[measure]\ncap_working_days = 0\n", &[], &case, Verdict::FalsePositive);
    assert_eq!(none.interruption, Some((at(NOON), at(NOON))));
    let first = at(NOON).date_naive().pred_opt().unwrap();
    let always: Vec<_> = first.iter_days().take(3_670).map(|day| holiday(&day.to_string(), "")).collect();
    let idle = measured_with("", &always, &case, Verdict::FalsePositive);
    assert_eq!(idle.interruption, Some((at(NOON), at("2026-10-31T00:00:00Z"))));
    close(idle.lost_hours, 0.0);
}

#[test]
fn the_cap_never_counts_more_than_its_full_working_days() {
    // Wednesday in New York: before work, at its beginning, within, at its end and after it.
    for time in ["10:00", "13:00", "13:01", "16:00", "21:29", "21:30", "23:00"] {
        let case = case(ActionKind::Lock, &format!("2026-07-01T{time}:00Z"));
        close(measured(&case).lost_hours, 85.0);
    }
    // Where the days differ, ten of them on the calendar are less than ten of the longest.
    let week = "working_hours = \"Mon-Thu 09:00-17:00; Fri 09:00-13:00\"\n";
    let case = case(ActionKind::Lock, "2026-07-01T12:00:00Z");
    close(measured_with(week, &[], &case, Verdict::FalsePositive).lost_hours, 8.0 * 8.0 + 2.0 * 4.0);
}

#[test]
fn proof_after_as_of_is_not_known_yet() {
    for (time, is_known) in [("2026-10-31T00:00:00Z", true), ("2026-10-31T00:00:01Z", false)] {
        let mut case = case(ActionKind::Lock, NOON);
        case.afterwards = vec![reversing_action(time)];
        assert_eq!(measured(&case).censored, !is_known, "{time}");
    }
}

#[test]
fn session_restores_a_deleted_user_only_where_nobody_else_can_have_had_it() {
    for (custody, is_proof) in [("personal", true), ("shared", false), ("lab", false), ("loaner", false)] {
        let mut case = case(ActionKind::DeleteUser, NOON);
        case.device = Some(register_device(custody));
        case.afterwards = vec![sign("2026-07-01T18:00:00Z", ActivityKind::UserSession)];
        assert_eq!(!measured(&case).censored, is_proof, "{custody}");
    }
}

#[test]
fn proof_after_the_cap_is_still_a_proof() {
    let mut case = case(ActionKind::Lock, NOON);
    case.afterwards = vec![reversing_action("2026-08-03T16:00:00Z")];
    let measured = measured(&case);
    assert!(!measured.censored && measured.lost_hours > Some(90.5));
}

#[test]
fn as_of_limits_the_cap() {
    let measured = measured(&case(ActionKind::Lock, "2026-10-30T16:00:00Z"));
    assert_eq!(measured.interruption, Some((at("2026-10-30T16:00:00Z"), at("2026-10-31T00:00:00Z"))));
    close(measured.lost_hours, 5.5);
}

#[test]
fn lock_of_a_device_of_unknown_family_is_flagged_but_a_wipe_is_not() {
    for (kind, expected) in [(ActionKind::Lock, true), (ActionKind::Wipe, false)] {
        let mut case = case(kind, NOON);
        Arc::make_mut(&mut case.action.device).class = None;
        case.device = None;
        let measured = measured(&case);
        assert_eq!(measured.flags.iter().any(|flag| flag.contains("family unknown")), expected, "{kind}");
        assert!(measured.interruption.is_some());
    }
}

#[test]
fn a_last_contact_beyond_the_cap_counts_up_to_the_cap_and_other_proofs_in_full() {
    // Ten working days from Wednesday 1 July noon are ten times 8.5 h, until noon of 15 July.
    for (kind, expected) in [(ActivityKind::CheckIn, 85.0), (ActivityKind::UserSession, 141.5)] {
        let mut case = case(ActionKind::Lock, NOON);
        case.afterwards.push(sign("2026-07-24T00:00:00Z", kind));
        let measured = measured(&case);
        assert_eq!(measured.restored_at, Some(at("2026-07-24T00:00:00Z")));
        close(measured.lost_hours, expected);
        assert_eq!(
            measured.flags.iter().any(|flag| flag.contains("before the last contact or enrolment")),
            expected < 100.0
        );
        assert_eq!((measured.capped, measured.censored), (expected < 100.0, false));
    }
}

#[test]
fn a_last_contact_at_the_very_end_of_the_cap_is_not_cut() {
    for (time, capped) in [("2026-07-15T16:00:00Z", false), ("2026-07-15T16:00:01Z", true)] {
        let mut case = case(ActionKind::Lock, NOON);
        case.afterwards.push(sign(time, ActivityKind::CheckIn));
        assert_eq!(measured(&case).capped, capped, "{time}");
    }
}
