//! Tests of ranking: denominators, order, change, weeks, and what must add up.

use proptest::prelude::*;

use super::*;
use crate::measure::ScopeTime;

const CONFIG: config::Rank = config::Rank { min_cases: 2, confidence: 0.95 };

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn setting() -> Setting<'static> {
    Setting {
        config: &CONFIG,
        zone: chrono_tz::America::New_York,
        period: (at("2026-07-01T04:00:00Z"), at("2026-10-01T04:00:00Z")),
        population: Population::default(),
        previous_population: Population::default(),
    }
}

fn case<'a>(action_id: &'a str, verdict: Verdict, measured: &'a Measured) -> RankCase<'a> {
    RankCase {
        action_id,
        verdict,
        young: false,
        cause: None,
        cause_class: None,
        accountable_role: None,
        workflow_id: Some("leaver-lock"),
        tolerated_rate: Some(0.02),
        owners: [Some("team:identity"), None, Some("team:endpoint"), None],
        action_kind: ActionKind::Lock,
        done_at: at("2026-07-15T12:00:00Z"),
        device_class: Some("office_mac"),
        device_id: None,
        person_id: None,
        unit: Some("Research"),
        measured,
    }
}

fn harm(regulated: bool, regulated_hours: f64, data_loss: bool, person_hours: f64) -> Measured {
    Measured {
        regulated_scopes: if regulated { vec!["close".to_owned()] } else { Vec::new() },
        regulated_hours: Some(regulated_hours),
        data_loss,
        person_hours: Some(person_hours),
        disruptive: data_loss || person_hours > 0.0 || regulated_hours > 0.0,
        ..Measured::default()
    }
}

fn row<'a>(ranked: &'a Ranked, dimension: &str, role: Option<Role>, key: &str) -> &'a Row {
    ranked.rows.iter().find(|row| row.dimension == dimension && row.role == role && row.key == key).unwrap()
}

fn keys(ranked: &Ranked, dimension: &str) -> Vec<(String, Option<u32>)> {
    ranked
        .rows
        .iter()
        .filter(|row| row.dimension == dimension)
        .map(|row| (row.key.clone(), row.rank))
        .collect()
}

#[test]
fn order_is_regulated_loss_regulated_hours_loss_hours_count_key() {
    let figures = [
        ("g-regulated-loss", harm(true, 0.0, true, 0.0)),
        ("f-regulated-hours", harm(true, 2.0, false, 0.0)),
        ("e-loss", harm(false, 0.0, true, 0.0)),
        ("d-hours", harm(false, 0.0, false, 9.0)),
        ("b-count-and-key", harm(false, 0.0, false, 0.0)),
        ("a-count-and-key", harm(false, 0.0, false, 0.0)),
    ];
    let ids: Vec<String> = (0..12).map(|n| format!("a{n:02}")).collect();
    let mut cases = Vec::new();
    for (place, (workflow, measured)) in figures.iter().enumerate() {
        let mut first = case(&ids[2 * place], Verdict::FalsePositive, measured);
        first.workflow_id = Some(workflow);
        let second =
            RankCase { action_id: &ids[2 * place + 1], verdict: Verdict::TruePositive, ..first.clone() };
        cases.extend([first, second]);
    }
    let ranked = rank(&cases, None, &setting());
    let order: Vec<String> = keys(&ranked, "workflow").into_iter().map(|(key, _)| key).collect();
    let expected =
        ["g-regulated-loss", "f-regulated-hours", "e-loss", "d-hours", "a-count-and-key", "b-count-and-key"];
    assert_eq!(order, expected);
}

