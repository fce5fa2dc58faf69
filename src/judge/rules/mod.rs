//! The registry of rules: one file and two lines each, in the order of the contract.

mod bulk_trigger;
mod compromise_confirmed;
mod duplicate_action;
mod early_action;
mod exception_ignored;
mod exception_lapsed;
mod failed_trigger;
mod flapping_trigger;
mod kept_working;
mod no_trigger;
mod out_of_scope_trigger;
mod planned_reprovision;
mod recant_arrived_late;
mod recanted_before_action;
mod reviewed_benign;
mod reviewed_false_positive;
mod reviewed_true_positive;
mod risk_dismissed;
mod rolled_back;
mod shared_device_in_use;
mod stale_action;
mod termination_effective;
mod ticket_medium;
mod ticket_names_action;
mod ticket_shows_intent;
mod ticket_strong;
mod trigger_recanted;
mod trigger_reversed;
mod trigger_upheld;
mod wrong_device;
mod wrong_person;

use super::rule::Rule;

/// Every rule; ties between causes break in this order.
pub const RULES: &[&Rule] = &[
    &reviewed_false_positive::RULE,
    &reviewed_true_positive::RULE,
    &reviewed_benign::RULE,
    &recanted_before_action::RULE,
    &recant_arrived_late::RULE,
    &stale_action::RULE,
    &trigger_recanted::RULE,
    &flapping_trigger::RULE,
    &bulk_trigger::RULE,
    &trigger_reversed::RULE,
    &risk_dismissed::RULE,
    &failed_trigger::RULE,
    &early_action::RULE,
    &out_of_scope_trigger::RULE,
    &no_trigger::RULE,
    &wrong_person::RULE,
    &wrong_device::RULE,
    &shared_device_in_use::RULE,
    &exception_ignored::RULE,
    &exception_lapsed::RULE,
    &duplicate_action::RULE,
    &rolled_back::RULE,
    &kept_working::RULE,
    &ticket_names_action::RULE,
    &ticket_strong::RULE,
    &ticket_medium::RULE,
    &ticket_shows_intent::RULE,
    &trigger_upheld::RULE,
    &termination_effective::RULE,
    &compromise_confirmed::RULE,
    &planned_reprovision::RULE,
];

/// Codes of every rule, in the order of the contract: the keys that `[judge].bits` knows.
pub fn known_codes() -> Vec<&'static str> {
    RULES.iter().map(|rule| rule.code).collect()
}

#[cfg(test)]
mod tests;
