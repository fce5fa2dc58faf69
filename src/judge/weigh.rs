//! From what was said to what counts: suspension of the truth, one rule per family, one family per row.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    judgement::Effect,
    rule::{Family, Rule, Weight},
    speak::{Spoken, in_play},
};
use crate::attribute::case::{Case, RowRef};

/// While one of these speaks, the truth of the trigger is beside the point.
const SUSPEND_THE_TRUTH: [&str; 7] = [
    "wrong-person",
    "wrong-device",
    "shared-device-in-use",
    "exception-ignored",
    "failed-trigger",
    "no-trigger",
    "early-action",
];

/// How each rule that spoke counts, in the given order.
///
/// The strongest are looked at first (decisive ones before all, ties in the given order). A rule counts
/// unless one of its family does already, or all its evidence rows support a rule of another family.
/// Decisive rules always count.
pub(super) fn weigh(case: &Case, spoken: &[Spoken<'_>]) -> Vec<Effect> {
    let mut effects = vec![Effect::Bits(0.0); spoken.len()];
    let yardsticks = yardsticks(case);
    let mut families: BTreeSet<Family> = BTreeSet::new();
    let mut used: BTreeMap<&RowRef, Family> = BTreeMap::new();
    for index in strongest_first(spoken) {
        let said = &spoken[index];
        if is_suspended(said.rule, spoken) {
            effects[index] = Effect::Suspended;
            continue;
        }
        let family = said.rule.family;
        let rows: Vec<&RowRef> = said.rows.iter().filter(|row| !yardsticks.contains(row)).collect();
        let is_spent = !rows.is_empty() && rows.iter().all(|row| used.get(row).is_some_and(|f| *f != family));
        effects[index] = match said.weight {
            Weight::Decisive(_) => Effect::Decisive,
            Weight::Bits(_) if families.contains(&family) || is_spent => continue,
            Weight::Bits(bits) => Effect::Bits(bits),
        };
        families.insert(family);
        for row in rows {
            used.entry(row).or_insert(family);
        }
    }
    effects
}

/// Rows that every rule may rest on: the action, the events of the episode, the workflow. They are what
/// is judged and by what, not evidence of their own.
fn yardsticks(case: &Case) -> BTreeSet<RowRef> {
    let action = case.action.origins.iter().map(|origin| RowRef::Input(*origin));
    let events =
        in_play(case).iter().flat_map(|candidate| candidate.episode.iter().chain([&candidate.trigger]));
    let workflow = case.workflow.iter().map(|workflow| RowRef::Register(workflow.row.clone()));
    action.chain(events.map(|event| RowRef::Input(event.origin))).chain(workflow).collect()
}

/// Indices by strength: decisive, then more bits to either side, then the given order.
fn strongest_first(spoken: &[Spoken<'_>]) -> Vec<usize> {
    let strength = |index: &usize| match spoken[*index].weight {
        Weight::Decisive(_) => f64::INFINITY,
        Weight::Bits(bits) => bits.abs(),
    };
    let mut order: Vec<usize> = (0..spoken.len()).collect();
    order.sort_by(|a, b| strength(b).total_cmp(&strength(a)).then(a.cmp(b)));
    order
}

/// Whether another rule makes this one's truth beside the point.
fn is_suspended(rule: &Rule, spoken: &[Spoken<'_>]) -> bool {
    let has_spoken = |code: &str| spoken.iter().any(|said| said.rule.code == code);
    rule.family == Family::Truth
        && (SUSPEND_THE_TRUTH.into_iter().any(has_spoken)
            || (rule.code == "trigger-upheld" && has_spoken("out-of-scope-trigger")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::{fixtures::*, rule::Verdict, rules::RULES};

    fn rule(code: &str) -> &'static Rule {
        RULES.iter().find(|rule| rule.code == code).expect("a known code")
    }

    /// What each rule weighs in the plain case, given its bits and the lines of its rows in file 9.
    fn weighed(said: &[(&str, f64, &[u64])]) -> Vec<f64> {
        let spoken: Vec<Spoken<'_>> = said
            .iter()
            .map(|(code, bits, lines)| Spoken {
                rule: rule(code),
                weight: Weight::Bits(*bits),
                because: String::new(),
                rows: lines.iter().map(|line| RowRef::Input(origin(9, *line))).collect(),
            })
            .collect();
        let effects = weigh(&case_where(|_| ()), &spoken);
        effects
            .into_iter()
            .map(|effect| match effect {
                Effect::Bits(bits) => bits,
                Effect::Decisive => f64::INFINITY,
                Effect::Suspended => f64::NAN,
            })
            .collect()
    }

    #[test]
    fn in_a_family_only_the_strongest_counts() {
        let said: [(&str, f64, &[u64]); 3] = [
            ("trigger-reversed", 7.0, &[1]),
            ("recanted-before-action", 8.0, &[2]),
            ("bulk-trigger", 7.0, &[3]),
        ];
        assert_eq!(weighed(&said), [0.0, 8.0, 0.0]);
    }

    #[test]
    fn ties_inside_a_family_fall_to_the_earlier_rule() {
        assert_eq!(weighed(&[("flapping-trigger", 7.0, &[1]), ("bulk-trigger", 7.0, &[2])]), [7.0, 0.0]);
    }

    #[test]
    fn strength_is_the_size_not_the_sign() {
        assert_eq!(
            weighed(&[("ticket-medium", 2.0, &[1]), ("ticket-shows-intent", -3.0, &[2])]),
            [0.0, -3.0]
        );
    }

    #[test]
    fn a_row_supports_one_family() {
        let undo_first: [(&str, f64, &[u64]); 2] = [("rolled-back", 6.0, &[1]), ("ticket-strong", 4.0, &[1])];
        assert_eq!(weighed(&undo_first), [6.0, 0.0]);
        let a_row_of_its_own: [(&str, f64, &[u64]); 2] =
            [("rolled-back", 6.0, &[1]), ("ticket-strong", 4.0, &[1, 2])];
        assert_eq!(weighed(&a_row_of_its_own), [6.0, 4.0]);
        let stronger_later: [(&str, f64, &[u64]); 2] =
            [("ticket-strong", 4.0, &[1]), ("rolled-back", 6.0, &[1])];
        assert_eq!(weighed(&stronger_later), [0.0, 6.0]);
    }

    #[test]
    fn a_rule_without_evidence_rows_of_its_own_counts() {
        assert_eq!(weighed(&[("rolled-back", 6.0, &[]), ("ticket-strong", 4.0, &[])]), [6.0, 4.0]);
    }

    #[test]
    fn a_rule_whose_rows_are_spent_leaves_its_family_to_the_next() {
        let said: [(&str, f64, &[u64]); 3] =
            [("rolled-back", 6.0, &[1]), ("ticket-strong", 4.0, &[1]), ("ticket-medium", 2.0, &[2])];
        assert_eq!(weighed(&said), [6.0, 0.0, 2.0]);
    }

    #[test]
    fn a_rule_that_does_not_count_spends_no_rows() {
        let said: [(&str, f64, &[u64]); 3] = [
            ("recanted-before-action", 8.0, &[1]),
            ("trigger-reversed", 7.0, &[2]),
            ("rolled-back", 6.0, &[2]),
        ];
        assert_eq!(weighed(&said), [8.0, 0.0, 6.0]);
    }

    #[test]
    fn the_rows_of_action_episode_and_workflow_belong_to_nobody() {
        let case = case_where(|_| ());
        let workflow = case.workflow.as_ref().map(|w| RowRef::Register(w.row.clone()));
        let shared: Vec<RowRef> = [
            RowRef::Input(case.action.origins[0]),
            RowRef::Input(case.attribution.candidates[0].trigger.origin),
        ]
        .into_iter()
        .chain(workflow)
        .collect();
        let say = |code, bits| Spoken {
            rule: rule(code),
            weight: Weight::Bits(bits),
            because: String::new(),
            rows: shared.clone(),
        };
        let spoken = [say("flapping-trigger", 7.0), say("out-of-scope-trigger", 7.0)];
        assert_eq!(weigh(&case, &spoken), [Effect::Bits(7.0), Effect::Bits(7.0)]);
    }

    #[test]
    fn decisive_rules_always_count_and_hold_their_family() {
        let say = |code, weight, line| Spoken {
            rule: rule(code),
            weight,
            because: String::new(),
            rows: vec![RowRef::Input(origin(9, line))],
        };
        let spoken = [
            say("ticket-strong", Weight::Bits(4.0), 2),
            say("ticket-names-action", Weight::Decisive(Verdict::FalsePositive), 1),
            say("planned-reprovision", Weight::Decisive(Verdict::BenignPositive), 1),
            say("rolled-back", Weight::Bits(6.0), 1),
        ];
        let expected = [Effect::Bits(0.0), Effect::Decisive, Effect::Decisive, Effect::Bits(0.0)];
        assert_eq!(weigh(&case_where(|_| ()), &spoken), expected);
    }

    #[test]
    fn suspension_follows_the_contract_line_by_line() {
        const SUSPENDED: [bool; 3] = [true; 3];
        assert!(SUSPEND_THE_TRUTH.iter().all(|code| RULES.iter().any(|rule| rule.code == *code)));
        for code in RULES.iter().map(|rule| rule.code).filter(|code| rule(code).family != Family::Truth) {
            let expected = match code {
                code if SUSPEND_THE_TRUTH.contains(&code) => SUSPENDED,
                "out-of-scope-trigger" => [true, false, false],
                _ => [false; 3],
            };
            let truths = ["trigger-upheld", "termination-effective", "compromise-confirmed"];
            let suspended =
                truths.map(|truth| weighed(&[(code, 1.0, &[1]), (truth, -1.0, &[2])])[1].is_nan());
            assert_eq!(suspended, expected, "{code}");
        }
    }

    #[test]
    fn a_suspended_rule_leaves_its_family_to_the_others() {
        let said: [(&str, f64, &[u64]); 3] = [
            ("out-of-scope-trigger", 7.0, &[1]),
            ("trigger-upheld", -9.0, &[2]),
            ("termination-effective", -6.0, &[3]),
        ];
        let weights = weighed(&said);
        assert!(weights[1].is_nan());
        assert_eq!((weights[0], weights[2]), (7.0, -6.0));
    }
}
