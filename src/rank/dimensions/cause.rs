//! By cause.

use std::collections::BTreeSet;

use super::{Dimension, Group};
use crate::rank::RankCase;

pub(super) const DIMENSION: Dimension = Dimension {
    code: "cause",
    explanation: "False positives of one cause, out of all cases: only false positives have a cause, so every case is \
        one that the cause could have spoilt.",
    groups,
    has_own_cases: false,
    has_tolerance: false,
    is_compared: false,
    note: "of all cases",
};

fn groups<'a, 'c>(cases: &'c [RankCase<'a>]) -> Vec<Group<'a, 'c>> {
    let false_positives = || cases.iter().filter(|case| case.is_false_positive());
    let found: BTreeSet<&'a str> = false_positives().map(RankCase::counted_cause).collect();
    let group = |cause| Group {
        role: None,
        key: cause,
        exposed: cases.iter().collect(),
        charged: false_positives().filter(|case| case.counted_cause() == cause).collect(),
        scope: None,
    };
    found.into_iter().map(group).collect()
}
