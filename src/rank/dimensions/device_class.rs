//! By the organisation's class of device.

use super::{Dimension, named};
use crate::rank::{UNKNOWN, group};

pub(super) const DIMENSION: Dimension = Dimension {
    code: "device_class",
    explanation: "Cases on devices of one class of the register; unknown: the register has none.",
    groups: |cases| group::grouped(cases, |case| [named(case.device_class, UNKNOWN)]),
    has_own_cases: true,
    has_tolerance: false,
    is_compared: false,
    note: "",
};
