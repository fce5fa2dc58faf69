//! The unit of growth of reading: one export format, as data.

use super::{prefilter::Prefilter, sink::Sink};
use crate::{config::DateOrder, records::Origin};

/// An export format. One file under `formats/` exports one constant of this type.
pub struct Format {
    /// Registry id of the contract, for example `okta-system-log`.
    pub id: &'static str,
    /// One line for `misfire formats`.
    pub title: &'static str,
    /// What it gives: `actions`, `events`, `tickets`, `devices`.
    pub gives: &'static [&'static str],
    /// Its page of the manual.
    pub manual: Manual,
    /// How its files may be cut into rows.
    pub shapes: &'static [Shape],
    /// For logs of text: whether a line begins a record rather than going on with the one before.
    pub starts_record: Option<fn(&str) -> bool>,
    /// Fields whose header the configuration may name (`columns`), where headers are chosen by whoever exports.
    pub columns: &'static [&'static str],
    /// Which rows of one file may be read apart.
    pub apart: Apart,
    /// Which lines need no parsing; `None` where every row is parsed.
    pub prefilter: Option<&'static Prefilter>,
    /// For how many days the product keeps what it exports, by the plans that are known; empty where it keeps all
    /// or nobody says.
    pub keeps_days: &'static [i64],
    /// Members of a row's object that the reader never looks at; nothing is built from them.
    pub unused: &'static [&'static str],
    /// Whether the head of a file is of this format. Must be exact: no two formats may claim one file.
    pub detect: fn(&Head) -> bool,
    /// Starts a file: checks the header, builds the row reader. Its error is shown with the file's name.
    pub open: Open,
}

/// What people need to know of a format: `misfire formats NAME` and `docs/formats.md` are made from it.
#[derive(Clone, Copy)]
pub struct Manual {
    /// How to export it from the product.
    pub export: &'static str,
    /// Which fields are read, and how what is odd in them is handled.
    pub read: &'static str,
    /// What cannot be told from it.
    pub lost: &'static str,
    /// What the configuration has to say; `Nothing` where the file says it all.
    pub needs: &'static str,
    /// What the reader was held against: recorded exports, or documentation alone.
    pub checked: &'static str,
}

/// Which rows are read without knowing the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Apart {
    /// None: a column is looked at as a whole.
    No,
    /// Rows on different lines: several on one line are numbered through.
    Lines,
    /// Every row.
    Rows,
}

/// Starts a file from its head and the options of its source; the error says what is wrong with the header.
pub type Open = fn(&Head, &SourceOptions) -> Result<Box<dyn RowReader>, String>;

/// How a file is cut into rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// JSON in any container (array, envelope, NDJSON, concatenated documents) or XML read as JSON.
    Json,
    /// Delimited text with a header, or a sheet of a workbook.
    Csv,
    /// A log of text: records that begin as `starts_record` says and may go on over several lines.
    Log,
}

impl Head {
    /// Whether nothing was found that could tell the format.
    pub(super) fn is_empty(&self, shape: Shape) -> bool {
        match shape {
            Shape::Json => self.rows.is_empty(),
            Shape::Log => self.records.is_empty(),
            Shape::Csv => false,
        }
    }
}

impl Shape {
    /// For messages.
    pub fn words(self) -> &'static str {
        match self {
            Self::Json => "JSON or XML",
            Self::Csv => "delimited text",
            Self::Log => "a log of text",
        }
    }
}

/// What detection may look at: the first rows of a file.
#[derive(Debug, Clone, Default)]
pub struct Head {
    /// File name without folder.
    pub file_name: String,
    /// The header cells of delimited text, in order, duplicates kept.
    pub header: Option<Vec<String>>,
    /// Keys of the JSON envelope around the rows (`totalCount`, `results`, …); empty without envelope.
    pub envelope: Vec<String>,
    /// Up to 20 first rows of a JSON file; for XML one value `{root: {...}}`.
    pub rows: Vec<serde_json::Value>,
    /// Up to 20 first records of a log.
    pub records: Vec<String>,
}

impl Head {
    /// What there is to say of a file without rows.
    #[must_use]
    pub fn without_rows(&self) -> &'static str {
        if self.header.is_some() { "the file holds a header and no row" } else { "the file holds no row" }
    }
}

/// What the configuration says about a file.
#[derive(Debug, Clone, Default)]
pub struct SourceOptions {
    /// Zone of stamps that carry none.
    pub time_zone: Option<chrono_tz::Tz>,
    /// Order of day and month.
    pub date_order: Option<DateOrder>,
    /// Canonical field = header, for mapped formats.
    pub columns: std::collections::BTreeMap<String, String>,
}

/// One row, as cut out of the file.
pub enum Row<'a> {
    /// A JSON value (array element, NDJSON line, document).
    Json(&'a serde_json::Value),
    /// A record of delimited text; cells in header order, short rows padded with empty cells by the reader of rows.
    Csv(&'a [String]),
    /// A record of a log: its lines without the last line feed, later lines as they are.
    Log(&'a str),
}

impl Row<'_> {
    /// The row as it is shown when it is rejected.
    pub fn shown(&self) -> String {
        match self {
            Self::Json(value) => value.to_string(),
            Self::Csv(cells) => cells.join(","),
            Self::Log(text) => (*text).to_owned(),
        }
    }
}

/// Turns the rows of one file into records. Must settle every row exactly once with the sink
/// (`accept`, `out_of_scope` or `reject`).
pub trait RowReader {
    /// Takes one row.
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>);

    /// What may be shown of a row that is damaged: nothing of it in files that keep secrets.
    fn shown_damage(&self, text: &str) -> String {
        text.to_owned()
    }

    /// After the last row; readers that must see a whole column first settle their rows here.
    fn finish(&mut self, _sink: &mut Sink<'_>) {}
}
