//! The worked cases of the contract, conflicts, young cases, overrides and ambiguous links.

use super::*;
use crate::{
    attribute::case::{IdentifierMove, Repeat, RowRef, TicketGrade},
    judge::fixtures::*,
    records::{EventKind as K, EventOutcome, Instant},
};

fn judged(case: &Case) -> Judgement {
    judged_under(case, "")
}

fn judged_under(case: &Case, more: &str) -> Judgement {
    judge(case, &Context { config: &config(more), as_of: day(60) })
}

/// `verdict probability rules`, probability with 4 decimals.
fn line(case: &Case) -> String {
    let judgement = judged(case);
    let rules: Vec<String> =
        judgement.evidence.iter().map(|one| format!("{}:{}", one.code, label(one.effect))).collect();
    let probability = judgement.probability.map_or_else(|| "-".to_owned(), |p| format!("{p:.4}"));
    format!("{} {probability} {}", judgement.verdict, rules.join(" ")).trim_end().to_owned()
}

fn label(effect: Effect) -> String {
    match effect {
        Effect::Bits(bits) => format!("{bits:+}"),
        Effect::Decisive => "decisive".to_owned(),
        Effect::Suspended => "suspended".to_owned(),
    }
}

/// Lets the subject have left at `done_at`.
fn leave(case: &mut Case) {
    let left_at: Instant = case.done_at;
    case.attribution.candidates[0].subject_last_version = Some(person("p1", Some(left_at)));
}

fn leaver() -> Case {
    case_where(leave)
}

fn undone_at(hours: i64) -> Case {
    linked(|c| c.undoing = some(event(K::AccountEnabled, hour(hours))))
}

fn complain(case: &mut Case, grade: TicketGrade) {
    case.tickets.push(ticket(1, grade, false));
}

/// Changes the trigger to a kind that the workflow does not list.
fn out_of_scope(case: &mut Case) {
    set_trigger(&mut case.attribution.candidates[0], event(K::AccountSuspended, hour(0)));
}

#[test]
fn a_genuine_leaver_is_a_true_positive() {
    assert_eq!(line(&leaver()), "true_positive 0.0008 termination-effective:-6");
}

#[test]
fn deactivated_and_reactivated_after_three_hours_without_a_ticket_is_false() {
    assert_eq!(line(&undone_at(3)), "false_positive 0.8707 trigger-reversed:+7");
}

#[test]
fn the_wrong_device_of_a_true_leaver_is_false() {
    let mut case = leaver();
    case.holder = Some(holder("p2"));
    assert_eq!(line(&case), "false_positive 0.9309 termination-effective:suspended wrong-device:+8");
}

#[test]
fn an_exception_that_lapsed_on_a_true_leaver_leaves_it_true() {
    let mut case = leaver();
    case.exceptions = vec![exception(Some(day(-9)), false, true)];
    assert_eq!(line(&case), "true_positive 0.0065 exception-lapsed:+3 termination-effective:-6");
}

#[test]
fn an_out_of_scope_trigger_on_a_true_leaver_is_true_and_on_somebody_who_stays_false() {
    let mut case = leaver();
    out_of_scope(&mut case);
    case.attribution.candidates[0].covered_until = Some(day(40));
    assert_eq!(
        line(&case),
        "true_positive 0.0952 out-of-scope-trigger:+7 termination-effective:-6 trigger-upheld:suspended"
    );
    case.attribution.candidates[0].subject_last_version = Some(person("p1", None));
    assert_eq!(line(&case), "false_positive 0.8707 out-of-scope-trigger:+7 trigger-upheld:suspended");
}

#[test]
fn a_group_re_added_next_day_is_undetermined_and_with_a_strong_ticket_false() {
    let mut case = linked_to(K::GroupRemoved, |c| c.undoing = some(event(K::GroupAdded, hour(26))));
    assert_eq!(line(&case), "undetermined 0.2963 trigger-reversed:+3");
    complain(&mut case, TicketGrade::Strong);
    assert_eq!(line(&case), "false_positive 0.8707 ticket-strong:+4 trigger-reversed:+3");
}

#[test]
fn a_strong_ticket_alone_against_a_trigger_that_stood_is_true() {
    let mut case = linked(|c| c.covered_until = Some(day(30)));
    complain(&mut case, TicketGrade::Strong);
    assert_eq!(line(&case), "true_positive 0.0952 ticket-strong:+4 trigger-upheld:-3");
}

