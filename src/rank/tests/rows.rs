//! Tests of rows: denominators, order, change, tolerance.

use super::*;
use crate::measure::ScopeTime;

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
fn undetermined_cases_of_bursts_are_told_apart_in_every_row() {
    let none = Measured::default();
    let cases = [
        RankCase { apart: true, ..case("a", Verdict::Undetermined, &none) },
        case("b", Verdict::Undetermined, &none),
        // What a reviewer decided counts like any other case.
        RankCase { apart: true, ..case("c", Verdict::FalsePositive, &none) },
        case("d", Verdict::TruePositive, &none),
    ];
    let ranked = rank(&cases, None, &setting());
    let found = row(&ranked, "workflow", None, "leaver-lock");
    assert_eq!((found.judged, found.undetermined, found.apart), (2, 2, 1));
}

#[test]
fn a_row_without_judged_cases_has_no_rate_and_no_shrunken_one() {
    let none = Measured::default();
    let of = |workflow, action_id, verdict| RankCase {
        workflow_id: Some(workflow),
        ..case(action_id, verdict, &none)
    };
    let cases = [
        of("one", "a", Verdict::FalsePositive),
        of("one", "b", Verdict::TruePositive),
        of("two", "c", Verdict::TruePositive),
        of("open", "d", Verdict::Undetermined),
    ];
    let ranked = rank(&cases, None, &setting());
    let rates = |key| {
        let row = row(&ranked, "workflow", None, key);
        (row.rate.is_some(), row.shrunken_rate.is_some(), row.probability_above_tolerated.is_some())
    };
    assert_eq!((rates("one"), rates("two")), ((true, true, true), (true, true, true)));
    assert_eq!(rates("open"), (false, false, false));
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
    assert_eq!(figures(Role::ExceptionOwner, UNNAMED), (6, 5, 0, 0));
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
fn case_gives_its_owners_by_role_and_the_unit_of_the_person() {
    use crate::{config::Span, measure::specimen};
    let mut locked = specimen::case(ActionKind::Lock, "2026-07-01T16:00:00Z");
    locked.workflow = Some(specimen::workflow(Span::hours(1)));
    let (judgement, none) = (specimen::judgement(Verdict::FalsePositive), Measured::default());
    let case = RankCase::of(&locked, &judgement, &none);
    let owners: Vec<Option<&str>> = Role::ALL.iter().map(|role| case.owner(*role)).collect();
    assert_eq!(owners, [Some("team:identity"), None, Some("team:endpoint"), None]);
    assert_eq!((case.owner(Role::ControlOwner), case.owner(Role::ExecutionOwner)), (owners[0], owners[2]));
    assert_eq!(
        (case.unit, case.device_class, case.person_id),
        (Some("Research"), Some("office_mac"), Some("p-ada"))
    );
}
