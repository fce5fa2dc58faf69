//! A review folder made for one test.

use std::{fs, path::PathBuf};

use misfire::{
    config::Config,
    ingest::{IngestError, Ingested, ingest},
};

/// A folder with inputs, removed when the test is over.
pub(crate) struct Folder {
    pub(crate) path: PathBuf,
    sources: String,
}

impl Folder {
    /// An empty folder. `name` must be unique among the tests.
    pub(crate) fn new(name: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self { path, sources: String::new() }
    }

    /// Adds a file.
    pub(crate) fn file(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.path.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    /// Adds a source: the body of its `[[source]]`.
    pub(crate) fn source(mut self, body: &str) -> Self {
        self.sources.push_str(&format!("[[source]]\n{body}\n"));
        self
    }

    /// Reads every source.
    pub(crate) fn read(&self) -> Result<Ingested, IngestError> {
        self.read_with("")
    }

    /// Reads every source with more configuration.
    pub(crate) fn read_with(&self, more: &str) -> Result<Ingested, IngestError> {
        ingest(&self.path, &self.config(more))
    }

    /// The configuration with the sources so far and more.
    pub(crate) fn config(&self, more: &str) -> Config {
        let text =
            format!("[organisation]\nname = \"Example\"\ntime_zone = \"UTC\"\n{more}\n{}", self.sources);
        toml::from_str(&text).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}
