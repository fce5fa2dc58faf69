//! The page of a case, on a small invented review.

use chrono::{TimeZone, Utc};

use super::*;
use crate::{
    cli::page::WIDTH,
    config::load::parse,
    report::model::{CandidateRow, Header, TicketRow, TimelineEntry, Totals},
};

fn at(day: u32, hour: u32) -> Instant {
    Utc.with_ymd_and_hms(2026, 7, day, hour, 0, 0).unwrap()
}

fn evidence(code: &str, family: &str, weight: EvidenceWeight) -> EvidenceRow {
    let because = format!(
        "{code} because of \u{1b}[31m facts that are told in a sentence long enough to be wrapped at the edge of the page"
    );
    EvidenceRow {
        code: code.to_owned(),
        family: family.to_owned(),
        weight,
        because,
        rows: vec!["exports/identity/log.json:12".to_owned()],
    }
}

fn candidate(event_id: &str, rank: u32, score: f64, parts: &str) -> CandidateRow {
    CandidateRow {
        action_id: "a1".to_owned(),
        event_id: event_id.to_owned(),
        rank,
        score,
        parts: parts.to_owned(),
    }
}

#[expect(clippy::too_many_lines, reason = "one line for each column of a case")]
fn case() -> CaseRow {
    let text = |text: &str| Some(text.to_owned());
    CaseRow {
        action_id: "a1".to_owned(),
        verdict: "false_positive".to_owned(),
        certainty: text("probable"),
        disruptive: true,
        probability: Some(0.8707),
        cause: text("trigger-reversed"),
        accountable_role: text("control_owner"),
        accountable_owner: text("team:Identity"),
        workflow_id: text("leaver-lock"),
        action_kind: "lock".to_owned(),
        object: text("Lock on leaving (id 12)"),
        device_id: text("d1"),
        serial: text("C02LAB01"),
        device_class: text("lab_mac"),
        custody: text("personal"),
        person_id: text("p1"),
        subject_person_id: text("p1"),
        unit: None,
        sent_at: Some(at(14, 13)),
        done_at: at(14, 14),
        trigger_event_id: text("e1"),
        trigger_kind: text("account_disabled"),
        trigger_at: Some(at(14, 12)),
        attribution: "linked".to_owned(),
        attribution_score: Some(9.0),
        attribution_margin: Some(7.0),
        runner_up_event_id: text("e2"),
        fan_out_id: None,
        episode_event_ids: Vec::new(),
        reversal_event_id: text("e9"),
        reversal_at: Some(at(14, 16)),
        ticket_ids: vec!["INC1".to_owned()],
        exception_id: None,
        duplicate_of: None,
        restored_at: None,
        restored_by: text("censored"),
        capped: true,
        lost_hours: Some(7.5),
        affected_people: Some(1),
        person_hours: Some(7.5),
        regulated_scopes: vec!["s1".to_owned()],
        regulated_hours: Some(2.0),
        regulated_hours_by_regime: vec![("GxP".to_owned(), 2.0)],
        data_loss: false,
        second_order_tickets: None,
        second_order_expected: None,
        young: false,
        burst_id: None,
        conflict: false,
        control_owner: text("team:Identity"),
        business_approver: None,
        execution_owner: text("team:Endpoint"),
        exception_owner: None,
        review_state: "due".to_owned(),
        review_due_at: Some(at(28, 21)),
        reviewers: Vec::new(),
        reviewed_at: None,
        evidence: vec![
            evidence("kept-working", "undo", EvidenceWeight::Bits(0.0)),
            evidence("trigger-reversed", "reversal", EvidenceWeight::Bits(7.0)),
            evidence("trigger-upheld", "truth", EvidenceWeight::Suspended),
        ],
        timeline: vec![TimelineEntry {
            at: at(14, 12),
            lane: "identity",
            what: "account disabled\nby import".to_owned(),
            row: "log.json:12".to_owned(),
        }],
        rows: vec!["exports/jamf/commands.json:3".to_owned()],
        flags: vec!["affected people unknown: counted as 1".to_owned()],
    }
}

fn header() -> Header {
    Header {
        organisation: "Meridian Biologics".to_owned(),
        period: "2026-Q3".to_owned(),
        period_from: at(1, 4),
        period_to: at(31, 4),
        previous_period: "2026-Q2".to_owned(),
        time_zone: "America/New_York".parse().unwrap(),
        as_of: at(31, 0),
        decide_by: at(31, 0),
        version: "0.1.0".to_owned(),
    }
}

