//! The page of one case: what happened, how it was judged, why rival triggers lost, who is accountable.

use chrono::SecondsFormat;
use chrono_tz::Tz;

use super::{explain_rivals::rivals, page::Page};
use crate::{
    records::{Instant, LEGEND},
    report::model::{CaseRow, EvidenceRow, EvidenceWeight, Review},
};

/// Column at which values start.
pub(super) const VALUES: usize = 20;

/// The page as plain text of 100 columns, free of control characters.
pub(super) fn render(case: &CaseRow, review: &Review) -> String {
    let mut page = Page::default();
    header(&mut page, case, review);
    probability(&mut page, case, review);
    timeline(&mut page, case, review.header.time_zone);
    rules(&mut page, case);
    rivals(&mut page, case, review);
    tickets(&mut page, case, review);
    owners(&mut page, case);
    measures(&mut page, case, review.header.time_zone);
    legend(&mut page);
    page.finish()
}

fn header(page: &mut Page, case: &CaseRow, review: &Review) {
    let zone = review.header.time_zone;
    let device = case.serial.as_deref().or(case.device_id.as_deref()).unwrap_or("an unknown device");
    let kind: Vec<&str> =
        [&case.device_class, &case.custody].into_iter().flatten().map(String::as_str).collect();
    let kind = if kind.is_empty() { String::new() } else { format!(" ({})", kind.join(", ")) };
    page.line(&format!("case {}: {} of {device}{kind}", case.action_id, case.action_kind), 2);
    if let Some(object) = &case.object {
        page.labelled("object", object, VALUES);
    }
    page.labelled("review", &format!("{}, {}", review.header.organisation, review.header.period), VALUES);
    page.labelled("as of", &both(review.header.as_of, zone), VALUES);
    page.labelled("sent", &case.sent_at.map_or("unknown".to_owned(), |at| both(at, zone)), VALUES);
    page.labelled("done", &both(case.done_at, zone), VALUES);
    page.labelled("held by", case.person_id.as_deref().unwrap_or("unknown"), VALUES);
    page.labelled("trigger about", case.subject_person_id.as_deref().unwrap_or("unknown"), VALUES);
    let trigger = match (&case.trigger_event_id, &case.trigger_kind) {
        (Some(id), kind) => {
            let at = case.trigger_at.map(|at| format!(" at {}", both(at, zone))).unwrap_or_default();
            format!("{} {id}{at}", kind.as_deref().unwrap_or("event"))
        }
        (None, _) => "none".to_owned(),
    };
    page.labelled("trigger", &format!("{trigger} ({})", case.attribution), VALUES);
    if let Some(id) = &case.reversal_event_id {
        let at = case.reversal_at.map(|at| format!(" at {}", both(at, zone))).unwrap_or_default();
        page.labelled("undone by", &format!("{id}{at}"), VALUES);
    }
    for (label, value) in [
        ("duplicate of", &case.duplicate_of),
        ("exception", &case.exception_id),
        ("fan-out", &case.fan_out_id),
    ] {
        if let Some(value) = value {
            page.labelled(label, value, VALUES);
        }
    }
    page.labelled("rows", &case.rows.join(", "), VALUES);
}

/// What the places of rows mean, for whoever opens the files.
fn legend(page: &mut Page) {
    page.heading("How rows are named");
    page.line(LEGEND, 0);
}

