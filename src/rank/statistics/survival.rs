//! Kaplan–Meier curves with their log-log band, and quantiles read from both.

use super::{real, two_sided_quantile};

/// Rounding must not keep a curve from reaching a level that it reaches exactly.
const ROUNDING: f64 = 1e-12;

/// One length of time: until the event, or until it was last known not to have come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stay {
    /// The length.
    pub time: f64,
    /// Whether it ended with the event; otherwise it is right-censored.
    pub has_ended: bool,
}

/// The curve right after one distinct time, censored ones included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The time.
    pub time: f64,
    /// At risk just before it.
    pub at_risk: u64,
    /// Events at it.
    pub events: u64,
    /// Censored at it.
    pub censored: u64,
    /// Share without the event after it.
    pub survival: f64,
    /// Lower limit of the share.
    pub low: f64,
    /// Upper limit of the share.
    pub high: f64,
}

/// A time by which some share had the event.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Quantile {
    /// The first time by which so many had it; `None` where the curve does not fall so low.
    pub value: Option<f64>,
    /// Lower limit.
    pub low: Option<f64>,
    /// Upper limit; `None` where the data set none.
    pub high: Option<f64>,
}

/// An estimated survival curve: one step per distinct time, ascending.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// Steps.
    pub steps: Vec<Step>,
}

impl Curve {
    /// The product-limit estimate of Kaplan and Meier (1958, JASA 53:457–481): S(t) = Π (1 − dᵢ/nᵢ) over the times
    /// tᵢ ≤ t at which dᵢ of nᵢ at risk had the event; who is censored at a time was still at risk then.
    ///
    /// Pointwise limits are those of log(−log S) (Kalbfleisch and Prentice 1980, The Statistical Analysis of Failure
    /// Time Data, 15): S^exp(±z √V / ln S) with V = Σ dᵢ / (nᵢ (nᵢ − dᵢ)), the sum of Greenwood (1926). They never
    /// leave 0 to 1. Before the first event they are 1; once nobody is left V is not defined and both are 0.
    ///
    /// `None` for an empty sample, a length that is negative or no finite number, or a confidence outside (0, 1).
    pub fn of(sample: &[Stay], confidence: f64) -> Option<Self> {
        let z = two_sided_quantile(confidence)?;
        if sample.is_empty() || sample.iter().any(|stay| !stay.time.is_finite() || stay.time < 0.0) {
            return None;
        }
        let mut sorted = sample.to_vec();
        sorted.sort_by(|a, b| a.time.total_cmp(&b.time));
        let (mut survival, mut variance, mut at_risk) = (1.0_f64, 0.0_f64, sorted.len() as u64);
        let mut steps = Vec::new();
        for same_time in sorted.chunk_by(|a, b| a.time.total_cmp(&b.time).is_eq()) {
            let Some(first) = same_time.first() else { continue };
            let events = same_time.iter().filter(|stay| stay.has_ended).count() as u64;
            let (d, n) = (real(events), real(at_risk));
            if events > 0 {
                // Multiplied by what is left, so that nobody left is exactly 0.
                survival *= (n - d) / n;
                variance += d / (n * (n - d));
            }
            let (low, high) = band(survival, variance, z);
            let all = same_time.len() as u64;
            steps.push(Step {
                time: first.time,
                at_risk,
                events,
                censored: all - events,
                survival,
                low,
                high,
            });
            at_risk -= all;
        }
        Some(Self { steps })
    }

    /// The time by which a share had the event: the first at which the curve falls to 1 − `share`. Its limits are the
    /// first times at which the lower and the upper limit of the band do: the times that the test of Brookmeyer and
    /// Crowley (1982, Biometrics 38:29–41) does not reject, with the log-log band in place of the plain one.
    pub fn quantile(&self, share: f64) -> Quantile {
        let level = 1.0 - share + ROUNDING;
        let first = |value: fn(&Step) -> f64| {
            self.steps.iter().find(|step| step.events > 0 && value(step) <= level).map(|step| step.time)
        };
        Quantile {
            value: first(|step| step.survival),
            low: first(|step| step.low),
            high: first(|step| step.high),
        }
    }

    /// The step in force at a time; `None` before the first.
    pub fn at(&self, time: f64) -> Option<&Step> {
        self.steps.iter().take_while(|step| step.time <= time).last()
    }
}

