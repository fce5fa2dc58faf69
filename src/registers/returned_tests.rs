//! Review sheets as reviewers return them.

use std::path::PathBuf;

use rust_xlsxwriter::{Format, Workbook};

use super::*;
use crate::{
    config::load::parse,
    registers::{Registers, load},
};

const CONFIG: &str = "[organisation]\nname = \"Acme\"\ntime_zone = \"America/New_York\"\n";
const HEADER: [&str; 7] =
    ["action_id", "reviewer", "reviewed_at", "decision", "cause", "rationale", "review_state"];

/// A review folder of its own, removed when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("misfire-returned-{name}-{}", std::process::id()));
        drop(fs::remove_dir_all(&path));
        fs::create_dir_all(path.join("registers")).unwrap();
        Self(path)
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        fs::write(self.0.join("registers").join(name), bytes).unwrap();
        self
    }

    fn load(&self) -> Result<Registers, String> {
        let config = parse("misfire.toml", CONFIG).unwrap();
        load(&self.0, &config).map_err(|error| error.to_string())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// A workbook as a reviewer saves it: a sheet of something else first, titles above the header.
fn workbook(rows: &[[&str; 6]]) -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("overview").unwrap().write_string(0, 0, "nothing to fill in").unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("review-sheet").unwrap().write_string(0, 0, "Fill in the white cells").unwrap();
    for (column, name) in (0..).zip(HEADER) {
        sheet.write_string(2, column, name).unwrap();
    }
    for (number, row) in (3..).zip(rows) {
        for (column, cell) in (0..).zip(row) {
            sheet.write_string(number, column, *cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn decisions(registers: &Registers) -> Vec<String> {
    let rows = registers.reviews.iter().flatten();
    rows.map(|row| format!("{} {} {}:{}", row.action_id, row.decision, row.row.file, row.row.line)).collect()
}

fn findings(registers: &Registers) -> Vec<String> {
    let about_rows = registers.findings.iter().filter(|finding| finding.rule.starts_with("review-"));
    about_rows.map(|finding| format!("{} {}", finding.rule, finding.reference)).collect()
}

#[test]
fn a_returned_workbook_is_read_beside_the_register_and_each_row_keeps_its_place() {
    let folder = Folder::new("beside");
    folder
        .put("reviews.csv", "action_id,reviewer,reviewed_at,decision\na-1,team:X,2026-10-01,undetermined\n");
    folder.put(
        "reviews-x.xlsx",
        workbook(&[["a-2", "team:X", "2026-10-02T09:00", "false positive", "wrong-device", "not theirs"]]),
    );
    let registers = folder.load().unwrap();
    assert_eq!(
        decisions(&registers),
        ["a-1 undetermined registers/reviews.csv:2", "a-2 false_positive registers/reviews-x.xlsx:4"]
    );
    let second = &registers.reviews.unwrap()[1];
    assert_eq!((second.cause.as_deref(), second.rationale.as_str()), (Some("wrong-device"), "not theirs"));
    assert_eq!(second.reviewed_at.to_rfc3339(), "2026-10-02T13:00:00+00:00");
}

#[test]
fn a_workbook_alone_is_the_register() {
    let folder = Folder::new("alone");
    folder.put("reviews.xlsx", workbook(&[["a-2", "team:X", "2026-10-02", "true_positive", "", ""]]));
    assert_eq!(decisions(&folder.load().unwrap()), ["a-2 true_positive registers/reviews.xlsx:4"]);
}

#[test]
fn a_date_cell_means_its_day_and_one_with_a_time_its_minute() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in (0..).zip(HEADER) {
        sheet.write_string(0, column, name).unwrap();
    }
    let date = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    for (row, serial) in [(1, 46_297.0), (2, 46_297.5)] {
        sheet.write_string(row, 0, format!("a-{row}")).unwrap();
        sheet.write_string(row, 1, "team:X").unwrap();
        sheet.write_number_with_format(row, 2, serial, &date).unwrap();
        sheet.write_string(row, 3, "true_positive").unwrap();
    }
    let folder = Folder::new("dates");
    folder.put("reviews.xlsx", book.save_to_buffer().unwrap());
    let registers = folder.load().unwrap();
    let until = |index: usize| registers.reviews.as_ref().unwrap()[index].reviewed_until.to_rfc3339();
    assert_eq!(until(0), "2026-10-03T04:00:00+00:00", "the whole of 2 October in New York");
    assert_eq!(until(1), "2026-10-02T16:00:00+00:00");
}

#[test]
fn rows_that_nobody_filled_in_are_counted_once_and_those_that_do_not_fit_say_why() {
    let folder = Folder::new("rows");
    folder.put(
        "reviews.xlsx",
        workbook(&[
            ["a-1", "", "", "", "", ""],
            ["a-2", "team:X", "2026-10-02", "guilty", "", ""],
            ["a-3", "team:X", "soon", "true_positive", "", ""],
            ["a-4", "", "2026-10-02", "true_positive", "", ""],
            ["a-5", "", "", "", "", ""],
        ]),
    );
    let registers = folder.load().unwrap();
    assert_eq!(decisions(&registers), Vec::<String>::new());
    assert_eq!(
        findings(&registers),
        [
            "review-decision-unknown registers/reviews.xlsx:5",
            "review-row-rejected registers/reviews.xlsx:6",
            "review-row-rejected registers/reviews.xlsx:7",
            "review-rows-open registers/reviews.xlsx:4",
        ]
    );
}

#[test]
fn a_workbook_without_the_sheet_is_refused_and_names_what_it_holds() {
    let folder = Folder::new("strange");
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Lunch").unwrap().write_string(0, 0, "soup").unwrap();
    folder.put("reviews-b.xlsx", book.save_to_buffer().unwrap());
    let message = folder.load().unwrap_err();
    assert!(message.contains("registers/reviews-b.xlsx"), "{message}");
    assert!(
        message.contains("no sheet has the headers action_id, reviewer, reviewed_at, decision"),
        "{message}"
    );
    assert!(message.contains("found the sheets Lunch"), "{message}");
}

#[test]
fn what_is_no_workbook_is_refused_and_the_lock_of_an_office_program_is_not_looked_at() {
    let folder = Folder::new("no-workbook");
    folder.put("~$reviews.xlsx", "lock");
    assert!(folder.load().unwrap().reviews.is_none());
    folder.put("reviews.xlsx", "action_id,reviewer");
    assert!(folder.load().unwrap_err().contains("registers/reviews.xlsx"));
}

#[test]
fn a_returned_sheet_of_delimited_text_is_read_whatever_the_case_of_its_name() {
    let folder = Folder::new("csv");
    folder.put(
        "Reviews-X.CSV",
        "action_id,reviewer,reviewed_at,decision\na-1,team:X,2026-10-01,true_positive\n",
    );
    folder.put("REVIEWS-Y.XLSX", workbook(&[["a-2", "team:Y", "2026-10-02", "true_positive", "", ""]]));
    assert_eq!(
        decisions(&folder.load().unwrap()),
        ["a-2 true_positive registers/REVIEWS-Y.XLSX:4", "a-1 true_positive registers/Reviews-X.CSV:2"]
    );
}

#[test]
fn files_that_look_returned_and_are_not_read_are_named() {
    let folder = Folder::new("unread");
    for name in ["workbook.xlsx", "review-sheet.csv", "reviews-x.ods", "people-notes.txt"] {
        folder.put(name, "anything");
    }
    assert_eq!(
        findings(&folder.load().unwrap()),
        [
            "review-file-unread registers/review-sheet.csv:0",
            "review-file-unread registers/reviews-x.ods:0",
            "review-file-unread registers/workbook.xlsx:0",
        ]
    );
}

#[test]
fn every_sheet_with_the_headers_is_read_and_a_note_beside_the_table_costs_no_decision() {
    let mut book = Workbook::new();
    for (name, id) in [("review-sheet", "a-1"), ("copy", "a-2")] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        for (column, name) in (0..).zip(HEADER) {
            sheet.write_string(0, column, name).unwrap();
        }
        for (column, cell) in (0..).zip([id, "team:X", "2026-10-02", "true_positive"]) {
            sheet.write_string(1, column, cell).unwrap();
        }
        sheet.write_string(1, 9, "ask Ada").unwrap();
    }
    let folder = Folder::new("sheets");
    folder.put("reviews.xlsx", book.save_to_buffer().unwrap());
    assert_eq!(
        decisions(&folder.load().unwrap()),
        [
            "a-1 true_positive registers/reviews.xlsx [review-sheet]:2",
            "a-2 true_positive registers/reviews.xlsx [copy]:2"
        ]
    );
}

#[test]
fn headers_mean_the_same_whatever_their_case_blanks_and_underscores() {
    let folder = Folder::new("headers");
    folder.put(
        "reviews-x.csv",
        "Action ID, reviewer ,REVIEWED-AT,Decision,Review State\na-1,team:X,2026-10-01,true_positive,due\n",
    );
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in (0..).zip(["action id", "Reviewer", "Reviewed at", " decision", "Root_cause"]) {
        sheet.write_string(0, column, name).unwrap();
    }
    for (column, cell) in (0..).zip(["a-2", "team:X", "2026-10-02", "false_positive", "bad data"]) {
        sheet.write_string(1, column, cell).unwrap();
    }
    folder.put("reviews-y.xlsx", book.save_to_buffer().unwrap());
    let registers = folder.load().unwrap();
    assert_eq!(
        decisions(&registers),
        ["a-1 true_positive registers/reviews-x.csv:2", "a-2 false_positive registers/reviews-y.xlsx:2"]
    );
    assert_eq!(registers.reviews.unwrap()[1].cause, None, "a header of another name stays another column");
}

#[test]
fn two_headers_that_mean_the_same_are_refused_with_both_names() {
    let folder = Folder::new("headers-twice");
    let header = "action_id,reviewer,reviewed_at,decision,Decision ,Reviewed At\n";
    folder.put("reviews.csv", format!("{header}a-1,team:X,2026-10-01,true_positive,,\n"));
    let message = folder.load().unwrap_err();
    assert!(message.contains("registers/reviews.csv:1: header `decision` stands twice"), "{message}");
    let both = "the headers `reviewed_at` and `Reviewed At` both mean `reviewed_at`, expected one of them";
    assert!(message.contains(both), "{message}");
}

#[test]
fn a_date_stored_as_a_plain_number_is_refused_with_the_day_it_may_stand_for() {
    let folder = Folder::new("serials");
    folder.put(
        "reviews.csv",
        "action_id,reviewer,reviewed_at,decision\n\
         a-1,team:X,46300,true_positive\na-2,team:X,46300.75,true_positive\na-3,team:X,9,true_positive\n",
    );
    let registers = folder.load().unwrap();
    assert_eq!(decisions(&registers), Vec::<String>::new());
    let said: Vec<&str> = registers.findings.iter().map(|found| found.finding.as_str()).collect();
    let advice =
        "a workbook stores 2026-10-05 as this number: format the cell as a date, or type `2026-10-05`";
    assert!(said[0].contains("`46300` is no date or time, expected `2026-07-01`"), "{said:?}");
    assert!(
        said[0].contains(advice) && said[1].contains(advice) && !said[2].contains("workbook"),
        "{said:?}"
    );
}

#[test]
fn every_register_that_was_read_has_its_digest() {
    let folder = Folder::new("digests");
    folder.put("reviews.csv", "action_id,reviewer,reviewed_at,decision\n");
    folder.put("reviews-x.csv", "action_id,reviewer,reviewed_at,decision\n");
    let files = folder.load().unwrap().files;
    // SHA-256 of the line, by `sha256sum`.
    let digest = "bf2f7824fa866d9715bc65b315cfe9eefd9b42e4a95b579ee5ae180a0e11f140";
    assert_eq!(
        files,
        [("registers/reviews-x.csv", digest), ("registers/reviews.csv", digest)]
            .map(|(file, digest)| (file.to_owned(), digest.to_owned()))
    );
}
