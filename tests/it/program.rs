//! The real program, run as a user runs it, and folders to run it on.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
};

static NEXT: AtomicU32 = AtomicU32::new(0);

/// The period that simulated folders are about.
pub const PERIOD: &str = "2026-Q3";

/// A temporary folder of its own, removed when dropped.
pub struct Scratch(pub PathBuf);

impl Scratch {
    pub fn new() -> Self {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("misfire-it-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// A scratch folder with a simulated review folder `folder` in it.
    pub fn simulated() -> Self {
        let scratch = Self::new();
        simulate(&scratch.0.join("folder"));
        scratch
    }

    /// A path inside.
    pub fn at(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// The simulated review folder.
    pub fn folder(&self) -> PathBuf {
        self.at("folder")
    }

    /// Reviews `folder` into `out` and gives every file of the report.
    pub fn review(&self, folder: &str, out: &str) -> BTreeMap<String, Vec<u8>> {
        let out = self.at(out);
        review(&self.at(folder), &out).succeeds();
        files_under(&out)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What a run gave.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    /// Asserts exit code 0.
    pub fn succeeds(self) -> Self {
        assert_eq!(self.code, 0, "{}\n{}", self.out, self.err);
        self
    }

    /// Asserts exit code 2 and every one of these texts in the message.
    pub fn fails_with(self, texts: &[&str]) -> Self {
        assert_eq!(self.code, 2, "{}\n{}", self.out, self.err);
        assert!(self.err.starts_with("error: "), "{}", self.err);
        for text in texts {
            assert!(self.err.contains(text), "`{text}` is missing in\n{}", self.err);
        }
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }
}

/// The program with a tame environment.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_misfire"));
    command.env_remove("TZ").env_remove("LC_ALL").env_remove("NO_COLOR").env("COLUMNS", "100");
    command
}

/// Runs a prepared command.
pub fn finish(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs the program with these arguments.
pub fn run<I: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = I>) -> Run {
    finish(program().args(arguments))
}

/// Runs `misfire review` on the period of simulated folders.
pub fn review(folder: &Path, out: &Path) -> Run {
    finish(program().arg("review").arg(folder).args(["--period", PERIOD, "--out"]).arg(out))
}

/// Runs `misfire check`.
pub fn check(folder: &Path) -> Run {
    finish(program().arg("check").arg(folder))
}

/// Writes a small simulated review folder, always the same.
pub fn simulate(dir: &Path) {
    let options = ["--people", "90", "--period", PERIOD, "--seed", "1", "--noise", "0.3"];
    finish(program().arg("simulate").arg(dir).args(options)).succeeds();
}

/// Every file below a folder: relative path with `/` → bytes.
pub fn files_under(root: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, files);
            } else {
                let relative = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                files.insert(relative, fs::read(&path).unwrap());
            }
        }
    }
    let mut files = BTreeMap::new();
    walk(root, root, &mut files);
    files
}

/// Copies a folder.
pub fn copy(from: &Path, to: &Path) {
    for (relative, bytes) in files_under(from) {
        let path = to.join(relative);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// Names of the files that differ or stand on one side only.
pub fn differing(a: &BTreeMap<String, Vec<u8>>, b: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let names: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    names.into_iter().filter(|name| a.get(*name) != b.get(*name)).cloned().collect()
}

/// A CSV table: header → cell, per row.
pub fn table(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Vec<BTreeMap<String, String>> {
    let bytes = &files[&format!("tables/{name}.csv")];
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    reader.deserialize().map(Result::unwrap).collect()
}

/// A CSV table without the columns that name source rows: those may follow the order of rows and files.
pub fn without_places(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Vec<BTreeMap<String, String>> {
    let mut rows = table(files, name);
    rows.iter_mut().for_each(|row| row.retain(|column, _| !column.starts_with("source_row")));
    rows
}

/// Reads a gzip file.
pub fn gunzip(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut decoder = flate2::read::MultiGzDecoder::new(fs::File::open(path).unwrap());
    std::io::Read::read_to_end(&mut decoder, &mut bytes).unwrap();
    bytes
}

/// Writes a gzip file.
pub fn gzip(path: &Path, bytes: &[u8]) {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut encoder, bytes).unwrap();
    fs::write(path, encoder.finish().unwrap()).unwrap();
}
