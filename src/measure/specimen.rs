//! Cases for tests: a locked personal Mac, to be bent into what a test needs.

use std::sync::Arc;

use crate::{
    attribute::case::{
        Attribution, AttributionStatus, Candidate, Case, Holder, RecentUser, RowRef, SignOfLife, TicketGrade,
        TicketLink,
    },
    config::Span,
    judge::{Judgement, fixtures, rule::Verdict},
    records::{
        Action, ActionKind, ActivityKind, DeviceKeys, EventKind, IdentityEvent, Instant, JamfClass, Ticket,
        TicketState,
        blank::{self, origin},
    },
    registers::{self, Device, Person, RegisterRow, RegulatedScope, ReviewDecision, Validity, Workflow},
};

pub(crate) fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn register_row() -> RegisterRow {
    RegisterRow { file: "registers/test.csv".to_owned(), line: 2 }
}

/// A lock of the personal Mac of Ada Example, done at the given time, linked to nothing.
pub(crate) fn case(kind: ActionKind, done_at: &str) -> Case {
    let done_at = at(done_at);
    let device = DeviceKeys {
        class: Some(JamfClass::Computer),
        serial: Some("TESTMAC1".to_owned()),
        ..DeviceKeys::default()
    };
    Case {
        action: Action { action_id: "a-1".to_owned(), device: device.into(), ..blank::action(kind, done_at) },
        sent_at: done_at,
        done_at,
        device_id: Some("TESTMAC1".to_owned()),
        serial: Some("TESTMAC1".to_owned()),
        device: Some(register_device("personal")),
        holder: Some(Holder {
            person_id: "p-ada".to_owned(),
            row: RowRef::Input(origin()),
            basis: "register",
            is_old: false,
        }),
        jamf_holder: None,
        person: Some(person(None)),
        holder_left_at: None,
        recent_users: Vec::new(),
        workflow: None,
        attribution: Attribution {
            status: AttributionStatus::Unattributed,
            candidates: Vec::new(),
            within_margin: 0,
        },
        tickets: Vec::new(),
        after_wipe: None,
        exceptions: Vec::new(),
        repeats: None,
        undone_by: None,
        requested_before: None,
        burst_id: None,
        reviews: Vec::new(),
        afterwards: Vec::new(),
        regulated: Vec::new(),
        trigger_sources_cover_window: true,
        trigger_sources_lose_events: false,
        trigger_follows: None,
        reversal_covered_until: None,
        fan_out_id: None,
    }
}

pub(crate) fn register_device(custody: &str) -> Device {
    Device {
        serial: Some("TESTMAC1".to_owned()),
        jamf_class: Some("computer".to_owned()),
        device_class: Some("office_mac".to_owned()),
        custody: Some(custody.to_owned()),
        ..registers::blank::device()
    }
}

pub(crate) fn person(time_zone: Option<&str>) -> Person {
    Person {
        person_id: "p-ada".to_owned(),
        display_name: "Ada Example".to_owned(),
        unit: Some("Research".to_owned()),
        time_zone: time_zone.map(str::to_owned),
        ..registers::blank::person()
    }
}

pub(crate) fn sign(time: &str, activity: ActivityKind) -> SignOfLife {
    SignOfLife {
        at: at(time),
        is_reversing_action: false,
        activity: Some(activity),
        row: RowRef::Input(origin()),
    }
}

pub(crate) fn reversing_action(time: &str) -> SignOfLife {
    SignOfLife { at: at(time), is_reversing_action: true, activity: None, row: RowRef::Input(origin()) }
}

pub(crate) fn user(person_id: &str, days: u32) -> RecentUser {
    RecentUser { person_id: person_id.to_owned(), days, row: origin() }
}

pub(crate) fn scope(scope_id: &str, regime: &str, from: Option<&str>, to: Option<&str>) -> RegulatedScope {
    RegulatedScope {
        scope_id: scope_id.to_owned(),
        regime: regime.to_owned(),
        title: scope_id.to_owned(),
        match_kind: "person".to_owned(),
        match_value: "p-ada".to_owned(),
        window: Validity { from: from.map(at), to: to.map(at) },
        accountable_person: None,
        row: register_row(),
    }
}

pub(crate) fn review(reviewer: &str, time: &str) -> ReviewDecision {
    ReviewDecision {
        action_id: "a-1".to_owned(),
        reviewer: reviewer.to_owned(),
        reviewed_at: at(time),
        reviewed_until: at(time),
        decision: "false_positive".to_owned(),
        cause: None,
        rationale: String::new(),
        row: register_row(),
    }
}

pub(crate) fn event(event_id: &str, kind: EventKind, time: &str) -> Arc<IdentityEvent> {
    Arc::new(IdentityEvent { event_id: event_id.to_owned(), ..blank::event(kind, at(time)) })
}

/// A link to one trigger, undone by the second event if there is one.
pub(crate) fn linked(trigger: Arc<IdentityEvent>, undoing: Option<Arc<IdentityEvent>>) -> Attribution {
    let candidate = Candidate {
        episode: vec![Arc::clone(&trigger)],
        episode_id: "e-1".to_owned(),
        subject_person_id: Some("p-ada".to_owned()),
        undoing,
        ..fixtures::candidate(trigger.kind)
    };
    let candidate = Candidate { trigger, ..candidate };
    Attribution { status: AttributionStatus::Linked, candidates: vec![candidate], within_margin: 1 }
}

pub(crate) fn ticket(grade: TicketGrade, resolved_at: Option<&str>) -> TicketLink {
    let ticket = Ticket {
        resolved_at: resolved_at.map(at),
        state: TicketState::Resolved,
        subject: "Mac locked".to_owned(),
        ..blank::ticket("INC0000001", at("2026-07-01T12:00:00Z"))
    };
    TicketLink {
        ticket: Arc::new(ticket),
        grade,
        why: "same device".to_owned(),
        shows_intent: false,
        is_request: false,
        is_follow_up: false,
    }
}

pub(crate) fn workflow(containment_target: Span) -> Workflow {
    Workflow {
        id: "leaver-lock".to_owned(),
        title: "Lock leavers".to_owned(),
        triggers: vec![EventKind::AccountDisabled],
        actions: vec![ActionKind::Lock],
        control_owner: Some("team:identity".to_owned()),
        execution_owner: Some("team:endpoint".to_owned()),
        containment_target,
        ..registers::blank::workflow()
    }
}

/// A judgement with this verdict and nothing behind it.
pub(crate) fn judgement(verdict: Verdict) -> Judgement {
    Judgement {
        verdict,
        certainty: None,
        probability: None,
        cause: None,
        cause_class: None,
        accountable_role: None,
        young: false,
        apart: false,
        conflict: false,
        duplicate_of: None,
        evidence: Vec::new(),
    }
}
