//! What a row says happened.

use serde_json::Value;

use super::super::json_texts::{at, each, first_text, text};
use crate::records::{EventKind as K, EventOutcome, ObjectRef};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Change {
    pub(super) kind: K,
    /// In the words of the vendor.
    pub(super) raw_kind: String,
    pub(super) outcome: EventOutcome,
    pub(super) object: Option<ObjectRef>,
    pub(super) old: Option<String>,
    pub(super) new: Option<String>,
    /// The account it was done to.
    pub(super) account: Option<String>,
    /// The ticket that asked for it.
    pub(super) ticket: Option<String>,
}

impl Change {
    fn new(kind: K, raw_kind: impl Into<String>) -> Self {
        Self {
            kind,
            raw_kind: raw_kind.into(),
            outcome: EventOutcome::Happened,
            object: None,
            old: None,
            new: None,
            account: None,
            ticket: None,
        }
    }
}

/// Everything of use in a row.
pub(super) fn changes(row: &Value) -> Vec<Change> {
    let event_type = text(row, &["eventType"]).unwrap_or_default();
    match event_type.as_str() {
        "AccountStatusChanged" => status(row).into_iter().collect(),
        "AccessItemRemoved" => access(row, "AccessItemRemoved", false).into_iter().collect(),
        "AccessItemAssociated" => access(row, "AccessItemAssociated", true).into_iter().collect(),
        "AttributesChanged" | "IdentityAttributesChanged" => attributes(row, &event_type),
        "IdentityDeletedEvent" | "IdentityDeleted" => vec![Change::new(K::AccountDeleted, event_type)],
        "" if at(row, &["accountRequests"]).is_some() => provisioning(row),
        "" if at(row, &["changes"]).is_some() => attributes(row, "IdentityAttributesChanged"),
        "" if at(row, &["attributes"]).is_some() && at(row, &["identity", "id"]).is_some() => {
            vec![Change::new(K::AccountDeleted, "IdentityDeleted")]
        }
        _ => Vec::new(),
    }
}

fn status(row: &Value) -> Option<Change> {
    let word = |name: &str| text(row, &["statusChange", name]).map(|word| word.to_lowercase());
    let kind = match (word("previousStatus").as_deref(), word("newStatus")?.as_str()) {
        (_, "disabled") => K::AccountDisabled,
        (_, "locked") => K::AccountLocked,
        (Some("locked"), "enabled") => K::AccountUnlocked,
        (_, "enabled") => K::AccountEnabled,
        _ => return None,
    };
    let source = first_text(row, &[&["account", "sourceName"], &["account", "source", "name"]]);
    let object = source.map(|name| ObjectRef { id: None, name: Some(name) });
    Some(Change { object, ..Change::new(kind, "AccountStatusChanged") })
}

fn access(row: &Value, raw_kind: &str, is_added: bool) -> Option<Change> {
    let item = at(row, &["accessItem"])?;
    let kind = first_text(item, &[&["accessType"], &["accessItemType"], &["type"]]).unwrap_or_default();
    let (added, removed) = match kind.to_lowercase().replace(['_', ' '], "").as_str() {
        "role" => (K::RoleAdded, K::RoleRemoved),
        "app" | "application" => (K::AppAdded, K::AppRemoved),
        "entitlement" | "accessprofile" => (K::GroupAdded, K::GroupRemoved),
        _ => return None,
    };
    let object =
        ObjectRef { id: text(item, &["id"]), name: first_text(item, &[&["displayName"], &["name"]]) };
    let change = Change::new(if is_added { added } else { removed }, raw_kind);
    Some(Change { object: Some(object), ..change })
}

fn attributes(row: &Value, raw_kind: &str) -> Vec<Change> {
    let of_change = |change: &Value| {
        let name = first_text(change, &[&["attribute"], &["name"]])?.to_lowercase();
        let old = first_text(change, &[&["oldValue"], &["previousValue"]]);
        let new = text(change, &["newValue"]);
        let raw_kind = format!("{raw_kind} {name}");
        match name.as_str() {
            "email" | "workemail" | "uid" | "username" | "login" if old != new => {
                Some(Change { old, new, ..Change::new(K::IdentifierChanged, raw_kind) })
            }
            "cloudlifecyclestate" | "lifecyclestate" | "lifecycle_state" => {
                let is_gone = [&old, &new].map(|state| state.as_deref().is_some_and(is_leaver));
                match is_gone {
                    [false, true] => Some(Change::new(K::TerminationRecorded, raw_kind)),
                    [true, false] => Some(Change::new(K::TerminationCancelled, raw_kind)),
                    _ => None,
                }
            }
            _ => None,
        }
    };
    each(row, &["changes"]).into_iter().filter_map(of_change).collect()
}

fn is_leaver(state: &str) -> bool {
    let state = state.to_lowercase();
    ["inactive", "terminated", "leaver", "deleted", "separated"].iter().any(|word| state.contains(word))
}

fn provisioning(row: &Value) -> Vec<Change> {
    let of_request = |request: &Value| {
        let operation = text(request, &["accountOperation"])?.to_lowercase();
        let kind = match operation.as_str() {
            "disable" => K::AccountDisabled,
            "enable" => K::AccountEnabled,
            "delete" => K::AccountDeleted,
            "lock" => K::AccountLocked,
            "unlock" => K::AccountUnlocked,
            _ => return None,
        };
        let result = text(request, &["provisioningResult"]).map(|result| result.to_lowercase());
        let outcome = match result.as_deref() {
            Some("success" | "committed" | "finished") => EventOutcome::Happened,
            Some("failed" | "failure" | "error") => EventOutcome::Failed,
            _ => EventOutcome::Unknown,
        };
        let source = first_text(request, &[&["source", "name"], &["sourceName"]]);
        Some(Change {
            outcome,
            object: source.map(|name| ObjectRef { id: text(request, &["source", "id"]), name: Some(name) }),
            account: first_text(request, &[&["accountId"], &["nativeIdentity"]]),
            ticket: text(request, &["ticketId"]),
            ..Change::new(kind, format!("ProvisioningCompleted {operation}"))
        })
    };
    each(row, &["accountRequests"]).into_iter().filter_map(of_request).collect()
}
