//! `tables/sensitivity`: what it says of a setting is what a review with that setting finds.

use std::{collections::BTreeMap, fs, path::Path};

use crate::program::{PERIOD, Scratch, finish, program};

/// Rank and false positives by role and owner.
type Owners = BTreeMap<(String, String), (String, String)>;

fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

fn entry(row: &BTreeMap<String, String>) -> ((String, String), (String, String)) {
    let cell = |name: &str| row[name].clone();
    ((cell("role"), cell("key")), (cell("rank"), cell("false_positives")))
}

fn reviewed(scratch: &Scratch, out: &str) -> Owners {
    let out = scratch.at(out);
    let mut review = program();
    review.arg("review").arg(scratch.folder()).args(["--period", PERIOD, "--quiet", "--out"]).arg(&out);
    finish(&mut review).succeeds();
    rows(&out.join("tables/rankings.csv"))
        .iter()
        .filter(|row| row["dimension"] == "owner")
        .map(entry)
        .collect()
}

/// What the table says of a setting: the owners as they are, but for those it names.
fn said(scratch: &Scratch, as_is: &Owners, setting: &str, moved: &str) -> Owners {
    let mut owners = as_is.clone();
    let table = rows(&scratch.at("as-is/tables/sensitivity.csv"));
    owners.extend(table.iter().filter(|row| row["setting"] == setting && row["moved"] == moved).map(entry));
    owners
}

#[test]
fn what_is_said_of_a_setting_is_what_a_review_with_it_finds() {
    let scratch = Scratch::new();
    let options = ["--people", "300", "--period", PERIOD, "--seed", "5", "--noise", "0.1"];
    finish(program().arg("simulate").arg(scratch.folder()).args(options)).succeeds();
    let as_is = reviewed(&scratch, "as-is");
    let file = scratch.folder().join("misfire.toml");
    let text = fs::read_to_string(&file).unwrap();
    let mut moves = 0;
    for (setting, key, half, half_more) in [
        ("prior", "[judge]\nprior", "0.025", "0.075"),
        ("min_score", "[attribute]\nmin_score", "2.0", "6.0"),
        ("min_margin", "[attribute]\nmin_margin", "1.0", "3.0"),
        ("clock_skew", "[attribute]\nclock_skew", "\"60s\"", "\"180s\""),
        ("merge_window", "[attribute]\nmerge_window", "\"30s\"", "\"90s\""),
        ("cap_working_days", "[measure]\ncap_working_days", "5", "15"),
        ("min_cases", "[rank]\nmin_cases", "10", "30"),
    ] {
        for (moved, value) in [("half", half), ("half more", half_more)] {
            fs::write(&file, format!("{text}\n{key} = {value}\n")).unwrap();
            let mut found = reviewed(&scratch, "moved");
            // Who answers for no case as it is stands in no row of the table.
            found.retain(|owner, _| as_is.contains_key(owner));
            let said = said(&scratch, &as_is, setting, moved);
            moves += usize::from(said != as_is);
            assert_eq!(said, found, "{setting}, {moved}");
        }
    }
    fs::write(&file, text).unwrap();
    let register = scratch.folder().join("registers/workflows.toml");
    let text = fs::read_to_string(&register).unwrap();
    for (moved, halves) in [("half", 1), ("half more", 3)] {
        let line =
            |line: &str| match line.strip_prefix("max_delay = \"").and_then(|rest| rest.split_once('"')) {
                Some((span, _)) => {
                    let seconds = if let Some(hours) = span.strip_suffix('h') {
                        hours.parse::<u64>().unwrap() * 3_600
                    } else {
                        span.strip_suffix('d').unwrap().parse::<u64>().unwrap() * 86_400
                    };
                    format!("max_delay = \"{}s\"", seconds * halves / 2)
                }
                None => line.to_owned(),
            };
        fs::write(&register, text.lines().map(line).collect::<Vec<_>>().join("\n")).unwrap();
        let mut found = reviewed(&scratch, "moved");
        found.retain(|owner, _| as_is.contains_key(owner));
        let said = said(&scratch, &as_is, "max_delay", moved);
        moves += usize::from(said != as_is);
        assert_eq!(said, found, "max_delay, {moved}");
    }
    assert!(moves >= 6, "{moves} settings move anybody");
}