#[test]
fn a_risk_whose_user_reset_the_password_is_true() {
    let case = linked_to(K::RiskRaised, |c| c.remediation = some(event(K::Remediated, hour(1))));
    assert_eq!(line(&case), "true_positive 0.0065 trigger-upheld:-3");
}

#[test]
fn nothing_known_is_undetermined_at_the_prior() {
    assert_eq!(line(&case_where(|_| ())), "undetermined 0.0500");
    assert_eq!(judged(&case_where(|_| ())).certainty, None);
}

#[test]
fn a_low_probability_needs_evidence_of_the_truth() {
    let requested = case_where(|case| case.tickets = vec![ticket(1, TicketGrade::Strong, true)]);
    assert_eq!(line(&requested), "true_positive 0.0130 ticket-shows-intent:-2");
    let medium = case_where(|case| complain(case, TicketGrade::Medium));
    assert_eq!(line(&medium), "undetermined 0.1739 ticket-medium:+2");
}

#[test]
fn a_suspended_truth_is_no_evidence_of_it() {
    let mut case = linked(|c| c.covered_until = Some(day(40)));
    out_of_scope(&mut case);
    let judgement = judged_under(&case, "judge.bits.out-of-scope-trigger = 0");
    assert_eq!(judgement.verdict, Verdict::Undetermined);
}

#[test]
fn every_suspending_rule_keeps_a_true_leaver_false() {
    type Change = fn(&mut Case);
    let changes: [(&str, Change); 6] = [
        ("wrong-person", |case| {
            case.holder = Some(holder("p2"));
            case.attribution.candidates[0].identifier_moved =
                Some(IdentifierMove { identifier: "r@meridian.example".to_owned(), rows: Vec::new() });
        }),
        ("wrong-device", |case| case.holder = Some(holder("p2"))),
        ("shared-device-in-use", |case| case.device = Some(device("lab"))),
        ("exception-ignored", |case| case.exceptions = vec![exception(None, true, false)]),
        ("failed-trigger", |case| {
            let mut failed = event(K::AccountDisabled, hour(0));
            failed.outcome = EventOutcome::Failed;
            set_trigger(&mut case.attribution.candidates[0], failed);
        }),
        ("early-action", |case| {
            let mut dated = event(K::LeaveDateSet, hour(0));
            dated.effective_at = Some(day(5));
            set_trigger(&mut case.attribution.candidates[0], dated);
        }),
    ];
    for (code, change) in changes {
        let mut case = leaver();
        change(&mut case);
        let judgement = judged(&case);
        assert_eq!(judgement.verdict, Verdict::FalsePositive, "{code}");
        assert_eq!(judgement.cause.as_deref(), Some(code));
        let truth = judgement.evidence.iter().find(|one| one.code == "termination-effective");
        assert_eq!(truth.map(|one| one.effect), Some(Effect::Suspended), "{code}");
    }
}

#[test]
fn an_action_that_nothing_explains_is_false() {
    let judgement = judged(&unattributed(|_| ()));
    assert_eq!(judgement.verdict, Verdict::FalsePositive);
    assert_eq!(judgement.cause.as_deref(), Some("no-trigger"));
}

#[test]
fn even_a_confirmed_compromise_is_suspended_on_the_wrong_device() {
    let mut case = linked_to(K::RiskRaised, |c| c.compromise = some(event(K::CompromiseConfirmed, hour(9))));
    assert_eq!(line(&case), "true_positive 0.0000 compromise-confirmed:decisive");
    case.holder = Some(holder("p2"));
    assert_eq!(line(&case), "false_positive 0.9309 compromise-confirmed:suspended wrong-device:+8");
}

#[test]
fn a_decisive_rule_confirms_and_keeps_the_others_listed() {
    let mut case = linked(|c| c.recant = some(event(K::TerminationCancelled, hour(9))));
    complain(&mut case, TicketGrade::Decisive);
    complain(&mut case, TicketGrade::Strong);
    assert_eq!(
        line(&case),
        "false_positive 1.0000 ticket-names-action:decisive ticket-strong:+0 trigger-recanted:decisive"
    );
    assert_eq!(judged(&case).certainty, Some(Certainty::Confirmed));
}

