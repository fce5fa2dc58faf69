//! `ssf-set`: security event tokens of the Shared Signals Framework (CAEP, RISC, Okta), as JSON or as compact JWT.

mod events;
mod subject;
mod token;

#[cfg(test)]
mod tests;

use serde_json::Value;

use super::json_texts::{at as value_at, first_text, hash, text};
use crate::{
    ingest::{
        format::{Apart, Format, Head, Manual, Row, RowReader, Shape, SourceOptions},
        sink::{Record, Sink},
        times::TimeRule,
    },
    records::{IdentityEvent, Instant, KnownBasis, Origin, blank},
};

/// The format.
pub(super) const FORMAT: Format = Format {
    id: "ssf-set",
    title: "Shared Signals (SSF): security event tokens of CAEP, RISC and Okta, JSON or compact JWT",
    gives: &["events"],
    manual: MANUAL,
    shapes: &[Shape::Json, Shape::Log],
    starts_record: Some(token::is_compact),
    columns: &[],
    apart: Apart::Rows,
    prefilter: None,
    keeps_days: &[],
    unused: &[],
    detect,
    open,
};

const MANUAL: Manual = Manual {
    export: "Let the receiver keep every token it was given: the claims as JSON (an array, or one token per line), the \
        compact JWT as it came, one per line, or the answers of the poll endpoint (`sets`).",
    read: "Every event of a token is a row of its own. The subject is `sub_id`, or `subject` inside the event, with \
        `format` or the older `subject_type`; of a complex subject `user` and `device`. The time is \
        `event_timestamp` in seconds or milliseconds, else `toe`, else `iat`; it was known at `iat`. RISC: \
        account-disabled, account-enabled, account-purged, credential-compromise and \
        account-credential-change-required (risk raised), sessions-revoked, recovery-activated (remediated), \
        identifier-changed and identifier-recycled with old and new value. CAEP: risk-level-change (also Okta's \
        user-risk-change) raised or lowered, device-compliance-change, session-revoked, session-established (a \
        sign-in), credential-change (create and update remediate, revoke and delete clear sessions). A token whose \
        event stands at its top instead of in `events` is read. Other events are out of scope. Signatures are not \
        checked: who can write the file can write the events. Invalid JSON, such as a trailing comma, is rejected.",
    lost: "That a signal was wrong: SSF has no word for it, only a later event with the other state.",
    needs: "Nothing",
    checked: "The examples of the specifications and of Okta's documentation, rebuilt; no recorded export",
};

fn detect(head: &Head) -> bool {
    if !head.records.is_empty() {
        return head.records.iter().any(|record| record.lines().any(token::is_compact));
    }
    let known = head.rows.iter().filter(|row| is_token(row)).count();
    head.header.is_none() && known * 2 > head.rows.len()
}

