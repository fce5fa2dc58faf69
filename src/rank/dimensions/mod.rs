//! The registry of dimensions: one file and two lines each.

mod action_kind;
mod cause;
mod device_class;
pub(super) mod owner;
mod regulated_scope;
mod unit;
pub(super) mod workflow;

use super::RankCase;
pub use super::group::Group;

/// A dimension as data.
pub struct Dimension {
    /// Code in `tables/rankings`.
    pub code: &'static str,
    /// What a row answers for, in a sentence or two.
    pub explanation: &'static str,
    /// Groups cases (given in order of action) by key.
    pub groups: for<'a, 'c> fn(&'c [RankCase<'a>]) -> Vec<Group<'a, 'c>>,
    /// Rows have denominators of their own, so that a prior can be learnt from them.
    pub has_own_cases: bool,
    /// Rows have a tolerated rate.
    pub has_tolerance: bool,
    /// Every case is in one row of a role, so that rows are compared with what is common to all.
    pub is_compared: bool,
    /// A remark on every row; empty = none.
    pub note: &'static str,
}

/// Every dimension, in the order of the contract.
pub const DIMENSIONS: &[&Dimension] = &[
    &owner::DIMENSION,
    &workflow::DIMENSION,
    &device_class::DIMENSION,
    &regulated_scope::DIMENSION,
    &unit::DIMENSION,
    &action_kind::DIMENSION,
    &cause::DIMENSION,
];

/// A text that says something, else the fallback.
pub(super) fn named<'a>(text: Option<&'a str>, fallback: &'a str) -> &'a str {
    text.map(str::trim).filter(|text| !text.is_empty()).unwrap_or(fallback)
}

#[cfg(test)]
mod tests {
    use super::DIMENSIONS;

    #[test]
    fn codes_stand_in_the_order_of_the_contract() {
        let codes: Vec<&str> = DIMENSIONS.iter().map(|dimension| dimension.code).collect();
        let expected =
            ["owner", "workflow", "device_class", "regulated_scope", "unit", "action_kind", "cause"];
        assert_eq!(codes, expected);
    }
}
