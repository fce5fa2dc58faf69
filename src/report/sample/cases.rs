//! The invented cases with their evidence and timelines.
#![expect(clippy::too_many_lines, reason = "one line for each column")]

use chrono::TimeDelta;

use super::{CAUSES, CLASSES, Size, at, owner};
use crate::{
    records::Instant,
    report::model::{CaseRow, EvidenceRow, EvidenceWeight, TimelineEntry},
};

pub(super) fn case(size: &Size, index: usize) -> CaseRow {
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
        object: None,
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
        capped: is_wrong && number.is_multiple_of(7),
        lost_hours: is_disruptive.then_some(hours),
        affected_people: is_disruptive.then_some(1),
        person_hours: is_disruptive.then_some(hours),
        regulated_scopes: if is_regulated { vec!["gxp-release".to_owned()] } else { Vec::new() },
        regulated_hours: Some(if is_regulated { 2.5 } else { 0.0 }),
        regulated_hours_by_regime: if is_regulated { vec![("GxP".to_owned(), 2.5)] } else { Vec::new() },
        data_loss: is_disruptive && index.is_multiple_of(5),
        second_order_tickets: (is_disruptive && index.is_multiple_of(5)).then_some(1),
        second_order_expected: (is_disruptive && index.is_multiple_of(5)).then_some(0.1),
        young: false,
        burst_id: None,
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
        reviewers: Vec::new(),
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
