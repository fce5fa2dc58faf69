//! The control chart of the weekly rate, and what it says.

use super::{readers::section, report};
use crate::{
    config::Rebase,
    report::{
        model::Review,
        sample::{self, Size},
    },
};

fn trend(review: &Review) -> String {
    section(&report(review), "index.html", "trend").unwrap()
}

#[test]
fn a_week_beyond_its_limits_is_named_with_its_rate_and_the_rules() {
    let mut review = sample::review(&Size::small());
    let quiet = trend(&review);
    for words in [
        "Rate of false positives per week, with control limits",
        " lies beyond its limits, and no eight in a row lie on one side of the centre.",
        "The limits are exact binomial ones at the tails of 3 sigma (0.135 % on each side), not p̄ ± 3σ of a textbook p chart. Rules: one week beyond 3 sigma; eight in a row on one side of the centre.",
        "11.0 %0.0–40.0 %none",
    ] {
        assert!(quiet.contains(words), "{words}: {quiet}");
    }
    let week = &mut review.weekly[2];
    (week.rate, week.beyond_limits) = (Some(0.45), true);
    let found = trend(&review);
    assert!(found.contains("weeks lies beyond its limits, first 2026-W"), "{found}");
    assert!(found.contains(" with 45.0 %, and no eight"), "{found}");
    assert!(found.contains("beyond 3 sigma"), "{found}");
}

#[test]
fn stretched_and_trial_limits_and_runs_are_said() {
    let mut review = sample::review(&Size::small());
    for week in &mut review.weekly {
        (week.sigma_z, week.trial) = (Some(1.94), true);
    }
    review.weekly[3].in_run = true;
    let found = trend(&review);
    assert!(found.contains("so limits are exact binomial ones"), "{found}");
    assert!(found.contains("multiplied by σz = 1.9 as on Laney&#39;s p′ chart."), "{found}");
    assert!(found.contains("From fewer than 12 weeks they are trial limits."), "{found}");
    assert!(found.contains(" is the eighth in a row "), "{found}");
}

#[test]
fn a_rebase_of_the_period_is_told_with_its_reason_and_another_one_is_not() {
    let mut review = sample::review(&Size::small());
    let week = review.weekly[1].week.clone();
    let rebase = |week: &str, reason: &str| Rebase { week: week.to_owned(), reason: reason.to_owned() };
    review.config.chart.rebase = vec![rebase(&week, "new workflow"), rebase("2019-W01", "long ago")];
    let found = trend(&review);
    assert!(found.contains(&format!("Limits are computed anew from {week} on: new workflow")), "{found}");
    assert!(!found.contains("long ago"), "{found}");
}

#[test]
fn without_limits_there_is_no_control_chart() {
    let mut review = sample::review(&Size::small());
    for week in &mut review.weekly {
        week.centre = None;
    }
    assert!(!trend(&review).contains("control limits"));
}