fn band(survival: f64, variance: f64, z: f64) -> (f64, f64) {
    if survival <= 0.0 {
        return (0.0, 0.0);
    }
    if survival >= 1.0 {
        return (1.0, 1.0);
    }
    // ln S is negative, so the spread is: its exponential is below 1 and raises S.
    let spread = z * variance.sqrt() / survival.ln();
    (survival.powf((-spread).exp()), survival.powf(spread.exp()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(ended: &[i32], censored: &[i32]) -> Vec<Stay> {
        let stay = |has_ended| move |time: &i32| Stay { time: f64::from(*time), has_ended };
        ended.iter().map(stay(true)).chain(censored.iter().map(stay(false))).collect()
    }

    /// Weeks of remission of Freireich and others (1963, Blood 21:699–716), the usual textbook example (`gehan` of the
    /// R package MASS): under 6-MP and under placebo.
    fn six_mp() -> Vec<Stay> {
        sample(&[6, 6, 6, 7, 10, 13, 16, 22, 23], &[6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35])
    }
    fn placebo() -> Vec<Stay> {
        sample(&[1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23], &[])
    }

    /// Miller (1981), Survival Analysis: `aml` of the R package survival, maintained and not.
    fn maintained() -> Vec<Stay> {
        sample(&[9, 13, 18, 23, 31, 34, 48], &[13, 28, 45, 161])
    }
    fn not_maintained() -> Vec<Stay> {
        sample(&[5, 5, 8, 8, 12, 23, 27, 30, 33, 43, 45], &[16])
    }

    #[test]
    fn curve_and_band_agree_with_lifelines() {
        // lifelines 0.30.3, KaplanMeierFitter: survival_function_ and confidence_interval_ (Greenwood, log-log).
        let table: &[(Vec<Stay>, f64, [f64; 3])] = &[
            (six_mp(), 6.0, [0.857_142_857_143, 0.619_717_955_266, 0.951_551_747_647]),
            (six_mp(), 9.0, [0.806_722_689_076, 0.563_146_564_622, 0.922_809_019_203]),
            (six_mp(), 10.0, [0.752_941_176_471, 0.503_199_510_800, 0.889_361_835_169]),
            (six_mp(), 16.0, [0.627_450_980_392, 0.367_510_855_988, 0.804_912_189_472]),
            (six_mp(), 23.0, [0.448_179_271_709, 0.188_052_005_959, 0.680_142_628_495]),
            (six_mp(), 35.0, [0.448_179_271_709, 0.188_052_005_959, 0.680_142_628_495]),
            (placebo(), 1.0, [0.904_761_904_762, 0.670_045_882_235, 0.975_294_149_038]),
            (placebo(), 8.0, [0.380_952_380_952, 0.183_066_548_820, 0.577_788_677_746]),
            (placebo(), 22.0, [0.047_619_047_619, 0.003_324_463_043, 0.197_044_905_699]),
            (placebo(), 23.0, [0.0, 0.0, 0.0]),
            (maintained(), 13.0, [0.818_181_818_182, 0.447_428_614_682, 0.951_162_228_582]),
            (maintained(), 48.0, [0.184_090_909_091, 0.011_738_480_123, 0.525_014_842_727]),
            (not_maintained(), 27.0, [0.388_888_888_889, 0.126_272_012_195, 0.649_817_408_289]),
        ];
        for (sample, time, expected) in table {
            let curve = Curve::of(sample, 0.95).unwrap();
            let step = curve.at(*time).unwrap();
            for (found, expected) in [step.survival, step.low, step.high].into_iter().zip(expected) {
                assert!((found - expected).abs() < 1e-11, "{time}: {found}, expected {expected}");
            }
        }
    }

    #[test]
    fn numbers_at_risk_agree_with_statsmodels() {
        // statsmodels 0.15.0, SurvfuncRight(time, status).summary(): time, number at risk, events.
        let curve = Curve::of(&six_mp(), 0.95).unwrap();
        let found: Vec<(f64, u64, u64)> = curve
            .steps
            .iter()
            .filter(|step| step.events > 0)
            .map(|step| (step.time, step.at_risk, step.events))
            .collect();
        let expected = [
            (6.0, 21, 3),
            (7.0, 17, 1),
            (10.0, 15, 1),
            (13.0, 12, 1),
            (16.0, 11, 1),
            (22.0, 7, 1),
            (23.0, 6, 1),
        ];
        assert_eq!(found, expected);
        assert_eq!(curve.steps.iter().map(|step| step.censored).sum::<u64>(), 12);
    }

    #[test]
    fn quantiles_and_their_limits_agree_with_lifelines() {
        // lifelines 0.30.3, qth_survival_times over survival_function_ and confidence_interval_; inf is None.
        let table: &[(Vec<Stay>, f64, [Option<f64>; 3])] = &[
            (six_mp(), 0.5, [Some(23.0), Some(13.0), None]),
            (six_mp(), 0.9, [None, None, None]),
            (placebo(), 0.5, [Some(8.0), Some(4.0), Some(11.0)]),
            (placebo(), 0.9, [Some(17.0), Some(12.0), Some(23.0)]),
            (maintained(), 0.5, [Some(31.0), Some(13.0), None]),
            (maintained(), 0.9, [None, Some(34.0), None]),
            (not_maintained(), 0.5, [Some(23.0), Some(5.0), Some(33.0)]),
            (not_maintained(), 0.9, [Some(43.0), Some(30.0), Some(45.0)]),
        ];
        for (sample, share, [value, low, high]) in table {
            let found = Curve::of(sample, 0.95).unwrap().quantile(*share);
            assert_eq!(found, Quantile { value: *value, low: *low, high: *high }, "{share}");
        }
    }

    #[test]
    fn a_level_reached_exactly_is_reached() {
        // Ten with the event one after the other: nine of ten have had it at 9, though 0.1 is no binary fraction.
        let all: Vec<i32> = (1..=10).collect();
        let curve = Curve::of(&sample(&all, &[]), 0.95).unwrap();
        assert_eq!((curve.quantile(0.5).value, curve.quantile(0.9).value), (Some(5.0), Some(9.0)));
    }

    #[test]
    fn nothing_ended_gives_a_level_curve_and_no_quantile() {
        let curve = Curve::of(&sample(&[], &[5, 9]), 0.95).unwrap();
        let found: Vec<Option<f64>> =
            curve.steps.iter().flat_map(|step| [step.survival, step.low, step.high]).map(Some).collect();
        assert_eq!(found, [Some(1.0); 6]);
        assert_eq!(curve.quantile(0.5), Quantile::default());
        assert_eq!(curve.at(4.9), None);
    }

    #[test]
    fn what_is_no_sample_is_refused() {
        let stay = |time| vec![Stay { time, has_ended: true }];
        for (sample, confidence) in [
            (Vec::new(), 0.95),
            (stay(-1.0), 0.95),
            (stay(f64::NAN), 0.95),
            (stay(1.0), 1.0),
            (stay(1.0), 0.0),
        ] {
            assert_eq!(Curve::of(&sample, confidence), None, "{sample:?} {confidence}");
        }
    }
}
