//! Whether data are gone.

use super::Measure;
use crate::{
    attribute::case::Case,
    judge::{Judgement, rule::Verdict},
    measure::{Context, Measured},
    records::ActionKind,
};

pub(super) const MEASURE: Measure = Measure {
    code: "data-loss",
    explanation: "A false positive that wiped a device or deleted a user: what was on it and in no backup is gone. \
        Backups are not among the inputs, so it is the possibility that counts.",
    take,
};

fn take(case: &Case, judgement: &Judgement, _: &Context<'_>, measured: &mut Measured) {
    let erases = matches!(case.action.kind, ActionKind::Wipe | ActionKind::DeleteUser);
    measured.data_loss = erases && judgement.verdict == Verdict::FalsePositive;
}
