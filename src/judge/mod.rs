//! Judging: every rule speaks or stays silent about a case; families, suspension and decisive rules
//! turn what was said into one verdict with its probability.

pub mod rule;
pub mod rules;
