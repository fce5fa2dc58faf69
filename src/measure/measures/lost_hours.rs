//! The interruption inside the person's working hours.

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
        cost `default_hours`, whatever the hour.",
    take,
};

fn take(case: &Case, judgement: &Judgement, context: &Context<'_>, measured: &mut Measured) {
    if judgement.verdict != Verdict::FalsePositive {
        return;
    }
    let Some((from, to)) = measured.interruption else {
        measured.lost_hours = Some(context.config.measure.default_hours(case.action.kind));
        return;
    };
    let place = whereabouts::of_case(case, context);
    if let Some(name) = &place.unknown_zone {
        measured.flags.push(format!("time zone `{name}` unknown: measured in the organisation's"));
    }
    measured.lost = context.calendar.intervals(from, to, place.zone, &place.holidays);
    measured.lost_hours = Some(intervals::total_hours(&measured.lost));
}
