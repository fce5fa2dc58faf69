//! Quantiles of samples, and the tail and the interval of a Poisson count.

use statrs::{
    distribution::{ContinuousCDF, Gamma},
    function::gamma::gamma_lr,
};

use super::real;

/// The sample quantile by linear interpolation between order statistics: type 7 of Hyndman and Fan (1996),
/// The American Statistician 50:361–365, the default of R and NumPy.
///
/// The sample need not be sorted. `None` when it is empty or holds a value that is no number, or when `q` lies
/// outside 0 to 1.
pub fn quantile(sample: &[f64], q: f64) -> Option<f64> {
    if sample.is_empty() || !(0.0..=1.0).contains(&q) || sample.iter().any(|value| value.is_nan()) {
        return None;
    }
    let mut sorted = sample.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = q * real(sorted.len() as u64 - 1);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and the last index"
    )]
    let below = place.floor() as usize;
    let low = *sorted.get(below)?;
    let high = *sorted.get(below + 1).unwrap_or(&low);
    // Equal neighbours must give themselves, infinite ones included.
    if low.total_cmp(&high).is_eq() { Some(low) } else { Some(low + (place - place.floor()) * (high - low)) }
}

/// The middle of a sample: the quantile at one half.
pub fn median(sample: &[f64]) -> Option<f64> {
    quantile(sample, 0.5)
}

/// The probability of `count` or more events where `expected` are expected: the regularised lower incomplete
/// gamma function P(count, expected), which is the upper tail of the Poisson distribution.
///
/// `None` for an expectation that is negative or no finite number.
pub fn poisson_tail(count: u64, expected: f64) -> Option<f64> {
    if !expected.is_finite() || expected < 0.0 {
        return None;
    }
    if count == 0 {
        return Some(1.0);
    }
    if expected == 0.0 {
        return Some(0.0);
    }
    Some(gamma_lr(real(count), expected).clamp(0.0, 1.0))
}

/// The exact interval of the mean of a Poisson count (Garwood 1936, Biometrika 28:437–442): with α = 1 − confidence the
/// α/2 quantile of Gamma(count, 1) and the 1 − α/2 quantile of Gamma(count + 1, 1), which are half those of χ² with
/// twice as many degrees of freedom. From 0 for a count of 0.
///
/// `None` for a confidence outside (0, 1).
pub fn poisson_interval(count: u64, confidence: f64) -> Option<(f64, f64)> {
    if !(confidence > 0.0 && confidence < 1.0) {
        return None;
    }
    let tail = (1.0 - confidence) / 2.0;
    let quantile = |shape: u64, p: f64| Gamma::new(real(shape), 1.0).ok().map(|gamma| gamma.inverse_cdf(p));
    let low = if count == 0 { 0.0 } else { quantile(count, tail)? };
    Some((low, quantile(count + 1, 1.0 - tail)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_agree_with_numpy() {
        // numpy.quantile([7, 1, 3, 10, 2], q)
        let sample = [7.0, 1.0, 3.0, 10.0, 2.0];
        for (q, expected) in [(0.0, 1.0), (0.1, 1.4), (0.25, 2.0), (0.5, 3.0), (0.9, 8.8), (1.0, 10.0)] {
            let found = quantile(&sample, q).unwrap();
            assert!((found - expected).abs() < 1e-12, "{q}: {found}, expected {expected}");
        }
        assert_eq!(median(&[4.0, 1.0, 3.0, 2.0]), Some(2.5));
        assert_eq!(median(&[4.0]), Some(4.0));
    }

    #[test]
    fn a_quantile_of_nothing_or_of_no_number_is_refused() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[1.0, f64::NAN]), None);
        assert_eq!(quantile(&[1.0], 1.5), None);
        assert_eq!(quantile(&[1.0], f64::NAN), None);
    }

    #[test]
    fn poisson_tails_agree_with_scipy() {
        // scipy.stats.poisson.sf(count - 1, expected)
        let table = [
            (0, 2.0, 1.0),
            (1, 2.0, 0.864_664_716_763_387_3),
            (5, 2.0, 0.052_653_017_343_711_125),
            (20, 7.5, 0.000_110_749_464_881_830_24),
            (3, 0.01, 1.654_216_528_074_878e-7),
            (120, 100.0, 0.028_230_393_964_865_65),
            (2, 0.0, 0.0),
        ];
        for (count, expected_count, expected) in table {
            let found = poisson_tail(count, expected_count).unwrap();
            let tolerance = 1e-10_f64.mul_add(expected, 1e-15);
            assert!(
                (found - expected).abs() < tolerance,
                "{count} {expected_count}: {found}, expected {expected}"
            );
        }
        assert_eq!(poisson_tail(1, -1.0), None);
        assert_eq!(poisson_tail(1, f64::NAN), None);
    }

    #[test]
    fn poisson_intervals_agree_with_scipy() {
        // scipy.stats.chi2.ppf(a / 2, 2 n) / 2 and chi2.ppf(1 - a / 2, 2 n + 2) / 2, SciPy 1.17.1.
        let table = [
            (0, 0.95, (0.0, 3.688_879_454_114)),
            (1, 0.95, (0.025_317_807_984, 5.571_643_390_939)),
            (3, 0.95, (0.618_672_122_896, 8.767_273_069_742)),
            (10, 0.95, (4.795_388_696_132, 18.390_356_042_018)),
            (50, 0.95, (37.110_963_737_462, 65.918_766_664_337)),
            (7, 0.9, (3.285_315_691_895, 13.148_113_802_432)),
        ];
        for (count, confidence, expected) in table {
            let found = poisson_interval(count, confidence).unwrap();
            let is_close = (found.0 - expected.0).abs() < 1e-7 && (found.1 - expected.1).abs() < 1e-7;
            assert!(is_close, "{count}: {found:?}, expected {expected:?}");
        }
        assert_eq!(poisson_interval(3, 1.0), None);
    }
}
