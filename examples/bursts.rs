//! Measures the detector of bursts on simulated organisations, without an attack and with one, and prints the table
//! of `docs/accuracy.md`:
//!
//! ```text
//! cargo run --release --example bursts -- 1000 40 301 302 303
//! ```
//!
//! The first number is the number of people, the second that of devices an attacker erases, the others are seeds.
#![allow(clippy::print_stdout, reason = "an example prints its result")]

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fs,
};

use misfire::{
    config::Period,
    pipeline::{self, Request},
    simulate::{self, SimulateOptions, Vendors},
};

/// What was found in one kind of world.
#[derive(Debug, Default)]
struct Found {
    worlds: u32,
    with_burst: u32,
    bursts: usize,
    erased: usize,
    held_apart: usize,
    others_apart: usize,
    accused: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let numbers: Result<Vec<u64>, _> = std::env::args().skip(1).map(|text| text.parse()).collect();
    let numbers = numbers?;
    let people = u32::try_from(numbers.first().copied().unwrap_or(1_000))?;
    let devices = numbers.get(1).copied().unwrap_or(40);
    let seeds = numbers.get(2..).filter(|seeds| !seeds.is_empty());
    let seeds = seeds.map_or_else(|| (301..=310).collect(), <[u64]>::to_vec);
    println!(
        "| world | worlds | with a burst | bursts | erased | of these apart | others apart | erased called false positive |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for (name, attack) in [
        ("no attack", None),
        ("an account", Some("account")),
        ("the client of an automation", Some("client")),
    ] {
        let mut found = Found::default();
        for seed in &seeds {
            one(people, *seed, attack.map(|by| (devices, by)), &mut found)?;
        }
        println!(
            "| {name} | {} | {} | {} | {} | {} | {} | {} |",
            found.worlds,
            found.with_burst,
            found.bursts,
            found.erased,
            found.held_apart,
            found.others_apart,
            found.accused
        );
    }
    Ok(())
}

fn one(people: u32, seed: u64, attack: Option<(u64, &str)>, found: &mut Found) -> Result<(), Box<dyn Error>> {
    let dir = std::env::temp_dir().join(format!("misfire-bursts-{}-{people}-{seed}", std::process::id()));
    let period = Period::parse("2026-Q3", 1, chrono_tz::America::New_York)?;
    let settings = attack.map_or_else(BTreeMap::new, |(devices, by)| {
        BTreeMap::from([("attack".to_owned(), devices.to_string()), ("attack_by".to_owned(), by.to_owned())])
    });
    let summary = simulate::simulate(&SimulateOptions {
        dir: dir.clone(),
        people,
        period: (period.from, period.to, period.label.clone()),
        seed,
        noise: 1.0,
        settings,
        vendors: Vendors::OktaServicenow,
    })?;
    let request = Request { folder: dir.clone(), as_of: None, checked: None };
    let review = pipeline::review(&pipeline::prepare(&request)?, &period)?;
    let erased: BTreeSet<String> = csv::Reader::from_path(&summary.truth)?
        .records()
        .filter_map(Result::ok)
        .filter(|row| row.iter().any(|cell| cell == "an attacker erased it"))
        .filter_map(|row| row.get(0).map(str::to_owned))
        .collect();
    let apart: BTreeSet<&String> = review.bursts.iter().flat_map(|burst| &burst.action_ids).collect();
    found.worlds += 1;
    found.with_burst += u32::from(!review.bursts.is_empty());
    found.bursts += review.bursts.len();
    found.erased += erased.len();
    found.held_apart += erased.iter().filter(|id| apart.contains(id)).count();
    found.others_apart += apart.iter().filter(|id| !erased.contains(**id)).count();
    found.accused += review
        .cases
        .iter()
        .filter(|case| case.verdict == "false_positive" && erased.contains(&case.action_id))
        .count();
    fs::remove_dir_all(&dir)?;
    fs::remove_file(&summary.truth)?;
    Ok(())
}
