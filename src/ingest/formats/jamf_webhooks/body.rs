//! The body of a webhook in whatever it was archived in: JSON, XML, a document of Elastic.

use std::borrow::Cow;

use serde_json::Value;

use super::{super::jamf_fields::text, field};
use crate::records::{DeviceKeys, JamfClass, PersonKeys};

/// One body.
pub(super) struct Body<'a> {
    /// `webhookEvent`.
    pub(super) name: String,
    /// `event`.
    pub(super) event: Cow<'a, Value>,
    webhook: Cow<'a, Value>,
}

/// A name of a key or an event, without case and `_`.
pub(super) fn folded(name: &str) -> String {
    name.chars().filter(|c| *c != '_').flat_map(char::to_lowercase).collect()
}

impl<'a> Body<'a> {
    /// The body a row is or holds; `None` when it is none.
    pub(super) fn of(row: &'a Value) -> Option<Self> {
        let source = row.get("_source").unwrap_or(row);
        let elastic = source.get("jamf_pro").and_then(|product| product.get("events"));
        let places = [Some(source), row.get("JSSEvent"), elastic];
        places.into_iter().flatten().find_map(Self::plain).or_else(|| Self::quoted(source))
    }

    fn plain(body: &'a Value) -> Option<Self> {
        let (webhook, event) = (field(body, "webhook")?, field(body, "event")?);
        let name = value_of(webhook, "webhookevent")?;
        Some(Self { name, event: Cow::Borrowed(event), webhook: Cow::Borrowed(webhook) })
    }

    /// A body kept as text beside what a collector made of it.
    fn quoted(document: &Value) -> Option<Self> {
        let original = document.get("event").and_then(|event| event.get("original"));
        let text = original.or_else(|| document.get("message"))?.as_str()?;
        let body: Value = serde_json::from_str(text).ok()?;
        let (webhook, event) = (field(&body, "webhook")?, field(&body, "event")?);
        let name = value_of(webhook, "webhookevent")?;
        Some(Self { name, event: Cow::Owned(event.clone()), webhook: Cow::Owned(webhook.clone()) })
    }

    /// `eventTimestamp`, as found.
    pub(super) fn timestamp(&self) -> Option<String> {
        value_of(&self.webhook, "eventtimestamp")
    }

    /// A field of the event.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        value_of(&self.event, name)
    }

    /// The part that describes the device: `event.computer`, or the event itself.
    pub(super) fn of_device(&self) -> &Value {
        field(&self.event, "computer").filter(|part| part.is_object()).unwrap_or(&self.event)
    }
}

/// A text, number or flag by the folded name of its key.
pub(super) fn value_of(value: &Value, name: &str) -> Option<String> {
    let (key, _) = value.as_object()?.iter().find(|(key, _)| folded(key) == name)?;
    text(value, key)
}

/// An id by the folded name of its key; `-1` and `0` mean none.
pub(super) fn id_of(value: &Value, name: &str) -> Option<String> {
    value_of(value, name).filter(|id| id != "-1" && id != "0")
}

/// The keys of the device a part describes.
pub(super) fn device(part: &Value, class: JamfClass) -> DeviceKeys {
    DeviceKeys {
        class: Some(class),
        jamf_id: id_of(part, "jssid"),
        management_id: value_of(part, "managementid").map(|id| id.to_lowercase()),
        udid: value_of(part, "udid").map(|udid| udid.to_uppercase()),
        serial: value_of(part, "serialnumber").map(|serial| serial.to_uppercase()),
        name: value_of(part, "devicename"),
        asset_tag: None,
    }
}

/// Whether anything identifies the device.
pub(super) fn is_known(device: &DeviceKeys) -> bool {
    [&device.jamf_id, &device.management_id, &device.udid, &device.serial].into_iter().any(Option::is_some)
}

/// The person Jamf believed to hold the device; `None` when it names nobody.
pub(super) fn person(part: &Value) -> Option<PersonKeys> {
    let person = PersonKeys {
        login: value_of(part, "username"),
        email: value_of(part, "emailaddress"),
        display_name: value_of(part, "realname"),
        ..PersonKeys::default()
    };
    (!person.is_empty()).then_some(person)
}

/// Whether a part speaks of the holder at all: a body without these keys says nothing of them.
pub(super) fn asks_for_person(part: &Value) -> bool {
    ["username", "emailaddress"].iter().any(|name| field(part, name).is_some())
}
