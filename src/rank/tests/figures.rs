//! Tests of totals, weeks and causes.

use super::*;

#[test]
fn benign_duplicates_are_judged_and_young_cases_only_once_reviewed() {
    let none = Measured::default();
    let cases = [
        case("a", Verdict::FalsePositive, &none),
        case("b", Verdict::BenignPositive, &none),
        case("c", Verdict::Undetermined, &none),
        RankCase { young: true, ..case("d", Verdict::Undetermined, &none) },
        RankCase { young: true, ..case("e", Verdict::FalsePositive, &none) },
        case("f", Verdict::TruePositive, &none),
        RankCase { young: true, ..case("g", Verdict::Undetermined, &none) },
    ];
    let totals = rank(&cases, None, &setting()).totals;
    assert_eq!((totals.cases, totals.judged, totals.undetermined, totals.young), (7, 4, 3, 2));
    assert_eq!(totals.benign_positives, 1);
    assert_eq!(totals.rate.map(|rate| rate.value), Some(0.5));
    assert_eq!(totals.rate_range, Some((0.4, 0.6)));
}

#[test]
fn overlap_of_one_person_is_united_in_totals_rows_and_weeks() {
    let stretch = |from: &str, to: &str, hours| Measured {
        lost: vec![(at(from), at(to))],
        affected_people: Some(1),
        person_hours: Some(hours),
        disruptive: true,
        ..Measured::default()
    };
    let first = stretch("2026-07-15T14:00:00Z", "2026-07-15T18:00:00Z", 4.0);
    let second = stretch("2026-07-15T16:00:00Z", "2026-07-15T20:00:00Z", 4.0);
    let of = |action_id, person_id, measured| RankCase {
        person_id: Some(person_id),
        ..case(action_id, Verdict::FalsePositive, measured)
    };
    let cases = [of("a", "p-ada", &first), of("b", "p-ada", &second), of("c", "p-bo", &second)];
    let ranked = rank(&cases, None, &setting());
    let week = ranked.weekly.iter().find(|week| week.week == "2026-W29").unwrap();
    for hours in
        [ranked.totals.person_hours, row(&ranked, "unit", None, "Research").person_hours, week.person_hours]
    {
        assert!((hours - 10.0).abs() < 1e-9, "{hours}");
    }
    assert_eq!(ranked.totals.people, 2);
}

#[test]
fn weeks_begin_on_local_mondays_and_the_cut_ones_are_partial() {
    let none = Measured::default();
    // Sunday 23:59:59 and Monday 00:00:00 in New York.
    let sunday = RankCase { done_at: at("2026-07-13T03:59:59Z"), ..case("a", Verdict::FalsePositive, &none) };
    let monday = RankCase { done_at: at("2026-07-13T04:00:00Z"), ..case("b", Verdict::TruePositive, &none) };
    let weeks = rank(&[sunday, monday], None, &setting()).weekly;
    assert_eq!(weeks.len(), 14);
    let found: Vec<(&str, u64, bool)> =
        weeks.iter().map(|week| (week.week.as_str(), week.cases, week.partial)).collect();
    assert_eq!(found[..3], [("2026-W27", 0, true), ("2026-W28", 1, false), ("2026-W29", 1, false)]);
    assert_eq!(found[13], ("2026-W40", 0, true));
    assert_eq!((weeks[1].rate, weeks[2].rate, weeks[3].rate), (Some(1.0), Some(0.0), None));
}

#[test]
fn iso_year_of_a_week_can_differ_from_the_calendar_year() {
    let setting = Setting { period: (at("2027-01-01T05:00:00Z"), at("2027-02-01T05:00:00Z")), ..setting() };
    let weeks = rank(&[], None, &setting).weekly;
    assert_eq!(weeks.first().map(|week| week.week.as_str()), Some("2026-W53"));
}

#[test]
fn causes_come_most_frequent_first() {
    let none = Measured::default();
    let of =
        |action_id, cause| RankCase { cause: Some(cause), ..case(action_id, Verdict::FalsePositive, &none) };
    let cases =
        [of("a", "wrong-device"), of("b", "stale-action"), of("c", "no-trigger"), of("d", "no-trigger")];
    let ranked = rank(&cases, None, &setting());
    let found: Vec<(&str, u64)> =
        ranked.causes.iter().map(|cause| (cause.cause.as_str(), cause.false_positives)).collect();
    assert_eq!(found, [("no-trigger", 2), ("stale-action", 1), ("wrong-device", 1)]);
}
