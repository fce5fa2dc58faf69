//! The report: from the plain [`model::Review`] to files. Sections and charts arrange the model into blocks,
//! tables describe it as typed data, formats render both; only formats know markup, and only `folder`
//! touches the disk. The same review gives the same bytes.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
};

pub mod model;
pub mod tables;

mod bidi;
mod block;
mod both_sides;
mod bounds;
mod charts;
mod claim;
mod configuration;
mod cost;
mod coverage;
mod decisions;
mod definitions;
pub mod earlier;
mod folder;
mod formats;
mod kept;
mod numbers;
mod owners;
mod pages;
mod paths;
mod remedies;
#[cfg(test)]
mod sample;
mod second_order;
mod sections;
mod selection;
mod shown;
mod stamps;
#[cfg(test)]
mod tests;
mod times;
mod vocabulary;
mod wording;
mod workflow_name;

pub use definitions::definitions;
pub use folder::Claim;
pub use formats::{
    csv::render as table_as_csv,
    json::{SCHEMA, schema},
};
use model::Review;

/// Why a report could not be made or written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// Something that is no report stands in the way.
    #[error("`{}` exists and is no misfire report (it has no `review.json` of ours), expected a report, an empty folder or nothing: choose another folder", path.display())]
    NotOurs {
        /// What stands there.
        path: PathBuf,
    },
    /// Another run has the folder.
    #[error("another review is writing here: `{}`", path.display())]
    Busy {
        /// The folder.
        path: PathBuf,
        /// The file that it has locked.
        lock: PathBuf,
    },
    /// A file stands where a folder is needed.
    #[error("cannot write `{}`: `{}` is a file, expected a folder", out.display(), path.display())]
    NoFolder {
        /// The file.
        path: PathBuf,
        /// The folder that should lie below it.
        out: PathBuf,
    },
    /// The folder is only a link to another one, which could not be exchanged whole.
    #[error("`{}` is a link to `{}`, expected a report, an empty folder or nothing", path.display(), target.display())]
    Link {
        /// The link.
        path: PathBuf,
        /// Where it leads.
        target: PathBuf,
    },
    /// A report stands there, with something in it that would be lost.
    #[error("`{}` holds {}", path.display(), kept::named(foreign, changed))]
    WouldLose {
        /// The report.
        path: PathBuf,
        /// Files that misfire did not write.
        foreign: Vec<String>,
        /// Files that were changed since.
        changed: Vec<String>,
    },
    /// The output path ends in no name.
    #[error("`{}` does not end in a folder name, expected for example `reports/2026-Q3`", path.display())]
    NoName {
        /// The path as given.
        path: PathBuf,
    },
    /// A file of the report would lie outside its folder.
    #[error("report file `{path}` would lie outside the report folder")]
    Outside {
        /// The relative path.
        path: String,
    },
    /// The file system refused.
    #[error("cannot write `{}`", path.display())]
    Io {
        /// What could not be written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A table could not be rendered.
    #[error("table `{name}` could not be rendered")]
    Table {
        /// Name of the table.
        name: &'static str,
        /// What the CSV writer said.
        source: csv::Error,
    },
    /// A table could not be rendered as Parquet.
    #[error("table `{name}` could not be rendered as Parquet")]
    Parquet {
        /// Name of the table.
        name: &'static str,
        /// What polars said.
        source: polars::error::PolarsError,
    },
    /// A page could not be rendered.
    #[error("page `{path}` could not be rendered")]
    Page {
        /// Its path.
        path: String,
        /// What the template said.
        source: askama::Error,
    },
    /// The workbook could not be rendered.
    #[error("`{path}` could not be rendered")]
    Workbook {
        /// Its path.
        path: &'static str,
        /// What the writer of workbooks said.
        source: rust_xlsxwriter::XlsxError,
    },
    /// A JSON file could not be rendered.
    #[error("`{path}` could not be rendered")]
    Json {
        /// Its path.
        path: &'static str,
        /// What the JSON writer said.
        source: serde_json::Error,
    },
}

