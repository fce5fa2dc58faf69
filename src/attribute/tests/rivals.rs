//! Hard cases of linking: rivals in the same minute, devices that changed hands, addresses that were given again.
//! A link is right or is told to be ambiguous; it is never crossed.

use chrono::TimeDelta;

use super::super::{
    Attributed,
    case::{AttributionStatus as Status, Case},
    specimen::*,
};
use crate::{
    records::{EventKind as K, Instant},
    registers::Workflow,
};

/// Per action: how it is linked, and the candidates within the margin (all of them where nothing was taken).
fn links(linked: &Attributed) -> Vec<(String, Status, Vec<String>)> {
    linked.cases.iter().map(|case| (case.action.action_id.clone(), status(case), within(case))).collect()
}

fn status(case: &Case) -> Status {
    case.attribution.status
}

fn within(case: &Case) -> Vec<String> {
    let shown = case.attribution.candidates.iter().take(case.attribution.within_margin.max(1));
    let mut ids: Vec<String> = shown.map(|candidate| candidate.trigger.event_id.clone()).collect();
    ids.sort();
    ids
}

fn linked_to(pairs: &[(&str, &str)]) -> Vec<(String, Status, Vec<String>)> {
    pairs.iter().map(|(a, e)| ((*a).to_owned(), Status::Linked, vec![(*e).to_owned()])).collect()
}

/// Ada (`e1`) and Ben (`e2`) leave twenty seconds apart; an hour later both Macs are locked (`a1`, `a2`).
fn two_leavers() -> World {
    let mut world = World::plain();
    world.happens("e2", K::AccountDisabled, second(20), "p2");
    world.ingested.actions.push(lock("a2", "SER-0002", second(3_605), hour(2)));
    world
}

/// The register says that Ada and Ben exchanged their Macs then.
fn exchange(world: &mut World, at: Instant) {
    world.registers.devices = Some(vec![
        device("SER-0001", Some("p1"), None, Some(at)),
        device("SER-0001", Some("p2"), Some(at), None),
        device("SER-0002", Some("p2"), None, Some(at)),
        device("SER-0002", Some("p1"), Some(at), None),
    ]);
}

/// Many leavers of one second in one transaction, each with a Mac of their own; the command of each a second after
/// the one before, in this order.
fn mass_leavers(order: impl Iterator<Item = usize>) -> World {
    let mut world = World::quiet();
    for n in 0..50 {
        let (id, text) = (format!("q{n:02}"), format!("MASS-{n:02}"));
        let address = format!("{id}@meridian.test");
        world.registers.people.as_mut().unwrap().push(person(&id, &address, None, None));
        world.registers.devices.as_mut().unwrap().push(device(&text, Some(&id), None, None));
        let event = world.happens(&format!("e{n:02}"), K::AccountDisabled, hour(0), &id);
        event.correlations = vec!["transaction:mass".to_owned()];
    }
    for (step, n) in (0_i64..).zip(order) {
        let sent = second(60 + step);
        let done = sent + TimeDelta::seconds(5);
        world.ingested.actions.push(lock(&format!("a{n:02}"), &format!("MASS-{n:02}"), sent, done));
    }
    world
}

fn each_their_own() -> Vec<(String, Status, Vec<String>)> {
    (0..50).map(|n| (format!("a{n:02}"), Status::Linked, vec![format!("e{n:02}")])).collect()
}

#[test]
fn macs_exchanged_the_day_before_follow_their_holders_of_the_day() {
    let mut world = two_leavers();
    exchange(&mut world, day(-1));
    assert_eq!(links(&world.linked()), linked_to(&[("a1", "e2"), ("a2", "e1")]));
}

#[test]
fn macs_exchanged_after_the_locks_stay_with_their_holders_of_then() {
    let mut world = two_leavers();
    exchange(&mut world, day(1));
    assert_eq!(links(&world.linked()), linked_to(&[("a1", "e1"), ("a2", "e2")]));
}

#[test]
fn an_exchange_that_jamf_was_not_told_of_leaves_both_leavers_as_candidates() {
    let mut world = two_leavers();
    exchange(&mut world, day(-1));
    world.ingested.assignments = vec![
        assignment("SER-0001", Some(day(-30)), Some(okta("p1"))),
        assignment("SER-0002", Some(day(-29)), Some(okta("p2"))),
    ];
    for (action, state, candidates) in links(&world.linked()) {
        assert_eq!(
            (state, candidates),
            (Status::Ambiguous, vec!["e1".to_owned(), "e2".to_owned()]),
            "{action}"
        );
    }
    // Once Jamf knows, nothing is left to doubt.
    world.ingested.assignments.extend([
        assignment("SER-0001", Some(day(-1)), Some(okta("p2"))),
        assignment("SER-0002", Some(day(-1)), Some(okta("p1"))),
    ]);
    assert_eq!(links(&world.linked()), linked_to(&[("a1", "e2"), ("a2", "e1")]));
}

