//! A table as a Parquet file, and back. The same table gives the same bytes on every machine.

use std::io::Cursor;

use polars::prelude::{
    Column as PolarsColumn, DataFrame, DataType, IntoColumn, NamedFrom, ParquetCompression, ParquetReader,
    ParquetWriter, PolarsResult, SerReader, Series, TimeUnit, TimeZone,
};

use super::table::{Column, Table};

const UTC_MICROS: fn() -> DataType = || DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC));

/// The bytes of a Parquet file.
///
/// # Errors
/// Whatever polars reports.
pub(super) fn write(table: Table) -> PolarsResult<Vec<u8>> {
    let mut height = 0;
    let mut columns = Vec::with_capacity(table.columns.len());
    for (name, column) in table.names.into_iter().zip(table.columns) {
        let column = series(&name, column)?;
        height = column.len();
        columns.push(column);
    }
    let mut frame = DataFrame::new(height, columns)?;
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .with_compression(ParquetCompression::Snappy)
        .with_row_group_size(Some(usize::MAX))
        .set_parallel(false)
        .finish(&mut frame)?;
    Ok(bytes)
}

fn series(name: &str, column: Column) -> PolarsResult<PolarsColumn> {
    let series = match column {
        Column::Text(cells) => Series::new(name.into(), cells),
        Column::Number(cells) => Series::new(name.into(), cells),
        Column::Flag(cells) => Series::new(name.into(), cells),
        Column::Time(cells) => Series::new(name.into(), cells).cast(&UTC_MICROS())?,
    };
    Ok(series.into_column())
}

/// Reads the bytes of a Parquet file.
///
/// # Errors
/// It is none, it is damaged, or a column has a type that [`write()`] does not write.
pub(super) fn read(bytes: Vec<u8>) -> PolarsResult<Table> {
    let frame = ParquetReader::new(Cursor::new(bytes)).finish()?;
    let mut table = Table::default();
    for column in frame.columns() {
        table.names.push(column.name().to_string());
        let cells = match column.dtype() {
            DataType::Int64 => Column::Number(column.i64()?.iter().collect()),
            DataType::Boolean => Column::Flag(column.bool()?.iter().collect()),
            DataType::Datetime(..) => Column::Time(column.cast(&DataType::Int64)?.i64()?.iter().collect()),
            _ => Column::Text(column.str()?.iter().map(|cell| cell.map(str::to_owned)).collect()),
        };
        table.columns.push(cells);
    }
    Ok(table)
}
