//! From blocks and tables to bytes; the only place that knows markup and escapes for it.

pub(super) mod csv;
pub(super) mod evidence;
pub(super) mod html;
pub(super) mod json;
pub(super) mod markdown;
pub(super) mod parquet;
pub(super) mod workbook;
