//! Tests of measuring: proofs of restoration, working time, regulated time, people, reviews, containment.
//! The organisation works Mon-Fri 09:00-17:30 in New York; 1 July 2026 is a Wednesday.

use super::{
    containment::{EligibleTrigger, observe},
    review_state::{ReviewState, review_state},
    specimen::{
        at, case, event, judgement, linked, person, register_device, reversing_action, review, scope, sign,
        ticket, user, workflow,
    },
    *,
};
use crate::{
    attribute::case::TicketGrade,
    config::Span,
    judge::rule::Verdict,
    records::{ActionKind, ActivityKind, EventKind, JamfClass},
    registers::RegisterRow,
};

const CONFIG: &str = "[organisation]\nname = \"Example Works\"\ntime_zone = \"America/New_York\"\n";
const NOON: &str = "2026-07-01T16:00:00Z";

/// Measures as the organisation would, with changes to its configuration and holidays.
fn measured_with(config: &str, holidays: &[Holiday], case: &Case, verdict: Verdict) -> Measured {
    let config: Config = toml::from_str(&format!("{CONFIG}{config}")).unwrap();
    let calendar = WorkingCalendar::parse(&config.organisation.working_hours).unwrap();
    let context = Context {
        config: &config,
        as_of: at("2026-10-31T00:00:00Z"),
        zone: config.organisation.time_zone.parse().unwrap(),
        calendar: &calendar,
        holidays,
        has_regulated_work: true,
    };
    measure(case, &judgement(verdict), &context)
}

fn measured(case: &Case) -> Measured {
    measured_with("", &[], case, Verdict::FalsePositive)
}

fn close(given: Option<f64>, expected: f64) {
    assert!(given.is_some_and(|given| (given - expected).abs() < 1e-9), "{given:?} is not {expected}");
}

fn holiday(date: &str, zone_or_unit: &str) -> Holiday {
    Holiday {
        date: date.parse().unwrap(),
        zone_or_unit: zone_or_unit.to_owned(),
        name: "day off".to_owned(),
        row: RegisterRow { file: "registers/holidays.csv".to_owned(), line: 2 },
    }
}

