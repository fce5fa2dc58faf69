//! An extract stands for the exports it was made from, is brought up to date without reading them anew, and is
//! never believed when it was touched.

use std::{fs, path::Path};

use crate::program::{Run, Scratch, differing, files_under, finish, program, review};

fn extract(folder: &Path, out: &Path) -> Run {
    finish(program().arg("extract").arg(folder).arg("--out").arg(out))
}

/// A folder with the registers of another and the list of an extract as its only source.
pub(crate) fn folder_of_extract(from: &Path, to: &Path) {
    crate::program::copy(&from.join("registers"), &to.join("registers"));
    let config = fs::read_to_string(from.join("misfire.toml")).unwrap();
    let kept: String = config
        .split("\n[")
        .filter(|section| !section.starts_with("[source]]"))
        .collect::<Vec<_>>()
        .join("\n[");
    let source = "\n[[source]]\npath = \"extract/misfire-extract.json\"\n";
    fs::write(to.join("misfire.toml"), kept + source).unwrap();
}

#[test]
fn a_review_of_an_extract_is_the_review_of_the_exports() {
    let scratch = Scratch::simulated();
    extract(&scratch.folder(), &scratch.at("later/extract")).succeeds();
    folder_of_extract(&scratch.folder(), &scratch.at("later"));
    let exports = scratch.review("folder", "of-exports");
    let extracted = scratch.review("later", "of-extract");
    let about_configuration = ["SHA256SUMS", "audit.html", "evidence/manifest.json", "review.json"];
    let differing: Vec<String> = differing(&exports, &extracted)
        .into_iter()
        .filter(|name| !about_configuration.contains(&name.as_str()))
        .collect();
    assert_eq!(differing, Vec::<String>::new());
    assert!(exports.contains_key("tables/sources.csv") && exports.contains_key("tables/rejects.csv"));
}

#[test]
fn what_did_not_change_is_not_read_again() {
    let scratch = Scratch::simulated();
    let out = scratch.at("extract");
    let first = extract(&scratch.folder(), &out).succeeds();
    assert!(first.err.contains(" 0 of them unchanged"), "{}", first.err);
    let before = files_under(&out);
    let second = extract(&scratch.folder(), &out).succeeds();
    let files: usize = second.err.split(' ').next().unwrap().parse().unwrap();
    assert!(files > 5 && second.err.contains(&format!(" {files} of them unchanged")), "{}", second.err);
    assert_eq!(differing(&before, &files_under(&out)), Vec::<String>::new());
    let tickets =
        fs::read_dir(scratch.folder().join("exports/tickets")).unwrap().next().unwrap().unwrap().path();
    fs::remove_file(&tickets).unwrap();
    let config = fs::read_to_string(scratch.folder().join("misfire.toml")).unwrap();
    let kept: Vec<&str> =
        config.split("\n[").filter(|section| !section.contains("exports/tickets")).collect();
    fs::write(scratch.folder().join("misfire.toml"), kept.join("\n[")).unwrap();
    extract(&scratch.folder(), &out).succeeds();
    let after = files_under(&out);
    assert!(!after.keys().any(|name| name.starts_with("tickets/")), "parts of a source that is gone stay");
    assert!(after.len() < before.len());
}

#[test]
fn parts_lie_by_table_and_month_and_are_the_same_on_every_run() {
    let scratch = Scratch::simulated();
    extract(&scratch.folder(), &scratch.at("one")).succeeds();
    extract(&scratch.folder(), &scratch.at("two")).succeeds();
    let (one, two) = (files_under(&scratch.at("one")), files_under(&scratch.at("two")));
    assert_eq!(differing(&one, &two), Vec::<String>::new());
    for folder in ["actions/month=2026-07/", "events/month=2026-09/", "tickets/month=2026-08/"] {
        assert!(one.keys().any(|name| name.starts_with(folder)), "{folder} in {:?}", one.keys());
    }
}

#[test]
fn an_extract_that_was_touched_is_not_believed() {
    let scratch = Scratch::simulated();
    extract(&scratch.folder(), &scratch.at("later/extract")).succeeds();
    folder_of_extract(&scratch.folder(), &scratch.at("later"));
    let files = files_under(&scratch.at("later/extract"));
    let part = files.keys().find(|name| name.starts_with("actions/")).unwrap();
    let path = scratch.at("later/extract").join(part);
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&path, &bytes).unwrap();
    let run = || review(&scratch.at("later"), &scratch.at("out"));
    run().fails_with(&[part.as_str(), "not as it was written"]);
    fs::remove_file(&path).unwrap();
    run().fails_with(&[part.as_str(), "cannot be read"]);
    let list = scratch.at("later/extract/misfire-extract.json");
    let text = fs::read_to_string(&list).unwrap();
    fs::write(&list, text.replacen("\"misfire_extract\": 2", "\"misfire_extract\": 99", 1)).unwrap();
    run().fails_with(&["layout 99"]);
    assert!(!scratch.at("out").exists());
}

#[test]
fn a_folder_with_other_files_is_left_alone() {
    let scratch = Scratch::simulated();
    fs::create_dir_all(scratch.at("mine")).unwrap();
    fs::write(scratch.at("mine/notes.txt"), "keep").unwrap();
    extract(&scratch.folder(), &scratch.at("mine")).fails_with(&["holds files", "misfire-extract.json"]);
    assert_eq!(fs::read_to_string(scratch.at("mine/notes.txt")).unwrap(), "keep");
}
