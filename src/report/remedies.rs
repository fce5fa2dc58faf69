//! What removes a cause, one sentence per code: what is usually changed in the trigger, the workflow or the
//! exceptions. General knowledge about mechanisms, not a finding: no effect of a change is computed.

/// What usually removes a cause; `None` for a code that is no cause.
pub(super) fn remedy(cause: &str) -> Option<&'static str> {
    Some(match cause {
        "recanted-before-action" => {
            "ask the source again right before the command is sent, and cancel queued commands when the trigger is undone"
        }
        "recant-arrived-late" => {
            "let the source tell sooner (an event instead of a daily file), or wait until its next delivery before acting"
        }
        "stale-action" => {
            "let commands expire after a day, and cancel waiting ones when their trigger is undone"
        }
        "trigger-recanted" => {
            "ask for a second signal before acting, and settle with the source why it reported what was not true"
        }
        "flapping-trigger" => "raise the settle time: act only on a state that has stood for some minutes",
        "bulk-trigger" => {
            "add a bulk guard: pause and ask a person when many people are hit in one transaction or import"
        }
        "trigger-reversed" => {
            "raise the settle time, or ask for a second signal such as the leaving date in HR, before an action that locks or destroys"
        }
        "risk-dismissed" => {
            "act on a higher risk level or on a confirmed compromise, and begin with a step that can be undone"
        }
        "failed-trigger" => "act on successful changes only: filter on the outcome of the event",
        "early-action" => {
            "act on the effective date of HR, in the person's time zone, not on the day of recording"
        }
        "out-of-scope-trigger" => {
            "narrow the filter of the automation to the approved triggers and objects, or have the wider ones approved"
        }
        "no-trigger" => {
            "find out what started the command (a test, a retry, a credential used by hand) and close that way"
        }
        "wrong-person" => "match on an id that is never given out twice, not on an address or a login",
        "wrong-device" => {
            "look up who holds the device right before sending (fresh assignment), and refuse a stale one"
        }
        "shared-device-in-use" => "exclude shared, kiosk and lab devices, or register exceptions for them",
        "exception-ignored" => "let the automation read the register of exceptions before it sends",
        "exception-lapsed" => "remind before an exception ends, and renew or close it in time",
        "duplicate-action" => {
            "make retries idempotent: one command per happening and device, none after the first has run"
        }
        "unexplained" => "review these cases: without a mechanism nothing can be changed with a purpose",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::vocabulary;

    #[test]
    fn every_cause_has_a_remedy_and_nothing_else_has_one() {
        for rule in crate::judge::rules::RULES {
            let is_cause = vocabulary::cause(rule.code).is_some();
            assert_eq!(remedy(rule.code).is_some(), is_cause, "{}", rule.code);
        }
        assert!(remedy("unexplained").is_some());
    }
}
