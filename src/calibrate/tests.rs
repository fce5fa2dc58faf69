//! Calibration of whole cases.

use super::*;
use crate::{judge::fixtures::*, records::EventKind as K, registers::ReviewDecision};

/// A case of that id whose account was enabled again after nine hours, or stood for forty days; reviewed so.
fn case(id: &str, is_reversed: bool, reviews: &[(&str, &str)]) -> Case {
    let mut case = linked(|candidate| {
        candidate.covered_until = Some(day(40));
        if is_reversed {
            candidate.undoing = some(event(K::AccountEnabled, hour(9)));
        }
    });
    id.clone_into(&mut case.action.action_id);
    case.reviews = reviews.iter().map(|(who, decision)| review(who, decision, None)).collect();
    case
}

const WRONG: &str = "false_positive";
const RIGHT: &str = "true_positive";

/// So many reviewed cases of each kind: reversed and false, reversed and true, upheld and false, upheld and true.
fn reviewed(counts: [usize; 4]) -> Vec<Case> {
    let kinds = [(true, WRONG), (true, RIGHT), (false, WRONG), (false, RIGHT)];
    let mut cases = Vec::new();
    for (kind, ((is_reversed, verdict), n)) in kinds.into_iter().zip(counts).enumerate() {
        for number in 0..n {
            let reviewer = if number % 2 == 0 { "ann" } else { "kim" };
            cases.push(case(&format!("r{kind}-{number:03}"), is_reversed, &[(reviewer, verdict)]));
        }
    }
    cases
}

fn unreviewed(reversed: usize, upheld: usize) -> Vec<Case> {
    let kinds = [true, false].into_iter().zip([reversed, upheld]);
    kinds.flat_map(|(is, n)| (0..n).map(move |i| case(&format!("u{is}-{i:03}"), is, &[]))).collect()
}

fn calibrated(cases: Vec<Case>, more: &str) -> Result<Calibration, Refusal> {
    calibrate(cases, &config(more), day(60))
}

fn learned<'a>(calibration: &'a Calibration, code: &str) -> &'a Learned {
    calibration.from_reviews.iter().find(|one| one.code == code).unwrap()
}

#[test]
fn bits_come_from_the_cases_in_which_a_rule_counted() {
    let found = calibrated(reviewed([30, 5, 10, 55]), "").unwrap();
    assert_eq!((found.method, found.counts.wrong, found.counts.right), (Method::Reviews, 40, 60));
    // By hand: log2((30.5 / 41) / (5.5 / 61)).
    let reversed = learned(&found, "trigger-reversed");
    assert!((reversed.raw - (30.5 / 41.0 * 61.0 / 5.5_f64).log2()).abs() < 1e-12, "{reversed:?}");
    let upheld = learned(&found, "trigger-upheld");
    assert!((upheld.raw - (10.5 / 41.0 * 61.0 / 55.5_f64).log2()).abs() < 1e-12, "{upheld:?}");
    let codes: Vec<&String> = found.proposal.keys().collect();
    assert_eq!(codes, ["trigger-reversed", "trigger-upheld"]);
    assert_eq!((found.before.len(), found.after.len()), (100, 100));
}

#[test]
fn what_reviewers_said_is_no_evidence_of_its_own() {
    let found = calibrated(reviewed([30, 5, 10, 55]), "").unwrap();
    assert!(found.from_reviews.iter().all(|one| !one.code.starts_with("reviewed-")));
    assert!(found.before.iter().chain(&found.after).all(|(p, _)| *p > 0.0 && *p < 1.0));
}

#[test]
fn bits_that_reviewers_contradict_are_bettered() {
    let found = calibrated(reviewed([12, 28, 22, 38]), "").unwrap();
    assert!(brier(&found.after) < brier(&found.before), "{:?}", (brier(&found.before), brier(&found.after)));
}

#[test]
fn the_order_of_cases_changes_nothing() {
    let forth: Vec<Case> = reviewed([30, 5, 10, 55]).into_iter().chain(unreviewed(20, 60)).collect();
    let mut back = forth.clone();
    back.reverse();
    let [forth, back] = [forth, back].map(|cases| format!("{:?}", calibrated(cases, "").unwrap()));
    assert_eq!(forth, back);
}

#[test]
fn what_was_pasted_before_changes_the_fit_and_not_what_is_learned() {
    let plain = calibrated(reviewed([30, 5, 10, 55]), "").unwrap();
    let pasted = calibrated(reviewed([30, 5, 10, 55]), "judge.bits.trigger-reversed = 0").unwrap();
    assert_eq!(plain.from_reviews, pasted.from_reviews);
    assert_eq!(plain.after, pasted.after);
    assert_ne!(plain.before, pasted.before);
}

#[test]
fn with_few_reviews_bits_come_from_the_agreement_of_rules() {
    let cases = reviewed([10, 1, 2, 18]).into_iter().chain(unreviewed(30, 170)).collect();
    let found = calibrated(cases, "").unwrap();
    assert_eq!(found.method, Method::Patterns);
    let (patterns, learned) = found.from_patterns.unwrap();
    assert!((patterns.tally.cases.sum() - 200.0).abs() < 1e-9 && !learned.is_empty());
    let error = calibrated(reviewed([10, 1, 2, 18]), "").unwrap_err();
    assert_eq!(error, Refusal::NoPatterns { wrong: 12, right: 19, source: NotFound::TooFew(0) });
}

