//! What the ticket rules say alike: which linked tickets complain, and how they are named in a sentence.

use super::{
    facts::utc,
    rule::{Fired, Weight},
};
use crate::attribute::case::{Case, RowRef, TicketGrade, TicketLink};

/// Speaks with the weight when at least one ticket of that grade complains.
pub(super) fn complained(case: &Case, grade: TicketGrade, weight: Weight) -> Option<Fired> {
    speak(case.tickets.iter().filter(|link| link.grade == grade && !link.shows_intent), weight)
}

/// Whether a linked ticket complains; coincident ones count for nothing.
pub(super) fn has_complaint(case: &Case) -> bool {
    case.tickets.iter().any(|link| link.grade != TicketGrade::Coincident && !link.shows_intent)
}

/// A sentence over the tickets; `None` without any.
pub(super) fn speak<'a>(links: impl Iterator<Item = &'a TicketLink>, weight: Weight) -> Option<Fired> {
    let mut links: Vec<&TicketLink> = links.collect();
    links.sort_by(|a, b| {
        (a.ticket.opened_at, &a.ticket.ticket_id).cmp(&(b.ticket.opened_at, &b.ticket.ticket_id))
    });
    if links.is_empty() {
        return None;
    }
    let said = |link: &&TicketLink| {
        format!("ticket `{}` opened at {}: {}", link.ticket.ticket_id, utc(link.ticket.opened_at), link.why)
    };
    let said: Vec<String> = links.iter().map(said).collect();
    let rows = links.iter().map(|link| RowRef::Input(link.ticket.origin)).collect();
    Some(Fired { weight, because: said.join("; "), rows })
}
