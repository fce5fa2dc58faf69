//! What holds whatever the evidence.

use proptest::prelude::*;

use super::*;
use crate::{
    attribute::case::{RowRef, TicketGrade, Undo},
    judge::{
        fixtures::*,
        rule::{About, Fired},
    },
    records::EventKind as K,
};

fn judged_by_all(case: &Case) -> Judgement {
    judge(case, &Context { config: &config(""), as_of: day(60) })
}

/// A rule that always says +0.
const ZERO: Rule = Rule {
    code: "says-nothing",
    family: Family::Undo,
    about: About::Action,
    cause: None,
    printed_weight: "+0",
    full_bits: Some(0.0),
    explanation: "",
    fires: |_, _, _| Some(Fired { weight: Weight::Bits(0.0), because: String::new(), rows: Vec::new() }),
};

prop_compose! {
    /// Any mixture of the common facts.
    fn any_case()(
        undone in proptest::option::of(0_i64..300),
        recanted in proptest::option::of(0_i64..300),
        covered in proptest::option::of(0_i64..60),
        sent in -60_i64..3,
        held_by_other: bool,
        has_left: bool,
        in_force: bool,
        rolled_back in proptest::option::of(0_i64..100),
        grade in proptest::option::of(0_usize..4),
        shows_intent: bool,
        known_late in 0_i64..40,
    ) -> Case {
        let mut case = linked(|c| {
            c.undoing = undone.and_then(|at| {
                let mut undoing = event(K::AccountEnabled, hour(at));
                undoing.known_to = hour(at + known_late);
                some(undoing)
            });
            c.recant = recanted.and_then(|at| some(event(K::TerminationCancelled, hour(at))));
            c.covered_until = covered.map(day);
        });
        case.sent_at = hour(sent);
        if held_by_other { case.holder = Some(holder("p2")); }
        if has_left {
            let left_at = case.done_at;
            case.attribution.candidates[0].subject_last_version = Some(person("p1", Some(left_at)));
        }
        case.exceptions = vec![exception(None, in_force, !in_force)];
        case.undone_by = rolled_back.map(|at| Undo {
            at: case.done_at + TimeDelta::hours(at),
            what: "unlocked".to_owned(),
            row: RowRef::Input(origin(0, 8)),
        });
        let grades =
            [TicketGrade::Decisive, TicketGrade::Strong, TicketGrade::Medium, TicketGrade::Coincident];
        case.tickets = grade.map(|grade| ticket(1, grades[grade], shows_intent)).into_iter().collect();
        case
    }
}

proptest! {
    #[test]
    fn a_rule_that_says_nothing_changes_nothing(case in any_case()) {
        let config = config("");
        let context = Context { config: &config, as_of: day(60) };
        let rules: Vec<&Rule> = RULES.iter().copied().chain([&ZERO]).collect();
        let mut with = judge_by(&rules, &case, &context);
        with.evidence.retain(|one| one.code != ZERO.code);
        prop_assert_eq!(with, judge(&case, &context));
    }

    #[test]
    fn more_bits_never_lower_the_probability(bits in -60.0..60.0_f64, more in 0.0..20.0_f64, prior in 0.001..0.999_f64) {
        let config = Judge { prior, ..Judge::default() };
        let low = probability(&[Effect::Bits(bits)], &config);
        let high = probability(&[Effect::Bits(bits), Effect::Bits(more)], &config);
        prop_assert!((0.0..=1.0).contains(&low) && low <= high);
    }

    #[test]
    fn whatever_is_said_the_judgement_agrees_with_itself(case in any_case()) {
        let judgement = judged_by_all(&case);
        let is_false = judgement.verdict == Verdict::FalsePositive;
        prop_assert_eq!(judgement.cause.is_some(), is_false);
        prop_assert_eq!(judgement.cause_class.is_some(), is_false);
        prop_assert_eq!(judgement.accountable_role.is_some(), is_false);
        prop_assert_eq!(judgement.certainty.is_none(), judgement.verdict == Verdict::Undetermined);
        prop_assert!(!judgement.conflict || judgement.verdict == Verdict::Undetermined);
        let mut counted: Vec<Family> =
            judgement.evidence.iter().filter(|e| matches!(e.effect, Effect::Bits(b) if b != 0.0)).map(|e| e.family).collect();
        let all = counted.len();
        counted.sort();
        counted.dedup();
        prop_assert_eq!(counted.len(), all, "a family counted twice");
    }
}
