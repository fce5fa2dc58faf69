//! Judging: every rule speaks or stays silent about a case; families, suspension and decisive rules
//! turn what was said into one verdict with its probability.

mod cause;
mod combine;
mod facts;
#[cfg(test)]
pub(crate) mod fixtures;
mod judgement;
mod reviews;
pub mod rule;
pub mod rules;
mod speak;
mod tickets;
mod variants;
mod weigh;

pub use cause::{UNEXPLAINED, known_causes};
pub use combine::judge;
pub use judgement::{Certainty, Effect, Evidence, Judgement};
pub use rules::known_codes;
pub use variants::{is_weighed, variants};
