//! The interruption inside the windows of regulated work.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::Measure;
use crate::{
    attribute::case::Case,
    judge::{Judgement, rule::Verdict},
    measure::{
        Context, Measured, ScopeTime,
        intervals::{self, Interval},
        whereabouts,
    },
    registers::{RegulatedScope, Validity},
};

pub(super) const MEASURE: Measure = Measure {
    code: "regulated-hours",
    explanation: "The interruption of a false positive inside the window of each regulated scope that matches, whatever \
        the hour; where the window is empty, inside the person's working hours. United over scopes for the total \
        and over the scopes of one regime for that regime. A kind without downtime counts from `done_at` for its \
        `default_hours`. Like `lost-hours` it ends when the holder of a device of one person left.",
    take,
};

fn take(case: &Case, judgement: &Judgement, context: &Context<'_>, measured: &mut Measured) {
    if !context.has_regulated_work {
        return;
    }
    let span = measured.interruption.unwrap_or_else(|| (case.done_at, case.done_at + nominal(case, context)));
    let span = whereabouts::while_there(case, span);
    measured.regulated_scopes = case
        .regulated
        .iter()
        .filter(|scope| scope.window.holds_at(case.done_at) || !within(&scope.window, span).is_empty())
        .map(|scope| scope.scope_id.clone())
        .collect();
    measured.regulated_scopes.sort_unstable();
    measured.regulated_scopes.dedup();
    if judgement.verdict != Verdict::FalsePositive {
        return;
    }
    measured.scope_times = scope_times(case, context, span);
    let everywhere = measured.scope_times.iter().flat_map(|scope| scope.stretches.clone()).collect();
    measured.regulated_hours = Some(intervals::total_hours(&intervals::union(everywhere)));
    measured.regulated_hours_by_regime = by_regime(&measured.scope_times);
}

/// The default hours of a kind without downtime as a length of time.
fn nominal(case: &Case, context: &Context<'_>) -> TimeDelta {
    let seconds = context.config.measure.default_hours(case.action.kind).clamp(0.0, 8_760.0) * 3_600.0;
    #[expect(clippy::cast_possible_truncation, reason = "clamped to a year")]
    TimeDelta::seconds(seconds.round() as i64)
}

/// One entry per scope id with time in it; several rows of one scope are united.
fn scope_times(case: &Case, context: &Context<'_>, span: Interval) -> Vec<ScopeTime> {
    let place = whereabouts::of_case(case, context);
    let mut found: BTreeMap<(&str, &str), Vec<Interval>> = BTreeMap::new();
    for scope in &case.regulated {
        let stretches = if is_open(&scope.window) {
            place.calendar.intervals(span.0, span.1, place.zone, &place.holidays)
        } else {
            within(&scope.window, span)
        };
        found.entry(key(scope)).or_default().extend(stretches);
    }
    let entries = found.into_iter().map(|((scope_id, regime), stretches)| ScopeTime {
        scope_id: scope_id.to_owned(),
        regime: regime.to_owned(),
        stretches: intervals::union(stretches),
    });
    entries.filter(|entry| !entry.stretches.is_empty()).collect()
}

fn key(scope: &RegulatedScope) -> (&str, &str) {
    (&scope.scope_id, &scope.regime)
}

fn is_open(window: &Validity) -> bool {
    window.from.is_none() && window.to.is_none()
}

/// The part of the span inside the window.
fn within(window: &Validity, (from, to): Interval) -> Vec<Interval> {
    let clipped =
        (window.from.map_or(from, |edge| edge.max(from)), window.to.map_or(to, |edge| edge.min(to)));
    if clipped.0 < clipped.1 { vec![clipped] } else { Vec::new() }
}

fn by_regime(scopes: &[ScopeTime]) -> Vec<(String, f64)> {
    let mut regimes: BTreeMap<&str, Vec<Interval>> = BTreeMap::new();
    for scope in scopes {
        regimes.entry(&scope.regime).or_default().extend_from_slice(&scope.stretches);
    }
    regimes
        .into_iter()
        .map(|(regime, stretches)| (regime.to_owned(), intervals::total_hours(&stretches)))
        .collect()
}
