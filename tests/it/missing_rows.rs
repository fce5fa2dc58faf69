//! Rows that ought to be there and are not are said: pages that were not fetched, files without rows, whole kinds.

use std::{fs, path::Path};

use crate::{
    folder::Folder,
    program::{Scratch, finish, program},
};

const CONFIG: &str = "[organisation]\nname = \"Example\"\ntime_zone = \"UTC\"\n[[source]]\npath = \"exports/*\"\ntime_zone = \"UTC\"\n";

fn page(total: u32, range: std::ops::Range<u32>) -> String {
    let row = |n: u32| {
        format!(
            r#"{{"uuid":"u{n}","commandType":"DEVICE_LOCK","commandState":"ACKNOWLEDGED","dateSent":"2026-07-01T10:00:00Z","dateCompleted":"2026-07-01T10:{n:02}:00Z","client":{{"managementId":"m-{n}","clientType":"COMPUTER"}}}}"#
        )
    };
    format!("{{\"totalCount\":{total},\"results\":[{}]}}", range.map(row).collect::<Vec<_>>().join(","))
}

fn folder(files: &[(&str, &str)]) -> Scratch {
    let scratch = Scratch::new();
    fs::create_dir_all(scratch.at("folder/exports")).unwrap();
    fs::write(scratch.at("folder/misfire.toml"), CONFIG).unwrap();
    for (name, text) in files {
        fs::write(scratch.at("folder/exports").join(name), text).unwrap();
    }
    scratch
}

fn check(folder: &Path) -> (i32, String) {
    let told = finish(program().arg("check").arg(folder));
    (told.code, told.out)
}

#[test]
fn a_page_that_was_not_fetched_is_a_problem_with_both_numbers() {
    let scratch = folder(&[("1.json", &page(9, 0..3)), ("2.json", &page(9, 3..6))]);
    let (code, out) = check(&scratch.folder());
    assert_eq!(code, 1, "{out}");
    let told = "(with 1 other file) announces 9 rows and holds 6: 3 are missing";
    assert!(out.matches(told).count() == 2, "coverage and problem: {out}");
    fs::write(scratch.at("folder/exports/3.json"), page(9, 6..9)).unwrap();
    assert!(!check(&scratch.folder()).1.contains("announces"));
}

#[test]
fn a_review_without_identity_events_says_so_on_its_first_page_and_for_the_auditor() {
    let header = "kind,occurred_at,email\n";
    let scratch = folder(&[("1.json", &page(3, 0..3)), ("hr.csv", header)]);
    let (code, out) = check(&scratch.folder());
    assert_eq!(code, 1, "{out}");
    for told in ["`exports/hr.csv` holds no row", "no identity events were read"] {
        assert!(out.contains(told), "{told}: {out}");
    }
    let line = ["--period", "2026-Q3", "--out"];
    let out = scratch.at("out");
    finish(program().arg("review").arg(scratch.folder()).args(line).arg(&out)).succeeds();
    for page in ["index.html", "audit.html", "review.md"] {
        let text = fs::read_to_string(out.join(page)).unwrap();
        assert!(
            text.contains("No identity events were read") || text.contains("no identity events were read"),
            "{page}"
        );
        assert!(text.contains("exports/hr.csv"), "{page}");
    }
}

#[test]
fn inputs_without_any_action_are_refused() {
    let scratch = folder(&[(
        "events.csv",
        "kind,occurred_at,email\naccount_disabled,2026-07-01T10:00:00Z,a@meridian.example\n",
    )]);
    let told = finish(program().arg("review").arg(scratch.folder()).args(["--period", "2026-Q3"]));
    told.fails_with(&["no action of 2026-Q3", "they hold no action at all"]);
}

#[test]
fn an_id_given_out_twice_is_a_problem_of_a_check_however_long_the_file() {
    let row = |n: u32| format!("a-{n},lock,2026-07-01T09:00:00Z,2026-07-01T10:00:00Z,SERIAL{n:04}\n");
    let rows: String = (0..300).map(row).collect();
    let twice = "a-7,wipe,2026-07-02T09:00:00Z,2026-07-02T10:00:00Z,SERIAL0999\n";
    let text = format!("action_id,kind,sent_at,done_at,serial\n{rows}{twice}");
    let scratch = folder(&[("actions.csv", &text)]);
    let (code, out) = check(&scratch.folder());
    assert_eq!(code, 1, "{out}");
    assert!(
        out.contains(
            "exports/actions.csv:302: rows were rejected because their action id, for example `a-7`"
        ),
        "{out}"
    );
}

#[test]
fn a_file_with_the_line_ends_of_old_macs_is_read() {
    let text = "ticket_id,opened_at,subject\r1,2026-07-01T10:00:00Z,\"My Mac\nis locked\"\r2,2026-07-02T10:00:00Z,x\r";
    let read = Folder::new("old-mac").file("a.csv", text).source("path = \"*\"").read().unwrap();
    assert_eq!((read.tickets.len(), read.sources[0].rows_read), (2, 2));
    assert_eq!(read.place(read.tickets[1].origin), "a.csv:3");
}
