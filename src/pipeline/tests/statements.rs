//! Improvements, tolerated rates, what a check finds, and what a review cannot say.

use super::*;
use crate::{attribute::specimen::*, pipeline::PipelineError, records::EventKind as K};

/// So many judged cases of which all are wrong, held against a tolerated rate.
fn exceeding(min_cases: u64, tolerated: f64) -> Tolerance {
    let mut world = wrong();
    world.happens("e2", K::AccountDisabled, day(1), "p2");
    world.happens("u2", K::AccountEnabled, day(1) + chrono::TimeDelta::hours(3), "p2");
    world.ingested.actions.push(lock("a2", "SER-0002", hour(25), hour(26)));
    world.config.rank.min_cases = min_cases;
    world.registers.workflows.as_mut().unwrap()[0].tolerated_rate = tolerated;
    let prepared = prepared(world);
    over_tolerance(&review(&prepared, &august()).unwrap(), &prepared)
}

#[test]
fn a_workflow_is_above_its_tolerated_rate_only_with_enough_cases_and_not_at_it() {
    let above = exceeding(2, 0.5);
    assert!(
        above.above[0].starts_with(
            "lock-leavers: 2 of 2 judged cases were false positives, 100 %, 95 % interval 34.24 % to 100 %, tolerated 50 %"
        ),
        "{above:?}"
    );
    assert_eq!((above.above.len(), above.too_few.len()), (1, 0));
    assert_eq!(exceeding(2, 1.0), Tolerance::default());
    let few = exceeding(3, 0.5);
    assert_eq!((few.above.len(), few.too_few), (0, vec!["lock-leavers (2 of 2)".to_owned()]));
}

#[test]
fn the_latest_version_that_began_before_the_period_ends_says_what_is_tolerated() {
    let mut world = wrong();
    world.config.rank.min_cases = 1;
    let mut first = workflow();
    first.validity.to = Some(day(10));
    first.tolerated_rate = 1.0;
    let mut second = workflow();
    second.validity.from = Some(day(10));
    second.tolerated_rate = 0.5;
    let mut later = workflow();
    later.validity.from = Some(august().to);
    later.tolerated_rate = 1.0;
    world.registers.workflows = Some(vec![later, second, first]);
    let prepared = prepared(world);
    assert_eq!(over_tolerance(&review(&prepared, &august()).unwrap(), &prepared).above.len(), 1);
}

pub(super) fn problems(world: World, period: Option<&str>) -> Vec<String> {
    let prepared = prepared(world);
    let period = period.map(|label| Period::parse(label, 1, chrono_tz::UTC).unwrap());
    let Check { problems, .. } = check(&prepared, period.as_ref());
    problems
}

/// The plain world with files whose rows add up.
pub(super) fn sound() -> World {
    World::plain_where(|world| {
        for file in &mut world.ingested.sources {
            (file.rows_read, file.accepted) = (100, 100);
        }
    })
}

#[test]
fn a_sound_folder_has_no_problem() {
    assert_eq!(problems(sound(), None), [""; 0]);
    assert_eq!(problems(sound(), Some("2026-08")), [""; 0]);
}

#[test]
fn a_check_tells_what_would_make_a_review_wrong() {
    type Change = fn(&mut World);
    let cases: [(Change, &str); 7] = [
        (|w| w.ingested.sources[0].accepted = 99, "not all are accounted for"),
        (|w| w.ingested.sources[0].incomplete = Some("cut".to_owned()), "is incomplete: cut"),
        (|w| (w.ingested.sources[0].rows_read, w.ingested.sources[0].accepted) = (0, 0), "holds no row"),
        (
            |w| (w.ingested.sources[0].accepted, w.ingested.sources[0].rejected) = (98, 2),
            "2 of 100 rows were rejected",
        ),
        (|w| w.ingested.actions.clear(), "no action"),
        (|w| w.ingested.events.clear(), "no identity event"),
        (|w| w.registers.workflows = None, "there is no control map"),
    ];
    for (change, expected) in cases {
        let mut world = sound();
        change(&mut world);
        let found = problems(world, None);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains(expected), "{}", found[0]);
    }
}

#[test]
fn one_rejected_row_in_a_hundred_is_not_yet_doubtful() {
    let mut world = sound();
    (world.ingested.sources[0].accepted, world.ingested.sources[0].rejected) = (99, 1);
    assert_eq!(problems(world, None), [""; 0]);
}

#[test]
fn a_period_without_data_is_a_problem_of_a_check_and_the_end_of_a_review() {
    let found = problems(sound(), Some("2026-10"));
    assert_eq!(
        found,
        ["the inputs hold no action of 2026-10", "the inputs hold no identity event of 2026-10"]
    );
    let october = Period::parse("2026-10", 1, chrono_tz::UTC).unwrap();
    let refused = review(&prepared(sound()), &october);
    assert!(
        matches!(refused, Err(PipelineError::NoData { covered, .. }) if covered.contains("2026-08-10T11:00:00Z"))
    );
}

