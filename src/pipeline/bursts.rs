//! Bursts as the model prints them.

use crate::{
    attribute::{Attributed, burst::Burst},
    records::Instant,
    report::model::BurstRow,
};

/// The bursts of a half-open period, by time.
pub(super) fn burst_rows(attributed: &Attributed, period: (Instant, Instant)) -> Vec<BurstRow> {
    attributed.bursts.iter().map(|burst| burst_row(burst, attributed, period)).collect()
}

fn burst_row(burst: &Burst, attributed: &Attributed, period: (Instant, Instant)) -> BurstRow {
    let is_its = |id: &Option<String>| id.as_deref() == Some(burst.burst_id.as_str());
    let cases = attributed.cases.iter().filter(|case| is_its(&case.burst_id)).count();
    BurstRow {
        burst_id: burst.burst_id.clone(),
        initiator: burst.initiator.clone(),
        from: burst.from,
        to: burst.to,
        devices: burst.devices as u64,
        actions: burst.actions.len() as u64,
        actions_in_period: burst.actions_in(period) as u64,
        cases: cases as u64,
        kinds: burst.kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        expected: burst.expected,
        probability: burst.probability,
        linked_share: burst.linked_share,
        outside_working_hours_share: burst.outside_working_hours,
        action_ids: burst.actions.iter().map(|(id, _)| id.clone()).collect(),
    }
}
