//! The simulated time in slices small enough to be made in memory and written one after the other.

use chrono::{NaiveDate, TimeDelta};

use super::{
    calendar::{date_of, is_working_day, local, next_day},
    rng::Rng,
};
use crate::records::Instant;

/// Rows of a slice, about.
const ROWS: f64 = 4_096.0;
/// First and last minute of the local day in which people do something.
const BUSY_MINUTES: (i64, i64) = (450, 1_140);

/// A stretch of one local day.
#[derive(Debug, Clone)]
pub(super) struct Slice {
    /// Its number, which keys what is random in it.
    pub(super) number: u64,
    /// The local day.
    pub(super) date: NaiveDate,
    /// First instant.
    pub(super) from: Instant,
    /// First instant after it.
    pub(super) to: Instant,
    /// The part of it in which people do something.
    busy: (Instant, Instant),
    /// Rows expected.
    expected: f64,
}

impl Slice {
    /// How many rows there are: the expected number, its fraction by chance.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small positive number")]
    pub(super) fn rows(&self, rng: &mut Rng) -> usize {
        self.expected as usize + usize::from(rng.chance(self.expected.fract()))
    }

    /// A moment of its busy part.
    pub(super) fn moment(&self, rng: &mut Rng) -> Instant {
        let span = (self.busy.1 - self.busy.0).num_milliseconds();
        self.busy.0 + TimeDelta::milliseconds(rng.range(0, span - 1))
    }
}

/// The days from `from` to `to` in slices, with so many rows expected on a working day and on another.
#[expect(clippy::cast_precision_loss, reason = "slices of a day are few")]
pub(super) fn slices(from: Instant, to: Instant, (working, other): (f64, f64)) -> Vec<Slice> {
    let mut all = Vec::new();
    let mut date = date_of(from);
    while local(date, 0, 0) < to {
        let expected = if is_working_day(date) { working } else { other };
        let (start, end) = (local(date, 0, 0), local(next_day(date), 0, 0));
        let count = pieces(expected);
        let (first, last) =
            (start + TimeDelta::minutes(BUSY_MINUTES.0), start + TimeDelta::minutes(BUSY_MINUTES.1));
        let edge = |piece: i64| {
            first + (last - first) / i32::try_from(count).unwrap_or(1) * i32::try_from(piece).unwrap_or(0)
        };
        for piece in 0..count {
            let busy = (edge(piece), if piece + 1 == count { last } else { edge(piece + 1) });
            all.push(Slice {
                number: all.len() as u64,
                date,
                from: if piece == 0 { start } else { busy.0 },
                to: if piece + 1 == count { end } else { busy.1 },
                busy,
                expected: expected / count as f64,
            });
        }
        date = next_day(date);
    }
    all
}

#[expect(clippy::cast_possible_truncation, reason = "clamped")]
fn pieces(expected: f64) -> i64 {
    (expected / ROWS).ceil().clamp(1.0, 100_000.0) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_follow_one_another_without_gap_and_hold_what_is_expected() {
        let at = |text: &str| text.parse::<Instant>().unwrap();
        // The clock goes back on the first of November.
        let (from, to) = (at("2026-10-30T04:00:00Z"), at("2026-11-03T05:00:00Z"));
        let all = slices(from, to, (10_000.0, 100.0));
        assert_eq!(all.len(), 3 + 1 + 1 + 3);
        assert_eq!((all[0].from, all[all.len() - 1].to), (from, to));
        assert!(all.windows(2).all(|pair| pair[0].to == pair[1].from));
        let mut rng = Rng::for_key(1, "slices", 0);
        for slice in &all {
            let moment = slice.moment(&mut rng);
            assert!(slice.from <= moment && moment < slice.to);
        }
        let rows: usize = all.iter().map(|slice| slice.rows(&mut rng)).sum();
        assert!((20_195..=20_205).contains(&rows), "{rows}");
    }
}
