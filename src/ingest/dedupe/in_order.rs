//! Sorting of records by their places: a record is several hundred bytes long, and moving it once is enough.

use std::cmp::Ordering;

/// Sorts as `slice::sort_by` does, equals staying in their order, without copies of the records.
pub(super) fn sort_in_place<T>(all: &mut [T], order: impl Fn(&T, &T) -> Ordering) {
    let mut places: Vec<usize> = (0..all.len()).collect();
    places.sort_by(|a, b| order(&all[*a], &all[*b]));
    for place in 0..all.len() {
        // What was to come here may have been moved on already, to where its own successor went.
        let mut from = places[place];
        while from < place {
            from = places[from];
        }
        places[place] = from;
        all.swap(place, from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_sorted_as_the_standard_library_sorts_them() {
        // A fixed sequence without a pattern, with many equals.
        let mut seed = 7_u32;
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            seed >> 20
        };
        for length in [0, 1, 2, 3, 10, 257, 1_000] {
            let mut rows: Vec<(u32, u32)> = (0..length).map(|number| (next() % 40, number)).collect();
            let mut expected = rows.clone();
            expected.sort_by_key(|row| row.0);
            sort_in_place(&mut rows, |a, b| a.0.cmp(&b.0));
            assert_eq!(rows, expected);
        }
    }
}
