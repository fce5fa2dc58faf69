//! What the formats of Microsoft Entra share: an entry of the directory audit, the meaning of its activity, a version of
//! a risk, the envelope of an event hub, and the canonical events made of them.

mod activities;
mod audit;
mod canonical;
mod changes;
mod envelope;
mod fields;
mod licences;
mod members;
mod risk;
mod risk_grades;

#[cfg(test)]
mod tests;

pub(super) use activities::{PREFILTER, UNUSED, meaning, normalised};
pub(super) use audit::{Actor, Audit, Property, Target, kept_upn};
pub(super) use canonical::{settle, settle_entry};
pub(super) use envelope::{Entry, entry};
pub(super) use risk::settle_risk;
