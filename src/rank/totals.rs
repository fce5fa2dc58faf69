//! The figures of a period.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    RankCase,
    group::{self, Group},
    rate::{Rate, proportion},
};
use crate::{
    judge::rule::Verdict,
    measure::united::{self, Loss},
};

/// Counts of actions around the cases of a period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Population {
    /// Actions read that are not routine.
    pub actions: u64,
    /// Out of scope because nothing names an initiator.
    pub initiator_unknown: u64,
    /// Out of scope because an administrator did it by hand.
    pub manual: u64,
}

/// Figures of one period.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Totals {
    /// Actions read that are not routine.
    pub actions: u64,
    /// Cases.
    pub cases: u64,
    /// Cases with a verdict; young ones have none unless a reviewer gave it.
    pub judged: u64,
    /// Of those, false positives.
    pub false_positives: u64,
    /// Of those, true positives.
    pub true_positives: u64,
    /// Of those, benign positives.
    pub benign_positives: u64,
    /// Cases without a verdict, young ones included.
    pub undetermined: u64,
    /// Of those, too young to be judged.
    pub young: u64,
    /// Of the undetermined, parts of bursts.
    pub apart: u64,
    /// Disruptive false positives.
    pub disruptive: u64,
    /// False positives with data loss.
    pub data_losses: u64,
    /// Person-hours, overlaps of one person united.
    pub person_hours: f64,
    /// Regulated hours, united likewise.
    pub regulated_hours: f64,
    /// Regulated hours per regime, ordered by regime.
    pub regulated_hours_by_regime: Vec<(String, f64)>,
    /// Persons who held a device at a disruptive false positive.
    pub people: u64,
    /// Actions without a known initiator.
    pub initiator_unknown: u64,
    /// Actions by hand.
    pub manual: u64,
    /// False positives / judged; `None` without judged cases.
    pub rate: Option<Rate>,
    /// The rate if none and if all of the undetermined cases were false positives; young ones are left out, as
    /// time will judge them, and those of bursts.
    pub rate_range: Option<(f64, f64)>,
}

/// Adds up the cases of a period.
pub(super) fn totals(cases: &[RankCase<'_>], population: &Population, confidence: f64) -> Totals {
    let all: Vec<&RankCase<'_>> = cases.iter().collect();
    let charged: Vec<&RankCase<'_>> = cases.iter().filter(|case| case.is_false_positive()).collect();
    let losses: Vec<Loss<'_>> = charged.iter().map(|case| case.loss()).collect();
    let judged_as = |verdict| cases.iter().filter(|case| case.verdict == verdict).count() as u64;
    let held = charged.iter().filter(|case| case.measured.disruptive).filter_map(|case| case.person_id);
    let people = held.collect::<BTreeSet<&str>>().len() as u64;
    let figures = group::figures(&Group { role: None, key: "", exposed: all, charged, scope: None });
    let is_open = |case: &&RankCase<'_>| !case.is_judged() && !case.young && !case.apart;
    let open = cases.iter().filter(is_open).count() as u64;
    let of = figures.judged + open;
    let range = proportion(figures.false_positives, of).zip(proportion(figures.false_positives + open, of));
    Totals {
        actions: population.actions,
        cases: figures.cases,
        judged: figures.judged,
        false_positives: figures.false_positives,
        true_positives: judged_as(Verdict::TruePositive),
        benign_positives: judged_as(Verdict::BenignPositive),
        undetermined: figures.undetermined,
        young: cases.iter().filter(|case| case.is_waiting()).count() as u64,
        apart: figures.apart,
        disruptive: figures.disruptive,
        data_losses: figures.data_losses,
        person_hours: figures.person_hours,
        regulated_hours: figures.regulated_hours,
        regulated_hours_by_regime: united::united_hours_by_regime(&losses),
        people,
        initiator_unknown: population.initiator_unknown,
        manual: population.manual,
        rate: Rate::new(figures.false_positives, figures.judged, confidence),
        rate_range: range,
    }
}
