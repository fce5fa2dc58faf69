//! Measures the estimate of false positives that nobody reported against the truth of simulated organisations, and
//! prints the table of `docs/accuracy.md`:
//!
//! ```text
//! cargo run --release --example coverage -- 2000 101 102 103
//! ```
//!
//! The first number is the number of people, the others are seeds; `--vendors SET` before them writes the folders in
//! another set of formats. No stage of the review sees the truth file; it is read here, after the review was made.
#![allow(clippy::print_stdout, reason = "an example prints its result")]

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fs,
    path::Path,
};

use misfire::{
    config::Period,
    pipeline::{self, Request},
    report::model::{CaseRow, EvidenceRow, EvidenceWeight, Review},
    simulate::{self, SimulateOptions, Vendors},
};

/// What one organisation shows.
struct Trial {
    /// False positives of the truth.
    wrong: u32,
    /// Of those, the ones that at least one list of the review tells of.
    listed: u32,
    /// The estimate of those on no list with its limits; `None` when refused.
    estimate: Option<(f64, f64, f64)>,
    /// False positives on no list that the review found by other evidence, right or wrong.
    found_otherwise: u64,
}

impl Trial {
    /// False positives on no list.
    fn unseen(&self) -> f64 {
        f64::from(self.wrong - self.listed)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let vendors = match args.first().map(String::as_str) {
        Some("--vendors") if args.len() > 1 => args.drain(..2).next_back().unwrap_or_default().parse()?,
        _ => Vendors::OktaServicenow,
    };
    let numbers = args.iter().map(|text| text.parse()).collect::<Result<Vec<u64>, _>>()?;
    let people = u32::try_from(numbers.first().copied().unwrap_or(2_000))?;
    let seeds = numbers.get(1..).filter(|seeds| !seeds.is_empty());
    let seeds = seeds.map_or_else(|| (101..=120).collect(), <[u64]>::to_vec);
    println!(
        "| seed | false positives | on a list | on none | estimate | interval | holds it | lower limit holds | found otherwise |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    let mut trials = Vec::new();
    for seed in seeds {
        let trial = one(people, seed, vendors)?;
        println!("{}", row(seed, &trial));
        trials.push(trial);
    }
    let estimates: Vec<_> = trials.iter().filter_map(|trial| Some((trial, trial.estimate?))).collect();
    let count = |holds: &dyn Fn(f64, (f64, f64, f64)) -> bool| {
        estimates.iter().filter(|(trial, estimate)| holds(trial.unseen(), *estimate)).count()
    };
    println!(
        "\nOf {} estimates (refused: {}) the interval holds the truth in {}, the estimate is at or below it in {}, the lower limit in {}.",
        estimates.len(),
        trials.len() - estimates.len(),
        count(&|unseen, (_, low, high)| low <= unseen && unseen <= high),
        count(&|unseen, (value, _, _)| value <= unseen),
        count(&|unseen, (_, low, _)| low <= unseen),
    );
    Ok(())
}

fn row(seed: u64, trial: &Trial) -> String {
    let (wrong, listed, unseen) = (trial.wrong, trial.listed, trial.unseen());
    let estimate = trial.estimate.map_or_else(
        || "refused | | | ".to_owned(),
        |(value, low, high)| {
            let yes = |holds| if holds { "yes" } else { "no" };
            let (is_in, is_above) = (yes(low <= unseen && unseen <= high), yes(low <= unseen));
            format!("{value:.1} | {low:.1}–{high:.1} | {is_in} | {is_above}")
        },
    );
    format!("| {seed} | {wrong} | {listed} | {unseen} | {estimate} | {} |", trial.found_otherwise)
}

fn one(people: u32, seed: u64, vendors: Vendors) -> Result<Trial, Box<dyn Error>> {
    let dir = std::env::temp_dir().join(format!("misfire-coverage-{}-{people}-{seed}", std::process::id()));
    let period = Period::parse("2026-Q3", 1, chrono_tz::America::New_York)?;
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
    let name = dir.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let truth = dir.with_file_name(format!("{name}.truth.csv"));
    let trial = compare(&review, &truth)?;
    fs::remove_dir_all(&dir)?;
    fs::remove_file(&truth)?;
    Ok(trial)
}

/// Whether evidence of one of the lists counts for a case.
fn is_listed(case: &CaseRow) -> bool {
    let of_list = |piece: &&EvidenceRow| match piece.family.as_str() {
        "ticket" => piece.code != "ticket-shows-intent",
        "reversal" => true,
        _ => piece.code == "rolled-back",
    };
    case.evidence.iter().filter(of_list).any(|piece| match piece.weight {
        EvidenceWeight::Bits(bits) => bits > 0.0,
        EvidenceWeight::Decisive => true,
        EvidenceWeight::Suspended => false,
    })
}

fn compare(review: &Review, truth: &Path) -> Result<Trial, Box<dyn Error>> {
    // By id, and by device, kind and time, as a policy run has no id of its own.
    let mut listed = BTreeSet::new();
    for case in review.cases.iter().filter(|case| case.verdict == "false_positive" && is_listed(case)) {
        let done = case.done_at.format("%Y-%m-%dT%H:%M:%S%.3fZ");
        let serial = case.serial.as_deref().unwrap_or_default();
        listed.insert(case.action_id.clone());
        listed.insert(format!("{serial} {} {done}", case.action_kind));
    }
    let found = &review.unreported;
    let mut trial = Trial {
        wrong: 0,
        listed: 0,
        estimate: found.unseen.zip(found.unseen_low).zip(found.unseen_high).map(|((v, l), h)| (v, l, h)),
        found_otherwise: found.unlisted,
    };
    let mut reader = csv::Reader::from_path(truth)?;
    for row in reader.deserialize::<BTreeMap<String, String>>() {
        let row = row?;
        if row["in_scope_automated"] != "true" || row["truth"] != "false_positive" {
            continue;
        }
        let moment = format!("{} {} {}", row["serial"], row["action_kind"], row["done_at"]);
        trial.wrong += 1;
        trial.listed += u32::from(listed.contains(&row["action_id"]) || listed.contains(&moment));
    }
    Ok(trial)
}
