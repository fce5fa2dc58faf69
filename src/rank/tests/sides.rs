//! Tests of the containment side per group, of lengths of time, and of tickets after wipes.

use super::*;
use crate::{
    attribute::case::{AfterWipe, LaterTicket},
    measure::containment::{DueTrigger, Observed, Wait},
    rank::statistics::Quantile,
};

fn owners() -> [Option<String>; 4] {
    [Some("team:identity".to_owned()), None, Some("team:endpoint".to_owned()), None]
}

fn wait(hours: f64, has_acted: bool, is_within_target: Option<bool>) -> Wait {
    Wait {
        workflow_id: Some("leaver-lock".to_owned()),
        owners: owners(),
        action_kind: Some(ActionKind::Lock),
        device_class: has_acted.then(|| "office_mac".to_owned()),
        hours,
        has_acted,
        is_within_target,
    }
}

fn due(is_missed: bool) -> DueTrigger {
    DueTrigger { workflow_id: "leaver-lock".to_owned(), owners: owners(), is_missed, is_left_open: is_missed }
}

fn contained(cases: &[RankCase<'_>], observed: &Observed) -> Containment {
    contain(cases, observed, 0.95)
}

fn side<'a>(found: &'a Containment, dimension: &str, role: Option<Role>, key: &str) -> &'a Side {
    found
        .sides
        .iter()
        .find(|side| side.dimension == dimension && side.role == role && side.key == key)
        .unwrap_or_else(|| panic!("{dimension} {role:?} {key}"))
}

fn pair(rate: Option<Rate>) -> Option<(u64, u64)> {
    rate.map(|rate| (rate.hits, rate.of))
}

#[test]
fn both_sides_stand_for_the_whole_every_workflow_and_every_owner_per_role() {
    let none = Measured::default();
    let cases = [
        case("a", Verdict::FalsePositive, &none),
        case("b", Verdict::TruePositive, &none),
        case("c", Verdict::TruePositive, &none),
        case("d", Verdict::Undetermined, &none),
        case("e", Verdict::BenignPositive, &none),
        RankCase { workflow_id: None, owners: [None; 4], ..case("f", Verdict::FalsePositive, &none) },
    ];
    let observed = Observed {
        true_positives: 2,
        waits: vec![wait(0.5, true, Some(true)), wait(2.0, true, Some(false)), wait(900.0, false, None)],
        due: vec![due(false), DueTrigger { is_left_open: false, ..due(true) }, due(true)],
        missed: Vec::new(),
    };
    let found = contained(&cases, &observed);
    let all = side(&found, "all", None, "");
    assert_eq!(all, &found.sides[0]);
    assert_eq!(
        (all.judged, pair(all.false_positives), pair(all.true_positives)),
        (5, Some((2, 5)), Some((2, 5)))
    );
    for (dimension, role, key, wrong) in [
        ("workflow", None, "leaver-lock", 1),
        // An unexplained false positive is charged to the control owner alone.
        ("owner", Some(Role::ControlOwner), "team:identity", 1),
        ("owner", Some(Role::ExecutionOwner), "team:endpoint", 0),
        ("owner", Some(Role::BusinessApprover), UNNAMED, 0),
    ] {
        let side = side(&found, dimension, role, key);
        assert_eq!(pair(side.false_positives), Some((wrong, 4)), "{key}");
        assert_eq!(pair(side.true_positives), Some((2, 4)), "{key}");
        assert_eq!((pair(side.within_target), pair(side.missed)), (Some((1, 2)), Some((2, 3))), "{key}");
        assert_eq!(pair(side.left_open), Some((1, 3)), "{key}");
        assert_eq!((side.times.n, side.times.events), (3, 2), "{key}");
        assert_eq!(side.times.note, "too few: 3 of 6");
    }
    let unmapped = side(&found, "workflow", None, UNMAPPED);
    assert_eq!((pair(unmapped.false_positives), pair(unmapped.missed)), (Some((1, 1)), None));
    // The limits are those of Wilson: statsmodels proportion_confint(1, 3, method="wilson").
    let missed = all.left_open.unwrap();
    assert!((missed.low - 0.061_491_944_720).abs() < 1e-9 && (missed.high - 0.792_340_399_2).abs() < 1e-9);
}

#[test]
fn who_has_missed_triggers_and_no_case_has_a_row_all_the_same() {
    let observed =
        Observed { waits: vec![wait(48.0, false, None)], due: vec![due(true)], ..Observed::default() };
    let found = contained(&[], &observed);
    let side = side(&found, "workflow", None, "leaver-lock");
    assert_eq!((side.judged, pair(side.true_positives), pair(side.missed)), (0, None, Some((1, 1))));
    assert_eq!(found.eligible_triggers, 1);
}

#[test]
fn what_was_never_acted_on_keeps_a_quantile_from_being_reached() {
    let mut waits: Vec<Wait> = (1..=9).map(|hour| wait(f64::from(hour), true, Some(true))).collect();
    let of = |waits: &[Wait]| survival(&[], waits, at("2026-10-31T00:00:00Z"), 0.95).rows[0].clone();
    // Without: five of nine within 5 h, the ninth is nine of ten.
    assert_eq!((of(&waits).median.value, of(&waits).p90.value), (Some(5.0), Some(9.0)));
    waits.extend([wait(700.0, false, None), wait(800.0, false, None)]);
    let found = of(&waits);
    // Of eleven, six are half; nine are fewer than nine of ten.
    assert_eq!((found.n, found.events, found.median.value, found.p90.value), (11, 9, Some(6.0), None));
    assert!(found.p90.low.is_some());
}

