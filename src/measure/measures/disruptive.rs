//! Whether somebody was hurt.

use super::Measure;
use crate::{
    attribute::case::Case,
    judge::{Judgement, rule::Verdict},
    measure::{Context, Measured},
};

pub(super) const MEASURE: Measure = Measure {
    code: "disruptive",
    explanation: "A false positive with `lost_hours` above 0, `regulated_hours` above 0 or data loss. One that was \
        restored outside working hours, or a screen lock, is a false positive that disrupted nobody.",
    take,
};

fn take(_: &Case, judgement: &Judgement, _: &Context<'_>, measured: &mut Measured) {
    let positive = |hours: Option<f64>| hours.is_some_and(|hours| hours > 0.0);
    let hurts = positive(measured.lost_hours) || positive(measured.regulated_hours) || measured.data_loss;
    measured.disruptive = hurts && judgement.verdict == Verdict::FalsePositive;
}
