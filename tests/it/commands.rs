//! The commands beside `review`: what they print, and their exit codes.

use std::{
    fs,
    process::{Command, Stdio},
};

use serde_json::Value;

use crate::program::{PERIOD, Run, Scratch, check, finish, gunzip, gzip, program, run, table};

const COMMANDS: [&str; 11] = [
    "review",
    "check",
    "explain",
    "extract",
    "init",
    "simulate",
    "formats",
    "rules",
    "schema",
    "completions",
    "man",
];

fn explain(scratch: &Scratch, more: &[&str]) -> Run {
    finish(program().arg("explain").arg(scratch.folder()).args(more))
}

#[test]
fn every_command_explains_itself() {
    let overview = run(["--help"]).succeeds();
    for command in COMMANDS {
        assert!(overview.out.contains(&format!("\n  {command} ")), "{command} is not in the overview");
        let told = run([command, "--help"]).succeeds();
        assert!(told.out.contains(&format!("Usage: misfire {command}")), "{}", told.out);
        assert_eq!(told.err, "");
        assert!(told.out.lines().all(|line| line.chars().count() <= 100), "{}", told.out);
    }
    assert!(overview.out.contains("Exit codes: 0 done; 1 "));
    assert!(run(["--version"]).succeeds().out.starts_with("misfire 0."));
}

#[test]
fn a_mistake_of_use_is_exit_code_2() {
    let nothing = finish(&mut program());
    assert_eq!((nothing.code, nothing.out.as_str()), (2, ""));
    for line in
        [&["reveiw"][..], &["review"], &["review", "x"], &["check"], &["explain", "x"], &["schema", "all"]]
    {
        let told = run(line);
        assert_eq!((told.code, told.out.as_str()), (2, ""), "{line:?}");
        assert!(told.err.starts_with("error: "), "{}", told.err);
    }
    assert!(run(["reveiw"]).err.contains("'review'"));
}

#[test]
fn rules_and_formats_are_listed_and_each_has_its_page() {
    let rules = run(["rules"]).succeeds().out;
    let codes: Vec<&str> = rules.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
    assert!(codes.len() >= 30 && codes.contains(&"trigger-reversed"), "{rules}");
    for code in codes {
        let page = run(["explain", "--rule", code]).succeeds().out;
        assert!(page.starts_with(code) && page.lines().count() > 8, "{page}");
        assert!(page.lines().all(|line| line.chars().count() <= 100), "{page}");
    }
    let formats = run(["formats"]).succeeds().out;
    let ids: Vec<&str> = formats
        .lines()
        .filter(|line| !line.starts_with(' '))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    for id in ["jamf-mdm-commands", "okta-system-log", "servicenow-csv", "csv-events"] {
        assert!(ids.contains(&id), "{formats}");
    }
    for id in ids {
        let page = run(["formats", id]).succeeds().out;
        assert!(page.starts_with(id) && page.contains("gives  "), "{page}");
        assert!(page.lines().all(|line| line.chars().count() <= 100), "{page}");
    }
    assert!(run(["explain", "--rule", "unexplained"]).succeeds().out.contains("What to do"));
    run(["explain", "--rule", "trigger-reverse"]).fails_with(&["hint: did you mean `trigger-reversed`?"]);
    run(["formats", "okta-sistem-log"]).fails_with(&["hint: did you mean `okta-system-log`?"]);
}

#[test]
fn schemas_are_json_schemas() {
    let schema = |of: &str| serde_json::from_str::<Value>(&run(["schema", of]).succeeds().out).unwrap();
    let config = schema("config");
    assert_eq!(config["additionalProperties"], false);
    assert!(config["properties"]["source"].is_object());
    let report = schema("report");
    let scratch = Scratch::simulated();
    let files = scratch.review("folder", "out");
    let review: Value = serde_json::from_slice(&files["review.json"]).unwrap();
    let known = report["properties"].as_object().unwrap();
    for key in review.as_object().unwrap().keys() {
        assert!(known.contains_key(key), "`{key}` of review.json is not in its schema");
    }
    for key in report["required"].as_array().unwrap() {
        assert!(review.get(key.as_str().unwrap()).is_some(), "review.json lacks {key}");
    }
}

#[test]
fn completions_and_manual_name_every_command() {
    let bash = run(["completions", "bash"]).succeeds().out;
    let manual = run(["man"]).succeeds().out;
    for command in COMMANDS {
        assert!(
            bash.contains(&format!("misfire__{command}"))
                || bash.contains(&format!("misfire__subcmd__{command}"))
        );
        assert!(manual.contains(&format!("misfire\\-{command}")) || manual.contains(command), "{command}");
    }
    assert!(manual.contains(".TH misfire"));
    assert!(run(["man", "review"]).succeeds().out.contains("as\\-of"));
}

