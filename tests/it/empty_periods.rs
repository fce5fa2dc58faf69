//! Periods of which the inputs hold no action, or one: the report says what it cannot say and draws nothing empty.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use crate::{
    mistakes::one_source,
    program::{Scratch, finish, program, review},
};

/// What no page may print: figures of nothing.
const NONSENSE: [&str; 5] = ["NaN", "0 of 0", "-0.0", "– judged", "∞"];

/// A day inside the period with so many cases and no other action, as the label of a period.
fn day_with(report: &Path, cases: usize) -> String {
    let mut days: BTreeMap<chrono::NaiveDate, [usize; 2]> = BTreeMap::new();
    let mut rows = csv::Reader::from_path(report.join("tables/scope.csv")).unwrap();
    let headers = rows.headers().unwrap().clone();
    let at = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let (in_scope, sent, done) = (at("in_scope"), at("sent_at"), at("done_at"));
    let new_york: chrono_tz::Tz = "America/New_York".parse().unwrap();
    for row in rows.records().map(Result::unwrap) {
        let time = if row[done].is_empty() { &row[sent] } else { &row[done] };
        let time: chrono::DateTime<chrono::Utc> = time.parse().unwrap();
        let counts = days.entry(time.with_timezone(&new_york).date_naive()).or_default();
        counts[usize::from(&row[in_scope] != "true")] += 1;
    }
    let first = chrono::NaiveDate::from_ymd_opt(2026, 7, 6).unwrap();
    let day = first
        .iter_days()
        .take(80)
        .find(|day| days.get(day).copied().unwrap_or_default() == [cases, 0])
        .unwrap_or_else(|| panic!("no day has {cases} cases alone"));
    format!("{day}..{}", day.succ_opt().unwrap())
}

/// The report of a period, which must be made.
fn report(scratch: &Scratch, folder: &Path, period: &str, name: &str) -> PathBuf {
    let out = scratch.at(name);
    finish(program().arg("review").arg(folder).args(["--period", period, "--out"]).arg(&out)).succeeds();
    out
}

/// Every page of a report with its name.
fn pages(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            pages(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "html" || ending == "md") {
            found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
}

fn is_sensible(report: &Path) {
    let mut found = Vec::new();
    pages(report, &mut found);
    assert!(found.len() >= 3, "{found:?}");
    for (name, text) in &found {
        for word in NONSENSE {
            assert!(!text.contains(word), "{name} prints `{word}`");
        }
    }
}

/// What every page of a period without a case says.
fn says_that_nothing_can_be_said(out: &Path) {
    is_sensible(out);
    let page = fs::read_to_string(out.join("review.md")).unwrap();
    for told in [
        "is a case, so nothing can be said about false positives",
        "**none measured** (no case could be measured",
        "No week of the period has a judged case, so there is no trend to show.",
    ] {
        assert!(page.contains(told), "`{told}` is missing in\n{page}");
    }
    for wrong in ["would be expected by chance", "one period without any"] {
        assert!(!page.contains(wrong), "`{wrong}` in\n{page}");
    }
    assert!(!fs::read_to_string(out.join("index.html")).unwrap().contains("<svg"), "an empty chart");
}

#[test]
fn a_period_without_case_says_what_it_cannot_say_with_and_without_registers() {
    let scratch = Scratch::simulated();
    review(&scratch.folder(), &scratch.at("whole"));
    let day = day_with(&scratch.at("whole"), 0);
    let with = report(&scratch, &scratch.folder(), &day, "with");
    fs::remove_dir_all(scratch.at("folder/registers")).unwrap();
    let without = report(&scratch, &scratch.folder(), &day, "without");
    says_that_nothing_can_be_said(&with);
    says_that_nothing_can_be_said(&without);
    let page = fs::read_to_string(with.join("review.md")).unwrap();
    assert!(page.contains("the period has no case, so its data say nothing of this change"), "{page}");
    let page = fs::read_to_string(without.join("review.md")).unwrap();
    assert!(page.contains("is absent or empty: no workflow can claim an action"), "{page}");
}

#[test]
fn a_period_without_any_action_between_others_is_reported_and_one_beyond_all_inputs_refused() {
    let scratch = one_source(
        "format = \"csv-actions\"",
        "actions.csv",
        "action_id,kind,serial,sent_at,done_at\n\
         a-1,lock,C02A,2026-06-20T10:00:00Z,2026-06-20T10:01:00Z\n\
         a-2,lock,C02B,2026-07-20T10:00:00Z,2026-07-20T10:01:00Z\n",
    );
    let out = report(&scratch, &scratch.folder(), "2026-07-01..2026-07-08", "out");
    says_that_nothing_can_be_said(&out);
    let page = fs::read_to_string(out.join("review.md")).unwrap();
    let told = "no action of the inputs lies in the period: whether the automations were idle or exports lack these \
                days is not known";
    assert!(page.contains(told), "{page}");
    assert!(!page.contains("so no statement had to be left out"), "{page}");
    for beyond in ["2026-05", "2026-08"] {
        finish(program().arg("review").arg(scratch.folder()).args(["--period", beyond]))
            .fails_with(&["the inputs hold no action of 2026-0", "their actions lie between"]);
    }
}

#[test]
fn a_period_with_one_case_prints_its_count_and_no_interval_of_one() {
    let scratch = Scratch::simulated();
    review(&scratch.folder(), &scratch.at("whole"));
    let day = day_with(&scratch.at("whole"), 1);
    let out = report(&scratch, &scratch.folder(), &day, "one");
    is_sensible(&out);
    let page = fs::read_to_string(out.join("review.md")).unwrap();
    let figures = page.split("## ").find(|part| part.starts_with("Four figures")).unwrap();
    assert!(!figures.contains("percentage points"), "{figures}");
    let answer = page.split("## ").find(|part| part.starts_with("The answer")).unwrap();
    assert!(!answer.contains("interval") && !answer.contains('±'), "{answer}");
    assert!(!page.contains("0.0–79.3"), "an interval of one case: {page}");
}