impl ReportError {
    /// What the user can do about it, where the message does not say so itself.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::WouldLose { .. } => Some(
                "nothing was written; move these files out of the report (decisions of a review sheet belong into \
                 the register `reviews.csv`), or write to another folder with `--out`"
                    .to_owned(),
            ),
            Self::Busy { lock, .. } => Some(format!(
                "nothing was written; wait for it, or write to another folder with `--out` (it has locked `{}`; a \
                 run that was killed leaves no lock)",
                lock.display()
            )),
            Self::Link { target, .. } => {
                Some(format!("name the folder itself: `--out {}`", target.display()))
            }
            Self::NoFolder { .. } => Some("choose another folder with `--out`".to_owned()),
            _ => None,
        }
    }
}

/// Writes the report of a review to the folder `out`, complete or not at all. A report that stands there is
/// replaced, unless somebody changed it or put a file into it; anything else that stands there is an error.
pub fn write(review: &Review, out: &Path) -> Result<(), ReportError> {
    claim(out)?.write(review)
}

/// Claims `out` for this run, from before the work until the claim is dropped. Fails early if nothing could be
/// written there. Creates missing parent folders, and a lock file that goes with the claim.
pub fn claim(out: &Path) -> Result<Claim, ReportError> {
    folder::claim(out)
}

impl Claim {
    /// As [`write()`], to the claimed folder.
    pub fn write(&self, review: &Review) -> Result<(), ReportError> {
        self.fill(&files(review)?)
    }
}

/// Files of the report: path relative to its folder (`/` as separator) → bytes.
type Files = BTreeMap<String, Vec<u8>>;

/// Every file of the report. Pages and tables are rendered side by side, as neither needs the other.
pub fn files(review: &Review) -> Result<Files, ReportError> {
    let (pages, tables) = std::thread::scope(|scope| {
        let pages = scope.spawn(|| page_files(review));
        let tables = table_files(review);
        (pages.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), tables)
    });
    let mut files = pages?;
    files.extend(tables?);
    let json = |path: &'static str| move |source| ReportError::Json { path, source };
    files.insert("review.json".to_owned(), formats::json::render(review).map_err(json("review.json"))?);
    let manifest = formats::evidence::manifest(review).map_err(json("evidence/manifest.json"))?;
    files.insert("evidence/manifest.json".to_owned(), manifest);
    let sums = formats::evidence::sums(&files);
    files.insert("SHA256SUMS".to_owned(), sums);
    Ok(files)
}

/// What is made of blocks.
fn page_files(review: &Review) -> Result<Files, ReportError> {
    let mut files = Files::new();
    pages::each(review, |path, page| {
        let html = formats::html::render(page, &review.header.version)
            .map_err(|source| ReportError::Page { path: path.clone(), source })?;
        files.insert(path, html.into_bytes());
        Ok::<(), ReportError>(())
    })?;
    Ok(files)
}

/// What is made of tables, and what is made of the first page and of tables.
fn table_files(review: &Review) -> Result<Files, ReportError> {
    let mut files = Files::new();
    let first_page = pages::index_page(review);
    files.insert("review.md".to_owned(), formats::markdown::render(&first_page).into_bytes());
    let workbook = |source| ReportError::Workbook { path: "workbook.xlsx", source };
    let mut book = formats::workbook::Book::new(review, &first_page).map_err(workbook)?;
    for build in tables::TABLES {
        let table = build(review);
        files.insert(format!("tables/{}.csv", table.name), formats::csv::render(&table)?);
        let parquet = formats::parquet::render(&table)
            .map_err(|source| ReportError::Parquet { name: table.name, source })?;
        files.insert(format!("tables/{}.parquet", table.name), parquet);
        book.add(&table).map_err(workbook)?;
    }
    files.insert("workbook.xlsx".to_owned(), book.finish().map_err(workbook)?);
    let sheet = formats::csv::render(&tables::review_sheet(review))?;
    files.insert("review-sheet.csv".to_owned(), sheet);
    Ok(files)
}
