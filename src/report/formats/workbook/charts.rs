//! The charts of the first page, drawn by the spreadsheet from numbers on a sheet of their own.

use rust_xlsxwriter::{
    Chart, ChartFormat, ChartLine, ChartLineDashType, ChartMarker, ChartMarkerType, ChartSeries,
    ChartSolidFill, ChartType, Color, Worksheet, XlsxError,
};

use super::{Book, sheet::shown};
use crate::report::{
    block::Figure,
    charts::{Places, Plot, Series, Shape},
    shown::{cut, visible},
};

/// The longest description of a chart that spreadsheets take.
const LONGEST_DESCRIPTION: usize = 255;
const NUMBERS: &str = "chart-data";
const WIDTH: u32 = 760;
const HEIGHT: u32 = 540;
/// Rows that one chart covers; printed, it has a page of its own.
const ROWS: u32 = 28;

/// Marks and bars, and what is drawn beside them: the colours of the pages.
const MARK: Color = Color::RGB(0x0000_72B2);
const FAINT: Color = Color::RGB(0x006B_6F76);

/// Adds the sheet of numbers and the sheet of charts; none where nothing is drawn.
pub(super) fn add(book: &mut Book<'_>, figures: &[&Figure]) -> Result<(), XlsxError> {
    let drawn: Vec<(&Figure, &Plot)> = figures
        .iter()
        .filter_map(|figure| Some((*figure, figure.plot.as_ref()?)))
        .filter(|(_, plot)| plot.places.len() > 0)
        .collect();
    if drawn.is_empty() {
        return Ok(());
    }
    let mut charts = Worksheet::new();
    charts.set_name("charts")?;
    let mut numbers = Worksheet::new();
    numbers.set_name(NUMBERS)?;
    let mut column = 0;
    for (place, (figure, plot)) in (0..).zip(drawn) {
        numbers.write_string_with_format(0, column, shown(figure.title.as_str()), &book.styles.heading)?;
        write_numbers(&mut numbers, column, plot, book)?;
        let chart = chart(figure, plot, column);
        charts.insert_chart(place * ROWS, 0, &chart)?;
        column += u16::try_from(plot.series.len()).unwrap_or(0) + 2;
    }
    let breaks: Vec<u32> = (1..200).map(|page| page * ROWS).take(figures.len()).collect();
    // Programs differ in how wide they make columns: a chart must not run over the edge of its page.
    charts.set_landscape().set_print_scale(80).set_page_breaks(&breaks)?;
    book.file.push_worksheet(charts);
    book.file.push_worksheet(numbers);
    Ok(())
}

/// Places in the first column, each series in one beside it; what is unknown stays empty.
fn write_numbers(sheet: &mut Worksheet, column: u16, plot: &Plot, book: &Book<'_>) -> Result<(), XlsxError> {
    sheet.write_string_with_format(1, column, &plot.places_name, &book.styles.head)?;
    sheet.set_column_width(column, 30)?;
    match &plot.places {
        Places::Names(names) => {
            for (row, name) in (2..).zip(names) {
                sheet.write_string_with_format(row, column, shown(name), &book.styles.guarded)?;
            }
        }
        Places::Numbers(places) => {
            for (row, place) in (2..).zip(places) {
                sheet.write_number(row, column, *place)?;
            }
        }
    }
    for (at, series) in (column + 1..).zip(&plot.series) {
        sheet.write_string_with_format(1, at, &series.name, &book.styles.head)?;
        sheet.set_column_width(at, 18)?;
        for (row, value) in (2..).zip(&series.values) {
            if let Some(value) = value.filter(|value| value.is_finite()) {
                sheet.write_number(row, at, value)?;
            }
        }
    }
    Ok(())
}

fn chart(figure: &Figure, plot: &Plot, column: u16) -> Chart {
    let mut chart = Chart::new(match plot.shape {
        Shape::Bars => ChartType::Bar,
        Shape::Columns => ChartType::Column,
        Shape::Lines => ChartType::Line,
        Shape::Points => ChartType::ScatterStraightWithMarkers,
    });
    chart.set_width(WIDTH).set_height(HEIGHT).set_name(&figure.id);
    chart.set_alt_text(cut(&visible(&format!("{}. {}", figure.title, figure.finding)), LONGEST_DESCRIPTION));
    chart.title().set_name(figure.title.as_str());
    if plot.shape == Shape::Bars {
        // The first row is the worst and stands on top.
        chart.y_axis().set_reverse();
        // Otherwise programs leave out every other name where bars are many.
        chart.y_axis().set_label_interval(1);
        chart.x_axis().set_name(plot.series.first().map_or("", |series| series.name.as_str()));
    } else {
        chart.x_axis().set_name(&plot.places_name);
    }
    if plot.series.len() == 1 {
        chart.legend().set_hidden();
    } else {
        chart.legend().set_position(rust_xlsxwriter::ChartLegendPosition::Bottom);
    }
    let last = u32::try_from(plot.places.len()).unwrap_or(0) + 1;
    for (at, series) in (column + 1..).zip(&plot.series) {
        let mut drawn = ChartSeries::new();
        drawn
            .set_name((NUMBERS, 1, at))
            .set_categories((NUMBERS, 2, column, last, column))
            .set_values((NUMBERS, 2, at, last, at));
        look(&mut drawn, series, plot.shape);
        chart.push_series(&drawn);
    }
    chart
}

/// Marks are filled, lines dashed: colour is never alone.
fn look(drawn: &mut ChartSeries, series: &Series, shape: Shape) {
    let dash =
        if series.name.contains("99.8") { ChartLineDashType::RoundDot } else { ChartLineDashType::Dash };
    match (shape, series.is_line) {
        (Shape::Bars | Shape::Columns, _) => {
            drawn.set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(MARK)));
        }
        (_, true) => {
            drawn.set_format(
                ChartFormat::new()
                    .set_line(ChartLine::new().set_color(FAINT).set_width(1).set_dash_type(dash)),
            );
            drawn.set_marker(ChartMarker::new().set_none());
        }
        (Shape::Points, false) => {
            drawn.set_format(ChartFormat::new().set_line(ChartLine::new().set_hidden(true)));
            drawn.set_marker(&mark());
        }
        (Shape::Lines, false) => {
            drawn.set_format(ChartFormat::new().set_line(ChartLine::new().set_color(MARK).set_width(1.5)));
            drawn.set_marker(&mark());
        }
    }
}

fn mark() -> ChartMarker {
    let mut fill = ChartFormat::new();
    fill.set_solid_fill(ChartSolidFill::new().set_color(MARK));
    let mut marker = ChartMarker::new();
    marker.set_type(ChartMarkerType::Circle).set_size(7).set_format(&mut fill);
    marker
}
