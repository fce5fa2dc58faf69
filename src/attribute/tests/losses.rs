//! Sources that lose events, and triggers that are told too late.

use crate::{
    attribute::{Loss, losing_sources, specimen::*},
    records::EventKind as K,
    resolve::Devices,
};

/// So many lock-outs that were ended, the first so many of which the source did not tell of.
fn with_lockouts(ended: i64, without_beginning: i64) -> World {
    World::plain_where(|world| {
        for n in 0..ended {
            let at = hour(n * 3);
            if n >= without_beginning {
                world.happens(&format!("l{n}"), K::AccountLocked, at, "p2");
            }
            world.happens(&format!("u{n}"), K::AccountUnlocked, at + chrono::TimeDelta::hours(1), "p2");
        }
        world.registers.workflows.as_mut().unwrap()[0].triggers = vec![K::AccountDisabled];
        // The source begins thirty days before, and knows lock-outs.
        world.happens("l", K::AccountLocked, day(-40), "p3");
    })
}

#[test]
fn ends_without_a_beginning_show_that_a_source_loses_events() {
    // A beginning found long ago would be one, so the first ones have none at all.
    for (ended, without, expected) in [(40, 5, true), (40, 4, false), (50, 5, true), (51, 5, false)] {
        let losses = with_lockouts(ended, without).linked().losses;
        let shown = Loss { undoings: ended.unsigned_abs(), without_beginning: without.unsigned_abs() };
        assert_eq!(losses.get("okta").copied(), expected.then_some(shown), "{without} of {ended}");
    }
}

#[test]
fn what_is_not_linked_shows_the_same_losses() {
    for (ended, without) in [(40, 5), (40, 4), (50, 20), (4, 4), (0, 0)] {
        let world = with_lockouts(ended, without);
        let people = world.registers.people.as_deref().unwrap();
        let register = world.registers.devices.as_deref().unwrap_or_default();
        let devices = Devices::of(&world.ingested, register);
        let mut shuffled = world.ingested.clone();
        shuffled.events.reverse();
        let found = losing_sources(&shuffled, people, &devices);
        assert_eq!(found, world.linked().losses, "{without} of {ended}");
        assert_eq!(found.is_empty(), without < 5, "{without} of {ended}");
    }
}

#[test]
fn a_source_that_loses_events_covers_nothing_and_still_tells_of_what_was_undone() {
    let whole = with_lockouts(40, 0).case("a1");
    assert!(whole.trigger_sources_cover_window && !whole.trigger_sources_lose_events);
    assert_eq!(whole.attribution.candidates[0].covered_until, Some(day(45)));
    let case = with_lockouts(40, 20).case("a1");
    assert!(case.trigger_sources_lose_events && !case.trigger_sources_cover_window);
    assert_eq!(case.attribution.candidates[0].covered_until, None);
    assert_eq!(case.reversal_covered_until, Some(day(45)));
}

#[test]
fn a_trigger_up_to_an_hour_after_the_window_follows() {
    // Sent at one hour, two minutes of skew.
    for (at, expected) in [(3_720, false), (3_721, true), (7_320, true), (7_321, false)] {
        let world = World::plain_where(|world| {
            world.ingested.events.clear();
            world.happens("e1", K::AccountDisabled, second(at), "p1");
        });
        assert_eq!(world.case("a1").trigger_follows.is_some(), expected, "{at} s");
    }
    // What happened before and was entered afterwards follows as well.
    for (known, expected) in [(3_720, false), (3_721, true), (7_320, true), (7_321, false)] {
        let world = World::plain_where(|world| {
            world.ingested.events.clear();
            world.happens("e1", K::AccountDisabled, second(1_800), "p1");
            let event = &mut world.ingested.events[0];
            (event.known_from, event.known_to) = (second(known), second(known));
        });
        assert_eq!(world.case("a1").trigger_follows.is_some(), expected, "known at {known} s");
    }
    let other = World::plain_where(|world| {
        world.ingested.events.clear();
        world.happens("e1", K::GroupRemoved, second(4_000), "p1");
        world.happens("e2", K::AccountDisabled, second(4_000), "p2");
    });
    assert_eq!(other.case("a1").trigger_follows, None);
}
