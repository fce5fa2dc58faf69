//! Odd names, odd places and odd sizes: nothing is passed over in silence, forged, overwritten or echoed whole.

use std::fs;

use crate::program::{PERIOD, Scratch, check, finish, program, review, run, simulate};

const HEAD: &str = "[organisation]\nname = \"Example\"\ntime_zone = \"UTC\"\n";

const ACTIONS: &str = "action_id,action_kind,device_serial,sent_at,done_at\n";

/// A folder with one source.
fn one_source(source: &str, file: &str, text: &str) -> Scratch {
    let scratch = Scratch::new();
    fs::create_dir_all(scratch.at("folder/exports")).unwrap();
    fs::write(scratch.at("folder/misfire.toml"), format!("{HEAD}[[source]]\n{source}\n")).unwrap();
    fs::write(scratch.at("folder/exports").join(file), text).unwrap();
    scratch
}

#[cfg(unix)]
#[test]
fn matched_things_that_are_no_files_are_named() {
    let scratch = Scratch::simulated();
    let jamf = scratch.at("folder/exports/jamf");
    let name = fs::read_dir(&jamf)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .find(|name| name.starts_with("mdm-commands"))
        .unwrap();
    let link = jamf.join(name.replace("mdm-commands-", "mdm-commands-9"));
    fs::create_dir(&link).unwrap();
    let told = check(&scratch.folder());
    assert!(told.out.contains("of which nothing was read: `exports/jamf/mdm-commands-9"), "{}", told.out);
    fs::remove_dir(&link).unwrap();
    std::os::unix::fs::symlink("nowhere", &link).unwrap();
    check(&scratch.folder()).fails_with(&["could not be read: it is a link to `nowhere`"]);
    fs::remove_file(&link).unwrap();
    drop(std::os::unix::net::UnixListener::bind(&link).unwrap());
    check(&scratch.folder()).fails_with(&["could not be read: it is no file but a pipe, socket or device"]);
}

/// Every place from which a review folder is read: a pipe there would be waited on for ever.
#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_by_name_wherever_it_lies_and_a_link_to_a_file_is_read() {
    let scratch = Scratch::simulated();
    let registers = scratch.at("folder/registers");
    for (name, is_new) in [
        ("registers/reviews-x.xlsx", true),
        ("registers/reviews-y.csv", true),
        ("registers/people.csv", false),
        ("registers/workflows.toml", false),
        ("misfire.toml", false),
    ] {
        let path = scratch.folder().join(name);
        let kept = scratch.at("kept");
        if !is_new {
            fs::rename(&path, &kept).unwrap();
        }
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        check(&scratch.folder()).fails_with(&[name, "it is no file but a pipe, socket or device"]);
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        check(&scratch.folder()).fails_with(&[name, "it is a folder, expected a file"]);
        fs::remove_dir(&path).unwrap();
        if !is_new {
            fs::rename(&kept, &path).unwrap();
        }
    }
    fs::rename(registers.join("people.csv"), scratch.at("people.csv")).unwrap();
    std::os::unix::fs::symlink(scratch.at("people.csv"), registers.join("people.csv")).unwrap();
    assert!(check(&scratch.folder()).code < 2, "a link to a file is a file");
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_report_to_compare_with_is_refused_by_name() {
    let scratch = Scratch::simulated();
    fs::create_dir(scratch.at("earlier")).unwrap();
    let pipe = scratch.at("earlier/review.json");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let earlier = scratch.at("earlier");
    let args = ["--period", PERIOD, "--compare", earlier.to_str().unwrap()];
    finish(program().arg("review").arg(scratch.folder()).args(args))
        .fails_with(&["review.json", "it is no file but a pipe, socket or device"]);
}

#[test]
fn a_huge_header_and_a_huge_line_are_not_echoed_whole() {
    let header = "x".repeat(10 << 20);
    let csv =
        one_source("path = \"exports/*\"\nformat = \"csv-actions\"", "a.csv", &format!("{header}\n1\n"));
    let many = "abc,".repeat(500_000);
    let columns =
        one_source("path = \"exports/*\"\nformat = \"csv-actions\"", "a.csv", &format!("{many}\n1\n"));
    let config = one_source(&format!("{} = 1", "k".repeat(100_000)), "a.csv", ACTIONS);
    for scratch in [csv, columns, config] {
        let told = check(&scratch.folder());
        assert_eq!(told.code, 2);
        assert!(told.err.len() < 6_000, "{} bytes: {}", told.err.len(), &told.err[..3_000]);
    }
    let scratch = Scratch::simulated();
    let told = finish(program().arg("explain").arg(scratch.folder()).arg("i".repeat(100_000)));
    assert!(told.code == 2 && told.err.len() < 1_000, "{}", told.err.len());
}

