//! `review.json`: the figures of a review for programs, in a versioned form.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::evidence::pretty;
use crate::{
    records::Instant,
    report::{
        bounds::Certainty,
        configuration, cost, definitions,
        model::{
            BurstRow, CaseRow, CauseRow, Containment, CoverageRow, ImprovementRow, PendingRow, RankingRow,
            Review, ScopeName, SecondOrder, SensitivityRow, SideRow, SurvivalRow, TimelineEntry, Totals,
            Unreported, WeekRow, WorkflowCause, WorkflowRow,
        },
        numbers::rfc3339,
        selection::{self, MAX_CASE_PAGES},
    },
};

/// Name and version of the form. A change that breaks readers raises the number.
pub const SCHEMA: &str = "misfire-review/1";

/// Decimals kept of any number: below lies only the noise of summing.
const DECIMALS: f64 = 1e6;

/// A review as printed in `review.json`. Times are RFC 3339 in UTC.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "misfire-review")]
pub(crate) struct ReviewJson<'a> {
    /// `misfire-review/1`.
    schema: &'static str,
    /// Version of misfire.
    version: &'a str,
    /// Organisation.
    organisation: &'a str,
    /// Period label.
    period: &'a str,
    /// First instant of the period.
    period_from: String,
    /// First instant after it.
    period_to: String,
    /// Label of the period before.
    previous_period: &'a str,
    /// IANA zone of period edges and display.
    time_zone: &'a str,
    /// Up to when the inputs are known.
    as_of: String,
    /// Digest of the configuration used.
    configuration_sha256: String,
    /// What the figures are defined by, apart from the inputs.
    definitions: BTreeMap<String, String>,
    /// Two-sided confidence of every interval.
    confidence: f64,
    /// What the inputs cover.
    coverage: &'a [CoverageRow],
    /// Sentences that could not be said.
    unsaid: Vec<&'a str>,
    /// Sentences about the data that bear on every figure.
    remarks: &'a [String],
    /// Versions of workflows valid in the period.
    workflows: &'a [WorkflowRow],
    /// Registered scopes of regulated work.
    regulated_work: &'a [ScopeName],
    /// Figures of the period.
    totals: &'a Totals,
    /// False positives by certainty.
    certainty: CertaintyJson,
    /// Figures of the period before.
    previous: Option<&'a Totals>,
    /// Why there are none.
    previous_absent: Option<&'a str>,
    /// What the inputs of one of the two periods lack, so that part of a change may be theirs.
    unequal_data: &'a [String],
    /// The containment side.
    containment: &'a Containment,
    /// Both sides, of the whole first, then of owners per role and of workflows.
    sides: &'a [SideRow],
    /// Time to restore and time to act, by Kaplan and Meier.
    survival: &'a [SurvivalRow],
    /// Further tickets after disruptive wipes.
    second_order: &'a SecondOrder,
    /// What an hour costs; null where no money is counted.
    hourly_rate: Option<f64>,
    /// False positives that nobody reported.
    unreported: &'a Unreported,
    /// How the ranking of owners moves with the settings.
    sensitivity: &'a [SensitivityRow],
    /// All rankings.
    rankings: &'a [RankingRow],
    /// Causes of false positives.
    causes: &'a [CauseRow],
    /// False positives by workflow and cause, ordered by both.
    workflow_causes: Vec<WorkflowCause>,
    /// Weeks of the period.
    weekly: &'a [WeekRow],
    /// Improvements and what the data say of them.
    improvements: &'a [ImprovementRow],
    /// Mass actions that look like misuse or attack, in no rate.
    bursts: &'a [BurstRow],
    /// Pending commands to be stopped.
    pending: &'a [PendingRow],
    /// Number of disruptive cases; at most 200 of them are listed below.
    n_disruptive_cases: usize,
    /// The worst disruptive cases.
    disruptive_cases: Vec<CaseJson<'a>>,
}

/// False positives by certainty.
#[derive(Serialize, JsonSchema)]
struct CertaintyJson {
    /// Decided by a reviewer or by one decisive piece of evidence.
    confirmed: u64,
    /// Made probable by the evidence together.
    probable: u64,
}

/// A disruptive case.
#[derive(Serialize, JsonSchema)]
struct CaseJson<'a> {
    action_id: &'a str,
    verdict: &'a str,
    certainty: Option<&'a str>,
    probability: Option<f64>,
    cause: Option<&'a str>,
    accountable_role: Option<&'a str>,
    accountable_owner: Option<&'a str>,
    workflow_id: Option<&'a str>,
    action_kind: &'a str,
    device_id: Option<&'a str>,
    device_class: Option<&'a str>,
    person_id: Option<&'a str>,
    done_at: String,
    trigger_event_id: Option<&'a str>,
    trigger_kind: Option<&'a str>,
    trigger_at: Option<String>,
    reversal_at: Option<String>,
    restored_at: Option<String>,
    restored_by: Option<&'a str>,
    lost_hours: Option<f64>,
    affected_people: Option<u64>,
    person_hours: Option<f64>,
    regulated_scopes: &'a [String],
    regulated_hours: Option<f64>,
    data_loss: bool,
    second_order_tickets: Option<u64>,
    second_order_expected: Option<f64>,
    ticket_ids: &'a [String],
    rules: String,
    review_state: &'a str,
    review_due_at: Option<String>,
    timeline: Vec<EntryJson<'a>>,
}

