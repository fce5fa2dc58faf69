//! What a change of the inputs may change in the report, and what it may not.

use std::{
    collections::BTreeMap,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
};

use serde_json::Value;

use crate::program::{Scratch, check, copy, gunzip, gzip, run, table, without_places};

type Files = BTreeMap<String, Vec<u8>>;

/// Tables that only speak of what happened, never of where it was read.
const MEANING: [&str; 8] =
    ["cases", "scope", "candidates", "rankings", "weekly", "causes", "pending", "tickets"];

/// Asserts that these reports say the same, source rows aside; without columns of places, byte for byte.
fn say_the_same(a: &Files, b: &Files) {
    for name in MEANING {
        let file = format!("tables/{name}.csv");
        if a[&file] != b[&file] {
            let (a, b) = (without_places(a, name), without_places(b, name));
            assert_eq!(a.len(), b.len(), "{name}");
            for (a, b) in a.iter().zip(&b) {
                assert_eq!(a, b, "{name}");
            }
            assert!(
                ["cases", "tickets", "pending"].contains(&name),
                "{name} differs in something other than places"
            );
        }
    }
}

/// Another order that has nothing to do with the first one.
fn shuffled<T: Hash>(items: &mut [T]) {
    items.sort_by_key(|item| {
        let mut hasher = DefaultHasher::new();
        item.hash(&mut hasher);
        hasher.finish()
    });
}

fn lines(bytes: &[u8]) -> Vec<Vec<u8>> {
    bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).map(<[u8]>::to_vec).collect()
}

fn joined(lines: &[Vec<u8>]) -> Vec<u8> {
    lines.iter().flat_map(|line| [line.as_slice(), b"\n"].concat()).collect()
}

fn okta_files(folder: &Path) -> Vec<std::path::PathBuf> {
    let pattern = folder.join("exports/identity/okta-*.ndjson.gz");
    glob::glob(pattern.to_str().unwrap()).unwrap().map(Result::unwrap).collect()
}

/// Turns every input around: other order of rows, other files.
fn turn_around(folder: &Path) {
    let mut log = Vec::new();
    for file in okta_files(folder) {
        log.extend(lines(&gunzip(&file)));
        fs::remove_file(file).unwrap();
    }
    shuffled(&mut log);
    for (number, part) in log.chunks(log.len() / 3 + 1).enumerate() {
        gzip(&folder.join(format!("exports/identity/okta-part{number}.ndjson.gz")), &joined(part));
    }
    for name in ["computerhistory-001", "mobiledevicehistory-001"] {
        let path = folder.join(format!("exports/jamf/{name}.ndjson.gz"));
        let mut rows = lines(&gunzip(&path));
        shuffled(&mut rows);
        gzip(&path, &joined(&rows));
    }
    let jamf = folder.join("exports/jamf");
    let mut rows = results(&jamf.join("mdm-commands-001.json"));
    rows.sort_by_key(|row| std::cmp::Reverse(row["uuid"].to_string()));
    let second = rows.split_off(rows.len() / 2);
    fs::write(jamf.join("mdm-commands-001.json"), Value::from(rows).to_string()).unwrap();
    let page = serde_json::json!({ "totalCount": second.len(), "results": second });
    fs::write(jamf.join("mdm-commands-002.json"), page.to_string()).unwrap();
    let tickets = folder.join("exports/tickets/servicenow-incidents.csv");
    let mut reader = csv::Reader::from_path(&tickets).unwrap();
    let header = reader.byte_headers().unwrap().clone();
    let mut rows: Vec<csv::ByteRecord> = reader.byte_records().map(Result::unwrap).collect();
    rows.reverse();
    let mut writer = csv::Writer::from_path(&tickets).unwrap();
    writer.write_byte_record(&header).unwrap();
    for row in &rows {
        writer.write_byte_record(row).unwrap();
    }
    writer.flush().unwrap();
}

/// The rows of a Jamf page.
fn results(path: &Path) -> Vec<Value> {
    let page: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    page["results"].as_array().unwrap().clone()
}

