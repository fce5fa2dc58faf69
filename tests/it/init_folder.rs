//! `misfire init`: a folder that `check` understands at once, with sources drafted from exports.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use crate::{
    commands::mend,
    program::{Scratch, check, finish, program, review, run},
};

#[test]
fn a_new_folder_is_understood_by_check_which_misses_only_the_data() {
    let scratch = Scratch::new();
    let dir = scratch.at("new");
    let told = run(["init", dir.to_str().unwrap()]).succeeds();
    assert_eq!(told.out.lines().next(), Some("misfire.toml"));
    assert!(told.err.starts_with("placeholders: ") && told.err.contains("\nnext: "), "{}", told.err);
    for name in told.out.lines() {
        assert!(dir.join(name).is_file(), "{name} was not written");
    }
    let checked = check(&dir);
    assert_eq!((checked.code, checked.err.as_str()), (1, ""));
    let problems = checked.out.split("problems: ").nth(1).unwrap();
    assert_eq!(
        problems.lines().skip(1).take_while(|line| !line.is_empty()).collect::<Vec<_>>(),
        [
            "  `[organisation]` is still the placeholder \"Your organisation\"; set its name, zone (now `UTC`) and working hours",
            "  the inputs hold no action",
            "  the inputs hold no identity event",
            "  there is no control map: no action can be recognised as automated by its initiator",
        ]
    );
    assert!(checked.out.ends_with("\n4 problems found that would make a review wrong\n"), "{}", checked.out);
}

#[test]
fn exports_become_sources_with_formats_and_questions_and_check_passes_once_they_are_answered() {
    let scratch = Scratch::simulated();
    mend(&scratch);
    let dir = scratch.at("review");
    let exports = scratch.at("folder/exports");
    let told = finish(program().arg("init").arg(&dir).arg("--from").arg(&exports)).succeeds();
    for said in [
        "warning: not recognised: `identity/hr-events.csv`: no known format: the header is `Transaction`",
        "placeholders: ",
        "question: files that do not say their `time_zone`: 1 (`tickets/servicenow-incidents.csv`);",
    ] {
        assert!(told.err.contains(said), "{said} is not in\n{}", told.err);
    }
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
    fs::write(&path, &answered).unwrap();
    let placeholder = check(&dir);
    assert_eq!(placeholder.code, 1);
    assert!(
        placeholder.out.contains("is still the placeholder \"Your organisation\""),
        "{}",
        placeholder.out
    );
    fs::write(&path, answered.replace("Your organisation", "Example")).unwrap();
    let checked = check(&dir);
    assert_eq!(checked.code, 0, "{}\n{}", checked.out, checked.err);
    assert!(checked.out.contains("nothing found that would make a review wrong"));
    assert!(checked.out.contains("`: nobody approved this version"), "{}", checked.out);
    assert!(checked.out.contains("owner-missing of `"), "{}", checked.out);
    drafts_are_reviewed(&scratch, &dir);
}

