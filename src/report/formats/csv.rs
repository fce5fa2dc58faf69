//! Tables as CSV: UTF-8, LF, empty = unknown. A text cell can neither become a formula in a spreadsheet
//! nor carry control characters.

use std::borrow::Cow;

use crate::report::{
    ReportError,
    numbers::rfc3339,
    shown::visible,
    tables::{Cell, Kind, Table},
};

/// Renders a table.
pub fn render(table: &Table<'_>) -> Result<Vec<u8>, ReportError> {
    let failed = |source: csv::Error| ReportError::Table { name: table.name, source };
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record(table.columns.iter().map(|column| column.name)).map_err(failed)?;
    for row in &table.rows {
        for (cell, column) in row.iter().zip(&table.columns) {
            writer.write_field(field(cell, column.kind).as_bytes()).map_err(failed)?;
        }
        writer.write_record(None::<&[u8]>).map_err(failed)?;
    }
    writer.into_inner().map_err(|error| failed(error.into_error().into()))
}

fn field<'a>(cell: &'a Cell<'_>, kind: Kind) -> Cow<'a, str> {
    match cell {
        Cell::Text(text) => guarded(text.as_deref().unwrap_or_default()),
        Cell::Int(n) => n.map_or(Cow::Borrowed(""), |n| Cow::Owned(n.to_string())),
        Cell::Float(value) => value.map_or(Cow::Borrowed(""), |value| Cow::Owned(decimal(value, kind))),
        Cell::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
        Cell::Time(at) => at.map_or(Cow::Borrowed(""), |at| Cow::Owned(rfc3339(at))),
    }
}

/// A number with the decimals of its column; what rounds to zero carries no sign.
fn decimal(value: f64, kind: Kind) -> String {
    let decimals = if let Kind::Float(decimals) = kind { usize::from(decimals) } else { 4 };
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(rest) if rest.chars().all(|c| matches!(c, '0' | '.')) => rest.to_owned(),
        _ => text,
    }
}

/// Prefixes `'` to what a spreadsheet would take as a formula, also behind blanks and in full-width form.
fn guarded(text: &str) -> Cow<'_, str> {
    let starts_formula = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        || text.starts_with(['\t', '\r', '\n']);
    let shown = visible(text);
    if starts_formula { Cow::Owned(format!("'{shown}")) } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_guarded_and_numbers_are_not() {
        for (text, expected) in [
            ("=cmd()", "'=cmd()"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@sum", "'@sum"),
            ("  =x", "'  =x"),
            ("\t=x", "'\\u{9}=x"),
            ("\rx", "'\\u{d}x"),
            ("＝x", "'＝x"),
            ("a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!(guarded(text), expected, "{text:?}");
        }
        assert_eq!(field(&Cell::Float(Some(-1.5)), Kind::Float(4)), "-1.5000");
        assert_eq!(field(&Cell::Float(Some(-0.001)), Kind::Float(2)), "0.00");
    }
}