fn review() -> Review {
    let config = parse(
        "misfire.toml",
        "[organisation]\nname = \"Meridian Biologics\"\ntime_zone = \"America/New_York\"\n",
    );
    Review {
        header: header(),
        cases: Vec::new(),
        scope: Vec::new(),
        candidates: vec![
            candidate("e1", 1, 9.0, "trigger:+4;subject:+3;closeness:+2"),
            candidate("e2", 2, 2.0, "trigger:-3;subject:+3;closeness:+2"),
            CandidateRow { action_id: "other".to_owned(), ..candidate("e3", 1, 1.0, "") },
        ],
        tickets: vec![TicketRow {
            action_id: "a1".to_owned(),
            ticket_id: "INC1".to_owned(),
            grade: "strong".to_owned(),
            why: "names the serial".to_owned(),
            opened_at: at(14, 15),
            resolved_at: None,
            subject: "Mac locked \u{202e}suddenly".to_owned(),
            row: "tickets.csv:2".to_owned(),
        }],
        pending: Vec::new(),
        bursts: Vec::new(),
        rankings: Vec::new(),
        weekly: Vec::new(),
        causes: Vec::new(),
        controls: Vec::new(),
        sources: Vec::new(),
        rejects: Vec::new(),
        notes: Vec::new(),
        coverage: Vec::new(),
        unsaid: Vec::new(),
        remarks: Vec::new(),
        workflows: Vec::new(),
        owner_names: Vec::new(),
        owners_left: Vec::new(),
        scopes: Vec::new(),
        registers: Vec::new(),
        has_regulated_work: true,
        totals: Totals::default(),
        previous: None,
        previous_absent: None,
        unequal_data: Vec::new(),
        containment: crate::report::model::Containment::default(),
        due: Vec::new(),
        sides: Vec::new(),
        survival: crate::report::model::Survival::default(),
        second_order: crate::report::model::SecondOrder::default(),
        unreported: crate::report::model::Unreported::default(),
        sensitivity: Vec::new(),
        variants: Vec::new(),
        improvements: Vec::new(),
        config: config.unwrap(),
    }
}

/// The page with runs of blanks folded, so that tests speak of words and not of columns.
fn folded(case: &CaseRow) -> String {
    render(case, &review()).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_bits_add_up_on_the_page() {
    let page = folded(&case());
    assert!(page.contains("-4.25 prior: P = 0.05 before any evidence"), "{page}");
    assert!(
        page.contains(
            "+0 kept-working (undo, a stronger one of its family counts) +7 trigger-reversed (reversal)"
        ),
        "{page}"
    );
    assert!(
        page.contains("+2.75 sum in bits; P(false positive) = 1 / (1 + 2^-sum) = 0.8707 thresholds"),
        "{page}"
    );
    assert!(page.contains("suspended trigger-upheld (truth)"), "{page}");
}

#[test]
fn times_stand_in_local_time_and_utc() {
    let page = folded(&case());
    assert!(page.contains("done 2026-07-14 10:00:00 EDT = 2026-07-14T14:00:00Z"), "{page}");
    assert!(
        page.contains(
            "2026-07-14 08:00:00 EDT 2026-07-14T12:00:00Z identity account disabled�by import [log.json:12]"
        ),
        "{page}"
    );
}

#[test]
fn a_rival_says_where_it_lost() {
    let page = folded(&case());
    assert!(page.contains("1. e1 with +9 bits: trigger:+4;subject:+3;closeness:+2 taken"), "{page}");
    assert!(page.contains("behind by 7.00 bits: trigger -3 against +4"), "{page}");
    assert!(!page.contains("e3"), "candidates of other actions stay away: {page}");
    let ambiguous = CaseRow { attribution: "ambiguous".to_owned(), ..case() };
    assert!(folded(&ambiguous).contains("not taken: leads by less than 2 bits"));
}

#[test]
fn a_decisive_rule_stands_over_the_sum() {
    let mut decided = case();
    decided.evidence.push(evidence("reviewed-false-positive", "review", EvidenceWeight::Decisive));
    decided.probability = Some(1.0);
    let page = folded(&decided);
    assert!(
        page.contains("decided by reviewed-false-positive, whatever the sum says; P is stated as 1.0000"),
        "{page}"
    );
}

#[test]
fn a_probability_that_is_not_the_sum_is_told() {
    let odd = CaseRow { probability: Some(0.5), ..case() };
    assert!(folded(&odd).contains("stated P 0.5000: not the sum above"));
}

#[test]
fn the_page_fits_100_columns_and_carries_nothing_dangerous() {
    let page = render(&case(), &review());
    assert!(page.lines().all(|line| line.chars().count() <= WIDTH), "{page}");
    assert!(!page.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}'));
    for word in [
        "strong",
        "INC1",
        "team:Endpoint",
        "7.50 h",
        "GxP 2.00 h",
        "counted as 1",
        "exports/jamf/commands.json:3",
    ] {
        assert!(page.contains(word), "{word} is not in\n{page}");
    }
}
