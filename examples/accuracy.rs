//! Measures the review against the truth of simulated organisations, and prints the table of
//! `docs/accuracy.md`:
//!
//! ```text
//! cargo run --release --example accuracy -- 2000 101 102 103
//! ```
//!
//! The first number is the number of people, the others are seeds; `--vendors SET` before them writes the folders in
//! another set of formats, whose ids are its own: an action is then known by serial, kind and time, a trigger by
//! person and kind. The judging code never sees the truth
//! file; it is read here, after the review was made.
#![allow(clippy::print_stdout, reason = "an example prints its result")]

use std::{collections::BTreeMap, error::Error, fs, path::Path};

use misfire::{
    config::Period,
    pipeline::{self, Request},
    report::model::{CaseRow, Review},
    simulate::{self, SimulateOptions, Vendors},
};

/// One row of the truth file, by column.
type Truth = BTreeMap<String, String>;

/// What was counted for one seed, or for all of them.
#[derive(Debug, Default, Clone)]
struct Score {
    cases: u32,
    scope: (u32, u32),
    attribution: (u32, u32),
    found: u32,
    wrongly_found: u32,
    missed: u32,
    missed_without_trace: u32,
    cause: (u32, u32),
    role: (u32, u32),
    undetermined: u32,
    hours_error: f64,
    hours_true: f64,
    missed_causes: BTreeMap<String, u32>,
    /// Actions in error by what was true of them and what was said.
    errors: BTreeMap<String, Vec<String>>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let vendors = match args.first().map(String::as_str) {
        Some("--vendors") if args.len() > 1 => args.drain(..2).next_back().unwrap_or_default().parse()?,
        _ => Vendors::OktaServicenow,
    };
    let numbers: Result<Vec<u64>, _> = args.iter().map(|text| text.parse()).collect();
    let numbers = numbers?;
    let people = u32::try_from(numbers.first().copied().unwrap_or(2_000))?;
    let seeds = numbers
        .get(1..)
        .filter(|seeds| !seeds.is_empty())
        .map_or_else(|| (101..=110).collect(), <[u64]>::to_vec);
    println!(
        "| seed | cases | scope | attribution | precision | recall | recall of what leaves a trace | F1 | cause | role | undetermined | error of lost hours |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|");
    let mut all = Score::default();
    for seed in seeds {
        let score = one(people, seed, vendors)?;
        println!("{}", score.row(&seed.to_string()));
        all.add(&score);
    }
    println!("{}", all.row("all"));
    println!("\nmissed false positives by true cause:");
    for (cause, count) in &all.missed_causes {
        println!("- {cause}: {count}");
    }
    println!("\nerrors, as they were in the world and as they were judged:");
    for (error, ids) in &all.errors {
        println!("- {error}: {}, for example {}", ids.len(), ids[0]);
    }
    Ok(())
}

fn one(people: u32, seed: u64, vendors: Vendors) -> Result<Score, Box<dyn Error>> {
    let dir = std::env::temp_dir().join(format!("misfire-accuracy-{}-{people}-{seed}", std::process::id()));
    let zone = chrono_tz::America::New_York;
    let period = Period::parse("2026-Q3", 1, zone)?;
    simulate::simulate(&SimulateOptions {
        dir: dir.clone(),
        people,
        period: (period.from, period.to, period.label.clone()),
        seed,
        noise: 1.0,
        settings: BTreeMap::new(),
        vendors,
    })?;
    let request = Request { folder: dir.clone(), as_of: None, checked: None };
    let review = pipeline::review(&pipeline::prepare(&request)?, &period)?;
    let truth_file =
        dir.with_file_name(format!("{}.truth.csv", dir.file_name().unwrap_or_default().to_string_lossy()));
    let score = compare(&review, &read_truth(&truth_file)?);
    fs::remove_dir_all(&dir)?;
    fs::remove_file(&truth_file)?;
    Ok(score)
}

fn read_truth(path: &Path) -> Result<Vec<Truth>, Box<dyn Error>> {
    let mut reader = csv::Reader::from_path(path)?;
    let headers = reader.headers()?.clone();
    let row = |record: csv::StringRecord| {
        headers.iter().zip(record.iter()).map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect()
    };
    Ok(reader.records().collect::<Result<Vec<_>, _>>()?.into_iter().map(row).collect())
}

fn compare(review: &Review, truth: &[Truth]) -> Score {
    let cases: BTreeMap<&str, &CaseRow> =
        review.cases.iter().map(|case| (case.action_id.as_str(), case)).collect();
    // A policy run has no id of its own, and some sets have none at all: device, kind and time instead.
    let moments: BTreeMap<(String, &str, String), &CaseRow> = review
        .cases
        .iter()
        .map(|case| {
            let done = case.done_at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string();
            ((case.serial.clone().unwrap_or_default(), case.action_kind.as_str(), done), case)
        })
        .collect();
    let mut score = Score::default();
    for row in truth {
        let is_case = row["in_scope_automated"] == "true";
        let moment = (row["serial"].clone(), row["action_kind"].as_str(), row["done_at"].clone());
        let case = cases.get(row["action_id"].as_str()).or_else(|| moments.get(&moment));
        count(&mut score.scope, case.is_some() == is_case);
        match case {
            Some(case) if is_case => score.judge(case, row),
            // Called wrong, though it was no automated action at all.
            Some(case) => score.wrongly_found += u32::from(case.verdict == "false_positive"),
            None => {}
        }
    }
    score
}