#[test]
fn decisive_rules_that_disagree_leave_a_conflict() {
    let case = linked_to(K::RiskRaised, |c| {
        c.compromise = some(event(K::CompromiseConfirmed, hour(3)));
        c.recant = some(event(K::ConfirmedSafe, hour(30)));
    });
    let judgement = judged(&case);
    assert_eq!((judgement.verdict, judgement.conflict), (Verdict::Undetermined, true));
    assert_eq!((judgement.probability, judgement.certainty, judgement.cause), (None, None, None));
}

#[test]
fn a_compromise_confirmed_after_the_recant_is_no_conflict() {
    let case = linked_to(K::RiskRaised, |c| {
        c.recant = some(event(K::ConfirmedSafe, hour(3)));
        c.compromise = some(event(K::CompromiseConfirmed, hour(30)));
    });
    let judgement = judged(&case);
    assert_eq!((judgement.verdict, judgement.conflict), (Verdict::TruePositive, false));
}

#[test]
fn a_benign_case_has_neither_probability_nor_cause() {
    let case = case_where(|case| {
        let row = RowRef::Input(origin(0, 9));
        case.repeats =
            Some(Repeat { action_id: "a0".to_owned(), done_at: hour(1), restored_between: None, row });
    });
    let judgement = judged(&case);
    assert_eq!(line(&case), "benign_positive - duplicate-action:decisive");
    assert_eq!((judgement.duplicate_of.as_deref(), judgement.cause), (Some("a0"), None));
    assert_eq!(judgement.certainty, Some(Certainty::Confirmed));
}

#[test]
fn a_repetition_after_restoration_names_no_duplicate() {
    let case = case_where(|case| {
        let row = RowRef::Input(origin(0, 9));
        let restored_between = Some(second(5_400));
        case.repeats = Some(Repeat { action_id: "a0".to_owned(), done_at: hour(1), restored_between, row });
    });
    let judgement = judged(&case);
    assert_eq!((judgement.verdict, judgement.duplicate_of), (Verdict::FalsePositive, None));
    assert_eq!(judgement.cause.as_deref(), Some("duplicate-action"));
}

#[test]
fn a_review_stands_over_every_rule() {
    for (decision, verdict, probability) in [
        ("false_positive", Verdict::FalsePositive, Some(1.0)),
        ("true_positive", Verdict::TruePositive, Some(0.0)),
        ("benign_positive", Verdict::BenignPositive, None),
        ("undetermined", Verdict::Undetermined, None),
    ] {
        let mut case = linked(|c| c.recant = some(event(K::TerminationCancelled, hour(9))));
        case.reviews = vec![review("kim", decision, None)];
        let judgement = judged(&case);
        assert_eq!((judgement.verdict, judgement.probability), (verdict, probability));
        assert!(!judgement.conflict);
        let expected = (verdict == Verdict::FalsePositive).then_some("trigger-recanted");
        assert_eq!(judgement.cause.as_deref(), expected);
    }
}

#[test]
fn reviewers_who_disagree_leave_a_conflict_and_those_who_agree_do_not() {
    for (decisions, verdict, conflict) in [
        (["false_positive", "true_positive"], Verdict::Undetermined, true),
        (["false_positive", "undetermined"], Verdict::Undetermined, true),
        (["false_positive", "false_positive"], Verdict::FalsePositive, false),
        (["false_positive", "no idea"], Verdict::FalsePositive, false),
        (["no idea", ""], Verdict::Undetermined, false),
    ] {
        let mut case = case_where(|_| ());
        case.reviews = vec![review("kim", decisions[0], None), review("lee", decisions[1], None)];
        let judgement = judged(&case);
        assert_eq!((judgement.verdict, judgement.conflict), (verdict, conflict), "{decisions:?}");
    }
}

#[test]
fn a_case_is_young_until_seven_days_are_covered() {
    let week_after = case_where(|_| ()).done_at + TimeDelta::days(7);
    for (covered_until, young, verdict) in [
        (Some(week_after), false, Verdict::FalsePositive),
        (Some(week_after - TimeDelta::microseconds(1)), true, Verdict::Undetermined),
        (None, true, Verdict::Undetermined),
    ] {
        let mut case = undone_at(3);
        case.reversal_covered_until = covered_until;
        let judgement = judged(&case);
        assert_eq!((judgement.young, judgement.verdict), (young, verdict), "{covered_until:?}");
        assert_eq!(judgement.probability.map(|p| (p * 1e4).round()), Some(8_707.0));
        assert_eq!(judgement.evidence.len(), 1);
    }
}

