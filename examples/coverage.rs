//! Measures the estimate of false positives that nobody reported against the truth of simulated organisations, and
//! prints the table of `docs/accuracy.md`:
//!
//! ```text
//! cargo run --release --example coverage -- 2000 101 102 103
//! ```
//!
//! The first number is the number of people, the others are seeds; `--vendors SET` before them writes the folders in
//! another set of formats.
#![allow(clippy::print_stdout, reason = "an example prints its result")]

mod world;

use chrono::TimeDelta;

use world::{Asked, Cases, Folder, Outcome, unseen::Unseen};

fn main() -> Outcome<()> {
    let asked = Asked::read(101..=120)?;
    println!(
        "| seed | false positives | on a list | on none | estimate | interval | holds it | lower limit holds | found otherwise |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    let mut trials = Vec::new();
    for seed in &asked.seeds {
        let folder = Folder::simulate(&asked, *seed, &[])?;
        let review = folder.review()?;
        let trial = Unseen::of(&review, &Cases::new(&review, TimeDelta::zero()), &folder.truth()?);
        println!("{}", row(*seed, &trial));
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

fn row(seed: u64, trial: &Unseen) -> String {
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
