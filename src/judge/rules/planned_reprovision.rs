//! `planned-reprovision`: the device was in stock, or the action had been requested, and nobody was leaving.

use crate::{
    attribute::case::{Candidate, Case, RowRef},
    judge::{
        facts::{action_rows, custody, device_row, utc},
        rule::{About, Context, Family, Fired, Rule, Verdict, Weight},
    },
};

/// The device was in stock, or the action had been requested, and nobody was leaving.
pub(super) const RULE: Rule = Rule {
    code: "planned-reprovision",
    family: Family::Plan,
    about: About::Action,
    cause: None,
    printed_weight: "decisive",
    full_bits: None,
    explanation: EXPLANATION,
    fires,
};

const EXPLANATION: &str = "\
## What it means
The device was in stock custody, or a request that predates the sending asked for it, and no event of the
episode is a leaver or account event. It is ordinary reprovisioning.

## Why it speaks for or against a false positive
Wiping a machine that lies in a cupboard disrupts nobody, and one that somebody sent in for a new start was
meant to be wiped. The case is a benign positive, neither an error nor a success of containment.

## What speaks against it
Registers fall behind: a device handed out yesterday may still say stock. Sessions or a ticket after the
action show that somebody needed it.

## Settings
No weight can be set: the rule is decisive. `custody` in `devices.csv` and the request tickets are what it
reads.
";

fn fires(case: &Case, candidate: Option<&Candidate>, _: &Context<'_>) -> Option<Fired> {
    let is_leaver_event = |candidate: &Candidate| {
        let mut events = candidate.episode.iter().chain([&candidate.trigger]);
        events.any(|event| event.kind.is_account_or_termination())
    };
    if candidate.is_some_and(is_leaver_event) {
        return None;
    }
    let mut facts = Vec::new();
    let mut rows = Vec::new();
    if custody(case).as_deref() == Some("stock") {
        facts.push("the device was in `stock` custody".to_owned());
        rows.extend(device_row(case));
    }
    if let Some(request) = case.requested_before.as_ref().filter(|request| request.opened_at < case.sent_at) {
        let opened_at = utc(request.opened_at);
        let sent_at = utc(case.sent_at);
        facts.push(format!(
            "ticket `{}` asked for it at {opened_at}, before it was sent at {sent_at}",
            request.ticket_id
        ));
        rows.push(RowRef::Input(request.origin));
    }
    if facts.is_empty() {
        return None;
    }
    rows.extend(action_rows(case));
    Some(Fired { weight: Weight::Decisive(Verdict::BenignPositive), because: facts.join(" and "), rows })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{judge::fixtures::*, records::EventKind as K};

    fn planned(kind: K, custody: &str, requested_at: Option<i64>) -> Case {
        let mut case = linked_to(kind, |_| ());
        case.device = Some(device(custody));
        case.requested_before = requested_at.map(|at| std::sync::Arc::new(ticket_opened(5, second(at))));
        case
    }

    #[test]
    fn stock_or_an_earlier_request_makes_it_planned() {
        for (kind, custody, requested_at, speaks) in [
            (K::DeviceRemoved, "stock", None, true),
            (K::DeviceRemoved, "personal", Some(0), true),
            (K::DeviceRemoved, "personal", Some(3_599), true),
            (K::DeviceRemoved, "personal", Some(3_600), false),
            (K::DeviceRemoved, "personal", None, false),
            (K::GroupRemoved, "Stock ", None, true),
            (K::AccountDisabled, "stock", None, false),
            (K::TerminationRecorded, "stock", Some(0), false),
        ] {
            let expected = speaks.then_some(Weight::Decisive(Verdict::BenignPositive));
            assert_eq!(
                weight(&RULE, &planned(kind, custody, requested_at)),
                expected,
                "{kind}, {custody}, {requested_at:?}"
            );
        }
    }

    #[test]
    fn a_leaver_event_anywhere_in_the_episode_silences_it() {
        let mut case = planned(K::GroupRemoved, "stock", None);
        case.attribution.candidates[0].episode.extend(some(event(K::AccountDisabled, hour(0))));
        assert_eq!(fired(&RULE, &case), None);
    }

    #[test]
    fn it_needs_no_trigger() {
        let case = unattributed(|case| case.device = Some(device("stock")));
        assert!(fired(&RULE, &case).is_some());
    }

    #[test]
    fn the_sentence_names_custody_and_request() {
        assert_says(
            &RULE,
            &planned(K::DeviceRemoved, "stock", Some(0)),
            &["`stock` custody and ticket `INC5`"],
        );
    }
}