#[cfg(unix)]
#[test]
fn a_line_end_in_a_file_name_forges_no_line() {
    let name = "a\nnothing found that would make a review wrong\n.csv";
    let source = "path = \"exports/*\"\nformat = \"csv-actions\"";
    let unreadable = one_source(source, name, "what\n1\n");
    let told = check(&unreadable.folder());
    assert!(!told.err.lines().any(|line| line.starts_with("nothing found")), "{}", told.err);
    assert!(told.err.contains("a\\nnothing found"), "{}", told.err);
    let scratch = Scratch::simulated();
    let jamf = scratch.at("folder/exports/jamf");
    fs::write(jamf.join("mdm-commands-\nnothing found\n.json"), "[]").unwrap();
    let told = check(&scratch.folder());
    assert!(told.out.contains("mdm-commands-\\nnothing found"), "{}", told.out);
    assert!(!told.out.lines().any(|line| line == "nothing found"), "{}", told.out);
}

#[test]
fn an_as_of_before_the_data_says_from_when_on_something_is_known() {
    let scratch = Scratch::simulated();
    let out = scratch.at("out");
    let at = |time: &str| {
        let mut command = program();
        command.arg("review").arg(scratch.folder()).args(["--period", PERIOD, "--as-of", time, "--out"]);
        finish(command.arg(&out))
    };
    at("2020-01-01")
        .fails_with(&["nothing is known at --as-of 2020-01-02T05:00:00Z: the first action is of 2026-"]);
    at("2026-06-25")
        .fails_with(&["the inputs hold no action of 2026-Q3: those known at --as-of 2026-06-26T"]);
    at("2026-07-01T00:30").fails_with(&["2026-07-01T04:30:00Z"]);
    assert!(!out.exists());
    finish(program().arg("explain").arg(scratch.folder()).args(["x", "--as-of", "2020-01-01"]))
        .fails_with(&["nothing is known at --as-of"]);
}

#[test]
fn an_output_below_a_file_names_the_file() {
    let scratch = Scratch::simulated();
    fs::write(scratch.at("file"), "mine").unwrap();
    review(&scratch.folder(), &scratch.at("file/x"))
        .fails_with(&["file` is a file, expected a folder", "hint: choose another folder with `--out`"]);
}

#[test]
fn german_headers_are_shown_with_what_to_do() {
    let source = "path = \"exports/*\"\nformat = \"servicenow-csv\"\ntime_zone = \"UTC\"";
    let scratch =
        one_source(source, "a.csv", "Nummer,Geöffnet,Kurzbeschreibung\nINC1,2026-07-01 10:00:00,x\n");
    check(&scratch.folder()).fails_with(&[
        "found `Nummer`, `Geöffnet`, `Kurzbeschreibung`",
        "column names in English",
        "`csv-tickets` with `columns`",
    ]);
}

#[test]
fn a_column_renamed_to_another_one_is_noted() {
    let scratch = Scratch::simulated();
    let path = scratch.at("folder/exports/tickets/servicenow-incidents.csv");
    // The export is in windows-1252: its header is changed as bytes.
    let bytes = fs::read(&path).unwrap();
    let at = bytes.windows(17).position(|window| window == b"short_description").unwrap();
    assert!(!check(&scratch.folder()).out.contains("the header has"));
    let changed = [&bytes[..at], b"opened_at", &bytes[at + 17..]].concat();
    fs::write(&path, changed).unwrap();
    let told = check(&scratch.folder());
    assert!(told.out.contains("the header has `opened_at` over the columns"), "{}", told.out);
    assert!(told.out.contains("the header has no column `short_description`"), "{}", told.out);
}

#[test]
fn simulate_overwrites_no_truth_and_refuses_years_that_no_review_believes() {
    let scratch = Scratch::new();
    fs::write(scratch.at("f.truth.csv"), "mine").unwrap();
    let simulated = |period: &str| {
        let options = ["--people", "60", "--period", period, "--seed", "1"];
        finish(program().arg("simulate").arg(scratch.at("f")).args(options))
    };
    simulated(PERIOD).fails_with(&["f.truth.csv` exists"]);
    assert_eq!(fs::read_to_string(scratch.at("f.truth.csv")).unwrap(), "mine");
    for period in ["2000", "2100", "2000-01-01..2099-12-31"] {
        simulated(period).fails_with(&["between 2008 and 2098"]);
    }
    simulated("2101").fails_with(&["between 2000 and 2100"]);
    assert!(!scratch.at("f").exists());
    let told = run(["check".as_ref(), scratch.at("nowhere").as_os_str()]);
    assert_eq!(told.code, 2);
    simulate(&scratch.at("g"));
}

#[test]
fn reviews_at_the_same_time_leave_a_whole_report() {
    let scratch = Scratch::simulated();
    let out = scratch.at("out");
    let runs: Vec<_> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..4).map(|_| scope.spawn(|| review(&scratch.folder(), &out))).collect();
        all.into_iter().map(|run| run.join().unwrap()).collect()
    });
    assert!(runs.iter().any(|run| run.code == 0), "{runs:?}");
    for run in runs.iter().filter(|run| run.code != 0) {
        assert!(run.code == 2 && run.err.contains("another review is writing here"), "{}", run.err);
    }
    let alone = scratch.review("folder", "alone");
    assert_eq!(crate::program::files_under(&out), alone);
}