/// The registers drafted from a simulated organisation hold its people and devices, and a review runs on them.
fn drafts_are_reviewed(scratch: &Scratch, dir: &Path) {
    let rows = |path: PathBuf| -> Vec<BTreeMap<String, String>> {
        csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
    };
    let drafted = |name: &str| rows(dir.join("registers").join(name));
    let real = |name: &str| rows(scratch.folder().join("registers").join(name));
    let column = |rows: &[BTreeMap<String, String>], name: &str| -> BTreeSet<String> {
        rows.iter().map(|row| row[name].clone()).filter(|text| !text.is_empty()).collect()
    };
    let (people, devices) = (drafted("people.csv"), drafted("devices.csv"));
    let known = column(&real("people.csv"), "okta_id");
    let found = column(&people, "okta_id");
    assert!(
        found.is_subset(&known) && found.len() * 10 >= known.len() * 9,
        "{} of {}",
        found.len(),
        known.len()
    );
    let serials = column(&devices, "serial");
    assert!(serials.is_subset(&column(&real("devices.csv"), "serial")) && serials.len() > 50);
    assert!(
        column(&devices, "custody").is_empty() && column(&people, "kind").is_empty(),
        "nothing is invented"
    );
    let map = fs::read_to_string(dir.join("registers/workflows.toml")).unwrap();
    let parsed: toml::Table = toml::from_str(&map).unwrap();
    let has = |entry: &toml::Value, list: &str, word: &str| {
        entry[list].as_array().unwrap().iter().any(|kind| kind.as_str() == Some(word))
    };
    let lock = parsed["workflow"]
        .as_array()
        .unwrap()
        .iter()
        .find(|entry| has(entry, "actions", "lock") && has(entry, "triggers", "account_disabled"))
        .expect("an automation locks devices when accounts are disabled");
    assert!(lock.get("approved_by").is_none() && lock.get("control_owner").is_none());
    assert!(
        !map.lines().any(|line| line.starts_with("initiators = [\"account:desk.")),
        "a person is no workflow"
    );
    for name in ["reviews.csv", "holidays.csv", "exceptions.csv"] {
        assert_eq!(
            fs::read_to_string(dir.join("registers").join(name)).unwrap().lines().count(),
            1,
            "{name}"
        );
    }
    review(dir, &scratch.at("out")).succeeds();
}

#[test]
fn hostile_names_in_exports_stay_names_in_the_drafts() {
    let scratch = Scratch::new();
    let exports = scratch.at("in");
    fs::create_dir_all(&exports).unwrap();
    let name = "x\"]\ntolerated_rate = 1.0 # =cmd()";
    let event = |id: u32, kind: &str| {
        serde_json::json!({"uuid": format!("u{id}"), "published": format!("2026-07-01T09:0{id}:00.000Z"),
            "eventType": kind, "actor": {"id": "00a", "type": "User", "alternateId": "admin@example.test"},
            "outcome": {"result": "SUCCESS"}, "target": [
                {"id": format!("00u{id}"), "type": "User", "alternateId": format!("=a{id}@example.test"), "displayName": name},
                {"id": "00g", "type": "UserGroup", "displayName": name}]})
        .to_string()
    };
    let log = [event(1, "user.lifecycle.deactivate"), event(2, "group.user_membership.remove")].join("\n");
    fs::write(exports.join("okta.json"), log).unwrap();
    fs::write(exports.join("bad\nname.md"), "x").unwrap();
    let dir = scratch.at("new");
    let told = finish(program().arg("init").arg(&dir).arg("--from").arg(&exports)).succeeds();
    assert!(told.err.contains("values were left out"), "{}", told.err);
    assert!(!told.err.contains("bad\nname"), "{}", told.err);
    let people = fs::read_to_string(dir.join("registers/people.csv")).unwrap();
    assert!(people.lines().skip(1).all(|line| line.starts_with("00u")), "{people}");
    let map: toml::Table =
        toml::from_str(&fs::read_to_string(dir.join("registers/workflows.toml")).unwrap()).unwrap();
    assert!(map.get("workflow").is_none() && map.get("tolerated_rate").is_none(), "{map}");
    assert_eq!(check(&dir).code, 1, "the draft can be read");
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
    let told = finish(program().arg("init").arg(&dir).arg("--from").arg(&exports)).succeeds();
    assert!(told.err.contains("warning: not recognised: `notes.md`: not looked into"), "{}", told.err);
    assert!(!told.err.contains("hidden") && told.err.contains("warning: no export was recognised"));
    let drafted = fs::read_to_string(dir.join("misfire.toml")).unwrap();
    assert!(
        !drafted.contains("notes.md") && !drafted.contains("hidden") && !drafted.contains('\x1b'),
        "{drafted}"
    );
    assert_eq!(drafted.matches("not recognised: ").count(), 2, "{drafted}");
    assert_eq!(check(&dir).code, 1, "the draft can be read");
}
