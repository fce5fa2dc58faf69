//! `evidence/manifest.json` and `SHA256SUMS`: what went in, and what came out.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::report::{configuration, model::Review, numbers::rfc3339, paths::sha256_hex};

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
        "notes": notes,
    }))
}

/// One line per file, sorted by path, in the form `sha256sum --check` reads.
pub(crate) fn sums(files: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let lines: String =
        files.iter().map(|(path, bytes)| format!("{}  {path}\n", sha256_hex(bytes))).collect();
    lines.into_bytes()
}

/// Indented JSON with a line feed at the end.
pub(crate) fn pretty(value: &Value) -> Result<Vec<u8>, serde_json::Error> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}