#[test]
fn another_order_of_rows_and_another_split_into_files_change_only_places() {
    let scratch = Scratch::simulated();
    let first = scratch.review("folder", "first");
    turn_around(&scratch.folder());
    let turned = scratch.review("folder", "turned");
    say_the_same(&first, &turned);
    assert_ne!(first["tables/sources.csv"], turned["tables/sources.csv"]);
    let rejects = |files: &Files| {
        let mut rows: Vec<_> = table(files, "rejects").into_iter().map(|row| row["text"].clone()).collect();
        rows.sort();
        rows
    };
    assert_eq!(rejects(&first), rejects(&turned), "the same rows are rejected, wherever they stand");
}

#[test]
fn everything_exported_twice_changes_nothing_but_the_counts() {
    let scratch = Scratch::simulated();
    let first = scratch.review("folder", "first");
    let jamf = scratch.at("folder/exports/jamf");
    fs::copy(jamf.join("mdm-commands-001.json"), jamf.join("mdm-commands-002.json")).unwrap();
    let mut log = scratch.folder();
    log.push("exports/identity/okta-2026-08.ndjson.gz");
    let bytes = gunzip(&log);
    gzip(&log, &[bytes.as_slice(), &bytes].concat());
    let twice = scratch.review("folder", "twice");
    for name in MEANING {
        let file = format!("tables/{name}.csv");
        assert!(first[&file] == twice[&file], "{name} changed");
    }
    let (before, after) = (table(&first, "sources"), table(&twice, "sources"));
    let count = |rows: &[BTreeMap<String, String>], file: &str, column: &str| {
        rows.iter().find(|row| row["file"].ends_with(file)).unwrap()[column].parse::<u64>().unwrap()
    };
    let commands = count(&before, "mdm-commands-001.json", "accepted");
    assert_eq!(count(&after, "mdm-commands-001.json", "accepted"), commands);
    assert_eq!(count(&after, "mdm-commands-002.json", "accepted"), 0);
    assert_eq!(count(&after, "mdm-commands-002.json", "duplicate"), commands);
    let events = "okta-2026-08.ndjson.gz";
    let accepted = count(&before, events, "accepted");
    assert_eq!(count(&after, events, "accepted"), accepted);
    assert_eq!(count(&after, events, "duplicate"), count(&before, events, "duplicate") + accepted);
    assert_eq!(count(&after, events, "rows_read"), 2 * count(&before, events, "rows_read"));
}

#[test]
fn an_unrelated_ticket_changes_no_row_of_a_case() {
    let scratch = Scratch::simulated();
    let first = scratch.review("folder", "first");
    let path = scratch.at("folder/exports/tickets/servicenow-requests.json");
    let mut page: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let rows = page["result"].as_array_mut().unwrap();
    let mut stranger = rows[0].clone();
    for (field, value) in stranger.as_object_mut().unwrap() {
        let text = match field.as_str() {
            "number" => "RITM9999999",
            "sys_id" => "ffffffffffffffffffffffffffffffff",
            "short_description" | "description" => "The coffee machine on floor 3 is out of beans",
            "opened_at" | "sys_created_on" | "sys_updated_on" => continue,
            _ => "",
        };
        *value = Value::from(text);
    }
    rows.push(stranger);
    fs::write(&path, page.to_string()).unwrap();
    let with = scratch.review("folder", "with");
    let read = |files: &Files| {
        let rows = table(files, "sources");
        let row = rows.iter().find(|row| row["file"].ends_with("servicenow-requests.json")).unwrap().clone();
        (row["rows_read"].parse::<u64>().unwrap(), row["accepted"].parse::<u64>().unwrap())
    };
    assert_eq!(read(&with), (read(&first).0 + 1, read(&first).1 + 1), "the ticket must have been read");
    let cases = |files: &Files| without_places(files, "cases");
    assert_eq!(cases(&first), cases(&with));
}

