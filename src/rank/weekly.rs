//! The weeks of a period: ISO weeks in the organisation's zone, empty ones included.

use super::{
    Limits, RankCase, Setting, control,
    group::{self, Group},
    rate::proportion,
};
use crate::config::period;

/// One ISO week.
#[derive(Debug, Clone, PartialEq)]
pub struct Week {
    /// Label, for example `2026-W31`.
    pub week: String,
    /// Cases done in it.
    pub cases: u64,
    /// Of those, with a verdict.
    pub judged: u64,
    /// Of those, false positives.
    pub false_positives: u64,
    /// Of those, disruptive.
    pub disruptive: u64,
    /// False positives / judged.
    pub rate: Option<f64>,
    /// Person-hours, overlaps of one person united inside the week.
    pub person_hours: f64,
    /// The period's edge cuts the week.
    pub partial: bool,
    /// What its rate is held against; `None` without judged cases and where no limits can be told.
    pub limits: Option<Limits>,
}

/// Every week that the period touches, in order.
pub(super) fn weeks(cases: &[RankCase<'_>], setting: &Setting<'_>) -> Vec<Week> {
    let (from, to) = setting.period;
    let spans = period::weeks_between(from, to, setting.zone).into_iter();
    let mut weeks: Vec<Week> = spans
        .map(|span| {
            let is_in = |case: &&RankCase<'_>| span.from <= case.done_at && case.done_at < span.to;
            week(&span, cases.iter().filter(is_in).collect())
        })
        .collect();
    let is_rebase = |week: &Week| setting.rebase.iter().any(|rebase| rebase.week == week.week);
    for (number, stretch) in (1..).zip(weeks.chunk_by_mut(|_, next| !is_rebase(next))) {
        let points: Vec<(u64, u64)> =
            stretch.iter().map(|week| (week.false_positives, week.judged)).collect();
        for (week, limits) in stretch.iter_mut().zip(control::limits(number, &points)) {
            week.limits = limits;
        }
    }
    weeks
}

fn week(span: &period::Week, exposed: Vec<&RankCase<'_>>) -> Week {
    let charged = exposed.iter().copied().filter(|case| case.is_false_positive()).collect();
    let figures = group::figures(&Group { role: None, key: "", exposed, charged, scope: None });
    Week {
        week: span.label.clone(),
        cases: figures.cases,
        judged: figures.judged,
        false_positives: figures.false_positives,
        disruptive: figures.disruptive,
        rate: proportion(figures.false_positives, figures.judged),
        person_hours: figures.person_hours,
        partial: span.partial,
        limits: None,
    }
}
