//! Cases of bursts: undetermined whatever the rules say, and a reviewer's decision stands.

use super::*;
use crate::judge::fixtures::*;

fn judged(case: &Case) -> Judgement {
    judge(case, &Context { config: &config(""), as_of: day(60) })
}

fn in_burst(change: impl FnOnce(&mut Case)) -> Case {
    case_where(|case| {
        case.burst_id = Some("burst-a1".to_owned());
        change(case);
    })
}

#[test]
fn a_case_of_a_burst_is_undetermined_and_accuses_nobody_though_its_rules_are_shown() {
    let wrong = |case: &mut Case| {
        case.attribution.candidates[0].undoing =
            some(event(crate::records::EventKind::AccountEnabled, hour(3)));
    };
    let alone = judged(&case_where(wrong));
    let found = judged(&in_burst(wrong));
    assert_eq!(alone.verdict, Verdict::FalsePositive);
    assert_eq!((found.verdict, found.certainty, found.apart), (Verdict::Undetermined, None, true));
    assert_eq!((found.cause, found.accountable_role), (None, None));
    assert_eq!((found.probability, found.evidence), (alone.probability, alone.evidence));
    assert!(!alone.apart);
}

#[test]
fn a_reviewer_s_decision_stands_over_the_burst_and_counts() {
    let found = judged(&in_burst(|case| case.reviews = vec![review("p9", "false_positive", None)]));
    assert_eq!((found.verdict, found.apart), (Verdict::FalsePositive, false));
}
