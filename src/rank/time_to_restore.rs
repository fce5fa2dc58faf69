//! How long false positives lasted, with those not yet restored taken for what they are: still lasting.

use statrs::distribution::{ContinuousCDF, Normal};

use super::RankCase;
use crate::records::Instant;

/// A quantile of the time to restore, in hours from `done_at`, with its limits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantile {
    /// The first time by which so many were restored; `None` when fewer were by the end.
    pub hours: Option<f64>,
    /// Lower limit.
    pub low: Option<f64>,
    /// Upper limit; `None` when the data set none.
    pub high: Option<f64>,
}

/// Time to restore of the false positives with downtime.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TimeToRestore {
    /// Interruptions.
    pub interruptions: u64,
    /// Of those, with a proof of restoration.
    pub restored: u64,
    /// Half were restored by then.
    pub median: Quantile,
    /// Nine of ten were restored by then.
    pub p90: Quantile,
}

/// Kaplan–Meier estimates of the median and the 90th percentile.
///
/// Survival S(t) = Π (1 − dᵢ/nᵢ) over the times tᵢ ≤ t at which dᵢ of the nᵢ still interrupted were restored
/// (Kaplan and Meier 1958, JASA 53:457–481). Limits of a quantile are the first times at which the pointwise
/// log-log band, S^exp(±z·σ/ln S) with σ² = Σ dᵢ/(nᵢ(nᵢ−dᵢ)) (Greenwood), falls to it (Brookmeyer and Crowley
/// 1982, Biometrics 38:29–41). A case without proof was seen interrupted until `as_of`, not only until the cap
/// that limits its lost hours. `None` without interruptions or for a confidence outside (0, 1).
pub fn time_to_restore(cases: &[RankCase<'_>], as_of: Instant, confidence: f64) -> Option<TimeToRestore> {
    let mut observed: Vec<Observation> = cases
        .iter()
        .filter(|case| case.is_false_positive())
        .filter_map(|case| observation(case, as_of))
        .collect();
    // At one time the restored go before the censored, who were still at risk then.
    observed.sort_by(|a, b| a.hours.total_cmp(&b.hours).then(b.restored.cmp(&a.restored)));
    if observed.is_empty() || !(confidence > 0.0 && confidence < 1.0) {
        return None;
    }
    let z = Normal::standard().inverse_cdf(f64::midpoint(1.0, confidence));
    let curve = curve(&observed, z);
    let quantile = |share: f64| {
        let first = |value: fn(&Step) -> f64| {
            curve.iter().find(|step| value(step) <= 1.0 - share + 1e-12).map(|step| step.hours)
        };
        Quantile {
            hours: first(|step| step.survival),
            low: first(|step| step.low),
            high: first(|step| step.high),
        }
    };
    Some(TimeToRestore {
        interruptions: observed.len() as u64,
        restored: observed.iter().filter(|one| one.restored).count() as u64,
        median: quantile(0.5),
        p90: quantile(0.9),
    })
}

struct Observation {
    hours: f64,
    restored: bool,
}

/// The survival after one time of restoration, with its band.
struct Step {
    hours: f64,
    survival: f64,
    low: f64,
    high: f64,
}

fn observation(case: &RankCase<'_>, as_of: Instant) -> Option<Observation> {
    let (from, to) = case.measured.interruption?;
    let end = if case.measured.censored { as_of } else { to };
    #[expect(clippy::cast_precision_loss, reason = "exact below 2^53 seconds")]
    let hours = (end - from).num_seconds().max(0) as f64 / 3_600.0;
    Some(Observation { hours, restored: !case.measured.censored })
}

fn curve(observed: &[Observation], z: f64) -> Vec<Step> {
    let (mut survival, mut variance, mut at_risk) = (1.0_f64, 0.0_f64, observed.len());
    let mut steps = Vec::new();
    for same_time in observed.chunk_by(|a, b| a.hours.total_cmp(&b.hours).is_eq()) {
        let restored = same_time.iter().filter(|one| one.restored).count();
        if let Some(first) = same_time.first().filter(|_| restored > 0) {
            #[expect(clippy::cast_precision_loss, reason = "counts of cases stay far below 2^53")]
            let (d, n) = (restored as f64, at_risk as f64);
            survival *= (n - d) / n;
            variance += d / (n * (n - d));
            let (low, high) = band(survival, variance, z);
            steps.push(Step { hours: first.hours, survival, low, high });
        }
        at_risk -= same_time.len();
    }
    steps
}

/// The log-log band. Once everybody is restored the variance is not defined: the lower limit is 0 then, and
/// there is no upper one.
fn band(survival: f64, variance: f64, z: f64) -> (f64, f64) {
    if survival <= 0.0 {
        return (0.0, f64::INFINITY);
    }
    let spread = z * variance.sqrt() / survival.ln();
    // ln S is negative, so the spread is: its exponential is below 1 and raises S.
    (survival.powf((-spread).exp()), survival.powf(spread.exp()))
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::{judge::rule::Verdict, measure::Measured, rank::tests};

    /// Weeks of remission under 6-MP of Freireich and others (1963), `false` = censored: the usual textbook
    /// example, taken as hours.
    const REMISSION: [(i64, bool); 21] = [
        (6, true),
        (6, true),
        (6, true),
        (6, false),
        (7, true),
        (9, false),
        (10, true),
        (10, false),
        (11, false),
        (13, true),
        (16, true),
        (17, false),
        (19, false),
        (20, false),
        (22, true),
        (23, true),
        (25, false),
        (32, false),
        (32, false),
        (34, false),
        (35, false),
    ];

    fn estimate(sample: &[(i64, bool)], confidence: f64) -> Option<TimeToRestore> {
        let as_of: Instant = "2026-10-01T00:00:00Z".parse().unwrap();
        // Censored ones are open until `as_of`, so they begin that much earlier.
        let measured: Vec<Measured> = sample
            .iter()
            .map(|(hours, restored)| {
                let from = as_of - TimeDelta::hours(*hours);
                Measured {
                    interruption: Some((from, if *restored { as_of } else { from })),
                    censored: !restored,
                    ..Measured::default()
                }
            })
            .collect();
        let cases: Vec<RankCase<'_>> =
            measured.iter().map(|measured| tests::case("a", Verdict::FalsePositive, measured)).collect();
        time_to_restore(&cases, as_of, confidence)
    }

    #[test]
    fn quantiles_agree_with_the_textbook_example() {
        let found = estimate(&REMISSION, 0.95).unwrap();
        assert_eq!((found.interruptions, found.restored), (21, 9));
        assert_eq!(found.median, Quantile { hours: Some(23.0), low: Some(13.0), high: None });
        assert_eq!(found.p90, Quantile { hours: None, low: None, high: None });
    }

    #[test]
    fn without_censored_cases_the_median_is_that_of_the_sample() {
        let sample: Vec<(i64, bool)> = (1..=9).map(|hours| (hours, true)).collect();
        let found = estimate(&sample, 0.95).unwrap();
        assert_eq!((found.median.hours, found.p90.hours), (Some(5.0), Some(9.0)));
        assert!(found.median.low < found.median.hours && found.median.hours < found.median.high);
    }

    #[test]
    fn the_band_is_greenwoods() {
        // The formula in plain Python, for the times 1 to 9 and 1 to 20.
        let restored = |n: i64| (1..=n).map(|hours| (hours, true)).collect::<Vec<_>>();
        let quantile = |hours: f64, low: f64, high| Quantile { hours: Some(hours), low: Some(low), high };
        let nine = estimate(&restored(9), 0.95).unwrap();
        assert_eq!(nine.median, quantile(5.0, 1.0, Some(8.0)));
        assert_eq!(nine.p90, quantile(9.0, 6.0, None));
        let twenty = estimate(&restored(20), 0.95).unwrap();
        assert_eq!(twenty.median, quantile(10.0, 5.0, Some(15.0)));
        assert_eq!(twenty.p90, quantile(18.0, 15.0, None));
    }

    #[test]
    fn nothing_restored_gives_no_quantile_and_nothing_at_all_no_estimate() {
        let found = estimate(&[(5, false), (9, false)], 0.95).unwrap();
        assert_eq!((found.restored, found.median.hours, found.p90.hours), (0, None, None));
        assert_eq!(estimate(&[], 0.95), None);
        assert_eq!(estimate(&REMISSION, 1.0), None);
        assert_eq!(estimate(&REMISSION, 0.0), None);
    }
}