#[test]
fn earliest_proof_restores_whatever_its_kind() {
    let table: &[(&str, Option<&str>, Option<&str>, Option<&str>, &str)] = &[
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
fn reversal_before_the_action_restores_nothing() {
    let mut case = case(ActionKind::AppRemove, NOON);
    let added = event("ev-2", EventKind::AppAdded, "2026-07-01T15:30:00Z");
    case.attribution = linked(event("ev-1", EventKind::AppRemoved, "2026-07-01T15:00:00Z"), Some(added));
    assert!(measured(&case).censored);
}

#[test]
fn lost_hours_are_working_hours_of_the_persons_zone() {
    let table: &[(Option<&str>, &str, &str, f64)] = &[
        // Wednesday noon to Thursday noon in New York: 5.5 + 3.
        (None, NOON, "2026-07-02T16:00:00Z", 8.5),
        // The same in Berlin: 18:00 to 18:00, one whole day.
        (Some("Europe/Berlin"), NOON, "2026-07-02T16:00:00Z", 8.5),
        // Only the evening in New York is work in Kathmandu: 03:15Z to 11:45Z.
        (Some("Asia/Kathmandu"), "2026-07-01T23:00:00Z", "2026-07-02T05:15:00Z", 2.0),
        (None, "2026-07-01T23:00:00Z", "2026-07-02T05:15:00Z", 0.0),
        // Friday to Monday over a change of the clocks: 8 March in New York, 25 October in Berlin.
        (None, "2026-03-06T21:30:00Z", "2026-03-09T14:00:00Z", 2.0),
        (Some("Europe/Berlin"), "2026-10-23T14:30:00Z", "2026-10-26T09:00:00Z", 2.0),
    ];
    for (zone, from, to, expected) in table {
        let mut case = case(ActionKind::Lock, from);
        case.person = Some(person(*zone));
        case.afterwards = vec![reversing_action(to)];
        let measured = measured(&case);
        close(measured.lost_hours, *expected);
        assert_eq!(measured.disruptive, *expected > 0.0, "{zone:?} {from}");
    }
}

#[test]
fn unknown_zone_is_flagged_and_measured_in_the_organisations() {
    let mut case = case(ActionKind::Lock, NOON);
    case.person = Some(person(Some("Mars/Olympus")));
    case.afterwards = vec![reversing_action("2026-07-01T17:00:00Z")];
    let measured = measured(&case);
    close(measured.lost_hours, 1.0);
    assert!(measured.flags.iter().any(|flag| flag.contains("Mars/Olympus")));
}

#[test]
fn holidays_of_everybody_zone_and_unit_are_out() {
    let mut case = case(ActionKind::Lock, NOON);
    case.afterwards = vec![reversing_action("2026-07-02T16:00:00Z")];
    for (date, scope, expected) in [
        ("2026-07-02", "", 5.5),
        ("2026-07-02", "America/New_York", 5.5),
        ("2026-07-02", "research", 5.5),
        ("2026-07-02", "Europe/Berlin", 8.5),
        ("2026-07-02", "Sales", 8.5),
        ("2026-07-01", "", 3.0),
    ] {
        let measured = measured_with("", &[holiday(date, scope)], &case, Verdict::FalsePositive);
        close(measured.lost_hours, expected);
    }
}

#[test]
fn without_proof_the_interruption_is_capped_and_flagged() {
    let case = case(ActionKind::Lock, NOON);
    let censored = measured(&case);
    assert!(censored.censored);
    assert_eq!((censored.restored_at, censored.restored_by.as_deref()), (None, Some("censored")));
    // The rest of Wednesday and ten whole working days.
    close(censored.lost_hours, 5.5 + 85.0);
    assert!(censored.flags.iter().any(|flag| flag.contains("no proof of restoration")));
    let short = measured_with("[measure]\ncap_working_days = 1\n", &[], &case, Verdict::FalsePositive);
    close(short.lost_hours, 5.5 + 8.5);
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
fn screen_lock_of_a_phone_costs_nothing_unless_the_site_says_so() {
    let mut case = case(ActionKind::Lock, NOON);
    case.action.device.class = Some(JamfClass::Mobile);
    let phone = measured(&case);
    assert_eq!((phone.interruption, phone.lost_hours, phone.disruptive), (None, Some(0.0), false));
    let stated = measured_with("[measure.default_hours]\nlock = 0.25\n", &[], &case, Verdict::FalsePositive);
    assert_eq!((stated.lost_hours, stated.disruptive), (Some(0.25), true));
}

#[test]
fn lock_of_a_device_of_unknown_family_is_flagged_but_a_wipe_is_not() {
    for (kind, expected) in [(ActionKind::Lock, true), (ActionKind::Wipe, false)] {
        let mut case = case(kind, NOON);
        case.action.device.class = None;
        case.device = None;
        let measured = measured(&case);
        assert_eq!(measured.flags.iter().any(|flag| flag.contains("family unknown")), expected, "{kind}");
        assert!(measured.interruption.is_some());
    }
}

#[test]
fn people_are_counted_by_days_of_use() {
    let table: &[(&str, &[u32], u64, &str)] = &[
        ("personal", &[30, 20, 9], 1, ""),
        ("shared", &[30, 3, 2], 2, "upper bound"),
        ("shared", &[2], 1, "unknown"),
        ("lab", &[], 1, "unknown"),
        ("", &[3], 1, ""),
    ];
    for (custody, days, expected, flag) in table {
        let mut case = case(ActionKind::Lock, NOON);
        case.device = Some(register_device(custody));
        case.recent_users = days.iter().map(|days| user("p", *days)).collect();
        case.afterwards = vec![reversing_action("2026-07-01T18:00:00Z")];
        let measured = measured(&case);
        assert_eq!(measured.affected_people, Some(*expected), "{custody}");
        #[expect(clippy::cast_precision_loss, reason = "a small count")]
        close(measured.person_hours, 2.0 * *expected as f64);
        assert_eq!(measured.flags.is_empty(), flag.is_empty(), "{custody}: {:?}", measured.flags);
        assert!(measured.flags.iter().all(|text| text.contains(flag)), "{custody}: {:?}", measured.flags);
    }
}

#[test]
fn regulated_window_counts_at_any_hour_and_an_empty_one_at_work_only() {
    let table: &[(Option<&str>, Option<&str>, f64, bool)] = &[
        // The lock lasts from Wednesday noon to Thursday noon.
        (None, None, 8.5, true),
        (Some("2026-07-01T20:00:00Z"), Some("2026-07-02T10:00:00Z"), 14.0, true),
        (Some("2026-07-02T10:00:00Z"), None, 6.0, true),
        (None, Some("2026-07-01T17:00:00Z"), 1.0, true),
        (Some("2026-07-02T16:00:00Z"), None, 0.0, false),
        (None, Some(NOON), 0.0, false),
    ];
    for (from, to, expected, is_named) in table {
        let mut case = case(ActionKind::Lock, NOON);
        case.afterwards = vec![reversing_action("2026-07-02T16:00:00Z")];
        case.regulated = vec![scope("close", "SOX", *from, *to)];
        let measured = measured(&case);
        close(measured.regulated_hours, *expected);
        assert_eq!(!measured.regulated_scopes.is_empty(), *is_named, "{from:?} {to:?}");
    }
}

#[test]
fn overlapping_scopes_count_once_in_total_and_once_per_regime() {
    let mut case = case(ActionKind::Lock, NOON);
    case.afterwards = vec![reversing_action("2026-07-02T16:00:00Z")];
    case.regulated = vec![
        scope("close", "SOX", Some("2026-07-01T16:00:00Z"), Some("2026-07-01T20:00:00Z")),
        scope("run", "GxP", Some("2026-07-01T18:00:00Z"), Some("2026-07-01T22:00:00Z")),
        scope("audit", "SOX", Some("2026-07-01T19:00:00Z"), Some("2026-07-01T21:00:00Z")),
    ];
    let measured = measured(&case);
    close(measured.regulated_hours, 6.0);
    assert_eq!(measured.regulated_hours_by_regime, [("GxP".to_owned(), 4.0), ("SOX".to_owned(), 5.0)]);
    assert_eq!(measured.regulated_scopes, ["audit", "close", "run"]);
}

#[test]
fn moment_inside_a_window_counts_for_its_default_hours() {
    let mut case = case(ActionKind::Restart, "2026-07-01T03:00:00Z");
    case.regulated = vec![scope("run", "GxP", Some("2026-07-01T03:15:00Z"), Some("2026-07-02T00:00:00Z"))];
    let measured = measured(&case);
    assert_eq!((measured.interruption, measured.lost_hours), (None, Some(0.5)));
    close(measured.regulated_hours, 0.25);
}

#[test]
fn only_false_positives_are_measured_but_every_case_names_scopes_and_restoration() {
    let mut case = case(ActionKind::Wipe, NOON);
    case.afterwards = vec![sign("2026-07-01T18:00:00Z", ActivityKind::Enrolled)];
    case.regulated = vec![scope("close", "SOX", None, None)];
    let right = measured_with("", &[], &case, Verdict::TruePositive);
    let expected = Measured {
        restored_at: Some(at("2026-07-01T18:00:00Z")),
        restored_by: Some("enrolled".to_owned()),
        regulated_scopes: vec!["close".to_owned()],
        ..Measured::default()
    };
    assert_eq!(right, expected);
    let wrong = measured(&case);
    assert!(wrong.data_loss && wrong.disruptive);
}

#[test]
fn wipe_at_night_is_disruptive_for_its_data_alone() {
    let mut case = case(ActionKind::Wipe, "2026-07-01T04:00:00Z");
    case.afterwards = vec![sign("2026-07-01T06:00:00Z", ActivityKind::Enrolled)];
    let measured = measured(&case);
    assert_eq!(measured.lost_hours, Some(0.0));
    assert!(measured.disruptive);
}

#[test]
fn review_is_due_until_the_last_working_day_ends() {
    // Ten working days after Wednesday 1 July end on Wednesday 15 July, 17:30 in New York.
    let table: &[(ActionKind, &str, bool, ReviewState)] = &[
        (ActionKind::Lock, "2026-08-01T00:00:00Z", false, ReviewState::NotDue),
        (ActionKind::Wipe, "2026-07-15T21:29:59Z", false, ReviewState::Due),
        (ActionKind::Wipe, "2026-07-15T21:30:00Z", false, ReviewState::Overdue),
        (ActionKind::Wipe, "2026-08-01T00:00:00Z", true, ReviewState::Reviewed),
        (ActionKind::Lock, "2026-08-01T00:00:00Z", true, ReviewState::Reviewed),
    ];
    let config: Config = toml::from_str(CONFIG).unwrap();
    let calendar = WorkingCalendar::parse(&config.organisation.working_hours).unwrap();
    for (kind, as_of, is_reviewed, expected) in table {
        let mut case = case(*kind, NOON);
        if *is_reviewed {
            case.reviews =
                vec![review("p-late", "2026-09-02T00:00:00Z"), review("p-early", "2026-09-01T00:00:00Z")];
        }
        let context = Context {
            config: &config,
            as_of: at(as_of),
            zone: chrono_tz::America::New_York,
            calendar: &calendar,
            holidays: &[],
            has_regulated_work: false,
        };
        let review = review_state(&case, &Measured::default(), &context);
        assert_eq!(review.state, *expected, "{kind} {as_of}");
        assert_eq!(review.reviewer.as_deref(), is_reviewed.then_some("p-late"));
    }
}

#[test]
fn only_conditions_the_site_names_ask_for_a_review() {
    let mut config: Config = toml::from_str(CONFIG).unwrap();
    let calendar = WorkingCalendar::parse(&config.organisation.working_hours).unwrap();
    let mut case = case(ActionKind::Wipe, NOON);
    case.person.as_mut().unwrap().executive = true;
    let measured =
        Measured { disruptive: true, regulated_scopes: vec!["close".to_owned()], ..Measured::default() };
    let mut required = |must: &[&str]| {
        config.review.must = must.iter().map(|&name| name.to_owned()).collect();
        let zone = chrono_tz::America::New_York;
        let as_of = at(NOON);
        let context = Context {
            config: &config,
            as_of,
            zone,
            calendar: &calendar,
            holidays: &[],
            has_regulated_work: true,
        };
        review_state(&case, &measured, &context).required_by
    };
    assert_eq!(
        required(&["wipe", "regulated", "executive", "disruptive"]),
        ["wipe", "regulated", "executive", "disruptive"]
    );
    assert_eq!(required(&["executive"]), ["executive"]);
    assert!(required(&[]).is_empty());
}

#[test]
fn containment_counts_linked_true_positives_and_triggers_without_action() {
    let locked = |done_at: &str, has_workflow: bool| {
        let mut case = case(ActionKind::Lock, done_at);
        case.attribution = linked(event("ev-1", EventKind::AccountDisabled, NOON), None);
        case.workflow = has_workflow.then(|| workflow(Span::hours(1)));
        case
    };
    let on_time = locked("2026-07-01T17:00:00Z", true);
    let late = locked("2026-07-01T17:00:01Z", true);
    let before = locked("2026-07-01T15:59:00Z", false);
    let unlinked = case(ActionKind::Lock, NOON);
    let (right, wrong) = (judgement(Verdict::TruePositive), judgement(Verdict::FalsePositive));
    let trigger = |event_id: &str, time: &str, acted| EligibleTrigger {
        workflow_id: "leaver-lock".to_owned(),
        event: event(event_id, EventKind::AccountDisabled, time),
        person_id: "p-ada".to_owned(),
        acted,
    };
    let eligible = [trigger("ev-3", NOON, false), trigger("ev-2", NOON, false), trigger("ev-1", NOON, true)];
    let cases =
        [(&on_time, &right), (&late, &right), (&before, &right), (&unlinked, &right), (&late, &wrong)];
    let observed = observe(cases, &eligible);
    assert_eq!((observed.true_positives, observed.within_target), (4, (1, 2)));
    assert_eq!(observed.hours_to_act.len(), 3);
    assert_eq!(observed.hours_to_act.first(), Some(&0.0));
    assert_eq!(observed.eligible_triggers, 3);
    let missed: Vec<&str> = observed.missed.iter().map(|missed| missed.event.event_id.as_str()).collect();
    assert_eq!(missed, ["ev-2", "ev-3"]);
}
