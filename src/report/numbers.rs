//! How numbers and times are written for people, and the one interval that only the report needs.
//! A share is always `n of N` with its interval; the percentage itself appears from 20 judged cases on.

use std::collections::BTreeMap;

use super::model::{CaseRow, Header, Rate, Review};
pub(super) use crate::records::{count, plural};
use crate::{rank::statistics, records::Instant};

/// Under this denominator a percentage would pretend to know more than `n of N` says.
pub(super) const MIN_FOR_PERCENT: u64 = 20;

/// Stands where a share of judged cases would, if there are none.
pub(super) const NONE_JUDGED: &str = "none judged";

/// `3 of 40`, or that nothing was judged.
pub(super) fn of_judged(hits: u64, judged: u64) -> String {
    if judged == 0 { NONE_JUDGED.to_owned() } else { format!("{} of {}", count(hits), count(judged)) }
}

/// A length as a count, for lists held in memory.
pub(super) fn len(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// Hours with one decimal: `1,234.5`. What is more than nothing and rounds to it is `<0.1`: a row that ranks
/// above another because of two minutes must not look as if it had none.
pub(super) fn hours(value: f64) -> String {
    if !value.is_finite() {
        return "unknown".to_owned();
    }
    let tenths = format!("{:.1}", value.abs());
    if tenths == "0.0" {
        return if value > 0.0 { "<0.1" } else { "0.0" }.to_owned();
    }
    let (whole, fraction) = tenths.split_once('.').unwrap_or((tenths.as_str(), "0"));
    let sign = if value < 0.0 { "−" } else { "" };
    format!("{sign}{}.{fraction}", whole.parse::<u64>().map_or_else(|_| whole.to_owned(), count))
}

/// `+3.5`, `−2.0`, `±0.0`.
pub(super) fn signed_hours(value: f64) -> String {
    let text = hours(value);
    match text.as_str() {
        "0.0" | "<0.1" => "±0.0".to_owned(),
        _ if value > 0.0 => format!("+{text}"),
        _ => text,
    }
}

/// `+3`, `−2`, `±0`.
pub(super) fn signed_count(now: u64, before: u64) -> String {
    match now.cmp(&before) {
        std::cmp::Ordering::Greater => format!("+{}", count(now - before)),
        std::cmp::Ordering::Less => format!("−{}", count(before - now)),
        std::cmp::Ordering::Equal => "±0".to_owned(),
    }
}

/// Keeps a number and its unit on one line.
pub(super) const GAP: char = '\u{a0}';

/// `7.5 %` of 0.075.
pub(super) fn percent(value: f64) -> String {
    format!("{:.1}{GAP}%", value * 100.0)
}

/// `+2.0` of 0.02, in percentage points.
pub(super) fn points(value: f64) -> String {
    let text = format!("{:.1}", value.abs() * 100.0);
    match text.as_str() {
        "0.0" => "±0.0".to_owned(),
        _ if value > 0.0 => format!("+{text}"),
        _ => format!("−{text}"),
    }
}

/// `5.4–10.5 %`.
pub(super) fn range(low: f64, high: f64) -> String {
    format!("{:.1}–{:.1}{GAP}%", low * 100.0, high * 100.0)
}

/// `31 of 412 (7.5 %)`; the percentage only where the denominator carries one.
pub(super) fn share(rate: &Rate) -> String {
    let plain = format!("{} of {}", count(rate.hits), count(rate.of));
    if rate.of < MIN_FOR_PERCENT { plain } else { format!("{plain} ({})", percent(rate.value)) }
}

/// The interval of a share where its denominator carries a percentage, else that it does not.
pub(super) fn range_of(judged: u64, low: f64, high: f64) -> String {
    if judged < MIN_FOR_PERCENT { "too few".to_owned() } else { range(low, high) }
}

/// Whether both shares carry a percentage, and so a difference with its interval.
pub(super) fn is_comparable(now: &Rate, before: &Rate) -> bool {
    now.of.min(before.of) >= MIN_FOR_PERCENT
}

/// `31 of 412 (7.5 %, 95 % interval 5.4–10.5 %)`; under 20 the count alone.
pub(super) fn share_with_interval(rate: &Rate, confidence: f64) -> String {
    if rate.of < MIN_FOR_PERCENT {
        return share(rate);
    }
    format!("{} of {} ({})", count(rate.hits), count(rate.of), rate_with_interval(rate, confidence))
}

/// `7.5 %, 95 % interval 5.4–10.5 %`, for denominators that carry a percentage.
fn rate_with_interval(rate: &Rate, confidence: f64) -> String {
    format!("{}, {} interval {}", percent(rate.value), level(confidence), range(rate.low, rate.high))
}

/// ` (7.5 %, 95 % interval 5.4–10.5 %)`; nothing under 20.
pub(super) fn in_brackets(rate: &Rate, confidence: f64) -> String {
    if rate.of < MIN_FOR_PERCENT {
        return String::new();
    }
    format!(" ({})", rate_with_interval(rate, confidence))
}

/// `95 %` of 0.95.
pub(super) fn level(confidence: f64) -> String {
    let percent = confidence * 100.0;
    if (percent - percent.round()).abs() < 1e-9 {
        format!("{percent:.0}{GAP}%")
    } else {
        format!("{percent:.1}{GAP}%")
    }
}

/// Difference of two proportions with Newcombe's interval, from the limits that both carry.
pub(super) fn newcombe(now: &Rate, before: &Rate) -> (f64, f64, f64) {
    let (low, high) = statistics::newcombe_limits(
        (now.value, (now.low, now.high)),
        (before.value, (before.low, before.high)),
    );
    (now.value - before.value, low, high)
}

/// A proportion with its Wilson interval; `None` without a denominator.
pub(super) fn wilson(hits: u64, of: u64, confidence: f64) -> Option<Rate> {
    Rate::new(hits, of, confidence)
}

/// Interval of a sum of hours: the happenings (fan-outs; a case without one stands alone) are taken as a
/// compound Poisson process, whose variance is the sum of the squared hours per happening. `None` when
/// nothing was lost.
pub(super) fn sum_interval(
    review: &Review,
    total: f64,
    of_case: fn(&CaseRow) -> Option<f64>,
) -> Option<(f64, f64)> {
    let mut happenings: BTreeMap<&str, f64> = BTreeMap::new();
    for case in review.cases.iter().filter(|case| case.verdict == "false_positive") {
        if let Some(hours) = of_case(case).filter(|hours| hours.is_finite() && *hours > 0.0) {
            let key = case.fan_out_id.as_deref().unwrap_or(&case.action_id);
            *happenings.entry(key).or_default() += hours;
        }
    }
    if happenings.is_empty() || total <= 0.0 {
        return None;
    }
    let half = statistics::two_sided_quantile(review.config.rank.confidence)?
        * happenings.values().map(|h| h * h).sum::<f64>().sqrt();
    Some(((total - half).max(0.0), total + half))
}

/// A time for reading, in the organisation's zone: `2026-08-01 08:00 EDT`.
pub(super) fn time(at: Instant, header: &Header) -> String {
    at.with_timezone(&header.time_zone).format("%Y-%m-%d %H:%M %Z").to_string()
}

/// The same instant in UTC, for comparison with the sources: `2026-08-01 12:00:07`.
pub(super) fn utc(at: Instant) -> String {
    at.format("%Y-%m-%d %H:%M:%S").to_string()
}

/// A date for reading, in the organisation's zone.
pub(super) fn date(at: Instant, header: &Header) -> String {
    at.with_timezone(&header.time_zone).format("%Y-%m-%d").to_string()
}

/// The last day before an exclusive end, for reading: a span that ends with a local midnight ends with the day
/// before it; any other end is told with its time.
pub(super) fn last_day(end: Instant, header: &Header) -> String {
    let local = end.with_timezone(&header.time_zone);
    if local.time() == chrono::NaiveTime::MIN {
        date(end - chrono::TimeDelta::microseconds(1), header)
    } else {
        time(end, header)
    }
}

/// RFC 3339 in UTC, microseconds only where they are not zero.
pub(super) fn rfc3339(at: Instant) -> String {
    if at.timestamp_subsec_micros() == 0 {
        at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
    } else {
        at.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_carry_separators_and_signs_and_a_little_is_not_nothing() {
        for (value, expected) in [
            (0.0, "0.0"),
            (0.000_3, "<0.1"),
            (0.06, "0.1"),
            (-0.01, "0.0"),
            (-2.5, "−2.5"),
            (12_345.67, "12,345.7"),
        ] {
            assert_eq!(hours(value), expected);
        }
        assert_eq!(signed_hours(0.04), "±0.0");
        assert_eq!(signed_count(3, 5), "−2");
        assert_eq!(points(0.0204), "+2.0");
        assert_eq!(level(0.999), "99.9\u{a0}%");
    }

    #[test]
    fn a_small_denominator_prints_its_count_alone() {
        let rate = wilson(3, 12, 0.95).unwrap();
        assert_eq!(share_with_interval(&rate, 0.95), "3 of 12");
        assert_eq!(in_brackets(&rate, 0.95) + &range_of(19, 0.1, 0.2), "too few");
        assert_eq!(range_of(20, 0.1, 0.2), "10.0–20.0\u{a0}%");
        let rate = wilson(31, 412, 0.95).unwrap();
        assert!(share(&rate).ends_with("(7.5\u{a0}%)"), "{}", share(&rate));
    }

    #[test]
    fn an_exclusive_midnight_is_told_by_the_day_before_it() {
        let mut header = crate::report::sample::review(&crate::report::sample::Size::small()).header;
        let at = |text: &str| text.parse::<Instant>().unwrap();
        assert_eq!(last_day(at("2026-08-17T04:00:00Z"), &header), "2026-08-16");
        assert_eq!(last_day(at("2026-08-17T16:00:00Z"), &header), "2026-08-17 12:00 EDT");
        header.time_zone = chrono_tz::UTC;
        assert_eq!(last_day(at("2026-08-17T04:00:00Z"), &header), "2026-08-17 04:00 UTC");
    }

    #[test]
    fn times_show_microseconds_only_where_there_are_any() {
        let at = |text: &str| text.parse::<Instant>().unwrap();
        assert_eq!(rfc3339(at("2026-08-01T12:00:00Z")), "2026-08-01T12:00:00Z");
        assert_eq!(rfc3339(at("2026-08-01T12:00:00.0005Z")), "2026-08-01T12:00:00.000500Z");
    }
}
