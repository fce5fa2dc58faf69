//! Draws that anybody can repeat: a generator whose seed is the SHA-256 of a text, and beta draws from it.

use sha2::{Digest, Sha256};

/// Goes before every seed, so that other uses of the same text draw something else.
const PURPOSE: &[u8] = b"misfire draws 1\0";

/// `SplitMix64`: Steele, Lea and Flood (2014), OOPSLA, 453–472.
pub(super) struct Draws {
    state: u64,
}

impl Draws {
    /// The draws of a text; the same text always gives the same ones.
    pub(super) fn of(text: &str) -> Self {
        let hash = Sha256::new().chain_update(PURPOSE).chain_update(text.as_bytes()).finalize();
        Self { state: hash.iter().take(8).fold(0, |state, byte| (state << 8) | u64::from(*byte)) }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Uniform in the open interval (0, 1).
    fn uniform(&mut self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "52 bits fit a floating number exactly")]
        let step = (self.next() >> 12) as f64;
        (step + 0.5) / 4_503_599_627_370_496.0
    }

    /// Standard normal, by Box and Muller (1958).
    fn normal(&mut self) -> f64 {
        let (radius, turn) = (self.uniform(), self.uniform());
        (-2.0 * radius.ln()).sqrt() * (std::f64::consts::TAU * turn).cos()
    }

    /// The logarithm of a gamma draw of this shape, which does not vanish for small shapes. Marsaglia and Tsang
    /// (2000), ACM Transactions on Mathematical Software 26:363–372.
    fn ln_gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let boost = self.uniform().ln() / shape;
            return self.ln_gamma(shape + 1.0) + boost;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = (1.0 + c * x).powi(3);
            if v > 0.0 && self.uniform().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return (d * v).ln();
            }
        }
    }

    /// A beta draw, as ln(X / (X + Y)) of two gamma draws: it orders like the draw itself, and values too near
    /// to 0 for a floating number still differ.
    pub(super) fn ln_beta(&mut self, alpha: f64, beta: f64) -> f64 {
        let (x, y) = (self.ln_gamma(alpha), self.ln_gamma(beta));
        -(y - x).exp().ln_1p()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_gives_the_published_sequence() {
        // The reference sequence of SplitMix64 from the seed 1234567.
        let mut draws = Draws { state: 1_234_567 };
        let expected = [
            6_457_827_717_110_365_317_u64,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        for expected in expected {
            assert_eq!(draws.next(), expected);
        }
    }

    #[test]
    fn the_draws_of_a_text_are_those_of_the_same_methods_in_python() {
        // hashlib, math and whole numbers modulo 2^64; sums over the first 500 draws
        assert_eq!(Draws::of("moments").next(), 9_268_560_495_861_748_757);
        for (alpha, beta, expected) in [
            (2.5, 47.5, -1_593.164_176_905_541_8),
            (0.3, 12.0, -3_132.433_676_606_998_7),
            (1.0, 1.0, -508.677_609_853_877_7),
        ] {
            let mut draws = Draws::of("moments");
            let sum: f64 = (0..500).map(|_| draws.ln_beta(alpha, beta)).sum();
            assert!((sum / expected - 1.0).abs() < 1e-10, "{alpha} {beta}: {sum}, expected {expected}");
        }
    }

    #[test]
    fn the_same_text_draws_the_same_and_another_text_something_else() {
        let first = |text: &str| Draws::of(text).next();
        assert_eq!(first("owner team:identity"), first("owner team:identity"));
        assert_ne!(first("owner team:identity"), first("owner team:endpoint"));
    }

    #[test]
    fn beta_draws_have_the_mean_and_spread_of_their_distribution() {
        // scipy.stats.beta(a, b).mean() and .var()
        for (alpha, beta) in [(2.5_f64, 47.5_f64), (0.3, 12.0), (150.0, 3000.0), (1.0, 1.0)] {
            let mut draws = Draws::of("moments");
            let n = 40_000;
            let sample: Vec<f64> = (0..n).map(|_| draws.ln_beta(alpha, beta).exp()).collect();
            let mean = sample.iter().sum::<f64>() / f64::from(n);
            let spread = sample.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / f64::from(n);
            let total = alpha + beta;
            let variance = alpha * beta / (total * total * (total + 1.0));
            assert!(
                (mean - alpha / total).abs() < 5.0 * (variance / f64::from(n)).sqrt(),
                "{alpha} {beta} {mean}"
            );
            assert!((spread / variance - 1.0).abs() < 0.06, "{alpha} {beta}: {spread}, expected {variance}");
        }
    }
}
