//! The order of the rules that name a cause, kept when bits are proposed. The strongest rule names the cause, and
//! with it who is accountable; but of that the reviewed cases say nothing, they say only which of them are wrong. Bits
//! fitted to them would let a general cause (`trigger-reversed`) overtake the one that explains it (`wrong-device`).

use std::collections::BTreeMap;

use super::learn::{Learned, PSEUDO_CASES};
use crate::judge::rules::RULES;

/// The smallest difference that tells two rules apart: bits are proposed to the nearest half.
const STEP: f64 = 0.5;

/// Rules next to each other that have one value.
struct Block {
    value: f64,
    weight: f64,
    rules: usize,
}

/// The proposed bits, moved as little as lets no rule that names a cause rise past one that is printed before it: with
/// more bits, or as many and above it in the table.
///
/// Isotonic regression by pooling adjacent violators (Barlow, Bartholomew, Bremner and Brunk 1972, chapter 1): of all
/// values in that order those with the least sum of squared moves, each weighed by the cases behind it. A rule that
/// was not learned stands with its printed bits and their weight, and is proposed where it moves. One that the cases
/// found weaker than printed holds nobody down and stays where it fell. Bits in force play no part, so that pasting a
/// proposal does not change the next one.
pub(super) fn keep_order(free: &BTreeMap<String, f64>, learned: &[Learned]) -> BTreeMap<String, f64> {
    let has_fallen = |code: &str, printed: f64| free.get(code).is_some_and(|bits| *bits < printed);
    let naming = RULES.iter().filter(|rule| rule.cause.is_some());
    let mut order: Vec<(&str, f64)> = naming
        .filter_map(|rule| Some((rule.code, rule.full_bits?)))
        .filter(|(code, printed)| !has_fallen(code, *printed))
        .collect();
    // Stable: the table's order decides between equals.
    order.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let steps = steps_below_the_first(&order);
    let points = order.iter().zip(&steps).map(|((code, printed), step)| {
        let bits = free.get(*code).copied().unwrap_or(*printed);
        let cases = learned.iter().find(|one| one.code == *code && free.contains_key(*code));
        (bits + step, PSEUDO_CASES + cases.map_or(0.0, |one| one.fired.sum()))
    });
    let mut kept = free.clone();
    for (((code, printed), step), value) in order.iter().zip(&steps).zip(falling(points)) {
        // Adding zero turns a negative zero into a plain one.
        let bits = ((value - step) / STEP).round() * STEP + 0.0;
        if free.contains_key(*code) || (bits - printed).abs() >= STEP {
            kept.insert((*code).to_owned(), bits);
        }
    }
    kept
}

/// By how much each must at least stay below the first: one step for every change of the printed bits between them, as
/// equal bits would leave the cause to the order of the table.
fn steps_below_the_first(order: &[(&str, f64)]) -> Vec<f64> {
    let mut below = 0.0;
    let mut last = order.first().map(|(_, printed)| *printed);
    let mut steps = Vec::with_capacity(order.len());
    for (_, printed) in order {
        if last.is_some_and(|last| *printed < last) {
            below += STEP;
        }
        last = Some(*printed);
        steps.push(below);
    }
    steps
}

