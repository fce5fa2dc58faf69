//! Lists beside the issues: names of fields, and users.

use serde_json::Value;

use super::super::jira::person;
use crate::records::{List, Listed, Origin, PersonKeys};

/// The entry of a list in an object; `None` for any other object.
pub(super) fn entry(value: &Value, origin: Origin) -> Option<Listed> {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    if is_field(value) {
        return Some(Listed {
            list: List::JiraField,
            id: text("id")?.to_owned(),
            name: text("name").map(str::to_owned),
            person: PersonKeys::default(),
            origin,
        });
    }
    is_user(value).then_some(())?;
    let mut keys = person(text("displayName"), text("accountId"), text("emailAddress"));
    keys.listed_id = None;
    let name = text("displayName").map(str::to_owned);
    Some(Listed { list: List::JiraUser, id: text("accountId")?.to_owned(), name, person: keys, origin })
}

/// An entry of `/field`.
pub(super) fn is_field(value: &Value) -> bool {
    let has = |key: &str| value.get(key).is_some();
    ["id", "name", "clauseNames", "navigable"].into_iter().all(has)
}

/// An entry of `/users/search`.
pub(super) fn is_user(value: &Value) -> bool {
    let has = |key: &str| value.get(key).is_some_and(Value::is_string);
    ["accountId", "accountType", "displayName"].into_iter().all(has) && value.get("fields").is_none()
}
