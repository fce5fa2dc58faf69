//! Groups against what is common to all: funnel limits, over-dispersion, and which groups stand out.

use super::{
    rate::proportion,
    statistics::{self, Dispersion},
};

/// Two groups always lie on either side of their common rate.
const MIN_GROUPS: usize = 3;
/// The share of groups named that may be named by chance.
const FALSE_DISCOVERIES: f64 = 0.05;

/// How groups lie around their common rate.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// Hits / trials of all groups.
    pub rate: f64,
    /// Whether the groups differ by more than the binomial allows.
    pub dispersion: Dispersion,
    /// One per group, in the order given.
    pub standings: Vec<Standing>,
}

/// Where one group lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// Hits.
    pub hits: u64,
    /// Trials.
    pub of: u64,
    /// The probability of a rate as far from the common one by chance: the exact two-sided binomial test,
    /// stretched by the over-dispersion where that is taken.
    pub p_value: f64,
    /// The same after Benjamini and Hochberg over the groups.
    pub p_adjusted: f64,
}

impl Standing {
    /// Whether the group is one of a list of which at most one in 20 is expected to be there by chance.
    pub fn stands_out(&self) -> bool {
        self.p_adjusted <= FALSE_DISCOVERIES
    }
}

impl Spread {
    /// Compares groups of (hits, trials) with the common (hits, trials).
    ///
    /// `None` for fewer than three groups, for a group without trials or with more hits than trials, and where
    /// nothing or everything is a hit: there is then nothing to differ in.
    pub fn of(groups: &[(u64, u64)], common: (u64, u64)) -> Option<Self> {
        let rate = proportion(common.0, common.1)?;
        if groups.len() < MIN_GROUPS {
            return None;
        }
        let exact = |(hits, of): &(u64, u64)| statistics::exact_test(*hits, *of, rate);
        let exact: Vec<f64> = groups.iter().map(exact).collect::<Option<_>>()?;
        let dispersion = Dispersion::of(&Dispersion::scores(groups, rate))?;
        let p_values: Vec<f64> =
            exact.into_iter().map(|p| statistics::stretched_p_value(p, dispersion.stretch())).collect();
        let adjusted = statistics::benjamini_hochberg(&p_values)?;
        let standing = |((group, p_value), p_adjusted): ((&(u64, u64), f64), f64)| Standing {
            hits: group.0,
            of: group.1,
            p_value,
            p_adjusted,
        };
        let standings = groups.iter().zip(p_values).zip(adjusted).map(standing).collect();
        Some(Self { rate, dispersion, standings })
    }

    /// The limits that hold `share` of the rates which chance alone gives to groups of `n` trials: exact, and
    /// their distances from the common rate stretched where over-dispersion is taken. `None` without trials or
    /// for a share outside (0, 1).
    pub fn limits(&self, n: u64, share: f64) -> Option<(f64, f64)> {
        if !(share > 0.0 && share < 1.0) {
            return None;
        }
        let tail = (1.0 - share) / 2.0;
        let stretched = |p: f64| {
            let limit = statistics::control_limit(n, self.rate, p)?;
            Some((limit - self.rate).mul_add(self.dispersion.stretch(), self.rate).clamp(0.0, 1.0))
        };
        Some((stretched(tail)?, stretched(1.0 - tail)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIX: [(u64, u64); 6] = [(2, 40), (9, 55), (1, 22), (14, 60), (3, 90), (7, 25)];

    fn common(groups: &[(u64, u64)]) -> (u64, u64) {
        groups.iter().fold((0, 0), |sum, group| (sum.0 + group.0, sum.1 + group.1))
    }

    fn assert_close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-9, "{found}, expected {expected}");
    }

    #[test]
    fn groups_that_stand_out_agree_with_scipy_and_statsmodels() {
        // p = [scipy.stats.binomtest(h, n, 36 / 292).pvalue ...]; multipletests(p, 0.05, "fdr_bh")[1]
        let spread = Spread::of(&SIX, common(&SIX)).unwrap();
        let expected = [
            0.339_589_288_932_573_2,
            0.489_763_605_472_888,
            0.510_406_924_289_195_1,
            0.049_411_009_534_509_644,
            0.034_511_726_469_243_97,
            0.055_485_751_075_014_356,
        ];
        for (standing, expected) in spread.standings.iter().zip(expected) {
            assert_close(standing.p_adjusted, expected);
        }
        let out: Vec<u64> = spread.standings.iter().filter(|of| of.stands_out()).map(|of| of.hits).collect();
        assert_eq!(out, [14, 3]);
        let limits = (spread.limits(60, 0.95).unwrap(), spread.limits(60, 0.998).unwrap());
        assert_close(limits.0.0, 0.037_296_314_193_560_526);
        assert_close(limits.0.1, 0.204_270_674_654_015_8);
        assert_close(limits.1.0, 0.003_323_864_772_713_314);
        assert_close(limits.1.1, 0.262_873_432_888_234_2);
    }

    #[test]
    fn six_groups_state_their_dispersion_and_twelve_widen_the_limits_by_it() {
        // phi of the z-scores clipped at numpy.quantile(z, [.1, .9]); theta + sqrt(phi) * (limit - theta)
        let six = Spread::of(&SIX, common(&SIX)).unwrap();
        assert_close(six.dispersion.phi, 3.321_808_230_100_944);
        assert!(!six.dispersion.is_taken(), "{six:?}");
        let mut twelve = SIX.to_vec();
        twelve.extend([(1, 50), (10, 48), (0, 30), (12, 35), (2, 64), (9, 30)]);
        let spread = Spread::of(&twelve, common(&twelve)).unwrap();
        assert!(spread.dispersion.is_taken());
        assert_close(spread.dispersion.phi, 4.504_937_601_447_378);
        assert_close(spread.standings[0].p_adjusted, 0.685_989_855_815_591_9);
        assert_close(spread.standings[3].p_adjusted, 0.471_403_332_305_058_1);
        let (low, high) = spread.limits(60, 0.998).unwrap();
        assert_close(low, 0.0);
        assert_close(high, 0.424_470_006_184_934_4);
    }

    #[test]
    fn two_groups_and_groups_without_a_hit_are_not_compared() {
        let refused: [&[(u64, u64)]; 5] = [
            &[],
            &[(1, 30), (9, 30)],
            &[(0, 30), (0, 40), (0, 50)],
            &[(30, 30), (40, 40), (50, 50)],
            &[(1, 30), (2, 30), (0, 0)],
        ];
        for groups in refused {
            assert_eq!(Spread::of(groups, common(groups)), None, "{groups:?}");
        }
        let spread = Spread::of(&SIX, common(&SIX)).unwrap();
        assert_eq!(spread.limits(0, 0.95), None);
        assert_eq!(spread.limits(10, 1.0), None);
        assert_eq!(spread.limits(10, 0.0), None);
    }
}
