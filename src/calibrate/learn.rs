//! Bits of rules from how often each counted in false positives and in others.

use std::collections::BTreeMap;

use super::{observe::Term, order::keep_order};
use crate::judge::rules::RULES;

/// The printed bits weigh as much as this many cases in which the rule counted.
pub const PSEUDO_CASES: f64 = 10.0;

/// A rule that counted in fewer reviewed cases than this is not proposed.
pub const FEWEST_FIRED: f64 = 5.0;

/// Weights in two classes; counts of cases, or expected counts where the class is not known.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Split {
    /// In false positives.
    pub wrong: f64,
    /// In others.
    pub right: f64,
}

impl Split {
    /// Both together.
    pub fn sum(self) -> f64 {
        self.wrong + self.right
    }
}

/// What cases say about every term.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tally {
    /// Cases of each class.
    pub cases: Split,
    /// Cases in which each term counted.
    pub terms: BTreeMap<Term, Split>,
}

impl Tally {
    /// Counts cases; each with its terms and the probability that it is a false positive (1 or 0 where a reviewer
    /// said so).
    pub fn of<'a>(cases: impl IntoIterator<Item = (&'a [Term], f64, f64)>) -> Self {
        let mut tally = Self::default();
        for (terms, wrong, weight) in cases {
            let part = Split { wrong: wrong * weight, right: (1.0 - wrong) * weight };
            tally.cases.wrong += part.wrong;
            tally.cases.right += part.right;
            for term in terms {
                let split = tally.terms.entry(*term).or_default();
                split.wrong += part.wrong;
                split.right += part.right;
            }
        }
        tally
    }

    /// log2 of P(term | false positive) / P(term | other), with half a case added on either side of each (the mean
    /// under Jeffreys' prior Beta(½, ½)).
    pub fn bits(&self, fired: Split) -> f64 {
        let share = |fired: f64, cases: f64| (fired + 0.5) / (cases + 1.0);
        (share(fired.wrong, self.cases.wrong) / share(fired.right, self.cases.right)).log2()
    }
}

/// What was learned about one rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Learned {
    /// Its code.
    pub code: &'static str,
    /// Its largest weight as printed.
    pub printed: f64,
    /// The same from the cases alone.
    pub raw: f64,
    /// The same drawn towards the printed one.
    pub bits: f64,
    /// Cases in which it counted.
    pub fired: Split,
}

impl Learned {
    /// The bits to the nearest half.
    pub fn rounded(&self) -> f64 {
        // Adding zero turns a negative zero into a plain one.
        (self.bits * 2.0).round() / 2.0 + 0.0
    }

    /// Whether so few cases are behind it that it is not proposed.
    pub fn is_thin(&self) -> bool {
        self.fired.sum() < FEWEST_FIRED
    }
}

/// What a tally says about every rule that counted at all, in the order of the rules.
///
/// A rule with steps has one number in the configuration, its largest weight B, and keeps the ratios rₛ of its
/// steps. With nₛ cases and bits bₛ at step s, B = Σ nₛ rₛ bₛ / Σ nₛ rₛ², the weighted least squares line through
/// nothing. With n = Σ nₛ it is drawn towards the printed B₀: (n·B + k·B₀) / (n + k).
pub(super) fn learn(tally: &Tally) -> Vec<Learned> {
    let rules = RULES.iter().filter_map(|rule| Some((rule.code, rule.full_bits?)));
    rules.filter_map(|(code, printed)| learn_one(tally, code, printed)).collect()
}

fn learn_one(tally: &Tally, code: &'static str, printed: f64) -> Option<Learned> {
    let (mut above, mut below) = (0.0, 0.0);
    let mut fired = Split::default();
    for (term, split) in tally.terms.iter().filter(|(term, _)| term.code == code) {
        let ratio = term.bits / printed;
        above += split.sum() * ratio * tally.bits(*split);
        below += split.sum() * ratio * ratio;
        fired.wrong += split.wrong;
        fired.right += split.right;
    }
    if below <= 0.0 {
        return None;
    }
    let (raw, n) = (above / below, fired.sum());
    let bits = (n * raw + PSEUDO_CASES * printed) / (n + PSEUDO_CASES);
    Some(Learned { code, printed, raw, bits, fired })
}

