//! Tickets of a case: those linked to it, and those that may follow from it.

use std::sync::Arc;

use crate::records::{Instant, Ticket};

/// Grades of a ticket link, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TicketGrade {
    /// Names the action, or a closure code the site mapped.
    Decisive,
    /// Same device, or person with a disruption text of the matching kind within 72 h; a request that names the device.
    Strong,
    /// Person with a weaker text of the matching kind, or with a request.
    Medium,
    /// Person and time only: counts for nothing.
    Coincident,
}

impl TicketGrade {
    /// The code in tables.
    pub fn code(self) -> &'static str {
        match self {
            Self::Decisive => "decisive",
            Self::Strong => "strong",
            Self::Medium => "medium",
            Self::Coincident => "coincident",
        }
    }
}

/// A ticket linked to the case.
#[derive(Debug, Clone, PartialEq)]
pub struct TicketLink {
    /// The ticket.
    pub ticket: Arc<Ticket>,
    /// How well it is linked.
    pub grade: TicketGrade,
    /// Why, one sentence.
    pub why: String,
    /// It asks for the action and complains of nothing.
    pub shows_intent: bool,
    /// It asks for the action and names this very device, in its text or in a column.
    pub is_request: bool,
    /// It asks for what a wipe makes necessary and complains of no disruption.
    pub is_follow_up: bool,
}

/// Further tickets after a wipe.
#[derive(Debug, Clone, PartialEq)]
pub struct AfterWipe {
    /// Tickets of the next 14 days, or as far as tickets are known, without the one that reports the wipe itself; in
    /// time order.
    pub tickets: Vec<LaterTicket>,
    /// How many would have come by chance, from the same person's and device's own rate of up to 90 days before;
    /// `None` where less than 14 of these days are covered.
    pub expected: Option<f64>,
}

/// A ticket that may follow from a wipe.
#[derive(Debug, Clone, PartialEq)]
pub struct LaterTicket {
    /// Number of the ticket.
    pub ticket_id: String,
    /// When it was opened.
    pub opened_at: Instant,
    /// `affected person`, `wiped device`, `replacement`: the first that holds.
    pub about: &'static str,
}
