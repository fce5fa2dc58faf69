//! Workbooks as a spreadsheet opens them: read back by another library.

use std::io::Cursor;

use calamine::{Data, DataType, Range, Reader, Xlsx};

use super::*;
use crate::report::{model::CaseRow, pages, sample, tables::TABLES};
use crate::{judge, spreadsheet};

fn bytes(review: &Review) -> Vec<u8> {
    let mut book = Book::new(review, &pages::index_page(review)).unwrap();
    for build in TABLES {
        book.add(&build(review)).unwrap();
    }
    book.finish().unwrap()
}

fn opened(review: &Review) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes(review))).unwrap()
}

fn sheet(review: &Review, name: &str) -> Range<Data> {
    opened(review).worksheet_range(name).unwrap()
}

/// The XML of one part of the workbook.
fn part(review: &Review, path: &str) -> String {
    let archive = bytes(review);
    let parts = spreadsheet::parts(&archive).unwrap();
    let part = parts.iter().find(|part| part.name == path).unwrap_or_else(|| panic!("no {path}"));
    let mut xml = Vec::new();
    part.unpack(u64::MAX, &mut xml).unwrap();
    String::from_utf8(xml).unwrap()
}

fn column(range: &Range<Data>, name: &str) -> usize {
    range.rows().next().unwrap().iter().position(|cell| cell.as_string().as_deref() == Some(name)).unwrap()
}

#[test]
fn every_table_is_a_sheet_with_all_of_its_rows() {
    let review = sample::review(&sample::Size::small());
    let mut book = opened(&review);
    let mut expected = vec!["overview", "charts", "chart-data", "review-sheet"];
    expected.extend(TABLES.iter().map(|build| build(&review).name));
    expected.push("definitions");
    assert_eq!(book.sheet_names(), expected);
    for build in TABLES {
        let table = build(&review);
        let range = book.worksheet_range(table.name).unwrap();
        assert_eq!(range.height(), table.rows.len() + 1, "{}", table.name);
        assert_eq!(range.width(), table.columns.len(), "{}", table.name);
    }
}

#[test]
fn numbers_are_numbers_and_times_are_dates_and_what_is_unknown_is_empty() {
    let mut review = sample::review(&sample::Size::small());
    let case = &mut review.cases[0];
    case.lost_hours = Some(1.5);
    case.person_hours = None;
    case.done_at = chrono::DateTime::from_timestamp(1_785_000_000, 0).unwrap();
    let range = sheet(&review, "cases");
    let cell = |name: &str| range.get((1, column(&range, name))).unwrap().clone();
    assert_eq!(cell("lost_hours"), Data::Float(1.5));
    assert_eq!(cell("person_hours"), Data::Empty);
    let done_at = cell("done_at");
    assert!(matches!(done_at, Data::DateTime(_)), "{done_at:?}");
    let (year, month, day, hour, minute, second, _) = done_at.get_datetime().unwrap().to_ymd_hms_milli();
    assert_eq!((year, month, day, hour, minute, second), (2026, 7, 25, 17, 20, 0));
}

#[test]
fn tables_of_the_overview_are_cells_under_their_headers() {
    let range = sheet(&sample::review(&sample::Size::small()), "overview");
    let rows: Vec<Vec<String>> =
        range.rows().map(|row| row.iter().filter_map(DataType::as_string).collect()).collect();
    let head =
        rows.iter().position(|row| row.first().is_some_and(|cell| cell == "Decision, and why")).unwrap();
    assert_eq!(rows[head], ["Decision, and why", "Who", "By", "If nothing is decided"]);
    let first = &rows[head + 1];
    assert!(first.len() == 4 && first[0].starts_with("Change, stop or tolerate"), "{first:?}");
    assert_eq!(first[2], "2026-10-29");
    let ranked = rows.iter().position(|row| row.first().is_some_and(|cell| cell == "Owner")).unwrap();
    let cells: Vec<&Data> =
        range.rows().nth(ranked + 1).unwrap().iter().filter(|cell| **cell != Data::Empty).collect();
    assert!(cells.contains(&&Data::Float(1.0)), "a rank is a number: {cells:?}");
    assert!(rows.iter().flatten().all(|cell| !cell.starts_with("• Owner: ")), "no table is a list");
}