#[test]
fn a_cut_off_log_keeps_its_earlier_rows_and_is_said_to_be_incomplete() {
    let scratch = Scratch::simulated();
    let first = scratch.review("folder", "first");
    let name = "exports/identity/okta-2026-08.ndjson.gz";
    let bytes = fs::read(scratch.folder().join(name)).unwrap();
    fs::write(scratch.folder().join(name), &bytes[..bytes.len() * 2 / 3]).unwrap();
    let cut = scratch.review("folder", "cut");
    let row = |files: &Files| table(files, "sources").into_iter().find(|row| row["file"] == name).unwrap();
    let (whole, part) = (row(&first), row(&cut));
    let read = |row: &BTreeMap<String, String>| row["rows_read"].parse::<u64>().unwrap();
    assert!(read(&part) > read(&whole) / 2 && read(&part) < read(&whole), "{part:?}");
    assert!(part["incomplete"].contains("damaged or cut off"), "{part:?}");
    for page in ["index.html", "audit.html", "review.md"] {
        let text = String::from_utf8_lossy(&cut[page]);
        assert!(text.contains("incomplete") || text.contains("cut off"), "{page} does not say it");
    }
    let told = check(&scratch.folder());
    assert_eq!(told.code, 1, "{}", told.out);
    assert!(told.out.contains(&format!("`{name}` is incomplete: ")), "{}", told.out);
}

#[test]
fn garbage_lines_are_rejected_with_file_and_line_and_stop_nothing() {
    let scratch = Scratch::simulated();
    let first = scratch.review("folder", "first");
    let name = "exports/identity/okta-2026-07.ndjson.gz";
    let path = scratch.folder().join(name);
    let mut rows = lines(&gunzip(&path));
    rows.insert(9, b"{\"uuid\": \"half a row".to_vec());
    rows.insert(19, b"\xff\xfe\x00 not text at all \x1b[2J".to_vec());
    rows.push(b"Traceback (most recent call last):".to_vec());
    let last = rows.len();
    gzip(&path, &joined(&rows));
    let with = scratch.review("folder", "with");
    say_the_same(&first, &with);
    let rejects = table(&with, "rejects");
    let of_file: BTreeMap<&str, &str> = rejects
        .iter()
        .filter(|reject| reject["file"] == name)
        .map(|reject| (reject["position"].as_str(), reject["text"].as_str()))
        .collect();
    assert!(of_file["10"].starts_with("{\"uuid\": \"half a row"), "{of_file:?}");
    assert!(of_file.contains_key("20"), "{of_file:?}");
    assert!(of_file[last.to_string().as_str()].starts_with("Traceback"), "{of_file:?}");
    assert!(!with["tables/rejects.csv"].contains(&0x1b));
}

#[test]
fn every_line_can_be_parsed_without_another_verdict() {
    let scratch = Scratch::simulated();
    let first = scratch.review("folder", "first");
    let out = scratch.at("all");
    let (folder, out_text) = (scratch.folder(), out.to_str().unwrap().to_owned());
    let line =
        ["review", folder.to_str().unwrap(), "--period", "2026-Q3", "--validate", "all", "--out", &out_text];
    run(line).succeeds();
    say_the_same(&first, &crate::program::files_under(&out));
}

#[test]
fn a_copy_of_the_folder_with_packed_files_unpacked_says_the_same() {
    let scratch = Scratch::simulated();
    let first = scratch.review("folder", "first");
    let plain = scratch.at("plain");
    copy(&scratch.folder(), &plain);
    for file in okta_files(&plain) {
        fs::write(file.with_extension(""), gunzip(&file)).unwrap();
        fs::remove_file(file).unwrap();
    }
    let config = fs::read_to_string(plain.join("misfire.toml")).unwrap();
    fs::write(plain.join("misfire.toml"), config.replace("okta-*.ndjson.gz", "okta-*.ndjson")).unwrap();
    say_the_same(&first, &scratch.review("plain", "second"));
}
