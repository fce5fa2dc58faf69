//! What a reader sees where there is too little to say: no number that is none, no interval of nothing, no empty
//! chart; and settings that would make nonsense are refused at their line.

use std::fs;

use crate::program::{PERIOD, Run, Scratch, files_under, finish, program};

/// Reviews the simulated folder with more configuration.
fn review(scratch: &Scratch, out: &str, more: &str, options: &[&str]) -> Run {
    let file = scratch.folder().join("misfire.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{text}\n{more}\n")).unwrap();
    let run = finish(
        program()
            .arg("review")
            .arg(scratch.folder())
            .args(options)
            .arg("--quiet")
            .arg("--out")
            .arg(scratch.at(out)),
    );
    fs::write(&file, text).unwrap();
    run
}

/// The pages of a report as one text, with every sign of nonsense looked for.
fn page(scratch: &Scratch, out: &str) -> String {
    let files = files_under(&scratch.at(out));
    let mut board = String::new();
    for (name, bytes) in files {
        let extension = name.rsplit('.').next().unwrap_or_default();
        if !["md", "html", "json"].contains(&extension) {
            continue;
        }
        let text = String::from_utf8(bytes).unwrap();
        for nonsense in ["NaN", "nan %", " inf ", ">inf<", "infinit", "0 of 0", "-0.0 ", "–0.0 ", "1 of 0"]
        {
            let at = text.find(nonsense);
            let around = at.map(|at| text[..at].chars().rev().take(80).collect::<String>());
            let around = around.map(|text| text.chars().rev().collect::<String>());
            assert_eq!(around, None, "{out}: {name} says `{nonsense}`");
        }
        if name == "review.md" {
            board = text;
        }
    }
    board
}

/// Options, more configuration, and what the board reads.
const THIN: &[(&str, &[&str], &str, &[&str])] = &[
    (
        "three-days",
        &["--period", "2026-08-10..2026-08-13"],
        "",
        &["too few judged for a percentage or an interval", "a funnel needs three with 20 judged cases each"],
    ),
    (
        "all-young",
        &["--period", "2026-09-28..2026-10-01", "--as-of", "2026-10-01"],
        "",
        &[
            "could be judged, so no rate can be given; in 2026-09-25..2026-09-28 nothing could be judged either.",
            "**none judged** (nothing could be judged;",
        ],
    ),
    (
        "many-needed",
        &["--period", PERIOD],
        "[rank]\nmin_cases = 1000000",
        &["a funnel needs three with 1,000,000 judged cases each; 0 have so many", "too few"],
    ),
    ("no-floor", &["--period", PERIOD], "[rank]\nmin_cases = 0", &["The answer"]),
    ("wide", &["--period", PERIOD], "[rank]\nconfidence = 0.999", &["99.9\u{a0}% interval"]),
    ("narrow", &["--period", PERIOD], "[rank]\nconfidence = 0.5", &["50\u{a0}% interval"]),
    (
        "undecided",
        &["--period", PERIOD],
        "[judge]\nprior = 0.5\nfalse_positive_at = 0.999999999\ntrue_positive_at = 0.0000001",
        &["none judged"],
    ),
];

#[test]
fn too_little_to_say_is_said_in_words() {
    let scratch = Scratch::simulated();
    for (name, options, more, expected) in THIN {
        review(&scratch, name, more, options).succeeds();
        let page = page(&scratch, name);
        for part in *expected {
            assert!(page.contains(part), "{name}: `{part}` is not in\n{page}");
        }
    }
    let weekly = fs::read_to_string(scratch.at("all-young/index.html")).unwrap();
    assert!(!weekly.contains("<svg"), "nothing is drawn of nothing");
}

#[test]
fn one_owner_of_everything_is_compared_with_nobody() {
    let scratch = Scratch::simulated();
    let register = scratch.folder().join("registers/workflows.toml");
    let text = fs::read_to_string(&register).unwrap();
    let roles = ["control_owner", "business_approver", "execution_owner", "exception_owner"];
    let owned = |line: &str| match roles.iter().find(|role| line.starts_with(&format!("{role} = "))) {
        Some(role) => format!("{role} = \"team:one\""),
        None => line.to_owned(),
    };
    fs::write(&register, text.lines().map(owned).collect::<Vec<_>>().join("\n")).unwrap();
    review(&scratch, "one", "", &["--period", PERIOD]).succeeds();
    let page = page(&scratch, "one");
    assert!(page.contains("**control owners**: not compared, as a funnel needs three"), "{page}");
    let mut rankings = csv::Reader::from_path(scratch.at("one/tables/rankings.csv")).unwrap();
    let headers = rankings.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = rankings.records().map(Result::unwrap).collect();
    let of = |row: &csv::StringRecord, name: &str| {
        row[headers.iter().position(|header| header == name).unwrap()].to_owned()
    };
    let own: Vec<_> = rows
        .iter()
        .filter(|row| of(row, "role") == "control_owner" && of(row, "key") == "team:one")
        .collect();
    assert_eq!(own.len(), 1);
    assert_eq!(of(own[0], "rank"), "1");
    for column in ["shrunken_rate", "p_value", "p_adjusted", "rate_place_low", "rate_place_high"] {
        assert_eq!(of(own[0], column), "", "{column} of one group");
    }
    assert!(!of(own[0], "rate_low").is_empty());
}

#[test]
fn settings_that_make_nonsense_are_refused_at_their_line() {
    let scratch = Scratch::simulated();
    let lines = fs::read_to_string(scratch.folder().join("misfire.toml")).unwrap().lines().count();
    for (more, found) in [
        ("[rank]\nconfidence = 1.0", "found 1, expected a probability from 0.5 to 0.9999"),
        ("[rank]\nconfidence = 0.0", "found 0, expected a probability"),
        ("[rank]\nconfidence = nan", "found NaN, expected a probability"),
        ("[judge]\nprior = 0.0", "found 0, expected a probability between 0 and 1 (both excluded)"),
        ("[judge]\nprior = 1.0", "found 1, expected a probability"),
        ("[judge]\nfalse_positive_at = 0.2", "at or below `true_positive_at` 0.2, expected it above"),
        ("[judge]\nbits.wrong-device = inf", "found inf, expected -40 to 40 bits"),
        ("[measure]\ndefault_hours.lock = -1", "found -1, expected 0 to 2000 hours"),
        ("[measure]\ncap_working_days = 0", "found 0, expected 1 to 10000 working days"),
    ] {
        let place = format!("misfire.toml:{}:", lines + 3);
        review(&scratch, "refused", more, &["--period", PERIOD]).fails_with(&[&place, found]);
        assert!(!scratch.at("refused").exists(), "{more}");
    }
    for (period, found) in [
        ("2020-Q1", "the inputs hold no action of 2020-Q1: their actions lie between"),
        ("2026-08-13..2026-08-13", "is no period: its end, which is excluded, is not after its start"),
    ] {
        review(&scratch, "refused", "", &["--period", period]).fails_with(&[found]);
    }
}
