//! `misfire-extract`: the list of an extract. Its files are read as the inputs they were made from, so this entry
//! only names the format and says what to do where a list stands where it cannot be read.

use crate::ingest::format::{Apart, Format, Head, Manual, RowReader, Shape, SourceOptions};

/// The format.
pub(super) const FORMAT: Format = Format {
    id: "misfire-extract",
    title: "An extract of misfire: canonical Parquet with the list `misfire-extract.json`",
    gives: &["actions", "events", "tickets", "devices"],
    manual: MANUAL,
    shapes: &[Shape::Json],
    starts_record: None,
    columns: &[],
    apart: Apart::No,
    prefilter: None,
    keeps_days: &[],
    unused: &[],
    detect,
    open,
};

const MANUAL: Manual = Manual {
    export: "`misfire extract FOLDER --out DIR` writes it: the records of every input as Parquet, one folder per table \
        and month, and `misfire-extract.json`, which lists the inputs with their hash, their row reconciliation \
        and their parts. Name the list as a source: `path = \"DIR/misfire-extract.json\"`. Run the extraction \
        again after exports were added: files that did not change are not parsed again.",
    read: "The inputs appear under the names and with the rows they had; the review is the same as of the exports. \
        Every part is held against the hash in the list; a part that is not as it was written is an error.",
    lost: "Nothing that a review uses. Rows without use are counted, not kept: another version of misfire may need \
        the exports again.",
    needs: "Nothing",
    checked: "Written by `misfire extract`",
};

fn detect(head: &Head) -> bool {
    head.rows.first().is_some_and(|row| row.get("misfire_extract").is_some())
}

fn open(_head: &Head, _options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    Err("is the list of an extract: name it as a `path` of a [[source]] in `misfire.toml`".to_owned())
}
