//! Reads `webhooks.json`: which event runs which script. It holds tokens and passwords in clear, so only what is
//! named here is read, and nothing of a row is ever shown.

use serde_json::Value;

use super::super::{
    jamf_fields::{first_text, text},
    okta,
};
use crate::{
    ingest::{
        format::{Row, RowReader},
        sink::{Record, Sink},
    },
    records::{Hook, Origin},
};

/// The reader.
pub(super) struct Hooks;

/// Whether a row is a hook of JAWA.
pub(super) fn is_hook(row: &Value) -> bool {
    let has = |key: &str| row.get(key).is_some_and(Value::is_string);
    has("name") && has("script") && has("tag")
}

impl RowReader for Hooks {
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        let Row::Json(value) = row else {
            return sink.reject(at, "expected a hook with `name`, `script` and `tag`", "");
        };
        let Some(name) = text(value, "name") else {
            return sink.reject(at, format!("a hook without `name`, found {}", keys_of(value)), "");
        };
        let tag = text(value, "tag");
        let is_okta = tag.as_deref().is_some_and(|tag| tag.eq_ignore_ascii_case("okta"));
        let event =
            first_text(value, if is_okta { &["okta_event", "event"] } else { &["event", "okta_event"] });
        let trigger = event.as_deref().filter(|_| is_okta).and_then(okta::trigger_of);
        // What follows the path of a script are its arguments, and people put passwords there.
        let script = text(value, "script").map(|script| script.split(" -").next().unwrap_or("").to_owned());
        let description = text(value, "description");
        sink.accept(at, [Record::from(Hook { name, tag, event, trigger, script, description, origin: at })]);
    }

    fn shown_damage(&self, _text: &str) -> String {
        String::new()
    }
}

/// The keys of a row, which say what it is and hold no secret.
fn keys_of(row: &Value) -> String {
    let Value::Object(members) = row else { return "no object".to_owned() };
    let keys: Vec<String> = members
        .keys()
        .take(12)
        .map(|key| format!("`{}`", key.chars().take(40).collect::<String>()))
        .collect();
    if keys.is_empty() { "no key".to_owned() } else { format!("the keys {}", keys.join(", ")) }
}
