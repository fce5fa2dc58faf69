//! Why an action is no case: its reason in words, with the facts that decided and what would change it.

use chrono::SecondsFormat;

use super::{Advised, page::Page};
use crate::{
    config::Period,
    pipeline::Prepared,
    records::{Action, ActionKind, Instant, cut},
    report::model::ScopeRow,
};

/// Column at which values start.
const VALUES: usize = 12;

/// The page of an action of `tables/scope.csv` that is no case.
pub(super) fn of_scope(row: &ScopeRow, burst: Option<&str>, prepared: &Prepared, period: &Period) -> String {
    let who = if row.initiator.is_empty() { "nobody is named" } else { row.initiator.as_str() };
    let facts = Facts {
        id: &row.action_id,
        kind: &row.action_kind,
        outcome: &row.outcome,
        initiator: who,
        sent_at: row.sent_at,
        done_at: row.done_at,
    };
    let why = match row.reason.as_str() {
        "not_executed" => {
            format!(
                "its outcome is `{}`: it is not known to have been done by {}",
                row.outcome,
                utc(prepared.as_of)
            )
        }
        "manual" => format!(
            "`{who}` did it by hand: that account is among the `initiators` of no workflow. If it is an automation, \
             name it in the control map"
        ),
        "initiator_unknown" => {
            "no row says who or what started it, no workflow claims it, and no identity event \
             reaches the score of a trigger; it is counted beside every rate"
                .to_owned()
        }
        "outside_period" => outside(row.done_at, prepared, period),
        "in_scope" => {
            "it is in scope, and yet no case was made of it; this is a defect of misfire".to_owned()
        }
        _ => "it is of a kind that no workflow uses".to_owned(),
    };
    let why = match burst {
        Some(burst) => format!("{why}. It is {}", super::explain_case::burst_words(burst)),
        None => why,
    };
    page(&facts, &row.reason, &why, period)
}

/// The page of an action of the inputs that the scope does not list.
///
/// # Errors
/// No input holds the action.
pub(super) fn of_none(action_id: &str, prepared: &Prepared, period: &Period) -> Result<String, Advised> {
    let all = &prepared.ingested.actions;
    let Some(action) = all.iter().find(|action| action.action_id.eq_ignore_ascii_case(action_id)) else {
        return Err(Advised {
            message: format!("no input holds an action `{}`", cut(action_id)),
            hint: "ids stand in `tables/cases.csv` and `tables/scope.csv` of a report".to_owned(),
        });
    };
    let initiator = action.initiator.as_ref().map(|i| format!("{}:{}", i.kind, i.name));
    let facts = Facts {
        id: &action.action_id,
        kind: action.kind.code(),
        outcome: action.outcome.code(),
        initiator: initiator.as_deref().unwrap_or("nobody is named"),
        sent_at: action.sent_at,
        done_at: action.done_at,
    };
    let place = action.origins.first().map_or_else(String::new, |origin| prepared.ingested.place(*origin));
    Ok(page(&facts, "routine", &format!("{}. Its row is {place}", routine(action, prepared)), period))
}

/// Why an action counts as routine management.
fn routine(action: &Action, prepared: &Prepared) -> String {
    use ActionKind as K;
    let kind = action.kind;
    let workflows = prepared.registers.workflows.as_deref().unwrap_or_default();
    let listing: Vec<&str> = workflows
        .iter()
        .filter(|workflow| workflow.actions.contains(&kind))
        .map(|workflow| workflow.id.as_str())
        .collect();
    if listing.is_empty() && !kind.is_destructive() {
        return format!("no workflow lists the action kind `{kind}`, and it is not destructive");
    }
    if matches!(kind, K::PolicyRun | K::ProfileInstall | K::ProfileRemove | K::AppRemove) {
        return format!(
            "a `{kind}` is a case only where a workflow names its initiator, policy or object, and {} does",
            if listing.is_empty() { "none".to_owned() } else { format!("none of {}", listing.join(", ")) }
        );
    }
    "its record was joined to another record of the same command, which stands in `tables/scope.csv`"
        .to_owned()
}

fn outside(done_at: Option<Instant>, prepared: &Prepared, period: &Period) -> String {
    let start = prepared.config.organisation.fiscal_year_start_month;
    let holding = done_at.and_then(|at| Period::holding(at, start, prepared.zone));
    let other = holding
        .map_or_else(String::new, |holding| format!("; it belongs to {0}: `--period {0}`", holding.label));
    format!("{} goes from {} up to {}{other}", period.label, utc(period.from), utc(period.to))
}

/// What is said of any such action.
struct Facts<'a> {
    id: &'a str,
    kind: &'a str,
    outcome: &'a str,
    initiator: &'a str,
    sent_at: Option<Instant>,
    done_at: Option<Instant>,
}

fn page(facts: &Facts<'_>, reason: &str, why: &str, period: &Period) -> String {
    let time = |at: Option<Instant>| at.map_or_else(|| "not known".to_owned(), utc);
    let mut page = Page::default();
    page.line(&format!("{} ({}) is no case of {}: {reason}", facts.id, facts.kind, period.label), 2);
    page.labelled("why", why, VALUES);
    page.labelled("initiator", facts.initiator, VALUES);
    page.labelled("outcome", facts.outcome, VALUES);
    page.labelled("sent", &time(facts.sent_at), VALUES);
    page.labelled("done", &time(facts.done_at), VALUES);
    page.finish()
}

fn utc(at: Instant) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
