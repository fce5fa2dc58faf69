//! Numbers of the configuration: each has a range outside which nobody can mean it.

use std::num::FpCategory;

use chrono::TimeDelta;

use super::{
    Checker,
    Step::{self, Key},
};
use crate::config::{Config, Span, problem::number};

/// A sensible range of a number, both ends included, and what it counts.
struct Range {
    from: f64,
    to: f64,
    of: &'static str,
}

const fn range(from: f64, to: f64, of: &'static str) -> Range {
    Range { from, to, of }
}

/// Bits of evidence, as scores, leads and weights of rules are measured in: 40 are odds of a million millions.
const BITS: Range = range(-40.0, 40.0, "bits");

/// Money per hour: from a hundredth of a unit to what the smallest currencies need.
const HOURLY: Range = range(0.01, 100_000_000.0, "");

/// Lost hours of one action: a working year at most.
const HOURS: Range = range(0.0, 2_000.0, "hours");

/// Clocks, records of one action and bursts are apart by no more than this.
const LONGEST: Span = Span::hours(7 * 24);

/// Every number that is out of its range.
pub(super) fn check(checker: &mut Checker<'_>, config: &Config) {
    hourly_rate(checker, config.organisation.hourly_rate);
    probabilities(checker, config);
    for (table, key, found, range) in numbers(config) {
        within(checker, &[Key(table), Key(key)], found, &range);
    }
    for (code, bits) in &config.judge.bits {
        within(checker, &[Key("judge"), Key("bits"), Key(code)], *bits, &BITS);
    }
    for (kind, hours) in &config.measure.default_hours {
        within(checker, &[Key("measure"), Key("default_hours"), Key(kind)], *hours, &HOURS);
    }
    let attribute = &config.attribute;
    for (key, span, is_needed) in [
        ("clock_skew", attribute.clock_skew, false),
        ("merge_window", attribute.merge_window, false),
        ("burst_window", attribute.burst_window, true),
    ] {
        if span > LONGEST || (is_needed && span.delta() <= TimeDelta::zero()) {
            let least = if is_needed { "1s" } else { "0s" };
            let message = format!("found {span}, expected a time from {least} to {LONGEST}");
            checker.wrong(&[Key("attribute"), Key(key)], message, None);
        }
    }
}

/// Numbers that need no more than their range.
#[expect(
    clippy::cast_precision_loss,
    reason = "a number beyond 2^53 is out of every range, whatever it is exactly"
)]
fn numbers(config: &Config) -> [(&'static str, &'static str, f64, Range); 8] {
    let Config { read, attribute, measure, rank, review, .. } = config;
    [
        ("read", "max_line_mb", read.max_line_mb as f64, range(1.0, 1_024.0, "MiB")),
        ("read", "max_ratio", read.max_ratio as f64, range(1.0, 1_000_000.0, "")),
        ("attribute", "min_score", attribute.min_score, BITS),
        ("attribute", "min_margin", attribute.min_margin, Range { from: 0.0, ..BITS }),
        ("attribute", "burst_devices", attribute.burst_devices.into(), range(2.0, 1_000_000.0, "devices")),
        // Working days are counted one by one; nobody means more than forty years of them.
        (
            "measure",
            "cap_working_days",
            measure.cap_working_days.into(),
            range(1.0, 10_000.0, "working days"),
        ),
        ("rank", "min_cases", rank.min_cases as f64, range(0.0, 1_000_000.0, "cases")),
        (
            "review",
            "within_working_days",
            review.within_working_days.into(),
            range(0.0, 10_000.0, "working days"),
        ),
    ]
}

fn hourly_rate(checker: &mut Checker<'_>, found: f64) {
    if found.classify() != FpCategory::Zero && !(HOURLY.from..=HOURLY.to).contains(&found) {
        let message = format!(
            "found {}, expected 0 (no money figures) or {} to {} per hour",
            number(found),
            HOURLY.from,
            HOURLY.to
        );
        checker.wrong(&[Key("organisation"), Key("hourly_rate")], message, None);
    }
}

fn probabilities(checker: &mut Checker<'_>, config: &Config) {
    let judge = &config.judge;
    for (table, key, found) in [
        ("judge", "prior", judge.prior),
        ("judge", "false_positive_at", judge.false_positive_at),
        ("judge", "true_positive_at", judge.true_positive_at),
        ("attribute", "burst_probability", config.attribute.burst_probability),
    ] {
        if !(found > 0.0 && found < 1.0) {
            let message =
                format!("found {}, expected a probability between 0 and 1 (both excluded)", number(found));
            checker.wrong(&[Key(table), Key(key)], message, None);
        }
    }
    let confidence = config.rank.confidence;
    if !(0.5..=0.9999).contains(&confidence) {
        let found = number(confidence);
        let message = format!("found {found}, expected a probability from 0.5 to 0.9999, for example 0.95");
        checker.wrong(&[Key("rank"), Key("confidence")], message, None);
    }
    if judge.true_positive_at >= judge.false_positive_at {
        let message = format!(
            "found `false_positive_at` {} at or below `true_positive_at` {}, expected it above",
            number(judge.false_positive_at),
            number(judge.true_positive_at)
        );
        let given = [Key("judge"), Key("false_positive_at")];
        let other = [Key("judge"), Key("true_positive_at")];
        let span = checker.span(&given).or_else(|| checker.span(&other));
        checker.add(span, message, None);
    }
}

fn within(checker: &mut Checker<'_>, path: &[Step<'_>], found: f64, range: &Range) {
    if !(range.from..=range.to).contains(&found) {
        let message =
            format!("found {}, expected {} to {} {}", number(found), range.from, range.to, range.of);
        checker.wrong(path, message.trim_end().to_owned(), None);
    }
}

#[cfg(test)]
#[path = "ranges_tests.rs"]
mod tests;