fn is_token(row: &Value) -> bool {
    match row {
        Value::String(text) => token::is_compact(text),
        row => polled(row).is_some() || !events::of(row).is_empty(),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the signature of every format")]
fn open(_head: &Head, _options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    Ok(Box::new(Reader))
}

struct Reader;

impl RowReader for Reader {
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        match row {
            Row::Json(value) => read_value(value, at, sink),
            Row::Log(text) => read_lines(text, at, sink),
            Row::Csv(_) => {
                sink.reject(at, "no JSON and no JWT, expected a security event token", &row.shown());
            }
        }
    }
}

/// Every line is a row; a record of the log goes on over lines that are no JWT.
fn read_lines(record: &str, at: Origin, sink: &mut Sink<'_>) {
    let lines: Vec<(u64, &str)> =
        (at.line..).zip(record.lines()).filter(|(_, line)| !line.trim().is_empty()).collect();
    sink.rows_inside(lines.len() as u64);
    for (line, text) in lines {
        let at = Origin { line, ..at };
        if token::begins_compact(text) {
            read_compact(text, at, sink);
        } else {
            match serde_json::from_str::<Value>(text) {
                Ok(value) => read_value(&value, at, sink),
                Err(error) => sink.reject(at, format!("neither a JWT nor valid JSON: {error}"), text),
            }
        }
    }
}

fn read_value(value: &Value, at: Origin, sink: &mut Sink<'_>) {
    if let Value::String(text) = value {
        return read_compact(text, at, sink);
    }
    let Some(sets) = polled(value) else { return read_claims(value, at, sink, &value.to_string()) };
    sink.rows_inside(sets.len() as u64);
    for (set, number) in sets.into_iter().zip(1..) {
        let at = if at.item == 0 { Origin { item: number, ..at } } else { at };
        read_value(set, at, sink);
    }
}

/// The tokens in an answer of the poll endpoint.
fn polled(value: &Value) -> Option<Vec<&Value>> {
    let sets = value.get("sets")?.as_object()?;
    let is_set = |set: &Value| set.as_str().map_or_else(|| !events::of(set).is_empty(), token::is_compact);
    (!sets.is_empty() && sets.values().all(is_set)).then(|| sets.values().collect())
}

fn read_compact(text: &str, at: Origin, sink: &mut Sink<'_>) {
    match token::claims(text.trim()) {
        Ok(claims) => {
            sink.note(at, "signature-not-checked", "signatures of security event tokens were not checked");
            read_claims(&claims, at, sink, text);
        }
        Err(reason) => sink.reject(at, reason, text),
    }
}

fn read_claims(claims: &Value, at: Origin, sink: &mut Sink<'_>, row: &str) {
    let events = events::of(claims);
    if events.is_empty() {
        let reason = "no security event: expected `events` with the URI of an event type";
        return sink.reject(at, reason, row);
    }
    let is_many = events.len() > 1;
    sink.rows_inside(events.len() as u64);
    for ((uri, payload), number) in events.into_iter().zip(1..) {
        let at = if is_many && at.item == 0 { Origin { item: number, ..at } } else { at };
        match event(claims, uri, payload, at, sink) {
            Ok(Some(event)) => sink.accept(at, [Record::from(event)]),
            Ok(None) => sink.out_of_scope(at),
            Err(reason) => sink.reject(at, reason, row),
        }
    }
}

fn event(
    claims: &Value,
    uri: &str,
    payload: &Value,
    at: Origin,
    sink: &mut Sink<'_>,
) -> Result<Option<IdentityEvent>, String> {
    let Some(meaning) = events::meaning(uri, payload) else { return Ok(None) };
    let recorded = time(claims, "iat", at, sink)?;
    let told = time(payload, "event_timestamp", at, sink)?;
    let occurred_at = match told {
        Some(told) => Some(told),
        None => time(claims, "toe", at, sink)?.or(recorded),
    };
    let occurred_at = occurred_at
        .ok_or("neither `event_timestamp` nor `toe` nor `iat`: an event without a time cannot be used")?;
    let known = recorded.map_or(occurred_at, |recorded| recorded.max(occurred_at));
    let about = subject::of(claims, payload);
    if about.person.is_empty() && about.device.is_none() {
        return Err(
            "no subject with an e-mail, account, id or device: nobody is known whom it is about".to_owned()
        );
    }
    let (old_value, new_value) = events::values(meaning.kind, payload, about.identifier.as_deref());
    let initiator = first_text(payload, &[&["initiating_entity"]]);
    let transaction = first_text(claims, &[&["txn"]]).map(|txn| format!("transaction:{txn}"));
    Ok(Some(IdentityEvent {
        event_id: text(claims, &["jti"]).unwrap_or_else(|| hash(claims)),
        raw_kind: uri.to_owned(),
        source: "ssf",
        known_from: known,
        known_to: known,
        known_basis: if recorded.is_some() { KnownBasis::Recorded } else { KnownBasis::Occurred },
        subject: about.person,
        device: about.device,
        correlations: transaction.into_iter().collect(),
        actor_is_person: match initiator.as_deref() {
            Some("admin" | "user") => Some(true),
            Some("policy" | "system") => Some(false),
            _ => None,
        },
        actor: initiator,
        level: meaning.level,
        old_value,
        new_value,
        origin: at,
        ..blank::event(meaning.kind, occurred_at)
    }))
}

fn time(claims: &Value, name: &str, at: Origin, sink: &mut Sink<'_>) -> Result<Option<Instant>, String> {
    let Some(found) = value_at(claims, &[name]).and_then(|_| text(claims, &[name])) else { return Ok(None) };
    sink.time(at, &found, TimeRule::Utc).map_err(|reason| format!("`{name}`: {reason}"))
}
