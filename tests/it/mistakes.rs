//! Mistakes of whoever runs the program: exit code 2, what was found, what was expected, what to do; nothing
//! half-written.

use std::{fs, path::Path};

use crate::program::{PERIOD, Run, Scratch, finish, program, review, run};

const HEAD: &str = "[organisation]\nname = \"Example\"\ntime_zone = \"UTC\"\n";

/// A folder whose configuration has these lines after its head.
pub(crate) fn configured(more: &str) -> Scratch {
    let scratch = Scratch::new();
    fs::create_dir_all(scratch.at("folder/exports")).unwrap();
    fs::create_dir_all(scratch.at("folder/registers")).unwrap();
    fs::write(scratch.at("folder/misfire.toml"), format!("{HEAD}{more}")).unwrap();
    scratch
}

/// A folder with one source.
pub(crate) fn one_source(body: &str, file: &str, bytes: impl AsRef<[u8]>) -> Scratch {
    let scratch = configured(&format!("[[source]]\npath = \"exports/{file}\"\n{body}\n"));
    fs::write(scratch.at("folder/exports").join(file), bytes).unwrap();
    scratch
}

/// Reviews, which must fail, and must leave nothing.
pub(crate) fn refused(scratch: &Scratch) -> Run {
    let told = review(&scratch.folder(), &scratch.at("out"));
    assert_eq!(told.out, "");
    let left: Vec<String> = fs::read_dir(&scratch.0)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name != "folder")
        .collect();
    assert_eq!(left, Vec::<String>::new(), "something half-written was left");
    told
}

#[test]
fn a_misspelt_key_is_shown_with_its_line_a_caret_and_the_known_keys() {
    refused(&configured("[judge]\npriro = 0.1\n")).fails_with(&[
        "misfire.toml:5:1: unknown key `priro`\n",
        "5 | priro = 0.1\n  | ^^^^^\n",
        "did you mean `prior`? known keys: prior, false_positive_at, true_positive_at, bits",
    ]);
    refused(&configured("[[sorce]]\npath = \"x\"\n")).fails_with(&["did you mean `source`?"]);
}

#[test]
fn wrong_values_and_codes_are_all_said_at_once() {
    let scratch =
        configured("[judge]\nprior = 3.0\nbits = { flaping-trigger = 1.0 }\n[rank]\nconfidence = 7.0\n");
    refused(&scratch)
        .fails_with(&["misfire.toml:5:9: found 3, expected", "misfire.toml:8:14: found 7, expected"]);
    let scratch = configured("[judge]\nbits = { flaping-trigger = 1.0 }\n");
    refused(&scratch)
        .fails_with(&["unknown rule code `flaping-trigger`", "did you mean `flapping-trigger`?"]);
}

#[test]
fn an_absent_configuration_says_how_to_begin() {
    let scratch = Scratch::new();
    fs::create_dir(scratch.folder()).unwrap();
    refused(&scratch).fails_with(&["holds no `misfire.toml`", "hint: ", "misfire init "]);
    run(["check", scratch.at("nowhere").to_str().unwrap()]).fails_with(&["holds no `misfire.toml`"]);
}

#[test]
fn a_file_or_a_folder_beside_the_right_one_is_answered_with_the_right_one() {
    let scratch = configured("");
    let folder = scratch.folder();
    let right = format!("hint: `{}` holds a `misfire.toml`", folder.display());
    let line =
        |path: std::path::PathBuf| finish(program().arg("review").arg(path).args(["--period", PERIOD]));
    line(folder.join("misfire.toml"))
        .fails_with(&["misfire.toml` is a file, expected the review folder", &right]);
    line(folder.join("exports")).fails_with(&["exports` holds no `misfire.toml`", &right]);
    line(scratch.0.clone()).fails_with(&["holds no `misfire.toml`", &right]);
    fs::create_dir_all(scratch.at("a/b/c")).unwrap();
    fs::write(scratch.at("a/b/c/x.json"), "[]").unwrap();
    line(scratch.at("a/b/c/x.json"))
        .fails_with(&["is a file, expected the review folder", "hint: name the folder itself"]);
}

#[test]
fn an_unknown_format_is_answered_with_the_nearest_and_all_others() {
    let scratch = one_source("format = \"okta-sytem-log\"", "a.json", "{}");
    refused(&scratch).fails_with(&[
        "misfire.toml:6:10: unknown format `okta-sytem-log`",
        "^^^",
        "did you mean `okta-system-log`?",
        "jamf-history",
    ]);
}

