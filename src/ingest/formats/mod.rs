//! The registry of formats: one file and two lines each.

use super::format::Format;

/// Every format, in the order of the contract.
pub const FORMATS: &[&Format] = &[];
