//! Plain words for the codes of the contract, for readers who never saw them. A code that is not listed is
//! shown as it is.

use std::collections::BTreeMap;

/// What a cause means, as the end of "wrong because …".
pub(super) fn cause(code: &str) -> Option<&'static str> {
    Some(match code {
        "recanted-before-action" => {
            "the trigger was undone, and known to be, before the action was carried out"
        }
        "recant-arrived-late" => {
            "the trigger was undone before the action, but the source could tell only afterwards"
        }
        "stale-action" => "the command waited more than a day and ran although the trigger had been undone",
        "trigger-recanted" => "the source itself said that the trigger was never true",
        "flapping-trigger" => "the trigger was undone within moments",
        "bulk-trigger" => "a bulk change hit many people by mistake",
        "trigger-reversed" => "the trigger was reversed soon afterwards",
        "risk-dismissed" => "the risk was dismissed",
        "failed-trigger" => "the triggering change had itself failed",
        "early-action" => "the action came more than a day before the change took effect",
        "out-of-scope-trigger" => "the trigger lies outside the approved conditions",
        "no-trigger" => "nothing in the identity history explains the action",
        "wrong-person" => "an identifier had moved to another person",
        "wrong-device" => "the device was not the subject's at that time",
        "shared-device-in-use" => "others were using the shared device",
        "exception-ignored" => "an exception in force was ignored",
        "exception-lapsed" => "an exception had ended shortly before",
        "duplicate-action" => "the action was repeated after the device had been restored",
        "unexplained" => "no rule names the mechanism",
        _ => return None,
    })
}

/// What a rule says that is no cause: the evidence beside the mechanisms of [`cause`].
pub(super) fn rule(code: &str) -> Option<&'static str> {
    Some(match code {
        "reviewed-false-positive" => "a reviewer decided: false positive",
        "reviewed-true-positive" => "a reviewer decided: true positive",
        "reviewed-benign" => "a reviewer decided: benign positive",
        "rolled-back" => "a person undid the action within 72 hours",
        "kept-working" => "the person went on signing in after the trigger",
        "ticket-names-action" => "a ticket names the action and says that it disrupted somebody",
        "ticket-strong" => "a ticket of the affected person or device complains of what the action does",
        "ticket-medium" => "a ticket of the affected person or device may be about the action",
        "ticket-shows-intent" => "a ticket asked for the action, and nothing in it complains",
        "trigger-upheld" => "the trigger stood, and the source that would tell otherwise is covered",
        "termination-effective" => "the person did leave",
        "compromise-confirmed" => "the source confirmed the compromise",
        "planned-reprovision" => "the device was in stock, or a request for it predates the command",
        other => return cause(other),
    })
}

/// A code of ours in plain letters: `profile remove` of `profile_remove`.
pub(super) fn plain(code: &str) -> String {
    crate::report::shown::name(&code.replace('_', " "))
}

/// So many commands of a kind: `3 wipes`.
fn commands(kind: &str, n: u64) -> String {
    let (one, many) = match kind {
        "lock" => ("lock", "locks"),
        "wipe" => ("wipe", "wipes"),
        "lost_mode_on" => ("lost mode", "lost modes"),
        "clear_passcode" => ("removal of a passcode", "removals of passcodes"),
        "recovery_lock" => ("recovery lock", "recovery locks"),
        "delete_user" => ("deletion of a user", "deletions of users"),
        "unmanage" => ("removal from management", "removals from management"),
        "record_delete" => ("deletion of a record", "deletions of records"),
        "shut_down" => ("shut-down", "shut-downs"),
        other => return format!("{} ({})", crate::records::plural(n, "command", "commands"), plain(other)),
    };
    crate::records::plural(n, one, many)
}

/// Commands by kind, most first: `3 locks and 2 wipes`; `None` without any.
pub(super) fn commands_by_kind<'a>(kinds: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for kind in kinds {
        *counts.entry(kind).or_default() += 1;
    }
    let mut counts: Vec<(&str, u64)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let words: Vec<String> = counts.into_iter().map(|(kind, n)| commands(kind, n)).collect();
    (!words.is_empty()).then(|| super::wording::listed(&words))
}

/// The start of an id that is a UUID, enough to tell cases of one report apart; any other id as it is.
pub(super) fn short_id(id: &str) -> String {
    let is_uuid = id.len() == 36
        && id.char_indices().all(|(at, letter)| {
            if matches!(at, 8 | 13 | 18 | 23) { letter == '-' } else { letter.is_ascii_hexdigit() }
        });
    match id.get(..8).filter(|_| is_uuid) {
        Some(start) => format!("{start}…"),
        None => crate::report::shown::name(id),
    }
}

/// A role in words: `control owner`.
pub(super) fn role(code: &str) -> String {
    code.replace('_', " ")
}

/// What a role answers for.
pub(super) fn role_duty(code: &str) -> &'static str {
    match code {
        "control_owner" => "defines the trigger: data, logic and late reversals",
        "business_approver" => "approved the workflow for the business; no cause is this role's alone",
        "execution_owner" => "runs the workflow: timing, wrong devices, repeats, ignored exceptions",
        "exception_owner" => "keeps the exceptions: lapsed ones and shared devices",
        _ => "other",
    }
}

