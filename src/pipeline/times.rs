//! The containment side, lengths of time and tickets after wipes as the model prints them.

use super::{
    Prepared,
    review::{Judged, rank_cases},
    rows::Rows,
};
use crate::{
    attribute::case::Case,
    config::Period,
    judge,
    measure::containment::{self, Watch},
    rank::{
        self, Side, Times,
        statistics::{Curve, Quantile},
    },
    report::model::{
        self, Containment, CurveStep, MissedTrigger, QuantileHours, SecondOrder, SecondOrderRow, SideRow,
        SurvivalRow,
    },
};

/// What stands beside the false positives of a period.
pub(super) struct OtherSide {
    pub(super) containment: Containment,
    pub(super) sides: Vec<SideRow>,
    pub(super) survival: model::Survival,
    pub(super) second_order: SecondOrder,
}

/// Observes and estimates it.
pub(super) fn other_side(prepared: &Prepared, period: &Period, now: &Judged, rows: &Rows<'_>) -> OtherSide {
    let confidence = prepared.config.rank.confidence;
    let context = judge::rule::Context { config: &prepared.config, as_of: prepared.as_of };
    let watch = Watch {
        workflows: prepared.registers.workflows.as_deref().unwrap_or_default(),
        period: (period.from, period.to),
        as_of: prepared.as_of,
    };
    let pending = now.attributed.waiting.iter().map(|case| (case, judge::judge(case, &context)));
    let cases = now.attributed.cases.iter().zip(&now.judgements);
    let observed = containment::observe(cases, pending, &now.attributed.eligible, &watch);
    let cases = rank_cases(now);
    let contained = rank::contain(&cases, &observed, confidence);
    let survival = rank::survival(&cases, &observed.waits, prepared.as_of, confidence);
    OtherSide {
        containment: of_whole(&contained, rows),
        sides: contained.sides.iter().map(side_row).collect(),
        survival: model::Survival {
            rows: survival.rows.iter().map(survival_row).collect(),
            restore: survival.restore.as_ref().map_or_else(Vec::new, steps),
            act: survival.act.as_ref().map_or_else(Vec::new, steps),
        },
        second_order: second_order(&rank::second_order(&cases, confidence), now),
    }
}

fn of_whole(contained: &rank::Containment, rows: &Rows<'_>) -> Containment {
    let missed = contained.missed.iter().map(|trigger| MissedTrigger {
        workflow_id: trigger.workflow_id.clone(),
        event_id: trigger.event.event_id.clone(),
        event_kind: trigger.event.kind.code().to_owned(),
        occurred_at: trigger.event.occurred_at,
        person_id: trigger.person_id.clone(),
        row: rows.origin(trigger.event.origin),
        contained_by: trigger.otherwise.by.iter().map(|by| by.action_id.clone()).collect(),
        contained_rows: trigger.otherwise.by.iter().map(|by| rows.origin(by.row)).collect(),
        contained_at: trigger.otherwise.at(),
        open_devices: trigger.otherwise.open.clone(),
    });
    let whole = contained.sides.first();
    Containment {
        true_positives: contained.true_positives,
        median_hours: whole.and_then(|side| side.times.median.value),
        p90_hours: whole.and_then(|side| side.times.p90.value),
        within_target: whole.and_then(|side| side.within_target),
        missed: missed.collect(),
        eligible_triggers: contained.eligible_triggers,
        left_open: whole.and_then(|side| side.left_open).map_or(0, |rate| rate.hits),
    }
}

fn side_row(side: &Side) -> SideRow {
    SideRow {
        dimension: side.dimension.to_owned(),
        role: side.role.map_or_else(String::new, |role| role.code().to_owned()),
        key: side.key.clone(),
        judged: side.judged,
        false_positives: side.false_positives,
        true_positives: side.true_positives,
        within_target: side.within_target,
        missed: side.missed,
        left_open: side.left_open,
        n_timed: side.times.n,
        n_acted: side.times.events,
        median: quantile(side.times.median),
        p90: quantile(side.times.p90),
        note: side.times.note.clone(),
    }
}

fn survival_row(times: &Times) -> SurvivalRow {
    SurvivalRow {
        measure: times.timed.code().to_owned(),
        dimension: times.dimension.to_owned(),
        key: times.key.clone(),
        n: times.n,
        events: times.events,
        censored: times.n - times.events,
        median: quantile(times.median),
        p90: quantile(times.p90),
        note: times.note.clone(),
    }
}

fn quantile(quantile: Quantile) -> QuantileHours {
    QuantileHours { hours: quantile.value, low: quantile.low, high: quantile.high }
}

fn steps(curve: &Curve) -> Vec<CurveStep> {
    let step = |step: &rank::statistics::Step| CurveStep {
        hours: step.time,
        at_risk: step.at_risk,
        events: step.events,
        censored: step.censored,
        share: step.survival,
        low: step.low,
        high: step.high,
    };
    curve.steps.iter().map(step).collect()
}

fn second_order(found: &rank::SecondOrder, now: &Judged) -> SecondOrder {
    let cases = now.attributed.cases.iter().zip(&now.measured);
    let rows = cases.flat_map(|(case, measured)| {
        let tickets = measured.after_wipe.iter().flat_map(|after| &after.tickets);
        tickets.map(|ticket| SecondOrderRow {
            action_id: case.action.action_id.clone(),
            ticket_id: ticket.ticket_id.clone(),
            opened_at: ticket.opened_at,
            days_after: days_after(case, ticket.opened_at),
            about: ticket.about.to_owned(),
        })
    });
    SecondOrder {
        wipes: found.wipes,
        known: found.known,
        tickets: found.tickets,
        compared: found.compared,
        compared_tickets: found.compared_tickets,
        expected: found.expected,
        excess: found.excess,
        excess_low: found.excess_low,
        excess_high: found.excess_high,
        rows: rows.collect(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "at most 14 days in seconds")]
fn days_after(case: &Case, at: crate::records::Instant) -> f64 {
    (at - case.done_at).num_seconds() as f64 / 86_400.0
}
