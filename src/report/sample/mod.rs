//! Invented reviews of any size, for tests.
#![expect(clippy::too_many_lines, reason = "one line for each column")]
#![expect(clippy::cast_precision_loss, clippy::cast_possible_wrap, reason = "small invented numbers")]

use chrono::TimeDelta;

mod context;
mod sums;

use context::{containment, coverage, improvements, sources, workflows};
use sums::{causes, rankings, totals, weekly};

use super::model::*;
use crate::{
    config::Config,
    ingest::source::{Note, Reject},
    records::{FileId, Instant, Origin},
    registers::ControlFinding,
};

/// How large a review is, and what its texts look like.
#[derive(Clone)]
pub(super) struct Size {
    pub cases: usize,
    /// Every so many cases one false positive; 0 for none.
    pub wrong_every: usize,
    pub owners: usize,
    /// Put in front of owners, ids and texts.
    pub prefix: String,
}

impl Size {
    pub(super) fn small() -> Self {
        Self { cases: 240, wrong_every: 9, owners: 5, prefix: String::new() }
    }
}

pub(super) fn config() -> Config {
    toml::from_str("[organisation]\nname = \"Meridian Biologics\"\ntime_zone = \"America/New_York\"\n")
        .unwrap()
}

pub(super) fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

const CAUSES: [(&str, &str, &str); 5] = [
    ("trigger-reversed", "data", "control_owner"),
    ("wrong-device", "data", "execution_owner"),
    ("recanted-before-action", "timing", "execution_owner"),
    ("shared-device-in-use", "exception", "exception_owner"),
    ("bulk-trigger", "data", "control_owner"),
];
const CLASSES: [&str; 4] = ["laptop", "lab_mac", "iphone", "kiosk_ipad"];
const TEAMS: [&str; 5] = ["team:identity", "team:endpoint", "p-0107", "team:lab-support", "p-0042"];

fn owner(size: &Size, index: usize) -> String {
    let index = index % size.owners.max(1);
    match TEAMS.get(index) {
        Some(team) if size.prefix.is_empty() => (*team).to_owned(),
        _ => format!("{}team:unit-{index}", size.prefix),
    }
}

pub(super) fn review(size: &Size) -> Review {
    let cases: Vec<CaseRow> = (0..size.cases).map(|index| case(size, index)).collect();
    let totals = totals(&cases);
    let mut review = Review {
        header: header(),
        scope: cases.iter().map(scope).chain(not_in_scope()).collect(),
        candidates: cases.iter().filter(|case| case.disruptive).map(|case| candidate(size, case)).collect(),
        tickets: cases
            .iter()
            .filter(|case| !case.ticket_ids.is_empty())
            .map(|case| ticket(size, case))
            .collect(),
        pending: if size.wrong_every == 0 {
            Vec::new()
        } else {
            (0..3).map(|index| pending(size, index)).collect()
        },
        rankings: rankings(size, &cases),
        weekly: weekly(&cases),
        causes: causes(&cases),
        controls: vec![ControlFinding {
            rule: "approval-expired".to_owned(),
            subject: format!("{}leaver-lock", size.prefix),
            finding: "the approval of `leaver-lock` expired on 2026-06-30".to_owned(),
            reference: "registers/workflows.toml:12".to_owned(),
        }],
        sources: sources(size),
        rejects: vec![Reject {
            origin: Origin { file: FileId(1), line: 7, item: 3 },
            reason: "no time in `published`".to_owned(),
            text: format!("{}{{\"uuid\":1}}", size.prefix),
        }],
        notes: vec![Note {
            origin: Origin { file: FileId(0), line: 1, item: 0 },
            key: "zone-assumed",
            message: "inner times carry no zone, UTC is assumed".to_owned(),
        }],
        coverage: coverage(size),
        unsaid: vec![
            "holidays.csv is absent: working hours count public holidays.".to_owned(),
            format!("{}reviews.csv is absent: no reviewer's decision stands over the rules.", size.prefix),
        ],
        remarks: vec![format!("{}2 tickets count for nothing", size.prefix)],
        workflows: workflows(size),
        owner_names: vec![("p-0107".to_owned(), format!("{}Robin Sample", size.prefix))],
        scopes: vec![ScopeName {
            scope_id: "gxp-release".to_owned(),
            regime: "GxP".to_owned(),
            title: format!("{}Batch release", size.prefix),
        }],
        has_regulated_work: true,
        previous: Some(Totals {
            false_positives: totals.false_positives.saturating_sub(6),
            person_hours: totals.person_hours + 12.25,
            rate: super::numbers::wilson(18, 230, 0.95),
            judged: 230,
            cases: 244,
            ..totals.clone()
        }),
        previous_absent: None,
        containment: containment(&totals),
        improvements: improvements(size),
        totals,
        cases,
        config: config(),
    };
    review.cases.sort_by(|a, b| a.action_id.cmp(&b.action_id));
    review.scope.sort_by(|a, b| a.action_id.cmp(&b.action_id));
    review
}

