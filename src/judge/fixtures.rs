//! Cases for tests. The plain case: account `p1` disabled at hour 0 (2026-07-01T10:00Z), its Mac `MAC-1`
//! locked, sent at hour 1 and done at hour 2, covered for 40 days; nothing speaks for or against it.

use std::sync::Arc;

use chrono::{TimeDelta, TimeZone, Utc};

use super::rule::{Context, Fired, Rule, Weight};
use crate::{
    attribute::case::{
        Attribution, AttributionStatus, Candidate, Case, ExceptionMatch, Holder, RowRef, TicketGrade,
        TicketLink,
    },
    config::Config,
    records::{
        self, Action, ActionKind, DeviceKeys, EventKind, FileId, IdentityEvent, Instant, Origin, PersonKeys,
        Ticket,
    },
    registers::{self, Device, Exception, Person, RegisterRow, ReviewDecision, Validity, Workflow},
};

/// So many hours after the trigger of the plain case.
pub(crate) fn hour(n: i64) -> Instant {
    Utc.with_ymd_and_hms(2026, 7, 1, 10, 0, 0).unwrap() + TimeDelta::hours(n)
}

/// So many days after it.
pub(crate) fn day(n: i64) -> Instant {
    hour(n * 24)
}

/// So many seconds after it.
pub(super) fn second(n: i64) -> Instant {
    hour(0) + TimeDelta::seconds(n)
}

/// The row `line` of the input file number `file`.
pub(super) fn origin(file: u32, line: u64) -> Origin {
    Origin { file: FileId(file), line, item: 0 }
}

/// A row of a register.
pub(super) fn register_row(file: &str, line: u64) -> RegisterRow {
    RegisterRow { file: format!("registers/{file}.csv"), line }
}

/// An event about `p1`, known when it occurred; every kind and time has a row of its own.
pub(crate) fn event(kind: EventKind, at: Instant) -> IdentityEvent {
    let seconds = (at - hour(0)).num_seconds();
    IdentityEvent {
        event_id: format!("{kind}@{seconds}"),
        subject: PersonKeys { person_id: Some("p1".to_owned()), ..PersonKeys::default() },
        origin: Origin {
            file: FileId(1),
            line: u64::try_from(seconds + 100_000_000).unwrap(),
            item: kind as u32,
        },
        ..records::blank::event(kind, at)
    }
}

/// An event as a candidate holds it.
pub(crate) fn some(event: IdentityEvent) -> Option<Arc<IdentityEvent>> {
    Some(Arc::new(event))
}

/// A candidate with one event of the kind at hour 0 and nothing that became of it.
pub(crate) fn candidate(kind: EventKind) -> Candidate {
    let trigger = Arc::new(event(kind, hour(0)));
    Candidate {
        episode: vec![Arc::clone(&trigger)],
        trigger,
        episode_id: format!("episode-{kind}"),
        subject_person_id: Some("p1".to_owned()),
        subject_last_version: None,
        score: 9.0,
        parts: Vec::new(),
        undoing: None,
        recant: None,
        dismissal: None,
        remediation: None,
        compromise: None,
        bulk: None,
        identifier_moved: None,
        later_sign_ins: Vec::new(),
        covered_until: None,
    }
}

/// Puts one event in place of the candidate's episode.
pub(super) fn set_trigger(candidate: &mut Candidate, trigger: IdentityEvent) {
    candidate.trigger = Arc::new(trigger);
    candidate.episode = vec![Arc::clone(&candidate.trigger)];
}

/// The plain case, changed.
pub(crate) fn case_where(change: impl FnOnce(&mut Case)) -> Case {
    let mut case = plain();
    change(&mut case);
    case
}

/// The plain case with its candidate changed.
pub(crate) fn linked(change: impl FnOnce(&mut Candidate)) -> Case {
    case_where(|case| change(&mut case.attribution.candidates[0]))
}

/// The plain case with a trigger of another kind, changed.
pub(super) fn linked_to(kind: EventKind, change: impl FnOnce(&mut Candidate)) -> Case {
    linked(|c| {
        *c = candidate(kind);
        change(c);
    })
}

/// The plain case without anything that explains it.
pub(super) fn unattributed(change: impl FnOnce(&mut Case)) -> Case {
    case_where(|case| {
        let status = AttributionStatus::Unattributed;
        case.attribution = Attribution { status, candidates: Vec::new(), within_margin: 0 };
        change(case);
    })
}

/// The plain case with several candidates within the margin.
pub(super) fn ambiguous(candidates: Vec<Candidate>) -> Case {
    case_where(|case| {
        let within_margin = candidates.len();
        case.attribution = Attribution { status: AttributionStatus::Ambiguous, candidates, within_margin };
    })
}