/// One entry of a timeline.
#[derive(Serialize, JsonSchema)]
struct EntryJson<'a> {
    at: String,
    lane: &'a str,
    what: &'a str,
    row: &'a str,
}

/// Renders the review.
pub(crate) fn render(review: &Review) -> Result<Vec<u8>, serde_json::Error> {
    let mut value = serde_json::to_value(form(review))?;
    round(&mut value);
    pretty(&value)
}

/// JSON Schema of `review.json`.
pub fn schema() -> Value {
    schemars::schema_for!(ReviewJson<'_>).to_value()
}

fn form(review: &Review) -> ReviewJson<'_> {
    let header = &review.header;
    let disruptive = selection::disruptive(review);
    let Certainty { confirmed, probable } = Certainty::of(review);
    ReviewJson {
        schema: SCHEMA,
        version: &header.version,
        organisation: &header.organisation,
        period: &header.period,
        period_from: rfc3339(header.period_from),
        period_to: rfc3339(header.period_to),
        previous_period: &header.previous_period,
        time_zone: header.time_zone.name(),
        as_of: rfc3339(header.as_of),
        configuration_sha256: configuration::digest(&review.config),
        definitions: definitions(&review.config),
        confidence: review.config.rank.confidence,
        coverage: &review.coverage,
        unsaid: review.unsaid.iter().map(|unsaid| unsaid.what.as_str()).collect(),
        remarks: &review.remarks,
        workflows: &review.workflows,
        regulated_work: &review.scopes,
        totals: &review.totals,
        certainty: CertaintyJson { confirmed, probable },
        previous: review.previous.as_ref(),
        previous_absent: review.previous_absent.as_deref(),
        unequal_data: &review.unequal_data,
        containment: &review.containment,
        sides: &review.sides,
        survival: &review.survival.rows,
        second_order: &review.second_order,
        hourly_rate: cost::rate(review),
        unreported: &review.unreported,
        sensitivity: &review.sensitivity,
        rankings: &review.rankings,
        causes: &review.causes,
        workflow_causes: workflow_causes(review),
        weekly: &review.weekly,
        improvements: &review.improvements,
        bursts: &review.bursts,
        pending: &review.pending,
        n_disruptive_cases: disruptive.len(),
        disruptive_cases: disruptive.into_iter().take(MAX_CASE_PAGES).map(case).collect(),
    }
}

fn workflow_causes(review: &Review) -> Vec<WorkflowCause> {
    let mut counts: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for case in review.cases.iter().filter(|case| case.verdict == "false_positive") {
        if let Some(key) = case.workflow_id.as_deref().zip(case.cause.as_deref()) {
            *counts.entry(key).or_default() += 1;
        }
    }
    let row = |((workflow_id, cause), false_positives): ((&str, &str), u64)| WorkflowCause {
        workflow_id: workflow_id.to_owned(),
        cause: cause.to_owned(),
        false_positives,
    };
    counts.into_iter().map(row).collect()
}

fn case(case: &CaseRow) -> CaseJson<'_> {
    let time = |at: Option<Instant>| at.map(rfc3339);
    CaseJson {
        action_id: &case.action_id,
        verdict: &case.verdict,
        certainty: case.certainty.as_deref(),
        probability: case.probability,
        cause: case.cause.as_deref(),
        accountable_role: case.accountable_role.as_deref(),
        accountable_owner: case.accountable_owner.as_deref(),
        workflow_id: case.workflow_id.as_deref(),
        action_kind: &case.action_kind,
        device_id: case.device_id.as_deref(),
        device_class: case.device_class.as_deref(),
        person_id: case.person_id.as_deref(),
        done_at: rfc3339(case.done_at),
        trigger_event_id: case.trigger_event_id.as_deref(),
        trigger_kind: case.trigger_kind.as_deref(),
        trigger_at: time(case.trigger_at),
        reversal_at: time(case.reversal_at),
        restored_at: time(case.restored_at),
        restored_by: case.restored_by.as_deref(),
        lost_hours: case.lost_hours,
        affected_people: case.affected_people,
        person_hours: case.person_hours,
        regulated_scopes: &case.regulated_scopes,
        regulated_hours: case.regulated_hours,
        data_loss: case.data_loss,
        second_order_tickets: case.second_order_tickets,
        second_order_expected: case.second_order_expected,
        ticket_ids: &case.ticket_ids,
        rules: case.rules(),
        review_state: &case.review_state,
        review_due_at: time(case.review_due_at),
        timeline: case.timeline.iter().take(200).map(entry).collect(),
    }
}

fn entry(entry: &TimelineEntry) -> EntryJson<'_> {
    EntryJson { at: rfc3339(entry.at), lane: entry.lane, what: &entry.what, row: &entry.row }
}

/// Rounds every fraction, so that the order of a sum cannot show in the last digits.
fn round(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(round),
        Value::Object(members) => members.iter_mut().for_each(|(_, member)| round(member)),
        Value::Number(number) if number.is_f64() => {
            if let Some(rounded) = number.as_f64().map(|n| (n * DECIMALS).round() / DECIMALS + 0.0) {
                *value = Value::from(rounded);
            }
        }
        _ => {}
    }
}
