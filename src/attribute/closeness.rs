//! How well a lag fits: log2 of the density of lags seen on unambiguous links against a uniform one.

/// Fewer unambiguous links than this say nothing about lags; then the density is log-uniform.
const FEWEST_LINKS: usize = 20;

/// Half-octave bins from 1 s to 2^22 s (48 days).
const BINS: usize = 44;

/// Share of lags that need not be like those seen: a workflow's own retries and backlogs are rare in any
/// sample, and one of them must not look impossible.
const UNKNOWN: f64 = 0.2;

/// Limits of the score in bits.
const LIMIT: f64 = 4.0;

/// A smoothed histogram of log lag.
#[derive(Debug, Clone)]
pub(super) struct LagDensity {
    share_per_bin: Option<Vec<f64>>,
}

impl LagDensity {
    /// From the lags (seconds) of unambiguous links, in any order.
    pub(super) fn new(lags: &[f64]) -> Self {
        if lags.len() < FEWEST_LINKS {
            return Self { share_per_bin: None };
        }
        let mut counts = vec![0.0_f64; BINS];
        for lag in lags {
            counts[bin(*lag)] += 1.0;
        }
        // Add one half link per bin, then a 1-2-1 kernel: no lag is impossible, and no bin edge matters much.
        let padded: Vec<f64> = counts.iter().map(|count| count + 0.5).collect();
        let smooth: Vec<f64> = (0..BINS)
            .map(|i| {
                let left = padded[i.saturating_sub(1)];
                let right = padded[(i + 1).min(BINS - 1)];
                (left + 2.0 * padded[i] + right) / 4.0
            })
            .collect();
        let total: f64 = smooth.iter().sum();
        Self { share_per_bin: Some(smooth.into_iter().map(|share| share / total).collect()) }
    }

    /// `clamp(log2(f(lag) · window), −4, +4)`; lag and window in seconds, lags under one second count as one and
    /// those beyond the window as the window.
    pub(super) fn bits(&self, lag: f64, window: f64) -> f64 {
        let window = window.max(2.0);
        (self.density(lag.clamp(1.0, window), window) * window).log2().clamp(-LIMIT, LIMIT)
    }

    /// The same for a trigger of which only a stretch is known in which its source first told of it, `before` to
    /// `after` seconds before the sending (`after` is negative where the stretch goes on beyond it): the density is
    /// averaged over the stretch, and is nothing after the sending and before the window.
    pub(super) fn bits_between(&self, before: f64, after: f64, window: f64) -> f64 {
        let window = window.max(2.0);
        let length = before - after;
        if length < 1.0 {
            return self.bits(before, window);
        }
        let nearest = after.max(1.0);
        let farthest = before.min(window);
        // All of it lies at or beyond an end of the window, where a point would count as that end.
        if farthest - nearest < 1.0 {
            return self.bits(nearest, window);
        }
        let mass = self.mass(nearest, farthest, window);
        (mass / length * window).log2().clamp(-LIMIT, LIMIT)
    }

    /// The integral of the density between two lags of the window.
    fn mass(&self, from: f64, to: f64, window: f64) -> f64 {
        let uniform = (to / from).ln() / window.ln();
        let Some(shares) = &self.share_per_bin else { return uniform };
        let last = last_bin(window);
        let inside: f64 = shares[..=last].iter().sum();
        let in_bin = |(index, share): (usize, &f64)| {
            let start = upper_edge(index) / std::f64::consts::SQRT_2;
            let end = if index == last { window } else { upper_edge(index) };
            let overlap = (to.min(end) - from.max(start)).max(0.0);
            share / inside * overlap / (end - start)
        };
        let seen: f64 = shares[..=last].iter().enumerate().map(in_bin).sum();
        (1.0 - UNKNOWN) * seen + UNKNOWN * uniform
    }

    /// A density over the window: from one second to its end it integrates to one. The histogram reaches further,
    /// for other workflows have longer windows; what lies beyond this one is left out before the shares are taken.
    fn density(&self, lag: f64, window: f64) -> f64 {
        let Some(shares) = &self.share_per_bin else { return log_uniform(lag, window) };
        let last = last_bin(window);
        let inside: f64 = shares[..=last].iter().sum();
        let index = bin(lag).min(last);
        let end = if index == last { window } else { upper_edge(index) };
        let width = end - upper_edge(index) / std::f64::consts::SQRT_2;
        (1.0 - UNKNOWN) * shares[index] / inside / width + UNKNOWN * log_uniform(lag, window)
    }
}

