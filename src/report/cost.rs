//! What lost hours cost, where the organisation says what an hour does. No currency: the rate has none.

use super::{
    model::Review,
    numbers::{count, hours},
};

/// `[organisation] hourly_rate`; `None` for 0, where no page and no table has a figure of money.
pub(super) fn rate(review: &Review) -> Option<f64> {
    Some(review.config.organisation.hourly_rate).filter(|rate| rate.is_finite() && *rate > 0.0)
}

/// Person-hours at the rate.
pub(super) fn of(review: &Review, person_hours: f64) -> Option<f64> {
    rate(review).map(|rate| rate * person_hours).filter(|cost| cost.is_finite())
}

/// `12,346`: whole units, as an estimate has no smaller ones; `<1` for what rounds to nothing and is not.
pub(super) fn words(cost: f64) -> String {
    if cost > 0.0 && cost < 0.5 {
        return "<1".to_owned();
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rounded, never negative")]
    count(cost.max(0.0).round() as u64)
}

/// `cost up to 12,346, at 80.0 per hour (interval 10,000–14,000; at least 9,000 …)`: what goes with a figure of
/// person-hours. The cost of what is only an upper bound is one, too.
pub(super) fn beside(review: &Review, person_hours: f64, interval: Option<(f64, f64)>) -> Option<String> {
    let rate = rate(review)?;
    let range = interval.map_or_else(String::new, |(low, high)| {
        format!("; interval {}–{}", words(low * rate), words(high * rate))
    });
    // A tenth is how hours are told, and not every price.
    let price = if (rate * 10.0).fract().abs() < 1e-9 { hours(rate) } else { format!("{rate:.2}") };
    Some(format!("cost up to {} at {price} per hour{range}", words(person_hours * rate)))
}
