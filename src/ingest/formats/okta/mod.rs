//! What the two Okta formats share: one log event, the meaning of its type, and the canonical event made of it.

mod canonical;
mod event_types;
mod identifiers;
mod log_event;
mod risk;

#[cfg(test)]
mod tests;

pub(super) use canonical::settle;
pub(super) use event_types::{Meaning, PREFILTER, UNUSED, meaning, trigger_of};
pub(super) use log_event::{Entity, LogEvent, field, looks_like_flattened, looks_like_log_event};
