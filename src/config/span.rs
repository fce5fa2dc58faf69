//! Durations as written in configuration and control map: `60s`, `2m`, `24h`, `7d`.

use std::{fmt, str::FromStr};

use chrono::TimeDelta;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

/// A length of time, written as a whole number and a unit (`s`, `m`, `h`, `d`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, JsonSchema)]
#[schemars(with = "String")]
pub struct Span(TimeDelta);

impl Span {
    /// So many seconds.
    pub const fn seconds(n: i64) -> Self {
        Self(TimeDelta::seconds(n))
    }

    /// So many minutes.
    pub const fn minutes(n: i64) -> Self {
        Self(TimeDelta::minutes(n))
    }

    /// So many hours.
    pub const fn hours(n: i64) -> Self {
        Self(TimeDelta::hours(n))
    }

    /// As chrono's difference of two instants.
    pub const fn delta(self) -> TimeDelta {
        self.0
    }

    /// So many halves of it.
    pub(super) fn halves(self, n: i32) -> Self {
        Self(self.0 * n / 2)
    }
}

impl FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || {
            format!(
                "`{text}` is no duration, expected a number and a unit such as `90s`, `30m`, `24h` or `7d`"
            )
        };
        let text_trimmed = text.trim();
        let split = text_trimmed.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
        let (digits, unit) = text_trimmed.split_at(split);
        let count: i64 = digits.parse().map_err(|_| wrong())?;
        let seconds_per_unit = match unit.trim() {
            "s" => 1,
            "m" => 60,
            "h" => 3_600,
            "d" => 86_400,
            _ => return Err(wrong()),
        };
        let seconds =
            count.checked_mul(seconds_per_unit).filter(|s| *s <= 10 * 366 * 86_400).ok_or_else(wrong)?;
        Ok(Self(TimeDelta::seconds(seconds)))
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.num_seconds();
        let (count, unit) = match seconds {
            s if s != 0 && s % 86_400 == 0 => (s / 86_400, "d"),
            s if s != 0 && s % 3_600 == 0 => (s / 3_600, "h"),
            s if s % 60 == 0 => (s / 60, "m"),
            s => (s, "s"),
        };
        write!(f, "{count}{unit}")
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
