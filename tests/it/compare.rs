//! `misfire review --compare DIR`: the report of the period before is read, recomputed instead, or refused.

use std::{fs, path::Path};

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::program::{Run, Scratch, finish, program};

/// Reviews a stretch of the simulated folder, against a report where one is named.
fn review(scratch: &Scratch, period: &str, out: &str, compare: Option<&str>) -> Run {
    let mut program = program();
    program.arg("review").arg(scratch.folder()).args(["--period", period, "--quiet"]);
    program.arg("--out").arg(scratch.at(out));
    if let Some(compare) = compare {
        program.arg("--compare").arg(scratch.at(compare));
    }
    finish(&mut program)
}

fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn json(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("review.json")).unwrap()).unwrap()
}

/// Copies what is read of a report, with another text of its `review.json`.
fn forged(scratch: &Scratch, name: &str, from: &str, change: impl FnOnce(String) -> String, is_listed: bool) {
    let (from, to) = (scratch.at(from), scratch.at(name));
    fs::create_dir_all(&to).unwrap();
    let text = fs::read_to_string(from.join("review.json")).unwrap();
    let sums = fs::read_to_string(from.join("SHA256SUMS")).unwrap();
    let changed = change(text.clone());
    let sums = if is_listed {
        sums.replace(&sha256_hex(text.as_bytes()), &sha256_hex(changed.as_bytes()))
    } else {
        sums
    };
    fs::write(to.join("review.json"), changed).unwrap();
    fs::write(to.join("SHA256SUMS"), sums).unwrap();
}

/// A simulated folder with the reports of three months.
fn months() -> Scratch {
    let scratch = Scratch::simulated();
    for month in ["2026-07", "2026-08", "2026-09"] {
        review(&scratch, month, month, None).succeeds();
    }
    scratch
}

#[test]
fn a_report_with_the_same_definitions_says_the_same_as_its_inputs() {
    let scratch = months();
    let run = review(&scratch, "2026-08", "read", Some("2026-07")).succeeds();
    assert!(!run.err.contains("not compared"), "{}", run.err);
    let (mut read, mut recomputed) = (json(&scratch.at("read")), json(&scratch.at("2026-08")));
    let remarks = read["remarks"].as_array().unwrap().clone();
    let last = remarks.last().unwrap().as_str().unwrap();
    assert!(last.starts_with("The figures of 2026-07 are read from its report"), "{last}");
    let bytes = fs::read(scratch.at("2026-07").join("review.json")).unwrap();
    assert!(last.contains(&sha256_hex(&bytes)), "{last}");
    assert!(read["previous"]["judged"].as_u64() > Some(0), "{}", read["previous"]);
    for value in [&mut read, &mut recomputed] {
        value["remarks"] = Value::Null;
    }
    assert_eq!(read, recomputed);
}

#[test]
fn a_gap_of_the_earlier_period_stands_beside_the_change_and_one_of_most_of_it_forbids_the_comparison() {
    let scratch = months();
    let with_gap = |days: u64| {
        move |text: String| {
            let mut value: Value = serde_json::from_str(&text).unwrap();
            let rows = value["coverage"].as_array_mut().unwrap();
            let row = rows.iter_mut().find(|row| row["format"] == "okta-system-log").unwrap();
            row["findings"] = vec!["silent for 5 days from 2026-07-08 on, between two files"].into();
            row["rejected"] = 12.into();
            row["missing_days"] = days.into();
            serde_json::to_string_pretty(&value).unwrap()
        }
    };
    forged(&scratch, "gap", "2026-07", with_gap(5), true);
    review(&scratch, "2026-08", "beside", Some("gap")).succeeds();
    let told = "2026-07: okta-system-log silent for 5 days from 2026-07-08 on, between two files; 12 rows could not \
                be used";
    assert_eq!(json(&scratch.at("beside"))["unequal_data"][0], told);
    let page = fs::read_to_string(scratch.at("beside/review.md")).unwrap();
    assert!(page.contains("The two periods do not rest on the same data") && page.contains(told), "{page}");
    assert!(page.contains("against 2026-07, which rests on other data"), "{page}");
    forged(&scratch, "hole", "2026-07", with_gap(20), true);
    review(&scratch, "2026-08", "recomputed", Some("hole")).succeeds();
    let remarks = json(&scratch.at("recomputed"))["remarks"].to_string();
    let why = "recomputed from the inputs of this review and not read from its report: the inputs of 2026-07 lacked \
               20 days of its 31 days in okta-system-log";
    assert!(remarks.contains(why), "{remarks}");
}

