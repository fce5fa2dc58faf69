//! Entries of a history that tell of people: who held the device, and who used it.

use std::sync::Arc;

use serde_json::Value;

use super::{is_known, when};
use crate::{
    ingest::{
        formats::jamf_fields::{first_text, text},
        sink::{Record, Sink},
    },
    records::{Activity, ActivityKind, Assignment, DeviceKeys, Origin, PersonKeys},
};

pub(super) fn holder(
    row: &Value,
    device: &Arc<DeviceKeys>,
    at: Origin,
    sink: &mut Sink<'_>,
) -> Result<Vec<Record>, String> {
    if !is_known(device) {
        return Err("a holder of an unknown device: the history has no `general`".to_owned());
    }
    let from = when::first(row, &["date_time"], at, sink)?
        .ok_or("no time: expected `date_time_epoch`, `date_time_utc` or `date_time`")?;
    let person = PersonKeys {
        login: text(row, "username"),
        email: first_text(row, &["email_address", "email"]),
        display_name: first_text(row, &["full_name", "real_name"]),
        ..PersonKeys::default()
    };
    let person = (!person.is_empty()).then_some(person);
    Ok(vec![Record::Assignment(Assignment {
        device: Arc::clone(device),
        from: Some(from),
        person,
        is_snapshot: false,
        origin: at,
    })])
}

/// Logins show that somebody used the device; logouts and restarts are left out.
pub(super) fn usage(
    row: &Value,
    device: &Arc<DeviceKeys>,
    at: Origin,
    sink: &mut Sink<'_>,
) -> Result<Vec<Record>, String> {
    let is_login =
        text(row, "event").is_some_and(|event| event.replace(' ', "").eq_ignore_ascii_case("login"));
    if !is_login || !is_known(device) {
        return Ok(Vec::new());
    }
    let time = when::first(row, &["date_time"], at, sink)?
        .ok_or("no time: expected `date_time_epoch`, `date_time_utc` or `date_time`")?;
    let user = text(row, "username");
    Ok(vec![Record::Activity(Activity {
        device: Arc::clone(device),
        at: time,
        kind: ActivityKind::UserSession,
        user,
        origin: at,
    })])
}
