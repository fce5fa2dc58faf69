//! One Okta log event as plain text fields, whichever container it came in.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::known_text::known_text;

/// One log event. Texts are cleaned; words that mean "nothing" are absent.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in super::super) struct LogEvent {
    /// `uuid`.
    pub(in super::super) uuid: Option<String>,
    /// `published`, as found.
    pub(in super::super) published: Option<String>,
    /// `insertionTimestamp` of the event or `eventTime` of the hook that delivered it.
    pub(in super::super) recorded: Option<String>,
    /// `eventType`.
    pub(in super::super) event_type: String,
    /// `outcome.result`, upper case.
    pub(in super::super) result: Option<String>,
    /// `outcome.reason`.
    pub(in super::super) reason: Option<String>,
    /// `actor`.
    pub(in super::super) actor: Entity,
    /// `target`.
    pub(in super::super) targets: Vec<Entity>,
    /// `transaction.id`.
    pub(in super::super) transaction_id: Option<String>,
    /// `transaction.type`: `WEB` or `JOB`.
    pub(in super::super) transaction_type: Option<String>,
    /// Whether an API token or API client did it rather than somebody in a browser.
    pub(in super::super) is_api_call: bool,
    /// `debugContext.debugData`, keys in lower case.
    pub(in super::super) debug: BTreeMap<String, String>,
}

/// The actor or one target.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in super::super) struct Entity {
    /// `type`, for example `User`, `AppUser`, `UserGroup`.
    pub(in super::super) kind: String,
    /// `id`.
    pub(in super::super) id: Option<String>,
    /// `alternateId`: the login at that time for users.
    pub(in super::super) alternate_id: Option<String>,
    /// `displayName`.
    pub(in super::super) display_name: Option<String>,
    /// `detailEntry`, keys in lower case.
    pub(in super::super) details: BTreeMap<String, String>,
    /// `changeDetails.from`, keys in lower case.
    pub(in super::super) before: BTreeMap<String, String>,
    /// `changeDetails.to`, keys in lower case.
    pub(in super::super) after: BTreeMap<String, String>,
}

/// A field by Okta's name or, as warehouses keep it, in lower case.
pub(in super::super) fn field<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    let object = value.as_object()?;
    object.get(name).or_else(|| object.get(&name.to_ascii_lowercase())).filter(|value| !value.is_null())
}

/// Whether a value has the fields that only a log event has together.
pub(in super::super) fn looks_like_log_event(value: &Value) -> bool {
    let has = |name| field(value, name).is_some();
    field(value, "eventType").is_some_and(Value::is_string)
        && has("published")
        && (has("uuid") || has("actor"))
}

/// Whether a value is a log event that Microsoft Sentinel flattened (`Okta_CL`).
pub(in super::super) fn looks_like_flattened(value: &Value) -> bool {
    ["eventType_s", "published_t", "actor_id_s"].iter().all(|name| value.get(name).is_some())
}

impl LogEvent {
    /// Reads a log event as Okta writes it.
    pub(in super::super) fn from_json(value: &Value) -> Self {
        let outcome = field(value, "outcome");
        let transaction = field(value, "transaction");
        let detail = transaction.and_then(|transaction| field(transaction, "detail"));
        let debug = field(value, "debugContext").and_then(|context| field(context, "debugData"));
        let targets = field(value, "target").and_then(Value::as_array);
        let is_token = |name| detail.and_then(|detail| text(detail, name)).is_some();
        Self {
            uuid: text(value, "uuid"),
            published: text(value, "published"),
            recorded: text(value, "insertionTimestamp"),
            event_type: text(value, "eventType").unwrap_or_default(),
            result: outcome
                .and_then(|outcome| text(outcome, "result"))
                .map(|result| result.to_ascii_uppercase()),
            reason: outcome.and_then(|outcome| text(outcome, "reason")),
            actor: field(value, "actor").map(Entity::from_json).unwrap_or_default(),
            targets: targets
                .map(|targets| targets.iter().map(Entity::from_json).collect())
                .unwrap_or_default(),
            transaction_id: transaction.and_then(|transaction| text(transaction, "id")),
            transaction_type: transaction.and_then(|transaction| text(transaction, "type")),
            is_api_call: is_token("requestApiTokenId") || is_token("requestApiTokenClientId"),
            debug: debug.map(texts).unwrap_or_default(),
        }
    }

