//! The control chart of the weekly rate: limits per stretch between rebases, and the weeks that break a rule.

use super::statistics::{self, Dispersion};

/// Under so many points no centre says anything.
const MIN_POINTS: usize = 3;
/// Under so many points limits are trial limits.
const TRIAL_UNDER: usize = 12;
/// So many in a row on one side of the centre are no chance.
const RUN: u32 = 8;
/// What chance alone puts beyond each limit: the tail of the normal distribution beyond 3 standard deviations.
const TAIL: f64 = 0.001_349_898_031_630_093_3;

/// What one week is held against.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Which stretch between rebases it is in, from 1.
    pub stretch: u32,
    /// The rate of the stretch.
    pub centre: f64,
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
    /// Laney's `σ_z` where the weeks vary by more than chance and limits are stretched by it, else `None`.
    pub sigma_z: Option<f64>,
    /// The stretch has fewer than 12 weeks with judged cases.
    pub is_trial: bool,
    /// The rate lies beyond a limit.
    pub is_beyond: bool,
    /// The week is the eighth or a later one in a row on one side of the centre.
    pub is_in_run: bool,
}

/// The limits of the points (hits, trials) of one stretch, in order of time; `None` for points without trials,
/// and for all of them with fewer than three that have some, or where nothing or everything is a hit.
///
/// Limits are those of the exact binomial distribution at the tails of 3 sigma, interpolated between counts; a
/// p chart for large n. Where the points vary by more than chance (as funnels tell it) and `σ_z` of Laney is
/// above 1, distances from the centre are multiplied by `σ_z`: for large n the p′ chart, p̄ ± 3 `σ_z` √(p̄(1−p̄)/n).
pub(super) fn limits(stretch: u32, points: &[(u64, u64)]) -> Vec<Option<Limits>> {
    let of_stretch = told(stretch, points).unwrap_or_default().into_iter();
    let mut next = of_stretch.fuse();
    points.iter().map(|(_, n)| if *n > 0 { next.next() } else { None }).collect()
}

fn told(stretch: u32, points: &[(u64, u64)]) -> Option<Vec<Limits>> {
    let points: Vec<(u64, u64)> = points.iter().copied().filter(|(_, n)| *n > 0).collect();
    if points.len() < MIN_POINTS {
        return None;
    }
    let sum = points.iter().fold((0, 0), |sum, point| (sum.0 + point.0, sum.1 + point.1));
    let centre = super::rate::proportion(sum.0, sum.1).filter(|rate| *rate > 0.0 && *rate < 1.0)?;
    let scores = Dispersion::scores(&points, centre);
    let is_wide = Dispersion::of(&scores).is_some_and(|dispersion| dispersion.is_taken());
    let sigma_z = statistics::sigma_z(&scores).filter(|sigma| is_wide && *sigma > 1.0);
    let rates: Vec<f64> =
        points.iter().map(|(hits, n)| super::rate::proportion(*hits, *n)).collect::<Option<_>>()?;
    let runs = statistics::in_a_run(&rates, centre, RUN);
    let limit = |n: u64, p: f64| {
        let exact = statistics::control_limit(n, centre, p)?;
        Some((exact - centre).mul_add(sigma_z.unwrap_or(1.0), centre).clamp(0.0, 1.0))
    };
    let told = |(((_, n), rate), is_in_run): ((&(u64, u64), f64), bool)| {
        let (low, high) = (limit(*n, TAIL)?, limit(*n, 1.0 - TAIL)?);
        let is_beyond = rate < low || rate > high;
        let is_trial = points.len() < TRIAL_UNDER;
        Some(Limits { stretch, centre, low, high, sigma_z, is_trial, is_beyond, is_in_run })
    };
    points.iter().zip(rates).zip(runs).map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-9, "{found}, expected {expected}");
    }

    #[test]
    fn one_week_far_out_lies_beyond_exact_limits_that_agree_with_scipy() {
        // limits as of statistics::control_limit, at scipy.stats.norm.cdf(-3) and norm.cdf(3), around 62 / 588
        let mut points = vec![
            (3, 40),
            (5, 52),
            (2, 38),
            (4, 45),
            (6, 60),
            (3, 41),
            (4, 50),
            (2, 35),
            (5, 48),
            (3, 44),
            (18, 46),
            (4, 50),
            (3, 39),
        ];
        points.insert(4, (0, 0));
        let found = limits(1, &points);
        assert_eq!(found[4], None, "a week without judged cases");
        let (fifth, out) = (found[5].unwrap(), found[11].unwrap());
        assert_close(out.centre, 62.0 / 588.0);
        assert_close(out.high, 0.252_390_911_817_743_9);
        assert_close(fifth.low, 0.000_190_712_214_366_520_2);
        assert_close(fifth.high, 0.231_800_882_384_163_05);
        assert!(out.is_beyond && out.sigma_z.is_none() && !out.is_trial);
        assert_eq!(found.iter().flatten().filter(|limits| limits.is_beyond).count(), 1);
    }

    #[test]
    fn weeks_that_swing_more_than_chance_have_limits_stretched_by_sigma_z() {
        // p + sigma_z * (limit - p), with sigma_z and limits from NumPy and SciPy
        let points = [
            (30, 400),
            (60, 420),
            (25, 380),
            (70, 410),
            (20, 390),
            (66, 430),
            (28, 405),
            (75, 400),
            (22, 415),
            (58, 395),
            (31, 410),
            (64, 405),
        ];
        let found = limits(2, &points);
        let first = found[0].unwrap();
        assert_close(first.sigma_z.unwrap(), 5.406_213_048_095_697);
        assert_close(first.high, 0.376_574_983_903_073_65);
        assert_close(first.low, 0.0);
        assert_eq!(first.stretch, 2);
        assert!(found.iter().flatten().all(|limits| !limits.is_beyond && !limits.is_trial));
    }

    #[test]
    fn a_week_below_its_limit_is_beyond_and_one_on_it_is_not() {
        let mut points = vec![(30, 100); 11];
        points.extend([(8, 100), (31, 100)]);
        let found = limits(1, &points);
        let beyond: Vec<usize> = (0..13).filter(|week| found[*week].unwrap().is_beyond).collect();
        assert_eq!(beyond, [11]);
        // Limits that reach 0 and 1, and weeks that do.
        let swings: Vec<(u64, u64)> = (0..12).map(|week| (week % 2 * 30, 30)).collect();
        for limits in limits(1, &swings).into_iter().flatten() {
            assert_close(limits.low, 0.0);
            assert_close(limits.high, 1.0);
            assert!(!limits.is_beyond);
        }
    }

    #[test]
    fn a_lasting_drop_is_told_by_its_run() {
        let points: Vec<(u64, u64)> = (0..16).map(|week| (if week < 8 { 12 } else { 5 }, 60)).collect();
        let found = limits(1, &points);
        let runs: Vec<usize> = (0..16).filter(|week| found[*week].unwrap().is_in_run).collect();
        assert_eq!(runs, [7, 15]);
    }

    #[test]
    fn few_weeks_have_trial_limits_and_two_or_no_false_positive_none() {
        assert!(limits(1, &[(1, 20), (2, 20), (1, 20)])[0].unwrap().is_trial);
        assert_eq!(limits(1, &[(1, 20), (2, 20), (0, 0)]), [None, None, None]);
        assert_eq!(limits(1, &[(0, 20), (0, 20), (0, 20)]), [None, None, None]);
        assert_eq!(limits(1, &[(20, 20), (20, 20), (20, 20)]), [None, None, None]);
    }
}
