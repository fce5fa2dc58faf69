//! What can happen: one function per mechanism, and the table of how often each does. A happening changes the
//! world and says what was true; it never asks how it would be judged.

mod bulk;
mod by_hand;
mod contractors;
mod duplicates;
mod event_faults;
mod exceptions;
pub(super) mod groups;
mod leavers;
pub(super) mod licences;
mod reprovision;
mod risk;
mod subjects;
mod timing;

use chrono::TimeDelta;

use super::{calendar, rng::Rng, world::World};
use crate::records::Instant;

/// One mechanism.
struct Scenario {
    /// Purpose of its random stream; stable.
    code: &'static str,
    /// Share of all automated actions it gives.
    share: f64,
    /// Happenings at least, the first of them inside the period.
    least: usize,
    /// Actions per happening, on average.
    actions: f64,
    /// Whether its share follows the setting `false_share`.
    is_false: bool,
    /// Lets it happen at about that time; false when no suitable subject was there.
    happen: fn(&mut World, &mut Rng, Instant) -> bool,
}

const fn right(
    code: &'static str,
    share: f64,
    actions: f64,
    happen: fn(&mut World, &mut Rng, Instant) -> bool,
) -> Scenario {
    Scenario { code, share, least: 1, actions, is_false: false, happen }
}

const fn wrong(
    code: &'static str,
    share: f64,
    least: usize,
    happen: fn(&mut World, &mut Rng, Instant) -> bool,
) -> Scenario {
    Scenario { code, share, least, actions: 1.0, is_false: true, happen }
}

/// Every mechanism; the exclusive ones first, so that they find their subjects.
const SCENARIOS: &[Scenario] = &[
    wrong("wrong-device", 0.0025, 1, subjects::handed_on_device),
    wrong("wrong-person-recycled", 0.0012, 1, subjects::recycled_address),
    wrong("wrong-person-changed", 0.0012, 1, subjects::changed_address),
    wrong("shared-device", 0.0019, 1, subjects::shared_device),
    wrong("trigger-reversed", 0.0050, 2, timing::reversed_after),
    wrong("recanted-before", 0.0028, 1, timing::recanted_before),
    wrong("recant-late", 0.0015, 1, timing::recant_arrived_late),
    wrong("stale", 0.0015, 1, timing::stale),
    wrong("termination-cancelled", 0.0022, 1, timing::termination_cancelled),
    wrong("failed-trigger", 0.0019, 1, event_faults::failed),
    wrong("early-action", 0.0019, 1, event_faults::early),
    wrong("out-of-scope-kind", 0.0009, 1, event_faults::kind_out_of_scope),
    wrong("no-trigger", 0.0019, 1, event_faults::none),
    wrong("exception-ignored", 0.0025, 1, exceptions::ignored),
    wrong("exception-lapsed", 0.0012, 1, exceptions::lapsed),
    wrong("duplicate-false", 0.0009, 1, duplicates::after_restoration),
    wrong("silent", 0.0025, 1, leavers::silently_wrong),
    right("duplicate-benign", 0.0080, 2.0, duplicates::while_held),
    right("reprovision", 0.0060, 1.0, reprovision::from_stock),
    right("leaver", 0.0700, 1.4, leavers::genuine),
    right("contract-end", 0.0500, 1.0, contractors::genuine),
    right("by-hand", 0.0040, 1.0, by_hand::through_the_client),
    wrong("risk-recanted", 0.0028, 1, risk::recanted),
    wrong("risk-lowered", 0.0022, 1, risk::lowered),
    right("risk", 0.1000, 1.2, risk::genuine),
    wrong("flapping", 0.0028, 1, groups::flapping),
    wrong("group-readded", 0.0056, 2, groups::readded),
    wrong("out-of-scope-group", 0.0022, 1, groups::out_of_scope),
    wrong("group-silent", 0.0019, 1, groups::silently_wrong),
    wrong("licence-readded", 0.0028, 1, licences::given_again),
    wrong("out-of-scope-app", 0.0012, 1, licences::out_of_scope),
    right("licence", 0.0800, 1.2, licences::genuine),
    right("group", 0.5800, 1.25, groups::genuine),
];

/// Lets everything happen. `actions` is the number of automated actions wanted over the whole time; `false_factor`
/// multiplies the shares of wrong ones.
pub(super) fn run(world: &mut World, actions: f64, false_factor: f64) {
    bulk::run(world);
    for scenario in SCENARIOS {
        let factor = if scenario.is_false { false_factor } else { 1.0 };
        let wanted = whole(actions * scenario.share * factor / scenario.actions).max(scenario.least);
        for index in 0..wanted {
            for attempt in 0..12 {
                let mut rng = Rng::for_key(world.seed, scenario.code, index as u64 * 16 + attempt);
                let at = moment(world, &mut rng, index == 0);
                if (scenario.happen)(world, &mut rng, at) {
                    break;
                }
            }
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small positive number")]
fn whole(value: f64) -> usize {
    value.round().max(0.0) as usize
}

/// An office moment inside the simulated time, or inside the period.
pub(super) fn moment(world: &World, rng: &mut Rng, in_period: bool) -> Instant {
    let (from, to) = if in_period {
        (world.period.0 + TimeDelta::days(4), world.period.1 - TimeDelta::days(5))
    } else {
        (world.from + TimeDelta::days(6), world.to - TimeDelta::days(3))
    };
    let days = (to - from).num_days().max(0);
    loop {
        let date = calendar::date_of(from + TimeDelta::days(rng.range(0, days)));
        if calendar::is_working_day(date) || rng.chance(0.08) {
            return calendar::office_moment(rng, date);
        }
    }
}