fn header() -> Header {
    Header {
        organisation: "Meridian Biologics".to_owned(),
        period: "2026-Q3".to_owned(),
        period_from: at("2026-07-01T04:00:00Z"),
        period_to: at("2026-10-01T04:00:00Z"),
        previous_period: "2026-Q2".to_owned(),
        time_zone: chrono_tz::America::New_York,
        as_of: at("2026-10-15T09:30:00Z"),
        decide_by: at("2026-10-29T21:30:00Z"),
        version: "0.1.0".to_owned(),
    }
}

fn case(size: &Size, index: usize) -> CaseRow {
    let is_wrong = size.wrong_every > 0 && index.is_multiple_of(size.wrong_every);
    let is_open = !is_wrong && index % 17 == 3;
    let number = index / size.wrong_every.max(1);
    let (cause, _, role) = CAUSES[number * number % CAUSES.len()];
    let done_at =
        at("2026-07-02T13:05:00Z") + TimeDelta::minutes((index * 127_000 / size.cases.max(1)) as i64);
    let is_disruptive = is_wrong && number % 3 != 2;
    let hours = (number % 11) as f64 * 0.75 + 1.5;
    let owners = [owner(size, number), owner(size, 0), owner(size, number + 1), owner(size, number + 3)];
    let [control, business, execution, exception] = owners;
    let accountable = match role {
        "control_owner" => &control,
        "execution_owner" => &execution,
        _ => &exception,
    };
    let is_regulated = is_disruptive && number.is_multiple_of(4);
    let person = format!("{}Person-Affected-{index}", size.prefix);
    CaseRow {
        action_id: format!("{}{index:08x}-5f0e-4c11-9a55-0c0ffee00000", size.prefix),
        verdict: if is_wrong {
            "false_positive"
        } else if is_open {
            "undetermined"
        } else {
            "true_positive"
        }
        .to_owned(),
        certainty: (!is_open).then(|| "probable".to_owned()),
        disruptive: is_disruptive,
        probability: Some(if is_wrong {
            0.8725
        } else if is_open {
            0.3
        } else {
            0.0123
        }),
        cause: is_wrong.then(|| cause.to_owned()),
        accountable_role: is_wrong.then(|| role.to_owned()),
        accountable_owner: is_wrong.then(|| accountable.clone()),
        workflow_id: (!index.is_multiple_of(40))
            .then(|| if index.is_multiple_of(2) { "leaver-lock" } else { "risk-wipe" }.to_owned()),
        action_kind: if index.is_multiple_of(5) { "wipe" } else { "lock" }.to_owned(),
        device_id: Some(format!("computer:{index}")),
        serial: Some(format!("C02{index:07}")),
        device_class: Some(CLASSES[number % CLASSES.len()].to_owned()),
        custody: Some("personal".to_owned()),
        person_id: Some(person.clone()),
        subject_person_id: Some(person.clone()),
        unit: Some("Assay Development".to_owned()),
        sent_at: Some(done_at - TimeDelta::minutes(3)),
        done_at,
        trigger_event_id: Some(format!("evt-{index}")),
        trigger_kind: Some("account_disabled".to_owned()),
        trigger_at: Some(done_at - TimeDelta::minutes(9)),
        attribution: if is_open { "ambiguous" } else { "linked" }.to_owned(),
        attribution_score: Some(9.5),
        attribution_margin: Some(4.0),
        runner_up_event_id: None,
        fan_out_id: number.is_multiple_of(6).then(|| format!("fan-{}", number / 6)),
        episode_event_ids: Vec::new(),
        reversal_event_id: is_wrong.then(|| format!("evt-{index}-r")),
        reversal_at: is_wrong.then(|| done_at + TimeDelta::hours(3)),
        ticket_ids: if is_disruptive { vec![format!("INC{index:07}")] } else { Vec::new() },
        exception_id: None,
        duplicate_of: None,
        restored_at: is_wrong.then(|| done_at + TimeDelta::hours(4)),
        restored_by: is_wrong
            .then(|| if number.is_multiple_of(7) { "censored" } else { "check_in" }.to_owned()),
        lost_hours: is_disruptive.then_some(hours),
        affected_people: is_disruptive.then_some(1),
        person_hours: is_disruptive.then_some(hours),
        regulated_scopes: if is_regulated { vec!["gxp-release".to_owned()] } else { Vec::new() },
        regulated_hours: Some(if is_regulated { 2.5 } else { 0.0 }),
        regulated_hours_by_regime: if is_regulated { vec![("GxP".to_owned(), 2.5)] } else { Vec::new() },
        data_loss: is_disruptive && index.is_multiple_of(5),
        young: false,
        conflict: false,
        control_owner: Some(control),
        business_approver: Some(business),
        execution_owner: Some(execution),
        exception_owner: Some(exception),
        review_state: if !is_disruptive {
            "not_due"
        } else if number.is_multiple_of(2) {
            "overdue"
        } else {
            "due"
        }
        .to_owned(),
        review_due_at: is_disruptive.then(|| done_at + TimeDelta::days(14)),
        reviewer: None,
        reviewed_at: None,
        evidence: if is_wrong { evidence(cause, size) } else { Vec::new() },
        timeline: if is_wrong { timeline(size, done_at, &person) } else { Vec::new() },
        rows: vec![format!("exports/jamf/mdm-commands-1.json:{}", index + 1)],
        flags: Vec::new(),
    }
}

