//! A sign-in, kept small: most of what a log holds of use are sign-ins, and few are ever asked for.

use std::sync::Arc;

use super::{IdentityEvent, Instant, Origin};

/// One sign-in. What it says besides its id, times and place is shared with those that say the same.
#[derive(Debug, Clone, PartialEq)]
pub struct SignIn {
    /// Vendor id, else a hash.
    pub event_id: String,
    /// When it happened.
    pub occurred_at: Instant,
    /// Earliest time at which its source could tell.
    pub known_from: Instant,
    /// Latest time by which its source did tell.
    pub known_to: Instant,
    /// Where it was read.
    pub origin: Origin,
    /// Everything else, without id, times, place and correlations.
    pub like: Arc<IdentityEvent>,
}

impl SignIn {
    /// The event as its row gave it, apart from its correlations: a session belongs to no operation.
    pub fn event(&self) -> IdentityEvent {
        IdentityEvent {
            event_id: self.event_id.clone(),
            occurred_at: self.occurred_at,
            known_from: self.known_from,
            known_to: self.known_to,
            origin: self.origin,
            ..IdentityEvent::clone(&self.like)
        }
    }
}
