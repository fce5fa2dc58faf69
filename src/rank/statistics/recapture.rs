//! Capture and recapture: how many more there are, told from how far independent lists agree.

use super::{real, two_sided_quantile};

/// Fewer than so many on exactly two lists say nothing: with seven, n₁n₂/N is above 4 with 95 % confidence, and
/// Chapman's estimate nearly without bias. Robson and Regier (1964), Transactions of the American Fisheries
/// Society 93:215–226; Seber (1982), The Estimation of Animal Abundance, 60.
pub const MIN_ON_TWO: u64 = 7;

/// How many, of those on no list, there are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unseen {
    /// The estimate.
    pub value: f64,
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
}

/// Those on no list, from two lists: `alone` on each of them only, `both` on both.
///
/// With n₁, n₂ the lengths of the lists, m those on both, n those on either:
/// N = (n₁+1)(n₂+1)/(m+1) − 1, Chapman (1951), University of California Publications in Statistics 1:131–160;
/// var N = (n₁+1)(n₂+1)(n₁−m)(n₂−m) / ((m+1)²(m+2)), Seber (1970), Biometrics 26:13–22. Returned is N − n, which
/// is z₁z₂/(m+1) with zᵢ = nᵢ − m.
///
/// `None` when one list holds the other, as nothing then tells them apart, and for a confidence outside (0, 1).
pub fn chapman(alone: [u64; 2], both: u64, confidence: f64) -> Option<Unseen> {
    let ([first, second], both) = (alone.map(real), real(both));
    let value = first * second / (both + 1.0);
    let longer = (first + both + 1.0) * (second + both + 1.0);
    let variance = longer * first * second / ((both + 1.0).powi(2) * (both + 2.0));
    log_normal(value, variance, confidence)
}

/// Those on no list, at least, from any number of lists: `alone` on each of them only, `on_two` on exactly two.
///
/// With zᵢ = `alone`, f₁ = Σ zᵢ and f₂ = `on_two`: (f₁² − Σ zᵢ²) / (2 (f₂ + 1)), Chao (1989), Biometrics
/// 45:427–438. For lists of one length that is (t−1)/t of f₁²/2f₂, the lower bound of Chao (1987), Biometrics
/// 43:783–791, which for lists of unequal length is none. Where the odds of being on a list are the product of one
/// number per case and one per list, the expectation of the estimate with f₂ is (Σwθ)²/Σwθ² ≤ Σw = f₀, with w the
/// chance of a case to be on no list: cases that are easier to find than others make it too small, never too large.
///
/// The variance is the delta method's for cells of a multinomial distribution, f₀ + Σ zᵢuᵢ² + f₀²/(f₂+1) with
/// uᵢ = (f₁−zᵢ)/(f₂+1); with lists of one length and without the 1 it is that of Chao (1987).
///
/// `None` when at most one list holds a case that is on no other, and for a confidence outside (0, 1).
pub fn chao(alone: &[u64], on_two: u64, confidence: f64) -> Option<Unseen> {
    let alone: Vec<f64> = alone.iter().copied().map(real).collect();
    let on_one: f64 = alone.iter().sum();
    let divisor = real(on_two) + 1.0;
    let value = alone.iter().map(|z| z * (on_one - z)).sum::<f64>() / (2.0 * divisor);
    let spread: f64 = alone.iter().map(|z| z * ((on_one - z) / divisor).powi(2)).sum();
    log_normal(value, value + spread + value * value / divisor, confidence)
}

/// The interval f₀/C to f₀·C with C = exp(z √ln(1 + var/f₀²)): f₀ as log-normal, so that no limit lies below zero.
/// Chao (1987), after a suggestion of Burnham.
fn log_normal(value: f64, variance: f64, confidence: f64) -> Option<Unseen> {
    let z = two_sided_quantile(confidence)?;
    if value <= 0.0 {
        return None;
    }
    let factor = (z * (variance / (value * value)).ln_1p().sqrt()).exp();
    Some(Unseen { value, low: value / factor, high: value * factor })
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "expected counts of a test")]
mod tests {
    use super::*;

    fn assert_close(found: Option<Unseen>, expected: (f64, f64, f64), what: &str) {
        let found = found.unwrap_or_else(|| panic!("{what} has an estimate"));
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * b.abs().max(1.0);
        assert!(
            near(found.value, expected.0) && near(found.low, expected.1) && near(found.high, expected.2),
            "{what}: {found:?}, expected {expected:?}"
        );
    }

    /// Hepatitis A in a college of Taiwan, 1995: 271 persons on the lists P, Q and E. Chao, Tsay, Lin, Shau and Chao
    /// (2001), Statistics in Medicine 20:3123-3157. On all lists 28, on P and Q alone 21, P and E 17, Q and E 18, on P
    /// alone 69, Q 55, E 63.
    const HEPATITIS: [u64; 3] = [69, 55, 63];

