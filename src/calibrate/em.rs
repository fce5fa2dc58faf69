//! Expectation–maximisation over patterns of terms, for cases that nobody reviewed.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    learn::{Split, Tally},
    observe::Term,
};
use crate::judge::{rule::Family, rules::RULES};

/// Fewer cases than this say nothing without a reviewer.
pub(super) const FEWEST_CASES: usize = 50;

/// From so many cases on, the share of false positives is estimated as well.
pub(super) const ENOUGH_FOR_A_SHARE: usize = 500;

/// Steps until which it has converged, or is given up.
const MOST_STEPS: usize = 2_000;

/// Converged when no probability of a pattern moved more.
const STILL: f64 = 1e-9;

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Expected counts of cases and terms in each class.
    pub tally: Tally,
    /// Share of false positives.
    pub share: f64,
    /// Whether the share was estimated, or fixed at the prior.
    pub is_share_estimated: bool,
    /// Steps taken.
    pub steps: usize,
}

/// Why nothing was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotFound {
    /// Too few cases.
    #[error("only {0} cases without a review, expected at least {FEWEST_CASES}")]
    TooFew(usize),
    /// No term counted in any.
    #[error("no rule counted in a case without a review")]
    NoTerms,
    /// It went on moving.
    #[error("it did not settle within {MOST_STEPS} steps")]
    Unsettled,
    /// The class that it found speaks against the printed bits.
    #[error(
        "the two classes came out the wrong way round: what the printed bits call false is rarer in the first"
    )]
    Switched,
}

/// Terms by family. At most one of a family counts in a case, so that a family is one field with a level for each of
/// its terms and one for none: as fields of their own, terms that exclude each other would part the cases by
/// themselves, whatever is false.
type Fields = BTreeMap<Family, BTreeSet<Term>>;

/// The two classes of a mixture: bits of each term and of no term of a family, and the share of the first class.
struct Mixture {
    share: f64,
    terms: BTreeMap<Term, f64>,
    none: BTreeMap<Family, f64>,
}

/// Estimates how often each term counts in false positives and in others, from cases as (terms, P(false positive)
/// by the bits in force).
///
/// As in probabilistic linkage without training pairs (Fellegi and Sunter 1969; Winkler 1988): two classes, families
/// independent within each. Starts from the given probabilities. The share is fixed at `prior` under
/// [`ENOUGH_FOR_A_SHARE`] cases. Equal patterns are gone through once, in their order.
///
/// # Errors
/// Why the cases do not tell.
pub(super) fn expect_and_maximise(cases: &[(&[Term], f64)], prior: f64) -> Result<Found, NotFound> {
    if cases.len() < FEWEST_CASES {
        return Err(NotFound::TooFew(cases.len()));
    }
    let fields = fields(cases);
    if fields.is_empty() {
        return Err(NotFound::NoTerms);
    }
    // Equal terms can start with different probabilities where bits in force share rows otherwise: each starts alone.
    let mut sizes: BTreeMap<(&[Term], u64), f64> = BTreeMap::new();
    for (terms, probability) in cases {
        *sizes.entry((terms, probability.clamp(0.0, 1.0).to_bits())).or_default() += 1.0;
    }
    let patterns: Vec<(&[Term], f64)> = sizes.iter().map(|((terms, _), size)| (*terms, *size)).collect();
    let mut wrong: Vec<f64> = sizes.keys().map(|(_, bits)| f64::from_bits(*bits)).collect();
    let is_share_estimated = cases.len() >= ENOUGH_FOR_A_SHARE;
    for steps in 1..=MOST_STEPS {
        let mixture = maximise(&patterns, &wrong, &fields, (!is_share_estimated).then_some(prior));
        let next: Vec<f64> = patterns.iter().map(|(terms, _)| expect(&mixture, &fields, terms)).collect();
        let moved = wrong.iter().zip(&next).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        wrong = next;
        if moved < STILL {
            let tally = tally(&patterns, &wrong);
            refuse_switched(&tally)?;
            return Ok(Found { tally, share: mixture.share, is_share_estimated, steps });
        }
    }
    Err(NotFound::Unsettled)
}

