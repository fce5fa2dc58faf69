//! One activity with its events, whichever container it came in.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::known_text::known_text;

/// One activity.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Activity {
    /// `id.time`, or microseconds in Cloud Logging.
    pub(super) time: Option<String>,
    /// `id.uniqueQualifier`; may be negative.
    pub(super) qualifier: Option<String>,
    /// `id.applicationName`, lower case.
    pub(super) application: String,
    /// `actor.email`, else the key of an API client.
    pub(super) actor: Option<String>,
    /// `actor.callerType`.
    pub(super) caller: Option<String>,
    /// What happened, in order.
    pub(super) events: Vec<Event>,
}

/// One event of an activity.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Event {
    /// `name`.
    pub(super) name: String,
    /// `parameters` by name, lower case.
    pub(super) parameters: BTreeMap<String, String>,
    /// Its number in the activity, from 0.
    pub(super) number: usize,
}

/// Whether a value has what only an activity has together.
pub(super) fn is_activity(value: &Value) -> bool {
    Activity::of(value).is_some()
}

impl Activity {
    /// Reads an activity; `None` for anything else.
    pub(super) fn of(value: &Value) -> Option<Self> {
        if let Some(metadata) = value.pointer("/protoPayload/metadata") {
            return Self::of_cloud_logging(value, metadata);
        }
        let id = value.get("id")?;
        let qualifier = text(id, "uniqueQualifier").or_else(|| text(id, "uniqQualifier"));
        let application = text(id, "applicationName")?;
        if id.get("time").is_none() || qualifier.is_none() {
            return None;
        }
        let events = match value.get("events") {
            Some(Value::Array(events)) => numbered(events, "name", "parameters"),
            // Collectors that split activities keep one event as an object, or its members at the top.
            Some(event @ Value::Object(_)) => numbered(std::slice::from_ref(event), "name", "parameters"),
            _ if value.get("name").is_some() => numbered(std::slice::from_ref(value), "name", "parameters"),
            _ => Vec::new(),
        };
        let actor = value.get("actor");
        let of_actor = |name| actor.and_then(|actor| text(actor, name));
        Some(Self {
            time: text(id, "time"),
            qualifier,
            application: application.to_ascii_lowercase(),
            actor: of_actor("email").or_else(|| of_actor("key")),
            caller: of_actor("callerType").or_else(|| of_actor("key").map(|_| "KEY".to_owned())),
            events,
        })
    }

    /// An entry of Cloud Logging: the application is the first part of the service, the time is in microseconds.
    fn of_cloud_logging(value: &Value, metadata: &Value) -> Option<Self> {
        let id = metadata.get("activityId")?;
        let payload = value.get("protoPayload")?;
        let service = text(payload, "serviceName")?;
        let events = metadata.get("event").and_then(Value::as_array)?;
        let login = payload.get("authenticationInfo");
        Some(Self {
            time: text(id, "timeUsec"),
            qualifier: text(id, "uniqQualifier").or_else(|| text(id, "uniqueQualifier")),
            application: service.split('.').next().unwrap_or_default().to_ascii_lowercase(),
            actor: login.and_then(|login| text(login, "principalEmail")),
            caller: None,
            events: numbered(events, "eventName", "parameter"),
        })
    }
}

impl Event {
    /// A parameter by its name in any case.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.parameters.get(&name.to_ascii_lowercase()).map(String::as_str)
    }

    /// The first of several parameters that is there.
    pub(super) fn first(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.get(name))
    }
}

fn numbered(events: &[Value], name: &str, parameters: &str) -> Vec<Event> {
    let event = |(number, value): (usize, &Value)| Event {
        name: text(value, name).unwrap_or_default(),
        parameters: value.get(parameters).map(read_parameters).unwrap_or_default(),
        number,
    };
    events.iter().enumerate().map(event).collect()
}

/// A list of names with one of several kinds of values, or a map of them.
fn read_parameters(value: &Value) -> BTreeMap<String, String> {
    match value {
        Value::Object(members) => {
            let plain = members.iter().filter_map(|(name, value)| Some((name, plain(value)?)));
            plain.map(|(name, value)| (name.to_ascii_lowercase(), value)).collect()
        }
        Value::Array(parameters) => {
            let parameter = |parameter: &Value| {
                let kinds =
                    ["value", "intValue", "boolValue", "multiValue", "multiStrValue", "multiIntValue"];
                let value = kinds.iter().find_map(|kind| parameter.get(*kind)).and_then(plain)?;
                Some((text(parameter, "name")?.to_ascii_lowercase(), value))
            };
            parameters.iter().filter_map(parameter).collect()
        }
        _ => BTreeMap::new(),
    }
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => known_text(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().filter_map(plain).collect();
            (!items.is_empty()).then(|| items.join(";"))
        }
        _ => None,
    }
}

fn text(value: &Value, name: &str) -> Option<String> {
    value.get(name).and_then(plain)
}