#[test]
fn both_devices_of_one_leaver_are_explained_by_one_episode() {
    let mut world = two_leavers();
    world.ingested.events.truncate(1);
    world.ingested.events[0].correlations = vec!["transaction:one".to_owned()];
    exchange(&mut world, day(-900));
    world.registers.devices.as_mut().unwrap()[1].assigned_person = Some("p1".to_owned());
    let linked = world.linked();
    assert_eq!(links(&linked), linked_to(&[("a1", "e1"), ("a2", "e1")]));
    let groups: Vec<_> = linked.cases.iter().map(|case| case.fan_out_id.clone()).collect();
    assert_eq!(groups, [Some("ep-e1".to_owned()), Some("ep-e1".to_owned())]);
}

#[test]
fn two_leavers_who_share_a_device_are_both_told_and_neither_is_picked() {
    let mut world = two_leavers();
    world.ingested.actions.truncate(1);
    world.registers.devices.as_mut().unwrap()[0].custody = Some("shared".to_owned());
    world.ingested.assignments = vec![assignment("SER-0001", Some(day(-3)), Some(okta("p2")))];
    let case = world.case("a1");
    assert_eq!((status(&case), within(&case)), (Status::Ambiguous, vec!["e1".to_owned(), "e2".to_owned()]));
    assert_eq!(case.fan_out_id, None, "no group is claimed");
    let subjects = case.attribution.candidates.iter().map(|c| c.subject_person_id.as_deref());
    assert!(subjects.clone().any(|id| id == Some("p1")) && subjects.clone().any(|id| id == Some("p2")));
}

#[test]
fn of_two_leavers_who_share_a_device_the_one_long_before_is_no_rival() {
    let mut world = two_leavers();
    world.ingested.actions[0] = lock("a1", "SER-0001", second(60), second(90));
    world.ingested.actions.truncate(1);
    world.ingested.assignments = vec![assignment("SER-0001", Some(day(-3)), Some(okta("p2")))];
    let event = &mut world.ingested.events[1];
    (event.occurred_at, event.known_from, event.known_to) = (hour(-5), hour(-5), hour(-5));
    assert_eq!(links(&world.linked()), linked_to(&[("a1", "e1")]));
}

#[test]
fn fifty_leavers_of_one_second_keep_their_own_whatever_the_order_of_commands() {
    // Forwards, backwards, and in steps that visit every one.
    assert_eq!(links(&mass_leavers(0..50).linked()), each_their_own());
    assert_eq!(links(&mass_leavers((0..50).rev()).linked()), each_their_own());
    assert_eq!(links(&mass_leavers((0..50).map(|n| n * 37 % 50)).linked()), each_their_own());
}

#[test]
fn fifty_leavers_whose_macs_jamf_has_under_the_next_name_are_told_as_fifty_doubts() {
    let mut world = mass_leavers((0..50).map(|n| n * 37 % 50));
    world.ingested.assignments = (0..50)
        .map(|n| {
            assignment(
                &format!("MASS-{n:02}"),
                Some(day(-9 - n)),
                Some(okta(&format!("q{:02}", (n + 1) % 50))),
            )
        })
        .collect();
    for (n, (action, state, candidates)) in links(&world.linked()).into_iter().enumerate() {
        let mut both = [format!("e{n:02}"), format!("e{:02}", (n + 1) % 50)];
        both.sort();
        assert_eq!((state, candidates.as_slice()), (Status::Ambiguous, both.as_slice()), "{action}");
    }
}