    /// Reads a log event that Sentinel flattened: `actor_id_s`, `target_s` as JSON in a string.
    /// `TimeGenerated` is the time of Sentinel, not of Okta, and is left aside.
    pub(in super::super) fn from_flattened(value: &Value) -> Self {
        let get = |name: &str| text(value, name);
        let entity = |name: &str| Entity {
            kind: get(&format!("{name}_type_s")).unwrap_or_default(),
            id: get(&format!("{name}_id_s")),
            alternate_id: get(&format!("{name}_alternateId_s")),
            display_name: get(&format!("{name}_displayName_s")),
            ..Entity::default()
        };
        let targets: Option<Vec<Value>> =
            get("target_s").and_then(|targets| serde_json::from_str(&targets).ok());
        Self {
            uuid: get("uuid_g").or_else(|| get("uuid_s")),
            published: get("published_t"),
            recorded: None,
            event_type: get("eventType_s").unwrap_or_default(),
            result: get("outcome_result_s").map(|result| result.to_ascii_uppercase()),
            reason: get("outcome_reason_s"),
            actor: entity("actor"),
            targets: targets.unwrap_or_default().iter().map(Entity::from_json).collect(),
            transaction_id: get("transaction_id_s"),
            transaction_type: get("transaction_type_s"),
            is_api_call: get("transaction_detail_requestApiTokenId_s").is_some(),
            debug: flattened_debug(value),
        }
    }

    /// The first target of one of the types, in the order of `kinds`: the order of targets means nothing.
    pub(in super::super) fn target(&self, kinds: &[&str]) -> Option<&Entity> {
        let of_kind = |kind: &&str| self.targets.iter().find(|target| target.kind.eq_ignore_ascii_case(kind));
        kinds.iter().find_map(of_kind)
    }

    /// A value of `debugData` by its name in any case.
    pub(in super::super) fn debug(&self, name: &str) -> Option<&str> {
        self.debug.get(&name.to_ascii_lowercase()).map(String::as_str)
    }
}

impl Entity {
    fn from_json(value: &Value) -> Self {
        let changes = field(value, "changeDetails");
        let side = |name| changes.and_then(|changes| field(changes, name)).map(texts).unwrap_or_default();
        Self {
            kind: text(value, "type").unwrap_or_default(),
            id: text(value, "id"),
            alternate_id: text(value, "alternateId"),
            display_name: text(value, "displayName"),
            details: field(value, "detailEntry").map(texts).unwrap_or_default(),
            before: side("from"),
            after: side("to"),
        }
    }
}

/// A scalar field as cleaned text.
fn text(value: &Value, name: &str) -> Option<String> {
    field(value, name).and_then(scalar)
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => known_text(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// The scalar members of an object, keys in lower case.
fn texts(value: &Value) -> BTreeMap<String, String> {
    let members = value.as_object().into_iter().flatten();
    members.filter_map(|(key, value)| Some((key.to_ascii_lowercase(), scalar(value)?))).collect()
}

fn flattened_debug(value: &Value) -> BTreeMap<String, String> {
    let members = value.as_object().into_iter().flatten();
    let of_debug = members.filter_map(|(key, value)| {
        // `debugContext_debugData_traceId_g` → `traceid`: the last part is Sentinel's type suffix.
        let name = key.strip_prefix("debugContext_debugData_")?.rsplit_once('_')?.0;
        Some((name.to_ascii_lowercase(), scalar(value)?))
    });
    of_debug.collect()
}
