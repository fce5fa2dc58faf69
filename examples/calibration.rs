//! Measures probabilities and intervals of the review against the truth of simulated organisations, before and after
//! `misfire calibrate`, and prints the tables of `docs/accuracy.md`:
//!
//! ```text
//! cargo run --release --example calibration -- 5000 5001 5002
//! ```
//!
//! The first number is the number of people, the others are seeds. The reviews of each folder are replaced by those
//! of 150 cases drawn by a hash, decided as the truth is but for 5 % that are decided the other way, by two
//! reviewers in turn. Probabilities are scored on the cases that nobody reviewed.
#![allow(clippy::print_stdout, reason = "an example prints its result")]

mod world;

use std::{collections::BTreeSet, fmt::Write as _, fs};

use chrono::TimeDelta;
use misfire::{
    calibrate::{Forecast, Method, brier, reliability, uncertainty},
    pipeline::{self, PipelineError},
    report::model::Review,
};

use world::{
    Asked, Cases, Folder, Outcome, Truth,
    damage::lot,
    intervals::Rates,
    is_automated, is_wrong, period,
    score::{Score, share},
    unseen::Unseen,
};

/// Cases reviewed per organisation.
const REVIEWED: usize = 150;

/// Everything counted with the same bits.
#[derive(Default)]
struct Side {
    score: Score,
    forecasts: Vec<Forecast>,
    rates: Rates,
    unseen: Vec<Unseen>,
}

fn main() -> Outcome<()> {
    let asked = Asked::read(1..=3)?;
    let (mut before, mut after) = (Side::default(), Side::default());
    let mut methods = [0; 3];
    for seed in &asked.seeds {
        let folder = Folder::simulate(&asked, *seed, &[("identity_compression", "zst")])?;
        let truth = folder.truth()?;
        let reviewed = review_some(&folder, &truth, *seed)?;
        let mut prepared = folder.prepare()?;
        let period = period()?;
        let calibration = match pipeline::calibrate(&prepared, &period) {
            Err(PipelineError::Calibrate(_)) => None,
            other => Some(other?),
        };
        let method = calibration.as_ref().map_or(2, |found| usize::from(found.method == Method::Patterns));
        methods[method] += 1;
        let proposal = calibration.map(|found| found.proposal).unwrap_or_default();
        before.add(&pipeline::review(&prepared, &period)?, &truth, &reviewed);
        println!("seed {seed}: proposed {proposal:?}");
        prepared.config.judge.bits.extend(proposal);
        after.add(&pipeline::review(&prepared, &period)?, &truth, &reviewed);
    }
    let [reviews, patterns, refused] = methods;
    println!(
        "\nbits from reviews in {reviews} organisations, from patterns in {patterns}, refused in {refused}\n"
    );
    verdicts(&before, &after);
    intervals(&before, &after);
    Ok(())
}

/// Replaces the reviews by those of some cases, and gives the ids of these.
fn review_some(folder: &Folder, truth: &[Truth], seed: u64) -> Outcome<BTreeSet<String>> {
    let review = folder.review()?;
    let cases = Cases::new(&review, TimeDelta::zero());
    let mut drawn: Vec<(u64, &str, &Truth)> = truth
        .iter()
        .filter(|row| is_automated(row))
        .filter_map(|row| Some((row, cases.of(row)?)))
        .map(|(row, case)| (lot(seed, case.action_id.as_bytes(), u64::MAX), case.action_id.as_str(), row))
        .collect();
    drawn.sort_unstable_by_key(|(number, id, _)| (*number, *id));
    drawn.truncate(REVIEWED);
    let mut text = String::from("action_id,reviewer,reviewed_at,decision,cause,rationale\n");
    for (number, id, row) in &drawn {
        let decision = match (is_wrong(row), number % 20 == 0) {
            (true, false) | (false, true) => "false_positive",
            (true, true) => "true_positive",
            (false, false) => row["truth"].as_str(),
        };
        let reviewer = ["P00001", "P00002"][usize::from(number % 2 == 0)];
        writeln!(text, "{id},{reviewer},2026-11-10T10:00:00Z,{decision},,")?;
    }
    fs::write(folder.dir.join("registers/reviews.csv"), text)?;
    Ok(drawn.into_iter().map(|(_, id, _)| id.to_owned()).collect())
}

impl Side {
    fn add(&mut self, review: &Review, truth: &[Truth], reviewed: &BTreeSet<String>) {
        let cases = Cases::new(review, TimeDelta::zero());
        self.score.add(&Score::of(&cases, truth));
        self.rates.add(review, &cases, truth);
        self.unseen.push(Unseen::of(review, &cases, truth));
        for row in truth.iter().filter(|row| is_automated(row)) {
            let Some(case) = cases.of(row).filter(|case| !reviewed.contains(&case.action_id)) else {
                continue;
            };
            // A benign positive has no probability.
            self.forecasts.extend(case.probability.map(|probability| (probability, is_wrong(row))));
        }
    }
}

fn verdicts(before: &Side, after: &Side) {
    println!(
        "| bits | precision | recall | F1 | cause | role | undetermined | right called wrong | wrong called right | Brier score | of a constant |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|");
    for (label, side) in [("printed", before), ("proposed", after)] {
        let score = &side.score;
        println!(
            "| {label} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} | {} | {} | {:.4} | {:.4} |",
            score.precision(),
            score.recall(),
            score.f1(),
            share(score.cause),
            share(score.role),
            share((score.undetermined, score.cases)),
            score.wrongly_found,
            score.called_true,
            brier(&side.forecasts).unwrap_or(f64::NAN),
            uncertainty(&side.forecasts).unwrap_or(f64::NAN),
        );
    }
    println!(
        "\n| bits | probability | cases | mean probability | share wrong | 95 % interval | holds the mean |"
    );
    println!("|---|---|---|---|---|---|---|");
    for (label, side) in [("printed", before), ("proposed", after)] {
        for bin in reliability(&side.forecasts) {
            let (low, high) = bin.interval.unwrap_or((f64::NAN, f64::NAN));
            let holds = if bin.is_reliable() { "yes" } else { "no" };
            #[expect(clippy::cast_precision_loss, reason = "counts of cases")]
            let observed = bin.wrong as f64 / bin.cases as f64;
            println!(
                "| {label} | {:.1}–{:.1} | {} | {:.3} | {observed:.3} | {low:.3}–{high:.3} | {holds} |",
                bin.from, bin.to, bin.cases, bin.predicted
            );
        }
    }
}

fn intervals(before: &Side, after: &Side) {
    println!(
        "\n| bits | groups | Wilson, process | Wilson, what happened | shrunken, process | shrunken, what happened | Wilson of the true counts, process |"
    );
    println!("|---|---|---|---|---|---|---|");
    for row in before.rates.table("printed").into_iter().chain(after.rates.table("proposed")) {
        println!("{row}");
    }
    println!();
    for (label, side) in [("printed", before), ("proposed", after)] {
        let held: Vec<bool> = side.unseen.iter().filter_map(Unseen::is_held).collect();
        let below =
            side.unseen.iter().filter(|one| one.estimate.is_some_and(|(_, low, _)| low <= one.unseen()));
        println!(
            "Unreported, {label} bits: the interval holds the truth in {} of {}, the lower limit in {}.",
            held.iter().filter(|holds| **holds).count(),
            held.len(),
            below.count()
        );
    }
}