#[test]
fn an_address_given_again_means_who_had_it_when_the_event_happened() {
    for (at, expected) in [(day(-10), "p1"), (hour(0), "p3")] {
        let mut world = World::quiet();
        let people = world.registers.people.as_mut().unwrap();
        people[0] = person("p1", "ada@meridian.test", None, Some(day(-5)));
        people.push(person("p1", "ada.old@meridian.test", Some(day(-5)), None));
        people.push(person("p3", "ada@meridian.test", Some(day(-5)), None));
        world.registers.devices.as_mut().unwrap().push(device("SER-0003", Some("p3"), None, None));
        world.happens("e1", K::AccountDisabled, at, "p1").subject = email("Ada@Meridian.test");
        for (action, text) in [("a1", "SER-0001"), ("a3", "SER-0003")] {
            world.ingested.actions.push(lock(
                action,
                text,
                at + TimeDelta::minutes(5),
                at + TimeDelta::minutes(9),
            ));
        }
        for case in world.linked().cases {
            let is_theirs = case.holder.as_ref().is_some_and(|holder| holder.person_id == expected);
            let wanted = if is_theirs { Status::Linked } else { Status::Unattributed };
            assert_eq!(status(&case), wanted, "{} when {expected} has it", case.action.action_id);
        }
    }
}

/// A second workflow, `nightly`, with its own account, that acted so many times twenty hours after its trigger, each
/// time on somebody else.
fn with_nightly(world: &mut World, times: usize) {
    world.registers.workflows.as_mut().unwrap().push(Workflow {
        id: "nightly".to_owned(),
        initiators: vec![("account".to_owned(), "svc-nightly".to_owned())],
        ..workflow()
    });
    for n in 0..times {
        let (id, text) = (format!("n{n:03}"), format!("NIGHT-{n:03}"));
        let address = format!("{id}@meridian.test");
        world.registers.people.as_mut().unwrap().push(person(&id, &address, None, None));
        world.registers.devices.as_mut().unwrap().push(device(&text, Some(&id), None, None));
        world.happens(&format!("t{n:03}"), K::AccountDisabled, hour(-60), &id);
        let mut action = lock(&format!("z{n:03}"), &text, hour(-40), hour(-39));
        action.initiator = by(crate::records::InitiatorKind::Account, "svc-nightly");
        world.ingested.actions.push(action);
    }
}

/// Ada is disabled at −20 h, enabled at −19 h and disabled again at −90 min; at hour 0 her Mac is locked.
fn disabled_twice() -> World {
    let mut world = World::quiet();
    world.happens("old", K::AccountDisabled, hour(-20), "p1");
    world.happens("back", K::AccountEnabled, hour(-19), "p1");
    world.happens("new", K::AccountDisabled, second(-90 * 60), "p1");
    world.ingested.actions.push(lock("a1", "SER-0001", hour(0), hour(1)));
    world
}

#[test]
fn the_lags_of_a_slow_workflow_do_not_pull_one_of_which_few_are_known() {
    for times in [0, 19, 20, 200] {
        let mut world = disabled_twice();
        with_nightly(&mut world, times);
        let case = world.case("a1");
        assert_eq!((status(&case), within(&case)), (Status::Linked, vec!["new".to_owned()]), "{times} links");
    }
}

#[test]
fn the_lags_of_a_workflow_count_for_itself_from_twenty_links_on() {
    let status_after = |times| {
        let mut world = disabled_twice();
        world.ingested.actions[0].initiator = by(crate::records::InitiatorKind::Account, "svc-nightly");
        with_nightly(&mut world, times);
        let case = world.case("a1");
        (status(&case), case.attribution.candidates[0].trigger.event_id.clone())
    };
    assert_eq!(status_after(19), (Status::Linked, "new".to_owned()), "log-uniform: the nearer one");
    assert_eq!(status_after(20), (Status::Ambiguous, "old".to_owned()), "it usually waits twenty hours");
    assert_eq!(status_after(200), (Status::Linked, "old".to_owned()));
}

#[test]
fn somebody_else_who_leaves_changes_no_link_of_others() {
    let mut world = two_leavers();
    exchange(&mut world, day(-1));
    let before = links(&world.linked());
    for minutes in [-600, -1, 0, 59, 61] {
        let mut other = world.clone();
        other.registers.people.as_mut().unwrap().push(person("p3", "cem@meridian.test", None, None));
        other.registers.devices.as_mut().unwrap().push(device("SER-0003", Some("p3"), None, None));
        other.happens("e3", K::AccountDisabled, second(minutes * 60), "p3");
        let sent = second(minutes * 60 + 30);
        other.ingested.actions.push(lock("a3", "SER-0003", sent, sent + TimeDelta::minutes(1)));
        let mut after = links(&other.linked());
        assert_eq!(after.pop(), linked_to(&[("a3", "e3")]).pop());
        assert_eq!(after, before, "{minutes} min");
    }
}