/// What `[judge] bits` would say: rules with enough cases behind them, rounded, in an order that
/// leaves the causes as they are.
pub(super) fn proposal(learned: &[Learned]) -> BTreeMap<String, f64> {
    let enough = learned.iter().filter(|one| !one.is_thin());
    keep_order(&enough.map(|one| (one.code.to_owned(), one.rounded())).collect(), learned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNDO: Term = Term { code: "rolled-back", bits: 6.0 };
    const FAST: Term = Term { code: "trigger-reversed", bits: 7.0 };
    const SLOW: Term = Term { code: "trigger-reversed", bits: 3.0 };

    fn tally(cases: &[(&[Term], bool, u32)]) -> Tally {
        let share = |wrong: bool| if wrong { 1.0 } else { 0.0 };
        Tally::of(cases.iter().map(|(terms, wrong, n)| (*terms, share(*wrong), f64::from(*n))))
    }

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-12
    }

    #[test]
    fn bits_are_the_log_of_the_ratio_of_shares_with_half_a_case_added() {
        let tally = tally(&[(&[UNDO], true, 12), (&[], true, 27), (&[UNDO], false, 2), (&[], false, 57)]);
        assert_eq!(tally.cases, Split { wrong: 39.0, right: 59.0 });
        let learned = learn(&tally);
        // By hand: log2((12.5 / 40) / (2.5 / 60)) = log2(7.5); (14 · log2(7.5) + 10 · 6) / 24.
        assert!(near(learned[0].raw, 7.5_f64.log2()), "{learned:?}");
        assert!(near(learned[0].bits, (14.0 * 7.5_f64.log2() + 60.0) / 24.0), "{learned:?}");
        assert!(near(learned[0].rounded(), 4.0), "{learned:?}");
        assert_eq!((learned.len(), learned[0].code, learned[0].printed), (1, "rolled-back", 6.0));
    }

    #[test]
    fn steps_of_one_rule_share_one_number() {
        let cases: [(&[Term], bool, u32); 5] =
            [(&[FAST], true, 15), (&[SLOW], true, 7), (&[], true, 17), (&[SLOW], false, 3), (&[], false, 56)];
        let learned = learn(&tally(&cases));
        // By hand: steps of 15 and 10 cases, ratios 1 and 3/7, bits log2((15.5/40)/(0.5/60)) and
        // log2((7.5/40)/(3.5/60)).
        let (fast, slow) = (46.5_f64.log2(), (7.5 / 40.0 * 60.0 / 3.5_f64).log2());
        let expected = (15.0 * fast + 10.0 * slow * 3.0 / 7.0) / (15.0 + 10.0 * 9.0 / 49.0);
        assert!(near(learned[0].raw, expected), "{learned:?}, expected {expected}");
        assert_eq!(learned[0].fired, Split { wrong: 22.0, right: 3.0 });
    }

    #[test]
    fn few_cases_stay_near_the_printed_bits_and_are_not_proposed() {
        let four = learn(&tally(&[(&[UNDO], false, 4), (&[], true, 30), (&[], false, 30)]));
        assert!(four[0].raw < 0.0 && four[0].bits > 2.0, "{four:?}");
        assert!(four[0].is_thin() && proposal(&four).is_empty());
        let five = learn(&tally(&[(&[UNDO], false, 5), (&[], true, 30), (&[], false, 30)]));
        assert_eq!(proposal(&five).keys().collect::<Vec<_>>(), ["rolled-back"]);
    }

    #[test]
    fn many_cases_outweigh_the_printed_bits() {
        let many = learn(&tally(&[(&[UNDO], true, 1_000), (&[UNDO], false, 1_000)]));
        assert!(many[0].raw.abs() < 1e-9 && many[0].bits.abs() < 0.05, "{many:?}");
        assert_eq!(proposal(&many)["rolled-back"].to_bits(), 0.0_f64.to_bits());
    }

    #[test]
    fn the_order_of_cases_changes_nothing() {
        let forth: [(&[Term], bool, u32); 3] =
            [(&[UNDO, FAST], true, 3), (&[SLOW], false, 9), (&[], true, 2)];
        let mut back = forth;
        back.reverse();
        assert_eq!(learn(&tally(&forth)), learn(&tally(&back)));
    }

    #[test]
    fn rules_that_are_only_ever_decisive_and_those_that_never_counted_are_absent() {
        let decisive = Term { code: "trigger-recanted", bits: 1.0 };
        assert!(learn(&tally(&[(&[decisive], true, 9)])).is_empty());
        assert!(learn(&Tally::default()).is_empty());
    }
}
