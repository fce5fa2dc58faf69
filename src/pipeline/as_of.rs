//! The inputs as they stood at a time: what came to be known later is not used.

use crate::{
    ingest::Ingested,
    records::{Action, Instant, Outcome, Ticket, TicketState},
};

/// Drops what was not known by `as_of`: later events, actions sent later, tickets opened later. A command that
/// was executed later still waits, a ticket resolved later is open. Registers are taken as they are: they carry
/// their own validity, and reviews are written after the exports end (`registers::fit_reviews` says how long).
pub(super) fn keep_known(ingested: &mut Ingested, as_of: Instant) {
    ingested.events.retain(|event| event.known_from <= as_of);
    ingested.sign_ins.retain(|it| it.known_from <= as_of);
    ingested.tickets.retain(|ticket| ticket.opened_at <= as_of);
    ingested.tickets.iter_mut().for_each(|ticket| reopen(ticket, as_of));
    ingested.actions.retain(|action| action.sent_at.or(action.done_at).is_none_or(|at| at <= as_of));
    ingested.actions.iter_mut().for_each(|action| wait(action, as_of));
}

fn reopen(ticket: &mut Ticket, as_of: Instant) {
    if ticket.resolved_at.is_some_and(|at| at > as_of) {
        ticket.resolved_at = None;
        ticket.state = TicketState::Open;
    }
    ticket.closed_at = ticket.closed_at.filter(|at| *at <= as_of);
}

fn wait(action: &mut Action, as_of: Instant) {
    if action.done_at.is_some_and(|at| at > as_of) {
        action.done_at = None;
        action.outcome = Outcome::Pending;
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::attribute::specimen::World;

    #[test]
    fn what_came_to_be_known_later_is_not_used() {
        let known = World::plain().ingested;
        let event = &known.events[0];
        for (shift, expected) in [(0, 1), (-1, 0)] {
            let mut inputs = known.clone();
            inputs.events.truncate(1);
            keep_known(&mut inputs, event.known_from + TimeDelta::seconds(shift));
            assert_eq!(inputs.events.len(), expected, "{shift} s");
        }
    }

    #[test]
    fn a_command_executed_later_still_waits() {
        let mut inputs = World::plain().ingested;
        let action = inputs.actions[0].clone();
        let (sent, done) = (action.sent_at.unwrap(), action.done_at.unwrap());
        keep_known(&mut inputs, done);
        assert_eq!(inputs.actions[0].outcome, Outcome::Done);
        keep_known(&mut inputs, sent);
        assert_eq!((inputs.actions[0].outcome, inputs.actions[0].done_at), (Outcome::Pending, None));
        keep_known(&mut inputs, sent - TimeDelta::seconds(1));
        assert!(inputs.actions.is_empty());
    }
}
