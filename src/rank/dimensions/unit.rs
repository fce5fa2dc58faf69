//! By unit.

use super::{Dimension, named};
use crate::rank::{UNKNOWN, group};

pub(super) const DIMENSION: Dimension = Dimension {
    code: "unit",
    explanation: "Cases of persons of one unit (else of the device's unit); unknown: neither has one.",
    groups: |cases| group::grouped(cases, |case| [named(case.unit, UNKNOWN)]),
    has_own_cases: true,
    has_tolerance: false,
    is_compared: false,
    note: "",
};