/// The four roles in the order of the control map.
pub(super) const ROLES: [&str; 4] =
    ["control_owner", "business_approver", "execution_owner", "exception_owner"];

/// A verdict in words.
pub(super) fn verdict(code: &str) -> &str {
    match code {
        "false_positive" => "false positive",
        "true_positive" => "true positive",
        "benign_positive" => "benign positive",
        other => other,
    }
}

/// What a verdict means.
pub(super) fn verdict_meaning(code: &str) -> &str {
    match code {
        "false_positive" => "should not have happened",
        "true_positive" => "was right",
        "benign_positive" => "was right in form, without a threat",
        "undetermined" => "the evidence does not decide; in no denominator",
        other => other,
    }
}

/// What a state of attribution means.
pub(super) fn attribution(code: &str) -> &str {
    match code {
        "linked" => "one episode explains the action, with a clear lead over every rival",
        "ambiguous" => "several episodes explain it about equally well",
        "unattributed" => "no episode explains it",
        other => other,
    }
}

/// Why an action is or is not a case.
pub(super) fn scope_reason(code: &str) -> &str {
    match code {
        "in_scope" => "a case: automated and carried out inside the period",
        "not_executed" => "not carried out (pending, failed, cancelled)",
        "manual" => "done by an administrator by hand",
        "initiator_unknown" => "nothing says who or what started it",
        "routine" => "routine management",
        "outside_period" => "carried out outside the period",
        other => other,
    }
}

/// Definitions that stand on the board page and the audit page.
pub(super) const DEFINITIONS: [(&str, &str); 17] = [
    ("action", "One thing Jamf did to one device or account on behalf of an automation."),
    ("case", "An executed, automated action inside the period, with everything joined to it."),
    (
        "false positive",
        "An action that should not have happened, by a reviewer's decision, by one decisive piece of evidence, or \
         because the evidence together makes it probable enough (see evidence).",
    ),
    (
        "confirmed, probable",
        "Confirmed: a reviewer or one decisive piece of evidence decides. Probable: no single piece does, and the \
         evidence together passes the threshold (see evidence).",
    ),
    (
        "judged",
        "Cases with a verdict. Undetermined cases, and among them the young ones whose reversal sources reach \
         less than 7 days beyond the action, are counted apart and in no denominator.",
    ),
    (
        "burst",
        "Destructive actions of one initiator on many devices in a short time that nothing explains and chance hardly \
         gives: it looks like misuse or attack. Its actions are in no rate and accuse no owner, unless a reviewer decides.",
    ),
    ("true positive", "An action that was right: its trigger was true and stood."),
    (
        "benign positive",
        "An action that was right in form although nothing had to be contained, for example a repeat.",
    ),
    (
        "workflow",
        "An approved automation: the triggers on which it acts, what it may do, and its four owners, as registered \
         in the control map.",
    ),
    (
        "tolerated rate",
        "The share of false positives that the control map accepts for a workflow; a workflow is above its tolerated \
         rate when what was observed is higher, and probably above when chance hardly explains that.",
    ),
    (
        "probably above",
        "The probability that a workflow's true rate is above the tolerated one. Before its own cases count, it is taken \
         for one like the others: the prior is a beta distribution fitted to the rates of all workflows. Few judged \
         cases move it little, so that one observed below its tolerated rate can be probably above it, and the other way round.",
    ),
    (
        "control limits of the weekly rate",
        "Exact binomial limits around the common rate of the weeks, each passed by chance once in 741 weeks (0.135 %, the \
         tails of 3 sigma), interpolated between counts. They are not p̄ ± 3σ of a textbook p chart and come close to it only \
         where many are judged. Where the weeks vary more than chance allows (asked from 10 weeks on), their distances \
         from the common rate are multiplied by σz as on Laney's p′ chart; the chart says which it has, and sigma_z in the \
         table of weeks is empty where they are not.",
    ),
    ("trigger", "A change or detection in an identity or HR system that makes a workflow act."),
    ("disruptive", "A false positive with lost hours, regulated hours or loss of data."),
    (
        "person-hours",
        "Working hours during which the device or account was unusable, times the people who used it: an upper \
         bound for shared devices. Overlapping interruptions of one person count once.",
    ),
    ("regulated hours", "Interruption inside the window of regulated work, whatever the hour of the day."),
    (
        "accountable owner",
        "Who held the role that answers for the cause in the workflow version valid at the time of the action.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_are_short_enough_to_be_shown_whole() {
        for (word, meaning) in DEFINITIONS {
            assert!(meaning.chars().count() < 600, "{word}");
        }
    }

    #[test]
    fn every_rule_of_the_registry_has_a_meaning_in_words() {
        for rule in crate::judge::rules::RULES {
            assert!(super::rule(rule.code).is_some(), "{}", rule.code);
        }
    }

    #[test]
    fn only_uuids_are_shortened() {
        for (id, expected) in [
            ("b0d1f5a2-188a-48cd-8961-6ef6afe5f977", "b0d1f5a2…"),
            ("INC0010451", "INC0010451"),
            ("b0d1f5a2-188a-48cd-8961-6ef6afe5f97z", "b0d1f5a2-188a-48cd-8961-6ef6afe5f97z"),
        ] {
            assert_eq!(short_id(id), expected);
        }
    }
}
