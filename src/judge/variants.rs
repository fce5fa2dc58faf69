//! The same rules under other settings: the prior, the two thresholds and the bits, each by half down and up.

use super::{judgement::Judgement, rules::RULES};
use crate::{
    config::{Config, Judge, Moved, Variant},
    judge::judgement::Certainty,
};

/// One variant for each setting and direction, in a fixed order.
///
/// A probability goes half of the way to 1 where half more would pass that, and stops half-way between the
/// thresholds where it would pass the other one.
pub fn variants(config: &Config) -> Vec<Variant> {
    let Judge { prior, false_positive_at: above, true_positive_at: below, .. } = config.judge;
    let middle = f64::midpoint(below, above);
    let each = |setting, change: &dyn Fn(&mut Judge, Moved)| {
        Moved::BOTH
            .map(|moved| Variant::of(config, setting, moved, |config| change(&mut config.judge, moved)))
    };
    [
        each("prior", &|judge, moved| judge.prior = scaled(prior, moved)),
        each("false_positive_at", &|judge, moved| judge.false_positive_at = scaled(above, moved).max(middle)),
        each("true_positive_at", &|judge, moved| judge.true_positive_at = scaled(below, moved).min(middle)),
        each("bits", &|judge, moved| scale(judge, moved.factor())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Half, or half more, but at most half of the way to 1.
fn scaled(probability: f64, moved: Moved) -> f64 {
    (probability * moved.factor()).min(f64::midpoint(probability, 1.0))
}

/// Multiplies the bits of every rule.
fn scale(judge: &mut Judge, factor: f64) {
    for rule in RULES {
        if let Some(bits) = judge.bits.get(rule.code).copied().or(rule.full_bits) {
            judge.bits.insert(rule.code.to_owned(), bits * factor);
        }
    }
}

/// Whether the settings decide the verdict: no reviewer and no decisive rule does, and the case is neither too
/// young nor part of a burst.
pub fn is_weighed(judgement: &Judgement) -> bool {
    judgement.probability.is_some()
        && judgement.certainty != Some(Certainty::Confirmed)
        && !judgement.young
        && !judgement.apart
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        attribute::case::{Candidate, Case},
        judge::{
            fixtures::{case_where, config, day, event, hour, linked, review, some},
            judge,
            rule::{Context, Verdict},
        },
        records::EventKind,
    };

    fn values(more: &str) -> Vec<(String, f64, f64, f64)> {
        let judged = |variant: Variant| {
            let name = variant.name();
            let judge = variant.config.judge;
            (name, judge.prior, judge.false_positive_at, judge.true_positive_at)
        };
        variants(&config(more)).into_iter().map(judged).collect()
    }

    #[test]
    fn each_setting_moves_by_half_alone() {
        let found = values("");
        let expected = [
            ("prior, half", 0.025, 0.8, 0.2),
            ("prior, half more", 0.075, 0.8, 0.2),
            ("false_positive_at, half", 0.05, 0.5, 0.2),
            ("false_positive_at, half more", 0.05, 0.9, 0.2),
            ("true_positive_at, half", 0.05, 0.8, 0.1),
            ("true_positive_at, half more", 0.05, 0.8, 0.3),
            ("bits, half", 0.05, 0.8, 0.2),
            ("bits, half more", 0.05, 0.8, 0.2),
        ];
        for (found, expected) in found.iter().zip(expected) {
            let near = |a: f64, b: f64| (a - b).abs() < 1e-12;
            assert_eq!(found.0, expected.0);
            assert!(
                near(found.1, expected.1) && near(found.2, expected.2) && near(found.3, expected.3),
                "{found:?}"
            );
        }
        assert_eq!(found.len(), expected.len());
    }

    #[test]
    fn every_variant_of_a_valid_configuration_is_valid() {
        for judge in [
            "prior = 0.99",
            "prior = 0.9\nfalse_positive_at = 0.31\ntrue_positive_at = 0.3",
            "true_positive_at = 0.79",
        ] {
            for (name, prior, above, below) in values(&format!("[judge]\n{judge}\n")) {
                let is_probability = |value: f64| value > 0.0 && value < 1.0;
                assert!([prior, above, below].into_iter().all(is_probability), "{judge} {name}");
                assert!(below < above, "{judge} {name}: {below} {above}");
            }
        }
    }

    #[test]
    fn bits_are_scaled_from_what_the_configuration_says() {
        let found = variants(&config("[judge]\nbits.rolled-back = 5\n"));
        let bits = |index: usize, code: &str| found[index].config.judge.bits.get(code).copied();
        assert_eq!((bits(6, "rolled-back"), bits(7, "rolled-back")), (Some(2.5), Some(7.5)));
        assert_eq!((bits(6, "wrong-device"), bits(7, "wrong-device")), (Some(4.0), Some(12.0)));
        assert_eq!(bits(7, "ticket-names-action"), None);
        assert_eq!(bits(0, "wrong-device"), None);
    }

    #[test]
    fn neither_a_decisive_rule_nor_a_young_case_leaves_the_settings_a_say() {
        let config = config("");
        let is_weighed = |case: &Case| is_weighed(&judge(case, &Context { config: &config, as_of: day(60) }));
        let reversed = |c: &mut Candidate| c.undoing = some(event(EventKind::AccountEnabled, hour(9)));
        assert!(is_weighed(&linked(reversed)), "probable");
        let recanted = |c: &mut Candidate| c.recant = some(event(EventKind::TerminationCancelled, hour(9)));
        assert!(!is_weighed(&linked(recanted)), "decisive");
        let mut young = linked(reversed);
        young.reversal_covered_until = Some(day(3));
        assert!(!is_weighed(&young), "young");
        let benign = case_where(|case| case.reviews = vec![review("kim", "benign_positive", None)]);
        assert!(!is_weighed(&benign), "reviewed");
    }

    #[test]
    fn a_case_with_nothing_known_stays_undetermined_under_every_variant() {
        let base = config("");
        let case = case_where(|_| ());
        let judged = judge(&case, &Context { config: &base, as_of: day(60) });
        assert_eq!((judged.verdict, is_weighed(&judged)), (Verdict::Undetermined, true));
        for variant in variants(&base) {
            let found = judge(&case, &Context { config: &variant.config, as_of: day(60) });
            assert_eq!(found.verdict, Verdict::Undetermined, "{}", variant.name());
        }
    }
}
