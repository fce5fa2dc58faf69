//! Records that say nothing, to be filled: field by field by the reader of extracts, and in tests with
//! `..blank::event(kind, at)`.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    Action, ActionKind, EventKind, EventOutcome, FileId, IdentityEvent, Instant, KnownBasis, Origin, Outcome,
    PersonKeys, Ticket, TicketState,
};

/// The first row of the first file.
pub(crate) fn origin() -> Origin {
    Origin { file: FileId(0), line: 1, item: 0 }
}

/// An action of that kind, sent and done at once, by nobody on nothing.
pub(crate) fn action(kind: ActionKind, done_at: Instant) -> Action {
    Action {
        action_id: String::new(),
        uuid: None,
        kind,
        raw_kind: kind.code().to_owned(),
        object: None,
        sent_at: Some(done_at),
        done_at: Some(done_at),
        outcome: Outcome::Done,
        error: None,
        device: Arc::default(),
        person: None,
        initiator: None,
        trigger_ref: None,
        origins: vec![origin()],
    }
}

/// An event of that kind about nobody, known when it occurred.
pub(crate) fn event(kind: EventKind, at: Instant) -> IdentityEvent {
    IdentityEvent {
        event_id: String::new(),
        kind,
        raw_kind: kind.code().to_owned(),
        source: "okta",
        occurred_at: at,
        known_from: at,
        known_to: at,
        known_basis: KnownBasis::Recorded,
        effective_at: None,
        outcome: EventOutcome::Happened,
        subject: PersonKeys::default(),
        device: None,
        object: None,
        correlations: Vec::new(),
        recants_event_id: None,
        actor: None,
        actor_is_person: None,
        level: None,
        old_value: None,
        new_value: None,
        origin: origin(),
    }
}

/// An open ticket without any text.
pub(crate) fn ticket(ticket_id: &str, opened_at: Instant) -> Ticket {
    Ticket {
        ticket_id: ticket_id.to_owned(),
        native_id: None,
        class: None,
        opened_at,
        resolved_at: None,
        closed_at: None,
        updated_at: None,
        state: TicketState::Open,
        affected: PersonKeys::default(),
        device_values: Vec::new(),
        subject: String::new(),
        body: String::new(),
        notes: String::new(),
        close_code: None,
        close_notes: String::new(),
        links: Vec::new(),
        fields: BTreeMap::new(),
        origin: origin(),
    }
}