/// Whether a case is linked to the trigger of the truth, by its id or, in a set with ids of its own, by its person and
/// about its time: a snapshot may tell a week later.
fn is_of(case: &CaseRow, row: &Truth) -> bool {
    let is_about = case.subject_person_id.as_deref() == Some(row["subject_person_id"].as_str());
    case.episode_event_ids.contains(&row["trigger_event_id"]) || (!has_their_ids(case) && is_about)
}

/// Whether the set has the ids of the world: those of Okta are time-based UUIDs, those of HR are numbered.
fn has_their_ids(case: &CaseRow) -> bool {
    case.episode_event_ids.iter().all(|id| id.starts_with("HR-") || id.get(13..18) == Some("-11f1"))
}

fn count(pair: &mut (u32, u32), hit: bool) {
    pair.0 += u32::from(hit);
    pair.1 += 1;
}

impl Score {
    fn judge(&mut self, case: &CaseRow, row: &Truth) {
        self.cases += 1;
        self.undetermined += u32::from(case.verdict == "undetermined");
        let wanted = &row["trigger_event_id"];
        let linked = case.attribution == "linked";
        let is_theirs = linked && is_of(case, row);
        count(&mut self.attribution, if wanted.is_empty() { !linked } else { is_theirs });
        let is_wrong = row["truth"] == "false_positive";
        self.note_error(case, row, is_theirs || wanted.is_empty());
        match (is_wrong, case.verdict == "false_positive") {
            (true, true) => {
                self.found += 1;
                count(&mut self.cause, case.cause.as_deref() == Some(row["cause"].as_str()));
                count(
                    &mut self.role,
                    case.accountable_role.as_deref() == Some(row["accountable_role"].as_str()),
                );
                let (told, lived) =
                    (case.lost_hours.unwrap_or(0.0), row["lost_hours"].parse().unwrap_or(0.0));
                self.hours_error += (told - lived).abs();
                self.hours_true += lived;
            }
            (false, true) => self.wrongly_found += 1,
            (true, false) => {
                self.missed += 1;
                self.missed_without_trace += u32::from(row["detectable"] == "false");
                *self.missed_causes.entry(row["cause"].clone()).or_default() += 1;
            }
            (false, false) => {}
        }
    }

    fn note_error(&mut self, case: &CaseRow, row: &Truth, is_linked_right: bool) {
        let wrong_verdict = (row["truth"] == "false_positive") != (case.verdict == "false_positive");
        let wrong_cause = !wrong_verdict
            && row["truth"] == "false_positive"
            && case.cause.as_deref() != Some(row["cause"].as_str());
        if !wrong_verdict && !wrong_cause && is_linked_right {
            return;
        }
        let rules: Vec<&str> = case.evidence.iter().map(|evidence| evidence.code.as_str()).collect();
        let error = format!(
            "{} {} ({}) -> {} {} {}{} [{}]",
            row["workflow_id"],
            row["cause"],
            row["note"],
            case.verdict,
            case.cause.as_deref().unwrap_or(""),
            case.attribution,
            if is_linked_right { "" } else { " to another event" },
            rules.join(" ")
        );
        self.errors.entry(error).or_default().push(case.action_id.clone());
    }

    fn add(&mut self, other: &Self) {
        let pairs = [
            (&mut self.scope, other.scope),
            (&mut self.attribution, other.attribution),
            (&mut self.cause, other.cause),
            (&mut self.role, other.role),
        ];
        for (mine, theirs) in pairs {
            mine.0 += theirs.0;
            mine.1 += theirs.1;
        }
        self.cases += other.cases;
        self.found += other.found;
        self.wrongly_found += other.wrongly_found;
        self.missed += other.missed;
        self.missed_without_trace += other.missed_without_trace;
        self.undetermined += other.undetermined;
        self.hours_error += other.hours_error;
        self.hours_true += other.hours_true;
        for (cause, count) in &other.missed_causes {
            *self.missed_causes.entry(cause.clone()).or_default() += count;
        }
        for (error, ids) in &other.errors {
            self.errors.entry(error.clone()).or_default().extend(ids.iter().cloned());
        }
    }

    fn row(&self, label: &str) -> String {
        let share = |(hits, of): (u32, u32)| f64::from(hits) / f64::from(of.max(1));
        let precision = share((self.found, self.found + self.wrongly_found));
        let recall = share((self.found, self.found + self.missed));
        let traced = share((self.found, self.found + self.missed - self.missed_without_trace));
        let f1 = 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE);
        format!(
            "| {label} | {} | {:.4} | {:.4} | {precision:.3} | {recall:.3} | {traced:.3} | {f1:.3} | {:.3} | {:.3} | {:.3} | {:.1} of {:.1} h |",
            self.cases,
            share(self.scope),
            share(self.attribution),
            share(self.cause),
            share(self.role),
            share((self.undetermined, self.cases)),
            self.hours_error,
            self.hours_true,
        )
    }
}
