//! Shrunken rates: beta-binomial empirical Bayes over groups of unequal size.

use statrs::{
    distribution::{Beta, ContinuousCDF},
    function::beta::ln_beta,
};

use super::real;

/// How the true rates of the groups are distributed, learnt from all of them: a beta distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BetaPrior {
    /// First shape: the weight of hits.
    pub alpha: f64,
    /// Second shape: the weight of misses.
    pub beta: f64,
}

impl BetaPrior {
    /// Fits the prior to groups of (hits, trials) by maximum likelihood of the beta-binomial distribution,
    /// Σ ln B(hᵢ+α, nᵢ−hᵢ+β) − ln B(α, β), from a start by moments. Griffiths (1973), Biometrics 29:637–648.
    ///
    /// α + β is held at or below the number of all trials: groups that differ no more than chance would drive
    /// it to infinity, and no prior should weigh more than the data it was learnt from.
    ///
    /// `None` with fewer than two groups that have trials, when there are only hits or only misses (the
    /// likelihood then has no maximum), or when a group has more hits than trials.
    pub fn fit(groups: &[(u64, u64)]) -> Option<Self> {
        if groups.iter().any(|(hits, n)| hits > n) {
            return None;
        }
        let groups: Vec<(f64, f64)> =
            groups.iter().filter(|(_, n)| *n > 0).map(|(hits, n)| (real(*hits), real(*n))).collect();
        let (hits, trials) = groups.iter().fold((0.0, 0.0), |sum, group| (sum.0 + group.0, sum.1 + group.1));
        if groups.len() < 2 || hits <= 0.0 || hits >= trials {
            return None;
        }
        let loss = |point: [f64; 2]| -log_likelihood(&groups, Self::at(point, trials));
        let mean = hits / trials;
        let start = [(mean / (1.0 - mean)).ln(), precision_by_moments(&groups, mean, trials).ln()];
        // A second descent from where the first one ended guards against a simplex that collapsed early.
        let first = descend(&loss, start);
        Some(Self::at(descend(&loss, first), trials))
    }

    /// The prior with the given logit of the mean and logarithm of α + β.
    fn at([logit, ln_precision]: [f64; 2], max_precision: f64) -> Self {
        let mean = 1.0 / (1.0 + (-logit.clamp(-30.0, 30.0)).exp());
        let precision = ln_precision.clamp(-7.0, max_precision.max(2.0).ln()).exp();
        Self { alpha: mean * precision, beta: (1.0 - mean) * precision }
    }

    /// What is known of one group's rate after its own trials; `None` with more hits than trials.
    pub fn posterior(self, hits: u64, n: u64) -> Option<Posterior> {
        let misses = n.checked_sub(hits)?;
        Posterior::new(self.alpha + real(hits), self.beta + real(misses))
    }
}

/// What is known of the rate of one group: a beta distribution.
#[derive(Debug, Clone, PartialEq)]
pub struct Posterior {
    alpha: f64,
    beta: f64,
    distribution: Beta,
}

impl Posterior {
    /// The beta distribution with these shapes; `None` unless both are positive and finite.
    pub fn new(alpha: f64, beta: f64) -> Option<Self> {
        let distribution = Beta::new(alpha, beta).ok()?;
        Some(Self { alpha, beta, distribution })
    }

    /// The shapes α and β.
    pub fn shapes(&self) -> (f64, f64) {
        (self.alpha, self.beta)
    }

    /// The shrunken rate: the posterior mean α / (α + β).
    pub fn mean(&self) -> f64 {
        self.alpha / (self.alpha + self.beta)
    }

    /// The equal-tailed interval that holds the rate with probability `confidence`; `None` for a confidence
    /// outside (0, 1).
    pub fn interval(&self, confidence: f64) -> Option<(f64, f64)> {
        if !(confidence > 0.0 && confidence < 1.0) {
            return None;
        }
        let tail = (1.0 - confidence) / 2.0;
        Some((self.quantile(tail), self.quantile(1.0 - tail)))
    }

    /// The probability that the rate is greater than `tolerated`; `None` when that is no number.
    pub fn probability_above(&self, tolerated: f64) -> Option<f64> {
        if tolerated.is_nan() {
            return None;
        }
        Some(self.distribution.sf(tolerated.clamp(0.0, 1.0)).clamp(0.0, 1.0))
    }

    /// The quantile by bisection of the distribution function, which is monotone: slower than Newton's steps,
    /// but right for the J-shaped distributions that rare events give.
    fn quantile(&self, q: f64) -> f64 {
        let (mut low, mut high) = (0.0_f64, 1.0_f64);
        for _ in 0..200 {
            let middle = f64::midpoint(low, high);
            if middle <= low || middle >= high {
                break;
            }
            if self.distribution.cdf(middle) < q { low = middle } else { high = middle }
        }
        f64::midpoint(low, high)
    }
}

/// Up to a constant that does not depend on the prior.
fn log_likelihood(groups: &[(f64, f64)], prior: BetaPrior) -> f64 {
    let alone = ln_beta(prior.alpha, prior.beta);
    groups.iter().map(|(hits, n)| ln_beta(hits + prior.alpha, n - hits + prior.beta) - alone).sum()
}

