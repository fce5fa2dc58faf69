//! `okta-system-log`: the System Log as JSON, in every container it is archived in.

use serde_json::Value;

use super::okta::{self, LogEvent, field, looks_like_flattened, looks_like_log_event, meaning, settle};
use crate::{
    ingest::{
        format::{Apart, Format, Head, Manual, Row, RowReader, Shape, SourceOptions},
        sink::Sink,
    },
    records::Origin,
};

/// The format.
pub(super) const FORMAT: Format = Format {
    id: "okta-system-log",
    title: "Okta System Log: JSON array, NDJSON, event hooks, EventBridge, flattened by Sentinel",
    gives: &["events"],
    manual: MANUAL,
    shapes: &[Shape::Json],
    starts_record: None,
    columns: &[],
    apart: Apart::Rows,
    prefilter: Some(&okta::PREFILTER),
    keeps_days: &[90],
    unused: okta::UNUSED,
    detect,
    open,
};

const MANUAL: Manual = Manual {
    export: "Page `GET /api/v1/logs?since=…&until=…` for the period with the look-back before it and 30 days after it. \
        Okta keeps 90 days: export monthly. Event hooks do not carry feedback, so export the log even if hooks are \
        kept. Accepted containers: the answer of the API (pages one after the other), NDJSON, archived event hooks \
        (`data.events`, each event its own row), EventBridge envelopes (`detail`), warehouse copies with \
        lower-case keys, `Okta_CL` of Microsoft Sentinel, and documents of Elastic that keep `event.original`.",
    read: "Targets are chosen by `type`, never by place; `AppUser` is not the user. `FAILURE` means that nothing \
        happened, except for `user.account.lock` with `LOCKED_OUT`. `analytics.feedback.provide` with the label \
        `false_positive` recants the event it names. The known time is `insertionTimestamp` or the hook's \
        `eventTime`; without them it is `published`.",
    lost: "Employee numbers, HR dates and device serial numbers: they are not in the log. Event hooks lack feedback.",
    needs: "Nothing",
    checked: "Recorded answers of the API and one record of a SIEM; feedback, risk and unsuspension from the vendor's \
        documentation",
};

/// What one row turned out to be.
enum Container<'a> {
    /// An archived event hook and the time it was delivered.
    Hook(&'a [Value], Option<String>),
    /// A log event as Okta writes it.
    Event(&'a Value),
    /// A log event kept by Elastic, as text in `event.original`.
    Original(Value),
    /// A log event flattened by Sentinel.
    Flattened(&'a Value),
    /// Something else.
    Foreign,
}

fn detect(head: &Head) -> bool {
    if head.header.is_some() || head.rows.is_empty() {
        return false;
    }
    // One damaged row among the first does not make the file another format.
    let known = head.rows.iter().filter(|row| !matches!(container(row), Container::Foreign)).count();
    known * 2 > head.rows.len()
}

#[expect(clippy::unnecessary_wraps, reason = "the signature of every format")]
fn open(_head: &Head, _options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    Ok(Box::new(Reader))
}

struct Reader;

impl RowReader for Reader {
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        let Row::Json(value) = row else {
            return sink.reject(at, "no JSON, expected a log event in JSON", &row.shown());
        };
        match container(value) {
            Container::Hook(events, delivered) => read_hook(events, delivered.as_deref(), at, sink),
            Container::Event(event) => read_event(event, None, at, sink),
            Container::Original(event) => read_event(&event, None, at, sink),
            Container::Flattened(event) => {
                settle(&LogEvent::from_flattened(event), at, sink, &|| event.to_string());
            }
            Container::Foreign => {
                let reason = "no log event: expected `eventType`, `published` and `uuid`";
                sink.reject(at, reason, &value.to_string());
            }
        }
    }
}

fn container(value: &Value) -> Container<'_> {
    // First what nearly every row is; wrappers carry no `published` of their own.
    if looks_like_log_event(value) {
        return Container::Event(value);
    }
    if let Some(events) =
        field(value, "data").and_then(|data| field(data, "events")).and_then(Value::as_array)
    {
        let is_hook = field(value, "eventType").and_then(Value::as_str) == Some("com.okta.event_hook");
        if is_hook || events.iter().any(looks_like_log_event) {
            let delivered = field(value, "eventTime").and_then(Value::as_str).map(str::to_owned);
            return Container::Hook(events, delivered);
        }
    }
    let is_of_okta =
        field(value, "source").and_then(Value::as_str).is_some_and(|text| text.contains("okta.com"));
    match field(value, "detail") {
        Some(detail) if is_of_okta || looks_like_log_event(detail) => Container::Event(detail),
        _ if looks_like_flattened(value) => Container::Flattened(value),
        _ => original(value).map_or(Container::Foreign, Container::Original),
    }
}

/// The log event that Elastic keeps beside its own fields, also inside `_source` of a search answer.
fn original(value: &Value) -> Option<Value> {
    let document = value.get("_source").unwrap_or(value);
    let text = document.pointer("/event/original").or_else(|| document.get("event.original"))?.as_str()?;
    serde_json::from_str(text).ok().filter(looks_like_log_event)
}

fn read_hook(events: &[Value], delivered: Option<&str>, at: Origin, sink: &mut Sink<'_>) {
    sink.rows_inside(events.len() as u64);
    for (event, number) in events.iter().zip(1..) {
        // Events of a hook that shares its line with others stand under the number of their hook there.
        let at = if at.item == 0 { Origin { item: number, ..at } } else { at };
        read_event(event, delivered, at, sink);
    }
}

fn read_event(event: &Value, delivered: Option<&str>, at: Origin, sink: &mut Sink<'_>) {
    // Nearly all of a log is of no use: the type decides before anything else is looked at.
    match field(event, "eventType").and_then(Value::as_str) {
        None => {
            return sink.reject(
                at,
                "no `eventType`; every log event of Okta carries one",
                &event.to_string(),
            );
        }
        Some(event_type) if meaning(event_type).is_none() => return sink.out_of_scope(at),
        Some(_) => {}
    }
    let mut log = LogEvent::from_json(event);
    log.recorded = log.recorded.or_else(|| delivered.map(str::to_owned));
    settle(&log, at, sink, &|| event.to_string());
}
