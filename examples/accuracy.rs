//! Measures the review against the truth of simulated organisations, and prints the table of
//! `docs/accuracy.md`:
//!
//! ```text
//! cargo run --release --example accuracy -- 2000 101 102 103
//! ```
//!
//! The first number is the number of people, the others are seeds; `--vendors SET` before them writes the folders in
//! another set of formats, whose ids are its own: an action is then known by serial, kind and time, a trigger by
//! person and kind.
#![allow(clippy::print_stdout, reason = "an example prints its result")]

mod world;

use chrono::TimeDelta;

use world::{
    Asked, Cases, Folder, Outcome,
    score::{Score, share},
};

fn main() -> Outcome<()> {
    let asked = Asked::read(101..=110)?;
    println!(
        "| seed | cases | scope | attribution | precision | recall | recall of what leaves a trace | F1 | cause | role | undetermined | error of lost hours |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|");
    let mut all = Score::default();
    for seed in &asked.seeds {
        let folder = Folder::simulate(&asked, *seed, &[])?;
        let score = Score::of(&Cases::new(&folder.review()?, TimeDelta::zero()), &folder.truth()?);
        println!("{}", row(&score, &seed.to_string()));
        all.add(&score);
    }
    println!("{}", row(&all, "all"));
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

fn row(score: &Score, label: &str) -> String {
    let traced = share((score.found, score.found + score.missed - score.missed_without_trace));
    format!(
        "| {label} | {} | {:.4} | {:.4} | {:.3} | {:.3} | {traced:.3} | {:.3} | {:.3} | {:.3} | {:.3} | {:.1} of {:.1} h |",
        score.cases,
        share(score.scope),
        share(score.attribution),
        score.precision(),
        score.recall(),
        score.f1(),
        share(score.cause),
        share(score.role),
        share((score.undetermined, score.cases)),
        score.hours_error,
        score.hours_true,
    )
}
