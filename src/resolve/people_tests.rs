//! Persons at the edges: versions, recycled addresses, shared keys.

use super::*;
use crate::attribute::specimen::{day, email, event, login, okta, person};
use crate::{
    ingest::{Ingested, set_sign_ins_aside},
    records::EventKind,
};

fn found(people: &People, keys: &PersonKeys, at: Instant) -> String {
    match people.resolve(keys, at) {
        Resolution::Found(id, basis) => format!("{} {basis:?}", people.label(id)),
        Resolution::Ambiguous => "ambiguous".to_owned(),
        Resolution::Unknown => "unknown".to_owned(),
    }
}

fn employee(id: &str) -> PersonKeys {
    PersonKeys { employee_id: Some(id.to_owned()), ..PersonKeys::default() }
}

/// Ada left at day 0, Bea took her address over at day 30; Cem changed his name at day 0.
fn register() -> Vec<Person> {
    vec![
        person("ada", "a.sample@meridian.test", None, Some(day(0))),
        person("bea", "a.sample@meridian.test", Some(day(30)), None),
        person("cem", "c.old@meridian.test", None, Some(day(0))),
        person("cem", "c.new@meridian.test", Some(day(0)), None),
    ]
}

#[test]
fn whoever_is_found_at_some_time_is_among_those_whom_the_keys_ever_named() {
    let people = People::new(&register(), &[], &[]);
    let asked = [email("a.sample@meridian.test"), login("c.old"), login("c.new@meridian.test"), okta("bea")];
    let mut number = 0;
    for keys in &asked {
        let ever = people.ever_named(keys);
        for at in [day(-1), day(0), day(10), day(30)] {
            let person = people.resolve(keys, at).person();
            assert!(person.is_none_or(|id| ever.contains(&id)), "{keys:?} {at}");
            number += usize::from(person.is_some());
        }
    }
    assert!(number > 8, "{number}");
    assert!(people.ever_named(&email("nobody@meridian.test")).is_empty());
}

#[test]
fn an_address_is_whoever_held_it_at_that_time() {
    let people = People::new(&register(), &[], &[]);
    for (address, at, expected) in [
        ("a.sample@meridian.test", day(-1), "ada Alias"),
        // Nobody holds it: it is still the leaver's.
        ("a.sample@meridian.test", day(0), "ada Alias"),
        ("a.sample@meridian.test", day(29), "ada Alias"),
        ("a.sample@meridian.test", day(30), "bea Alias"),
        (" A.Sample@Meridian.TEST ", day(30), "bea Alias"),
        ("c.old@meridian.test", day(-1), "cem Alias"),
        ("c.old@meridian.test", day(5), "cem Alias"),
        ("c.new@meridian.test", day(0), "cem Alias"),
        // Before anybody held it.
        ("c.new@meridian.test", day(-1), "unknown"),
        ("nobody@meridian.test", day(0), "unknown"),
    ] {
        assert_eq!(found(&people, &email(address), at), expected, "{address} at {at}");
    }
}

#[test]
fn two_living_persons_behind_one_address_are_ambiguous() {
    let mut register = register();
    register.push(person("dan", "a.sample@meridian.test", Some(day(40)), None));
    let people = People::new(&register, &[], &[]);
    assert_eq!(found(&people, &email("a.sample@meridian.test"), day(39)), "bea Alias");
    assert_eq!(found(&people, &email("a.sample@meridian.test"), day(40)), "ambiguous");
}

#[test]
fn two_last_owners_of_one_moment_are_ambiguous_whatever_the_order_of_rows() {
    let register = vec![
        person("ada", "box@meridian.test", None, Some(day(0))),
        person("bea", "box@meridian.test", None, Some(day(0))),
    ];
    for register in [register.clone(), register.into_iter().rev().collect()] {
        let people = People::new(&register, &[], &[]);
        assert_eq!(found(&people, &email("box@meridian.test"), day(1)), "ambiguous");
    }
}

