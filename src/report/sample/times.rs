//! Invented lengths of time, both sides per group, and tickets after wipes.

use super::{CLASSES, Size, at, owner};
use crate::{
    rank::statistics::{Curve, Stay},
    report::{
        model::{
            CaseRow, CurveStep, DueRow, QuantileHours, SecondOrder, SecondOrderRow, SideRow, Survival,
            SurvivalRow, Totals,
        },
        numbers::wilson,
    },
};

pub(super) fn sides(size: &Size, totals: &Totals) -> Vec<SideRow> {
    let side = |dimension: &str, role: &str, key: String, judged: u64| SideRow {
        dimension: dimension.to_owned(),
        role: role.to_owned(),
        key,
        judged,
        false_positives: wilson(judged / 9, judged, 0.95),
        true_positives: wilson(judged - judged / 9, judged, 0.95),
        within_target: wilson(judged * 8 / 10, judged - judged / 9, 0.95),
        missed: wilson(judged / 50, judged, 0.95),
        left_open: wilson(judged / 100, judged, 0.95),
        n_timed: judged,
        n_acted: judged - judged / 50,
        median: QuantileHours { hours: Some(0.15), low: Some(0.12), high: Some(0.2) },
        p90: QuantileHours { hours: Some(0.9), low: Some(0.7), high: None },
        note: String::new(),
    };
    let mut sides = vec![side("all", "", String::new(), totals.judged)];
    sides.extend((0..size.owners).map(|index| side("owner", "control_owner", owner(size, index), 60)));
    sides.extend(
        ["leaver-lock", "risk-wipe"].map(|id| side("workflow", "", id.to_owned(), totals.judged / 2)),
    );
    sides
}

/// One right action within its target, one too late, and a missed trigger.
pub(super) fn due() -> Vec<DueRow> {
    let row = |index: u32, delay: Option<f64>| DueRow {
        workflow_id: Some("leaver-lock".to_owned()),
        event_id: format!("evt-m{index}"),
        event_kind: "termination_recorded".to_owned(),
        person_id: Some(format!("Person-Affected-m{index}")),
        occurred_at: at("2026-08-03T14:00:00Z"),
        is_due: true,
        state: delay.map_or("missed", |_| "acted").to_owned(),
        action_id: delay.map(|_| format!("act-d{index}")),
        verdict: delay.map(|_| "true_positive".to_owned()),
        done_at: delay.map(|_| at("2026-08-03T14:30:00Z")),
        target_hours: Some(1.0),
        delay_hours: delay,
        is_within_target: delay.map(|delay| delay <= 1.0),
        contained_at: None,
        row: "exports/identity/okta-2026-q3.json.gz:17".to_owned(),
    };
    vec![row(0, Some(0.5)), row(1, Some(2.5)), row(2, None)]
}

/// False positives that end after 2, 4, … hours, every sixth still open; right actions minutes after their trigger.
pub(super) fn survival(totals: &Totals) -> Survival {
    let restore = stays(totals.false_positives, 2.0, 6);
    let act = stays(totals.true_positives, 0.05, 40);
    let mut rows = Vec::new();
    for (measure, stays) in [("time_to_restore", &restore), ("time_to_act", &act)] {
        rows.push(row(measure, "all", "", stays));
        rows.push(row(measure, "workflow", "leaver-lock", stays));
        rows.push(row(measure, "action_kind", "lock", stays));
        rows.push(row(measure, "action_kind", "wipe", stays.get(..4).unwrap_or(stays)));
        rows.extend(CLASSES.iter().map(|class| row(measure, "device_class", class, stays)));
    }
    Survival { rows, restore: steps(&restore), act: steps(&act) }
}

fn stays(n: u64, step: f64, open_every: u64) -> Vec<Stay> {
    (1..=n).map(|i| Stay { time: i as f64 * step, has_ended: !i.is_multiple_of(open_every) }).collect()
}

fn row(measure: &str, dimension: &str, key: &str, stays: &[Stay]) -> SurvivalRow {
    let curve = Curve::of(stays, 0.95).filter(|_| stays.len() >= 6);
    let quantile = |share| {
        curve.as_ref().map(|curve| curve.quantile(share)).map_or_else(QuantileHours::default, |found| {
            QuantileHours { hours: found.value, low: found.low, high: found.high }
        })
    };
    let (n, events) = (stays.len() as u64, stays.iter().filter(|stay| stay.has_ended).count() as u64);
    SurvivalRow {
        measure: measure.to_owned(),
        dimension: dimension.to_owned(),
        key: key.to_owned(),
        n,
        events,
        censored: n - events,
        median: quantile(0.5),
        p90: quantile(0.9),
        note: if n < 6 { format!("too few: {n} of 6") } else { String::new() },
    }
}

fn steps(stays: &[Stay]) -> Vec<CurveStep> {
    let curve = Curve::of(stays, 0.95).filter(|_| stays.len() >= 6);
    let step = |step: &crate::rank::statistics::Step| CurveStep {
        hours: step.time,
        at_risk: step.at_risk,
        events: step.events,
        censored: step.censored,
        share: step.survival,
        low: step.low,
        high: step.high,
    };
    curve.map_or_else(Vec::new, |curve| curve.steps.iter().map(step).collect())
}

/// One ticket after every disruptive wipe.
pub(super) fn second_order(cases: &[CaseRow]) -> SecondOrder {
    let wipes = cases.iter().filter(|case| case.second_order_tickets.is_some());
    let row = |case: &CaseRow| SecondOrderRow {
        action_id: case.action_id.clone(),
        ticket_id: "INC0012345".to_owned(),
        opened_at: case.done_at + chrono::TimeDelta::hours(36),
        days_after: 1.5,
        about: "affected person".to_owned(),
    };
    let rows: Vec<SecondOrderRow> = wipes.map(row).collect();
    let n = rows.len() as u64;
    SecondOrder {
        wipes: n,
        known: n,
        tickets: n,
        compared: n,
        compared_tickets: n,
        expected: Some(0.4),
        excess: Some(n as f64 - 0.4),
        excess_low: Some(0.2),
        excess_high: Some(n as f64 + 6.0),
        rows,
    }
}
