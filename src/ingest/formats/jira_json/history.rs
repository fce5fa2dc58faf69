//! What the history of an issue tells that its fields do not: how often it was reopened, and since when it is in its
//! state.

use serde_json::Value;

use super::super::jira::state;
use crate::records::TicketState;

/// The history of one issue.
pub(super) struct History<'a> {
    /// How often work began again; `None` without a history.
    pub(super) reopened: Option<u64>,
    /// When the issue last came into the state it is in, as written.
    pub(super) entered_status: Option<&'a str>,
}

impl<'a> History<'a> {
    /// Reads the changes of an issue that is in this state.
    pub(super) fn of(changelog: Option<&'a Value>, status: &str) -> Self {
        let histories = changelog.and_then(|log| log.get("histories")).and_then(Value::as_array);
        let Some(histories) = histories else { return Self { reopened: None, entered_status: None } };
        // Newest first on Jira Cloud, oldest first on sites of one's own: the text of the times sorts them, as one answer
        // has one offset.
        let mut entered: Option<&str> = None;
        let mut reopened = 0;
        for history in histories {
            let created = history.get("created").and_then(Value::as_str).unwrap_or_default();
            let items = history.get("items").and_then(Value::as_array);
            let items: Vec<&Value> = items.into_iter().flatten().collect();
            if items.iter().any(|item| is_reopening(item)) {
                reopened += 1;
            }
            let comes_in = |item: &&Value| is_of(item, "status") && text(item, "toString") == status;
            if items.iter().any(comes_in) && entered.is_none_or(|known| known < created) {
                entered = Some(created);
            }
        }
        Self { reopened: Some(reopened), entered_status: entered.filter(|time| !time.is_empty()) }
    }
}

fn text<'a>(item: &'a Value, key: &str) -> &'a str {
    item.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn is_of(item: &Value, field: &str) -> bool {
    text(item, "field") == field || text(item, "fieldId") == field
}

/// The resolution was taken back, or the issue left a state in which work is over for one in which it is not.
fn is_reopening(item: &Value) -> bool {
    let is_over = |name: &str| {
        matches!(state(name, "", ""), TicketState::Resolved | TicketState::Closed | TicketState::Cancelled)
    };
    if is_of(item, "resolution") {
        return !text(item, "fromString").is_empty() && text(item, "toString").is_empty();
    }
    is_of(item, "status") && is_over(text(item, "fromString")) && !is_over(text(item, "toString"))
}
