//! What a row of an export of Entra is: an entry as Graph or Log Analytics writes it, or the record of an event hub or
//! storage account around one.

use serde_json::Value;

use super::{fields::field, risk};

/// What one row turned out to be.
pub(in super::super) enum Entry<'a> {
    /// An entry of the directory audit and what an event hub put around it.
    Audit(&'a Value, Option<&'a Value>),
    /// A risk detection or risky user, and whether it is one of a hub.
    Risk(&'a Value),
    /// A record of another log in the same hub, for example a sign-in.
    OtherLog,
    /// Something else.
    Foreign,
}

/// Looks at a row. What decides stands where Microsoft puts it, under the key that the prefilter knows.
pub(in super::super) fn entry(value: &Value) -> Entry<'_> {
    if let Some(inner) = field(value, "properties").filter(|inner| inner.is_object()) {
        if has_text(inner, "activityDisplayName") {
            return Entry::Audit(inner, Some(value));
        }
        if risk::looks_like_risk(inner) {
            return Entry::Risk(inner);
        }
        if has_text(value, "category") && field(value, "time").is_some() {
            return Entry::OtherLog;
        }
    }
    if looks_like_audit(value) {
        return Entry::Audit(value, None);
    }
    if risk::looks_like_risk(value) { Entry::Risk(value) } else { Entry::Foreign }
}

fn looks_like_audit(value: &Value) -> bool {
    if value.get("activityDisplayName").is_some_and(Value::is_string) {
        return value.get("activityDateTime").is_some();
    }
    let is_named = has_text(value, "ActivityDisplayName") || has_text(value, "OperationName");
    let has_time = value.get("ActivityDateTime").is_some() || value.get("TimeGenerated").is_some();
    let names_targets = value.get("TargetResources").is_some() || value.get("InitiatedBy").is_some();
    is_named && has_time && names_targets
}

fn has_text(value: &Value, name: &str) -> bool {
    field(value, name).is_some_and(Value::is_string)
}