#[test]
fn interruptions_without_proof_last_until_now_and_not_until_the_cap() {
    let as_of = at("2026-10-31T00:00:00Z");
    let from = at("2026-10-30T00:00:00Z");
    let until = |hours: i64| from + chrono::TimeDelta::hours(hours);
    let ended: Vec<Measured> = (1..=5)
        .map(|hours| Measured { interruption: Some((from, until(hours))), ..Measured::default() })
        .collect();
    let open = Measured { interruption: Some((from, until(3))), censored: true, ..Measured::default() };
    let moment = Measured::default();
    let mut cases: Vec<RankCase<'_>> =
        ended.iter().map(|measured| case("a", Verdict::FalsePositive, measured)).collect();
    cases.push(RankCase { action_kind: ActionKind::Wipe, ..case("b", Verdict::FalsePositive, &open) });
    cases.push(case("c", Verdict::FalsePositive, &moment));
    cases.push(case("d", Verdict::TruePositive, &open));
    let found = survival(&cases, &[], as_of, 0.95);
    let row = |dimension: &str, key: &str| {
        found.rows.iter().find(|row| row.dimension == dimension && row.key == key).unwrap()
    };
    let all = row("all", "");
    assert_eq!((all.n, all.events, all.median.value, all.p90.value), (6, 5, Some(3.0), None));
    let last = found.restore.as_ref().unwrap().steps.last().copied().unwrap();
    assert_eq!((last.time, last.censored), (24.0, 1));
    let locks = row("action_kind", "lock");
    assert_eq!((locks.n, locks.median, locks.note.as_str()), (5, Quantile::default(), "too few: 5 of 6"));
    assert_eq!(row("device_class", "office_mac").n, 6);
    assert_eq!(row("workflow", "leaver-lock").n, 6);
    assert_eq!(found.act, None);
}

#[test]
fn an_end_known_from_a_late_contact_alone_is_said_to_stand_at_the_cap() {
    let from = at("2026-07-01T00:00:00Z");
    let until = |hours: i64| Some((from, from + chrono::TimeDelta::hours(hours)));
    let plain = Measured { interruption: until(2), ..Measured::default() };
    let late = Measured { interruption: until(300), capped: true, ..Measured::default() };
    let mut cases = vec![case("a", Verdict::FalsePositive, &plain); 6];
    cases.push(case("b", Verdict::FalsePositive, &late));
    let found = survival(&cases, &[], at("2026-10-31T00:00:00Z"), 0.95);
    assert_eq!((found.rows[0].n, found.rows[0].events), (7, 7));
    assert_eq!(found.rows[0].note, "1 known only to have ended before a later contact: counted at the cap");
}

#[test]
fn rows_say_how_many_have_no_key() {
    let mut waits: Vec<Wait> = (1..=6).map(|hour| wait(f64::from(hour), true, None)).collect();
    waits.push(wait(100.0, false, None));
    let found = survival(&[], &waits, at("2026-10-31T00:00:00Z"), 0.95);
    let class = found.rows.iter().find(|row| row.dimension == "device_class").unwrap();
    assert_eq!(
        (class.key.as_str(), class.n, class.note.as_str()),
        ("office_mac", 6, "without 1 of no known device class")
    );
    let kind = found.rows.iter().find(|row| row.dimension == "action_kind").unwrap();
    assert_eq!((kind.n, kind.note.as_str()), (7, ""));
}

#[test]
fn tickets_after_wipes_are_compared_with_what_comes_by_chance() {
    let wiped = |tickets: &[&str], expected| Measured {
        disruptive: true,
        after_wipe: Some(AfterWipe {
            tickets: tickets
                .iter()
                .map(|id| LaterTicket {
                    ticket_id: (*id).to_owned(),
                    opened_at: at("2026-07-16T12:00:00Z"),
                    about: "affected person",
                })
                .collect(),
            expected,
        }),
        ..Measured::default()
    };
    let (first, second) = (wiped(&["T1", "T2", "T3"], Some(0.5)), wiped(&["T3", "T4"], Some(0.25)));
    let (young, unknown) = (wiped(&["T9"], None), Measured { disruptive: true, ..Measured::default() });
    let of = |id, measured| RankCase {
        action_kind: ActionKind::Wipe,
        ..case(id, Verdict::FalsePositive, measured)
    };
    let cases = [of("a", &first), of("b", &second), of("c", &young), of("d", &unknown)];
    let found = second_order(&cases, 0.95);
    assert_eq!((found.wipes, found.known, found.tickets), (4, 3, 5));
    assert_eq!((found.compared, found.compared_tickets, found.expected), (2, 4, Some(0.75)));
    // T3 stands after both and counts once. SciPy: chi2.ppf(0.025, 8) / 2 = 1.089865, chi2.ppf(0.975, 10) / 2 = 10.241589.
    assert_eq!(found.excess, Some(3.25));
    assert!((found.excess_low.unwrap() - 0.339_865).abs() < 1e-5, "{:?}", found.excess_low);
    assert!((found.excess_high.unwrap() - 9.491_589).abs() < 1e-5, "{:?}", found.excess_high);
    let nothing = second_order(&[of("d", &unknown)], 0.95);
    assert_eq!((nothing.wipes, nothing.known, nothing.expected, nothing.excess), (1, 0, None, None));
}
