//! Cases for tests: a locked personal Mac, to be bent into what a test needs.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    attribute::case::{
        Attribution, AttributionStatus, Candidate, Case, Holder, RecentUser, RowRef, SignOfLife, TicketGrade,
        TicketLink,
    },
    config::Span,
    judge::{Judgement, rule::Verdict},
    records::{
        Action, ActionKind, ActivityKind, DeviceKeys, EventKind, EventOutcome, FileId, IdentityEvent,
        Instant, JamfClass, KnownBasis, Origin, Outcome, PersonKeys, Ticket, TicketState,
    },
    registers::{Device, Person, RegisterRow, RegulatedScope, ReviewDecision, Validity, Workflow},
};

pub(crate) fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

pub(crate) fn origin() -> Origin {
    Origin { file: FileId(0), line: 1, item: 0 }
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
        action: Action {
            action_id: "a-1".to_owned(),
            uuid: None,
            kind,
            raw_kind: kind.code().to_owned(),
            object: None,
            sent_at: Some(done_at),
            done_at: Some(done_at),
            outcome: Outcome::Done,
            error: None,
            device,
            person: None,
            initiator: None,
            trigger_ref: None,
            origins: vec![origin()],
        },
        sent_at: done_at,
        done_at,
        device_id: Some("TESTMAC1".to_owned()),
        serial: Some("TESTMAC1".to_owned()),
        device: Some(register_device("personal")),
        holder: Some(Holder {
            person_id: "p-ada".to_owned(),
            row: RowRef::Input(origin()),
            basis: "register",
        }),
        jamf_holder: None,
        person: Some(person(None)),
        recent_users: Vec::new(),
        workflow: None,
        attribution: Attribution {
            status: AttributionStatus::Unattributed,
            candidates: Vec::new(),
            within_margin: 0,
        },
        tickets: Vec::new(),
        exceptions: Vec::new(),
        repeats: None,
        undone_by: None,
        requested_before: None,
        reviews: Vec::new(),
        afterwards: Vec::new(),
        regulated: Vec::new(),
        trigger_sources_cover_window: true,
        reversal_covered_until: None,
        fan_out_id: None,
    }
}

pub(crate) fn register_device(custody: &str) -> Device {
    Device {
        serial: Some("TESTMAC1".to_owned()),
        udid: None,
        management_id: None,
        jamf_id: None,
        jamf_class: Some("computer".to_owned()),
        name: None,
        asset_tag: None,
        device_class: Some("office_mac".to_owned()),
        custody: Some(custody.to_owned()),
        assigned_person: None,
        unit: None,
        validity: Validity::default(),
        row: register_row(),
    }
}

pub(crate) fn person(time_zone: Option<&str>) -> Person {
    Person {
        person_id: "p-ada".to_owned(),
        display_name: "Ada Example".to_owned(),
        kind: "employee".to_owned(),
        unit: Some("Research".to_owned()),
        executive: false,
        okta_id: None,
        entra_object_id: None,
        employee_id: None,
        upn: None,
        email: None,
        aliases: Vec::new(),
        validity: Validity::default(),
        time_zone: time_zone.map(str::to_owned),
        row: register_row(),
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
        decision: "false_positive".to_owned(),
        cause: None,
        rationale: String::new(),
        row: register_row(),
    }
}

pub(crate) fn event(event_id: &str, kind: EventKind, time: &str) -> Arc<IdentityEvent> {
    let occurred_at = at(time);
    Arc::new(IdentityEvent {
        event_id: event_id.to_owned(),
        kind,
        raw_kind: kind.code().to_owned(),
        source: "okta",
        occurred_at,
        known_from: occurred_at,
        known_to: occurred_at,
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
    })
}

/// A link to one trigger, undone by the second event if there is one.
pub(crate) fn linked(trigger: Arc<IdentityEvent>, undoing: Option<Arc<IdentityEvent>>) -> Attribution {
    let candidate = Candidate {
        episode: vec![Arc::clone(&trigger)],
        trigger,
        episode_id: "e-1".to_owned(),
        subject_person_id: Some("p-ada".to_owned()),
        subject_last_version: None,
        score: 9.0,
        parts: Vec::new(),
        undoing,
        recant: None,
        dismissal: None,
        remediation: None,
        compromise: None,
        bulk: None,
        identifier_moved: None,
        later_sign_ins: Vec::new(),
        covered_until: None,
    };
    Attribution { status: AttributionStatus::Linked, candidates: vec![candidate], within_margin: 1 }
}

pub(crate) fn ticket(grade: TicketGrade, resolved_at: Option<&str>) -> TicketLink {
    let ticket = Ticket {
        ticket_id: "INC0000001".to_owned(),
        native_id: None,
        class: None,
        opened_at: at("2026-07-01T12:00:00Z"),
        resolved_at: resolved_at.map(at),
        closed_at: None,
        updated_at: None,
        state: TicketState::Resolved,
        affected: PersonKeys::default(),
        device_values: Vec::new(),
        subject: "Mac locked".to_owned(),
        body: String::new(),
        notes: String::new(),
        close_code: None,
        close_notes: String::new(),
        links: Vec::new(),
        fields: BTreeMap::new(),
        origin: origin(),
    };
    TicketLink { ticket: Arc::new(ticket), grade, why: "same device".to_owned(), shows_intent: false }
}

pub(crate) fn workflow(containment_target: Span) -> Workflow {
    Workflow {
        id: "leaver-lock".to_owned(),
        title: "Lock leavers".to_owned(),
        purpose: String::new(),
        triggers: vec![EventKind::AccountDisabled],
        objects: Vec::new(),
        actions: vec![ActionKind::Lock],
        initiators: Vec::new(),
        max_delay: Span::hours(24),
        settle: Span::minutes(0),
        control_owner: Some("team:identity".to_owned()),
        business_approver: None,
        execution_owner: Some("team:endpoint".to_owned()),
        exception_owner: None,
        approved_by: None,
        approved_at: None,
        approval_expires: None,
        validity: Validity::default(),
        tolerated_rate: 0.02,
        containment_target,
        max_exposure_hours: None,
        drivers: Vec::new(),
        agentic: false,
        row: register_row(),
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
        conflict: false,
        duplicate_of: None,
        evidence: Vec::new(),
    }
}
