//! `jumpcloud-insights`: Directory Insights of `JumpCloud`.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use serde_json::Value;

use super::json_texts::{at as value_at, each, first_text, text};
use crate::{
    ingest::{
        format::{Apart, Format, Head, Manual, Row, RowReader, Shape, SourceOptions},
        prefilter::{Prefilter, Told},
        sink::{Record, Sink},
        times::TimeRule,
    },
    records::{
        Assignment, DeviceKeys, EventKind as K, EventOutcome, IdentityEvent, Instant, KnownBasis, ObjectRef,
        Origin, PersonKeys, blank,
    },
};

/// The format.
pub(super) const FORMAT: Format = Format {
    id: "jumpcloud-insights",
    title: "JumpCloud Directory Insights (JSON)",
    gives: &["events", "devices"],
    manual: MANUAL,
    shapes: &[Shape::Json],
    starts_record: None,
    columns: &[],
    apart: Apart::Rows,
    prefilter: Some(&PREFILTER),
    keeps_days: &[15, 90],
    unused: &["geoip", "useragent", "auth_context", "mfa_meta"],
    detect,
    open,
};

const MANUAL: Manual = Manual {
    export: "`POST https://api.jumpcloud.com/insights/directory/v1/events` with the service `all` and the period, page by \
        page, or the JSON of the console. JumpCloud keeps 15 or 90 days: export often.",
    read: "A suspension is `user_update` whose `changes` take `state` to SUSPENDED and `suspended` to true; the mirrored \
        change undoes it. `account_locked` locks and unlocks, `user_delete` deletes, changes of e-mail or user name are \
        identifier changes with old and new value. `association_change` between a user and a system says who held a \
        device, between a user and a group or an application it adds or removes. Successful `sso_auth` and \
        `user_login_attempt` are sign-ins. `success` may be absent; the outcome is then unknown.",
    lost: "Serial numbers where a system is named by its id alone: such an association cannot be joined to a device.",
    needs: "Nothing",
    checked: "The vendor's documentation; no recorded export",
};

/// The types that are of use.
const USED: [&str; 6] =
    ["user_update", "user_delete", "user_lockout", "association_change", "sso_auth", "user_login_attempt"];

const PREFILTER: Prefilter = Prefilter {
    key: "\"event_type\"",
    told: Told::ByWhole,
    other_keys: &[],
    beside: &["id", "timestamp"],
    is_useless: |event_type| !USED.contains(&event_type),
};

fn detect(head: &Head) -> bool {
    let known = head.rows.iter().filter(|row| is_event(row)).count();
    head.header.is_none() && known * 2 > head.rows.len()
}

fn is_event(row: &Value) -> bool {
    let has = |key| value_at(row, &[key]).is_some();
    has("event_type") && has("timestamp") && has("service") && (has("organization") || has("initiated_by"))
}

#[expect(clippy::unnecessary_wraps, reason = "the signature of every format")]
fn open(_head: &Head, _options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    Ok(Box::new(Reader))
}

struct Reader;

impl RowReader for Reader {
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        let Row::Json(value) = row else {
            return sink.reject(at, "no JSON, expected an event of Directory Insights", &row.shown());
        };
        match records(value, at, sink) {
            Ok(records) if records.is_empty() => sink.out_of_scope(at),
            Ok(records) => sink.accept(at, records),
            Err(reason) => sink.reject(at, reason, &value.to_string()),
        }
    }
}

fn records(row: &Value, at: Origin, sink: &mut Sink<'_>) -> Result<Vec<Record>, String> {
    let event_type = text(row, &["event_type"]).ok_or("no `event_type`; every event carries one")?;
    if !USED.contains(&event_type.as_str()) {
        return Ok(Vec::new());
    }
    let event_id = text(row, &["id"]).ok_or("no `id`; every event carries one")?;
    let stamp = text(row, &["timestamp"]).ok_or("no `timestamp`; every event carries one")?;
    let occurred_at =
        sink.time(at, &stamp, TimeRule::Utc).map_err(|reason| format!("`timestamp`: {reason}"))?;
    let occurred_at = occurred_at.ok_or("no `timestamp`; every event carries one")?;
    let base = IdentityEvent {
        event_id,
        raw_kind: event_type.clone(),
        source: "jumpcloud",
        known_basis: KnownBasis::Occurred,
        outcome: outcome(row),
        subject: person(value_at(row, &["resource"])),
        actor: first_text(
            row,
            &[&["initiated_by", "email"], &["initiated_by", "username"], &["initiated_by", "id"]],
        ),
        actor_is_person: text(row, &["initiated_by", "type"])
            .map(|kind| matches!(kind.as_str(), "user" | "admin")),
        origin: at,
        ..blank::event(K::SignIn, occurred_at)
    };
    let is_success = base.outcome == EventOutcome::Happened;
    let found = match event_type.as_str() {
        "association_change" => return association(row, &base),
        "user_update" => changes(row),
        "user_delete" => vec![(K::AccountDeleted, None, None)],
        "user_lockout" => vec![(K::AccountLocked, None, None)],
        _ if is_success => vec![(K::SignIn, None, None)],
        _ => Vec::new(),
    };
    let is_sign_in = found.iter().any(|(kind, _, _)| *kind == K::SignIn);
    let own = person(value_at(row, &["initiated_by"]));
    let subject = if is_sign_in && base.subject.is_empty() { own } else { base.subject.clone() };
    if !found.is_empty() && subject.is_empty() {
        return Err("no `resource.username` or e-mail: nobody is known whom the event is about".to_owned());
    }
    let event = |(kind, old_value, new_value)| {
        Record::from(IdentityEvent { kind, old_value, new_value, subject: subject.clone(), ..base.clone() })
    };
    Ok(found.into_iter().map(event).collect())
}

