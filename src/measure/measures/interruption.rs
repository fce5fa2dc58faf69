//! From when until when the holder went without what the action took.

use chrono::TimeDelta;

use super::Measure;
use crate::{
    attribute::case::Case,
    config::local_time::start_of_day,
    judge::{Judgement, rule::Verdict},
    measure::{
        Context, Measured, intervals, proof,
        unusable::{self, Family},
        whereabouts,
    },
    records::Instant,
};

pub(super) const MEASURE: Measure = Measure {
    code: "interruption",
    explanation: "From `done_at` until the earliest proof of restoration: a reversing action on the device, a roll-back \
        by a person, activity that only a usable device shows, the reversal event for account, app, licence, \
        profile and group actions, or `resolved_at` of a strong or decisive ticket. A check-in or enrolment \
        is the last one an inventory knows, not the first after the action: it counts up to the cap only. Without a proof by `as_of` it is \
        censored: it ends after `cap_working_days` working days of the person, counted in hours of a full working \
        day, at `as_of` at the latest, and is flagged. Kinds without downtime have none. The length is taken of false positives only; the time of \
        restoration of every case.",
    take,
};

fn take(case: &Case, judgement: &Judgement, context: &Context<'_>, measured: &mut Measured) {
    let family = unusable::family(case);
    let effect = unusable::effect(case.action.kind, family.unwrap_or(Family::Computer));
    let is_false_positive = judgement.verdict == Verdict::FalsePositive;
    let proof = proof::earliest(case, effect, context);
    if let Some(proof) = &proof {
        measured.restored_at = Some(proof.at);
        measured.restored_by = Some(proof.by.clone());
    }
    if !is_false_positive {
        return;
    }
    // Only where the family decides is it worth a remark that nothing tells it.
    if family.is_none() && effect != unusable::effect(case.action.kind, Family::Handheld) {
        measured.flags.push("device family unknown: measured as a computer".to_owned());
    }
    if !effect.has_downtime() {
        return;
    }
    let end = match proof {
        Some(proof) if proof.is_upper_bound => {
            let capped = cap(case, context);
            if proof.at > capped {
                measured.capped = true;
                let days = context.config.measure.cap_working_days;
                measured.flags.push(format!(
                    "back at some time before the last contact or enrolment known: counted for at most {days} working days"
                ));
            }
            proof.at.min(capped)
        }
        Some(proof) => proof.at,
        None => {
            measured.censored = true;
            measured.capped = true;
            measured.restored_by = Some("censored".to_owned());
            let days = context.config.measure.cap_working_days;
            measured.flags.push(format!("no proof of restoration: counted for at most {days} working days"));
            cap(case, context)
        }
    };
    measured.interruption = Some((case.done_at, end.max(case.done_at)));
}

/// The end of the last working day of the cap, or the instant at which as many hours as that many full working days
/// have passed: what is left of the day of the action is not on top of them. `as_of` at the latest.
fn cap(case: &Case, context: &Context<'_>) -> Instant {
    let place = whereabouts::of_case(case, context);
    let days = context.config.measure.cap_working_days;
    // A working day of which nothing had passed yet is the first of the cap.
    let today = case.done_at.with_timezone(&place.zone).date_naive();
    let day_before = case.done_at - TimeDelta::days(1);
    let first = place.calendar.add_working_days(day_before, 1, place.zone, &place.holidays);
    let is_working_day = first.with_timezone(&place.zone).date_naive() == today;
    let midnight = start_of_day(today, place.zone);
    let passed = place.calendar.hours_between(midnight, case.done_at, place.zone, &place.holidays);
    let start = if is_working_day && passed <= 0.0 { day_before } else { case.done_at };
    let end = place.calendar.add_working_days(start, days, place.zone, &place.holidays);
    // A calendar without working days gives the start back; then `as_of` alone limits it.
    if days > 0 && end <= case.done_at {
        return context.as_of;
    }
    let stretches = place.calendar.intervals(case.done_at, end, place.zone, &place.holidays);
    let most = place.calendar.full_day() * f64::from(days);
    intervals::reached(&stretches, most).unwrap_or(end).min(end).min(context.as_of)
}
