//! What workers are wrapped in: lines of a stream, integration documents, answers of `Get_Workers`.

use serde_json::Value;

use super::fields::{self, plain};

/// What the wrapper says of the workers in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Around {
    /// When the snapshot was taken, as found.
    pub(super) snapshot: Option<String>,
}

/// A wrapper that was opened.
pub(super) struct Opened<'a> {
    pub(super) workers: Vec<&'a Value>,
    pub(super) around: Around,
    /// Whether it may hold several workers, which are then numbered.
    pub(super) is_many: bool,
}

/// Whether a line of a stream is about the stream itself.
pub(super) fn is_message(value: &Value) -> bool {
    const MESSAGES: [&str; 7] = ["STATE", "LOG", "TRACE", "SCHEMA", "CATALOG", "SPEC", "CONNECTION_STATUS"];
    value.get("record").is_none()
        && value.get("type").and_then(Value::as_str).is_some_and(|kind| MESSAGES.contains(&kind))
        && fields::names(value).next().is_some()
        && !fields::are_workers(fields::names(value))
}

/// The workers in a wrapper; `None` when the value is a worker itself.
pub(super) fn opened(value: &Value) -> Option<Opened<'_>> {
    if let Some(record) = value.get("record").filter(|_| value.get("type").is_some())
        && let Some(data) = record.get("data")
    {
        let snapshot = record.get("emitted_at").and_then(fields::scalar);
        return Some(Opened { workers: vec![data], around: Around { snapshot }, is_many: false });
    }
    if let Some((response, workers)) = answer(value, 4) {
        let snapshot = child(response, "responsefilter")
            .and_then(|filter| child(filter, "asofentrydatetime"))
            .and_then(fields::scalar);
        return Some(Opened { workers: each(workers), around: Around { snapshot }, is_many: true });
    }
    let workers = child(value, "worker").filter(|_| value.as_object().is_some_and(|it| it.len() <= 2))?;
    (workers.is_array() || workers.is_object()).then(|| Opened {
        workers: each(workers),
        around: Around::default(),
        is_many: true,
    })
}

/// Whether a row holds workers.
pub(super) fn are_workers(value: &Value) -> bool {
    if let Some(opened) = opened(value) {
        return opened.workers.iter().any(|worker| is_worker(worker));
    }
    is_worker(value)
}

fn is_worker(value: &Value) -> bool {
    let is_of_api = child(value, "workerdata").is_some_and(Value::is_object);
    is_of_api || fields::are_workers(fields::names(value))
}

/// The answer of `Get_Workers`, in whatever envelope, and the workers in it.
fn answer(value: &Value, depth: u32) -> Option<(&Value, &Value)> {
    if let Some(workers) = child(value, "responsedata").and_then(|data| child(data, "worker")) {
        return Some((value, workers));
    }
    if depth == 0 {
        return None;
    }
    value.as_object()?.values().filter(|value| value.is_object()).find_map(|value| answer(value, depth - 1))
}

fn child<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    value.as_object()?.iter().find(|(key, _)| plain(key) == name).map(|(_, value)| value)
}

fn each(workers: &Value) -> Vec<&Value> {
    match workers {
        Value::Array(workers) => workers.iter().collect(),
        worker => vec![worker],
    }
}