fn plain() -> Case {
    Case {
        action: action(),
        sent_at: hour(1),
        done_at: hour(2),
        device_id: Some("MAC-1".to_owned()),
        serial: Some("MAC-1".to_owned()),
        device: Some(device("personal")),
        holder: Some(holder("p1")),
        jamf_holder: None,
        person: Some(person("p1", None)),
        holder_left_at: None,
        recent_users: Vec::new(),
        workflow: Some(workflow()),
        attribution: Attribution {
            status: AttributionStatus::Linked,
            candidates: vec![candidate(EventKind::AccountDisabled)],
            within_margin: 1,
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
        reversal_covered_until: Some(day(40)),
        fan_out_id: None,
    }
}

fn action() -> Action {
    Action {
        action_id: "a1".to_owned(),
        raw_kind: "DEVICE_LOCK".to_owned(),
        sent_at: Some(hour(1)),
        device: DeviceKeys { serial: Some("MAC-1".to_owned()), ..DeviceKeys::default() }.into(),
        origins: vec![origin(0, 1)],
        ..records::blank::action(ActionKind::Lock, hour(2))
    }
}

/// The register's row of `MAC-1` in that custody.
pub(super) fn device(custody: &str) -> Device {
    Device {
        serial: Some("MAC-1".to_owned()),
        custody: Some(custody.to_owned()),
        row: register_row("devices", 2),
        ..registers::blank::device()
    }
}

/// A holder known from assignment history.
pub(super) fn holder(person_id: &str) -> Holder {
    let row = RowRef::Input(origin(2, 1));
    Holder { person_id: person_id.to_owned(), row, basis: "assignment history", is_old: false }
}

/// The last version of a person, which ends at `to`.
pub(super) fn person(person_id: &str, to: Option<Instant>) -> Person {
    Person {
        person_id: person_id.to_owned(),
        display_name: "Robin Sample".to_owned(),
        validity: Validity { from: None, to },
        row: register_row("people", 2),
        ..registers::blank::person()
    }
}

/// A workflow that locks on disabled accounts, terminations, group removals, risks and confirmed compromise.
pub(super) fn workflow() -> Workflow {
    use EventKind as K;
    Workflow {
        id: "lock-leavers".to_owned(),
        title: "Lock leavers".to_owned(),
        triggers: vec![
            K::AccountDisabled,
            K::TerminationRecorded,
            K::GroupRemoved,
            K::RiskRaised,
            K::LeaveDateSet,
        ],
        actions: vec![ActionKind::Lock],
        row: register_row("workflows", 1),
        ..registers::blank::workflow()
    }
}

/// A ticket of that number opened at hour 5, linked with the grade.
pub(super) fn ticket(number: u64, grade: TicketGrade, shows_intent: bool) -> TicketLink {
    let why = "same serial, opened 3 h after".to_owned();
    TicketLink {
        ticket: Arc::new(ticket_opened(number, hour(5))),
        grade,
        why,
        shows_intent,
        is_request: false,
        is_follow_up: false,
    }
}

/// A ticket opened then.
pub(super) fn ticket_opened(number: u64, opened_at: Instant) -> Ticket {
    Ticket { origin: origin(3, number), ..records::blank::ticket(&format!("INC{number}"), opened_at) }
}

/// An exception for `p1` that ended at `to`.
pub(super) fn exception(to: Option<Instant>, in_force: bool, lapsed: bool) -> ExceptionMatch {
    let exception = Exception {
        exception_id: "x1".to_owned(),
        workflow_id: "*".to_owned(),
        subject_kind: "person".to_owned(),
        subject: "p1".to_owned(),
        reason: "trial on the bench".to_owned(),
        requested_by: None,
        approved_by: Some("owner".to_owned()),
        validity: Validity { from: None, to },
        row: register_row("exceptions", 2),
    };
    ExceptionMatch { exception, in_force, lapsed, why: "it names the person".to_owned() }
}

/// A review by that reviewer; its line says when, in hours after the trigger.
pub(crate) fn review(reviewer: &str, decision: &str, cause: Option<&str>) -> ReviewDecision {
    ReviewDecision {
        action_id: "a1".to_owned(),
        reviewer: reviewer.to_owned(),
        reviewed_at: day(20),
        reviewed_until: day(20),
        decision: decision.to_owned(),
        cause: cause.map(str::to_owned),
        rationale: "asked the unit".to_owned(),
        row: register_row("reviews", u64::from(reviewer.as_bytes()[0])),
    }
}

/// The default configuration with further lines.
pub(crate) fn config(more: &str) -> Config {
    let text = format!("organisation = {{ name = \"Meridian Biologics\", time_zone = \"UTC\" }}\n{more}");
    toml::from_str(&text).unwrap()
}

/// What the rule says of the case and its first candidate under the defaults.
pub(super) fn fired(rule: &Rule, case: &Case) -> Option<Fired> {
    let config = config("");
    (rule.fires)(case, case.attribution.candidates.first(), &Context { config: &config, as_of: day(60) })
}

/// The bits it says; `None` when it is silent.
///
/// # Panics
/// When it spoke decisively.
pub(super) fn bits(rule: &Rule, case: &Case) -> Option<f64> {
    fired(rule, case).map(|fired| match fired.weight {
        Weight::Bits(bits) => bits,
        Weight::Decisive(verdict) => panic!("decisive for {verdict}"),
    })
}

/// The weight with which it speaks.
pub(super) fn weight(rule: &Rule, case: &Case) -> Option<Weight> {
    fired(rule, case).map(|fired| fired.weight)
}

/// Checks that the rule spoke, that its sentence holds the given parts, and that it rests on rows.
pub(super) fn assert_says(rule: &Rule, case: &Case, parts: &[&str]) {
    let fired = fired(rule, case).expect("the rule should speak");
    for part in parts {
        assert!(fired.because.contains(part), "`{part}` is missing in: {}", fired.because);
    }
    assert!(!fired.rows.is_empty(), "no rows");
}
