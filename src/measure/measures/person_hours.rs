//! Lost hours times affected people.

use super::Measure;
use crate::{
    attribute::case::Case,
    judge::Judgement,
    measure::{Context, Measured},
};

pub(super) const MEASURE: Measure = Measure {
    code: "person-hours",
    explanation: "`lost_hours` times `affected_people` of one false positive; an upper bound for shared devices. Sums \
        over several cases unite overlapping interruptions of one person first and can be smaller than the sum of \
        this column.",
    take,
};

fn take(_: &Case, _: &Judgement, _: &Context<'_>, measured: &mut Measured) {
    #[expect(clippy::cast_precision_loss, reason = "a count of people")]
    let product = |(hours, people): (f64, u64)| hours * people as f64;
    measured.person_hours = measured.lost_hours.zip(measured.affected_people).map(product);
}
