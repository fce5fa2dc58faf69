//! One helpdesk ticket.

use std::collections::BTreeMap;

use super::{Instant, Origin, PersonKeys, code::coded};

coded! {
    /// State of a ticket, vendor states folded.
    TicketState {
        Open = "open", Hold = "hold", Resolved = "resolved", Closed = "closed", Cancelled = "cancelled",
        Deleted = "deleted", Unknown = "unknown",
    }
}

coded! {
    /// What a link of a ticket says about cause.
    CauseLinkKind {
        CausedByChange = "caused_by_change", FixedByChange = "fixed_by_change", Problem = "problem",
        Parent = "parent", Duplicate = "duplicate",
    }
}

/// A link from a ticket to another record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CauseLink {
    /// What it says.
    pub kind: CauseLinkKind,
    /// Id or number of the other record as found.
    pub id: String,
}

/// One ticket as the export gives it. Texts are plain text (markup removed) and hostile until escaped.
#[derive(Debug, Clone, PartialEq)]
pub struct Ticket {
    /// Number people use, for example `INC0010023`.
    pub ticket_id: String,
    /// The vendor's internal id.
    pub native_id: Option<String>,
    /// Vendor class or type as printed (`incident`, `request`, …).
    pub class: Option<String>,
    /// When it was opened.
    pub opened_at: Instant,
    /// When it was resolved. `closed_at` is never used for impact.
    pub resolved_at: Option<Instant>,
    /// When it was closed.
    pub closed_at: Option<Instant>,
    /// Last change: of several versions the newest counts.
    pub updated_at: Option<Instant>,
    /// State.
    pub state: TicketState,
    /// Whom it is about.
    pub affected: PersonKeys,
    /// Values that may name a device (CI, serial, asset tag columns); equality with a known device decides.
    pub device_values: Vec<String>,
    /// Short description.
    pub subject: String,
    /// Long description.
    pub body: String,
    /// Comments and work notes.
    pub notes: String,
    /// Closure code as printed.
    pub close_code: Option<String>,
    /// Closure notes.
    pub close_notes: String,
    /// Links.
    pub links: Vec<CauseLink>,
    /// Every field of the row by its header or key, for site-mapped closure codes.
    pub fields: BTreeMap<String, Vec<String>>,
    /// Where it was read.
    pub origin: Origin,
}

impl Ticket {
    /// The last time it tells of.
    pub fn last_at(&self) -> Instant {
        let times = [Some(self.opened_at), self.resolved_at, self.closed_at, self.updated_at];
        times.into_iter().flatten().max().unwrap_or(self.opened_at)
    }
}
