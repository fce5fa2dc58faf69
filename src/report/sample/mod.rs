//! Invented reviews of any size, for tests.
#![expect(clippy::cast_precision_loss, clippy::cast_possible_wrap, reason = "small invented numbers")]

use chrono::TimeDelta;

mod cases;
mod context;
mod sums;
mod times;

use cases::case;
use context::{containment, coverage, improvements, sensitivity, sources, unreported, variants, workflows};
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

fn release(size: &Size) -> ScopeName {
    ScopeName {
        scope_id: "gxp-release".to_owned(),
        regime: "GxP".to_owned(),
        title: format!("{}Batch release", size.prefix),
    }
}

pub(super) fn review(size: &Size) -> Review {
    let cases: Vec<CaseRow> = (0..size.cases).map(|index| case(size, index)).collect();
    let totals = totals(&cases);
    let n_pending = if size.wrong_every == 0 { 0 } else { 3 };
    let mut review = Review {
        header: header(),
        scope: cases.iter().map(scope).chain(not_in_scope()).collect(),
        candidates: cases.iter().filter(|case| case.disruptive).map(|case| candidate(size, case)).collect(),
        tickets: cases
            .iter()
            .filter(|case| !case.ticket_ids.is_empty())
            .map(|case| ticket(size, case))
            .collect(),
        pending: (0..n_pending).map(|index| pending(size, index)).collect(),
        bursts: if size.wrong_every == 0 { Vec::new() } else { vec![burst(size)] },
        rankings: rankings(size, &cases),
        weekly: weekly(&cases),
        causes: causes(&cases),
        controls: vec![expired(size)],
        sources: sources(size),
        rejects: vec![reject(size)],
        notes: vec![Note {
            origin: Origin { file: FileId(0), line: 1, item: 0 },
            key: "zone-assumed",
            message: "inner times carry no zone, UTC is assumed".to_owned(),
        }],
        coverage: coverage(size),
        unsaid: unsaid(size),
        remarks: vec![format!("{}2 tickets count for nothing", size.prefix)],
        workflows: workflows(size),
        owner_names: vec![("p-0107".to_owned(), format!("{}Robin Sample", size.prefix))],
        owners_left: Vec::new(),
        scopes: vec![release(size)],
        registers: vec![("registers/people.csv".to_owned(), "0".repeat(64))],
        has_regulated_work: true,
        previous: Some(previous(&totals)),
        previous_absent: None,
        unequal_data: Vec::new(),
        containment: containment(&totals),
        due: times::due(),
        sides: times::sides(size, &totals),
        survival: times::survival(&totals),
        second_order: times::second_order(&cases),
        unreported: unreported(&totals),
        sensitivity: sensitivity(&rankings(size, &cases)),
        variants: variants(&rankings(size, &cases)),
        improvements: improvements(size),
        totals,
        cases,
        config: config(),
    };
    review.cases.sort_by(|a, b| a.action_id.cmp(&b.action_id));
    review.scope.sort_by(|a, b| a.action_id.cmp(&b.action_id));
    review
}

fn unsaid(size: &Size) -> Vec<Unsaid> {
    vec![
        Unsaid {
            what: "holidays.csv is absent: working hours count public holidays.".to_owned(),
            supply: "`holidays.csv` with the public holidays from 2026-06-30 on".to_owned(),
        },
        Unsaid {
            what: format!(
                "{}reviews.csv is absent: no reviewer's decision stands over the rules.",
                size.prefix
            ),
            supply: format!("`{}reviews.csv` with what reviewers decided", size.prefix),
        },
    ]
}

fn reject(size: &Size) -> Reject {
    Reject {
        origin: Origin { file: FileId(1), line: 7, item: 3 },
        reason: "no time in `published`".to_owned(),
        text: format!("{}{{\"uuid\":1}}", size.prefix),
    }
}

fn previous(totals: &Totals) -> Totals {
    Totals {
        false_positives: totals.false_positives.saturating_sub(6),
        person_hours: totals.person_hours + 12.25,
        rate: super::numbers::wilson(18, 230, 0.95),
        judged: 230,
        cases: 244,
        ..totals.clone()
    }
}

fn burst(size: &Size) -> BurstRow {
    BurstRow {
        burst_id: "burst-night-0".to_owned(),
        initiator: Some(format!("{}account:desk.admin-9", size.prefix)),
        from: at("2026-08-12T02:11:00Z"),
        to: at("2026-08-12T02:17:30Z"),
        devices: 12,
        actions: 12,
        actions_in_period: 12,
        cases: 0,
        kinds: vec!["wipe".to_owned()],
        expected: 1.0,
        probability: 2.5e-9,
        linked_share: 0.0,
        outside_working_hours_share: 1.0,
        action_ids: (0..12).map(|index| format!("night-{index}")).collect(),
    }
}

fn expired(size: &Size) -> ControlFinding {
    ControlFinding {
        rule: "approval-expired".to_owned(),
        subject: format!("{}leaver-lock", size.prefix),
        finding: "the approval of `leaver-lock` expired on 2026-06-30".to_owned(),
        reference: "registers/workflows.toml:12".to_owned(),
    }
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
        workflow_id: Some("risk-wipe".to_owned()),
        person_id: Some(format!("{}Person-Affected-w{index}", size.prefix)),
        serial: Some(format!("C02W{index:06}")),
        device_name: Some(format!("{}bench-{index}", size.prefix)),
        row: format!("exports/jamf/mdm-commands-1.json:{}", 700 + index),
    }
}
