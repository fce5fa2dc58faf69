//! Measures how often a link is crossed where a rival lies near, and prints the table of `docs/accuracy.md`:
//!
//! ```text
//! cargo run --release --example crossed -- 2000 101 102 103
//! ```
//!
//! The first number is the number of people, the others are seeds. A rival is another episode: of anybody, among the
//! triggers of the truth, or among the candidates of the case itself.
#![allow(clippy::print_stdout, reason = "an example prints its result")]

use std::{collections::BTreeMap, error::Error, fs, path::Path};

use chrono::{DateTime, TimeDelta, Utc};
use misfire::{
    config::Period,
    pipeline::{self, Request},
    report::model::{CaseRow, Review},
    simulate::{self, SimulateOptions, Vendors},
};

/// One row of the truth file, by column.
type Truth = BTreeMap<String, String>;

/// What the rivals of a class did to links.
#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    actions: u32,
    right: u32,
    crossed: u32,
    ambiguous: u32,
    /// Ambiguous without the right episode among those within the margin.
    ambiguous_without_it: u32,
    unlinked: u32,
}

const CLASSES: [&str; 6] = [
    "anybody's trigger within 1 minute",
    "anybody's trigger within 10 minutes",
    "a candidate within 1 minute",
    "a candidate within 10 minutes",
    "any other candidate",
    "all with a trigger",
];

fn main() -> Result<(), Box<dyn Error>> {
    let numbers: Result<Vec<u64>, _> = std::env::args().skip(1).map(|text| text.parse()).collect();
    let numbers = numbers?;
    let people = u32::try_from(numbers.first().copied().unwrap_or(2_000))?;
    let seeds = numbers.get(1..).filter(|seeds| !seeds.is_empty());
    let seeds = seeds.map_or_else(|| (101..=110).collect(), <[u64]>::to_vec);
    let mut tallies = [Tally::default(); CLASSES.len()];
    for seed in seeds {
        one(people, seed, &mut tallies)?;
    }
    println!(
        "| a rival of the right episode is | actions | right | crossed | ambiguous | of these without the right one | unattributed |"
    );
    println!("|---|---|---|---|---|---|---|");
    for (class, tally) in CLASSES.iter().zip(tallies) {
        println!(
            "| {class} | {} | {} | {} | {} | {} | {} |",
            tally.actions,
            tally.right,
            tally.crossed,
            tally.ambiguous,
            tally.ambiguous_without_it,
            tally.unlinked
        );
    }
    Ok(())
}

fn one(people: u32, seed: u64, tallies: &mut [Tally; CLASSES.len()]) -> Result<(), Box<dyn Error>> {
    let dir = std::env::temp_dir().join(format!("misfire-crossed-{}-{people}-{seed}", std::process::id()));
    let period = Period::parse("2026-Q3", 1, chrono_tz::America::New_York)?;
    let summary = simulate::simulate(&SimulateOptions {
        dir: dir.clone(),
        people,
        period: (period.from, period.to, period.label.clone()),
        seed,
        noise: 1.0,
        settings: BTreeMap::new(),
        vendors: Vendors::OktaServicenow,
    })?;
    let request = Request { folder: dir.clone(), as_of: None, checked: None };
    let prepared = pipeline::prepare(&request)?;
    let times: BTreeMap<&str, DateTime<Utc>> =
        prepared.ingested.events.iter().map(|event| (event.event_id.as_str(), event.occurred_at)).collect();
    let review = pipeline::review(&prepared, &period)?;
    tally(&review, &read_truth(&summary.truth)?, &times, tallies);
    fs::remove_dir_all(&dir)?;
    fs::remove_file(&summary.truth)?;
    Ok(())
}

fn read_truth(path: &Path) -> Result<Vec<Truth>, Box<dyn Error>> {
    let mut reader = csv::Reader::from_path(path)?;
    let headers = reader.headers()?.clone();
    let row = |record: csv::StringRecord| {
        headers.iter().zip(record.iter()).map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect()
    };
    Ok(reader.records().collect::<Result<Vec<_>, _>>()?.into_iter().map(row).collect())
}

fn tally(
    review: &Review,
    truth: &[Truth],
    times: &BTreeMap<&str, DateTime<Utc>>,
    tallies: &mut [Tally; CLASSES.len()],
) {
    let cases: BTreeMap<&str, &CaseRow> =
        review.cases.iter().map(|case| (case.action_id.as_str(), case)).collect();
    let mut candidates: BTreeMap<&str, Vec<(&str, f64)>> = BTreeMap::new();
    for row in &review.candidates {
        candidates.entry(&row.action_id).or_default().push((&row.event_id, row.score));
    }
    let at = |id: &str| times.get(id).copied();
    let triggers: Vec<(&str, DateTime<Utc>)> = truth
        .iter()
        .filter_map(|row| Some((row["trigger_event_id"].as_str(), at(&row["trigger_event_id"])?)))
        .collect();
    for row in truth.iter().filter(|row| row["in_scope_automated"] == "true") {
        let wanted = row["trigger_event_id"].as_str();
        let (Some(case), Some(time)) = (cases.get(row["action_id"].as_str()), at(wanted)) else { continue };
        let own: Vec<(&str, f64)> = candidates.get(row["action_id"].as_str()).cloned().unwrap_or_default();
        let near = |id: &str, other: DateTime<Utc>, minutes| {
            id != wanted && (other - time).abs() <= TimeDelta::minutes(minutes)
        };
        let is_right = case.episode_event_ids.iter().any(|id| id == wanted);
        let rivals: Vec<DateTime<Utc>> = own
            .iter()
            .filter(|(id, _)| *id != wanted && !(is_right && case.trigger_event_id.as_deref() == Some(*id)))
            .filter_map(|(id, _)| at(id))
            .collect();
        let anybody = |minutes| triggers.iter().any(|(id, other)| near(id, *other, minutes));
        let candidate =
            |minutes| rivals.iter().any(|other| (*other - time).abs() <= TimeDelta::minutes(minutes));
        let best = own.first().map_or(0.0, |(_, score)| *score);
        let is_named = is_right || own.iter().any(|(id, score)| *id == wanted && best - score < 2.0);
        let classes = [anybody(1), anybody(10), candidate(1), candidate(10), !rivals.is_empty(), true];
        for (tally, _) in tallies.iter_mut().zip(classes).filter(|(_, holds)| *holds) {
            tally.add(&case.attribution, is_right, is_named);
        }
    }
}

impl Tally {
    fn add(&mut self, attribution: &str, is_right: bool, is_named: bool) {
        self.actions += 1;
        match attribution {
            "linked" if is_right => self.right += 1,
            "linked" => self.crossed += 1,
            "ambiguous" => {
                self.ambiguous += 1;
                self.ambiguous_without_it += u32::from(!is_named);
            }
            _ => self.unlinked += 1,
        }
    }
}
