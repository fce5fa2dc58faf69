//! `workflows.toml` drafted from what automations did. It says what was seen; whether it may be is the question
//! beside every line.

use std::{collections::BTreeMap, fmt::Write as _};

use super::{
    hooks::{self, Hooks},
    practice::{Practice, triggers_seen},
};
use crate::{
    cli::terminal::clean,
    ingest::Ingested,
    records::{EventKind, Hook},
};

/// More initiators than these are only counted.
const SHOWN: usize = 40;

/// More objects than these are not listed.
const OBJECTS: usize = 8;

const HEAD: &str = "\
# The control map, drafted from exports: what automations did, not what they may do. Nobody approved any of it.
# Strike out what must not be, answer every line that ends with a question, then name owners and the approval.
# Owners are a person_id of people.csv or \"team:<name>\". Entries with one id and different validity are its
# versions; the one valid when an action was done judges it.
";

/// The owners and dates nobody can read from an export.
pub(super) const QUESTIONS: &str = "\
# purpose = \"\"              # what is it good for?
# control_owner = \"\"        # who decides which event starts it?
# business_approver = \"\"    # who approved it for the business? (not the control owner)
# execution_owner = \"\"      # who runs it?
# exception_owner = \"\"      # who decides whom it must leave alone?
# approved_by = \"\"          # who approved this version, on the date of approved_at?
# approved_at = \"\"
# approval_expires = \"\"     # until when does the approval hold?
# valid_from = \"\"           # since when has it run so? Left out: always
# max_delay = \"24h\"         # how long after the event may it still act?
# settle = \"0m\"             # how long does it wait for the event to be undone?
# tolerated_rate = 0.02     # which share of wrong actions is tolerated?
# drivers = []              # which requirements does it serve?
";

/// The register as text.
pub(super) fn render(practices: &[Practice], ingested: &Ingested, said: &mut Vec<String>) -> String {
    let mut text = HEAD.to_owned();
    let seen: Vec<String> =
        triggers_seen(ingested).iter().map(|(kind, count)| format!("{kind} ({count})")).collect();
    let seen = if seen.is_empty() { "none".to_owned() } else { seen.join(", ") };
    put(&mut text, &format!("#\n# Events in the exports that can start an action: {seen}.\n"));
    let mut ids: BTreeMap<String, u32> = BTreeMap::new();
    let mut hooks = Hooks::of(ingested);
    let mut active = 0;
    for practice in practices.iter().take(SHOWN) {
        let told: Vec<&Hook> =
            practice.initiators().filter_map(|initiator| hooks.take(initiator)).flatten().collect();
        let entry = entry(practice, &told, &mut ids);
        if practice.is_automation() {
            active += 1;
            put(&mut text, &format!("\n{entry}"));
        } else {
            put(
                &mut text,
                "\n# Few actions of it followed an identity event: is it a person, or an everyday policy? Then leave it as\n# it is; if identity events start it, take the first `# ` away from each line below.\n",
            );
            for line in entry.lines() {
                put(&mut text, &format!("# {line}\n"));
            }
        }
    }
    if practices.len() > SHOWN {
        put(&mut text, &format!("\n# {} further initiators did less than these.\n", practices.len() - SHOWN));
    }
    let (listed, others) = hooks.rest(&mut ids);
    for entry in &listed {
        put(&mut text, &format!("\n{entry}"));
    }
    if let Some(others) = others {
        put(&mut text, &format!("\n{others}"));
    }
    if practices.is_empty() && listed.is_empty() {
        put(
            &mut text,
            "\n# No action in the exports names who started it. Histories of devices (`jamf-history`) and the change log\n# (`jamf-change-log`) do: export them too, or write the entries by hand. An entry needs at least `id`, `triggers`,\n# `actions`; `misfire init` without --from writes a commented example.\n",
        );
    }
    said.push(format!(
        "`workflows.toml`: {} workflows drafted from {} initiators{}, none of them approved and none with an owner",
        active + listed.len(),
        practices.len(),
        if listed.is_empty() { String::new() } else { format!(" and {} hooks in a list", listed.len()) }
    ));
    text
}

