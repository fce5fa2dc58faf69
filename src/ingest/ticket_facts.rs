//! Joins to every ticket what rows beside it say: when it was solved, that it was opened again, which change
//! caused it.

use std::collections::BTreeMap;

use super::{
    Ingested,
    source::{Note, SourceFile},
};
use crate::records::{FileId, Instant, Origin, Ticket, TicketFact, TicketState};

/// A ticket of a vendor; the numbers of two vendors have nothing to do with each other.
type Key = (String, String);

/// Completes the tickets. What a ticket says itself stands.
pub(super) fn complete(ingested: &mut Ingested) {
    let facts = std::mem::take(&mut ingested.ticket_facts);
    let mut of_ticket: BTreeMap<Key, Vec<&TicketFact>> = BTreeMap::new();
    for fact in &facts {
        let key = (vendor(&ingested.sources, fact.origin), fact.ticket_id.clone());
        of_ticket.entry(key).or_default().push(fact);
    }
    for ticket in &mut ingested.tickets {
        if of_ticket.is_empty() {
            break;
        }
        let key = (vendor(&ingested.sources, ticket.origin), ticket.ticket_id.clone());
        if let Some(facts) = of_ticket.remove(&key) {
            join(ticket, &facts);
        }
    }
    ingested.notes.extend(unjoined(of_ticket.values().flatten().copied()));
    ingested.ticket_facts = facts;
}

/// The vendor a file is of: the first word of its format.
fn vendor(sources: &[SourceFile], origin: Origin) -> String {
    let format = sources.get(origin.file.0 as usize).map_or("", |source| source.format.as_str());
    format.split('-').next().unwrap_or_default().to_owned()
}

/// The facts come ordered by time and content, so the result does not depend on the order of files.
fn join(ticket: &mut Ticket, facts: &[&TicketFact]) {
    let course = course(facts.iter().filter_map(|fact| Some((fact.at?, fact.state?))));
    // What is at work again is not solved, whatever a list of an earlier day says.
    if !matches!(ticket.state, TicketState::Open | TicketState::Hold) {
        ticket.resolved_at = ticket.resolved_at.or(course.resolved_at);
        ticket.closed_at = ticket.closed_at.or(course.closed_at);
    }
    for fact in facts {
        if let Some(link) = fact.link.as_ref().filter(|link| !ticket.links.contains(link)) {
            ticket.links.push(link.clone());
        }
        if !fact.note.is_empty() && !ticket.notes.contains(&fact.note) && ticket.body != fact.note {
            if !ticket.notes.is_empty() {
                ticket.notes.push_str("\n\n");
            }
            ticket.notes.push_str(&fact.note);
        }
        for (field, values) in &fact.fields {
            let known = ticket.fields.entry(field.clone()).or_default();
            known.extend(values.iter().filter(|value| !known.contains(value)).cloned().collect::<Vec<_>>());
        }
    }
}

/// When a ticket was last solved and closed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Course {
    pub(super) resolved_at: Option<Instant>,
    pub(super) closed_at: Option<Instant>,
}

/// Goes through the states that a ticket came into. Solved twice without work in between was solved the first time;
/// whoever opens it again takes that back. Closed without having been solved says nothing of a repair.
pub(super) fn course(entered: impl Iterator<Item = (Instant, TicketState)>) -> Course {
    let mut entered: Vec<(Instant, TicketState)> = entered.collect();
    entered.sort_unstable();
    let mut course = Course::default();
    for (at, state) in entered {
        match state {
            TicketState::Resolved => course.resolved_at = course.resolved_at.or(Some(at)),
            TicketState::Closed | TicketState::Cancelled => course.closed_at = course.closed_at.or(Some(at)),
            TicketState::Open | TicketState::Hold => course = Course::default(),
            TicketState::Deleted | TicketState::Unknown => {}
        }
    }
    course
}

