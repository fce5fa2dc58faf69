//! Tables as Parquet: typed columns, times as UTC microseconds, the same rows in the same order as the CSV.

use polars::prelude::{
    Column, DataFrame, IntoColumn, NamedFrom, ParquetCompression, ParquetWriter, PolarsResult, Series,
    TimeUnit, TimeZone,
};

use crate::report::tables::{Cell, Kind, Table};

/// One table as the bytes of a Parquet file.
///
/// # Errors
/// Whatever polars reports.
pub(crate) fn render(table: &Table<'_>) -> PolarsResult<Vec<u8>> {
    let columns: PolarsResult<Vec<Column>> =
        (0..table.columns.len()).map(|index| column(table, index)).collect();
    let mut frame = DataFrame::new(table.rows.len(), columns?)?;
    let mut bytes = Vec::new();
    // One row group and no threads: the bytes must not depend on the machine.
    ParquetWriter::new(&mut bytes)
        .with_compression(ParquetCompression::Snappy)
        .with_row_group_size(Some(usize::MAX))
        .set_parallel(false)
        .finish(&mut frame)?;
    Ok(bytes)
}

fn column(table: &Table<'_>, index: usize) -> PolarsResult<Column> {
    let name = table.columns[index].name;
    let cells = table.rows.iter().map(|row| &row[index]);
    let series = match table.columns[index].kind {
        Kind::Text => Series::new(name.into(), cells.map(text).collect::<Vec<Option<&str>>>()),
        Kind::Int => Series::new(name.into(), cells.map(int).collect::<Vec<Option<u64>>>()),
        Kind::Float(_) => Series::new(name.into(), cells.map(float).collect::<Vec<Option<f64>>>()),
        Kind::Bool => Series::new(
            name.into(),
            cells.map(|cell| matches!(cell, Cell::Bool(true))).collect::<Vec<bool>>(),
        ),
        Kind::Time => {
            let micros = Series::new(name.into(), cells.map(time).collect::<Vec<Option<i64>>>());
            micros.cast(&polars::prelude::DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC)))?
        }
    };
    Ok(series.into_column())
}

fn text<'a>(cell: &'a Cell<'_>) -> Option<&'a str> {
    if let Cell::Text(text) = cell { text.as_deref() } else { None }
}

fn int(cell: &Cell<'_>) -> Option<u64> {
    if let Cell::Int(number) = cell { *number } else { None }
}

fn float(cell: &Cell<'_>) -> Option<f64> {
    if let Cell::Float(number) = cell { *number } else { None }
}

fn time(cell: &Cell<'_>) -> Option<i64> {
    if let Cell::Time(at) = cell { at.map(|at| at.timestamp_micros()) } else { None }
}

#[cfg(test)]
mod tests {
    use std::{borrow::Cow, io::Cursor};

    use polars::prelude::{ParquetReader, SerReader};

    use super::*;
    use crate::report::tables;

    fn table() -> Table<'static> {
        let column = |name, kind| tables::Column { name, kind };
        Table {
            name: "sample",
            columns: vec![
                column("id", Kind::Text),
                column("count", Kind::Int),
                column("hours", Kind::Float(2)),
                column("young", Kind::Bool),
                column("done_at", Kind::Time),
            ],
            rows: vec![
                vec![
                    Cell::Text(Some(Cow::Borrowed("=a"))),
                    Cell::Int(Some(3)),
                    Cell::Float(Some(1.25)),
                    Cell::Bool(true),
                    Cell::Time(chrono::DateTime::from_timestamp(1_785_000_000, 0)),
                ],
                vec![
                    Cell::Text(None),
                    Cell::Int(None),
                    Cell::Float(None),
                    Cell::Bool(false),
                    Cell::Time(None),
                ],
            ],
        }
    }

    #[test]
    fn every_type_comes_back_and_unknown_stays_unknown() {
        let bytes = render(&table()).unwrap();
        let frame = ParquetReader::new(Cursor::new(bytes)).finish().unwrap();
        assert_eq!(frame.shape(), (2, 5));
        assert_eq!(frame.column("id").unwrap().str().unwrap().get(0), Some("=a"));
        assert_eq!(frame.column("count").unwrap().u64().unwrap().get(0), Some(3));
        assert_eq!(frame.column("hours").unwrap().f64().unwrap().get(1), None);
        assert_eq!(frame.column("done_at").unwrap().null_count(), 1);
        assert_eq!(frame.column("done_at").unwrap().dtype().to_string(), "datetime[μs, UTC]");
    }

    #[test]
    fn the_same_table_gives_the_same_bytes() {
        assert_eq!(render(&table()).unwrap(), render(&table()).unwrap());
    }
}
