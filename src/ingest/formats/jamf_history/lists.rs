//! The entries of a history, whether its lists are arrays or were converted from XML.

use serde_json::Value;

use crate::records::Outcome;

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A command, in the list of this outcome.
    Command(Outcome),
    /// A policy run.
    Policy,
    /// Somebody held the device from then on.
    Holder,
    /// A login, logout or restart.
    Usage,
    /// Anything else.
    Other,
}

/// One entry.
pub(super) struct Entry<'a> {
    pub kind: Kind,
    pub value: &'a Value,
}

/// Every entry of every list, in the order of the file.
pub(super) fn entries(history: &Value) -> Vec<Entry<'_>> {
    let mut all = Vec::new();
    for (name, list) in history.as_object().into_iter().flatten() {
        let kind = match name.as_str() {
            "general" => continue,
            "commands" | "management_commands" => {
                commands(list, &mut all);
                continue;
            }
            "policy_logs" => Kind::Policy,
            "user_location" => Kind::Holder,
            "computer_usage_logs" | "usage_logs" => Kind::Usage,
            _ => Kind::Other,
        };
        all.extend(elements(list).into_iter().map(|value| Entry { kind, value }));
    }
    all
}

fn commands<'a>(lists: &'a Value, all: &mut Vec<Entry<'a>>) {
    for (name, list) in lists.as_object().into_iter().flatten() {
        let outcome = match name.as_str() {
            "completed" => Outcome::Done,
            "pending" => Outcome::Pending,
            "failed" => Outcome::Failed,
            _ => Outcome::Unknown,
        };
        all.extend(elements(list).into_iter().map(|value| Entry { kind: Kind::Command(outcome), value }));
    }
}

/// An array as it is; `{"command": {…}}` and `{"size": 2, "command": […]}` as converters write them; a single
/// object as itself.
fn elements(list: &Value) -> Vec<&Value> {
    match list {
        Value::Array(items) => items.iter().filter(|item| item.is_object()).collect(),
        Value::Object(members) => {
            let mut found = Vec::new();
            for (_, value) in members.iter().filter(|(key, _)| key.as_str() != "size") {
                match value {
                    Value::Array(items) => found.extend(items.iter().filter(|item| item.is_object())),
                    Value::Object(_) => found.push(value),
                    _ => {}
                }
            }
            let is_plain = members.iter().any(|(key, _)| key != "size" && !key.starts_with('@'));
            if found.is_empty() && is_plain && !members.values().any(Value::is_array) {
                vec![list]
            } else {
                found
            }
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lists_are_found_in_every_spelling() {
        let one = json!({"name": "Lock Device"});
        for (list, count) in [
            (json!([one, one]), 2),
            (json!({"command": one}), 1),
            (json!({"command": [one, one]}), 2),
            (json!({"size": "2", "command": [one, one]}), 2),
            (one.clone(), 1),
            (json!(""), 0),
            (json!(null), 0),
            (json!([]), 0),
            (json!({}), 0),
            (json!({"size": 0}), 0),
            (json!({"command": []}), 0),
        ] {
            assert_eq!(elements(&list).len(), count, "{list}");
        }
    }
}
