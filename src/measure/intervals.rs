//! Arithmetic on half-open stretches of time, so that overlapping interruptions are never counted twice.

use chrono::TimeDelta;

use crate::records::Instant;

/// From the first instant inside to the first one after.
pub type Interval = (Instant, Instant);

/// The stretches covered by at least one interval: sorted, disjoint, touching ones joined. Empty and reversed
/// intervals cover nothing.
pub fn union(mut intervals: Vec<Interval>) -> Vec<Interval> {
    intervals.retain(|(from, to)| from < to);
    intervals.sort_unstable();
    let mut joined: Vec<Interval> = Vec::with_capacity(intervals.len());
    for (from, to) in intervals {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => joined.push((from, to)),
        }
    }
    joined
}

/// The stretches covered by both sides; either may be unsorted and overlap itself.
pub fn intersection(left: &[Interval], right: &[Interval]) -> Vec<Interval> {
    let (left, right) = (union(left.to_vec()), union(right.to_vec()));
    let (mut i, mut j) = (0, 0);
    let mut common = Vec::new();
    while let (Some(a), Some(b)) = (left.get(i), right.get(j)) {
        let (from, to) = (a.0.max(b.0), a.1.min(b.1));
        if from < to {
            common.push((from, to));
        }
        // The one that ends first cannot meet anything further.
        if a.1 <= b.1 { i += 1 } else { j += 1 }
    }
    common
}

/// The hours covered by at least one interval.
pub fn total_hours(intervals: &[Interval]) -> f64 {
    let micros: i64 = union(intervals.to_vec())
        .iter()
        .map(|(from, to)| to.timestamp_micros().saturating_sub(from.timestamp_micros()))
        .fold(0, i64::saturating_add);
    #[expect(clippy::cast_precision_loss, reason = "exact below 2^53 µs, which is 285 years")]
    let micros = micros as f64;
    micros / 3_600_000_000.0
}

/// The instant up to which disjoint stretches in time order hold so many hours; `None` when they hold fewer.
pub fn reached(stretches: &[Interval], hours: f64) -> Option<Instant> {
    #[expect(clippy::cast_possible_truncation, reason = "saturates, and 292,000 years of it are enough")]
    let mut left = TimeDelta::microseconds((hours * 3_600_000_000.0).round() as i64);
    for (from, to) in stretches {
        if *to - *from >= left {
            return Some(*from + left);
        }
        left -= *to - *from;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64) -> Instant {
        chrono::DateTime::UNIX_EPOCH + TimeDelta::hours(hour)
    }

    fn spans(pairs: &[(i64, i64)]) -> Vec<Interval> {
        pairs.iter().map(|(from, to)| (at(*from), at(*to))).collect()
    }

    #[test]
    fn union_joins_overlapping_and_touching_and_drops_empty_ones() {
        let cases: &[(&[(i64, i64)], &[(i64, i64)])] = &[
            (&[], &[]),
            (&[(3, 3), (5, 4)], &[]),
            (&[(4, 6), (1, 2)], &[(1, 2), (4, 6)]),
            (&[(1, 3), (3, 5)], &[(1, 5)]),
            (&[(1, 9), (2, 3), (8, 10)], &[(1, 10)]),
        ];
        for (given, expected) in cases {
            assert_eq!(union(spans(given)), spans(expected), "{given:?}");
        }
    }

    #[test]
    fn intersection_is_symmetric_and_half_open() {
        let cases: &[(&[(i64, i64)], &[(i64, i64)], &[(i64, i64)])] = &[
            (&[(1, 3)], &[(3, 5)], &[]),
            (&[(1, 4)], &[(3, 5)], &[(3, 4)]),
            (&[(0, 10)], &[(1, 2), (5, 6), (9, 12)], &[(1, 2), (5, 6), (9, 10)]),
            (&[(0, 5), (2, 7)], &[(1, 9)], &[(1, 7)]),
        ];
        for (left, right, expected) in cases {
            assert_eq!(intersection(&spans(left), &spans(right)), spans(expected), "{left:?} {right:?}");
            assert_eq!(intersection(&spans(right), &spans(left)), spans(expected), "{right:?} {left:?}");
        }
    }

    #[test]
    fn hours_are_reached_inside_the_stretch_that_completes_them() {
        let two = spans(&[(0, 2), (10, 13)]);
        for (hours, expected) in
            [(0.0, Some(0)), (1.0, Some(1)), (2.0, Some(2)), (3.0, Some(11)), (5.0, Some(13)), (5.01, None)]
        {
            assert_eq!(reached(&two, hours), expected.map(at), "{hours}");
        }
        assert_eq!(reached(&[], 1.0), None);
    }

    #[test]
    fn total_counts_an_overlap_once() {
        assert!((total_hours(&spans(&[(0, 4), (2, 6)])) - 6.0).abs() < 1e-12);
        assert!(total_hours(&[]).abs() < 1e-12);
    }
}
