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
        let script = text(value, "script")
            .map(|script| without_secrets(script.split(" -").next().unwrap_or_default()));
        let description = text(value, "description").map(|text| without_secrets(&text));
        sink.accept(at, [Record::from(Hook { name, tag, event, trigger, script, description, origin: at })]);
    }

    fn shown_damage(&self, _text: &str) -> String {
        String::new()
    }
}

/// A text that people typed, without what looks like a password or a token in it: the user and the query of an
/// address, and what is set to a word that means a secret.
fn without_secrets(text: &str) -> String {
    let plain = |word: &str| -> String {
        let word = word.split('?').next().unwrap_or_default();
        let address =
            word.split_once("://").and_then(|(scheme, rest)| Some((scheme, rest.rsplit_once('@')?.1)));
        if let Some((scheme, host)) = address {
            return format!("{scheme}://{host}");
        }
        match word.split_once(['=', ':']) {
            Some((key, value)) if !value.is_empty() && means_a_secret(key) => format!("{key}=…"),
            _ => word.to_owned(),
        }
    };
    let mut words: Vec<String> = Vec::new();
    let mut is_secret = false;
    for word in text.split_whitespace() {
        let value = word.trim_matches([':', '=', '"', '\'']);
        let is_joint = matches!(value, "" | "is");
        words.push(if is_secret && !is_joint { "…".to_owned() } else { plain(word) });
        is_secret = means_a_secret(word) && !word.contains("…") && words.last().is_some_and(|it| it == word)
            || is_secret && is_joint;
    }
    words.join(" ")
}

fn means_a_secret(word: &str) -> bool {
    let word = word.trim_start_matches('-').trim_end_matches([':', '=']).to_lowercase();
    let ends =
        ["password", "passwd", "passcode", "pw", "pass", "token", "secret", "apikey", "api_key", "api-key"];
    ends.iter().any(|end| word.ends_with(end))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_into_a_list_loses_what_looks_like_a_secret() {
        for (typed, kept) in [
            ("Locks the Macs of leavers", "Locks the Macs of leavers"),
            ("/opt/jawa/lock.sh?token=SAMPLE-1", "/opt/jawa/lock.sh"),
            ("curl https://svc:SAMPLE-2@jamf.example/JSS?token=SAMPLE-3", "curl https://jamf.example/JSS"),
            ("password is SAMPLE-4 for svc", "password is … for svc"),
            ("api_key=SAMPLE-5, see wiki", "api_key=… see wiki"),
            ("--token SAMPLE-6", "--token …"),
        ] {
            assert_eq!(without_secrets(typed), kept);
        }
    }
}
