//! Which persons are drafted from what exports name.

use super::*;
use crate::records::{EventKind, IdentityEvent, blank};

fn at(day: u32) -> Instant {
    chrono::TimeZone::with_ymd_and_hms(&chrono::Utc, 2026, 7, day, 9, 0, 0).unwrap()
}

/// Keys written as `employee okta e-mail login`, `-` where there is none.
fn keys(text: &str) -> PersonKeys {
    let mut parts = text.split(' ').map(|part| (part != "-").then(|| part.to_owned()));
    PersonKeys {
        employee_id: parts.next().flatten(),
        okta_id: parts.next().flatten(),
        email: parts.next().flatten(),
        login: parts.next().flatten(),
        ..PersonKeys::default()
    }
}

fn drafted(rows: &[(u32, &str)]) -> (Vec<String>, Vec<String>) {
    let event = |(day, text): &(u32, &str)| IdentityEvent {
        subject: keys(text),
        ..blank::event(EventKind::SignIn, at(*day))
    };
    let ingested = Ingested { events: rows.iter().map(event).collect(), ..Ingested::default() };
    let mut said = Vec::new();
    let text = People::seen(&ingested).render(&mut said).unwrap();
    assert_eq!(text.lines().next(), Some(HEADER.join(",").as_str()));
    (text.lines().skip(1).map(str::to_owned).collect(), said)
}

#[test]
fn two_systems_with_one_address_are_one_person_and_older_addresses_become_aliases() {
    let (rows, _) = drafted(&[
        (1, "- 00u1 ada.pine@example.test -"),
        (3, "- 00u1 Ada.Oak@example.test -"),
        (2, "1001 - ada.pine@example.test -"),
        (4, "- - ada.oak@example.test apine"),
    ]);
    assert_eq!(rows, ["1001,,,,,00u1,,1001,,ada.oak@example.test,ada.pine@example.test;apine,,,"]);
}

#[test]
fn an_address_that_went_to_another_id_of_one_kind_joins_nobody() {
    let (rows, _) = drafted(&[(1, "- 00u1 sam@example.test -"), (9, "- 00u2 sam@example.test -")]);
    assert_eq!(rows, ["00u1,,,,,00u1,,,,sam@example.test,,,,", "00u2,,,,,00u2,,,,sam@example.test,,,,"]);
}

#[test]
fn an_id_between_two_of_another_kind_is_given_to_one_and_said() {
    let (rows, said) = drafted(&[(1, "1001 00u1 - -"), (2, "1001 00u2 - -")]);
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert!(said.iter().any(|line| line.contains("`00u2`")), "{said:?}");
}

#[test]
fn a_bare_login_is_nobody_and_an_address_is_somebody() {
    let (rows, _) = drafted(&[(1, "- - - admin"), (1, "- - kim@example.test -")]);
    assert_eq!(rows, ["kim@example.test,,,,,,,,,kim@example.test,,,,"]);
}

#[test]
fn the_order_of_records_does_not_matter() {
    let mut rows = vec![
        (1, "- 00u1 a@example.test a"),
        (2, "7 - a@example.test -"),
        (3, "- 00u2 b@example.test b"),
        (4, "- - b@example.test bb@example.test"),
    ];
    let first = drafted(&rows).0;
    rows.reverse();
    assert_eq!(drafted(&rows).0, first);
}