#[test]
fn a_case_is_explained_with_its_rules_rows_and_owners() {
    let scratch = Scratch::simulated();
    let files = scratch.review("folder", "out");
    let cases = table(&files, "cases");
    let is_summed = |case: &&std::collections::BTreeMap<String, String>| {
        case["cause"] == "trigger-reversed" && case["certainty"] == "probable"
    };
    let case = cases.iter().find(is_summed).unwrap();
    let id = case["action_id"].as_str();
    let told = explain(&scratch, &[id]).succeeds();
    for text in ["HOW ROWS ARE NAMED", "`file:12#7` is the seventh row"] {
        assert!(told.out.contains(text), "`{text}` is missing in\n{}", told.out);
    }
    for text in [id, "VERDICT", "TIMELINE", "trigger-reversed", "TRIGGERS COMPARED", "OWNERS", "-4.25"] {
        assert!(told.out.contains(text), "`{text}` is missing in\n{}", told.out);
    }
    assert!(told.out.contains(&format!("= {}", case["probability"])), "{}", told.out);
    assert!(told.out.contains("exports/jamf/") && told.out.contains(&case["accountable_owner"]));
    assert!(told.out.lines().all(|line| line.chars().count() <= 100), "{}", told.out);
    assert_eq!(explain(&scratch, &[&id.to_uppercase()]).succeeds().out, told.out);
    assert_eq!(explain(&scratch, &[id, "--period", PERIOD]).succeeds().out, told.out);
}

