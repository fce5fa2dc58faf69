//! Which objects are envelopes, and which of their lists hold rows.

use serde_json::Value;

/// Keys under which envelopes hold their rows.
const ROWS: [&str; 8] =
    ["results", "result", "records", "value", "tickets", "issues", "Report_Entry", "worker"];

/// Lists that pages of a helpdesk hold beside `tickets`, or alone. An object of another kind may have a list of such
/// a name too: they are rows only where [`begins_page`] says so.
const LISTS: [&str; 8] =
    ["users", "metric_sets", "ticket_metrics", "audits", "requesters", "agents", "contacts", "changes"];

/// What else stands in a page of a helpdesk.
const PAGE: [&str; 15] = [
    "count",
    "next_page",
    "previous_page",
    "before_url",
    "after_url",
    "before_cursor",
    "after_cursor",
    "start_time",
    "end_time",
    "end_of_stream",
    "meta",
    "links",
    "groups",
    "organizations",
    "brands",
];

/// Keys under which envelopes announce how many rows there are in all pages together.
const TOTALS: [&str; 4] = ["totalCount", "total_count", "total", "@odata.count"];

/// The same in pages of a helpdesk.
const PAGE_TOTAL: &str = "count";

/// Set in every page but the first.
const PREVIOUS: &str = "previous_page";

pub(super) fn is_rows_key(key: &str) -> bool {
    ROWS.contains(&key)
}

/// Whether a list of this name is one of a helpdesk's page.
pub(super) fn is_list_key(key: &str) -> bool {
    LISTS.contains(&key)
}

/// Whether an envelope whose rows stand under this key is a helpdesk's page, all lists of which are rows.
pub(super) fn is_page_key(key: &str) -> bool {
    key == "tickets" || is_list_key(key)
}

/// Whether a list of that name, after members of those names, makes the object a page: a row of another format
/// would have had a member of its own by then.
pub(super) fn begins_page<'a>(key: &str, mut before: impl Iterator<Item = &'a str>) -> bool {
    is_list_key(key) && before.all(|key| PAGE.contains(&key) || is_list_key(key))
}

/// What a member beside the rows can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tells {
    /// How many rows there are, in an envelope of any kind.
    Total,
    /// How many rows there are, if it is a page of a helpdesk.
    PageTotal,
    /// Whether pages stand before this one.
    Previous,
    /// Nothing.
    Nothing,
}

pub(super) fn tells(key: &str) -> Tells {
    match key {
        PAGE_TOTAL => Tells::PageTotal,
        PREVIOUS => Tells::Previous,
        _ if TOTALS.contains(&key) => Tells::Total,
        _ => Tells::Nothing,
    }
}

/// What stands around the rows of a file.
#[derive(Default)]
pub(in super::super) struct Around {
    /// Keys of the envelopes.
    pub(super) envelope: Vec<String>,
    /// The largest number of rows they announce.
    pub(super) announced: Option<u64>,
    /// Whether any page was the first, and whether any was a later one.
    pub(super) first_page: bool,
    pub(super) later_page: bool,
}

impl Around {
    pub(super) fn remember(&mut self, key: &str) {
        if self.envelope.len() < 64 && !self.envelope.iter().any(|known| known == key) {
            self.envelope.push(key.to_owned());
        }
    }

    /// Takes in what a member beside the rows tells: its value as text, cut off where it is long.
    pub(super) fn told(&mut self, tells: Tells, is_page: bool, value: &[u8]) {
        match tells {
            Tells::Total => self.announced = self.announced.max(total(value)),
            Tells::PageTotal if is_page => self.announced = self.announced.max(total(value)),
            Tells::Previous if is_page => {
                let is_later = value.trim_ascii_start().starts_with(b"\"");
                self.later_page |= is_later;
                self.first_page |= !is_later;
            }
            Tells::PageTotal | Tells::Previous | Tells::Nothing => {}
        }
    }
}

/// A total as it stands in the text.
fn total(text: &[u8]) -> Option<u64> {
    std::str::from_utf8(text).ok()?.trim().parse().ok()
}

/// The keys whose lists are the rows, if the value is an envelope; the one that makes it one comes first.
pub(super) fn row_keys(value: &Value) -> Option<Vec<String>> {
    let object = value.as_object()?;
    // Asked of every row: nearly none has a key of either kind.
    if !object.keys().any(|key| is_rows_key(key) || is_list_key(key)) {
        return None;
    }
    let holds_rows = |key: &str| {
        let rows = object.get(key).and_then(Value::as_array);
        rows.is_some_and(|rows| rows.first().is_none_or(Value::is_object))
    };
    let of_page = |first: &str| {
        let lists = LISTS.iter().filter(|key| **key != first && holds_rows(key));
        std::iter::once(first).chain(lists.copied()).map(str::to_owned).collect()
    };
    if let Some(key) = ROWS.into_iter().find(|key| holds_rows(key)) {
        return Some(if is_page_key(key) { of_page(key) } else { vec![key.to_owned()] });
    }
    let is_first = |(at, key): &(usize, &String)| {
        let has_row = object.get(*key).and_then(Value::as_array).and_then(|rows| rows.first());
        has_row.is_some_and(Value::is_object) && begins_page(key, object.keys().take(*at).map(String::as_str))
    };
    object.keys().enumerate().find(is_first).map(|(_, key)| of_page(key))
}
