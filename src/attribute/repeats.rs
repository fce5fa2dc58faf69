//! Actions that repeat an earlier one.

use std::collections::BTreeMap;

use super::{
    Attributed,
    afterwards::DeviceHistory,
    case::{AttributionStatus, Case, Repeat, RowRef},
    linkable::Linkable,
};
use crate::records::Instant;

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

fn order(case: &Case) -> (Instant, &str) {
    (case.done_at, &case.action.action_id)
}