#[test]
fn a_young_case_waits_even_for_a_decisive_rule_but_not_for_a_review() {
    let mut case = linked(|c| c.recant = some(event(K::TerminationCancelled, hour(9))));
    case.reversal_covered_until = None;
    let waiting = judged(&case);
    assert_eq!((waiting.verdict, waiting.probability, waiting.cause), (Verdict::Undetermined, None, None));
    case.reviews = vec![review("kim", "false_positive", None)];
    let reviewed = judged(&case);
    assert_eq!((reviewed.verdict, reviewed.young), (Verdict::FalsePositive, true));
}

#[test]
fn thresholds_are_inclusive() {
    let reached = judged(&undone_at(3)).probability.unwrap();
    for (more, verdict) in [
        (format!("judge.false_positive_at = {reached}"), Verdict::FalsePositive),
        (format!("judge.false_positive_at = {}", reached + 1e-12), Verdict::Undetermined),
    ] {
        assert_eq!(judged_under(&undone_at(3), &more).verdict, verdict, "{more}");
    }
    let leaver_at = judged(&leaver()).probability.unwrap();
    for (more, verdict) in [
        (format!("judge.true_positive_at = {leaver_at}"), Verdict::TruePositive),
        (format!("judge.true_positive_at = {}", leaver_at - 1e-12), Verdict::Undetermined),
    ] {
        assert_eq!(judged_under(&leaver(), &more).verdict, verdict, "{more}");
    }
}

#[test]
fn the_prior_alone_gives_itself() {
    for prior in [0.01, 0.05, 0.5, 0.9] {
        let judgement = judged_under(&case_where(|_| ()), &format!("judge.prior = {prior}"));
        assert!((judgement.probability.unwrap() - prior).abs() < 1e-12, "{prior}");
    }
}

#[test]
fn an_override_changes_the_verdict() {
    assert_eq!(judged_under(&undone_at(3), "judge.bits.trigger-reversed = 4").verdict, Verdict::Undetermined);
    let judgement = judged_under(&undone_at(48), "judge.bits.trigger-reversed = 14");
    assert_eq!(judgement.evidence[0].own_bits, Some(8.0));
    assert_eq!(judgement.verdict, Verdict::FalsePositive);
}

#[test]
fn an_ambiguous_link_counts_only_what_holds_for_all() {
    let undone = |kind| {
        let mut candidate = candidate(kind);
        candidate.undoing = some(event(K::AccountEnabled, hour(3)));
        candidate
    };
    let all = ambiguous(vec![undone(K::AccountDisabled), undone(K::TerminationRecorded)]);
    assert_eq!(line(&all), "false_positive 0.8707 trigger-reversed:+7");
    let weakest = ambiguous(vec![undone(K::AccountDisabled), undone(K::GroupRemoved)]);
    assert_eq!(line(&weakest), "undetermined 0.2963 trigger-reversed:+3");
    let one = ambiguous(vec![undone(K::AccountDisabled), candidate(K::GroupRemoved)]);
    assert_eq!(line(&one), "undetermined 0.0500");
}

#[test]
fn one_event_that_several_rules_read_counts_once() {
    let case = undone_at(1);
    assert_eq!(line(&case), "false_positive 0.9309 recanted-before-action:+8 trigger-reversed:+0");
    assert_eq!(judged(&case).cause.as_deref(), Some("recanted-before-action"));
}

#[test]
fn a_ticket_that_is_the_plan_is_no_intent_besides() {
    let mut case = linked_to(K::GroupRemoved, |_| ());
    case.requested_before = Some(std::sync::Arc::new(ticket_opened(1, hour(0))));
    case.tickets = vec![ticket(1, TicketGrade::Strong, true)];
    assert_eq!(line(&case), "benign_positive - planned-reprovision:decisive ticket-shows-intent:+0");
}

#[test]
fn evidence_is_sorted_by_code_and_rests_on_rows() {
    let mut case = undone_at(1);
    complain(&mut case, TicketGrade::Strong);
    case.exceptions = vec![exception(None, true, false)];
    let judgement = judged(&case);
    assert!(judgement.evidence.is_sorted_by_key(|one| one.code));
    assert!(judgement.evidence.iter().all(|one| !one.rows.is_empty() && !one.because.is_empty()));
    assert_eq!(judged(&case), judgement);
}