#[test]
fn an_action_that_is_no_case_says_why_and_an_unknown_one_where_to_look() {
    let scratch = Scratch::simulated();
    let scope = table(&scratch.review("folder", "out"), "scope");
    for reason in ["manual", "not_executed"] {
        let row = scope.iter().find(|row| row["reason"] == reason).unwrap();
        let told = explain(&scratch, &[&row["action_id"]]).succeeds();
        assert!(told.out.contains("is no case of ") && told.out.contains(reason), "{}", told.out);
    }
    let row = scope.iter().find(|row| row["reason"] == "outside_period").unwrap();
    let told = explain(&scratch, &[&row["action_id"], "--period", PERIOD]).succeeds();
    assert!(told.out.contains("is no case of 2026-Q3: outside_period"), "{}", told.out);
    assert!(told.out.contains("it belongs to") && told.out.contains("`--period 2026-Q"), "{}", told.out);
    let manual = scope.iter().find(|row| row["reason"] == "manual").unwrap();
    let told = explain(&scratch, &[&manual["action_id"]]).succeeds();
    assert!(told.out.contains("did it by hand") && told.out.contains(&manual["initiator"]), "{}", told.out);
    for more in [&["no-such-action"][..], &["no-such-action", "--period", PERIOD]] {
        explain(&scratch, more).fails_with(&["`no-such-action`", "tables/scope.csv"]);
    }
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure_and_a_full_disk_is_one() {
    for line in [&["man"][..], &["completions", "bash"], &["rules"], &["schema", "config"], &["formats"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let told = finish_into(program().args(line), writer.into());
        assert_eq!((told.code, told.err.as_str()), (0, ""), "{line:?}");
        if let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") {
            finish_into(program().args(line), full.into()).fails_with(&["error: "]);
        }
    }
}

/// Runs a command whose standard output goes somewhere else.
fn finish_into(command: &mut Command, out: Stdio) -> Run {
    let output = command.stdout(out).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    Run { code: output.status.code().unwrap_or(-1), out: String::new(), err }
}

#[test]
fn a_workflow_above_its_rate_is_exit_code_1_only_when_asked_for() {
    let scratch = Scratch::simulated();
    let out = scratch.at("out");
    let line = ["--period", PERIOD, "--fail-over-tolerance", "--out"];
    let told = finish(program().arg("review").arg(scratch.folder()).args(line).arg(&out));
    assert_eq!(told.code, 1, "{}", told.err);
    let line = told.err.lines().find(|line| line.contains(": leaver-lock: ")).unwrap();
    assert!(line.starts_with("observed rate above the tolerated one: "), "{line}");
    for part in [" judged cases were false positives, ", "95 % interval ", ", tolerated 2 %"] {
        assert!(line.contains(part), "{part} is not in {line}");
    }
    assert!(told.err.contains("fewer than 20 cases were judged (`[rank] min_cases`): "), "{}", told.err);
    assert!(out.join("index.html").is_file(), "the report is written all the same");
}

#[test]
fn check_finds_what_would_make_a_review_wrong() {
    let scratch = Scratch::simulated();
    let folder = scratch.folder();
    mend(&scratch);
    let sound = check(&folder);
    assert_eq!(sound.code, 0, "{}", sound.out);
    assert!(sound.out.contains("nothing found that would make a review wrong"), "{}", sound.out);
    let period = finish(program().arg("check").arg(&folder).args(["--period", PERIOD]));
    assert_eq!(period.code, 0, "{}", period.out);
    let other = finish(program().arg("check").arg(&folder).args(["--period", "2025-Q1"]));
    assert_eq!(other.code, 1);
    assert!(other.out.contains("the inputs hold no action of 2025-Q1"), "{}", other.out);

    let log = folder.join("exports/identity/okta-2026-09.ndjson.gz");
    let whole = gunzip(&log);
    gzip(&log, &[whole.as_slice(), "not json\n".repeat(200).as_bytes()].concat());
    let damaged = check(&folder);
    assert_eq!(damaged.code, 1);
    assert!(damaged.out.contains("`exports/identity/okta-2026-09.ndjson.gz`: 2"), "{}", damaged.out);
    gzip(&log, b"");
    let empty = check(&folder);
    assert_eq!(empty.code, 1);
    assert!(empty.out.contains("`exports/identity/okta-2026-09.ndjson.gz` holds no row"), "{}", empty.out);
    gzip(&log, &whole);
    fs::remove_file(folder.join("registers/workflows.toml")).unwrap();
    let unmapped = check(&folder);
    assert_eq!(unmapped.code, 1);
    assert!(unmapped.out.contains("there is no control map"), "{}", unmapped.out);
}

/// Takes the damaged rows out of the histories and the small files of a simulated folder: any rejected row of
/// actions is a problem, and among few rows any other one.
pub(crate) fn mend(scratch: &Scratch) {
    let requests = scratch.at("folder/exports/tickets/servicenow-requests.json");
    let mut page: Value = serde_json::from_slice(&fs::read(&requests).unwrap()).unwrap();
    page["result"].as_array_mut().unwrap().retain(|row| row["number"] != "");
    fs::write(&requests, page.to_string()).unwrap();
    for entry in fs::read_dir(scratch.at("folder/exports/jamf")).unwrap() {
        let path = entry.unwrap().path();
        if path.to_string_lossy().ends_with("history-001.ndjson.gz") {
            let lines = gunzip(&path);
            let lines = lines.split_inclusive(|byte| *byte == b'\n');
            let sound: Vec<&[u8]> =
                lines.filter(|line| serde_json::from_slice::<Value>(line).is_ok()).collect();
            gzip(&path, &sound.concat());
        }
    }
    let events = scratch.at("folder/exports/identity/hr-events.csv");
    let text = fs::read_to_string(&events).unwrap();
    let sound: Vec<&str> = text.lines().filter(|line| !line.contains("yesterday")).collect();
    fs::write(&events, sound.join("\n")).unwrap();
}

#[test]
fn failed_calls_and_empty_files_are_said_and_stop_no_review() {
    let scratch = Scratch::simulated();
    let first = scratch.review("folder", "first");
    let jamf = scratch.at("folder/exports/jamf");
    fs::write(
        jamf.join("mdm-commands-900.json"),
        r#"{"httpStatus":401,"errors":[{"code":"INVALID_TOKEN","description":"Unauthorized"}]}"#,
    )
    .unwrap();
    fs::write(jamf.join("mdm-commands-901.json"), "").unwrap();
    let with = scratch.review("folder", "with");
    assert!(first["tables/cases.csv"] == with["tables/cases.csv"]);
    let told = check(&scratch.folder());
    assert_eq!(told.code, 1);
    for text in ["a failed API call saved as data: status 401, Unauthorized", "the file is empty"] {
        assert!(told.out.contains(text), "`{text}` is missing in\n{}", told.out);
    }
}

#[test]
fn a_ticket_export_in_utf_16_reads_like_the_one_in_utf_8() {
    let scratch = Scratch::simulated();
    let tickets = scratch.at("folder/exports/tickets/servicenow-incidents.csv");
    // Without the one row that a spreadsheet saved in another encoding.
    let sound: Vec<u8> = fs::read(&tickets)
        .unwrap()
        .split_inclusive(|byte| *byte == b'\n')
        .filter(|line| std::str::from_utf8(line).is_ok())
        .collect::<Vec<_>>()
        .concat();
    fs::write(&tickets, &sound).unwrap();
    let first = scratch.review("folder", "first");
    let text = String::from_utf8(sound).unwrap();
    let wide: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(&tickets, wide).unwrap();
    let second = scratch.review("folder", "second");
    assert!(first["tables/cases.csv"] == second["tables/cases.csv"]);
    assert!(first["tables/tickets.csv"] == second["tables/tickets.csv"]);
    let sources = table(&second, "sources");
    let row = sources.iter().find(|row| row["file"].ends_with("incidents.csv")).unwrap();
    assert_eq!(row["encoding"], "utf-16le");
}
