//! `sailpoint-events`: Identity History of `SailPoint`, and event triggers that were kept with their time of arrival.

mod changes;

#[cfg(test)]
mod tests;

use serde_json::Value;

use self::changes::{Change, changes};
use super::json_texts::{at as value_at, first_text, hash, text};
use crate::{
    ingest::{
        format::{Apart, Format, Head, Manual, Row, RowReader, Shape, SourceOptions},
        sink::{Record, Sink},
        times::TimeRule,
    },
    records::{IdentityEvent, KnownBasis, List, Origin, PersonKeys, blank},
};

/// The format.
pub(super) const FORMAT: Format = Format {
    id: "sailpoint-events",
    title: "SailPoint: Identity History, and event triggers kept with their time (JSON)",
    gives: &["events"],
    manual: MANUAL,
    shapes: &[Shape::Json],
    starts_record: None,
    columns: &[],
    apart: Apart::Rows,
    prefilter: None,
    keeps_days: &[],
    unused: &[],
    detect,
    open,
};

const MANUAL: Manual = Manual {
    export: "`GET /historical-identities/<id>/events` for every identity that has a device, all answers in one file or \
        one file each. Event triggers carry neither time nor id and are not sent again: if a receiver keeps them, let \
        it add the time of arrival as `receivedAt`.",
    read: "Identity History: AccountStatusChanged (disabled, enabled, locked), AccessItemRemoved and \
        AccessItemAssociated (roles, applications, and entitlements and access profiles as groups), AttributesChanged \
        (lifecycle state, e-mail, user name), IdentityDeletedEvent; the time is `dt` or `dateTime`. Triggers: Identity \
        Attributes Changed, Identity Deleted, Account Updated, Provisioning Completed with tracking number and ticket. A \
        lifecycle state that becomes inactive or terminated is a termination, the way back cancels it. A row without a \
        time is rejected.",
    lost: "Who an identity is: the history names it by its id alone. Give the list of identities beside it, or accounts \
        whose native identity is a login. When SailPoint learnt of it; values beyond 450 characters.",
    needs: "Nothing",
    checked: "The vendor's documentation; no recorded export",
};

fn detect(head: &Head) -> bool {
    let known = head.rows.iter().filter(|row| is_event(row)).count();
    head.header.is_none() && known * 2 > head.rows.len()
}

fn is_event(row: &Value) -> bool {
    let has = |path: &[&str]| value_at(row, path).is_some();
    let is_history = has(&["eventType"]) && (has(&["identityId"]) || has(&["identity", "id"]));
    let is_change = has(&["identity", "id"]) && has(&["changes"]) && has(&["identity", "type"]);
    is_history || is_change || (has(&["trackingNumber"]) && has(&["accountRequests"])) || is_metadata(row)
}

fn is_metadata(row: &Value) -> bool {
    value_at(row, &["_metadata", "triggerId"]).is_some()
        || value_at(row, &["_metadata", "triggerType"]).is_some()
}

#[expect(clippy::unnecessary_wraps, reason = "the signature of every format")]
fn open(_head: &Head, _options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    Ok(Box::new(Reader))
}

struct Reader;

impl RowReader for Reader {
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        let Row::Json(value) = row else {
            return sink.reject(at, "no JSON, expected an event of SailPoint", &row.shown());
        };
        if !is_event(value) {
            let reason =
                "no event of SailPoint: expected `eventType` with `identityId`, or the body of a trigger";
            return sink.reject(at, reason, &value.to_string());
        }
        let found = changes(value);
        if found.is_empty() {
            return sink.out_of_scope(at);
        }
        match events(value, found, at, sink) {
            Ok(events) => sink.accept(at, events),
            Err(reason) => sink.reject(at, reason, &value.to_string()),
        }
    }
}

const TIMES: &[&[&str]] =
    &[&["dt"], &["dateTime"], &["receivedAt"], &["received_at"], &["timestamp"], &["time"], &["created"]];

fn events(row: &Value, found: Vec<Change>, at: Origin, sink: &mut Sink<'_>) -> Result<Vec<Record>, String> {
    let Some(stamp) = first_text(row, TIMES) else {
        return Err(
            "no time: triggers of SailPoint carry none; export Identity History, or let the receiver of the \
                    trigger add `receivedAt`"
                .to_owned(),
        );
    };
    let occurred_at = sink.time(at, &stamp, TimeRule::Utc)?;
    let occurred_at = occurred_at.ok_or_else(|| format!("`{stamp}` is no time; every event needs one"))?;
    let subject = subject(row);
    if subject == (PersonKeys { display_name: subject.display_name.clone(), ..PersonKeys::default() }) {
        return Err("no `identityId` and no account: nobody is known whom the event is about".to_owned());
    }
    let event_id = first_text(row, &[&["eventId"], &["id"]]).unwrap_or_else(|| hash(row));
    let tracking = text(row, &["trackingNumber"]).map(|number| format!("tracking:{number}"));
    let event = |change: Change| {
        let ticket = change.ticket.map(|ticket| format!("ticket:{ticket}"));
        let login = change.account.filter(|account| is_login(account));
        Record::from(IdentityEvent {
            event_id: event_id.clone(),
            raw_kind: change.raw_kind,
            source: "sailpoint",
            known_basis: KnownBasis::Occurred,
            outcome: change.outcome,
            subject: PersonKeys { login: subject.login.clone().or(login), ..subject.clone() },
            object: change.object,
            correlations: tracking.iter().cloned().chain(ticket).collect(),
            old_value: change.old,
            new_value: change.new,
            origin: at,
            ..blank::event(change.kind, occurred_at)
        })
    };
    Ok(found.into_iter().map(event).collect())
}

fn subject(row: &Value) -> PersonKeys {
    let id = first_text(row, &[&["identityId"], &["identity", "id"], &["recipient", "id"]]);
    let login = first_text(row, &[&["account", "nativeIdentity"], &["nativeIdentity"]]);
    PersonKeys {
        listed_id: id.map(|id| List::SailPointIdentity.id(&id)),
        login: login.filter(|login| is_login(login)),
        display_name: first_text(row, &[&["identity", "name"], &["recipient", "name"]]),
        ..PersonKeys::default()
    }
}

/// Native identities of directories are distinguished names, which nobody signs in with.
fn is_login(account: &str) -> bool {
    !account.contains('=') && !account.contains(' ')
}