fn probability(page: &mut Page, case: &CaseRow, review: &Review) {
    page.heading("Verdict");
    let certainty = case.certainty.as_ref().map(|word| format!(", {word}")).unwrap_or_default();
    let disruptive = if case.disruptive { ", disruptive" } else { "" };
    page.labelled("verdict", &format!("{}{certainty}{disruptive}", case.verdict), VALUES);
    if let Some(cause) = &case.cause {
        let role = case.accountable_role.as_deref().unwrap_or("no role");
        let owner = case.accountable_owner.as_deref().unwrap_or("unmapped");
        page.labelled("cause", &format!("{cause}; accountable: {role} {owner}"), VALUES);
    }
    let judge = &review.config.judge;
    let prior = (judge.prior / (1.0 - judge.prior)).log2();
    let counted = |e: &EvidenceRow| match e.weight {
        EvidenceWeight::Bits(bits) => bits,
        EvidenceWeight::Decisive | EvidenceWeight::Suspended => 0.0,
    };
    let sum = prior + case.evidence.iter().map(counted).sum::<f64>();
    let computed = 1.0 / (1.0 + (-sum).exp2());
    page.labelled(&signed(prior), &format!("prior: P = {} before any evidence", judge.prior), VALUES);
    for evidence in &case.evidence {
        if let EvidenceWeight::Bits(bits) = evidence.weight {
            let note = if bits == 0.0 { ", a stronger one of its family counts" } else { "" };
            page.labelled(&signed(bits), &format!("{} ({}{note})", evidence.code, evidence.family), VALUES);
        }
    }
    page.labelled(
        &signed(sum),
        &format!("sum in bits; P(false positive) = 1 / (1 + 2^-sum) = {computed:.4}"),
        VALUES,
    );
    let decisive: Vec<&str> = case
        .evidence
        .iter()
        .filter(|evidence| evidence.weight == EvidenceWeight::Decisive)
        .map(|evidence| evidence.code.as_str())
        .collect();
    let thresholds = format!(
        "false_positive at {} and above, true_positive at {} and below with evidence of the truth",
        judge.false_positive_at, judge.true_positive_at
    );
    match (decisive.is_empty(), case.probability) {
        (false, _) => {
            let stated = case.probability.map(|p| format!("; P is stated as {p:.4}")).unwrap_or_default();
            page.labelled(
                "decided by",
                &format!("{}, whatever the sum says{stated}", decisive.join(", ")),
                VALUES,
            );
        }
        (true, Some(p)) if (p - computed).abs() > 0.000_051 => {
            page.labelled("stated P", &format!("{p:.4}: not the sum above, see the flags"), VALUES);
        }
        (true, _) => page.labelled("thresholds", &thresholds, VALUES),
    }
}

fn timeline(page: &mut Page, case: &CaseRow, zone: Tz) {
    page.heading("Timeline");
    let and_utc = if zone == Tz::UTC { "" } else { " and in UTC" };
    page.line(&format!("times in {zone}{and_utc}, the row in brackets"), 0);
    if case.timeline.is_empty() {
        page.line("nothing is joined to this case", 0);
    }
    for entry in &case.timeline {
        let label = format!("{}  {}  {:<9}", local(entry.at, zone), utc(entry.at), entry.lane);
        let indent = 59;
        page.labelled(&format!("{label:<indent$}"), &entry.what, indent);
        page.labelled("", &format!("{}[{}]", " ".repeat(indent), entry.row), indent);
    }
}

fn rules(page: &mut Page, case: &CaseRow) {
    page.heading("Rules that spoke");
    if case.evidence.is_empty() {
        page.line("none", 0);
    }
    for evidence in &case.evidence {
        page.labelled(&evidence.weight.label(), &format!("{} ({})", evidence.code, evidence.family), VALUES);
        page.labelled("  because", &evidence.because, VALUES);
        page.labelled("  rows", &or_none(&evidence.rows.join(", ")), VALUES);
    }
}

fn tickets(page: &mut Page, case: &CaseRow, review: &Review) {
    page.heading("Tickets");
    let mut none = true;
    for ticket in review.tickets.iter().filter(|ticket| ticket.action_id == case.action_id) {
        none = false;
        let zone = review.header.time_zone;
        page.labelled(&ticket.grade, &format!("{}: {}", ticket.ticket_id, ticket.subject), VALUES);
        let resolved =
            ticket.resolved_at.map_or("not resolved".to_owned(), |at| format!("resolved {}", both(at, zone)));
        page.labelled(
            "",
            &format!("{}opened {}, {resolved}", " ".repeat(VALUES), both(ticket.opened_at, zone)),
            VALUES,
        );
        page.labelled("", &format!("{}{} [{}]", " ".repeat(VALUES), ticket.why, ticket.row), VALUES);
    }
    if none {
        page.line("none", 0);
    }
}