#[test]
fn no_text_of_the_data_becomes_a_formula() {
    let mut review = sample::review(&sample::Size::small());
    let hostile = "=HYPERLINK(\"http://x.example\",\"open\")";
    hostile.clone_into(&mut review.cases[0].action_id);
    review.cases[0].unit = Some("+1".to_owned());
    let range = sheet(&review, "cases");
    let shown: Vec<_> = range.rows().map(|row| row[0].as_string().unwrap()).collect();
    assert!(shown.contains(&hostile.to_owned()), "the text stays what it is");
    let names: Vec<String> = (1..20).map(|n| format!("xl/worksheets/sheet{n}.xml")).collect();
    let sheets = opened(&review).sheet_names().len();
    assert!(names.iter().take(sheets).all(|path| !part(&review, path).contains("<f>")));
    assert!(part(&review, "xl/styles.xml").contains("quotePrefix=\"1\""), "nor when its cell is edited");
}

#[test]
fn what_a_cell_cannot_hold_is_cut_and_control_characters_are_shown() {
    let mut review = sample::review(&sample::Size::small());
    review.cases[0].unit = Some("x".repeat(40_000));
    review.cases[0].serial = Some("a\u{202e}b\u{1}".to_owned());
    let range = sheet(&review, "cases");
    let cell = |name: &str| range.get((1, column(&range, name))).unwrap().as_string().unwrap();
    assert_eq!(cell("unit").chars().count(), 32_767);
    assert_eq!(cell("serial"), "a\\u{202e}b\\u{1}");
}

#[test]
fn reviewers_find_open_cells_with_lists_and_protected_evidence() {
    let review = sample::review(&sample::Size::small());
    let range = sheet(&review, "review-sheet");
    assert!(range.height() > 1, "somebody is asked");
    let xml = part(&review, "xl/worksheets/sheet4.xml");
    assert!(xml.contains("<sheetProtection sheet=\"1\""), "the evidence is protected");
    assert!(
        xml.contains("\"false_positive,true_positive,benign_positive,undetermined\""),
        "decisions are listed"
    );
    assert!(xml.contains("<formula1>definitions!$A$4:$A$"), "causes are listed");
    let listed = sheet(&review, "definitions");
    let causes = judge::known_causes();
    let cells = listed.rows().skip(3).take(causes.len()).map(|row| row[0].as_string().unwrap());
    assert_eq!(cells.collect::<Vec<_>>(), causes);
}

#[test]
fn a_filled_in_sheet_comes_back_as_decisions() {
    // What the register reads is found by its headers, which the sheet must therefore carry.
    let range = sheet(&sample::review(&sample::Size::small()), "review-sheet");
    let head: Vec<_> = range.rows().next().unwrap().iter().map(|cell| cell.as_string().unwrap()).collect();
    assert_eq!(head[..6], ["action_id", "reviewer", "reviewed_at", "decision", "cause", "rationale"]);
}

#[test]
fn a_table_too_large_for_a_spreadsheet_is_left_out_whole_and_said() {
    let mut review = sample::review(&sample::Size::small());
    let case: CaseRow = review.cases[0].clone();
    review.cases = vec![case; MOST_CELLS / 50];
    let mut book = opened(&review);
    assert!(!book.sheet_names().contains(&"cases".to_owned()));
    let definitions = book.worksheet_range("definitions").unwrap();
    let said = definitions.rows().any(|row| {
        row[0] == Data::String("cases".to_owned())
            && row[2].as_string().is_some_and(|text| text.contains("tables/cases.csv"))
    });
    assert!(said);
}

#[test]
fn the_same_review_gives_the_same_workbook() {
    assert_eq!(
        bytes(&sample::review(&sample::Size::small())),
        bytes(&sample::review(&sample::Size::small()))
    );
}

#[test]
fn every_chart_of_the_first_page_is_drawn_from_its_numbers() {
    let review = sample::review(&sample::Size::small());
    let numbers = sheet(&review, "chart-data");
    let titles: Vec<String> = numbers.rows().next().unwrap().iter().filter_map(DataType::as_string).collect();
    assert!(titles.contains(&"False positives per week".to_owned()), "{titles:?}");
    assert!(part(&review, "xl/charts/chart1.xml").contains("'chart-data'!$B$3"));
}
