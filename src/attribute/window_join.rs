//! The one join of linking: which intervals with one key overlap. Lazy, in polars, linear in its result:
//! both sides are cut into buckets as long as the longest window, joined on (key, bucket), then filtered. Large
//! inputs are joined in parts by key, so that what one join holds does not grow with them.

use polars::prelude::{DataFrame, IntoLazy, JoinArgs, JoinType, NamedFrom, PolarsResult, Series, col};

/// A keyed interval in microseconds, both ends included.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keyed {
    /// Interned key.
    pub(super) key: u32,
    /// What the interval belongs to.
    pub(super) id: u32,
    /// First instant.
    pub(super) from: i64,
    /// Last instant.
    pub(super) to: i64,
}

/// An interval longer than this many buckets is cut there: a stretch of unknown time is no evidence.
const MOST_BUCKETS: i64 = 128;

/// Intervals of both sides that are joined at a time.
const PART: usize = 1 << 19;

/// Pairs (left id, right id) whose keys are equal and whose intervals overlap, each once, ordered.
///
/// # Errors
/// Whatever polars reports.
pub(super) fn overlapping(left: &[Keyed], right: &[Keyed], bucket: i64) -> PolarsResult<Vec<(u32, u32)>> {
    if left.is_empty() || right.is_empty() {
        return Ok(Vec::new());
    }
    let parts = u32::try_from((left.len() + right.len()).div_ceil(PART)).unwrap_or(u32::MAX);
    let mut pairs = Vec::new();
    for part in 0..parts {
        let of_part = |row: &&Keyed| row.key % parts == part;
        let left = frame(left.iter().filter(of_part), bucket.max(1), "left")?;
        let right = frame(right.iter().filter(of_part), bucket.max(1), "right")?;
        join(left, right, &mut pairs)?;
    }
    // A pair may share several buckets and several keys.
    pairs.sort_unstable();
    pairs.dedup();
    Ok(pairs)
}

fn join(left: DataFrame, right: DataFrame, pairs: &mut Vec<(u32, u32)>) -> PolarsResult<()> {
    let overlaps = col("left_from").lt_eq(col("right_to")).and(col("right_from").lt_eq(col("left_to")));
    let keys = [col("key"), col("bucket")];
    let found = left
        .lazy()
        .join(right.lazy(), keys.clone(), keys, JoinArgs::new(JoinType::Inner))
        .filter(overlaps)
        .select([col("left_id"), col("right_id")])
        .collect()?;
    let lefts = found.column("left_id")?.u32()?;
    let rights = found.column("right_id")?.u32()?;
    pairs.extend(lefts.into_no_null_iter().zip(rights.into_no_null_iter()));
    Ok(())
}

fn frame<'a>(rows: impl Iterator<Item = &'a Keyed>, bucket: i64, side: &str) -> PolarsResult<DataFrame> {
    let (mut key, mut buckets, mut id) = (Vec::new(), Vec::new(), Vec::new());
    let (mut from, mut to) = (Vec::new(), Vec::new());
    for row in rows {
        let first = row.from.div_euclid(bucket);
        let last = row.to.div_euclid(bucket).min(first + MOST_BUCKETS);
        for number in first..=last {
            key.push(row.key);
            buckets.push(number);
            id.push(row.id);
            from.push(row.from);
            to.push(row.to);
        }
    }
    let height = key.len();
    DataFrame::new(
        height,
        vec![
            Series::new("key".into(), key).into(),
            Series::new("bucket".into(), buckets).into(),
            Series::new(format!("{side}_id").into(), id).into(),
            Series::new(format!("{side}_from").into(), from).into(),
            Series::new(format!("{side}_to").into(), to).into(),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keyed(key: u32, id: u32, from: i64, to: i64) -> Keyed {
        Keyed { key, id, from, to }
    }

    #[test]
    fn intervals_that_touch_overlap_and_others_do_not() {
        let left = [keyed(1, 10, 0, 100), keyed(2, 11, 0, 100)];
        for (from, to, expected) in [(100, 100, 1), (101, 101, 0), (-5, 0, 1), (-5, -1, 0), (-50, 500, 1)] {
            let found = overlapping(&left, &[keyed(1, 7, from, to)], 100).unwrap();
            assert_eq!(found.len(), expected, "{from}..{to}");
        }
    }

    #[test]
    fn a_pair_that_shares_several_buckets_is_given_once() {
        assert_eq!(
            overlapping(&[keyed(1, 1, 0, 1_000)], &[keyed(1, 2, 0, 1_000)], 10).unwrap(),
            vec![(1, 2)]
        );
    }
}