#[test]
fn a_stable_key_goes_before_an_address_and_an_unknown_one_does_not_stand_in_its_way() {
    let people = People::new(&register(), &[], &[]);
    let both = |okta_id: &str| PersonKeys { email: Some("c.new@meridian.test".to_owned()), ..okta(okta_id) };
    assert_eq!(found(&people, &both("bea"), day(31)), "bea Stable");
    assert_eq!(found(&people, &both("nobody"), day(31)), "cem Alias");
}

#[test]
fn employee_ids_are_compared_trimmed_and_without_case() {
    let people = People::new(&register(), &[], &[]);
    for id in ["E-bea", "e-BEA", " E-bea "] {
        assert_eq!(found(&people, &employee(id), day(31)), "bea Stable", "{id}");
    }
    assert_eq!(found(&people, &employee("E-be"), day(31)), "unknown");
}

#[test]
fn a_reused_employee_id_is_the_one_living_bearer_and_two_living_are_ambiguous() {
    let mut register = register();
    register[1].employee_id = Some("E-ada".to_owned());
    let people = People::new(&register, &[], &[]);
    assert_eq!(found(&people, &employee("E-ada"), day(-1)), "ada Stable");
    assert_eq!(found(&people, &employee("E-ada"), day(31)), "bea Stable");
    register[0].validity.to = None;
    let people = People::new(&register, &[], &[]);
    assert_eq!(found(&people, &employee("E-ada"), day(31)), "ambiguous");
}

#[test]
fn a_local_part_counts_only_bare_and_for_one_living_person() {
    let mut register = register();
    let people = People::new(&register, &[], &[]);
    for (name, at, expected) in [
        ("c.new", day(1), "cem LocalPart"),
        ("C.NEW", day(1), "cem LocalPart"),
        // Ada's is free to be Bea's.
        ("a.sample", day(-1), "ada LocalPart"),
        ("a.sample", day(31), "bea LocalPart"),
        // A full address that nobody holds is somebody else's.
        ("c.new@elsewhere.test", day(1), "unknown"),
        ("", day(1), "unknown"),
        ("@", day(1), "unknown"),
    ] {
        assert_eq!(found(&people, &login(name), at), expected, "{name} at {at}");
    }
    register.push(person("eva", "c.new@lab.meridian.test", None, None));
    let people = People::new(&register, &[], &[]);
    assert_eq!(found(&people, &login("c.new"), day(1)), "ambiguous");
}

#[test]
fn a_login_that_is_an_alias_is_found_as_such() {
    let mut register = register();
    register[3].aliases = vec!["cnew".to_owned()];
    let people = People::new(&register, &[], &[]);
    assert_eq!(found(&people, &login("CNEW"), day(1)), "cem Alias");
}

#[test]
fn a_display_name_serves_tickets_alone_and_only_while_one_person_bears_it() {
    let named = PersonKeys { display_name: Some("person CEM".to_owned()), ..PersonKeys::default() };
    let mut register = register();
    let people = People::new(&register, &[], &[]);
    assert_eq!(people.resolve(&named, day(1)), Resolution::Unknown);
    let person_id = people.resolve_for_ticket(&named, day(1)).person().unwrap();
    assert_eq!(people.label(person_id), "cem");
    register
        .push(Person { display_name: "Person cem".to_owned(), ..person("eva", "eva@m.test", None, None) });
    let people = People::new(&register, &[], &[]);
    assert_eq!(people.resolve_for_ticket(&named, day(1)), Resolution::Unknown);
}

#[test]
fn versions_are_half_open_and_the_last_one_is_the_open_one() {
    let people = People::new(&register(), &[], &[]);
    let cem = people.by_person_id("cem").unwrap();
    let mail_at = |at| people.version_at(cem, at).and_then(|version| version.email.clone()).unwrap();
    assert_eq!(mail_at(day(0) - chrono::TimeDelta::microseconds(1)), "c.old@meridian.test");
    assert_eq!(mail_at(day(0)), "c.new@meridian.test");
    assert_eq!(people.last_version(cem).unwrap().validity.to, None);
    let ada = people.by_person_id("ada").unwrap();
    assert!(people.version_at(ada, day(0)).is_none());
    assert_eq!(people.last_version(ada).unwrap().validity.to, Some(day(0)));
}

