//! Sums over the invented cases, kept in step with them.

use super::{CAUSES, CLASSES, Size, owner};
use crate::report::{
    model::{CaseRow, CauseRow, RankingRow, Totals, WeekRow},
    numbers::wilson,
    selection::owners_of,
};

pub(super) fn totals(cases: &[CaseRow]) -> Totals {
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
        apart: 0,
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
        rate: wilson(wrong, judged, 0.95),
        rate_range: (judged > 0).then(|| (wrong as f64 / all, (wrong + open) as f64 / all)),
    }
}

pub(super) fn rankings(size: &Size, cases: &[CaseRow]) -> Vec<RankingRow> {
    let mut rows = Vec::new();
    for role in ["business_approver", "control_owner", "exception_owner", "execution_owner"] {
        let mut groups: Groups<'_> = (0..size.owners).map(|index| (owner(size, index), Vec::new())).collect();
        for case in cases {
            let held =
                owners_of(case).into_iter().find(|(held, _)| *held == role).and_then(|(_, owner)| owner);
            groups.get_mut(held.unwrap()).unwrap().push(case);
        }
        rows.extend(ranked("owner", role, groups));
    }
    let grouped = |keys: &[&str], is_in: &dyn Fn(&CaseRow, &str) -> bool| -> Groups<'_> {
        let members = |key: &&str| cases.iter().filter(|case| is_in(case, key)).collect();
        keys.iter().map(|key| ((*key).to_owned(), members(key))).collect()
    };
    rows.extend(ranked(
        "device_class",
        "",
        grouped(&CLASSES, &|case, key| case.device_class.as_deref() == Some(key)),
    ));
    let in_scope = |case: &CaseRow, key: &str| case.regulated_scopes.iter().any(|scope| scope == key);
    rows.extend(ranked("regulated_scope", "", grouped(&["gxp-release"], &in_scope)));
    let workflows = ["leaver-lock", "risk-wipe"];
    rows.extend(ranked(
        "workflow",
        "",
        grouped(&workflows, &|case, key| case.workflow_id.as_deref() == Some(key)),
    ));
    rows
}

type Groups<'a> = std::collections::BTreeMap<String, Vec<&'a CaseRow>>;

/// Ranks groups by person-hours; for owners only the cases count whose cause is of their role.
fn ranked(dimension: &str, role: &str, groups: Groups<'_>) -> Vec<RankingRow> {
    let mut rows: Vec<RankingRow> = Vec::new();
    for (key, members) in groups {
        let counts = |case: &CaseRow| role.is_empty() || case.accountable_role.as_deref() == Some(role);
        let judged = members.iter().filter(|case| case.verdict != "undetermined").count() as u64;
        let wrong: Vec<&&CaseRow> =
            members.iter().filter(|c| c.verdict == "false_positive" && counts(c)).collect();
        let rate = wilson(wrong.len() as u64, judged, 0.95);
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
            apart: 0,
            rate: rate.map(|rate| rate.value),
            rate_low: rate.map(|rate| rate.low),
            rate_high: rate.map(|rate| rate.high),
            shrunken_rate: rate.map(|rate| rate.value * 0.9),
            shrunken_low: rate.map(|rate| rate.low),
            shrunken_high: rate.map(|rate| rate.high),
            tolerated_rate: (dimension == "workflow").then_some(0.02),
            probability_above_tolerated: (dimension == "workflow").then_some(0.9971),
            change: (judged >= 20).then_some(-0.0125),
            change_low: (judged >= 20).then_some(-0.05),
            change_high: (judged >= 20).then_some(0.02),
            p_value: None,
            p_adjusted: None,
            rate_place_low: (!role.is_empty() && judged >= 20).then_some(1),
            rate_place_high: (!role.is_empty() && judged >= 20).then_some(3),
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

pub(super) fn weekly(cases: &[CaseRow]) -> Vec<WeekRow> {
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
            stretch: (judged > 0).then_some(1),
            centre: (judged > 0).then_some(0.11),
            limit_low: (judged > 0).then_some(0.0),
            limit_high: (judged > 0).then_some(0.4),
            sigma_z: None,
            trial: false,
            beyond_limits: false,
            in_run: false,
        }
    };
    weeks.into_iter().map(row).collect()
}

pub(super) fn causes(cases: &[CaseRow]) -> Vec<CauseRow> {
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
