//! Whom and which device a token is about, in the shapes of three generations of the specifications.

use serde_json::Value;

use super::super::json_texts::{at, first_text, is_guid, text};
use crate::records::{DeviceKeys, PersonKeys};

/// Subject of an event.
#[derive(Debug, Default, PartialEq)]
pub(super) struct About {
    pub(super) person: PersonKeys,
    pub(super) device: Option<DeviceKeys>,
    /// E-mail or account name, for events about identifiers.
    pub(super) identifier: Option<String>,
}

/// The subject inside the event goes before that of the token.
pub(super) fn of(claims: &Value, payload: &Value) -> About {
    let places = [
        at(payload, &["subject"]),
        at(payload, &["sub_id"]),
        at(claims, &["sub_id"]),
        at(claims, &["subject"]),
    ];
    let mut about = About::default();
    match places.into_iter().flatten().next() {
        Some(subject) => take(subject, issuer(claims, None).as_deref(), &mut about),
        None => {
            if let Some(sub) = text(claims, &["sub"]) {
                person_by_id(&sub, issuer(claims, None).as_deref(), &mut about.person);
            }
        }
    }
    about.identifier = about.person.email.clone().or_else(|| about.person.login.clone());
    about
}

fn issuer(claims: &Value, of_subject: Option<&Value>) -> Option<String> {
    of_subject.and_then(|subject| text(subject, &["iss"])).or_else(|| text(claims, &["iss"]))
}

fn take(subject: &Value, issuer: Option<&str>, about: &mut About) {
    // Complex subjects, with or without the word for it.
    if at(subject, &["user"]).is_some() || at(subject, &["device"]).is_some() {
        if let Some(user) = at(subject, &["user"]) {
            person(user, issuer, &mut about.person);
        }
        about.device = at(subject, &["device"]).and_then(device);
        return;
    }
    person(subject, issuer, &mut about.person);
    let is_device =
        first_text(subject, &[&["principal"], &["type"]]).is_some_and(|it| it.eq_ignore_ascii_case("device"));
    if is_device {
        about.device = device(subject);
    }
}

fn person(subject: &Value, issuer: Option<&str>, keys: &mut PersonKeys) {
    for identifier in at(subject, &["identifiers"]).and_then(Value::as_array).into_iter().flatten() {
        person(identifier, issuer, keys);
    }
    let set = |mine: &mut Option<String>, found: Option<String>| {
        if mine.is_none() {
            *mine = found;
        }
    };
    set(&mut keys.email, text(subject, &["email"]));
    let account = first_text(subject, &[&["uri"], &["account"]]);
    set(&mut keys.login, account.map(|uri| uri.strip_prefix("acct:").map_or(uri.clone(), str::to_owned)));
    let of_subject = text(subject, &["iss"]);
    if let Some(id) = first_text(subject, &[&["sub"], &["id"]]) {
        person_by_id(&id, of_subject.as_deref().or(issuer), keys);
    }
}

/// What kind of id it is shows from its form or its issuer.
fn person_by_id(id: &str, issuer: Option<&str>, keys: &mut PersonKeys) {
    let issuer = issuer.unwrap_or_default();
    let is_of = |name: &str| issuer.contains(name);
    if id.starts_with("00u") || (is_of("okta") && !id.contains('@')) {
        keys.okta_id.get_or_insert_with(|| id.to_owned());
    } else if is_guid(id) {
        keys.entra_object_id.get_or_insert_with(|| id.to_lowercase());
    } else {
        keys.login.get_or_insert_with(|| id.to_owned());
    }
}

fn device(device: &Value) -> Option<DeviceKeys> {
    let id = first_text(device, &[&["sub"], &["id"], &["udid"]]).map(|id| id.to_uppercase());
    let serial = first_text(device, &[&["serial_number"], &["serial"]]).map(|serial| serial.to_uppercase());
    let keys = DeviceKeys {
        udid: id.clone().filter(|id| is_guid(id)),
        serial: serial.or(id.filter(|id| !is_guid(id))),
        ..DeviceKeys::default()
    };
    (keys != DeviceKeys::default()).then_some(keys)
}