    #[test]
    fn chapman_on_pairs_of_the_hepatitis_lists_is_what_care1_prints() {
        // estN.pair(HAV) of the R package CARE1 by Hsieh: columns Chapman, cil and ciu, less those on either list.
        // Python, from the formulas of the papers with n1, n2, m: N = (n1+1)*(n2+1)/(m+1) - 1,
        // var = (n1+1)*(n2+1)*(n1-m)*(n2-m)/((m+1)**2*(m+2)), C = exp(norm.ppf(.975)*sqrt(log(1+var/(N-n)**2)))
        let table = [
            ((135, 122, 49), (125.56, 80.679_055_680_433_28, 195.407_760_626_820_16)),
            ((135, 126, 45), (158.478_260_869_565_2, 102.612_729_852_611_08, 244.758_707_855_415_96)),
            ((122, 126, 46), (129.361_702_127_659_56, 82.686_773_778_845_83, 202.383_636_615_499_1)),
        ];
        for ((n1, n2, m), expected) in table {
            let found = chapman([n1 - m, n2 - m], m, 0.95);
            assert_close(found, expected, &format!("{n1} {n2} {m}"));
        }
    }

    #[test]
    fn chapman_is_the_formula_of_the_paper_less_those_seen() {
        for (n1, n2, m) in [(200_u64, 150_u64, 10_u64), (100, 100, 20), (9, 8, 7)] {
            let whole = real(n1 + 1) * real(n2 + 1) / real(m + 1) - 1.0;
            let found = chapman([n1 - m, n2 - m], m, 0.95).unwrap();
            assert!((found.value - (whole - real(n1 + n2 - m))).abs() < 1e-9, "{n1} {n2} {m}");
        }
    }

    #[test]
    fn the_lower_bound_agrees_with_values_computed_in_python() {
        // f0 = (f1**2 - sum(z*z))/(2*(f2+1)), var = f0 + sum(z*u*u) + f0**2/(f2+1) with u = (f1-z)/(f2+1), limits as above
        let table: [(&[u64], u64, (f64, f64, f64)); 4] = [
            (&HEPATITIS, 56, (203.631_578_947_368_4, 135.653_559_076_609_1, 305.674_397_537_781_5)),
            (&[3, 13, 7], 20, (7.190_476_190_476_191, 2.379_298_425_548_182_4, 21.730_333_316_171_89)),
            (&[10, 0, 5, 2], 9, (8.0, 2.334_115_300_081_105_5, 27.419_382_409_162_11)),
            (&[4, 4, 4], 0, (48.0, 7.827_469_057_995_335, 294.348_017_594_089_24)),
        ];
        for (alone, on_two, expected) in table {
            assert_close(chao(alone, on_two, 0.95), expected, &format!("{alone:?} {on_two}"));
        }
    }

    #[test]
    fn with_two_lists_the_lower_bound_is_chapmans_estimate() {
        for (alone, both) in [([86_u64, 73_u64], 49_u64), ([3, 13], 7), ([1, 1], 0)] {
            let (bound, estimate) = (chao(&alone, both, 0.95).unwrap(), chapman(alone, both, 0.95).unwrap());
            assert!((bound.value - estimate.value).abs() < 1e-12, "{alone:?} {both}");
        }
    }

    #[test]
    fn lists_of_one_length_give_the_share_of_the_bound_of_1987_that_their_number_leaves() {
        // (t-1)/t * f1^2 / (2 (f2+1)) with t lists.
        let (alone, on_two) = ([20_u64, 20, 20, 20], 15_u64);
        let found = chao(&alone, on_two, 0.95).unwrap();
        assert!((found.value - 0.75 * 80.0 * 80.0 / 32.0).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn expected_counts_of_unequal_lists_never_give_more_than_there_are() {
        // 1,000 cases of two kinds, found with the odds `ease * list`; counts are expectations, so f2 stands for f2+1.
        let lists = [3.0, 0.5, 0.1];
        for kinds in [[(1_000.0, 1.0), (0.0, 1.0)], [(500.0, 0.2), (500.0, 2.0)]] {
            let (mut unseen, mut alone, mut on_two) = (0.0, [0.0; 3], 0.0);
            for (n, ease) in kinds {
                let odds = lists.map(|list: f64| list * ease);
                let none = n / odds.iter().map(|odds| 1.0 + odds).product::<f64>();
                unseen += none;
                for (sum, odds) in alone.iter_mut().zip(odds) {
                    *sum += none * odds;
                }
                on_two += none * (odds[0] * odds[1] + odds[0] * odds[2] + odds[1] * odds[2]);
            }
            let count = |value: f64| (value * 1e6).round() as u64;
            let found = chao(&alone.map(count), count(on_two) - 1, 0.95).unwrap().value / 1e6;
            let is_one_kind = kinds[1].0 == 0.0;
            assert!(found <= unseen + 1e-3, "{found} of {unseen}");
            assert_eq!(is_one_kind, found >= unseen - 1e-3, "{found} of {unseen}");
        }
    }

    #[test]
    fn lists_that_do_not_tell_themselves_apart_have_no_estimate() {
        assert_eq!(chapman([0, 12], 9, 0.95), None);
        assert_eq!(chao(&[0, 12, 0], 9, 0.95), None);
        assert_eq!(chao(&[], 9, 0.95), None);
        assert_eq!(chapman([3, 4], 9, 1.0), None);
        assert_eq!(chao(&[3, 4, 5], 9, f64::NAN), None);
    }

    #[test]
    fn limits_are_above_nothing_and_hold_the_estimate() {
        for (alone, both) in [([1, 1], 500), ([300, 1], 7), ([1, 1], 0)] {
            let found = chapman(alone, both, 0.95).unwrap();
            assert!(0.0 < found.low && found.low < found.value && found.value < found.high, "{found:?}");
        }
    }
}
