//! Jamf's change management log in all its forms, and the list of API clients that explains the ids in it: who changed,
//! sent or deleted what in Jamf Pro.

mod api_clients;
mod body;
mod change;
mod line;
mod meaning;

use serde_json::Value;

use self::line::Line;
use super::jamf_fields::text;
use crate::{
    ingest::{
        format::{Apart, Format, Head, Manual, Row, RowReader, Shape, SourceOptions},
        prefilter::{Prefilter, Told},
        sink::Sink,
    },
    records::Origin,
};

/// The format.
pub(super) const FORMAT: Format = Format {
    id: "jamf-change-log",
    title: "Jamf Pro change management: Log Stream, log file, syslog; list of API clients",
    gives: &["actions"],
    manual: MANUAL,
    shapes: &[Shape::Json, Shape::Log],
    starts_record: Some(line::starts_record),
    columns: &[],
    apart: Apart::Rows,
    prefilter: Some(&READING),
    keeps_days: &[],
    unused: &[],
    detect,
    open,
};

/// Looking at things is nearly all of the stream.
const READING: Prefilter = Prefilter {
    key: "\"message\"",
    told: Told::ByBeginning,
    other_keys: &[],
    beside: &[],
    is_useless: |message| {
        let first = message.lines().next().unwrap_or_default();
        match line::of(first) {
            Some(Line::Change(header)) => header.is_reading(),
            Some(Line::Access | Line::Other) => true,
            Some(Line::Unclear) | None => false,
        }
    },
};

const MANUAL: Manual = Manual {
    export: "Jamf Cloud Premium: the files that Log Stream delivers (S3, Splunk, Datadog, HTTPS), one JSON object per \
        line, unchanged. On premises: Settings > Change Management > Use Log File, then `JAMFChangeManagement.log` \
        with its rotated copies; what a syslog server kept of it is read too. Give either the file or the syslog copy, \
        not both. Jamf Cloud standard shows its change log in the web interface only: nothing can be exported. Save \
        `GET /v1/api-integrations` beside it (`api-integrations.json`): it turns the ids of API clients into names, so \
        that `initiators` in the control map may say `api-client:<displayName>`.",
    read: "Actor, operation, object and time. The number behind the actor tells single sign-on (-1), an API client (0 \
        and a UUID as name) and a local account (1 and more) apart. Types that end in `Command` are commands that were \
        sent: their outcome is unknown until `jamf-mdm-commands` or `jamf-history` is merged with them. Deleted \
        computers and mobile devices are `record_delete`; changes of scripts, policies and configuration profiles \
        `script_change`; of static groups `group_change`; deleted volume purchasing locations and revoked licences \
        `licence_revoke`; other definitions `other`: these are done at their time. `READ` (nearly all of the stream), \
        settings, accounts, searches, inventory updates, the access log (`JSSACCESSLOG`, `JSSAccess.log`) and logs with \
        other names in brackets are counted as out of scope. The time is that of the last bracket, which has an offset; \
        without one it is that of the stream, else UTC is assumed, with a note. Bodies go on over several lines, blank \
        ones among them; object types may be empty; `UNKNOWN` is no value. The same record in the stream and in the \
        file counts once.",
    lost: "Which device, where a record does not say it; what a change was before and after; in the syslog form the \
        body, and with it the id and name of every object, so that its records cannot be told to be those of the log \
        file; what made an API client act.",
    needs: "Nothing",
    checked: "Records published by others and the rules of an open-source security product; types of commands from the \
        latter alone; no recorded export",
};

fn detect(head: &Head) -> bool {
    head.records.iter().any(|record| line::is_of_jamf(record))
        || head.rows.iter().any(is_stream_row)
        || (!head.rows.is_empty() && head.rows.iter().all(api_clients::is_entry))
}

/// A row of the stream: a time beside a message.
fn is_stream_row(row: &Value) -> bool {
    row.get("time").is_some() && row.get("message").and_then(Value::as_str).is_some_and(line::is_of_jamf)
}

fn open(_head: &Head, _options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    Ok(Box::new(ChangeLog))
}

struct ChangeLog;

impl RowReader for ChangeLog {
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        match row {
            Row::Log(record) => change::settle(record, None, at, sink),
            Row::Json(value) => match value.get("message").and_then(Value::as_str) {
                Some(message) => change::settle(message, text(value, "time").as_deref(), at, sink),
                None => api_clients::settle(value, at, sink),
            },
            Row::Csv(_) => {
                sink.reject(at, "expected a record of the log, found delimited text", &row.shown());
            }
        }
    }
}

#[cfg(test)]
mod tests;
