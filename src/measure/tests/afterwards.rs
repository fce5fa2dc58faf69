//! Tests of reviews and of the containment side.

use super::{CONFIG, NOON};
use crate::{
    attribute::EligibleTrigger,
    config::{Config, Span},
    judge::rule::Verdict,
    measure::{
        Context, Measured, WorkingCalendar,
        containment::observe,
        review_state::{ReviewState, review_state},
        specimen::{at, case, event, judgement, linked, review, workflow},
    },
    records::{ActionKind, EventKind},
};

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
        let review = review_state(&case, &judgement(Verdict::Undetermined), &Measured::default(), &context);
        assert_eq!(review.state, *expected, "{kind} {as_of}");
        assert_eq!(review.reviewer.as_deref(), is_reviewed.then_some("p-late"));
    }
}

#[test]
fn a_conflict_is_due_from_the_last_review_on_and_is_never_reviewed() {
    // Ten working days after Wednesday 1 July end on 15 July, after Monday 6 July on 20 July, 17:30 in New York.
    let table: &[(&[&str], &str, ReviewState)] = &[
        (&[], "2026-07-15T21:29:59Z", ReviewState::Due),
        (&[], "2026-07-15T21:30:00Z", ReviewState::Overdue),
        (&["2026-07-03T12:00:00Z", "2026-07-06T12:00:00Z"], "2026-07-20T21:29:59Z", ReviewState::Due),
        (&["2026-07-03T12:00:00Z", "2026-07-06T12:00:00Z"], "2026-07-20T21:30:00Z", ReviewState::Overdue),
    ];
    let config: Config = toml::from_str(CONFIG).unwrap();
    let calendar = WorkingCalendar::parse(&config.organisation.working_hours).unwrap();
    for (reviews, as_of, expected) in table {
        let mut case = case(ActionKind::Lock, NOON);
        case.reviews = reviews.iter().map(|time| review("p-rev", time)).collect();
        let context = Context {
            config: &config,
            as_of: at(as_of),
            zone: chrono_tz::America::New_York,
            calendar: &calendar,
            holidays: &[],
            has_regulated_work: false,
        };
        let mut disputed = judgement(Verdict::Undetermined);
        disputed.conflict = true;
        let review = review_state(&case, &disputed, &Measured::default(), &context);
        assert_eq!((review.state, review.required_by), (*expected, vec!["conflict"]), "{as_of}");
        assert_eq!(review.reviewed_at, reviews.last().map(|time| at(time)));
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
        review_state(&case, &judgement(Verdict::FalsePositive), &measured, &context).required_by
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
    let very_late = locked("2026-07-01T20:00:00Z", true);
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
    let mut cases =
        vec![(&on_time, &right), (&late, &right), (&before, &right), (&unlinked, &right), (&late, &wrong)];
    cases.push((&very_late, &right));
    let observed = observe(cases, &eligible);
    assert_eq!((observed.true_positives, observed.within_target), (5, (1, 3)));
    assert_eq!(observed.hours_to_act, [0.0, 1.0, 3_601.0 / 3_600.0, 4.0]);
    assert_eq!(observed.eligible_triggers, 3);
    let missed: Vec<&str> = observed.missed.iter().map(|missed| missed.event.event_id.as_str()).collect();
    assert_eq!(missed, ["ev-2", "ev-3"]);
}
