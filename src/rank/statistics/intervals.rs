//! Confidence intervals of one rate and of the difference of two.

use statrs::distribution::{ContinuousCDF, Normal};

use super::real;

/// The Wilson score interval of the rate `hits / n`, without continuity correction.
///
/// With z the normal quantile of (1 + confidence) / 2 and p = hits / n:
/// (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n).
/// Wilson (1927), JASA 22:209–212; recommended for every n by Brown, Cai and DasGupta (2001),
/// Statistical Science 16:101–133.
///
/// `None` without trials, with more hits than trials, or for a confidence outside (0, 1).
pub fn wilson(hits: u64, n: u64, confidence: f64) -> Option<(f64, f64)> {
    if n == 0 || hits > n {
        return None;
    }
    let z = two_sided_quantile(confidence)?;
    let (n_trials, p) = (real(n), real(hits) / real(n));
    let z2 = z * z;
    let centre = p + z2 / (2.0 * n_trials);
    let half = z * (p * (1.0 - p) / n_trials + z2 / (4.0 * n_trials * n_trials)).sqrt();
    let scale = 1.0 + z2 / n_trials;
    // At no hits and at nothing but hits the edge is exact; rounding must not move it.
    let low = if hits == 0 { 0.0 } else { ((centre - half) / scale).clamp(0.0, 1.0) };
    let high = if hits == n { 1.0 } else { ((centre + half) / scale).clamp(0.0, 1.0) };
    Some((low, high))
}

/// The interval of the difference `hits_1 / n_1 − hits_2 / n_2` of two independent rates.
///
/// With (l₁, u₁) and (l₂, u₂) the Wilson intervals and d = p₁ − p₂:
/// d − √((p₁−l₁)² + (u₂−p₂)²) to d + √((u₁−p₁)² + (p₂−l₂)²).
/// Newcombe (1998), Statistics in Medicine 17:873–890, method 10 (hybrid score).
///
/// `None` where [`wilson`] refuses either rate.
pub fn newcombe((hits_1, n_1): (u64, u64), (hits_2, n_2): (u64, u64), confidence: f64) -> Option<(f64, f64)> {
    let (limits_1, limits_2) = (wilson(hits_1, n_1, confidence)?, wilson(hits_2, n_2, confidence)?);
    let (p_1, p_2) = (real(hits_1) / real(n_1), real(hits_2) / real(n_2));
    Some(newcombe_limits((p_1, limits_1), (p_2, limits_2)))
}

/// The limits of [`newcombe`] from two rates that carry their Wilson limits already.
pub fn newcombe_limits(
    (p_1, (low_1, high_1)): (f64, (f64, f64)),
    (p_2, (low_2, high_2)): (f64, (f64, f64)),
) -> (f64, f64) {
    let difference = p_1 - p_2;
    let low = difference - (p_1 - low_1).hypot(high_2 - p_2);
    let high = difference + (high_1 - p_1).hypot(p_2 - low_2);
    (low.max(-1.0), high.min(1.0))
}

/// The normal quantile that leaves half of 1 − confidence on each side: 1.96 for 0.95. `None` for a confidence
/// outside (0, 1).
pub fn two_sided_quantile(confidence: f64) -> Option<f64> {
    if !(confidence > 0.0 && confidence < 1.0) {
        return None;
    }
    Some(Normal::standard().inverse_cdf(f64::midpoint(1.0, confidence)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_close(found: (f64, f64), expected: (f64, f64), what: &str) {
        let near = |a: f64, b: f64| (a - b).abs() < 1e-10;
        assert!(
            near(found.0, expected.0) && near(found.1, expected.1),
            "{what}: {found:?}, expected {expected:?}"
        );
    }

    #[test]
    fn wilson_agrees_with_statsmodels() {
        // statsmodels.stats.proportion.proportion_confint(hits, n, alpha=1 - confidence, method="wilson")
        let table = [
            (0, 10, 0.95, (0.0, 0.277_532_799_862_889_2)),
            (10, 10, 0.95, (0.722_467_200_137_110_7, 1.0)),
            (1, 1, 0.95, (0.206_549_314_377_237_45, 1.0)),
            (7, 50, 0.95, (0.069_508_334_270_162_94, 0.261_861_937_105_854_4)),
            (81, 263, 0.95, (0.255_288_519_878_274_2, 0.366_209_576_982_800_04)),
            (15, 148, 0.99, (0.053_644_869_613_964_86, 0.183_267_350_113_152_5)),
            (500, 100_000, 0.95, (0.004_581_445_312_245_603, 0.005_456_583_669_211_609)),
            (3, 20, 0.998, (0.030_734_905_347_974_822, 0.495_484_384_888_863_7)),
        ];
        for (hits, n, confidence, expected) in table {
            assert_close(wilson(hits, n, confidence).unwrap(), expected, &format!("{hits}/{n} {confidence}"));
        }
    }

    #[test]
    fn newcombe_agrees_with_statsmodels_and_the_table_of_the_paper() {
        // statsmodels.stats.proportion.confint_proportions_2indep(h1, n1, h2, n2, method="newcomb",
        // compare="diff"); the first four and the sixth are the contrasts of Newcombe's Table II.
        let table = [
            ((56, 70), (48, 80), (0.052_431_472_402_364_98, 0.333_872_654_036_906_14)),
            ((9, 10), (3, 10), (0.170_522_723_934_502_9, 0.809_017_973_535_488)),
            ((6, 7), (2, 7), (0.058_227_927_482_312_09, 0.806_249_637_524_227_8)),
            ((5, 56), (0, 29), (-0.038_137_147_903_536_936, 0.192_560_013_855_111_65)),
            ((0, 10), (0, 20), (-0.161_125_158_052_819_4, 0.277_532_799_862_889_26)),
            ((10, 10), (0, 20), (0.679_086_037_141_914_5, 1.0)),
            ((12, 400), (30, 500), (-0.057_499_125_634_949_26, -0.002_028_461_414_454_618_7)),
        ];
        for (first, second, expected) in table {
            assert_close(newcombe(first, second, 0.95).unwrap(), expected, &format!("{first:?} {second:?}"));
        }
    }

    #[test]
    fn a_rate_without_trials_or_with_more_hits_than_trials_has_no_interval() {
        assert_eq!(wilson(0, 0, 0.95), None);
        assert_eq!(wilson(3, 2, 0.95), None);
        assert_eq!(wilson(1, 2, 1.0), None);
        assert_eq!(wilson(1, 2, 0.0), None);
        assert_eq!(wilson(1, 2, f64::NAN), None);
        assert_eq!(newcombe((1, 2), (0, 0), 0.95), None);
        assert_eq!(newcombe((0, 0), (1, 2), 0.95), None);
    }
}
