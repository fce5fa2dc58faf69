//! Time to restore and time to act, with what has not ended taken for what it is: still lasting.

use std::collections::BTreeMap;

use super::{
    RankCase, UNKNOWN, UNMAPPED,
    dimensions::named,
    statistics::{Curve, Quantile, Stay},
};
use crate::{
    measure::containment::Wait,
    records::{ActionKind, Instant},
};

/// Under so many observations no median is given: of five, the smallest and the largest enclose the true median with a
/// probability of 1 − 2·½⁵ = 94 % only, so that no interval of 95 % can be had from order alone; of six, with 97 %.
pub const MIN_OBSERVED: u64 = 6;

/// What is timed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Timed {
    /// False positives: from `done_at` to the proof of restoration.
    Restore,
    /// Right actions: from the trigger to `done_at`.
    Act,
}

impl Timed {
    /// The code in tables.
    pub fn code(self) -> &'static str {
        match self {
            Self::Restore => "time_to_restore",
            Self::Act => "time_to_act",
        }
    }
}

/// Quantiles of one group.
#[derive(Debug, Clone, PartialEq)]
pub struct Times {
    /// What is timed.
    pub timed: Timed,
    /// `all`, `workflow`, `action_kind`, `device_class`.
    pub dimension: &'static str,
    /// Key inside the dimension; empty for `all`.
    pub key: String,
    /// Observations.
    pub n: u64,
    /// Of those, ended.
    pub events: u64,
    /// Median in hours.
    pub median: Quantile,
    /// 90th percentile in hours.
    pub p90: Quantile,
    /// `too few: n of 6`, or how many are missing from the group; empty for nothing to say.
    pub note: String,
}

/// Times of every group, and the curve of all of them together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Survival {
    /// By what is timed, then dimension in the order `all`, `workflow`, `action_kind`, `device_class`, then key.
    pub rows: Vec<Times>,
    /// The curve of all false positives with downtime; `None` under [`MIN_OBSERVED`].
    pub restore: Option<Curve>,
    /// The curve of all right actions and missed triggers; `None` likewise.
    pub act: Option<Curve>,
}

/// One length of time with its keys; `None` where a key is not known and cannot be.
struct Observation<'a> {
    stay: Stay,
    workflow: &'a str,
    action_kind: Option<&'a str>,
    device_class: Option<&'a str>,
    /// Its end is only known to lie before some contact long after; the cap stands for it.
    is_at_cap: bool,
}

/// Estimates times to restore of the false positives and times to act of what was waited for.
pub fn survival(cases: &[RankCase<'_>], waits: &[Wait], as_of: Instant, confidence: f64) -> Survival {
    let restored: Vec<Observation<'_>> = cases
        .iter()
        .filter(|case| case.is_false_positive())
        .filter_map(|case| restoration(case, as_of))
        .collect();
    let acted: Vec<Observation<'_>> = waits.iter().map(of_wait).collect();
    let whole = |of: &[Observation<'_>]| {
        let stays: Vec<Stay> = of.iter().map(|one| one.stay).collect();
        Curve::of(&stays, confidence).filter(|_| stays.len() as u64 >= MIN_OBSERVED)
    };
    let mut rows = rows(Timed::Restore, &restored, confidence);
    rows.extend(self::rows(Timed::Act, &acted, confidence));
    Survival { rows, restore: whole(&restored), act: whole(&acted) }
}

/// A false positive without proof was seen interrupted until `as_of`, not only until the cap that limits its hours.
fn restoration<'a>(case: &RankCase<'a>, as_of: Instant) -> Option<Observation<'a>> {
    let (from, to) = case.measured.interruption?;
    let end = if case.measured.censored { as_of } else { to };
    #[expect(clippy::cast_precision_loss, reason = "exact below 2^53 seconds")]
    let hours = (end - from).num_seconds().max(0) as f64 / 3_600.0;
    Some(Observation {
        stay: Stay { time: hours, has_ended: !case.measured.censored },
        workflow: named(case.workflow_id, UNMAPPED),
        action_kind: Some(case.action_kind.code()),
        device_class: Some(named(case.device_class, UNKNOWN)),
        is_at_cap: case.measured.capped && !case.measured.censored,
    })
}

fn of_wait(wait: &Wait) -> Observation<'_> {
    Observation {
        stay: Stay { time: wait.hours, has_ended: wait.has_acted },
        workflow: named(wait.workflow_id.as_deref(), UNMAPPED),
        action_kind: wait.action_kind.map(ActionKind::code),
        device_class: wait.device_class.as_deref().map(|class| named(Some(class), UNKNOWN)),
        is_at_cap: false,
    }
}

fn rows(timed: Timed, observed: &[Observation<'_>], confidence: f64) -> Vec<Times> {
    if observed.is_empty() {
        return Vec::new();
    }
    let grouped = |dimension, key: fn(&Observation<'_>) -> Option<String>| {
        grouped(timed, dimension, observed, key, confidence)
    };
    let mut rows = grouped("all", |_| Some(String::new()));
    rows.extend(grouped("workflow", |one| Some(one.workflow.to_owned())));
    rows.extend(grouped("action_kind", |one| one.action_kind.map(str::to_owned)));
    rows.extend(grouped("device_class", |one| one.device_class.map(str::to_owned)));
    rows
}

/// One row per key. What has no key is in no row, and every row says how many there are.
fn grouped(
    timed: Timed,
    dimension: &'static str,
    observed: &[Observation<'_>],
    key: fn(&Observation<'_>) -> Option<String>,
    confidence: f64,
) -> Vec<Times> {
    let mut groups: BTreeMap<String, (Vec<Stay>, u64)> = BTreeMap::new();
    let mut without = 0_u64;
    for one in observed {
        match key(one) {
            Some(key) => {
                let group = groups.entry(key).or_default();
                group.0.push(one.stay);
                group.1 += u64::from(one.is_at_cap);
            }
            None => without += 1,
        }
    }
    let row = |(key, (stays, at_cap)): (&String, &(Vec<Stay>, u64))| {
        let mut row = times(timed, dimension, key, stays, confidence);
        let mut notes = vec![std::mem::take(&mut row.note)];
        if *at_cap > 0 {
            notes.push(format!(
                "{at_cap} known only to have ended before a later contact: counted at the cap"
            ));
        }
        if without > 0 {
            notes.push(format!("without {without} of no known {}", dimension.replace('_', " ")));
        }
        notes.retain(|note| !note.is_empty());
        row.note = notes.join("; ");
        row
    };
    groups.iter().map(row).collect()
}

/// The quantiles of one group, refused under [`MIN_OBSERVED`].
pub(super) fn times(
    timed: Timed,
    dimension: &'static str,
    key: &str,
    stays: &[Stay],
    confidence: f64,
) -> Times {
    let n = stays.len() as u64;
    let curve = Curve::of(stays, confidence).filter(|_| n >= MIN_OBSERVED);
    let quantile = |share| curve.as_ref().map_or_else(Quantile::default, |curve| curve.quantile(share));
    let note = if n < MIN_OBSERVED { format!("too few: {n} of {MIN_OBSERVED}") } else { String::new() };
    Times {
        timed,
        dimension,
        key: key.to_owned(),
        n,
        events: stays.iter().filter(|stay| stay.has_ended).count() as u64,
        median: quantile(0.5),
        p90: quantile(0.9),
        note,
    }
}