#[test]
fn too_few_judged_cases_are_listed_last_without_rank() {
    let (much, none) = (harm(true, 8.0, true, 80.0), Measured::default());
    let mut rare = case("a", Verdict::FalsePositive, &much);
    rare.workflow_id = Some("rare");
    let undetermined = RankCase { action_id: "b", verdict: Verdict::Undetermined, ..rare.clone() };
    let cases = [
        rare,
        undetermined,
        case("c", Verdict::TruePositive, &none),
        case("d", Verdict::TruePositive, &none),
    ];
    let ranked = rank(&cases, None, &setting());
    assert_eq!(keys(&ranked, "workflow"), [("leaver-lock".to_owned(), Some(1)), ("rare".to_owned(), None)]);
    let rare = row(&ranked, "workflow", None, "rare");
    assert_eq!(
        (rare.cases, rare.judged, rare.undetermined, rare.note.as_str()),
        (2, 1, 1, ordering::TOO_FEW)
    );
    assert_eq!(rare.rate, Some(1.0));
}

#[test]
fn owner_answers_for_causes_of_the_role_out_of_the_cases_of_the_role() {
    let measured = harm(false, 0.0, true, 3.0);
    let wrong = |action_id, role| RankCase {
        cause: Some("stale-action"),
        accountable_role: Some(role),
        ..case(action_id, Verdict::FalsePositive, &measured)
    };
    let cases = [
        wrong("a", Role::ExecutionOwner),
        wrong("b", Role::ExecutionOwner),
        wrong("c", Role::ControlOwner),
        case("d", Verdict::TruePositive, &measured),
        case("e", Verdict::BenignPositive, &measured),
        RankCase { young: true, ..case("f", Verdict::Undetermined, &measured) },
    ];
    let ranked = rank(&cases, None, &setting());
    let figures = |role, key| {
        let row = row(&ranked, "owner", Some(role), key);
        (row.cases, row.judged, row.false_positives, row.data_losses)
    };
    assert_eq!(figures(Role::ExecutionOwner, "team:endpoint"), (6, 5, 2, 2));
    assert_eq!(figures(Role::ControlOwner, "team:identity"), (6, 5, 1, 1));
    assert_eq!(figures(Role::ExceptionOwner, UNMAPPED), (6, 5, 0, 0));
    assert_eq!(row(&ranked, "owner", Some(Role::ExecutionOwner), "team:endpoint").rate, Some(0.4));
}

#[test]
fn cases_without_workflow_class_or_unit_stand_under_a_key_of_their_own() {
    let none = Measured::default();
    let bare = RankCase {
        workflow_id: None,
        owners: [None; 4],
        device_class: Some(" "),
        unit: None,
        ..case("a", Verdict::FalsePositive, &none)
    };
    let ranked = rank(&[bare], None, &setting());
    assert_eq!(row(&ranked, "workflow", None, UNMAPPED).false_positives, 1);
    assert_eq!(row(&ranked, "device_class", None, UNKNOWN).false_positives, 1);
    assert_eq!(row(&ranked, "unit", None, UNKNOWN).false_positives, 1);
    // Unexplained ones are the control owner's.
    assert_eq!(row(&ranked, "owner", Some(Role::ControlOwner), UNMAPPED).false_positives, 1);
    assert_eq!(row(&ranked, "cause", None, UNEXPLAINED).false_positives, 1);
    assert!(keys(&ranked, "regulated_scope").is_empty());
}

#[test]
fn change_is_the_difference_to_the_rate_of_the_same_key_before() {
    let none = Measured::default();
    let now = [
        case("a", Verdict::FalsePositive, &none),
        case("b", Verdict::TruePositive, &none),
        case("c", Verdict::TruePositive, &none),
        case("d", Verdict::TruePositive, &none),
        RankCase { workflow_id: Some("new"), ..case("e", Verdict::FalsePositive, &none) },
    ];
    let before = [case("y", Verdict::FalsePositive, &none), case("z", Verdict::TruePositive, &none)];
    let ranked = rank(&now, Some(&before), &setting());
    let known = row(&ranked, "workflow", None, "leaver-lock");
    assert_eq!(known.change, Some(-0.25));
    assert!(known.change_low < known.change && known.change < known.change_high);
    assert_eq!(row(&ranked, "workflow", None, "new").change, None);
    assert_eq!(ranked.previous.map(|totals| totals.judged), Some(2));
    assert_eq!(rank(&now, None, &setting()).previous, None);
}