fn tally(patterns: &[(&[Term], f64)], wrong: &[f64]) -> Tally {
    Tally::of(patterns.iter().zip(wrong).map(|((terms, size), wrong)| (*terms, *wrong, *size)))
}

/// The families of the terms that counted in any case.
fn fields(cases: &[(&[Term], f64)]) -> Fields {
    let mut fields = Fields::new();
    for term in cases.iter().flat_map(|(terms, _)| *terms) {
        if let Some(rule) = RULES.iter().find(|rule| rule.code == term.code) {
            fields.entry(rule.family).or_default().insert(*term);
        }
    }
    fields
}

/// The mixture that fits these probabilities best, with half a case added to every level of every field.
fn maximise(patterns: &[(&[Term], f64)], wrong: &[f64], fields: &Fields, fixed: Option<f64>) -> Mixture {
    let tally = tally(patterns, wrong);
    let cases = tally.cases;
    let share = fixed.unwrap_or_else(|| (cases.wrong + 0.5) / (cases.sum() + 1.0));
    let mut mixture = Mixture { share, terms: BTreeMap::new(), none: BTreeMap::new() };
    for (family, terms) in fields {
        let mut none = cases;
        // The sizes of both classes with what was added are the same for all levels of a field.
        let added: f64 = terms.iter().map(|_| 0.5).sum::<f64>() + 0.5;
        let base = ((cases.right + added) / (cases.wrong + added)).log2();
        let bits = |split: Split| ((split.wrong.max(0.0) + 0.5) / (split.right.max(0.0) + 0.5)).log2() + base;
        for term in terms {
            let split = tally.terms.get(term).copied().unwrap_or_default();
            none.wrong -= split.wrong;
            none.right -= split.right;
            mixture.terms.insert(*term, bits(split));
        }
        mixture.none.insert(*family, bits(none));
    }
    mixture
}

/// P(false positive) of a pattern, by the terms that counted and by the families of which none did.
fn expect(mixture: &Mixture, fields: &Fields, terms: &[Term]) -> f64 {
    let mut bits = (mixture.share / (1.0 - mixture.share)).log2();
    for (family, of_family) in fields {
        let found = terms.iter().find(|term| of_family.contains(term));
        let level = found.map_or_else(|| mixture.none.get(family), |term| mixture.terms.get(term));
        bits += level.copied().unwrap_or_default();
    }
    1.0 / (1.0 + (-bits).exp2())
}