fn outcome(row: &Value) -> EventOutcome {
    match text(row, &["success"]).as_deref() {
        Some("true") => EventOutcome::Happened,
        Some("false") => EventOutcome::Failed,
        _ => EventOutcome::Unknown,
    }
}

fn person(value: Option<&Value>) -> PersonKeys {
    let of = |name: &str| value.and_then(|value| text(value, &[name]));
    PersonKeys { login: of("username"), email: of("email"), ..PersonKeys::default() }
}

/// A kind with the values before and after.
type Change = (K, Option<String>, Option<String>);

/// What a `user_update` changes. State and flag say the same thing twice.
fn changes(row: &Value) -> Vec<Change> {
    let mut found: Vec<Change> = Vec::new();
    for change in each(row, &["changes"]) {
        let (from, to) = (text(change, &["from"]), text(change, &["to"]));
        let is = |value: &Option<String>, word: &str| {
            value.as_deref().is_some_and(|it| it.eq_ignore_ascii_case(word))
        };
        let field = text(change, &["field"]).unwrap_or_default();
        let kind = match field.as_str() {
            "state" if is(&to, "SUSPENDED") => K::AccountSuspended,
            "state" if is(&from, "SUSPENDED") && is(&to, "ACTIVATED") => K::AccountUnsuspended,
            "suspended" if is(&to, "true") => K::AccountSuspended,
            "suspended" if is(&from, "true") && is(&to, "false") => K::AccountUnsuspended,
            "account_locked" if is(&to, "true") => K::AccountLocked,
            "account_locked" if is(&from, "true") && is(&to, "false") => K::AccountUnlocked,
            "email" | "username" if from != to => {
                found.push((K::IdentifierChanged, from, to));
                continue;
            }
            _ => continue,
        };
        if found.iter().all(|(known, _, _)| *known != kind) {
            found.push((kind, None, None));
        }
    }
    found
}

/// A user and what was tied to them or untied.
fn association(row: &Value, base: &IdentityEvent) -> Result<Vec<Record>, String> {
    let operation = first_text(row, &[&["association", "op"], &["op"]]).unwrap_or_default();
    let ends = ["from", "to"].map(|end| {
        value_at(row, &["association", "connection", end])
            .or_else(|| value_at(row, &["association", end]))
            .or_else(|| value_at(row, &[end]))
    });
    let kind_of = |end: &Value| text(end, &["type"]).unwrap_or_default().to_lowercase();
    let of_kind = |kind: &str| ends.into_iter().flatten().find(|end| kind_of(end) == kind);
    let Some(user) = of_kind("user") else { return Ok(Vec::new()) };
    let subject = PersonKeys {
        login: first_text(user, &[&["username"], &["name"]]),
        email: text(user, &["email"]),
        ..PersonKeys::default()
    };
    if subject.is_empty() {
        return Err("the user of the association has no name or e-mail".to_owned());
    }
    let is_added = match operation.as_str() {
        "add" => true,
        "remove" => false,
        other => return Err(format!("`op` is `{other}`, expected `add` or `remove`")),
    };
    if base.outcome == EventOutcome::Failed {
        return Ok(Vec::new());
    }
    if let Some(system) = of_kind("system") {
        return Ok(vec![holder(system, is_added.then_some(subject), base.occurred_at, base.origin)]);
    }
    let tied = [("user_group", K::GroupAdded, K::GroupRemoved), ("application", K::AppAdded, K::AppRemoved)];
    let found = tied.into_iter().find_map(|(kind, added, removed)| {
        let object = of_kind(kind)?;
        Some((if is_added { added } else { removed }, object))
    });
    let Some((kind, object)) = found else { return Ok(Vec::new()) };
    let object = ObjectRef {
        id: first_text(object, &[&["object_id"], &["id"]]),
        name: first_text(object, &[&["name"], &["display_name"]]),
    };
    Ok(vec![Record::from(IdentityEvent { kind, subject, object: Some(object), ..base.clone() })])
}

fn holder(system: &Value, person: Option<PersonKeys>, from: Instant, origin: Origin) -> Record {
    let serial = first_text(system, &[&["serial_number"], &["serialNumber"]]);
    let device = DeviceKeys {
        serial: serial.map(|serial| serial.to_uppercase()),
        name: first_text(system, &[&["hostname"], &["name"], &["display_name"]]),
        ..DeviceKeys::default()
    };
    let (device, from) = (Arc::new(device), Some(from));
    Record::Assignment(Assignment { device, from, person, is_snapshot: false, origin })
}
