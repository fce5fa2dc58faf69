//! What the examples that measure have in common: a simulated organisation on disk, its truth, and how cases are
//! found again in it. No stage of a review sees the truth file; it is read here, after the review was made.
#![allow(dead_code, reason = "each example uses a part of it")]

pub(crate) mod damage;
pub(crate) mod files;
pub(crate) mod intervals;
pub(crate) mod inventory;
pub(crate) mod score;
pub(crate) mod unseen;

use std::{
    collections::BTreeMap,
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use chrono::TimeDelta;
use misfire::{
    config::Period,
    pipeline::{self, Prepared, Request},
    report::model::{CaseRow, Review},
    simulate::{self, SimulateOptions, Vendors},
};

/// Whatever goes wrong ends the example.
pub(crate) type Outcome<T> = Result<T, Box<dyn Error>>;

/// What the command line of every such example says: `[--vendors SET] PEOPLE SEED …`.
pub(crate) struct Asked {
    pub(crate) people: u32,
    pub(crate) seeds: Vec<u64>,
    pub(crate) vendors: Vendors,
}

impl Asked {
    /// Reads the arguments; without any 2,000 people and the given seeds.
    pub(crate) fn read(seeds: impl Iterator<Item = u64>) -> Outcome<Self> {
        let mut args: Vec<String> = std::env::args().skip(1).collect();
        let vendors = match args.first().map(String::as_str) {
            Some("--vendors") if args.len() > 1 => args.drain(..2).next_back().unwrap_or_default().parse()?,
            _ => Vendors::OktaServicenow,
        };
        let numbers = args.iter().map(|text| text.parse()).collect::<Result<Vec<u64>, _>>()?;
        let people = u32::try_from(numbers.first().copied().unwrap_or(2_000))?;
        let asked = numbers.get(1..).filter(|asked| !asked.is_empty());
        Ok(Self { people, seeds: asked.map_or_else(|| seeds.collect(), <[u64]>::to_vec), vendors })
    }
}

/// The period that is simulated and reviewed.
pub(crate) fn period() -> Outcome<Period> {
    Ok(Period::parse("2026-Q3", 1, chrono_tz::America::New_York)?)
}

/// A simulated folder below the folder for temporary files. It is deleted when it is dropped.
pub(crate) struct Folder {
    pub(crate) dir: PathBuf,
}

impl Folder {
    /// Simulates an organisation. `settings` as in `misfire simulate --set`.
    pub(crate) fn simulate(asked: &Asked, seed: u64, settings: &[(&str, &str)]) -> Outcome<Self> {
        let folder = Self::named(&format!("{}-{seed}", asked.people));
        let period = period()?;
        simulate::simulate(&SimulateOptions {
            dir: folder.dir.clone(),
            people: asked.people,
            period: (period.from, period.to, period.label.clone()),
            seed,
            noise: 1.0,
            settings: settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
            vendors: asked.vendors,
        })?;
        Ok(folder)
    }

    fn named(name: &str) -> Self {
        Self { dir: std::env::temp_dir().join(format!("misfire-example-{}-{name}", std::process::id())) }
    }

    /// A copy of it, without the truth.
    pub(crate) fn copy(&self) -> Outcome<Self> {
        let name = self.dir.file_name().unwrap_or_default().to_string_lossy();
        let copy = Self { dir: self.dir.with_file_name(format!("{name}-copy")) };
        copy_all(&self.dir, &copy.dir)?;
        Ok(copy)
    }

    /// Reads it.
    pub(crate) fn prepare(&self) -> Outcome<Prepared> {
        Ok(pipeline::prepare(&Request { folder: self.dir.clone(), as_of: None, checked: None })?)
    }

    /// Reads and reviews it.
    pub(crate) fn review(&self) -> Outcome<Review> {
        Ok(pipeline::review(&self.prepare()?, &period()?)?)
    }

    /// Reads the truth beside it.
    pub(crate) fn truth(&self) -> Outcome<Vec<Truth>> {
        let mut reader = csv::Reader::from_path(self.truth_file())?;
        Ok(reader.deserialize().collect::<Result<_, _>>()?)
    }

    fn truth_file(&self) -> PathBuf {
        let name = self.dir.file_name().unwrap_or_default().to_string_lossy();
        self.dir.with_file_name(format!("{name}.truth.csv"))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is not there need not be deleted.
        let _ = fs::remove_dir_all(&self.dir);
        let _ = fs::remove_file(self.truth_file());
    }
}

fn copy_all(from: &Path, to: &Path) -> Outcome<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let (path, target) = entry.map(|entry| (entry.path(), to.join(entry.file_name())))?;
        if path.is_dir() {
            copy_all(&path, &target)?;
        } else {
            fs::copy(&path, &target)?;
        }
    }
    Ok(())
}

/// One row of the truth file, by column.
pub(crate) type Truth = BTreeMap<String, String>;

/// Whether an automation did it.
pub(crate) fn is_automated(row: &Truth) -> bool {
    row["in_scope_automated"] == "true"
}

/// Whether it was wrong.
pub(crate) fn is_wrong(row: &Truth) -> bool {
    row["truth"] == "false_positive"
}

/// Finds the cases of a review by the rows of the truth.
pub(crate) struct Cases<'a> {
    by_id: BTreeMap<&'a str, &'a CaseRow>,
    /// A policy run has no id of its own, and some sets have none at all: device, kind and time instead.
    by_moment: BTreeMap<(String, &'a str, String), &'a CaseRow>,
}

impl<'a> Cases<'a> {
    /// The cases of a review whose Jamf clock is ahead of the truth's by `ahead`.
    pub(crate) fn new(review: &'a Review, ahead: TimeDelta) -> Self {
        let moment = |case: &'a CaseRow| {
            let done = (case.done_at - ahead).format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string();
            ((case.serial.clone().unwrap_or_default(), case.action_kind.as_str(), done), case)
        };
        Self {
            by_id: review.cases.iter().map(|case| (case.action_id.as_str(), case)).collect(),
            by_moment: review.cases.iter().map(moment).collect(),
        }
    }

    /// The case of a row of the truth.
    pub(crate) fn of(&self, row: &Truth) -> Option<&'a CaseRow> {
        let moment = || (row["serial"].clone(), row["action_kind"].as_str(), row["done_at"].clone());
        self.by_id.get(row["action_id"].as_str()).or_else(|| self.by_moment.get(&moment())).copied()
    }
}
