//! How far the reading of files has come, for whoever watches. Nothing that is read depends on it.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
};

/// The files that are being read or have been.
#[derive(Debug, Default)]
pub struct Meter {
    files: Mutex<Vec<Arc<FileMeter>>>,
}

/// One file.
#[derive(Debug, Default)]
pub struct FileMeter {
    name: String,
    size: u64,
    bytes: AtomicU64,
    rows: AtomicU64,
    is_done: AtomicBool,
}

impl Meter {
    /// Every file so far, in the order in which reading began.
    pub fn files(&self) -> Vec<Arc<FileMeter>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A file of so many bytes on disk is being read from now on.
    pub(super) fn begin(&self, name: &str, size: u64) -> Arc<FileMeter> {
        let file = Arc::new(FileMeter { name: name.to_owned(), size, ..FileMeter::default() });
        self.files.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&file));
        file
    }
}

impl FileMeter {
    /// Path relative to the review folder; hostile until cleaned.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Bytes on disk.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Bytes read so far.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Relaxed)
    }

    /// Rows settled so far.
    pub fn rows(&self) -> u64 {
        self.rows.load(Relaxed)
    }

    /// Whether the file is read.
    pub fn is_done(&self) -> bool {
        self.is_done.load(Relaxed)
    }

    pub(super) fn add_bytes(&self, bytes: u64) {
        self.bytes.fetch_add(bytes, Relaxed);
    }

    pub(super) fn add_rows(&self, rows: u64) {
        self.rows.fetch_add(rows, Relaxed);
    }

    pub(super) fn finish(&self) {
        self.is_done.store(true, Relaxed);
    }
}