#[test]
fn a_file_of_no_format_is_answered_with_what_it_holds_and_what_is_known() {
    refused(&one_source("", "a.json", "[{\"colour\":1,\"size\":2}]")).fails_with(&[
        "`exports/a.json`: no known format: the first row has the keys `colour`, `size`",
        "jamf-mdm-commands",
        "okta-system-log",
    ]);
    refused(&one_source("", "a.csv", "colour,size\n1,2\n")).fails_with(&[
        "the header is `colour`, `size`",
        "servicenow-csv",
        "csv-tickets",
    ]);
}

#[test]
fn a_missing_column_is_named_with_the_nearest_header() {
    let text = "Case,Created at,Subject\n1,2026-07-01T10:00:00Z,x\n";
    let body = "format = \"csv-tickets\"\ncolumns = { opened_at = \"Created on\", ticket_id = \"Case\" }";
    refused(&one_source(body, "a.csv", text)).fails_with(&["`opened_at`", "`Created on`", "`Created at`"]);
    let body = "format = \"csv-tickets\"\ncolumns = { ticket_id = \"Case\" }";
    refused(&one_source(body, "a.csv", text)).fails_with(&["`opened_at`", "`Created at`", "columns"]);
    let body = "format = \"csv-tickets\"\ncolumns = { tiket_id = \"Case\" }";
    refused(&one_source(body, "a.csv", text)).fails_with(&["`tiket_id`", "`ticket_id`"]);
}

#[test]
fn a_missing_zone_is_a_question_that_says_where_to_answer() {
    let text = "ticket_id,opened_at,subject\n1,2026-07-01 10:00:00,x\n";
    refused(&one_source("format = \"csv-tickets\"", "a.csv", text)).fails_with(&[
        "`exports/a.csv`",
        "time zone needed for `2026-07-01 10:00:00`",
        "set `time_zone` for this [[source]]",
    ]);
}

#[test]
fn a_pattern_without_files_is_said() {
    refused(&configured("[[source]]\npath = \"exports/*.json\"\n")).fails_with(&[
        "misfire.toml:5:8: `exports/*.json` matches no file",
        "relative to `misfire.toml`",
        "^^^",
    ]);
}

