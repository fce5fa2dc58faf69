//! Issues of Jira and Jira Service Management as the REST interface gives them, and the lists that explain their ids.

mod history;
mod issue;
mod lists;

use serde_json::Value;

use self::issue::Issue;
use crate::{
    ingest::{
        format::{Apart, Format, Head, Manual, Row, RowReader, Shape, SourceOptions},
        sink::{Record, Sink},
    },
    records::Origin,
};

/// `jira-json`.
pub(super) const FORMAT: Format = Format {
    id: "jira-json",
    title: "Jira and Jira Service Management, REST interface (JSON)",
    gives: &["tickets"],
    manual: MANUAL,
    shapes: &[Shape::Json, Shape::Csv],
    starts_record: None,
    columns: &[],
    apart: Apart::Rows,
    prefilter: None,
    keeps_days: &[],
    unused: &["renderedFields", "editmeta", "operations", "transitions", "schema"],
    detect,
    open,
};

const MANUAL: Manual = Manual {
    export: "`POST /rest/api/3/search/jql` (or `GET /rest/api/2/search` on a server of your own) with `jql = \"project = HELP \
        AND created >= 2026-07-01\"`, `fields = *all` and `expand = changelog,names`, page by page. Put `GET \
        /rest/api/3/field` and `GET /rest/api/3/users/search` beside it: the first names custom fields, the second people.",
    read: "Search answers of both versions, single issues, one issue per line, and tables of a loader that carry them in a \
        column `data`. Times with their offset; descriptions and comments as wiki markup or as documents; account ids, \
        addresses where they are shown, portal customers, whose display name is their address. When an issue was resolved: \
        `resolutiondate`, else its history, else when the category of its status changed. Reopenings are counted from the \
        history (`reopen_count`). Links that say what caused an issue. Custom fields called device, asset, root cause, \
        affected person and the like, where the answer holds `names` for the issue. Objects of service levels count \
        business time and are never used as times.",
    lost: "Addresses that people do not show; names of assets, of which only ids are there; the history, if it was not \
        asked for. Pages that are not there: an answer that announces more issues than were read, or that names a next \
        page, is noted.",
    needs: "Nothing",
    checked: "The list of fields of one site; no recorded search answer",
};

/// Columns of tables in which a loader lands the answers.
const LANDED: [&str; 3] = ["params", "data", "url"];

fn detect(head: &Head) -> bool {
    let is_known = |row: &Value| Issue::of(row).is_some() || lists::is_field(row) || lists::is_user(row);
    match &head.header {
        Some(header) => LANDED.iter().all(|name| header.iter().any(|cell| cell == name)),
        None => head.rows.iter().any(is_known) && head.rows.iter().all(Value::is_object),
    }
}

fn open(head: &Head, _options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    let data = head.header.as_ref().and_then(|header| header.iter().position(|cell| cell == "data"));
    let has_next = head.envelope.iter().any(|key| key == "nextPageToken");
    Ok(Box::new(Reader { data, has_next }))
}

struct Reader {
    /// The column of a landed table that holds the answers.
    data: Option<usize>,
    /// Whether the answer names a page after it.
    has_next: bool,
}

impl RowReader for Reader {
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        match row {
            Row::Json(value) => self.value(value, at, sink),
            Row::Csv(cells) => {
                let text = self.data.and_then(|column| cells.get(column)).map_or("", String::as_str);
                match serde_json::from_str::<Value>(text) {
                    Ok(value) => self.value(&value, at, sink),
                    Err(error) => sink.reject(at, format!("the column `data` holds no JSON: {error}"), text),
                }
            }
            Row::Log(text) => sink.reject(at, "JSON was expected, found a log", text),
        }
    }
}

impl Reader {
    fn value(&mut self, value: &Value, at: Origin, sink: &mut Sink<'_>) {
        if std::mem::take(&mut self.has_next) {
            let message = "the answer names a next page (`nextPageToken`): make sure that all pages are among the sources";
            sink.note(at, "next-page-named", message);
        }
        if let Some(entry) = lists::entry(value, at) {
            return sink.accept(at, [Record::from(entry)]);
        }
        let Some(issue) = Issue::of(value) else {
            let reason = "an issue with `key` and `fields` was expected, found another object";
            return sink.reject(at, reason, &value.to_string());
        };
        match issue.ticket(at, sink) {
            Ok(ticket) => sink.accept(at, [Record::from(ticket)]),
            Err(question) if question.contains("time zone needed") => sink.fail(question),
            Err(reason) => sink.reject(at, reason, &value.to_string()),
        }
    }
}

#[cfg(test)]
mod tests;
