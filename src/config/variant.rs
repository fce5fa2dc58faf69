//! A setting moved by half, down or up: what a review is held against to see how much hangs on it.

use super::{Config, Span};

/// By how much a setting is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    /// To half of it.
    Half,
    /// To half more.
    HalfMore,
}

/// A configuration with one setting moved.
#[derive(Debug, Clone)]
pub struct Variant {
    /// The setting.
    pub setting: &'static str,
    /// How it was moved.
    pub moved: Moved,
    /// The configuration with that change.
    pub config: Config,
}

impl Moved {
    /// Down, then up.
    pub const BOTH: [Self; 2] = [Self::Half, Self::HalfMore];

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Half => "half",
            Self::HalfMore => "half more",
        }
    }

    /// What a number is multiplied by.
    pub fn factor(self) -> f64 {
        match self {
            Self::Half => 0.5,
            Self::HalfMore => 1.5,
        }
    }

    /// A length of time.
    pub fn span(self, span: Span) -> Span {
        span.halves(self.halves())
    }

    /// A whole number of one or more: rounded up, so that one becomes one and two.
    pub fn count(self, count: u64) -> u64 {
        count.saturating_mul(u64::from(self.halves().unsigned_abs())).div_ceil(2)
    }

    fn halves(self) -> i32 {
        match self {
            Self::Half => 1,
            Self::HalfMore => 3,
        }
    }
}

impl Variant {
    /// The configuration after `change`.
    pub fn of(
        config: &Config,
        setting: &'static str,
        moved: Moved,
        change: impl FnOnce(&mut Config),
    ) -> Self {
        let mut config = config.clone();
        change(&mut config);
        Self { setting, moved, config }
    }

    /// `prior, half`.
    pub fn name(&self) -> String {
        format!("{}, {}", self.setting, self.moved.words())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_counts_move_by_half_and_a_count_stays_one_at_least() {
        let moved = |span| Moved::BOTH.map(|moved| moved.span(span).delta().num_milliseconds());
        assert_eq!(moved(Span::minutes(2)), [60_000, 180_000]);
        assert_eq!(moved(Span::seconds(1)), [500, 1_500]);
        assert_eq!(Moved::BOTH.map(|moved| moved.count(20)), [10, 30]);
        assert_eq!(Moved::BOTH.map(|moved| moved.count(1)), [1, 2]);
        assert_eq!(Moved::BOTH.map(|moved| moved.count(5)), [3, 8]);
        assert_eq!(Moved::HalfMore.count(u64::MAX), u64::MAX.div_ceil(2));
    }
}
