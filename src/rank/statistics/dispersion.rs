//! Whether groups differ by more than the binomial allows, and what that does to limits and tests.

use statrs::distribution::{ChiSquared, ContinuousCDF, Normal};

use super::{quantile, real};

/// The share of scores pulled in at each end.
const WINSORISED: f64 = 0.1;
/// Under so many points nothing can be pulled in, and the one bad group would widen the limits that show it.
const MIN_POINTS: u64 = 10;
/// A dispersion this improbable by chance is taken for real.
const LEVEL: f64 = 0.05;

/// How much more groups vary than the binomial allows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dispersion {
    /// φ: the mean of the squared winsorised scores; about 1 when the groups differ by chance alone.
    pub phi: f64,
    /// How many scores it rests on.
    pub points: u64,
    /// The probability of so large a φ by chance alone.
    pub p_value: f64,
}

impl Dispersion {
    /// Estimates φ from standardised scores zᵢ = (pᵢ − θ) / √(θ(1−θ)/nᵢ): scores under the 10 % quantile are set
    /// to it, those over the 90 % quantile to that one, and φ = Σ zᵢ² / I. By chance alone I·φ is about
    /// χ² with I − 1 degrees of freedom, as θ comes from the same groups. Spiegelhalter (2005), Statistics in
    /// Medicine 24:1185–1202, section 4 and appendix.
    ///
    /// `None` with fewer than two scores or one that is no finite number.
    pub fn of(scores: &[f64]) -> Option<Self> {
        if scores.len() < 2 || scores.iter().any(|score| !score.is_finite()) {
            return None;
        }
        let (low, high) = (quantile(scores, WINSORISED)?, quantile(scores, 1.0 - WINSORISED)?);
        let points = scores.len() as u64;
        let sum: f64 = scores.iter().map(|score| score.clamp(low, high).powi(2)).sum();
        let by_chance = ChiSquared::new(real(points - 1)).ok()?;
        Some(Self { phi: sum / real(points), points, p_value: by_chance.sf(sum).clamp(0.0, 1.0) })
    }

    /// The scores of groups of (hits, trials) around a common rate; groups without trials have none.
    pub fn scores(groups: &[(u64, u64)], rate: f64) -> Vec<f64> {
        let with_trials = groups.iter().filter(|(_, n)| *n > 0);
        let score = |(hits, n): &(u64, u64)| {
            (real(*hits) / real(*n) - rate) / (rate * (1.0 - rate) / real(*n)).sqrt()
        };
        with_trials.map(score).collect()
    }

    /// Whether limits are widened: from 10 points on, with φ above 1 and above what chance gives once in 20.
    pub fn is_taken(&self) -> bool {
        self.points >= MIN_POINTS && self.phi > 1.0 && self.p_value < LEVEL
    }

    /// By how much distances from the common rate are stretched: √φ, or 1 where it is not taken.
    pub fn stretch(&self) -> f64 {
        if self.is_taken() { self.phi.sqrt() } else { 1.0 }
    }
}

/// A two-sided p-value whose normal score is divided by `stretch`: what it says when scores vary so much more.
pub fn stretched_p_value(p_value: f64, stretch: f64) -> f64 {
    if stretch <= 1.0 || p_value >= 1.0 {
        return p_value;
    }
    let normal = Normal::standard();
    // Half of the smallest positive number keeps the score finite.
    let score = -normal.inverse_cdf((p_value / 2.0).max(f64::MIN_POSITIVE));
    (2.0 * normal.sf(score / stretch)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dispersion_agrees_with_numpy_and_scipy() {
        // w = numpy.clip(z, *numpy.quantile(z, [.1, .9])); (w**2).mean();
        // scipy.stats.chi2.sf((w**2).sum(), len(z) - 1)
        let wide = [-2.1, 0.3, 1.9, 4.4, -3.2, 0.8, -1.0, 2.7, -0.4, 1.1, -2.9, 6.0];
        let usual = [-0.9, 0.3, 1.2, -1.4, 0.2, 0.8, -1.0, 0.7, -0.4, 1.1];
        let table: [(&[f64], f64, f64, bool); 3] = [
            (&wide, 5.841_716_666_666_668, 1.169_046_049_379_560_2e-10, true),
            (&usual, 0.675_37, 0.662_745_267_089_767_8, false),
            (&[1.0, -3.0, 2.5], 3.56, 0.004_795_870_710_296_417, false),
        ];
        for (scores, phi, p_value, is_taken) in table {
            let found = Dispersion::of(scores).unwrap();
            assert!((found.phi - phi).abs() < 1e-12, "{found:?}");
            assert!((found.p_value - p_value).abs() < 1e-10 * p_value.max(1e-3), "{found:?}");
            assert_eq!(found.is_taken(), is_taken, "{found:?}");
            let stretch = if is_taken { phi.sqrt() } else { 1.0 };
            assert!((found.stretch() - stretch).abs() < 1e-12, "{found:?}");
        }
    }

    #[test]
    fn one_group_far_out_is_pulled_in_and_does_not_widen_the_limits_that_show_it() {
        let mut scores = vec![0.4, -0.8, 1.1, -0.2, 0.9, -1.3, 0.1, -0.6, 0.7, -0.5, 0.3];
        scores.push(9.0);
        let found = Dispersion::of(&scores).unwrap();
        assert!(!found.is_taken(), "{found:?}");
    }

    #[test]
    fn scores_stand_on_the_binomial_deviation() {
        // (0.15 - 0.1) / sqrt(0.1 * 0.9 / 100) and (0.05 - 0.1) / sqrt(0.1 * 0.9 / 400)
        let scores = Dispersion::scores(&[(15, 100), (0, 0), (20, 400)], 0.1);
        assert_eq!(scores.len(), 2);
        assert!((scores[0] - 1.666_666_666_666_666_5).abs() < 1e-12, "{scores:?}");
        assert!((scores[1] + 3.333_333_333_333_333).abs() < 1e-12, "{scores:?}");
    }

    #[test]
    fn stretched_p_values_agree_with_scipy() {
        // 2 * scipy.stats.norm.sf(norm.isf(p / 2) / sqrt(phi))
        let table = [
            (0.001, 2.0, 0.019_978_374_457_605_055),
            (0.04, 1.44, 0.086_996_704_091_507_92),
            (1e-12, 4.0, 0.000_363_504_774_869_824_3),
            (1.0, 3.0, 1.0),
            (0.03, 1.0, 0.03),
        ];
        for (p_value, phi, expected) in table {
            let found = stretched_p_value(p_value, f64::sqrt(phi));
            assert!((found - expected).abs() < 1e-9 * expected, "{p_value} {phi}: {found}, {expected}");
        }
        assert!(stretched_p_value(0.0, 2.0) >= 0.0);
    }

    #[test]
    fn one_score_or_a_score_that_is_no_number_has_no_dispersion() {
        assert_eq!(Dispersion::of(&[]), None);
        assert_eq!(Dispersion::of(&[3.0]), None);
        assert!(Dispersion::of(&[3.0, -3.0]).is_some());
        assert_eq!(Dispersion::of(&[3.0, f64::NAN]), None);
    }
}
