//! Periods that no review can be made of.

use super::{PipelineError, Prepared, case_row::utc};
use crate::{
    config::Period,
    ingest::{Ingested, formats::FORMATS, source::SourceFile},
    records::{Action, Instant, plural},
};

/// A period into which no input reaches is a mistake of the question, not a good quarter; so are inputs of which none
/// could hold an action. Where actions lie before and after it, or other records in it, the review says that it has none.
pub(super) fn refuse_without_data(prepared: &Prepared, period: &Period) -> Result<(), PipelineError> {
    let ingested = &prepared.ingested;
    let times = || action_times(ingested);
    let has_source = times().next().is_some() || ingested.sources.iter().any(gives_actions);
    let around = times().any(|at| at < period.from) && times().any(|at| at >= period.to);
    let others = ingested.event_times().chain(ingested.tickets.iter().map(|ticket| ticket.opened_at));
    if has_source && (around || times().chain(others).any(|at| period.holds(at))) {
        return Ok(());
    }
    let covered = match times().min().zip(times().max()) {
        Some((first, last)) if prepared.is_as_of_asked => format!(
            "those known at --as-of {} lie between {} and {}",
            utc(prepared.as_of),
            utc(first),
            utc(last)
        ),
        Some((first, last)) => format!("their actions lie between {} and {}", utc(first), utc(last)),
        None => "they hold no action at all".to_owned(),
    };
    Err(PipelineError::NoData { period: period.label.clone(), covered })
}

/// When actions were done, or sent where they were not.
pub(super) fn action_times(ingested: &Ingested) -> impl Iterator<Item = Instant> {
    ingested.actions.iter().filter_map(|action| action.done_at.or(action.sent_at))
}

/// Whether a file was read that holds actions, if there are any.
pub(super) fn gives_actions(source: &SourceFile) -> bool {
    FORMATS.iter().any(|format| format.id == source.format && format.gives.contains(&"actions"))
}

/// A time asked for inside the period or before it that leaves no case of it gives no review.
pub(super) fn refuse_too_early(
    prepared: &Prepared,
    period: &Period,
    n_cases: usize,
) -> Result<(), PipelineError> {
    if !prepared.is_as_of_asked || prepared.as_of >= period.to || n_cases > 0 {
        return Ok(());
    }
    let as_of = utc(prepared.as_of);
    let left = if prepared.as_of <= period.from {
        "nothing".to_owned()
    } else {
        let sent = |action: &&Action| action.sent_at.or(action.done_at).is_some_and(|at| period.holds(at));
        let actions = prepared.ingested.actions.iter().filter(sent).count() as u64;
        format!(
            "its time from {} up to {as_of}, with {} and no case",
            utc(period.from),
            plural(actions, "action", "actions")
        )
    };
    Err(PipelineError::Request(format!(
        "--as-of {as_of} leaves {left} of {}: name a later time",
        period.label
    )))
}
