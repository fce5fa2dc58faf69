//! `misfire init`: a folder that `check` understands at once, with sources drafted from exports.

use std::fs;

use crate::{
    commands::mend,
    program::{Scratch, check, finish, program, run},
};

#[test]
fn a_new_folder_is_understood_by_check_which_misses_only_the_data() {
    let scratch = Scratch::new();
    let dir = scratch.at("new");
    let told = run(["init", dir.to_str().unwrap()]).succeeds();
    assert_eq!(told.out.lines().next(), Some("misfire.toml"));
    assert!(told.err.starts_with("next: "), "{}", told.err);
    for name in told.out.lines() {
        assert!(dir.join(name).is_file(), "{name} was not written");
    }
    let checked = check(&dir);
    assert_eq!((checked.code, checked.err.as_str()), (1, ""));
    let problems = checked.out.split("problems: ").nth(1).unwrap();
    assert_eq!(
        problems.lines().skip(1).collect::<Vec<_>>(),
        [
            "  the inputs hold no action",
            "  the inputs hold no identity event",
            "  there is no control map: no action can be recognised as automated by its initiator",
        ]
    );
}

#[test]
fn exports_become_sources_with_formats_and_questions_and_check_passes_once_they_are_answered() {
    let scratch = Scratch::simulated();
    mend(&scratch);
    let dir = scratch.at("review");
    let exports = scratch.at("folder/exports");
    finish(program().arg("init").arg(&dir).arg("--from").arg(&exports)).succeeds();
    let path = dir.join("misfire.toml");
    let drafted = fs::read_to_string(&path).unwrap();
    for (glob, format) in [
        ("identity/*.ndjson.gz", "okta-system-log"),
        ("jamf/mdm-commands-*.json", "jamf-mdm-commands"),
        ("jamf/computers-inventory.json", "jamf-inventory"),
        ("jamf/*.xml", "jamf-history"),
        ("tickets/*.csv", "servicenow-csv"),
        ("tickets/*.json", "servicenow-json"),
    ] {
        let entry = format!("path = \"../folder/exports/{glob}\"\nformat = \"{format}\"\n");
        assert!(drafted.contains(&entry), "no\n{entry}in\n{drafted}");
    }
    assert!(
        drafted.contains("# 1 file not recognised: no known format: the header is `Transaction`"),
        "{drafted}"
    );
    assert!(drafted.contains("\n# path = \"../folder/exports/identity/*.csv\"\n"), "{drafted}");
    let question = "# time_zone = \"America/New_York\"\n";
    assert_eq!(drafted.matches(question).count(), 1, "only the ticket list does not say its zone\n{drafted}");

    check(&dir).fails_with(&["servicenow-incidents.csv`: time zone needed", "set `time_zone`"]);
    let answered = drafted.replace(question, "time_zone = \"America/Chicago\"\n");
    fs::write(&path, answered).unwrap();
    let unmapped = check(&dir);
    assert_eq!(unmapped.code, 1);
    assert!(unmapped.out.contains("there is no control map"), "{}", unmapped.out);
    let control_map = fs::read(scratch.at("folder/registers/workflows.toml")).unwrap();
    fs::write(dir.join("registers/workflows.toml"), control_map).unwrap();
    let checked = check(&dir);
    assert_eq!(checked.code, 0, "{}\n{}", checked.out, checked.err);
    assert!(checked.out.contains("nothing found that would make a review wrong"));
}

#[test]
fn exports_that_are_not_there_are_an_error_and_nothing_is_written() {
    let scratch = Scratch::new();
    let dir = scratch.at("new");
    let told = finish(program().arg("init").arg(&dir).arg("--from").arg(scratch.at("nowhere")));
    told.fails_with(&["cannot list the exports in `", "because: "]);
    assert!(!dir.exists());
}

#[test]
fn files_that_cannot_be_exports_are_left_out_of_the_draft() {
    let scratch = Scratch::new();
    let exports = scratch.at("in");
    fs::create_dir_all(exports.join(".hidden")).unwrap();
    for (name, text) in
        [("notes.md", "# hello"), (".hidden/a.json", "[]"), ("broken.json", "\x1b[31m{"), ("empty.csv", "")]
    {
        fs::write(exports.join(name), text).unwrap();
    }
    let dir = scratch.at("new");
    finish(program().arg("init").arg(&dir).arg("--from").arg(&exports)).succeeds();
    let drafted = fs::read_to_string(dir.join("misfire.toml")).unwrap();
    assert!(
        !drafted.contains("notes.md") && !drafted.contains("hidden") && !drafted.contains('\x1b'),
        "{drafted}"
    );
    assert_eq!(drafted.matches("not recognised: ").count(), 2, "{drafted}");
    assert_eq!(check(&dir).code, 1, "the draft can be read");
}
