//! The report of the period before, read from its folder: its figures, and what they were defined by. Only a report
//! as misfire wrote it is read.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use super::{
    formats::json::SCHEMA,
    model::{CoverageRow, Totals, WorkflowCause},
};
use crate::records::{Instant, cut, one_line, regular_file, sha256_hex};

const FILE: &str = "review.json";
const SUMS: &str = "SHA256SUMS";

/// No report is larger: its page and its figures stay small whatever the volume.
const MOST_BYTES: u64 = 256 << 20;

/// What a report says of its period.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Earlier {
    /// The folder it was read from.
    #[serde(skip)]
    pub folder: PathBuf,
    /// Digest of its `review.json`.
    #[serde(skip)]
    pub sha256: String,
    /// Organisation.
    pub organisation: String,
    /// Label of its period.
    pub period: String,
    /// First instant of the period.
    pub period_from: Instant,
    /// First instant after it.
    pub period_to: Instant,
    /// Up to when its inputs were known.
    pub as_of: Instant,
    /// What its inputs cover; nothing in reports of before this was told.
    #[serde(default)]
    pub coverage: Vec<CoverageRow>,
    /// What its figures were defined by.
    pub definitions: BTreeMap<String, String>,
    /// Figures of the period.
    pub totals: Totals,
    /// Its rankings.
    pub rankings: Vec<EarlierRow>,
    /// False positives by workflow and cause.
    pub workflow_causes: Vec<WorkflowCause>,
}

/// One row of its rankings.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct EarlierRow {
    /// Dimension.
    pub dimension: String,
    /// Role, or empty.
    pub role: String,
    /// Key.
    pub key: String,
    /// False positives.
    pub false_positives: u64,
    /// Judged cases.
    pub judged: u64,
}

/// Which form a report has, whatever else is in it.
#[derive(Deserialize)]
struct Form {
    schema: Option<String>,
    version: Option<String>,
}

/// Why a folder cannot be compared with.
#[derive(Debug, thiserror::Error)]
pub enum EarlierError {
    /// It is no folder.
    #[error("`{}` is {found}, expected the folder of a report such as `reports/2026-Q2`", path.display())]
    NoFolder {
        /// As given.
        path: PathBuf,
        /// What is there.
        found: &'static str,
    },
    /// It holds no report.
    #[error("`{}` holds no `{missing}`, expected a report that `misfire review` wrote", path.display())]
    NoReport {
        /// As given.
        path: PathBuf,
        /// The file it lacks.
        missing: &'static str,
        /// Whether it is a review folder.
        is_inputs: bool,
    },
    /// A file is not as misfire wrote it.
    #[error("`{}` was changed since misfire wrote it: found SHA-256 {found}, expected {expected} (`{SUMS}`)", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
        /// Its digest.
        found: String,
        /// The digest in the list.
        expected: String,
    },
    /// A file is not in the list of the report.
    #[error("`{}` is not listed in the `{SUMS}` beside it, expected every file of a report there", path.display())]
    Unlisted {
        /// The file.
        path: PathBuf,
    },
    /// It is no JSON of ours.
    #[error("`{}` cannot be read as a review: {why}", path.display())]
    NoReview {
        /// The file.
        path: PathBuf,
        /// With line and column.
        why: String,
    },
    /// Its form is another one.
    #[error("`{}` has the form `{found}`{by}, expected `{SCHEMA}`", path.display())]
    Form {
        /// The file.
        path: PathBuf,
        /// The form.
        found: String,
        /// Which misfire wrote it, in words.
        by: String,
    },
    /// The file system refused.
    #[error("cannot read `{}`", path.display())]
    Io {
        /// What could not be read.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl EarlierError {
    /// What to do about it.
    pub fn hint(&self) -> String {
        let renew = "write that report anew with `misfire review FOLDER --period P --out DIR`, or leave out \
                     `--compare`: the period before is then recomputed from the inputs";
        match self {
            Self::NoReport { is_inputs: true, .. } => {
                "this is a review folder with inputs; name the folder of the report made from it".to_owned()
            }
            Self::Form { found, .. } if is_later(found) => {
                "a newer misfire wrote it: review with that one, or leave out `--compare`".to_owned()
            }
            Self::NoFolder { .. } | Self::NoReport { .. } => {
                "name the folder that holds `review.json` and `SHA256SUMS` of the period before".to_owned()
            }
            Self::Changed { .. }
            | Self::Unlisted { .. }
            | Self::NoReview { .. }
            | Self::Form { .. }
            | Self::Io { .. } => renew.to_owned(),
        }
    }
}

/// Whether a form is ours with a higher number.
fn is_later(form: &str) -> bool {
    let number = |form: &str| form.strip_prefix("misfire-review/")?.parse::<u64>().ok();
    number(form) > number(SCHEMA)
}

impl Earlier {
    /// Reads the report of a folder.
    ///
    /// # Errors
    /// It is no report, or not one as misfire wrote it, or of another form.
    pub fn read(folder: &Path) -> Result<Self, EarlierError> {
        if !folder.is_dir() {
            let found = if folder.exists() { "a file" } else { "not there" };
            return Err(EarlierError::NoFolder { path: folder.to_owned(), found });
        }
        let bytes = of_report(folder, FILE)?;
        let sums = of_report(folder, SUMS)?;
        let path = folder.join(FILE);
        let sha256 = sha256_hex(&bytes);
        let sums = String::from_utf8_lossy(&sums);
        let listed = sums.lines().filter_map(|line| line.split_once("  ")).find(|(_, name)| *name == FILE);
        let Some((expected, _)) = listed else { return Err(EarlierError::Unlisted { path }) };
        if expected != sha256 {
            let expected = cut(&one_line(expected)).into_owned();
            return Err(EarlierError::Changed { path, found: sha256, expected });
        }
        let wrong =
            |error: serde_json::Error| EarlierError::NoReview { path: path.clone(), why: error.to_string() };
        let form: Form = serde_json::from_slice(&bytes).map_err(wrong)?;
        if form.schema.as_deref() != Some(SCHEMA) {
            let found = form.schema.as_deref().unwrap_or("(none)");
            let by =
                form.version.map_or_else(String::new, |version| format!(" (written by misfire {version})"));
            return Err(EarlierError::Form {
                path,
                found: cut(&one_line(found)).into_owned(),
                by: cut(&one_line(&by)).into_owned(),
            });
        }
        let earlier: Self = serde_json::from_slice(&bytes).map_err(wrong)?;
        Ok(Self { folder: folder.to_owned(), sha256, ..earlier })
    }
}

fn of_report(folder: &Path, name: &'static str) -> Result<Vec<u8>, EarlierError> {
    let path = folder.join(name);
    match fs::metadata(&path) {
        Ok(data) if data.len() > MOST_BYTES => {
            let why = format!("it has {} bytes, expected at most {MOST_BYTES}", data.len());
            return Err(EarlierError::NoReview { path, why });
        }
        _ => {}
    }
    match regular_file::read(&path) {
        Ok(bytes) => Ok(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(EarlierError::NoReport {
            path: folder.to_owned(),
            missing: name,
            is_inputs: folder.join("misfire.toml").is_file(),
        }),
        Err(source) => Err(EarlierError::Io { path, source }),
    }
}
