//! Lengths of time in words: a quantile with its interval, "not reached" where the data do not say, "too few" where
//! they cannot.

use super::{
    model::{QuantileHours, Review, SurvivalRow},
    wording::duration,
};

/// Observations under which no quantile is estimated.
pub(super) const MIN_OBSERVED: u64 = crate::rank::MIN_OBSERVED;

/// One estimate; `None` where nothing of the kind was observed.
pub(super) fn find<'a>(
    review: &'a Review,
    measure: &str,
    dimension: &str,
    key: &str,
) -> Option<&'a SurvivalRow> {
    let is_meant =
        |row: &&SurvivalRow| row.measure == measure && row.dimension == dimension && row.key == key;
    review.survival.rows.iter().find(is_meant)
}

/// `9 min (7 min to 12 min)`, `3.0 days (2.0 days to not reached)`, `not reached (over 2.0 days)`, `too few (4 of 6)`, `–`
/// where nothing was observed.
pub(super) fn quantile(found: &QuantileHours, observed: u64) -> String {
    if observed == 0 {
        return "–".to_owned();
    }
    if observed < MIN_OBSERVED {
        return format!("too few ({observed} of {MIN_OBSERVED})");
    }
    let limit = |hours: Option<f64>| hours.map_or_else(|| "not reached".to_owned(), duration);
    match (found.hours, found.low) {
        (Some(hours), _) => format!("{} ({} to {})", duration(hours), limit(found.low), limit(found.high)),
        (None, Some(low)) => format!("not reached (over {})", duration(low)),
        (None, None) => "not reached".to_owned(),
    }
}

/// `half within 9 min (7 min to 12 min)`, `half: not reached (over 2.0 days)`.
pub(super) fn within(share: &str, found: &QuantileHours, observed: u64) -> String {
    let words = quantile(found, observed);
    if found.hours.is_some() && observed >= MIN_OBSERVED {
        format!("{share} within {words}")
    } else {
        format!("{share}: {words}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_says_what_is_known_of_it() {
        let of = |hours, low, high| QuantileHours { hours, low, high };
        for (found, observed, expected) in [
            (of(Some(0.15), Some(0.1), Some(0.2)), 40, "9 min (6 min to 12 min)"),
            (of(Some(72.0), Some(48.0), None), 40, "3.0 days (2.0 days to not reached)"),
            (of(None, Some(48.0), None), 40, "not reached (over 2.0 days)"),
            (of(None, None, None), 6, "not reached"),
            (of(None, None, None), 5, "too few (5 of 6)"),
            (of(None, None, None), 0, "–"),
        ] {
            assert_eq!(quantile(&found, observed).replace('\u{a0}', " "), expected);
        }
        let reached = within("half", &of(Some(2.0), Some(1.0), None), 9).replace('\u{a0}', " ");
        assert_eq!(reached, "half within 2.0 h (60 min to not reached)");
        assert_eq!(within("half", &of(None, None, None), 9), "half: not reached");
    }
}
