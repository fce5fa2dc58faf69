//! Writes the records of one file as they are read, so that no more than a part of them is ever held.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use super::{entities::TABLES, parquet, part};
use crate::{
    ingest::sink::Record,
    records::{Instant, sha256_hex},
};

/// Records held before a part is written.
pub(in super::super) const MOST: usize = 40_000;

/// The parts of one file. They lie under temporary names until the whole file was read.
pub(in super::super) struct Keeper {
    dir: PathBuf,
    file: String,
    /// Tells the temporary parts of this file from those of others.
    temporary: String,
    sequence: u64,
    written: Vec<Written>,
}

struct Written {
    folder: String,
    temporary: PathBuf,
    sha256: String,
}

impl Keeper {
    pub(super) fn new(dir: &Path, file: &str, number: usize) -> Self {
        Self {
            dir: dir.to_owned(),
            file: file.to_owned(),
            temporary: format!(".partial-{number}"),
            sequence: 0,
            written: Vec::new(),
        }
    }

    /// Writes records and the rows they came from.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub(in super::super) fn keep(&mut self, records: Vec<Record>, rows: Vec<u32>) -> Result<(), String> {
        let mut groups: BTreeMap<(usize, Option<String>), Vec<part::Placed>> = BTreeMap::new();
        for (record, row) in records.into_iter().zip(rows) {
            let (kind, at, _) = part::place(&record);
            let month = at.map(|at: Instant| at.format("%Y-%m").to_string());
            let placed = part::Placed { record, row, sequence: self.sequence };
            groups.entry((kind, month)).or_default().push(placed);
            self.sequence += 1;
        }
        for ((kind, month), mut records) in groups {
            records.sort_by(|a, b| {
                let ((_, at, id), (_, other_at, other_id)) = (part::place(&a.record), part::place(&b.record));
                (at, id, a.sequence).cmp(&(other_at, other_id, b.sequence))
            });
            let folder = format!("{}/month={}", TABLES[kind], month.as_deref().unwrap_or("unknown"));
            self.write(folder, records)?;
        }
        Ok(())
    }

    fn write(&mut self, folder: String, records: Vec<part::Placed>) -> Result<(), String> {
        let bytes = part::table(&self.file, records)
            .and_then(|table| parquet::write(table).map_err(|error| error.to_string()))
            .map_err(|why| format!("could not be extracted: {why}; this is a defect of misfire"))?;
        let path = self.dir.join(&folder);
        fs::create_dir_all(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let temporary = path.join(format!("{}-{:05}.parquet", self.temporary, self.written.len()));
        fs::write(&temporary, &bytes).map_err(|error| format!("{}: {error}", temporary.display()))?;
        self.written.push(Written { folder, temporary, sha256: sha256_hex(&bytes) });
        Ok(())
    }

    /// Gives the parts their names, which tell what they were made from: path inside the extract and SHA-256.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub(super) fn finish(self, made_from: &str) -> Result<BTreeMap<String, String>, String> {
        let stem: String = sha256_hex(made_from).chars().take(20).collect();
        let mut parts = BTreeMap::new();
        for (number, written) in self.written.into_iter().enumerate() {
            let name = format!("{}/{stem}-{number:05}.parquet", written.folder);
            let path = self.dir.join(&name);
            fs::rename(&written.temporary, &path).map_err(|error| format!("{}: {error}", path.display()))?;
            parts.insert(name, written.sha256);
        }
        Ok(parts)
    }

    /// Takes away what was written of a file that could not be read.
    pub(super) fn discard(self) {
        for written in self.written {
            drop(fs::remove_file(written.temporary));
        }
    }
}
