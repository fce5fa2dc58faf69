//! By regulated scope.

use super::Dimension;
use crate::rank::group;

pub(super) const DIMENSION: Dimension = Dimension {
    code: "regulated_scope",
    explanation: "Cases in one scope of regulated work; a case in several scopes stands in each, one in none stands \
        nowhere here. Regulated hours are those of the scope alone.",
    groups: |cases| {
        let mut groups =
            group::grouped(cases, |case| case.measured.regulated_scopes.iter().map(String::as_str));
        for group in &mut groups {
            group.scope = Some(group.key);
        }
        groups
    },
    has_own_cases: true,
    has_tolerance: false,
    is_compared: false,
    note: "",
};
