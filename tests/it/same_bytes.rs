//! The same inputs give the same bytes, wherever and however the program runs.

use std::process::Command;

use crate::program::{PERIOD, Scratch, copy, differing, files_under, finish, program};

#[test]
fn zone_locale_threads_and_place_of_the_folder_change_no_byte() {
    let scratch = Scratch::simulated();
    let first = scratch.review("folder", "first");
    copy(&scratch.folder(), &scratch.at("elsewhere/deeper/copy of it"));
    let settings: [&[(&str, &str)]; 4] = [
        &[],
        &[("TZ", "Asia/Kathmandu"), ("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8")],
        &[("RAYON_NUM_THREADS", "1"), ("POLARS_MAX_THREADS", "1"), ("TZ", "Pacific/Apia")],
        &[("RAYON_NUM_THREADS", "7"), ("POLARS_MAX_THREADS", "7"), ("LC_ALL", "C"), ("NO_COLOR", "1")],
    ];
    for (number, setting) in settings.into_iter().enumerate() {
        let folder = if number % 2 == 0 { "elsewhere/deeper/copy of it" } else { "folder" };
        let out = scratch.at(&format!("again-{number}"));
        let mut command = program();
        command.current_dir(&scratch.0).envs(setting.iter().copied());
        finish(command.args(["review", folder, "--period", PERIOD, "--out"]).arg(&out)).succeeds();
        assert_eq!(differing(&first, &files_under(&out)), Vec::<String>::new(), "{setting:?}");
    }
}

#[test]
fn a_report_names_no_place_of_the_machine() {
    let scratch = Scratch::simulated();
    let files = scratch.review("folder", "out");
    let place = scratch.0.to_string_lossy().into_owned();
    for (name, bytes) in &files {
        assert!(!String::from_utf8_lossy(bytes).contains(&place), "{name} names {place}");
    }
    assert!(String::from_utf8_lossy(&files["evidence/manifest.json"]).contains("\"folder\": \".\""));
}

/// A machine without network is where an auditor would run it. Where namespaces cannot be made the test says so.
#[test]
fn a_review_needs_no_network() {
    let can_cut_off = Command::new("unshare").args(["-n", "true"]).status().is_ok_and(|code| code.success());
    if !can_cut_off {
        eprintln!("skipped: `unshare -n` is not possible here");
        return;
    }
    let scratch = Scratch::simulated();
    let first = scratch.review("folder", "first");
    let out = scratch.at("cut-off");
    let mut command = Command::new("unshare");
    command.args(["-n", env!("CARGO_BIN_EXE_misfire"), "review"]).arg(scratch.folder());
    finish(command.args(["--period", PERIOD, "--out"]).arg(&out)).succeeds();
    assert_eq!(differing(&first, &files_under(&out)), Vec::<String>::new());
}