/// What could not be said, without what would supply it.
fn said(review: &Review) -> Vec<String> {
    review.unsaid.iter().map(|unsaid| unsaid.what.clone()).collect()
}

#[test]
fn what_could_not_be_said_names_the_input_that_would_supply_it_and_its_first_day() {
    let review = reviewed(World::plain());
    let supply = |start: &str| {
        review.unsaid.iter().find(|unsaid| unsaid.what.starts_with(start)).unwrap().supply.clone()
    };
    assert_eq!(
        supply("`registers/exceptions.csv`"),
        "`registers/exceptions.csv` with the exceptions in force from 2026-07-31 on"
    );
    assert_eq!(
        supply("no tickets were read"),
        "an export of the helpdesk's tickets opened from 2026-07-31 on"
    );
}

#[test]
fn a_period_that_inputs_reach_into_without_an_action_is_reviewed_and_says_so() {
    let period = |label: &str| Period::parse(label, 1, chrono_tz::UTC).unwrap();
    let is_reviewed = |world: World, label: &str| review(&prepared(world), &period(label)).ok();
    let with_event = |day: i64| {
        let mut world = sound();
        world.happens("s1", K::AccountDisabled, hour(24 * day), "p2");
        world
    };
    assert!(
        is_reviewed(with_event(60), "2026-09").is_none(),
        "an event of October says nothing of September"
    );
    let september = is_reviewed(with_event(40), "2026-09").unwrap();
    assert!(september.cases.is_empty());
    let told = "no action of the inputs lies in the period: whether the automations were idle";
    assert!(september.unsaid.iter().any(|line| line.what.starts_with(told)), "{:?}", september.unsaid);
    assert!(reviewed(sound()).unsaid.iter().all(|line| !line.what.starts_with(told)));
    let mut world = with_event(40);
    world.ingested.actions.clear();
    world.ingested.sources.retain(|source| source.format == "okta-system-log");
    assert!(is_reviewed(world, "2026-09").is_none(), "no input could hold an action");
}

#[test]
fn an_absent_register_is_said_and_so_are_tickets_that_only_coincide() {
    let mut world = World::plain();
    let unsaid = said(&reviewed(world.clone()));
    for name in ["exceptions.csv", "regulated_work.csv", "reviews.csv", "improvements.csv", "holidays.csv"] {
        assert!(unsaid.iter().any(|line| line.contains(name)), "{name}");
    }
    for name in ["people.csv", "devices.csv", "workflows.toml"] {
        assert!(unsaid.iter().all(|line| !line.contains(name)), "{name}");
    }
    assert!(unsaid.iter().any(|line| line.starts_with("no tickets were read")));
    world.ingested.tickets.push(ticket("INC1", hour(4), okta("p1"), "Projector bulb"));
    assert!(
        reviewed(world).remarks.iter().any(|line| line.starts_with("1 ticket was opened within 72 hours"))
    );
}

#[test]
fn a_review_without_identity_events_and_a_file_without_rows_are_said() {
    let mut world = World::plain();
    world.ingested.events.clear();
    let mut empty = world.ingested.sources[0].clone();
    (empty.file, empty.rows_read) = ("exports/identity/hr.csv".to_owned(), 0);
    world.ingested.sources.push(empty);
    world.ingested.sources[0].rows_read = 1;
    let unsaid = said(&reviewed(world.clone()));
    assert!(unsaid.iter().any(|line| line.starts_with("no identity events were read")), "{unsaid:?}");
    let row = unsaid.iter().find(|line| line.starts_with("no row stands in")).unwrap();
    assert!(row.contains("`exports/identity/hr.csv`"), "{row}");
    let checked = check(&prepared(world), None).unsaid;
    assert!(
        checked.contains(row) && checked.iter().any(|line| line.starts_with("no identity events were read"))
    );
    let mut world = World::plain();
    for event in &mut world.ingested.events {
        event.occurred_at -= chrono::TimeDelta::days(100);
    }
    let unsaid = said(&reviewed(world));
    assert!(unsaid.iter().any(|line| line.starts_with("no identity event lies in the period")), "{unsaid:?}");
}

#[test]
fn rows_that_are_missing_and_ids_given_out_twice_are_problems_of_a_check() {
    let mut world = sound();
    for (key, message) in
        [("incomplete-export", "announces 9 rows and holds 4"), ("action-id-reused", "rows were rejected")]
    {
        let note = crate::ingest::source::Note {
            origin: crate::records::blank::origin(),
            key,
            message: message.to_owned(),
        };
        world.ingested.notes.push(note);
    }
    let prepared = prepared(world);
    let check = check(&prepared, None);
    assert_eq!(check.problems.len(), 2, "{:?}", check.problems);
    assert!(check.notes.is_empty(), "said once");
    assert!(
        check.coverage.iter().any(|line| line.contains("announces 9 rows and holds 4")),
        "{:?}",
        check.coverage
    );
}
