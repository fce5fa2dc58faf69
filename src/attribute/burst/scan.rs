//! How improbable it is that chance alone puts so many into one window.

/// P(some window of length one holds `n` or more) of a Poisson process with `rate` per window, watched for `length`
/// windows: Alm's approximation of the scan statistic. With F and p the distribution and mass functions of a Poisson
/// variable of mean `rate`,
///
/// `1 − F(n−1) · exp(−(1 − rate/n) · rate · (length − 1) · p(n−1))`
///
/// It is 1 where `n` is no more than usual, as the approximation holds in the tail only.
pub(super) fn probability(n: u32, rate: f64, length: f64) -> f64 {
    let count = f64::from(n);
    if n == 0 || rate >= count {
        return 1.0;
    }
    let tail = tail(n, rate);
    let clumps = (1.0 - rate / count) * rate * (length - 1.0).max(0.0) * mass(n - 1, rate);
    // 1 − (1 − tail) · e^(−clumps) without losing what is small.
    let more = -(-clumps).exp_m1();
    (tail + more - tail * more).clamp(0.0, 1.0)
}

/// P(X ≥ n) of a Poisson variable, for n above its mean: the terms fall from the first on.
fn tail(n: u32, mean: f64) -> f64 {
    let mut term = mass(n, mean);
    let mut sum = 0.0;
    let mut k = f64::from(n);
    while term > sum * 1e-17 {
        sum += term;
        k += 1.0;
        term *= mean / k;
    }
    sum
}

/// P(X = n), through logarithms so that nothing overflows.
fn mass(n: u32, mean: f64) -> f64 {
    if mean <= 0.0 {
        return if n == 0 { 1.0 } else { 0.0 };
    }
    let factorial: f64 = (1..=n).map(|k| f64::from(k).ln()).sum();
    (f64::from(n) * mean.ln() - mean - factorial).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64, relative: f64) {
        assert!((found - expected).abs() <= relative * expected, "{found}, expected {expected}");
    }

    #[test]
    fn the_tail_is_that_of_scipy() {
        // scipy.stats.poisson.sf(n − 1, mean)
        for (n, mean, expected) in TAILS {
            close(tail(n, mean), expected, 1e-9);
        }
    }

    #[test]
    fn the_probability_is_that_of_the_formula_and_of_simulated_processes() {
        for (n, rate, length, by_formula, simulated) in SCANS {
            close(probability(n, rate, length), by_formula, 1e-9);
            close(by_formula, simulated, 0.08);
        }
    }

    #[test]
    fn in_the_tail_more_in_a_window_is_less_probable_and_more_windows_make_it_more_so() {
        for n in 8..200 {
            assert!(probability(n + 1, 3.0, 10.0) < probability(n, 3.0, 10.0), "{n}");
            assert!(probability(n, 3.0, 20.0) > probability(n, 3.0, 10.0), "{n}");
        }
    }

    #[test]
    fn what_is_usual_is_certain_and_thousands_are_no_overflow() {
        assert!((probability(30, 30.0, 5.0) - 1.0).abs() < f64::EPSILON);
        assert!((probability(0, 0.0, 5.0) - 1.0).abs() < f64::EPSILON);
        let huge = probability(40_000, 1.0, 3.0);
        assert!((0.0..1e-300).contains(&huge), "{huge}");
    }

    const TAILS: [(u32, f64, f64); 4] = [
        (10, 1.0, 1.114_254_783_387e-07),
        (5, 0.5, 1.721_156_299_558e-04),
        (40, 20.5, 8.859_659_846_889e-05),
        (300, 30.0, 4.648_560_891_444e-185),
    ];

    /// Count, rate, length; by the formula in Python with SciPy; share of 400,000 simulated processes (NumPy).
    const SCANS: [(u32, f64, f64, f64, f64); 4] = [
        (5, 1.0, 10.0, 1.077_691_619_264e-01, 0.110_295),
        (6, 1.0, 3.0, 5.687_562_325_093e-03, 0.005_748),
        (8, 2.0, 20.0, 9.430_646_134_677e-02, 0.095_452),
        (12, 4.0, 50.0, 2.230_571_468_554e-01, 0.225_230),
    ];
}
