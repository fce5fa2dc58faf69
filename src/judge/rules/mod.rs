//! The registry of rules: one file and two lines each, in the order of the contract.

use super::rule::Rule;

/// Every rule; ties between causes break in this order.
pub const RULES: &[&Rule] = &[];
