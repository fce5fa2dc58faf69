//! What a list of hooks says of workflows: which event starts which script. What the script does it does not say.

use std::collections::BTreeMap;

use super::control_map::{QUESTIONS, id_of, quoted};
use crate::{
    cli::terminal::clean,
    ingest::Ingested,
    records::{EventKind, Hook, Initiator, InitiatorKind},
};

/// The hooks of a list, by name.
pub(super) struct Hooks<'a> {
    by_name: BTreeMap<&'a str, Vec<&'a Hook>>,
}

impl<'a> Hooks<'a> {
    pub(super) fn of(ingested: &'a Ingested) -> Self {
        let mut by_name: BTreeMap<&str, Vec<&Hook>> = BTreeMap::new();
        for hook in &ingested.hooks {
            by_name.entry(&hook.name).or_default().push(hook);
        }
        Self { by_name }
    }

    /// What the list says of an initiator, which is left out of the rest then; nothing of one that is no hook.
    pub(super) fn take(&mut self, initiator: &Initiator) -> Option<Vec<&'a Hook>> {
        (initiator.kind == InitiatorKind::Jawa)
            .then(|| self.by_name.remove(initiator.name.as_str()))
            .flatten()
    }

    /// Entries of the hooks that are left and that events of an identity system start, and a line about the others.
    pub(super) fn rest(self, ids: &mut BTreeMap<String, u32>) -> (Vec<String>, Option<String>) {
        let (of_okta, others): (Vec<_>, Vec<_>) =
            self.by_name.into_iter().partition(|(_, hooks)| hooks.iter().any(|hook| is_of_okta(hook)));
        let entries = of_okta.into_iter().map(|(name, hooks)| entry(name, &hooks, ids)).collect();
        let shown = |(name, hooks): &(&str, Vec<&Hook>)| {
            let event = hooks.iter().find_map(|hook| hook.event.as_deref());
            let event = event.map(|event| format!(" ({})", clean(event))).unwrap_or_default();
            format!("{}{event}", quoted(name))
        };
        let shown: Vec<String> = others.iter().map(shown).collect();
        let line = (!shown.is_empty()).then(|| {
            format!(
                "# Hooks that no identity system calls: {}. If identity events stand behind one of them, write a workflow for it.\n",
                shown.join(", ")
            )
        });
        (entries, line)
    }
}

fn is_of_okta(hook: &Hook) -> bool {
    hook.tag.as_deref().is_some_and(|tag| tag.eq_ignore_ascii_case("okta"))
}

/// The kinds of events that start a hook.
pub(super) fn triggers(hooks: &[&Hook]) -> impl Iterator<Item = EventKind> {
    hooks.iter().filter_map(|hook| hook.trigger)
}

/// One comment line per hook.
pub(super) fn told(hooks: &[&Hook]) -> String {
    let line = |hook: &&Hook| {
        let event = hook.event.as_deref().unwrap_or("an event that the list does not name");
        let script = hook.script.as_deref().map_or("a script".to_owned(), quoted);
        let about = hook.description.as_deref().map(|text| format!(": {}", quoted(text))).unwrap_or_default();
        let doubt = match hook.trigger {
            Some(_) => "",
            None => " Which kind of trigger is that event?",
        };
        format!("# The list of hooks says: {} runs {script}{about}.{doubt}\n", quoted(event))
    };
    hooks.iter().map(line).collect()
}

