//! Actions that repeat an earlier one.

use std::collections::BTreeMap;

use super::{
    Attributed,
    afterwards::DeviceHistory,
    build::Builder,
    candidates::{Scored, is_taken},
    case::{AttributionStatus, Case, Repeat, RowRef},
    linkable::Linkable,
    period::Shared,
};
use crate::{
    records::{Instant, Outcome},
    resolve::DeviceId,
};

/// A later action of the same episode, device, kind and object repeats the first.
pub(super) fn add_repeats(
    attributed: &mut Attributed,
    chosen: &[&Linkable<'_>],
    history: &DeviceHistory<'_>,
) {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, case) in attributed.cases.iter().enumerate() {
        if let (AttributionStatus::Linked, Some(episode), Some(device)) =
            (case.attribution.status, &case.fan_out_id, &case.device_id)
        {
            let key =
                format!("{episode}\u{1f}{device}\u{1f}{}\u{1f}{:?}", case.action.kind, case.action.object);
            groups.entry(key).or_default().push(index);
        }
    }
    for mut members in groups.into_values().filter(|members| members.len() > 1) {
        members.sort_by(|a, b| order(&attributed.cases[*a]).cmp(&order(&attributed.cases[*b])));
        for pair in members.windows(2) {
            let (first, again) = (&attributed.cases[pair[0]], &attributed.cases[pair[1]]);
            let Some(device) = chosen[pair[1]].device_id else { continue };
            let Some(origin) = first.action.origins.first() else { continue };
            let repeat = Repeat {
                action_id: first.action.action_id.clone(),
                done_at: first.done_at,
                restored_between: history.restored_between(
                    device,
                    &first.action,
                    first.done_at,
                    again.done_at,
                ),
                row: RowRef::Input(*origin),
            };
            attributed.cases[pair[1]].repeats = Some(repeat);
        }
    }
}

/// An action that no episode explains repeats the last earlier one of its workflow, of the same device, kind and
/// object, while that one still holds: a workflow that sends once more after its `max_delay` has no trigger of its
/// own. One that was linked, executed, and that nothing undid since; under another holder the device was put right
/// in between, seen or not.
pub(super) fn add_unexplained_repeats(
    attributed: &mut Attributed,
    chosen: &[&Linkable<'_>],
    shared: &Shared<'_>,
) {
    let is_unexplained = |case: &Case| case.attribution.status == AttributionStatus::Unattributed;
    if !attributed.cases.iter().any(is_unexplained) {
        return;
    }
    let mut earlier: BTreeMap<DeviceId, Vec<Earlier<'_>>> = BTreeMap::new();
    for (linkable, scored) in shared.linkables.iter().zip(shared.scored) {
        let is_done = linkable.action.outcome == Outcome::Done && linkable.action.done_at.is_some();
        let is_linked = is_taken(scored, &shared.builder.settings.config);
        if let (true, true, Some(device)) = (is_done, is_linked, linkable.device_id) {
            earlier.entry(device).or_default().push((linkable, scored));
        }
    }
    for (case, again) in attributed.cases.iter_mut().zip(chosen).filter(|(case, _)| is_unexplained(case)) {
        let of_device = again.device_id.and_then(|device| earlier.get(&device));
        let alike = of_device.into_iter().flatten().filter(|first| is_same_deed(first, again, case));
        let last = alike.max_by_key(|(first, _)| (first.done_at, &first.action.action_id));
        case.repeats = last.and_then(|first| still_held(first, again, shared.builder));
    }
}

/// An action that was linked and done, with its candidates.
type Earlier<'a> = (&'a Linkable<'a>, &'a Vec<Scored<'a>>);

/// Whether the earlier action did the same to the same device and holder, by the same workflow.
fn is_same_deed((first, scored): &Earlier<'_>, again: &Linkable<'_>, case: &Case) -> bool {
    let workflow = scored.first().and_then(|taken| taken.workflow);
    first.done_at < again.done_at
        && first.action.kind == again.action.kind
        && first.action.object == again.action.object
        && first.holder_person == again.holder_person
        && workflow.is_some_and(|first| case.workflow.as_ref().is_some_and(|own| own.id == first.id))
}

/// The repetition, unless the device was restored or the trigger of the first undone before the second was sent.
fn still_held((first, scored): &Earlier<'_>, again: &Linkable<'_>, builder: &Builder<'_>) -> Option<Repeat> {
    let restored =
        builder.history.restored_between(again.device_id?, first.action, first.done_at, again.done_at);
    let attribution = builder.attribution(first, scored);
    let taken = attribution.candidates.first()?;
    let mut undone = [&taken.undoing, &taken.recant].into_iter().flatten();
    if restored.is_some() || undone.any(|event| event.occurred_at < again.sent_at) {
        return None;
    }
    let origin = first.action.origins.first()?;
    Some(Repeat {
        action_id: first.action.action_id.clone(),
        done_at: first.done_at,
        restored_between: None,
        row: RowRef::Input(*origin),
    })
}

fn order(case: &Case) -> (Instant, &str) {
    (case.done_at, &case.action.action_id)
}
