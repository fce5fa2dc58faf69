//! The interruption inside the person's working hours.

use chrono::SecondsFormat;

use super::Measure;
use crate::{
    attribute::case::Case,
    judge::{Judgement, rule::Verdict},
    measure::{Context, Measured, intervals, whereabouts},
};

pub(super) const MEASURE: Measure = Measure {
    code: "lost-hours",
    explanation: "The interruption of a false positive inside the working hours of the person's zone (the \
        organisation's, where the register has none), holidays of that zone and unit out. Kinds without downtime \
        cost `default_hours`, whatever the hour. Nothing is counted after the holder of a device of one person left \
        (the last `valid_to` in the register of people).",
    take,
};

fn take(case: &Case, judgement: &Judgement, context: &Context<'_>, measured: &mut Measured) {
    if judgement.verdict != Verdict::FalsePositive {
        return;
    }
    let span = measured.interruption.unwrap_or((case.done_at, case.done_at));
    let (from, to) = whereabouts::while_there(case, span);
    let left = whereabouts::left_at(case).filter(|left| *left < span.1 || *left <= case.done_at);
    if let Some(left) = left {
        let left = left.to_rfc3339_opts(SecondsFormat::AutoSi, true);
        measured.flags.push(format!("the holder left at {left}: nothing is counted from then on"));
    }
    if measured.interruption.is_none() {
        let hours = if left.is_some() { 0.0 } else { context.config.measure.default_hours(case.action.kind) };
        measured.lost_hours = Some(hours);
        return;
    }
    let place = whereabouts::of_case(case, context);
    if let Some(name) = &place.unknown_zone {
        measured.flags.push(format!("time zone `{name}` unknown: measured in the organisation's"));
    }
    measured.lost = place.calendar.intervals(from, to, place.zone, &place.holidays);
    measured.lost_hours = Some(intervals::total_hours(&measured.lost));
}