/// The values that never rise from one to the next and are nearest to those given, each with its weight.
fn falling(points: impl Iterator<Item = (f64, f64)>) -> Vec<f64> {
    let mut blocks: Vec<Block> = Vec::new();
    for (value, weight) in points {
        let mut block = Block { value, weight, rules: 1 };
        while let Some(before) = blocks.pop_if(|before| before.value < block.value) {
            let weight = before.weight + block.weight;
            block = Block {
                value: (before.value * before.weight + block.value * block.weight) / weight,
                weight,
                rules: before.rules + block.rules,
            };
        }
        blocks.push(block);
    }
    blocks.iter().flat_map(|block| std::iter::repeat_n(block.value, block.rules)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibrate::Split;

    fn bits(given: &[(&str, f64)]) -> BTreeMap<String, f64> {
        given.iter().map(|(code, bits)| ((*code).to_owned(), *bits)).collect()
    }

    fn kept(free: &[(&'static str, f64, f64)]) -> BTreeMap<String, f64> {
        let learned: Vec<Learned> = free
            .iter()
            .map(|(code, value, cases)| Learned {
                code,
                printed: 0.0,
                raw: *value,
                bits: *value,
                fired: Split { wrong: *cases, right: 0.0 },
            })
            .collect();
        let free = bits(&free.iter().map(|(code, value, _)| (*code, *value)).collect::<Vec<_>>());
        keep_order(&free, &learned)
    }

    #[test]
    fn values_that_rise_are_pooled_by_weight() {
        // The same as `isotonic_regression([3, 1, 2, 5, 4, 0], weights=[1, 2, 1, 1, 1, 3], increasing=False)` of
        // SciPy 1.17.1: 3, then (1·2 + 2 + 5 + 4) / 5 = 2.6 four times, then 0.
        let points = [(3.0, 1.0), (1.0, 2.0), (2.0, 1.0), (5.0, 1.0), (4.0, 1.0), (0.0, 3.0)];
        let expected = [3.0, 2.6, 2.6, 2.6, 2.6, 0.0];
        let found = falling(points.into_iter());
        assert!(found.iter().zip(expected).all(|(a, b): (&f64, f64)| (a - b).abs() < 1e-12), "{found:?}");
        assert_eq!(found.len(), expected.len());
        assert!(falling(std::iter::empty()).is_empty());
    }

    #[test]
    fn bits_in_order_and_bits_that_fell_stay_as_they_are() {
        let free =
            [("wrong-device", 9.0, 20.0), ("trigger-reversed", 5.5, 90.0), ("risk-dismissed", 3.5, 7.0)];
        let expected = bits(&[("wrong-device", 9.0), ("trigger-reversed", 5.5), ("risk-dismissed", 3.5)]);
        // Those with 8 bits that stand before `wrong-device` in the table follow it.
        let found = kept(&free);
        assert_eq!(
            (found["wrong-device"], found["trigger-reversed"], found["risk-dismissed"]),
            (8.5, 5.5, 3.5)
        );
        assert!(found.iter().filter(|(code, _)| !expected.contains_key(*code)).all(|(_, bits)| *bits > 8.0));
        let fell = [("wrong-device", 4.0, 20.0), ("trigger-reversed", 5.5, 90.0)];
        assert_eq!(kept(&fell), bits(&[("wrong-device", 4.0), ("trigger-reversed", 5.5)]));
        assert!(kept(&[]).is_empty());
    }

    #[test]
    fn a_general_cause_never_overtakes_or_equals_the_one_that_explains_it() {
        for cases in [5.0, 50.0, 5_000.0] {
            let found = kept(&[("trigger-reversed", 12.0, cases)]);
            let printed =
                |code: &str| RULES.iter().find(|rule| rule.code == code).and_then(|rule| rule.full_bits);
            let now = |code: &str| found.get(code).copied().or(printed(code)).unwrap();
            for stronger in ["wrong-person", "wrong-device", "exception-ignored", "failed-trigger"] {
                assert!(
                    now(stronger) >= now("trigger-reversed") + STEP,
                    "{stronger} with {cases}: {found:?}"
                );
            }
            // Printed alike: the table's order.
            assert!(now("bulk-trigger") >= now("trigger-reversed"), "{found:?}");
            assert!(now("trigger-reversed") >= now("early-action"), "{found:?}");
            assert!(now("trigger-reversed") > 7.0, "what was learned counts: {found:?}");
        }
    }

    #[test]
    fn rules_that_name_no_cause_are_free() {
        let free =
            [("rolled-back", 14.0, 9.0), ("termination-effective", -4.5, 200.0), ("ticket-strong", 5.5, 9.0)];
        let expected =
            bits(&[("rolled-back", 14.0), ("termination-effective", -4.5), ("ticket-strong", 5.5)]);
        assert_eq!(kept(&free), expected);
    }
}
