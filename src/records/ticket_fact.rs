//! What a row beside the tickets says of one of them.

use std::collections::BTreeMap;

use super::{CauseLink, Instant, Origin, TicketState};

/// A metric of a ticket, an entry of its history, or the change that caused it: exported apart from the ticket and
/// joined to it by its id when everything was read.
#[derive(Debug, Clone, PartialEq)]
pub struct TicketFact {
    /// The ticket; of the vendor whose file this is.
    pub ticket_id: String,
    /// When this was so.
    pub at: Option<Instant>,
    /// The state the ticket came into then.
    pub state: Option<TicketState>,
    /// What it says about cause.
    pub link: Option<CauseLink>,
    /// What was written on it.
    pub note: String,
    /// Values for the site's own mappings.
    pub fields: BTreeMap<String, Vec<String>>,
    /// Where it was read.
    pub origin: Origin,
}

impl TicketFact {
    /// A fact that says nothing yet.
    pub fn of(ticket_id: impl Into<String>, origin: Origin) -> Self {
        Self {
            ticket_id: ticket_id.into(),
            at: None,
            state: None,
            link: None,
            note: String::new(),
            fields: BTreeMap::new(),
            origin,
        }
    }
}
