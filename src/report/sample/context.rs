//! What surrounds the invented cases: inputs, coverage, containment, improvements.

use super::{Size, at, owner};
use crate::{
    ingest::source::SourceFile,
    records::{ZoneSource, sha256_hex},
    report::{
        model::{
            Containment, CoverageRow, EvidenceList, ImprovementRow, MissedTrigger, RankingRow,
            SensitivityRow, Totals, Unreported, VariantRow, WorkflowRow,
        },
        numbers::wilson,
    },
};

pub(super) fn sources(size: &Size) -> Vec<SourceFile> {
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
        sha256: sha256_hex(name.as_bytes()),
        ..SourceFile::default()
    };
    vec![
        file("exports/identity/okta-2026-q3.json.gz", "okta-system-log", 1_204_512, 0),
        file("exports/jamf/mdm-commands-1.json", "jamf-mdm-commands", 48_211, 1),
        file("exports/tickets/incidents.csv", "servicenow-csv", 9_932, 0),
    ]
}

pub(super) fn coverage(size: &Size) -> Vec<CoverageRow> {
    let row = |format: &str, rows: u64, findings: &[&str]| CoverageRow {
        format: format.to_owned(),
        files: 1,
        rows_read: rows,
        first_at: Some(at("2026-05-30T00:00:12Z")),
        last_at: Some(at("2026-10-15T09:30:00Z")),
        rejected: 0,
        missing_days: 0,
        findings: findings.iter().map(|finding| format!("{}{finding}", size.prefix)).collect(),
    };
    vec![
        row("jamf-mdm-commands", 48_211, &[]),
        row("okta-system-log", 1_204_512, &["nothing between 2026-08-11 02:00 and 2026-08-12 01:00"]),
        row("servicenow-csv", 9_932, &["10,000 rows is a known export cap", "ends 15 days after the period"]),
    ]
}

/// Every owner between a rank less and two more, with one false positive more at most.
pub(super) fn sensitivity(rankings: &[RankingRow]) -> Vec<SensitivityRow> {
    let moved = |row: &RankingRow| SensitivityRow {
        role: row.role.clone(),
        key: row.key.clone(),
        rank: row.rank,
        first_rank: row.rank.map(|rank| rank.saturating_sub(1).max(1)),
        last_rank: row.rank.map(|rank| rank + 2),
        unranked: 0,
        false_positives: row.false_positives,
        fewest: row.false_positives,
        most: row.false_positives + 1,
    };
    rankings.iter().filter(|row| row.dimension == "owner").map(moved).collect()
}

/// Every owner two ranks later under half the prior.
pub(super) fn variants(rankings: &[RankingRow]) -> Vec<VariantRow> {
    let moved = |row: &RankingRow| VariantRow {
        role: row.role.clone(),
        key: row.key.clone(),
        setting: "prior".to_owned(),
        moved: "half".to_owned(),
        rank: row.rank.map(|rank| rank + 2),
        false_positives: row.false_positives,
    };
    rankings.iter().filter(|row| row.dimension == "owner" && row.rank.is_some()).map(moved).collect()
}

/// Half of the false positives on two of the lists and a sixth on each alone, or none on any.
pub(super) fn unreported(totals: &Totals) -> Unreported {
    let (alone, on_two) = (totals.false_positives / 6, totals.false_positives / 2);
    let list =
        |list: &str, alone| EvidenceList { list: list.to_owned(), false_positives: alone + on_two, alone };
    let is_estimated = on_two >= 7;
    let unseen = alone as f64 * alone as f64 / (on_two as f64 + 1.0);
    let roll_back = EvidenceList { list: "roll-back".to_owned(), false_positives: 0, alone: 0 };
    Unreported {
        lists: vec![list("tickets", alone), list("reversal", alone), roll_back],
        listed: 2 * alone + on_two,
        on_two,
        unlisted: totals.false_positives - 2 * alone - on_two,
        method: is_estimated.then(|| "chapman".to_owned()),
        unseen: is_estimated.then_some(unseen),
        unseen_low: is_estimated.then_some(unseen / 2.5),
        unseen_high: is_estimated.then_some(unseen * 2.5),
        refused: (!is_estimated).then(|| "too_little_overlap".to_owned()),
    }
}

pub(super) fn containment(totals: &Totals) -> Containment {
    Containment {
        true_positives: totals.true_positives,
        median_hours: Some(0.15),
        p90_hours: Some(0.9),
        within_target: wilson(totals.true_positives * 9 / 10, totals.true_positives, 0.95),
        missed: (0..4)
            .map(|index| MissedTrigger {
                workflow_id: "leaver-lock".to_owned(),
                event_id: format!("evt-m{index}"),
                event_kind: "termination_recorded".to_owned(),
                occurred_at: at("2026-08-03T14:00:00Z"),
                person_id: format!("Person-Affected-m{index}"),
                row: "exports/identity/okta-2026-q3.json.gz:17".to_owned(),
                contained_by: vec!["act-other".to_owned(); usize::from(index == 3)],
                contained_rows: vec!["exports/jamf/commands.json:9".to_owned(); usize::from(index == 3)],
                contained_at: (index == 3).then(|| at("2026-08-03T13:00:00Z")),
                open_devices: vec![format!("SER-M{index}"); usize::from(index != 3)],
            })
            .collect(),
        eligible_triggers: totals.true_positives + 10,
        left_open: 3,
    }
}

pub(super) fn improvements(size: &Size) -> Vec<ImprovementRow> {
    vec![ImprovementRow {
        improvement_id: "IMP-7".to_owned(),
        workflow_id: "leaver-lock".to_owned(),
        cause: "trigger-reversed".to_owned(),
        change: format!("{}wait 30 minutes before locking", size.prefix),
        owner: owner(size, 0),
        due: "2026-09-30".to_owned(),
        status: "done".to_owned(),
        closed_at: Some("2026-07-31".to_owned()),
        is_overdue: false,
        before: Some(9),
        now: 3,
        since_closed: Some(2),
        finding: "fewer than before, but the cause is not gone: stays open".to_owned(),
    }]
}

pub(super) fn workflows(size: &Size) -> Vec<WorkflowRow> {
    let row = |(id, line): (&str, u32)| WorkflowRow {
        workflow_id: id.to_owned(),
        title: format!("{}Lock the devices of leavers", size.prefix),
        purpose: String::new(),
        control_owner: Some(owner(size, 0)),
        business_approver: None,
        execution_owner: Some(owner(size, 1)),
        exception_owner: Some(owner(size, 2)),
        approved_by: Some(format!("{}p-0107", size.prefix)),
        approved_at: Some(at("2026-01-05T14:00:00Z")),
        approval_expires: None,
        valid_from: Some(at("2026-01-06T05:00:00Z")),
        valid_to: None,
        tolerated_rate: 0.02,
        drivers: vec![format!("{}PCI DSS 8.2.5", size.prefix)],
        is_agentic: id == "risk-wipe",
        reference: format!("registers/workflows.toml:{line}"),
    };
    [("leaver-lock", 1), ("risk-wipe", 40)].map(row).to_vec()
}