/// One `[[workflow]]` with what was seen of it. Every comment is one line: names are cleaned before.
fn entry(practice: &Practice, told: &[&Hook], ids: &mut BTreeMap<String, u32>) -> String {
    let names: Vec<String> = practice
        .initiators()
        .map(|initiator| format!("{}:{}", initiator.kind, initiator.name.trim()))
        .collect();
    let initiator = names[0].clone();
    let title = practice.initiators().find_map(|initiator| initiator.title.as_ref()).unwrap_or(&initiator);
    let list = |values: Vec<String>| values.iter().map(|value| quoted(value)).collect::<Vec<_>>().join(", ");
    let actions = practice.actions.keys().map(|kind| kind.code().to_owned()).collect();
    let mut triggers: Vec<EventKind> = practice.usual_triggers().chain(hooks::triggers(told)).collect();
    triggers.sort_unstable();
    triggers.dedup();
    let triggers = triggers.iter().map(|kind| kind.code().to_owned()).collect();
    let counts: Vec<String> =
        practice.actions.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    let mut text = format!("# {} actions{}: {}.\n", practice.total(), span(practice), counts.join(", "));
    let before: Vec<String> =
        practice.triggers.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    let before = if before.is_empty() { String::new() } else { format!(": {}", before.join(", ")) };
    put(
        &mut text,
        &format!("# {} of them followed an identity event within 24 hours{before}.\n", practice.linked()),
    );
    put(&mut text, &hooks::told(told));
    put(
        &mut text,
        &format!(
            "[[workflow]]\nid = {}\ntitle = {}   # which automation is it?\nactions = [{}]   # may it do all of these?\n\
             triggers = [{}]   # may all of these start it, and are any missing?\n",
            quoted(&id_of(&initiator, ids)),
            quoted(&format!("Actions of {}", clean(title))),
            list(actions),
            list(triggers)
        ),
    );
    let mut objects: Vec<(&String, &u64)> = practice.objects.iter().collect();
    objects.sort_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
    if !objects.is_empty() {
        let shown = |(name, count): &(&String, &u64)| format!("{} ({count})", quoted(&clean(name)));
        let shown: Vec<String> = objects.iter().take(OBJECTS).map(shown).collect();
        put(
            &mut text,
            &format!(
                "# objects = []   # is it limited to groups, apps or licences? Seen most often: {}\n",
                shown.join(", ")
            ),
        );
    }
    let names: Vec<String> = names.iter().map(|name| quoted(&clean(name))).collect();
    put(&mut text, &format!("initiators = [{}]\n", names.join(", ")));
    text.push_str(QUESTIONS);
    text
}

/// Writing to a text cannot fail.
fn put(text: &mut String, more: &str) {
    let _ = text.write_str(more);
}

fn span(practice: &Practice) -> String {
    practice.times.map_or_else(String::new, |(first, last)| {
        format!(" from {} to {}", first.format("%Y-%m-%d"), last.format("%Y-%m-%d"))
    })
}

/// A text as a TOML string on one line: whatever it holds, it stays one string.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(clean(text).into_owned()).to_string()
}

/// An id made of the letters and digits of the initiator, numbered where two would be the same.
pub(super) fn id_of(initiator: &str, ids: &mut BTreeMap<String, u32>) -> String {
    let mut id = String::new();
    for c in initiator.chars().take(60) {
        if c.is_ascii_alphanumeric() {
            id.push(c.to_ascii_lowercase());
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    let id = if id.trim_end_matches('-').is_empty() { "workflow" } else { id.trim_end_matches('-') };
    let count = ids.entry(id.to_owned()).or_default();
    *count += 1;
    if *count == 1 { id.to_owned() } else { format!("{id}-{count}") }
}

#[cfg(test)]
#[path = "control_map_tests.rs"]
mod tests;
