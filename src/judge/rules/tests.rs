//! The registry stands as the contract has it, and every rule explains itself.

use std::{collections::BTreeSet, fs, path::Path};

use chrono::TimeDelta;

use super::*;
use crate::{
    judge::{
        fixtures::*,
        rule::{Family, Role},
    },
    records::EventKind as K,
};

/// Family, code, weight, cause class and accountable role, as the contract's table has them.
const CONTRACT: &str = "
review reviewed-false-positive decisive - -
review reviewed-true-positive decisive - -
review reviewed-benign decisive - -
reversal recanted-before-action +8 timing execution_owner
reversal recant-arrived-late +8 timing control_owner
reversal stale-action +7 timing execution_owner
reversal trigger-recanted decisive data control_owner
reversal flapping-trigger +7 logic control_owner
reversal bulk-trigger +7 data control_owner
reversal trigger-reversed +7/+4/+2;+3/+3/+1 data control_owner
reversal risk-dismissed +3 data control_owner
event failed-trigger +8 logic control_owner
event early-action +7 logic control_owner
event out-of-scope-trigger +7 logic control_owner
event no-trigger +7 execution execution_owner
subject wrong-person +8 data control_owner
subject wrong-device +8 data execution_owner
subject shared-device-in-use +7 exception exception_owner
exception exception-ignored +8 exception execution_owner
exception exception-lapsed +3 exception exception_owner
duplicate duplicate-action decisive/+7 execution execution_owner
undo rolled-back +6 - -
undo kept-working +2 - -
ticket ticket-names-action decisive - -
ticket ticket-strong +4 - -
ticket ticket-medium +2 - -
ticket ticket-shows-intent -2 - -
truth trigger-upheld -3/-2 - -
truth termination-effective -6 - -
truth compromise-confirmed decisive - -
plan planned-reprovision decisive - -
";

#[test]
fn the_registry_is_the_contracts_table() {
    let line = |rule: &&Rule| {
        let (class, role) = rule.cause.map_or(("-", "-"), |(class, role)| (class.code(), role.code()));
        format!("{} {} {} {class} {role}", rule.family, rule.code, rule.printed_weight.replace(' ', ""))
    };
    let registered: Vec<String> = RULES.iter().map(line).collect();
    let contract: Vec<&str> = CONTRACT.trim().lines().collect();
    assert_eq!(registered, contract);
}

#[test]
fn codes_are_unique_and_kebab_case() {
    let codes: BTreeSet<&str> = known_codes().into_iter().collect();
    assert_eq!(codes.len(), RULES.len());
    for code in codes {
        let is_word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase());
        assert!(code.split('-').all(is_word), "{code}");
    }
}

#[test]
fn every_file_beside_this_one_is_a_registered_rule() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/judge/rules");
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let files: BTreeSet<String> = names.filter(|name| name != "mod.rs" && name != "tests.rs").collect();
    let registered: BTreeSet<String> =
        known_codes().into_iter().map(|code| format!("{}.rs", code.replace('-', "_"))).collect();
    assert_eq!(files, registered);
}

#[test]
fn every_explanation_has_the_four_headings_with_text_of_two_to_five_sentences() {
    let headings = [
        "What it means",
        "Why it speaks for or against a false positive",
        "What speaks against it",
        "Settings",
    ];
    for rule in RULES {
        let sections: Vec<&str> = rule.explanation.split("## ").skip(1).collect();
        let found: Vec<&str> = sections.iter().filter_map(|section| section.lines().next()).collect();
        assert_eq!(found, headings, "{}", rule.code);
        for section in sections {
            let text = section.split_once('\n').map_or("", |(_, text)| text).replace('\n', " ");
            let sentences = text.matches(". ").count() + usize::from(text.trim_end().ends_with('.'));
            assert!((2..=6).contains(&sentences), "{}: {sentences} sentences in {section}", rule.code);
        }
    }
}

#[test]
fn a_weight_that_can_be_overridden_is_the_one_printed_and_named_in_the_settings() {
    for rule in RULES {
        let printed = rule.printed_weight.split(['/', ';']).map(str::trim);
        let numbers: Vec<f64> = printed.filter_map(|text| text.parse().ok()).collect();
        let largest = numbers.iter().copied().max_by(|a, b| a.abs().total_cmp(&b.abs()));
        assert_eq!(rule.full_bits, largest, "{}", rule.code);
        let key = format!("`[judge].bits.{}`", rule.code);
        assert_eq!(rule.explanation.contains(&key), rule.full_bits.is_some(), "{}", rule.code);
    }
}

#[test]
fn causes_are_named_by_rules_for_a_false_positive_only() {
    for rule in RULES.iter().filter(|rule| rule.cause.is_some()) {
        assert!(
            !matches!(rule.family, Family::Review | Family::Ticket | Family::Truth | Family::Plan),
            "{}",
            rule.code
        );
        assert!(rule.cause.is_some_and(|(_, role)| role != Role::BusinessApprover), "{}", rule.code);
    }
}

#[test]
fn at_each_edge_a_trigger_is_either_reversed_or_upheld() {
    let (before, at, after) = (TimeDelta::microseconds(-1), TimeDelta::zero(), TimeDelta::microseconds(1));
    for (hours, step, reversed, upheld) in [
        (24, before, Some(7.0), None),
        (24, at, Some(4.0), None),
        (24, after, Some(4.0), None),
        (72, before, Some(4.0), None),
        (72, at, Some(2.0), None),
        (72, after, Some(2.0), None),
        (7 * 24, before, Some(2.0), None),
        (7 * 24, at, None, Some(-2.0)),
        (7 * 24, after, None, Some(-2.0)),
        (30 * 24, before, None, Some(-2.0)),
        (30 * 24, at, None, Some(-3.0)),
        (30 * 24, after, None, Some(-3.0)),
    ] {
        let case = linked(|c| {
            c.undoing = some(event(K::AccountEnabled, hour(hours) + step));
            c.covered_until = Some(day(90));
        });
        let said = (bits(&trigger_reversed::RULE, &case), bits(&trigger_upheld::RULE, &case));
        assert_eq!(said, (reversed, upheld), "undone {step} from {hours} h");
    }
}