fn log_uniform(lag: f64, window: f64) -> f64 {
    1.0 / (lag * window.ln())
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the number of bins")]
fn bin(lag: f64) -> usize {
    ((lag.max(1.0).log2() * 2.0).floor().clamp(0.0, 43.0)) as usize
}

/// The bin that holds the lags right before the end of the window: at an edge the one below it.
fn last_bin(window: f64) -> usize {
    let index = bin(window);
    let starts_there = upper_edge(index) / std::f64::consts::SQRT_2 >= window * (1.0 - 1e-9);
    if starts_there { index.saturating_sub(1) } else { index }
}

#[expect(clippy::cast_precision_loss, reason = "at most 44")]
fn upper_edge(bin: usize) -> f64 {
    f64::midpoint(bin as f64, 1.0).exp2()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn under_twenty_links_the_density_is_log_uniform() {
        let density = LagDensity::new(&[60.0; 19]);
        // f = 1 / (l ln W): 86400 / (3600 · ln 86400) = 2.112 → log2 = 1.078
        assert!((density.bits(3_600.0, 86_400.0) - 1.078).abs() < 0.01);
        assert!((density.bits(1.0, 86_400.0) - 4.0).abs() < f64::EPSILON);
    }

    #[test]
    fn lags_like_those_seen_score_high_and_others_low() {
        let lags: Vec<f64> = (0..200).map(|i| 60.0 + f64::from(i)).collect();
        let density = LagDensity::new(&lags);
        assert!(density.bits(120.0, 86_400.0) > 3.9);
        assert!(density.bits(40_000.0, 86_400.0) < -2.0);
    }

    /// The integral of the density over the window, by the trapezoid rule between the edges of the bins.
    fn mass(density: &LagDensity, window: f64) -> f64 {
        let edges = (0..BINS).map(upper_edge).take_while(|edge| *edge < window);
        let edges: Vec<f64> = std::iter::once(1.0).chain(edges).chain([window]).collect();
        let between = |from: f64, to: f64| {
            let steps = 200;
            let ratio = (to / from).powf(1.0 / f64::from(steps));
            let points = (0..steps).map(|i| (from * ratio.powi(i), from * ratio.powi(i + 1)));
            // Right inside the bin: at an edge the next one begins.
            let value = |at: f64| density.density(at.clamp(from * (1.0 + 1e-12), to * (1.0 - 1e-12)), window);
            points.map(|(a, b)| (b - a) * f64::midpoint(value(a), value(b))).sum::<f64>()
        };
        edges.windows(2).map(|pair| between(pair[0], pair[1])).sum()
    }

    #[test]
    fn the_density_integrates_to_one_over_the_window() {
        let quick: Vec<f64> = (0..20).map(|i| 30.0 + f64::from(i)).collect();
        let slow: Vec<f64> = (0..200).map(|i| 600.0 * f64::from(i)).collect();
        for lags in [&[][..], &quick, &slow] {
            // A day, an edge between bins, a month.
            for window in [3_600.0, 65_536.0, 86_400.0, 2_592_000.0] {
                let found = mass(&LagDensity::new(lags), window);
                assert!((found - 1.0).abs() < 1e-3, "{found} over {window} from {} lags", lags.len());
            }
        }
    }

    #[test]
    fn at_the_end_of_the_window_few_links_cost_the_logarithm_of_its_length() {
        let none = LagDensity::new(&[]);
        for window in [3_600.0_f64, 86_400.0, 2_592_000.0] {
            let at_end = none.bits(window, window);
            assert!((at_end - -window.ln().log2()).abs() < 1e-9, "{at_end}");
            assert!(at_end > -LIMIT);
        }
        // A stable id and a listed trigger give 7: taken at 4.0 up to seven tenths of a day.
        assert!(7.0 + none.bits(0.70 * 86_400.0, 86_400.0) >= 4.0);
        assert!(7.0 + none.bits(0.71 * 86_400.0, 86_400.0) < 4.0);
    }

    #[test]
    fn a_stretch_is_the_average_of_its_points() {
        let quick: Vec<f64> = (0..40).map(|i| 30.0 + 20.0 * f64::from(i)).collect();
        for lags in [&[][..], &quick] {
            let density = LagDensity::new(lags);
            for (before, after) in [(3_000.0, 200.0), (50_000.0, 7_000.0), (200.0, 199.5)] {
                let steps = 20_000;
                let step = (before - after) / f64::from(steps);
                let points = (0..steps).map(|i| after + step * (f64::from(i) + 0.5));
                let mean = points.map(|lag| density.density(lag, 86_400.0)).sum::<f64>() / f64::from(steps);
                let expected = (mean * 86_400.0).log2().clamp(-LIMIT, LIMIT);
                let found = density.bits_between(before, after, 86_400.0);
                assert!(
                    (found - expected).abs() < 0.02,
                    "{before} to {after}: {found}, by points {expected}"
                );
            }
        }
    }

    #[test]
    fn a_week_around_the_sending_costs_the_share_of_the_window_in_it() {
        let density = LagDensity::new(&[]);
        let day = 86_400.0;
        // The whole window lies in the week: its mass is one, spread over seven times its length.
        let week = density.bits_between(5.0 * day, -2.0 * day, day);
        assert!((week - (1.0_f64 / 7.0).log2()).abs() < 1e-9, "{week}");
        // A stable id and a listed trigger give 7: still enough to be taken.
        assert!(7.0 + week >= 4.0);
        // Known only after the sending, inside the clocks' difference: as a point at the sending.
        assert!((density.bits_between(-30.0, -90.0, day) - density.bits(1.0, day)).abs() < 1e-9);
    }

    #[test]
    fn the_score_stays_inside_its_limits() {
        let density = LagDensity::new(&[5.0; 1_000]);
        for lag in [0.0, 1.0, 5.0, 1e4, 1e9] {
            assert!(density.bits(lag, 86_400.0).abs() <= 4.0);
        }
    }
}
