//! By kind of action.

use super::Dimension;
use crate::rank::group;

pub(super) const DIMENSION: Dimension = Dimension {
    code: "action_kind",
    explanation: "Cases of one kind of action.",
    groups: |cases| group::grouped(cases, |case| [case.action_kind.code()]),
    has_own_cases: true,
    has_tolerance: false,
    is_compared: false,
    note: "",
};