#[test]
fn a_report_that_says_nothing_of_rejected_rows_and_missing_days_is_read_as_before() {
    let scratch = months();
    let older = |text: String| {
        let mut value: Value = serde_json::from_str(&text).unwrap();
        for row in value["coverage"].as_array_mut().unwrap() {
            for key in ["rejected", "missing_days"] {
                row.as_object_mut().unwrap().remove(key).unwrap();
            }
        }
        value.as_object_mut().unwrap().remove("unequal_data").unwrap();
        serde_json::to_string_pretty(&value).unwrap()
    };
    forged(&scratch, "older", "2026-07", older, true);
    let run = review(&scratch, "2026-08", "read", Some("older")).succeeds();
    assert!(!run.err.contains("not compared"), "{}", run.err);
    assert!(json(&scratch.at("read"))["previous"]["judged"].as_u64() > Some(0));
}

#[test]
fn a_definition_that_differs_is_named_with_both_values_and_the_period_is_recomputed() {
    let scratch = months();
    let file = scratch.folder().join("misfire.toml");
    let text = fs::read_to_string(&file).unwrap();
    assert!(!text.contains("[judge]"), "{text}");
    let lines = text.lines().count();
    fs::write(&file, format!("{text}\n[judge]\nprior = 0.1\nbits.wrong-device = 7\n")).unwrap();
    let run = review(&scratch, "2026-08", "again", Some("2026-07")).succeeds();
    let said = &run.err;
    for part in [
        "not compared with `".to_owned(),
        "judge.bits.wrong-device +8 there and +7 here (".to_owned(),
        format!("review.json: definitions[\"judge.prior\"]; {}:{})", file.display(), lines + 3),
        "judge.prior 0.05 there and 0.1 here (".to_owned(),
        "2026-07 was recomputed from the inputs of ".to_owned(),
    ] {
        assert!(said.contains(&part), "{part} in {said}");
    }
    let again = json(&scratch.at("again"));
    let remark = again["remarks"].as_array().unwrap().last().unwrap().as_str().unwrap().to_owned();
    assert!(remark.contains("recomputed from the inputs of this review"), "{remark}");
    assert!(remark.contains("judge.prior 0.05 there and 0.1 here"), "{remark}");
    let alone = review(&scratch, "2026-08", "alone", None).succeeds();
    assert!(!alone.err.contains("not compared"));
    assert_eq!(again["previous"], json(&scratch.at("alone"))["previous"]);
}

#[test]
fn without_inputs_of_the_period_before_another_definition_leaves_no_comparison() {
    let scratch = months();
    // The quarter before is not covered by the inputs: its report is all there is.
    let quarter = |json: String| {
        let value: Value = serde_json::from_str(&json).unwrap();
        let edge = |key: &str| value[key].as_str().unwrap().to_owned();
        json.replace("\"period\": \"2026-07\"", "\"period\": \"2026-Q2\"")
            .replace(&edge("period_to"), "2026-07-01T04:00:00Z")
            .replace(
                &format!("\"period_from\": \"{}\"", edge("period_from")),
                "\"period_from\": \"2026-04-01T04:00:00Z\"",
            )
    };
    forged(&scratch, "2026-Q2", "2026-07", quarter, true);
    review(&scratch, "2026-Q3", "read", Some("2026-Q2")).succeeds();
    let july = json(&scratch.at("2026-07"));
    assert_eq!(json(&scratch.at("read"))["previous"], july["totals"]);

    let file = scratch.folder().join("misfire.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{text}\n[attribute]\nmin_score = 3.0\n")).unwrap();
    let run = review(&scratch, "2026-Q3", "withheld", Some("2026-Q2")).succeeds();
    assert!(
        run.err.contains("there is no comparison with 2026-Q2: the inputs do not cover it"),
        "{}",
        run.err
    );
    let withheld = json(&scratch.at("withheld"));
    assert_eq!(withheld["previous"], Value::Null);
    let why = withheld["previous_absent"].as_str().unwrap();
    assert!(why.contains("attribute.min_score 4 there and 3 here"), "{why}");
    assert!(why.contains("it cannot be recomputed: the inputs hold actions from"), "{why}");
}