#[test]
fn a_person_the_register_does_not_know_is_one_person_under_all_keys_that_stand_together() {
    let keys = |okta_id: Option<&str>, employee: Option<&str>| PersonKeys {
        okta_id: okta_id.map(str::to_owned),
        employee_id: employee.map(str::to_owned),
        ..PersonKeys::default()
    };
    let shown = [(Some("00u-x"), None), (Some("00u-x"), Some("E-x")), (None, Some("E-x"))];
    let mut events: Vec<IdentityEvent> = shown
        .iter()
        .zip(0..)
        .map(|((okta_id, employee), n)| {
            let mut event = event(&format!("e{n}"), EventKind::SignIn, day(n), "x");
            event.subject = keys(*okta_id, *employee);
            event
        })
        .collect();
    for _ in 0..2 {
        let people = People::new(&register(), &events, &[]);
        let ids: BTreeSet<_> =
            events.iter().map(|e| people.resolve(&e.subject, e.occurred_at).person()).collect();
        assert_eq!(ids.len(), 1);
        let id = ids.first().copied().flatten().unwrap();
        assert_eq!(people.by_person_id(people.label(id)), Some(id));
        events.reverse();
        let mut aside = Ingested { events: events.clone(), ..Ingested::default() };
        set_sign_ins_aside(&mut aside);
        assert_eq!((aside.events.len(), aside.sign_ins.len()), (0, 3));
        let of_sign_ins = People::new(&register(), &[], &aside.sign_ins);
        for event in &events {
            let found = |people: &People| people.resolve(&event.subject, event.occurred_at);
            assert_eq!(found(&people), found(&of_sign_ins));
        }
    }
}

#[test]
fn a_new_id_with_a_held_address_is_its_holder_and_with_a_recycled_one_a_new_person() {
    let mut held = event("e1", EventKind::SignIn, day(31), "other");
    held.subject.email = Some("c.new@meridian.test".to_owned());
    let mut recycled = event("e2", EventKind::SignIn, day(10), "starter");
    recycled.subject.email = Some("a.sample@meridian.test".to_owned());
    let people = People::new(&register(), &[held, recycled], &[]);
    assert_eq!(found(&people, &okta("other"), day(31)), "cem Stable");
    assert_eq!(found(&people, &okta("starter"), day(10)), "okta:00u-starter Stable");
    // What was Ada's stays hers for her own time.
    assert_eq!(found(&people, &email("a.sample@meridian.test"), day(-1)), "ada Alias");
    assert_eq!(found(&people, &email("a.sample@meridian.test"), day(11)), "okta:00u-starter Alias");
}

#[test]
fn a_leaver_whose_register_row_has_no_such_id_is_known_by_the_address_after_leaving() {
    let mut register = register();
    register[0].okta_id = None;
    let mut late = event("e1", EventKind::AccountDisabled, day(1), "ada-account");
    late.subject.email = Some("a.sample@meridian.test".to_owned());
    let people = People::new(&register, &[late], &[]);
    assert_eq!(found(&people, &okta("ada-account"), day(1)), "ada Stable");
}

#[test]
fn a_changed_identifier_holds_from_its_change_on_and_the_old_one_until_then() {
    let mut change = event("e1", EventKind::IdentifierChanged, day(10), "cem");
    change.old_value = Some("c.before@meridian.test".to_owned());
    change.new_value = Some("c.after@meridian.test".to_owned());
    let people = People::new(&register(), &[change], &[]);
    for (address, at, expected) in [
        ("c.before@meridian.test", day(9), "cem Alias"),
        ("c.before@meridian.test", day(10), "cem Alias"),
        ("c.after@meridian.test", day(9), "unknown"),
        ("c.after@meridian.test", day(10), "cem Alias"),
    ] {
        assert_eq!(found(&people, &email(address), at), expected, "{address} at {at}");
    }
    let ever = people.ever_held("c.after@meridian.test");
    assert_eq!(ever.into_iter().map(|id| people.label(id)).collect::<Vec<_>>(), ["cem"]);
}