#[test]
fn without_reviews_with_one_reviewer_or_one_class_it_refuses() {
    let none = calibrated(unreviewed(30, 60), "").unwrap_err();
    assert!(none.to_string().contains("one of the 90 cases"), "{none}");
    let alone: Vec<Case> = (0..60).map(|i| case(&format!("a{i}"), i % 2 == 0, &[("ann", WRONG)])).collect();
    assert_eq!(calibrated(alone, "").unwrap_err(), Refusal::OneReviewer { reviewer: "ann".to_owned() });
    let thin = calibrated(reviewed([4, 0, 0, 80]), "").unwrap_err();
    assert!(thin.to_string().contains("4 false and 80 other"), "{thin}");
    assert!(calibrated(reviewed([5, 0, 0, 80]).into_iter().chain(unreviewed(10, 90)).collect(), "").is_ok());
}

#[test]
fn disputed_undetermined_young_and_decided_cases_do_not_teach() {
    let mut cases = reviewed([20, 0, 0, 20]);
    cases.push(case("disputed", true, &[("ann", WRONG), ("kim", RIGHT)]));
    cases.push(case("unsure", true, &[("ann", "undetermined")]));
    let mut young = case("young", true, &[("ann", WRONG)]);
    young.reversal_covered_until = Some(day(3));
    let mut decided = case("decided", false, &[("ann", WRONG)]);
    decided.attribution.candidates[0].recant = some(event(K::TerminationCancelled, hour(9)));
    cases.extend([young, decided]);
    let found = calibrated(cases, "").unwrap();
    let Counts { reviewed, disputed, young, decided, decided_rightly, wrong, right, .. } = found.counts;
    assert_eq!((reviewed, disputed, young, decided, decided_rightly), (44, 1, 1, 1, 1));
    assert_eq!((wrong, right, found.before.len()), (20, 20, 40));
    assert_eq!(found.disputes.len(), 1);
    assert_eq!(found.disputes[0].0, "disputed");
}

/// As parts of one burst.
fn burst(cases: Vec<Case>) -> Vec<Case> {
    let of_burst = |case: Case| Case { burst_id: Some("burst-1".to_owned()), ..case };
    cases.into_iter().map(of_burst).collect()
}

#[test]
fn cases_of_a_burst_that_nobody_decided_about_teach_nothing_and_are_counted() {
    let usual = || reviewed([6, 0, 0, 6]).into_iter().chain(unreviewed(10, 90)).collect::<Vec<_>>();
    let without = calibrated(usual(), "").unwrap();
    let attack = burst((0..60).map(|i| case(&format!("b-{i:03}"), true, &[])).collect());
    let with = calibrated(usual().into_iter().chain(attack).collect(), "").unwrap();
    assert_eq!((without.counts.of_bursts, with.counts.of_bursts), (0, 60));
    let cases = |found: &Calibration| found.from_patterns.as_ref().unwrap().0.tally.cases.sum();
    assert!((cases(&without) - cases(&with)).abs() < 1e-9, "{} {}", cases(&without), cases(&with));
    assert_eq!(without.proposal, with.proposal);
}

#[test]
fn a_case_of_a_burst_that_a_reviewer_decided_about_teaches_as_any_other() {
    let cases = || reviewed([20, 1, 2, 20]);
    let (plain, of_burst) = (calibrated(cases(), "").unwrap(), calibrated(burst(cases()), "").unwrap());
    assert_eq!(plain.counts, of_burst.counts);
    assert_eq!(plain.proposal, of_burst.proposal);
}

#[test]
fn a_benign_case_is_no_false_positive() {
    let mut cases = reviewed([20, 0, 0, 19]);
    cases.push(case("benign", false, &[("ann", "benign_positive")]));
    let found = calibrated(cases, "").unwrap();
    assert_eq!((found.counts.right, found.counts.by_verdict[&Verdict::BenignPositive]), (20, 1));
}

#[test]
fn the_newest_decision_of_a_reviewer_counts() {
    let older = ReviewDecision { reviewed_at: day(19), ..review("ann", RIGHT, None) };
    let mut cases = reviewed([20, 0, 0, 20]);
    let mut twice = case("twice", true, &[("ann", WRONG)]);
    twice.reviews.push(older);
    cases.push(twice);
    let found = calibrated(cases, "").unwrap();
    assert_eq!((found.counts.disputed, found.counts.wrong), (0, 21));
}

#[test]
fn changes_of_verdicts_are_counted_where_nobody_reviewed() {
    let cases: Vec<Case> = reviewed([20, 40, 20, 40]).into_iter().chain(unreviewed(7, 3)).collect();
    let found = calibrated(cases, "").unwrap();
    let from_false: u64 =
        found.changes.iter().filter(|((from, _), _)| *from == Verdict::FalsePositive).map(|(_, n)| n).sum();
    assert_eq!(from_false, 7, "{:?}", found.changes);
}