#[test]
fn a_folder_that_is_no_report_of_the_period_before_is_refused_with_what_was_found() {
    let scratch = months();
    review(&scratch, "2026-07-15..2026-08-15", "overlapping", None).succeeds();
    review(&scratch, "2026-07-08..2026-07-15", "week", None).succeeds();
    fs::write(scratch.at("a-file"), "text").unwrap();
    fs::create_dir_all(scratch.at("empty")).unwrap();
    let end = |text: String| text[..text.len() / 2].to_owned();
    let swap = |from: &'static str, to: &'static str| {
        move |text: String| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        }
    };
    forged(&scratch, "tampered", "2026-07", swap("\"false_positives\": ", "\"false_positives\": 1"), false);
    forged(&scratch, "truncated", "2026-07", end, true);
    forged(&scratch, "future", "2026-07", swap("misfire-review/1", "misfire-review/2"), true);
    forged(&scratch, "foreign", "2026-07", |_| "{\"tool\": \"other\"}".to_owned(), true);
    forged(&scratch, "older", "2026-07", swap("\"definitions\"", "\"definition\""), true);
    forged(&scratch, "unlisted", "2026-07", |text| text, true);
    fs::write(scratch.at("unlisted/SHA256SUMS"), "").unwrap();
    forged(&scratch, "unsealed", "2026-07", |text| text, true);
    fs::remove_file(scratch.at("unsealed/SHA256SUMS")).unwrap();
    let organisation = json(&scratch.at("2026-07"))["organisation"].as_str().unwrap().to_owned();
    let renamed = |text: String| text.replace(&format!("\"{organisation}\""), "\"Elsewhere Ltd\"");
    forged(&scratch, "elsewhere", "2026-07", renamed, true);
    let as_of = json(&scratch.at("2026-07"))["as_of"].as_str().unwrap().to_owned();
    let later = |text: String| {
        text.replace(&format!("\"as_of\": \"{as_of}\""), "\"as_of\": \"2027-01-01T00:00:00Z\"")
    };
    forged(&scratch, "wiser", "2026-07", later, true);
    for (folder, expected) in [
        ("nowhere", "is not there, expected the folder of a report"),
        ("a-file", "is a file, expected the folder of a report"),
        ("empty", "holds no `review.json`, expected a report that `misfire review` wrote"),
        ("folder", "this is a review folder with inputs"),
        ("unsealed", "holds no `SHA256SUMS`"),
        ("unlisted", "is not listed in the `SHA256SUMS` beside it"),
        ("tampered", "was changed since misfire wrote it: found SHA-256 "),
        ("truncated", "cannot be read as a review: EOF while parsing"),
        ("foreign", "has the form `(none)`, expected `misfire-review/1`"),
        ("future", "a newer misfire wrote it"),
        ("older", "cannot be read as a review: missing field `definitions`"),
        ("elsewhere", "found the organisation `Elsewhere Ltd`, expected `"),
        (
            "2026-08",
            "found the period under review itself, 2026-08 (2026-08-01 00:00 to 2026-09-01 00:00), expected the one before 2026-08: 2026-07 (2026-07-01 00:00 to 2026-08-01 00:00)",
        ),
        ("2026-09", "found a later period, 2026-09"),
        ("overlapping", "found a period that overlaps the one under review, 2026-07-15..2026-08-15"),
        ("week", "found another earlier period, 2026-07-08..2026-07-15"),
        ("wiser", "as of 2027-01-01T00:00:00Z, expected a report that knew no more than this review"),
    ] {
        let run = review(&scratch, "2026-08", "none", Some(folder));
        run.fails_with(&[expected]);
        assert!(!scratch.at("none").exists(), "{folder}");
    }
}
