//! The list of API clients (`GET /v1/api-integrations`): what people call the UUIDs that the log carries.

use serde_json::Value;

use super::super::jamf_fields::text;
use crate::{
    ingest::sink::{Record, Sink},
    records::{List, Listed, Origin, PersonKeys},
};

/// Whether a row is an entry of the list.
pub(super) fn is_entry(row: &Value) -> bool {
    let has = |key: &str| row.get(key).is_some();
    has("displayName") && (has("clientId") || has("authorizationScopes"))
}

/// An entry without a client has no credentials: nothing can act as it.
pub(super) fn settle(row: &Value, at: Origin, sink: &mut Sink<'_>) {
    if !is_entry(row) {
        let reason = "expected a `message` of Log Stream, or `clientId` and `displayName` of an API client";
        return sink.reject(at, reason, &row.to_string());
    }
    let Some(id) = text(row, "clientId") else { return sink.out_of_scope(at) };
    let entry = Listed {
        list: List::JamfApiClient,
        id: id.to_lowercase(),
        name: text(row, "displayName"),
        person: PersonKeys::default(),
        origin: at,
    };
    sink.accept(at, [Record::from(entry)]);
}