/// The classes have no names of their own. The first is the false one if the printed bits of its cases are higher on
/// the average than those of the other; else what was found is not what was looked for.
fn refuse_switched(tally: &Tally) -> Result<(), NotFound> {
    let mean = |of: fn(&Split) -> f64| {
        let sum: f64 = tally.terms.iter().map(|(term, split)| term.bits * of(split)).sum();
        sum / of(&tally.cases).max(f64::MIN_POSITIVE)
    };
    if mean(|split| split.wrong) > mean(|split| split.right) { Ok(()) } else { Err(NotFound::Switched) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TERMS: [Term; 4] = [
        Term { code: "rolled-back", bits: 6.0 },
        Term { code: "ticket-strong", bits: 4.0 },
        Term { code: "trigger-reversed", bits: 7.0 },
        Term { code: "trigger-upheld", bits: -3.0 },
    ];
    const WRONG: [f64; 4] = [0.6, 0.5, 0.8, 0.1];
    const RIGHT: [f64; 4] = [0.02, 0.05, 0.04, 0.7];

    /// Every pattern as often as a mixture expects it among `n` cases, rounded.
    fn generated(share: f64, n: f64) -> Vec<Vec<Term>> {
        let mut cases = Vec::new();
        for pattern in 0_u32..16 {
            let has = |i: usize| pattern >> i & 1 == 1;
            let chance =
                |of: [f64; 4]| (0..4).map(|i| if has(i) { of[i] } else { 1.0 - of[i] }).product::<f64>();
            let expected = n * (share * chance(WRONG) + (1.0 - share) * chance(RIGHT));
            let terms: Vec<Term> = (0..4).filter(|i| has(*i)).map(|i| TERMS[i]).collect();
            let mut left = expected.round();
            while left >= 1.0 {
                cases.push(terms.clone());
                left -= 1.0;
            }
        }
        cases
    }

    fn by_printed_bits(terms: &[Term]) -> f64 {
        let bits: f64 = terms.iter().map(|term| term.bits).sum::<f64>() - 4.25;
        1.0 / (1.0 + (-bits).exp2())
    }

    fn found(cases: &[Vec<Term>], prior: f64) -> Result<Found, NotFound> {
        let cases: Vec<(&[Term], f64)> =
            cases.iter().map(|terms| (terms.as_slice(), by_printed_bits(terms))).collect();
        expect_and_maximise(&cases, prior)
    }

    #[test]
    fn the_shares_from_which_patterns_were_made_are_found_again() {
        let found = found(&generated(0.2, 20_000.0), 0.05).unwrap();
        assert!(found.is_share_estimated && (found.share - 0.2).abs() < 0.005, "{found:?}");
        for (i, term) in TERMS.iter().enumerate() {
            let split = found.tally.terms[term];
            let (wrong, right) =
                (split.wrong / found.tally.cases.wrong, split.right / found.tally.cases.right);
            assert!((wrong - WRONG[i]).abs() < 0.01, "{term:?}: {wrong}, made with {}", WRONG[i]);
            assert!((right - RIGHT[i]).abs() < 0.01, "{term:?}: {right}, made with {}", RIGHT[i]);
        }
    }

    #[test]
    fn terms_of_one_family_that_exclude_each_other_do_not_part_the_cases() {
        let stayed = Term { code: "termination-effective", bits: -6.0 };
        // Without families the two rules of the truth would make two classes.
        let made: [(&[Term], usize); 7] = [
            (&[TERMS[3]], 660),
            (&[stayed], 210),
            (&[], 50),
            (&[TERMS[2]], 40),
            (&[TERMS[1], TERMS[2]], 20),
            (&[TERMS[0], TERMS[2]], 10),
            (&[TERMS[0], TERMS[1], TERMS[3]], 10),
        ];
        let cases: Vec<Vec<Term>> = made.iter().flat_map(|(terms, n)| vec![terms.to_vec(); *n]).collect();
        let found = found(&cases, 0.05).unwrap();
        assert!((0.05..0.12).contains(&found.share), "{found:?}");
        for (term, split) in &found.tally.terms {
            assert!(found.tally.bits(*split) * term.bits > 0.0, "{term:?} turned: {found:?}");
        }
    }

    #[test]
    fn with_few_cases_the_share_is_the_prior() {
        let found = found(&generated(0.2, 300.0), 0.2).unwrap();
        assert!(!found.is_share_estimated);
        assert_eq!(found.share.to_bits(), 0.2_f64.to_bits());
    }

    #[test]
    fn the_order_of_cases_changes_nothing() {
        let cases = generated(0.1, 600.0);
        let mut back = cases.clone();
        back.reverse();
        assert_eq!(found(&cases, 0.05), found(&back, 0.05));
    }

    #[test]
    fn too_few_cases_and_cases_without_a_term_are_refused() {
        assert_eq!(found(&vec![vec![TERMS[0]]; 49], 0.05), Err(NotFound::TooFew(49)));
        assert_eq!(found(&vec![Vec::new(); 80], 0.05), Err(NotFound::NoTerms));
    }

    #[test]
    fn classes_that_come_out_the_wrong_way_round_are_refused() {
        let cases = generated(0.2, 5_000.0);
        let upside_down: Vec<(&[Term], f64)> =
            cases.iter().map(|terms| (terms.as_slice(), 1.0 - by_printed_bits(terms))).collect();
        assert_eq!(expect_and_maximise(&upside_down, 0.05), Err(NotFound::Switched));
    }
}