#[test]
fn benign_duplicates_are_judged_and_young_cases_are_not() {
    let none = Measured::default();
    let cases = [
        case("a", Verdict::FalsePositive, &none),
        case("b", Verdict::BenignPositive, &none),
        case("c", Verdict::Undetermined, &none),
        RankCase { young: true, ..case("d", Verdict::Undetermined, &none) },
    ];
    let totals = rank(&cases, None, &setting()).totals;
    assert_eq!((totals.cases, totals.judged, totals.undetermined, totals.young), (4, 2, 2, 1));
    assert_eq!(totals.benign_positives, 1);
    assert_eq!(totals.rate.map(|rate| rate.value), Some(0.5));
    assert_eq!(totals.rate_range, Some((1.0 / 3.0, 2.0 / 3.0)));
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
fn scope_row_has_the_hours_of_the_scope_alone() {
    let time = |scope_id: &str, hours| ScopeTime {
        scope_id: scope_id.to_owned(),
        regime: "SOX".to_owned(),
        stretches: vec![(
            at("2026-07-15T12:00:00Z"),
            at("2026-07-15T12:00:00Z") + chrono::TimeDelta::hours(hours),
        )],
    };
    let measured = Measured {
        regulated_scopes: vec!["audit".to_owned(), "close".to_owned()],
        scope_times: vec![time("audit", 1), time("close", 3)],
        ..Measured::default()
    };
    let ranked = rank(&[case("a", Verdict::FalsePositive, &measured)], None, &setting());
    let hours = |dimension, key| row(&ranked, dimension, None, key).regulated_hours;
    assert!((hours("regulated_scope", "audit") - 1.0).abs() < 1e-9);
    assert!((hours("regulated_scope", "close") - 3.0).abs() < 1e-9);
    assert!((hours("workflow", "leaver-lock") - 3.0).abs() < 1e-9);
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
fn tolerance_is_of_workflows_and_needs_a_prior() {
    let none = Measured::default();
    let ids: Vec<String> = (0..40).map(|n| format!("a{n:02}")).collect();
    let cases: Vec<RankCase<'_>> = ids
        .iter()
        .enumerate()
        .map(|(n, id)| {
            let verdict = if n % 4 == 0 { Verdict::FalsePositive } else { Verdict::TruePositive };
            let workflow_id = Some(if n < 20 { "leaver-lock" } else { "risk-wipe" });
            RankCase { workflow_id, ..case(id, verdict, &none) }
        })
        .collect();
    let ranked = rank(&cases, None, &setting());
    let workflow = row(&ranked, "workflow", None, "risk-wipe");
    assert_eq!(workflow.tolerated_rate, Some(0.02));
    assert!(workflow.probability_above_tolerated > Some(0.9));
    assert!(
        workflow.shrunken_low < workflow.shrunken_rate && workflow.shrunken_rate < workflow.shrunken_high
    );
    assert_eq!(row(&ranked, "unit", None, "Research").tolerated_rate, None);
    assert_eq!(row(&ranked, "unit", None, "Research").shrunken_rate, None);
    assert_eq!(row(&ranked, "cause", None, UNEXPLAINED).shrunken_rate, None);
}

#[test]
fn causes_come_most_frequent_first() {
    let none = Measured::default();
    let of =
        |action_id, cause| RankCase { cause: Some(cause), ..case(action_id, Verdict::FalsePositive, &none) };
    let cases =
        [of("a", "wrong-device"), of("b", "stale-action"), of("c", "no-trigger"), of("d", "no-trigger")];
    let ranked = rank(&cases, None, &setting());
    let causes: Vec<(&str, u64)> =
        ranked.causes.iter().map(|cause| (cause.cause.as_str(), cause.false_positives)).collect();
    assert_eq!(causes, [("no-trigger", 2), ("stale-action", 1), ("wrong-device", 1)]);
}

#[test]
fn containment_has_quantiles_and_a_rate() {
    let observed = crate::measure::containment::Observed {
        true_positives: 4,
        hours_to_act: vec![0.0, 1.0, 2.0],
        within_target: (2, 3),
        ..Default::default()
    };
    let containment = contain(observed, 0.95);
    assert_eq!(containment.median_hours, Some(1.0));
    assert!(containment.p90_hours.is_some_and(|hours| (hours - 1.8).abs() < 1e-9));
    assert_eq!(containment.within_target.map(|rate| (rate.hits, rate.of)), Some((2, 3)));
    assert!(contain(Default::default(), 0.95).median_hours.is_none());
}

/// Anything a case can be, small enough to collide.
fn any_cases() -> impl Strategy<Value = Vec<(usize, usize, bool, usize, usize, f64)>> {
    let one = (0..Verdict::ALL.len(), 0..4_usize, any::<bool>(), 0..5_usize, 0..90_usize, 0.0..50.0_f64);
    proptest::collection::vec(one, 0..60)
}

proptest! {
    #[test]
    fn parts_add_up_to_the_whole(drawn in any_cases()) {
        let measured: Vec<Measured> =
            drawn.iter().map(|case| harm(case.2, case.5, case.4 % 2 == 0, case.5)).collect();
        let ids: Vec<String> = (0..drawn.len()).map(|n| format!("a{n:03}")).collect();
        let mut cases: Vec<RankCase<'_>> = Vec::new();
        for (((verdict, workflow, young, role, day, _), measured), id) in drawn.iter().zip(&measured).zip(&ids) {
            let verdict = Verdict::ALL[*verdict];
            cases.push(RankCase {
                young: *young && verdict == Verdict::Undetermined,
                workflow_id: [None, Some("w1"), Some("w2"), Some("w3")][*workflow],
                accountable_role: Role::ALL.get(*role).copied(),
                done_at: at("2026-07-01T04:00:00Z") + chrono::TimeDelta::days(i64::try_from(*day).unwrap()),
                ..case(id, verdict, measured)
            });
        }
        let ranked = rank(&cases, None, &setting());
        let total = &ranked.totals;
        let sum = |dimension: &str, of: fn(&Row) -> u64| {
            ranked.rows.iter().filter(|row| row.dimension == dimension).map(of).sum::<u64>()
        };
        prop_assert_eq!(total.cases, cases.len() as u64);
        prop_assert_eq!(total.cases, total.judged + total.undetermined);
        prop_assert_eq!(total.judged, total.false_positives + total.true_positives + total.benign_positives);
        for dimension in ["workflow", "device_class", "unit", "action_kind"] {
            prop_assert_eq!(sum(dimension, |row| row.cases), total.cases);
            prop_assert_eq!(sum(dimension, |row| row.judged), total.judged);
            prop_assert_eq!(sum(dimension, |row| row.disruptive), total.disruptive);
        }
        // Every false positive is charged to exactly one role and one cause; every case stands in every role.
        prop_assert_eq!(sum("owner", |row| row.false_positives), total.false_positives);
        prop_assert_eq!(sum("cause", |row| row.false_positives), total.false_positives);
        prop_assert_eq!(sum("owner", |row| row.cases), 4 * total.cases);
        prop_assert_eq!(ranked.weekly.iter().map(|week| week.cases).sum::<u64>(), total.cases);
        prop_assert_eq!(ranked.causes.iter().map(|cause| cause.data_losses).sum::<u64>(), total.data_losses);
        for row in &ranked.rows {
            prop_assert!(row.false_positives <= row.judged && row.judged + row.undetermined == row.cases);
            prop_assert!(row.regulated_data_losses <= row.data_losses && row.data_losses <= row.disruptive);
        }
        let mut reversed = cases.clone();
        reversed.reverse();
        let again = rank(&reversed, None, &setting());
        prop_assert_eq!(&again.rows, &ranked.rows);
        prop_assert_eq!(&again.totals, total);
        prop_assert_eq!(&again.weekly, &ranked.weekly);
    }
}
