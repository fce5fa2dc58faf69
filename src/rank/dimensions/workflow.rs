//! By workflow.

use super::{Dimension, named};
use crate::rank::{UNMAPPED, group};

pub(in crate::rank) const DIMENSION: Dimension = Dimension {
    code: "workflow",
    explanation: "Cases of one workflow, all its versions; unmapped: no workflow claims them.",
    groups: |cases| group::grouped(cases, |case| [named(case.workflow_id, UNMAPPED)]),
    has_own_cases: true,
    has_tolerance: true,
    is_compared: true,
    note: "",
};
