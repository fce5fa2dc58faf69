//! The generator of everything random in a simulated world: `SplitMix64`, seeded per entity and purpose, so that
//! one entity's draws never shift another's.

/// A small deterministic generator. The same key gives the same stream on every machine.
#[derive(Debug, Clone)]
pub(super) struct Rng(u64);

impl Rng {
    /// A stream of its own for one purpose and one entity.
    pub(super) fn for_key(seed: u64, purpose: &str, index: u64) -> Self {
        // FNV-1a over the purpose; the mixing below spreads it.
        let hash = purpose.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mut rng = Self(seed ^ hash.rotate_left(17) ^ index.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        rng.next();
        rng.next();
        rng
    }

    /// The next 64 bits.
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Uniform in 0..1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit a double exactly")]
    pub(super) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Uniform in `0..n`; 0 when `n` is 0.
    #[expect(clippy::cast_possible_truncation, reason = "the product's high half is below n")]
    pub(super) fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }

    /// Uniform in `low..=high`.
    #[expect(
        clippy::cast_possible_wrap,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "ranges used here are small"
    )]
    pub(super) fn range(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low).max(0) as usize + 1) as i64
    }

    /// True with probability `p`.
    pub(super) fn chance(&mut self, p: f64) -> bool {
        self.unit() < p
    }

    /// One of the choices. The slice must not be empty.
    pub(super) fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }

    /// Log-normal with the given median; `sigma` is the deviation of the logarithm.
    pub(super) fn log_normal(&mut self, median: f64, sigma: f64) -> f64 {
        // Sum of twelve uniforms: near enough to normal for lags, and the same on every platform up to `exp`.
        let normal: f64 = (0..12).map(|_| self.unit()).sum::<f64>() - 6.0;
        median * (sigma * normal).exp()
    }

    /// Letters and digits.
    pub(super) fn token(&mut self, alphabet: &[u8], length: usize) -> String {
        (0..length).map(|_| char::from(*self.pick(alphabet))).collect()
    }

    /// A random UUID (version 4).
    pub(super) fn uuid(&mut self) -> String {
        let (a, b) = (self.next(), self.next());
        format!(
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            a >> 32,
            (a >> 16) & 0xffff,
            a & 0xfff,
            0x8000 | ((b >> 48) & 0x3fff),
            b & 0xffff_ffff_ffff
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Rng;

    #[test]
    fn streams_of_one_key_agree_and_of_two_keys_differ() {
        let draw = |purpose: &str, index| Rng::for_key(7, purpose, index).next();
        assert_eq!(draw("people", 3), draw("people", 3));
        assert_ne!(draw("people", 3), draw("people", 4));
        assert_ne!(draw("people", 3), draw("devices", 3));
    }

    #[test]
    fn log_normal_has_its_median() {
        let mut rng = Rng::for_key(1, "lag", 0);
        let mut draws: Vec<f64> = (0..2001).map(|_| rng.log_normal(4.0, 0.8)).collect();
        draws.sort_by(f64::total_cmp);
        assert!((3.7..4.3).contains(&draws[1000]), "median {}", draws[1000]);
    }
}
