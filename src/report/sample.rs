//! Invented reviews of any size, for tests.

use chrono::TimeDelta;

use super::model::*;
use crate::{
    config::Config,
    ingest::source::{Note, Reject, SourceFile},
    records::{FileId, Instant, Origin, ZoneSource},
    registers::ControlFinding,
};

/// How large a review is, and what its texts look like.
#[derive(Clone)]
pub struct Size {
    pub cases: usize,
    /// Every so many cases one false positive; 0 for none.
    pub wrong_every: usize,
    pub owners: usize,
    /// Put in front of owners, ids and texts.
    pub prefix: String,
}

impl Size {
    pub fn small() -> Self {
        Self { cases: 240, wrong_every: 9, owners: 5, prefix: String::new() }
    }
}

pub fn config() -> Config {
    toml::from_str("[organisation]\nname = \"Meridian Biologics\"\ntime_zone = \"America/New_York\"\n")
        .unwrap()
}

pub fn at(text: &str) -> Instant {
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

pub fn review(size: &Size) -> Review {
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
        version: "0.1.0".to_owned(),
    }
}

fn case(size: &Size, index: usize) -> CaseRow {
    let is_wrong = size.wrong_every > 0 && index % size.wrong_every == 0;
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
    let is_regulated = is_disruptive && number % 4 == 0;
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
        workflow_id: (index % 40 != 0)
            .then(|| if index % 2 == 0 { "leaver-lock" } else { "risk-wipe" }.to_owned()),
        action_kind: if index % 5 == 0 { "wipe" } else { "lock" }.to_owned(),
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
        fan_out_id: (number % 6 == 0).then(|| format!("fan-{}", number / 6)),
        reversal_event_id: is_wrong.then(|| format!("evt-{index}-r")),
        reversal_at: is_wrong.then(|| done_at + TimeDelta::hours(3)),
        ticket_ids: if is_disruptive { vec![format!("INC{index:07}")] } else { Vec::new() },
        exception_id: None,
        duplicate_of: None,
        restored_at: is_wrong.then(|| done_at + TimeDelta::hours(4)),
        restored_by: is_wrong.then(|| if number % 7 == 0 { "censored" } else { "check_in" }.to_owned()),
        lost_hours: is_disruptive.then_some(hours),
        affected_people: is_disruptive.then_some(1),
        person_hours: is_disruptive.then_some(hours),
        regulated_scopes: if is_regulated { vec!["gxp-release".to_owned()] } else { Vec::new() },
        regulated_hours: Some(if is_regulated { 2.5 } else { 0.0 }),
        regulated_hours_by_regime: if is_regulated { vec![("GxP".to_owned(), 2.5)] } else { Vec::new() },
        data_loss: is_disruptive && index % 5 == 0,
        young: false,
        conflict: false,
        control_owner: Some(control),
        business_approver: Some(business),
        execution_owner: Some(execution),
        exception_owner: Some(exception),
        review_state: if !is_disruptive {
            "not_due"
        } else if number % 2 == 0 {
            "overdue"
        } else {
            "due"
        }
        .to_owned(),
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

fn totals(cases: &[CaseRow]) -> Totals {
    let n = |verdict: &str| cases.iter().filter(|case| case.verdict == verdict).count() as u64;
    let (wrong, right, open) = (n("false_positive"), n("true_positive"), n("undetermined"));
    let judged = wrong + right;
    let regulated: f64 = cases.iter().filter(|c| c.disruptive).filter_map(|c| c.regulated_hours).sum();
    let all = (judged + open).max(1) as f64;
    Totals {
        actions: cases.len() as u64 + 60,
        cases: cases.len() as u64,
        judged,
        false_positives: wrong,
        true_positives: right,
        benign_positives: 0,
        undetermined: open,
        young: open / 3,
        disruptive: cases.iter().filter(|case| case.disruptive).count() as u64,
        data_losses: cases.iter().filter(|case| case.data_loss).count() as u64,
        person_hours: cases.iter().filter_map(|case| case.person_hours).sum(),
        regulated_hours: regulated,
        regulated_hours_by_regime: if regulated > 0.0 {
            vec![("GxP".to_owned(), regulated)]
        } else {
            Vec::new()
        },
        people: cases.iter().filter(|case| case.disruptive).count() as u64,
        initiator_unknown: 4,
        manual: 31,
        rate: super::numbers::wilson(wrong, judged, 0.95),
        rate_range: (judged > 0).then(|| (wrong as f64 / all, (wrong + open) as f64 / all)),
    }
}

fn rankings(size: &Size, cases: &[CaseRow]) -> Vec<RankingRow> {
    let mut rows = Vec::new();
    let none = String::new();
    for role in ["business_approver", "control_owner", "exception_owner", "execution_owner"] {
        let held = |case: &CaseRow| match role {
            "control_owner" => case.control_owner.clone(),
            "business_approver" => case.business_approver.clone(),
            "execution_owner" => case.execution_owner.clone(),
            _ => case.exception_owner.clone(),
        };
        let keys = (0..size.owners).map(|index| owner(size, index));
        let is_theirs = |case: &CaseRow| case.accountable_role.as_deref() == Some(role);
        rows.extend(ranked(
            "owner",
            role,
            keys,
            cases,
            |case, key| held(case).as_deref() == Some(key),
            is_theirs,
        ));
    }
    let classes = CLASSES.iter().map(|class| (*class).to_owned());
    let of_class = |case: &CaseRow, key: &str| case.device_class.as_deref() == Some(key);
    rows.extend(ranked("device_class", &none, classes, cases, of_class, |_| true));
    let scopes = std::iter::once("gxp-release".to_owned());
    let in_scope = |case: &CaseRow, key: &str| case.regulated_scopes.iter().any(|scope| scope == key);
    rows.extend(ranked("regulated_scope", &none, scopes, cases, in_scope, |_| true));
    let workflows = ["leaver-lock", "risk-wipe"].into_iter().map(str::to_owned);
    let of_workflow = |case: &CaseRow, key: &str| case.workflow_id.as_deref() == Some(key);
    rows.extend(ranked("workflow", &none, workflows, cases, of_workflow, |_| true));
    rows
}

fn ranked(
    dimension: &str,
    role: &str,
    keys: impl Iterator<Item = String>,
    cases: &[CaseRow],
    is_in: impl Fn(&CaseRow, &str) -> bool,
    counts: impl Fn(&CaseRow) -> bool,
) -> Vec<RankingRow> {
    let mut rows: Vec<RankingRow> = Vec::new();
    for key in keys {
        let members: Vec<&CaseRow> = cases.iter().filter(|case| is_in(case, &key)).collect();
        let judged = members.iter().filter(|case| case.verdict != "undetermined").count() as u64;
        let wrong: Vec<&&CaseRow> =
            members.iter().filter(|c| c.verdict == "false_positive" && counts(c)).collect();
        let rate = super::numbers::wilson(wrong.len() as u64, judged, 0.95);
        rows.push(RankingRow {
            dimension: dimension.to_owned(),
            role: role.to_owned(),
            key,
            rank: None,
            cases: members.len() as u64,
            judged,
            false_positives: wrong.len() as u64,
            disruptive: wrong.iter().filter(|case| case.disruptive).count() as u64,
            data_losses: wrong.iter().filter(|case| case.data_loss).count() as u64,
            regulated_data_losses: 0,
            person_hours: wrong.iter().filter_map(|case| case.person_hours).sum(),
            regulated_hours: wrong.iter().filter_map(|case| case.regulated_hours).sum(),
            undetermined: members.len() as u64 - judged,
            rate: rate.map(|rate| rate.value),
            rate_low: rate.map(|rate| rate.low),
            rate_high: rate.map(|rate| rate.high),
            shrunken_rate: rate.map(|rate| rate.value * 0.9),
            change: (judged >= 20).then_some(-0.0125),
            note: if judged < 20 { "too few to rank".to_owned() } else { String::new() },
        });
    }
    rows.sort_by(|a, b| b.person_hours.total_cmp(&a.person_hours).then(a.key.cmp(&b.key)));
    let mut rank = 0;
    for row in rows.iter_mut().filter(|row| row.note.is_empty()) {
        rank += 1;
        row.rank = Some(rank);
    }
    rows
}

fn weekly(cases: &[CaseRow]) -> Vec<WeekRow> {
    let mut weeks = std::collections::BTreeMap::<String, Vec<&CaseRow>>::new();
    for case in cases {
        weeks.entry(case.done_at.format("%G-W%V").to_string()).or_default().push(case);
    }
    let row = |(week, members): (String, Vec<&CaseRow>)| {
        let judged = members.iter().filter(|case| case.verdict != "undetermined").count() as u64;
        let wrong = members.iter().filter(|case| case.verdict == "false_positive").count() as u64;
        WeekRow {
            partial: week.ends_with("W27"),
            week,
            cases: members.len() as u64,
            judged,
            false_positives: wrong,
            disruptive: members.iter().filter(|case| case.disruptive).count() as u64,
            rate: (judged > 0).then(|| wrong as f64 / judged as f64),
            person_hours: members.iter().filter_map(|case| case.person_hours).sum(),
        }
    };
    weeks.into_iter().map(row).collect()
}

fn causes(cases: &[CaseRow]) -> Vec<CauseRow> {
    let mut rows: Vec<CauseRow> = Vec::new();
    for (cause, class, role) in CAUSES {
        let members: Vec<&CaseRow> =
            cases.iter().filter(|case| case.cause.as_deref() == Some(cause)).collect();
        if !members.is_empty() {
            rows.push(CauseRow {
                cause: cause.to_owned(),
                cause_class: class.to_owned(),
                accountable_role: role.to_owned(),
                false_positives: members.len() as u64,
                disruptive: members.iter().filter(|case| case.disruptive).count() as u64,
                data_losses: members.iter().filter(|case| case.data_loss).count() as u64,
                person_hours: members.iter().filter_map(|case| case.person_hours).sum(),
                regulated_hours: members.iter().filter_map(|case| case.regulated_hours).sum(),
            });
        }
    }
    rows.sort_by(|a, b| b.false_positives.cmp(&a.false_positives).then(a.cause.cmp(&b.cause)));
    rows
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

fn sources(size: &Size) -> Vec<SourceFile> {
    let file = |name: &str, format: &str, rows: u64, rejected: u64| SourceFile {
        file: format!("{}{name}", size.prefix),
        format: format.to_owned(),
        rows_read: rows,
        accepted: rows / 4,
        out_of_scope: rows - rows / 4 - rejected,
        rejected,
        first_at: Some(at("2026-05-30T00:00:12Z")),
        last_at: Some(at("2026-10-15T09:30:00Z")),
        zone_source: Some(ZoneSource::Explicit),
        encoding: "utf-8".to_owned(),
        checked: "candidates".to_owned(),
        sha256: super::paths::sha256_hex(name.as_bytes()),
        ..SourceFile::default()
    };
    vec![
        file("exports/identity/okta-2026-q3.json.gz", "okta-system-log", 1_204_512, 0),
        file("exports/jamf/mdm-commands-1.json", "jamf-mdm-commands", 48_211, 1),
        file("exports/tickets/incidents.csv", "servicenow-csv", 9_932, 0),
    ]
}

fn coverage(size: &Size) -> Vec<CoverageRow> {
    let row = |format: &str, rows: u64, findings: &[&str]| CoverageRow {
        format: format.to_owned(),
        files: 1,
        rows_read: rows,
        first_at: Some(at("2026-05-30T00:00:12Z")),
        last_at: Some(at("2026-10-15T09:30:00Z")),
        findings: findings.iter().map(|finding| format!("{}{finding}", size.prefix)).collect(),
    };
    vec![
        row("jamf-mdm-commands", 48_211, &[]),
        row("okta-system-log", 1_204_512, &["nothing between 2026-08-11 02:00 and 2026-08-12 01:00"]),
        row("servicenow-csv", 9_932, &["10,000 rows is a known export cap", "ends 15 days after the period"]),
    ]
}

fn containment(totals: &Totals) -> Containment {
    Containment {
        true_positives: totals.true_positives,
        median_hours: Some(0.15),
        p90_hours: Some(0.9),
        within_target: super::numbers::wilson(totals.true_positives * 9 / 10, totals.true_positives, 0.95),
        missed: (0..4)
            .map(|index| MissedTrigger {
                workflow_id: "leaver-lock".to_owned(),
                event_id: format!("evt-m{index}"),
                event_kind: "termination_recorded".to_owned(),
                occurred_at: at("2026-08-03T14:00:00Z"),
                person_id: format!("Person-Affected-m{index}"),
                row: "exports/identity/okta-2026-q3.json.gz:17".to_owned(),
            })
            .collect(),
        eligible_triggers: totals.true_positives + 10,
    }
}

fn improvements(size: &Size) -> Vec<ImprovementRow> {
    vec![ImprovementRow {
        improvement_id: "IMP-7".to_owned(),
        workflow_id: "leaver-lock".to_owned(),
        cause: "trigger-reversed".to_owned(),
        change: format!("{}wait 30 minutes before locking", size.prefix),
        owner: owner(size, 0),
        due: "2026-09-30".to_owned(),
        status: "done".to_owned(),
        before: Some(9),
        now: 3,
        finding: "fewer than before, but the cause is not gone: stays open".to_owned(),
    }]
}