/// One note per file whose facts are about tickets that no export holds.
fn unjoined<'a>(facts: impl Iterator<Item = &'a TicketFact>) -> Vec<Note> {
    let mut of_file: BTreeMap<FileId, (Origin, u64)> = BTreeMap::new();
    for fact in facts {
        let (first, count) = of_file.entry(fact.origin.file).or_insert((fact.origin, 0));
        *first = (*first).min(fact.origin);
        *count += 1;
    }
    let note = |(origin, count): (Origin, u64)| Note {
        origin,
        key: "ticket-not-exported",
        message: format!(
            "{count} entries are about tickets that no export holds; they were not used: export tickets and what \
             stands beside them for the same range"
        ),
    };
    of_file.into_values().map(note).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::{CauseLink, CauseLinkKind, blank};

    fn at(hour: u32) -> Instant {
        format!("2026-07-01T{hour:02}:00:00Z").parse().unwrap()
    }

    fn fact(ticket: &str, hour: u32, state: TicketState) -> TicketFact {
        TicketFact { at: Some(at(hour)), state: Some(state), ..TicketFact::of(ticket, blank::origin()) }
    }

    fn completed(state: TicketState, facts: Vec<TicketFact>) -> (Ticket, Vec<Note>) {
        let ticket = Ticket { state, ..blank::ticket("7", at(1)) };
        let source = SourceFile { format: "zendesk-json".to_owned(), ..SourceFile::default() };
        let mut ingested = Ingested {
            tickets: vec![ticket],
            ticket_facts: facts,
            sources: vec![source],
            ..Ingested::default()
        };
        complete(&mut ingested);
        (ingested.tickets[0].clone(), ingested.notes)
    }

    #[test]
    fn a_ticket_is_solved_when_it_last_came_out_of_work() {
        use TicketState as S;
        let table: &[(&[(u32, S)], Option<u32>, Option<u32>)] = &[
            (&[(2, S::Open), (5, S::Resolved), (9, S::Closed)], Some(5), Some(9)),
            (&[(5, S::Resolved), (6, S::Open), (8, S::Resolved)], Some(8), None),
            (&[(5, S::Resolved), (5, S::Resolved), (6, S::Resolved)], Some(5), None),
            (&[(9, S::Closed)], None, Some(9)),
            (&[(5, S::Resolved), (6, S::Hold)], None, None),
            (&[], None, None),
        ];
        for (entered, resolved, closed) in table {
            let found = course(entered.iter().rev().map(|(hour, state)| (at(*hour), *state)));
            assert_eq!(
                (found.resolved_at, found.closed_at),
                (resolved.map(at), closed.map(at)),
                "{entered:?}"
            );
        }
    }

    #[test]
    fn a_ticket_at_work_again_is_not_solved() {
        let solved = || vec![fact("7", 5, TicketState::Resolved)];
        assert_eq!(completed(TicketState::Closed, solved()).0.resolved_at, Some(at(5)));
        assert_eq!(completed(TicketState::Open, solved()).0.resolved_at, None);
    }

    #[test]
    fn links_notes_and_fields_are_added_once() {
        let link = CauseLink { kind: CauseLinkKind::CausedByChange, id: "CHN-3".to_owned() };
        let told = TicketFact {
            link: Some(link.clone()),
            note: "caused by CHN-3".to_owned(),
            fields: [("reopens".to_owned(), vec!["2".to_owned()])].into(),
            ..TicketFact::of("7", blank::origin())
        };
        let (ticket, notes) = completed(TicketState::Closed, vec![told.clone(), told]);
        assert_eq!(ticket.links, [link]);
        assert_eq!(ticket.notes, "caused by CHN-3");
        assert_eq!(ticket.fields["reopens"], ["2"]);
        assert!(notes.is_empty());
    }

    #[test]
    fn what_is_about_no_ticket_is_noted_once_per_file() {
        let (_, notes) = completed(
            TicketState::Closed,
            vec![fact("8", 2, TicketState::Resolved), fact("9", 2, TicketState::Resolved)],
        );
        assert_eq!(notes.len(), 1);
        assert!(notes[0].message.starts_with("2 entries are about tickets"), "{notes:?}");
    }
}
