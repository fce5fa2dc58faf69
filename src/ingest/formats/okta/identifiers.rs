//! Login and e-mail changes: old and new value, from `changeDetails` or from `debugData`.

use super::log_event::LogEvent;

/// An identifier before and after, as far as the record tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Change {
    /// Before.
    pub(super) old: Option<String>,
    /// After.
    pub(super) new: Option<String>,
}

/// Fields that are identifiers, the e-mail first: it is what automations join on.
const FIELDS: [&str; 6] = ["email", "primaryemail", "login", "username", "userprincipalname", "upn"];

/// The change of an identifier that the record spells out.
pub(super) fn spelt_out(log: &LogEvent) -> Option<Change> {
    changed_details(log).or_else(|| changed_debug(log))
}

/// Whether the record at least names an identifier among the attributes that changed.
pub(super) fn named(log: &LogEvent) -> bool {
    let lists = ["changedAttributes", "attributesModified", "modifiedAttributes"];
    lists.iter().filter_map(|name| log.debug(name)).any(|list| {
        let words = list.split(|c: char| !c.is_ascii_alphanumeric());
        words.into_iter().any(|word| FIELDS.contains(&word.to_ascii_lowercase().as_str()))
    })
}

fn changed_details(log: &LogEvent) -> Option<Change> {
    FIELDS.iter().find_map(|field| {
        log.targets.iter().find_map(|target| {
            let (old, new) = (target.before.get(*field).cloned(), target.after.get(*field).cloned());
            (old != new).then_some(Change { old, new })
        })
    })
}

fn changed_debug(log: &LogEvent) -> Option<Change> {
    FIELDS.iter().find_map(|field| {
        let one_of =
            |prefixes: [&str; 3]| prefixes.iter().find_map(|prefix| log.debug(&format!("{prefix}{field}")));
        let old = one_of(["old", "previous", "from"]).map(str::to_owned);
        let new = one_of(["new", "updated", "to"]).map(str::to_owned);
        (old != new).then_some(Change { old, new })
    })
}
