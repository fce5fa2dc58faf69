//! Recognises what is saved when an export went wrong: sign-in pages and error answers of APIs.

use serde_json::Value;

/// Whether a page for people was saved instead of data.
pub(super) fn is_html(head: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&head[..head.len().min(512)]).to_lowercase();
    let start = start.trim_start();
    start.starts_with("<!doctype html") || start.starts_with("<html")
}

/// What a failed API call says, if the value is the answer to one.
pub(super) fn api_error(value: &Value) -> Option<String> {
    let object = value.as_object().filter(|object| object.len() <= 8)?;
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if let (Some(status), Some(errors @ Value::Array(_))) = (object.get("httpStatus"), object.get("errors")) {
        let what = errors.get(0).and_then(|first| first.get("description").or(first.get("code"))).map(text);
        return Some(format!(
            "status {}{}",
            text(status),
            what.map(|what| format!(", {what}")).unwrap_or_default()
        ));
    }
    if let (Some(code), Some(summary)) = (object.get("errorCode"), object.get("errorSummary")) {
        return Some(format!("{}, {}", text(code), text(summary)));
    }
    if object.len() <= 3
        && let Some(Value::Object(error)) = object.get("error")
        && let Some(message) = error.get("message")
    {
        return Some(
            error
                .get("code")
                .map_or_else(|| text(message), |code| format!("{}, {}", text(code), text(message))),
        );
    }
    if let (Some(Value::Array(messages)), true) = (object.get("errorMessages"), object.len() <= 3) {
        return Some(messages.first().map(text).unwrap_or_default());
    }
    None
}
