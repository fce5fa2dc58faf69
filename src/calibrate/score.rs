//! How well probabilities fit what reviewers decided.

use crate::rank::statistics::wilson;

/// Bins of a reliability table.
const BINS: u32 = 10;

/// Confidence of its intervals.
const CONFIDENCE: f64 = 0.95;

/// A probability and whether the case was a false positive.
pub type Forecast = (f64, bool);

/// The mean squared distance of probabilities from what was the case: (1/n) Σ (pᵢ − oᵢ)², 0 at best. Brier (1950),
/// Monthly Weather Review 78:1–3, in its form for two classes. `None` without cases.
pub fn brier(forecasts: &[Forecast]) -> Option<f64> {
    mean(forecasts.iter().map(|(p, was)| (p - outcome(*was)).powi(2)))
}

/// What Brier score a constant probability, the share of false positives, would have: o̅ (1 − o̅), the uncertainty
/// of Murphy's partition (1973), Journal of Applied Meteorology 12:595–600.
pub fn uncertainty(forecasts: &[Forecast]) -> Option<f64> {
    let share = mean(forecasts.iter().map(|(_, was)| outcome(*was)))?;
    Some(share * (1.0 - share))
}

fn outcome(was: bool) -> f64 {
    if was { 1.0 } else { 0.0 }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, n) = values.fold((0.0, 0.0), |(sum, n), value| (sum + value, n + 1.0));
    (n > 0.0).then(|| sum / n)
}

/// Cases of about the same probability.
#[derive(Debug, Clone, PartialEq)]
pub struct Bin {
    /// Lower edge of the probability, inside.
    pub from: f64,
    /// Upper edge, outside but for the last.
    pub to: f64,
    /// Cases.
    pub cases: u64,
    /// Of those, false positives.
    pub wrong: u64,
    /// Mean probability.
    pub predicted: f64,
    /// Wilson 95 % interval of the share of false positives.
    pub interval: Option<(f64, f64)>,
}

impl Bin {
    /// Whether the mean probability lies in the interval of the observed share.
    pub fn is_reliable(&self) -> bool {
        self.interval.is_none_or(|(low, high)| (low..=high).contains(&self.predicted))
    }
}

/// Probabilities in ten bins of equal width; those without a case are left out.
pub fn reliability(forecasts: &[Forecast]) -> Vec<Bin> {
    let bins = (0..BINS).filter_map(|index| {
        let edge = |index: u32| f64::from(index) / f64::from(BINS);
        let (from, to) = (edge(index), edge(index + 1));
        let is_last = index + 1 == BINS;
        let inside: Vec<&Forecast> =
            forecasts.iter().filter(|(p, _)| *p >= from && (*p < to || is_last)).collect();
        let predicted = mean(inside.iter().map(|(p, _)| *p))?;
        let cases = inside.len() as u64;
        let wrong = inside.iter().filter(|(_, was)| *was).count() as u64;
        Some(Bin { from, to, cases, wrong, predicted, interval: wilson(wrong, cases, CONFIDENCE) })
    });
    bins.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: Option<f64>, b: f64) -> bool {
        a.is_some_and(|a| (a - b).abs() < 1e-12)
    }

    #[test]
    fn the_brier_score_is_the_mean_square() {
        // The example of scikit-learn's brier_score_loss: y = [0, 1, 1, 0], p = [0.1, 0.9, 0.8, 0.3] → 0.0375.
        let forecasts = [(0.1, false), (0.9, true), (0.8, true), (0.3, false)];
        assert!(near(brier(&forecasts), 0.0375));
        assert!(near(uncertainty(&forecasts), 0.25));
        assert!(near(brier(&[(0.0, true), (1.0, false)]), 1.0));
        assert_eq!((brier(&[]), uncertainty(&[])), (None, None));
    }

    #[test]
    fn a_forecast_of_the_share_scores_the_uncertainty() {
        let forecasts: Vec<Forecast> = (0..10).map(|i| (0.3, i < 3)).collect();
        assert!(near(brier(&forecasts), 0.21) && near(uncertainty(&forecasts), 0.21));
    }

    #[test]
    fn every_case_is_in_one_bin_and_empty_bins_are_left_out() {
        let forecasts = [(0.0, false), (0.05, false), (0.1, true), (0.95, true), (1.0, true)];
        let bins = reliability(&forecasts);
        let shown: Vec<(f64, u64, u64)> = bins.iter().map(|bin| (bin.from, bin.cases, bin.wrong)).collect();
        assert_eq!(shown, [(0.0, 2, 0), (0.1, 1, 1), (0.9, 2, 2)]);
        assert!((bins[0].predicted - 0.025).abs() < 1e-12 && (bins[2].predicted - 0.975).abs() < 1e-12);
        assert_eq!(bins[0].interval, wilson(0, 2, 0.95));
    }

    #[test]
    fn a_bin_is_reliable_when_its_mean_lies_in_the_interval_of_what_was() {
        let many: Vec<Forecast> = (0..100).map(|i| (0.85, i < 20)).collect();
        assert!(!reliability(&many)[0].is_reliable());
        let few: Vec<Forecast> = (0..100).map(|i| (0.85, i < 85)).collect();
        assert!(reliability(&few)[0].is_reliable());
    }
}
