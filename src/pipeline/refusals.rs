//! Periods that no review can be made of.

use super::{PipelineError, Prepared, case_row::utc};
use crate::{
    config::Period,
    records::{Action, plural},
};

/// A period without a single action is a mistake of the question, not a good quarter.
pub(super) fn refuse_without_data(prepared: &Prepared, period: &Period) -> Result<(), PipelineError> {
    let times = || prepared.ingested.actions.iter().filter_map(|action| action.done_at.or(action.sent_at));
    if times().any(|at| period.holds(at)) {
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
