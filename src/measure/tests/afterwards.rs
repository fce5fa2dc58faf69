//! Tests of reviews.

use super::{CONFIG, NOON};
use crate::{
    config::Config,
    judge::rule::Verdict,
    measure::{
        Context, Measured, WorkingCalendar,
        review_state::{ReviewState, review_state},
        specimen::{at, case, judgement, review},
    },
    records::ActionKind,
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
        let all: &[&str] = if *is_reviewed { &["p-early", "p-late"] } else { &[] };
        assert_eq!(review.reviewers, all);
    }
}

#[test]
fn a_conflict_of_rules_is_due_as_a_review_and_one_of_reviewers_only_waits_to_be_settled() {
    // Ten working days after Wednesday 1 July end on 15 July, after Monday 6 July on 20 July, 17:30 in New York.
    let table: &[(&[&str], &str, ReviewState)] = &[
        (&[], "2026-07-15T21:29:59Z", ReviewState::Due),
        (&[], "2026-07-15T21:30:00Z", ReviewState::Overdue),
        (&["2026-07-03T12:00:00Z", "2026-07-06T12:00:00Z"], "2026-07-20T21:29:59Z", ReviewState::Reviewed),
        (&["2026-07-03T12:00:00Z", "2026-07-06T12:00:00Z"], "2026-07-20T21:30:00Z", ReviewState::Reviewed),
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
        let due = if reviews.is_empty() { "2026-07-15T21:30:00Z" } else { "2026-07-20T21:30:00Z" };
        assert_eq!(review.due_at, Some(at(due)), "one date, however late it is");
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
