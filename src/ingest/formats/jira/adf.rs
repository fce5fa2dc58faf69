//! The document format of Jira Cloud (`{"type":"doc","content":[…]}`) as plain text.

use serde_json::Value;

/// Documents nested deeper are no texts.
const DEEPEST: usize = 60;

/// The texts of a document, a line per block.
pub(in super::super) fn plain(document: &Value) -> String {
    let mut text = String::new();
    walk(document, 0, &mut text);
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim().to_owned()
}

fn walk(node: &Value, depth: usize, text: &mut String) {
    if depth > DEEPEST {
        return;
    }
    let Some(object) = node.as_object() else { return };
    let attribute =
        |name: &str| object.get("attrs").and_then(|attrs| attrs.get(name)).and_then(Value::as_str);
    let kind = object.get("type").and_then(Value::as_str).unwrap_or_default();
    match kind {
        "text" => text.push_str(object.get("text").and_then(Value::as_str).unwrap_or_default()),
        "hardBreak" => text.push('\n'),
        "mention" | "emoji" | "status" | "placeholder" => {
            text.push_str(attribute("text").or(attribute("shortName")).unwrap_or_default());
        }
        "inlineCard" | "blockCard" => text.push_str(attribute("url").unwrap_or_default()),
        _ => {}
    }
    for child in object.get("content").and_then(Value::as_array).into_iter().flatten() {
        walk(child, depth + 1, text);
    }
    let is_block = matches!(kind, "paragraph" | "heading" | "codeBlock" | "tableRow" | "rule" | "blockquote");
    if is_block && !text.ends_with('\n') {
        text.push('\n');
    } else if matches!(kind, "tableCell" | "tableHeader") {
        while text.ends_with('\n') {
            text.pop();
        }
        text.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_document_becomes_its_texts_a_line_per_block() {
        let text = |text: &str| json!({"type": "text", "text": text, "marks": [{"type": "strong"}]});
        let paragraph = |content: Value| json!({"type": "paragraph", "content": content});
        let document = json!({"type": "doc", "version": 1, "content": [
            {"type": "heading", "attrs": {"level": 2}, "content": [text("Help")]},
            paragraph(json!([text("My Mac is "), text("locked"), {"type": "hardBreak"}, text("since noon")])),
            {"type": "bulletList", "content": [{"type": "listItem", "content": [paragraph(json!([text("one")]))]}]},
            paragraph(json!([{"type": "mention", "attrs": {"id": "712020:aa", "text": "@Ann"}}])),
            {"type": "table", "content": [{"type": "tableRow", "content": [
                {"type": "tableCell", "content": [paragraph(json!([text("a")]))]},
                {"type": "tableCell", "content": [paragraph(json!([text("b")]))]},
            ]}]},
        ]});
        assert_eq!(plain(&document), "Help\nMy Mac is locked\nsince noon\none\n@Ann\na b");
    }

    #[test]
    fn what_is_no_document_has_no_text() {
        for value in [json!(null), json!({}), json!({"type": "doc"}), json!("text"), json!([1])] {
            assert_eq!(plain(&value), "");
        }
    }
}
