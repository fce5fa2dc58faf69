//! The binomial distribution around a common rate: control limits and exact tests.

use statrs::distribution::{Binomial, Discrete, DiscreteCDF};

use super::real;

/// The control limit of a proportion of `n` trials that lies above a share `p` of what a true rate of `rate`
/// would give: exact, interpolated between counts because counts are whole.
///
/// With F the binomial distribution function and r the smallest count for which F(r) > p:
/// (r − (F(r) − p) / (F(r) − F(r−1))) / n, kept inside 0 to 1.
/// Spiegelhalter (2005), Statistics in Medicine 24:1185–1202, appendix A.1.1.
///
/// `None` without trials, or unless both the rate and `p` lie inside (0, 1).
pub fn control_limit(n: u64, rate: f64, p: f64) -> Option<f64> {
    if !(p > 0.0 && p < 1.0) {
        return None;
    }
    let binomial = around(n, rate)?;
    let (mut low, mut high) = (0, n);
    while low < high {
        let middle = low + (high - low) / 2;
        if binomial.cdf(middle) > p { high = middle } else { low = middle + 1 }
    }
    let at = binomial.cdf(low);
    let below = low.checked_sub(1).map_or(0.0, |count| binomial.cdf(count));
    // Far out two neighbours may round to the same probability; the count itself is then the limit.
    let part = if at > below { ((at - p) / (at - below)).clamp(0.0, 1.0) } else { 0.0 };
    Some(((real(low) - part) / real(n)).clamp(0.0, 1.0))
}

/// How probable a count as improbable as `hits` of `n`, or more so, is under a true rate of `rate`: the exact
/// two-sided binomial test that adds up every outcome no more probable than the one seen.
/// Clopper and Pearson's test in the form of Sterne (1954), Biometrika 41:275–278.
///
/// `None` without trials, with more hits than trials, or for a rate outside (0, 1).
pub fn exact_test(hits: u64, n: u64, rate: f64) -> Option<f64> {
    if hits > n {
        return None;
    }
    let binomial = around(n, rate)?;
    // Outcomes on the other side that are equally probable but for rounding belong to the sum.
    let seen = binomial.pmf(hits) * (1.0 + 1e-7);
    let sum: f64 = (0..=n).map(|count| binomial.pmf(count)).filter(|p| *p <= seen).sum();
    Some(sum.clamp(0.0, 1.0))
}

fn around(n: u64, rate: f64) -> Option<Binomial> {
    if n == 0 || !(rate > 0.0 && rate < 1.0) {
        return None;
    }
    Binomial::new(rate, n).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_limits_agree_with_the_formula_of_the_paper_on_scipys_distribution() {
        // r = next(r for r in count() if scipy.stats.binom.cdf(r, n, t) > p)
        // (r - (binom.cdf(r, n, t) - p) / binom.pmf(r, n, t)) / n, clipped to 0..1
        let table = [
            (20, 0.1, 0.025, 0.0),
            (20, 0.1, 0.975, 0.228_467_607_029_924_44),
            (20, 0.1, 0.999, 0.335_171_821_685_282_1),
            (50, 0.2313, 0.001_35, 0.060_369_608_942_488_86),
            (400, 0.075, 0.025, 0.048_897_143_903_650_99),
            (400, 0.075, 0.975, 0.100_576_367_058_160_2),
            (400, 0.075, 0.001, 0.036_144_838_200_325_435),
            (400, 0.075, 0.999, 0.117_310_788_646_418_27),
            (10_000, 0.02, 0.999, 0.024_410_674_358_035_38),
            (1, 0.3, 0.999, 0.996_666_666_666_666_7),
            (5_000, 0.9, 0.001, 0.886_563_958_797_329_2),
        ];
        for (n, rate, p, expected) in table {
            let found = control_limit(n, rate, p).unwrap();
            assert!((found - expected).abs() < 1e-9, "{n} {rate} {p}: {found}, expected {expected}");
        }
    }

    #[test]
    fn exact_tests_agree_with_scipy() {
        // scipy.stats.binomtest(hits, n, rate).pvalue
        let table = [
            (0, 20, 0.1, 0.254_529_978_024_904_35),
            (7, 20, 0.1, 0.002_386_089_408_966_118),
            (3, 40, 0.075, 1.0),
            (60, 400, 0.075, 3.213_328_916_280_046e-7),
            (15, 400, 0.075, 0.003_056_892_010_620_537_7),
            (30, 400, 0.075, 1.0),
            (5, 5, 0.5, 0.0625),
            (250, 1000, 0.2, 0.000_122_629_835_096_347_97),
            (82, 235, 1.0 / 6.0, 1.446_863_904_496_956_6e-11),
        ];
        for (hits, n, rate, expected) in table {
            let found = exact_test(hits, n, rate).unwrap();
            assert!((found - expected).abs() <= 1e-9 * expected, "{hits}/{n} {rate}: {found}, {expected}");
        }
    }

    #[test]
    fn a_rate_of_nothing_or_everything_has_no_limits_and_no_test() {
        for rate in [0.0, 1.0, -0.1, f64::NAN] {
            assert_eq!(control_limit(10, rate, 0.5), None, "{rate}");
            assert_eq!(exact_test(1, 10, rate), None, "{rate}");
        }
        assert_eq!(control_limit(0, 0.5, 0.5), None);
        assert_eq!(control_limit(10, 0.5, 1.0), None);
        assert_eq!(control_limit(10, 0.5, 0.0), None);
        assert_eq!(exact_test(3, 2, 0.5), None);
        assert_eq!(exact_test(0, 0, 0.5), None);
    }
}
