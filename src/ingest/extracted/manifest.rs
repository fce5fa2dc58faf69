//! `misfire-extract.json`: which files an extract holds, how their rows were settled, and where their records lie.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    ingest::{
        announced::Announced,
        inputs::Input,
        source::{Note, Reject, SourceFile},
    },
    records::{FileId, Origin, ZoneSource},
};

/// Version of the layout; another one is not read.
pub(super) const VERSION: u32 = 2;

/// The whole list.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    /// Version of the layout.
    pub(super) misfire_extract: u32,
    /// Every input file, in the order in which they were read.
    pub(super) files: Vec<Entry>,
}

/// One input file.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct Entry {
    pub(in super::super) file: String,
    pub(super) sha256: String,
    /// How the configuration wanted it read: read anew when that changes.
    pub(super) options: String,
    pub(super) format: String,
    pub(super) rows_read: u64,
    pub(super) accepted: u64,
    pub(super) out_of_scope: u64,
    /// Rows that repeat another one of the same file, as its reader saw; copies between files fall later.
    pub(super) duplicate: u64,
    pub(super) rejected: u64,
    pub(super) zone_source: Option<ZoneSource>,
    pub(super) encoding: String,
    pub(super) checked: String,
    pub(super) incomplete: Option<String>,
    /// Rows that the envelopes announce and those they hold.
    pub(super) announced: Option<Announced>,
    pub(super) notes: Vec<Remark>,
    pub(super) rejects: Vec<Rejected>,
    /// Path of every part inside the extract and its SHA-256.
    pub(super) parts: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Remark {
    line: u64,
    item: u32,
    key: String,
    message: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rejected {
    line: u64,
    item: u32,
    reason: String,
    text: String,
}

impl Entry {
    pub(super) fn new(input: &Input, options: String, source: SourceFile) -> Self {
        Self {
            file: input.name.clone(),
            sha256: source.sha256,
            options,
            format: source.format,
            rows_read: source.rows_read,
            accepted: source.accepted,
            out_of_scope: source.out_of_scope,
            duplicate: source.duplicate,
            rejected: source.rejected,
            zone_source: source.zone_source,
            encoding: source.encoding,
            checked: source.checked,
            incomplete: source.incomplete,
            announced: None,
            notes: Vec::new(),
            rejects: Vec::new(),
            parts: BTreeMap::new(),
        }
    }

    pub(super) fn remember(&mut self, notes: Vec<Note>, rejects: Vec<Reject>) {
        self.notes = notes
            .into_iter()
            .map(|note| Remark {
                line: note.origin.line,
                item: note.origin.item,
                key: note.key.to_owned(),
                message: note.message,
            })
            .collect();
        self.rejects.extend(rejects.into_iter().map(|reject| Rejected {
            line: reject.origin.line,
            item: reject.origin.item,
            reason: reject.reason,
            text: reject.text,
        }));
    }

    pub(super) fn source(&self) -> SourceFile {
        SourceFile {
            file: self.file.clone(),
            format: self.format.clone(),
            rows_read: self.rows_read,
            accepted: self.accepted,
            out_of_scope: self.out_of_scope,
            duplicate: self.duplicate,
            rejected: self.rejected,
            zone_source: self.zone_source,
            encoding: self.encoding.clone(),
            checked: self.checked.clone(),
            sha256: self.sha256.clone(),
            incomplete: self.incomplete.clone(),
            ..SourceFile::default()
        }
    }

    pub(super) fn notes(&self, file: FileId) -> Vec<Note> {
        let note = |remark: &Remark| Note {
            origin: Origin { file, line: remark.line, item: remark.item },
            // Codes of notes are few and live as long as the program.
            key: remark.key.clone().leak(),
            message: remark.message.clone(),
        };
        self.notes.iter().map(note).collect()
    }

    pub(super) fn rejects(&self, file: FileId) -> Vec<Reject> {
        let reject = |rejected: &Rejected| Reject {
            origin: Origin { file, line: rejected.line, item: rejected.item },
            reason: rejected.reason.clone(),
            text: rejected.text.clone(),
        };
        self.rejects.iter().map(reject).collect()
    }
}

/// How a file is to be read, as far as the configuration and the version of misfire say.
pub(super) fn options(input: &Input, read: &crate::config::Read) -> String {
    format!(
        "misfire {} {:?} {:?} {:?}",
        env!("CARGO_PKG_VERSION"),
        input.format,
        input.options,
        (read.max_line_mb, read.max_ratio, read.checked)
    )
}