fn owners(page: &mut Page, case: &CaseRow) {
    page.heading("Owners");
    page.labelled("workflow", case.workflow_id.as_deref().unwrap_or("unmapped"), VALUES);
    let roles = [
        ("control owner", &case.control_owner),
        ("business approver", &case.business_approver),
        ("execution owner", &case.execution_owner),
        ("exception owner", &case.exception_owner),
    ];
    for (role, holder) in roles {
        page.labelled(role, holder.as_deref().unwrap_or("nobody"), VALUES);
    }
    let by = match (case.reviewers.as_slice(), case.reviewed_at) {
        ([], _) => String::new(),
        ([reviewer], Some(at)) => format!(" by {reviewer} at {}", utc(at)),
        (all, Some(at)) => format!(" by {}, the last one at {}", all.join(", "), utc(at)),
        (all, None) => format!(" by {}", all.join(", ")),
    };
    let unsettled = if case.conflict && !case.reviewers.is_empty() { ", who disagree" } else { "" };
    page.labelled("review", &format!("{}{by}{unsettled}", case.review_state), VALUES);
}

fn measures(page: &mut Page, case: &CaseRow, zone: Tz) {
    page.heading("Disruption");
    if case.verdict != "false_positive" {
        page.line("hours and people are measured for false positives only", 0);
    }
    let hours = |value: Option<f64>| value.map_or("not known".to_owned(), |hours| format!("{hours:.2} h"));
    let until = match (case.restored_at, case.restored_by.as_deref()) {
        (Some(at), Some(by)) => format!("until {} ({by})", both(at, zone)),
        (Some(at), None) => format!("until {}", both(at, zone)),
        (None, Some(by)) => format!("no proof of restoration ({by})"),
        (None, None) => "no proof of restoration".to_owned(),
    };
    page.labelled("interrupted", &until, VALUES);
    let lost = case.lost_hours.map_or_else(
        || "how much working time was lost is not known".to_owned(),
        |hours| format!("{hours:.2} h of working time"),
    );
    page.labelled("lost", &lost, VALUES);
    page.labelled(
        "people",
        &case.affected_people.map_or("not known".to_owned(), |count| count.to_string()),
        VALUES,
    );
    page.labelled("person-hours", &hours(case.person_hours), VALUES);
    let regimes: Vec<String> = case
        .regulated_hours_by_regime
        .iter()
        .map(|(regime, hours)| format!("{regime} {hours:.2} h"))
        .collect();
    let regulated = if case.regulated_scopes.is_empty() {
        case.regulated_hours
            .map_or_else(|| "not known".to_owned(), |hours| format!("{hours:.2} h, in no scope"))
    } else {
        format!("{}; scopes: {}", hours(case.regulated_hours), case.regulated_scopes.join(", "))
    };
    page.labelled("regulated work", &regulated, VALUES);
    if !regimes.is_empty() {
        page.labelled("by regime", &regimes.join(", "), VALUES);
    }
    page.labelled("data lost", if case.data_loss { "yes" } else { "no" }, VALUES);
    let own = [
        (case.young, "young: too little time was covered after the action"),
        (case.conflict, "conflict: reviewers or decisive rules disagree"),
    ];
    if let Some(burst) = &case.burst_id {
        page.labelled("burst", &burst_words(burst), VALUES);
    }
    let own = own.into_iter().filter(|(is_set, _)| *is_set).map(|(_, text)| text);
    for flag in own.chain(case.flags.iter().map(String::as_str)) {
        page.labelled("flag", flag, VALUES);
    }
}

/// What being part of a burst means.
pub(super) fn burst_words(burst: &str) -> String {
    format!(
        "part of {burst}, which looks like misuse or attack: in no rate and accuses nobody, unless a reviewer decided; \
         see `tables/bursts.csv`"
    )
}

pub(super) fn or_none(text: &str) -> String {
    if text.is_empty() { "none".to_owned() } else { text.to_owned() }
}

/// Bits with sign and at most two decimals.
pub(super) fn signed(bits: f64) -> String {
    let text = format!("{bits:+.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn local(at: Instant, zone: Tz) -> String {
    at.with_timezone(&zone).format("%Y-%m-%d %H:%M:%S %Z").to_string()
}

fn utc(at: Instant) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn both(at: Instant, zone: Tz) -> String {
    format!("{} = {}", local(at, zone), utc(at))
}

#[cfg(test)]
#[path = "explain_case_tests.rs"]
mod tests;