/// One `[[workflow]]` of which only the list of hooks tells.
fn entry(name: &str, hooks: &[&Hook], ids: &mut BTreeMap<String, u32>) -> String {
    let initiator = format!("{}:{}", InitiatorKind::Jawa, name.trim());
    let mut kinds: Vec<EventKind> = triggers(hooks).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let kinds: Vec<String> = kinds.iter().map(|kind| quoted(kind.code())).collect();
    format!(
        "{}# No action in the exports names this hook.\n[[workflow]]\nid = {}\ntitle = {}   # which automation is it?\n\
         actions = []   # what does its script do to devices?\n\
         triggers = [{}]   # may all of these start it, and are any missing?\ninitiators = [{}]\n{QUESTIONS}",
        told(hooks),
        quoted(&id_of(&initiator, ids)),
        quoted(&format!("Actions of {}", clean(&initiator))),
        kinds.join(", "),
        quoted(&initiator)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cli::init_draft::{control_map::render, practice::Practice},
        records::{ActionKind, blank},
    };

    fn hook(name: &str, tag: &str, event: &str, trigger: Option<EventKind>) -> Hook {
        Hook {
            name: name.to_owned(),
            tag: Some(tag.to_owned()),
            event: Some(event.to_owned()),
            trigger,
            script: Some("/opt/hooks/lock.sh".to_owned()),
            description: Some("locks\"\nid = 1".to_owned()),
            origin: blank::origin(),
        }
    }

    fn drafted(hooks: Vec<Hook>) -> (String, toml::Table) {
        let text = render(&[], &Ingested { hooks, ..Ingested::default() }, &mut Vec::new());
        let parsed = toml::from_str(&text).unwrap();
        (text, parsed)
    }

    #[test]
    fn every_hook_of_okta_becomes_a_workflow_that_nobody_approved() {
        let (text, parsed) = drafted(vec![
            hook("leaver_lock", "okta", "user.lifecycle.deactivate", Some(EventKind::AccountDisabled)),
            hook("policy_eval", "okta", "policy.evaluate_sign_on", None),
            hook("smart_lock", "jamfpro", "SmartGroupComputerMembershipChange", None),
        ]);
        let entries = parsed["workflow"].as_array().unwrap();
        let ids: Vec<&str> = entries.iter().filter_map(|entry| entry["id"].as_str()).collect();
        assert_eq!(ids, ["jawa-leaver-lock", "jawa-policy-eval"]);
        let first = entries[0].as_table().unwrap();
        assert_eq!(first["initiators"].as_array().unwrap()[0].as_str(), Some("jawa:leaver_lock"));
        assert_eq!(first["triggers"].as_array().unwrap()[0].as_str(), Some("account_disabled"));
        assert!(first["actions"].as_array().unwrap().is_empty() && !first.contains_key("approved_by"));
        assert!(entries[1]["triggers"].as_array().unwrap().is_empty());
        assert!(text.contains("Which kind of trigger is that event?"), "{text}");
        assert!(text.contains("# Hooks that no identity system calls: \"smart_lock\" (Smart"), "{text}");
        assert!(!text.contains("No action in the exports names who started it"), "{text}");
    }

    #[test]
    fn a_hook_whose_actions_were_seen_is_one_workflow_with_what_the_list_says() {
        let practice = Practice {
            initiator: Initiator::new(InitiatorKind::Jawa, "leaver_lock"),
            also: Vec::new(),
            actions: [(ActionKind::Lock, 3)].into(),
            times: None,
            triggers: [(EventKind::GroupRemoved, 1)].into(),
            objects: BTreeMap::new(),
        };
        let disabled = Some(EventKind::AccountDisabled);
        let hooks = vec![hook("leaver_lock", "okta", "user.lifecycle.deactivate", disabled)];
        let text = render(&[practice], &Ingested { hooks, ..Ingested::default() }, &mut Vec::new());
        let parsed: toml::Table = toml::from_str(&text).unwrap();
        let entries = parsed["workflow"].as_array().unwrap();
        assert_eq!((entries.len(), entries[0]["id"].as_str()), (1, Some("jawa-leaver-lock")));
        let triggers: Vec<&str> =
            entries[0]["triggers"].as_array().unwrap().iter().filter_map(toml::Value::as_str).collect();
        assert_eq!(triggers, ["account_disabled", "group_removed"]);
        assert!(text.contains("\"user.lifecycle.deactivate\" runs \"/opt/hooks/lock.sh\""), "{text}");
    }

    #[test]
    fn hostile_descriptions_stay_on_their_comment_line() {
        let (text, _) = drafted(vec![hook("a\"]\nx = 1", "okta", "e\n[[workflow]]", None)]);
        assert_eq!(text.lines().filter(|line| *line == "[[workflow]]").count(), 1, "{text}");
    }
}