fn evidence(cause: &str, size: &Size) -> Vec<EvidenceRow> {
    let row = |code: &str, family: &str, weight| EvidenceRow {
        code: code.to_owned(),
        family: family.to_owned(),
        weight,
        because: format!("{}undone at 2026-08-01T15:00:00Z, 3 h after it happened", size.prefix),
        rows: vec!["exports/identity/okta-1.json.gz:812".to_owned()],
    };
    let mut rows = vec![
        row(cause, "reversal", EvidenceWeight::Bits(7.0)),
        row("kept-working", "undo", EvidenceWeight::Bits(0.0)),
        row("trigger-upheld", "truth", EvidenceWeight::Suspended),
    ];
    rows.sort_by(|a, b| a.code.cmp(&b.code));
    rows
}

fn timeline(size: &Size, done_at: Instant, person: &str) -> Vec<TimelineEntry> {
    let entry = |minutes: i64, lane: &'static str, what: String| TimelineEntry {
        at: done_at + TimeDelta::minutes(minutes),
        lane,
        what: format!("{}{what}", size.prefix),
        row: "exports/identity/okta-1.json.gz:812".to_owned(),
    };
    vec![
        entry(-9, "identity", format!("account_disabled of {person}")),
        entry(-3, "jamf", "lock sent by api-client:leaver-hook".to_owned()),
        entry(0, "jamf", "lock done".to_owned()),
        entry(41, "ticket", "opened: laptop shows a lock screen before batch release".to_owned()),
        entry(180, "identity", format!("account_enabled of {person}")),
        entry(240, "jamf", "check-in".to_owned()),
    ]
}

fn scope(case: &CaseRow) -> ScopeRow {
    ScopeRow {
        action_id: case.action_id.clone(),
        in_scope: true,
        reason: "in_scope".to_owned(),
        action_kind: case.action_kind.clone(),
        outcome: "done".to_owned(),
        initiator: "api-client:leaver-hook".to_owned(),
        sent_at: case.sent_at,
        done_at: Some(case.done_at),
    }
}

fn not_in_scope() -> impl Iterator<Item = ScopeRow> {
    let reasons = ["manual", "initiator_unknown", "not_executed"];
    (0..60).map(move |index| ScopeRow {
        action_id: format!("z{index:07}-0000-4000-8000-000000000000"),
        in_scope: false,
        reason: reasons[index % reasons.len()].to_owned(),
        action_kind: "lock".to_owned(),
        outcome: if index % 3 == 2 { "pending" } else { "done" }.to_owned(),
        initiator: String::new(),
        sent_at: Some(at("2026-08-01T12:00:00Z")),
        done_at: (index % 3 != 2).then(|| at("2026-08-01T12:00:00.25Z")),
    })
}

fn candidate(size: &Size, case: &CaseRow) -> CandidateRow {
    CandidateRow {
        action_id: case.action_id.clone(),
        event_id: format!("{}evt", size.prefix),
        rank: 1,
        score: 9.5,
        parts: "closeness:+2.5;subject:+3;trigger:+4".to_owned(),
    }
}

fn ticket(size: &Size, case: &CaseRow) -> TicketRow {
    TicketRow {
        action_id: case.action_id.clone(),
        ticket_id: case.ticket_ids[0].clone(),
        grade: "strong".to_owned(),
        why: "serial in the description, opened 41 min after the action".to_owned(),
        opened_at: case.done_at + TimeDelta::minutes(41),
        resolved_at: None,
        subject: format!("{}laptop shows a lock screen before batch release", size.prefix),
        row: "exports/tickets/incidents.csv:88".to_owned(),
    }
}

fn pending(size: &Size, index: usize) -> PendingRow {
    PendingRow {
        action_id: format!("{}ffff000{index}-5f0e-4c11-9a55-0c0ffee00000", size.prefix),
        action_kind: "wipe".to_owned(),
        device_id: Some(format!("computer:{}", 900 + index)),
        sent_at: Some(at("2026-09-29T18:00:00Z")),
        why: "the account was enabled again at 2026-09-29T20:10:00Z".to_owned(),
        owner: Some(owner(size, index)),
    }
}