#[test]
fn containers_and_pages_are_recognised_and_said_all_at_once() {
    let scratch = configured("[[source]]\npath = \"exports/*\"\n");
    let exports = scratch.at("folder/exports");
    fs::write(exports.join("book.xlsx"), b"PK\x03\x04rest").unwrap();
    fs::write(exports.join("old.xls"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest").unwrap();
    fs::write(exports.join("page.json"), "<!DOCTYPE html><html><body>Sign in</body></html>").unwrap();
    fs::write(exports.join("doc.pdf"), "%PDF-1.7").unwrap();
    refused(&scratch).fails_with(&[
        "4 inputs could not be read:",
        "`exports/book.xlsx`: is a zip archive or Excel workbook",
        "save the sheet as `CSV UTF-8`",
        "`exports/old.xls`: is an old Excel workbook",
        "`exports/page.json`: is an HTML page",
        "`exports/doc.pdf`: is a PDF",
    ]);
}

#[test]
fn a_period_without_data_says_what_the_inputs_cover() {
    let scratch = Scratch::simulated();
    let out = scratch.at("place/out");
    let folder = scratch.folder();
    let told = finish(program().arg("review").arg(&folder).args(["--period", "2024-Q3", "--out"]).arg(&out));
    told.fails_with(&["no action of 2024-Q3", "lie between 2026-05-", " and 2026-11-"]);
    assert_eq!(fs::read_dir(scratch.at("place")).unwrap().count(), 0);
}

#[test]
fn a_bad_label_of_a_period_is_answered_with_good_ones() {
    let scratch = configured("");
    for (label, why) in [("2026-Q9", "`Q9`"), ("soon", "`soon` is no period"), ("2026-10-01..2026-07-01", "")]
    {
        let told = finish(program().arg("review").arg(scratch.folder()).args(["--period", label]));
        told.fails_with(&["is no period", why, "`2026-Q3`", "`2026-07-01..2026-10-01`"]);
    }
    let told = finish(program().arg("review").arg(scratch.folder()));
    assert_eq!(told.code, 2);
    assert!(told.err.contains("--period"), "{}", told.err);
}

/// The inputs would be refused too: that the place is named shows that it was looked at before them.
#[test]
fn a_place_that_cannot_be_written_is_said_before_anything_is_read() {
    let scratch = one_source("", "a.json", "[{\"colour\":1}]");
    fs::write(scratch.at("file"), "mine").unwrap();
    let told = review(&scratch.folder(), &scratch.at("file/below/out"));
    told.fails_with(&["cannot write `", "is a file, expected a folder"]);
    assert_eq!(fs::read_to_string(scratch.at("file")).unwrap(), "mine");
    fs::create_dir(scratch.at("other")).unwrap();
    fs::write(scratch.at("other/notes.txt"), "mine").unwrap();
    for place in ["file", "other", "folder"] {
        review(&scratch.folder(), &scratch.at(place))
            .fails_with(&["is no misfire report", "choose another folder"]);
    }
    assert_eq!(fs::read_dir(scratch.at("other")).unwrap().count(), 1);
    assert_eq!(fs::read_dir(&scratch.0).unwrap().count(), 3);
}

#[test]
fn a_failed_review_leaves_an_earlier_report_as_it_was() {
    let scratch = Scratch::simulated();
    let first = scratch.review("folder", "out");
    fs::write(scratch.at("folder/exports/jamf/mdm-commands-001.json"), "PK\x03\x04").unwrap();
    review(&scratch.folder(), &scratch.at("out")).fails_with(&["zip archive"]);
    assert!(crate::program::files_under(&scratch.at("out")) == first);
    assert_eq!(fs::read_dir(&scratch.0).unwrap().count(), 3, "folder, its truth, the report");
}

#[test]
fn overlapping_versions_name_both_lines() {
    let scratch = configured("");
    let register =
        |name: &str, text: &str| fs::write(scratch.at("folder/registers").join(name), text).unwrap();
    register(
        "people.csv",
        "person_id,display_name,kind,valid_from,valid_to\nP1,A,employee,2026-01-01,2026-06-30\nP1,A,employee,2026-06-01,\n",
    );
    register(
        "workflows.toml",
        "[[workflow]]\nid = \"w\"\ntitle = \"W\"\ntriggers = [\"account_disabled\"]\nactions = [\"lock\"]\nvalid_from = \"2026-01-01\"\n\n\
         [[workflow]]\nid = \"w\"\ntitle = \"W\"\ntriggers = [\"account_disabled\"]\nactions = [\"lock\"]\nvalid_from = \"2026-05-01\"\n",
    );
    refused(&scratch).fails_with(&[
        "registers/people.csv:3: two versions of person `P1`",
        "lines 2 and 3",
        "two versions of workflow `w`",
        "lines 1 and 8",
    ]);
}

#[test]
fn a_register_that_is_named_and_absent_is_refused_with_the_line_of_its_key() {
    refused(&configured("[registers]\npeople = \"registers/peple.csv\"\n")).fails_with(&[
        "misfire.toml:5:10: `registers/peple.csv` is named and does not exist",
        "5 | people = \"registers/peple.csv\"\n  |          ^^^",
    ]);
}

#[test]
fn a_report_that_somebody_worked_in_is_not_replaced() {
    let scratch = Scratch::simulated();
    scratch.review("folder", "out");
    let out = scratch.at("out");
    review(&scratch.folder(), &out).succeeds();
    fs::write(out.join("notes.txt"), "mine").unwrap();
    let sheet = fs::read_to_string(out.join("review-sheet.csv")).unwrap();
    fs::write(out.join("review-sheet.csv"), format!("{sheet}filled,in")).unwrap();
    // The inputs would be refused too: that these files are named shows that they were looked at first.
    fs::write(scratch.at("folder/exports/jamf/mdm-commands-001.json"), "PK\x03\x04").unwrap();
    review(&scratch.folder(), &out).fails_with(&[
        "files that misfire did not write: `notes.txt`",
        "files changed since misfire wrote them: `review-sheet.csv`",
        "hint: nothing was written; move these files out",
        "--out",
    ]);
    assert_eq!(fs::read_to_string(out.join("notes.txt")).unwrap(), "mine");
}

#[test]
fn a_date_that_is_none_is_refused_as_a_question_of_use() {
    let scratch = Scratch::simulated();
    let folder = scratch.folder();
    let out = scratch.at("out");
    let line = ["--period", PERIOD, "--as-of", "yesterday", "--out"];
    finish(program().arg("review").arg(&folder).args(line).arg(&out)).fails_with(&[
        "--as-of",
        "`yesterday`",
        "2026-07-01",
    ]);
    assert!(!out.exists());
}

#[test]
fn simulate_and_init_never_write_over_anything() {
    let scratch = Scratch::simulated();
    let before = crate::program::files_under(&scratch.0);
    let folder = scratch.folder();
    let text = folder.to_str().unwrap();
    let told = run(["simulate", text, "--people", "80", "--period", PERIOD, "--seed", "2"]);
    told.fails_with(&[text]);
    run(["init", text]).fails_with(&["already holds misfire.toml", "hint: nothing was written"]);
    assert!(crate::program::files_under(&scratch.0) == before);
    assert!(Path::new(text).is_dir());
}
