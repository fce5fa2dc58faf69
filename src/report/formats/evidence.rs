//! `evidence/manifest.json` and `SHA256SUMS`: what went in, and what came out.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    records::sha256_hex,
    report::{configuration, model::Review, numbers::rfc3339, shown::is_deceptive},
};

/// Schema of the manifest.
const SCHEMA: &str = "misfire-manifest/1";

/// Inputs with their hashes and counts, tool, settings. `FOLDER` is `.`: no path of the machine appears.
pub(crate) fn manifest(review: &Review) -> Result<Vec<u8>, serde_json::Error> {
    let header = &review.header;
    let inputs: Vec<Value> = review
        .sources
        .iter()
        .map(|source| {
            json!({
                "file": source.file,
                "sha256": source.sha256,
                "format": source.format,
                "rows_read": source.rows_read,
                "accepted": source.accepted,
                "out_of_scope": source.out_of_scope,
                "duplicate": source.duplicate,
                "rejected": source.rejected,
                "first_at": source.first_at.map(rfc3339),
                "last_at": source.last_at.map(rfc3339),
                "zone_source": source.zone_source.map(crate::records::ZoneSource::code),
                "encoding": source.encoding,
                "checked": source.checked,
                "incomplete": source.incomplete,
            })
        })
        .collect();
    let notes: Vec<Value> = review
        .notes
        .iter()
        .map(|note| {
            json!({
                "note": note.key,
                "file": review.file_name(note.origin.file),
                "position": note.origin.position(),
                "message": note.message,
            })
        })
        .collect();
    let registers: Vec<Value> =
        review.registers.iter().map(|(file, sha256)| json!({ "file": file, "sha256": sha256 })).collect();
    let configuration: BTreeMap<String, String> = configuration::lines(&review.config).into_iter().collect();
    pretty(&json!({
        "schema": SCHEMA,
        "tool": { "name": "misfire", "version": header.version },
        "organisation": header.organisation,
        "folder": ".",
        "period": header.period,
        "period_from": rfc3339(header.period_from),
        "period_to": rfc3339(header.period_to),
        "time_zone": header.time_zone.name(),
        "as_of": rfc3339(header.as_of),
        "configuration_sha256": configuration::digest(&review.config),
        "configuration": configuration,
        "inputs": inputs,
        "registers": registers,
        "notes": notes,
    }))
}

/// One line per file, sorted by path, in the form `sha256sum --check` reads.
pub(crate) fn sums(files: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let lines: String =
        files.iter().map(|(path, bytes)| format!("{}  {path}\n", sha256_hex(bytes))).collect();
    lines.into_bytes()
}

/// Indented JSON with a line feed at the end. Characters that control a terminal, reorder or hide text are
/// written as `\u202e`: a parser gives them back, a person reading the file is not deceived.
pub(crate) fn pretty(value: &Value) -> Result<Vec<u8>, serde_json::Error> {
    let text = serde_json::to_string_pretty(value)?;
    let mut out = String::with_capacity(text.len() + 1);
    for character in text.chars() {
        // Outside strings JSON holds no such character but the line feeds of the indentation.
        if character != '\n' && is_deceptive(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(character);
        }
    }
    out.push('\n');
    Ok(out.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_that_deceive_are_escaped_and_come_back() {
        let value = json!({ "a\u{202e}b": "x\u{2066}\u{e0041}\u{7f}\u{1b}\n\u{feff} ünïcode 👩\u{200d}👧" });
        let bytes = pretty(&value).unwrap();
        let text = std::str::from_utf8(&bytes).unwrap();
        assert_eq!(
            text,
            "{\n  \"a\\u202eb\": \"x\\u2066\\udb40\\udc41\\u007f\\u001b\\n\\ufeff ünïcode 👩\u{200d}👧\"\n}\n"
        );
        assert_eq!(serde_json::from_slice::<Value>(&bytes).unwrap(), value);
    }
}
