//! What Okta sent: the events of one delivery.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::jamf_fields::text;

/// The ids of the events of one delivery. An event without an id has an empty one, which no event has.
pub(super) type Events = BTreeSet<String>;

/// The events of a value that is what Okta sends to a hook, or one of its events; `None` for other values.
pub(super) fn events_of(value: &Value) -> Option<Events> {
    let events = value.get("data").and_then(|data| data.get("events")).or_else(|| value.get("events"));
    let id = |event: &Value| text(event, "uuid").unwrap_or_default();
    let is_event = |event: &Value| event.get("eventType").is_some_and(Value::is_string);
    match events {
        Some(Value::Array(events)) => {
            (!events.is_empty() && events.iter().all(is_event)).then(|| events.iter().map(id).collect())
        }
        _ => is_event(value).then(|| BTreeSet::from([id(value)])),
    }
}

/// The one event of a delivery; `None` for several and for one without id.
pub(super) fn only(events: &Events) -> Option<&str> {
    let mut all = events.iter();
    let first = all.next().filter(|id| !id.is_empty())?;
    all.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_delivery_of_one_event_names_it_and_one_of_several_names_none() {
        let event = |uuid: &str| json!({"uuid": uuid, "eventType": "user.lifecycle.deactivate"});
        let one = events_of(&json!({"eventType": "com.okta.event_hook", "data": {"events": [event("e-1")]}}));
        assert_eq!(only(&one.unwrap()), Some("e-1"));
        let two = events_of(&json!({"data": {"events": [event("e-1"), event("e-2")]}})).unwrap();
        assert_eq!((two.len(), only(&two)), (2, None));
        let unnamed =
            events_of(&json!({"data": {"events": [{"eventType": "user.lifecycle.deactivate"}]}})).unwrap();
        assert_eq!(only(&unnamed), None);
        assert_eq!(only(&events_of(&event("e-3")).unwrap()), Some("e-3"));
        for other in
            [json!({"webhook": {}, "event": {}}), json!({"data": {"events": []}}), json!([1]), json!(null)]
        {
            assert_eq!(events_of(&other), None, "{other}");
        }
    }
}