/// α + β from the spread of the group rates around the common one (Kleinman 1973, JASA 68:46–54), kept
/// between 0.5 and `max`.
fn precision_by_moments(groups: &[(f64, f64)], mean: f64, max: f64) -> f64 {
    let spread: f64 = groups.iter().map(|(hits, n)| n * (hits / n - mean).powi(2)).sum();
    let trials: f64 = groups.iter().map(|(_, n)| n).sum();
    let squares: f64 = groups.iter().map(|(_, n)| n * n).sum();
    let variance = mean * (1.0 - mean);
    let degrees = real(groups.len() as u64) - 1.0;
    let correlation = (spread - degrees * variance) / ((trials - squares / trials - degrees) * variance);
    if correlation > 0.0 { (1.0 / correlation - 1.0).clamp(0.5, max.max(0.5)) } else { max.max(0.5) }
}

/// Nelder and Mead (1965), The Computer Journal 7:308–313, in two dimensions with their own coefficients.
/// Deterministic; ends when the corners agree or after 500 steps.
fn descend(loss: &dyn Fn([f64; 2]) -> f64, start: [f64; 2]) -> [f64; 2] {
    let valued = |point: [f64; 2]| (loss(point), point);
    let mut corners = [start, [start[0] + 0.5, start[1]], [start[0], start[1] - 1.0]].map(valued);
    for _ in 0..500 {
        corners.sort_by(|a, b| a.0.total_cmp(&b.0));
        let [best, middle, worst] = corners;
        let size = (0..2).map(|i| (worst.1[i] - best.1[i]).abs().max((middle.1[i] - best.1[i]).abs()));
        if size.fold(0.0, f64::max) < 1e-9 {
            break;
        }
        let centre = [f64::midpoint(best.1[0], middle.1[0]), f64::midpoint(best.1[1], middle.1[1])];
        let along = |by: f64| {
            valued([centre[0] + by * (worst.1[0] - centre[0]), centre[1] + by * (worst.1[1] - centre[1])])
        };
        let reflected = along(-1.0);
        if reflected.0 < best.0 {
            let expanded = along(-2.0);
            corners[2] = if expanded.0 < reflected.0 { expanded } else { reflected };
        } else if reflected.0 < middle.0 {
            corners[2] = reflected;
        } else {
            let contracted = if reflected.0 < worst.0 { along(-0.5) } else { along(0.5) };
            if contracted.0 < worst.0.min(reflected.0) {
                corners[2] = contracted;
            } else {
                let towards_best = |corner: (f64, [f64; 2])| {
                    valued([f64::midpoint(best.1[0], corner.1[0]), f64::midpoint(best.1[1], corner.1[1])])
                };
                corners = [best, towards_best(middle), towards_best(worst)];
            }
        }
    }
    corners.sort_by(|a, b| a.0.total_cmp(&b.0));
    corners[0].1
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    fn assert_close(found: f64, expected: f64, tolerance: f64, what: &str) {
        assert!((found - expected).abs() <= tolerance, "{what}: {found}, expected {expected}");
    }

    const UNEQUAL: [(u64, u64); 6] = [(2, 40), (9, 55), (0, 12), (14, 60), (3, 90), (7, 25)];

    #[test]
    fn the_fit_agrees_with_scipy() {
        // scipy.optimize.minimize(lambda p: -betabinom.logpmf(h, n, exp(p[0]), exp(p[1])).sum(), start,
        // method="Nelder-Mead", options=dict(xatol=1e-10, fatol=1e-13)), best of five starts
        let bimodal = [(1, 5), (4, 5), (0, 5), (5, 5), (2, 5), (3, 5), (0, 5), (5, 5)];
        let sparse = [(0, 3), (1, 200), (12, 1000), (30, 150), (2, 4), (0, 60), (5, 80)];
        let table: [(&[(u64, u64)], f64, f64); 3] = [
            (&UNEQUAL, 1.668_695_179, 11.172_512_176),
            (&bimodal, 0.491_832_977, 0.491_832_972),
            (&sparse, 0.454_996_870, 4.799_673_339),
        ];
        for (groups, alpha, beta) in table {
            let prior = BetaPrior::fit(groups).unwrap();
            assert_close(prior.alpha, alpha, 1e-5 * alpha, "alpha");
            assert_close(prior.beta, beta, 1e-5 * beta, "beta");
        }
    }

    #[test]
    fn a_shrunken_rate_agrees_with_scipy() {
        // scipy.stats.beta(1.668695179 + 2, 11.172512176 + 38): .mean(), .ppf([.025, .975]), .sf(.1)
        let posterior = BetaPrior::fit(&UNEQUAL).unwrap().posterior(2, 40).unwrap();
        assert_close(posterior.mean(), 0.069_428_678, 1e-6, "mean");
        let (low, high) = posterior.interval(0.95).unwrap();
        assert_close(low, 0.018_165_05, 1e-6, "low");
        assert_close(high, 0.151_035_00, 1e-6, "high");
        assert_close(posterior.probability_above(0.1).unwrap(), 0.176_743_968, 1e-5, "above");
    }

    #[test]
    fn beta_quantiles_and_tails_agree_with_scipy() {
        // scipy.stats.beta(a, b): .ppf([.025, .975]), .sf(.02), .sf(.1)
        let table = [
            (2.5, 47.5, 0.008_577_499_009, 0.124_547_782_644, 0.856_111_257_346, 0.070_694_198_081),
            (0.3, 12.0, 2.733_725_182e-7, 0.150_409_531_815, 0.314_744_590_282, 0.060_957_639_976),
            (150.0, 3000.0, 0.040_459_554_601_066_01, 0.055_322_419_767_650_254, 1.0, 0.0),
            (1.0, 1.0, 0.025, 0.975, 0.98, 0.9),
        ];
        for (a, b, low, high, above_2, above_10) in table {
            let posterior = Posterior::new(a, b).unwrap();
            let found = posterior.interval(0.95).unwrap();
            let what = format!("beta({a}, {b})");
            assert_close(found.0, low, 1e-9 * low.max(1e-3), &what);
            assert_close(found.1, high, 1e-9, &what);
            assert_close(posterior.probability_above(0.02).unwrap(), above_2, 1e-9, &what);
            assert_close(posterior.probability_above(0.1).unwrap(), above_10, 1e-9, &what);
        }
    }

    #[test]
    fn groups_that_differ_by_chance_only_are_shrunk_to_their_common_rate() {
        let prior = BetaPrior::fit(&[(10, 100), (11, 100), (9, 100), (10, 100)]).unwrap();
        assert_close(prior.alpha + prior.beta, 400.0, 1e-6, "weight of all trials");
        assert_close(prior.alpha / (prior.alpha + prior.beta), 0.1, 2e-3, "common rate");
    }

    #[test]
    fn the_start_is_the_estimate_by_moments_within_its_bounds() {
        // Kleinman's estimate with plain Python: 1 / rho - 1, where rho = (S - (k-1) m (1-m)) / ((N - sum n^2 / N
        // - (k-1)) m (1-m)) and S = sum n (h/n - m)^2.
        let start = |groups: &[(f64, f64)]| {
            let sum = groups.iter().fold((0.0, 0.0), |sum, group| (sum.0 + group.0, sum.1 + group.1));
            precision_by_moments(groups, sum.0 / sum.1, sum.1)
        };
        let unequal = UNEQUAL.map(|(hits, n)| (real(hits), real(n)));
        assert_close(start(&unequal), 10.691_997_923_323_068, 1e-12, "rates that differ");
        assert_close(start(&[(10.0, 100.0), (11.0, 100.0)]), 200.0, 0.0, "rates that differ by chance");
        assert_close(start(&[(0.0, 5.0), (5.0, 5.0)]), 0.5, 0.0, "rates that cannot differ more");
    }

    #[test]
    fn the_descent_follows_a_bent_valley_in_as_many_steps_as_the_paper_takes() {
        // Values asked for by the same method written in Python, on the function of Rosenbrock (1960), The
        // Computer Journal 3:175-184: 100 (y - x^2)^2 + (1 - x)^2, lowest at (1, 1).
        for (start, expected) in [([-1.2, 1.0], 237), ([0.0, 0.0], 201)] {
            let asked = Cell::new(0);
            let valley = |[x, y]: [f64; 2]| {
                asked.set(asked.get() + 1);
                let (bend, slope) = (y - x * x, 1.0 - x);
                100.0 * (bend * bend) + slope * slope
            };
            let [x, y] = descend(&valley, start);
            assert_close(x, 1.0, 1e-8, "x");
            assert_close(y, 1.0, 1e-8, "y");
            assert_eq!(asked.get(), expected, "from {start:?}");
        }
    }

    #[test]
    fn nothing_is_learnt_from_one_group_or_from_misses_alone() {
        let refused: [&[(u64, u64)]; 6] =
            [&[], &[(1, 5)], &[(1, 5), (0, 0)], &[(0, 5), (0, 9)], &[(5, 5), (9, 9)], &[(1, 5), (3, 2)]];
        for groups in refused {
            assert_eq!(BetaPrior::fit(groups), None, "{groups:?}");
        }
        let prior = BetaPrior { alpha: 1.0, beta: 1.0 };
        assert_eq!(prior.posterior(2, 1), None);
        assert_eq!([0.0, 1.0].map(|share| prior.posterior(1, 2).unwrap().interval(share)), [None, None]);
        assert_eq!(prior.posterior(1, 2).unwrap().probability_above(f64::NAN), None);
    }

    #[test]
    fn one_group_with_a_thousand_trials_and_one_with_one_still_give_a_finite_prior() {
        let prior = BetaPrior::fit(&[(1, 1000), (1, 1)]).unwrap();
        assert!(prior.alpha > 0.0 && prior.alpha.is_finite() && prior.beta > 0.0 && prior.beta.is_finite());
    }
}
