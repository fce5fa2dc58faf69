//! Measures what trouble in the exports does to the review: simulates organisations, damages the written files, and
//! prints the table of `docs/accuracy.md`:
//!
//! ```text
//! cargo run --release --example stress -- 5000 5001 5002
//! ```
//!
//! The first number is the number of people, the others are seeds. Under each trouble verdicts should become
//! `undetermined`, not wrong; below the table stand those that became wrong.
#![allow(clippy::print_stdout, reason = "an example prints its result")]

mod world;

use std::collections::BTreeMap;

use misfire::report::model::CaseRow;

use world::{
    Asked, Cases, Folder, Outcome, Truth,
    damage::{ALL, Stress},
    is_automated, is_wrong,
    score::{Score, share, told},
};

/// What a review says of an action, held against the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Right,
    Undetermined,
    Wrong,
}

/// Everything counted under one kind of trouble.
#[derive(Default)]
struct Trial {
    score: Score,
    /// Right in the undamaged folder, and now undetermined or no case; now wrong; and wrong then, now not.
    lost: u32,
    turned: u32,
    cured: u32,
    /// Those that turned wrong.
    turned_how: BTreeMap<String, u32>,
}

fn main() -> Outcome<()> {
    let asked = Asked::read(1..=3)?;
    let mut trials: Vec<Trial> = ALL.iter().map(|_| Trial::default()).collect();
    for seed in &asked.seeds {
        // What is quick to unpack and to pack again.
        let folder = Folder::simulate(&asked, *seed, &[("identity_compression", "zst")])?;
        let truth = folder.truth()?;
        let mut before = Vec::new();
        for (stress, trial) in ALL.iter().zip(&mut trials) {
            before = one(&folder, *seed, *stress, (&truth, before), trial)?;
        }
    }
    println!(
        "| trouble | cases | attribution | precision | recall | F1 | cause | role | undetermined | right called wrong | wrong called right | right, now undetermined | right, now wrong | wrong, now not |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for (stress, trial) in ALL.iter().zip(&trials) {
        println!("{}", row(*stress, trial));
    }
    for (stress, trial) in ALL.iter().zip(&trials).filter(|(_, trial)| trial.turned > 0) {
        println!("\n{}: turned wrong, as they were in the world and as they were judged:", stress.title());
        for (how, count) in &trial.turned_how {
            println!("- {count}: {how}");
        }
    }
    Ok(())
}

/// Reviews the folder under one kind of trouble. Gives what was said in the undamaged one.
fn one(
    folder: &Folder,
    seed: u64,
    stress: Stress,
    (truth, before): (&[Truth], Vec<Said>),
    trial: &mut Trial,
) -> Outcome<Vec<Said>> {
    let copy = if stress == Stress::Nothing { None } else { Some(folder.copy()?) };
    let damaged = copy.as_ref().unwrap_or(folder);
    stress.hit(damaged, seed)?;
    let review = damaged.review()?;
    let cases = Cases::new(&review, stress.jamf_ahead());
    trial.score.add(&Score::of(&cases, truth));
    let now: Vec<Said> = truth.iter().map(|row| said(cases.of(row), row)).collect();
    for ((was, is), row) in before.iter().zip(&now).zip(truth) {
        trial.lost += u32::from((*was, *is) == (Said::Right, Said::Undetermined));
        trial.cured += u32::from(*was == Said::Wrong && *is != Said::Wrong);
        if *was != Said::Wrong && *is == Said::Wrong {
            trial.turned += 1;
            let how = cases.of(row).map_or_else(String::new, |case| told(case, row));
            *trial.turned_how.entry(how).or_default() += 1;
        }
    }
    Ok(if before.is_empty() { now } else { before })
}

/// Whether the verdict is right. What is no case is left open, and right where no automation acted.
fn said(case: Option<&CaseRow>, row: &Truth) -> Said {
    let verdict = case.map(|case| case.verdict.as_str());
    match (verdict, is_automated(row) && is_wrong(row)) {
        (None | Some("undetermined"), _) if is_automated(row) => Said::Undetermined,
        (said, is_wrong) if (said == Some("false_positive")) == is_wrong => Said::Right,
        _ => Said::Wrong,
    }
}

fn row(stress: Stress, trial: &Trial) -> String {
    let score = &trial.score;
    format!(
        "| {} | {} | {:.4} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} | {} | {} | {} | {} | {} |",
        stress.title(),
        score.cases,
        share(score.attribution),
        score.precision(),
        score.recall(),
        score.f1(),
        share(score.cause),
        share(score.role),
        share((score.undetermined, score.cases)),
        score.wrongly_found,
        score.called_true,
        trial.lost,
        trial.turned,
        trial.cured,
    )
}
