//! The registry of measures: one file and two lines each. A measure may read what those before it filled in.

mod affected_people;
mod data_loss;
mod disruptive;
mod interruption;
mod lost_hours;
mod person_hours;
mod regulated_hours;
mod second_order;

use super::{Context, Measured};
use crate::{attribute::case::Case, judge::Judgement};

/// A measure as data.
pub struct Measure {
    /// Kebab-case code.
    pub code: &'static str,
    /// What it says and how it is computed, in a few sentences.
    pub explanation: &'static str,
    /// Takes it: fills its fields of `Measured` and adds flags.
    pub take: fn(&Case, &Judgement, &Context<'_>, &mut Measured),
}

/// Every measure, in the order in which they are taken.
pub const MEASURES: &[&Measure] = &[
    &interruption::MEASURE,
    &lost_hours::MEASURE,
    &affected_people::MEASURE,
    &person_hours::MEASURE,
    &regulated_hours::MEASURE,
    &data_loss::MEASURE,
    &disruptive::MEASURE,
    &second_order::MEASURE,
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::MEASURES;

    #[test]
    fn codes_are_unique_and_kebab_case() {
        let codes: BTreeSet<&str> = MEASURES.iter().map(|measure| measure.code).collect();
        assert_eq!(codes.len(), MEASURES.len());
        assert!(codes.iter().all(|code| code.chars().all(|c| c.is_ascii_lowercase() || c == '-')));
    }

    #[test]
    fn every_file_beside_the_registry_is_registered() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/measure/measures");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter_map(|name| name.strip_suffix(".rs").map(|stem| stem.replace('_', "-")))
            .filter(|stem| stem != "mod")
            .collect();
        files.sort();
        let mut codes: Vec<&str> = MEASURES.iter().map(|measure| measure.code).collect();
        codes.sort_unstable();
        assert_eq!(files, codes);
    }
}
