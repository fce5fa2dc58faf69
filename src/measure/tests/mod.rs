//! Tests of measuring. The organisation works Mon-Fri 09:00-17:30 in New York; 1 July 2026 is a Wednesday.

mod afterwards;
mod due;
mod hours;
mod part_time;
mod proofs;
mod waits;

use super::{
    specimen::{at, judgement},
    *,
};
use crate::{judge::rule::Verdict, registers::RegisterRow};

const CONFIG: &str = "[organisation]\nname = \"Example Works\"\ntime_zone = \"America/New_York\"\n";
const NOON: &str = "2026-07-01T16:00:00Z";

/// Measures as the organisation would, with changes to its configuration and holidays.
pub(crate) fn measured_with(config: &str, holidays: &[Holiday], case: &Case, verdict: Verdict) -> Measured {
    let config: Config = toml::from_str(&format!("{CONFIG}{config}")).unwrap();
    let calendar = WorkingCalendar::parse(&config.organisation.working_hours).unwrap();
    let context = Context {
        config: &config,
        as_of: at("2026-10-31T00:00:00Z"),
        zone: config.organisation.time_zone.parse().unwrap(),
        calendar: &calendar,
        holidays,
        has_regulated_work: true,
    };
    measure(case, &judgement(verdict), &context)
}

fn measured(case: &Case) -> Measured {
    measured_with("", &[], case, Verdict::FalsePositive)
}

fn close(given: Option<f64>, expected: f64) {
    assert!(given.is_some_and(|given| (given - expected).abs() < 1e-9), "{given:?} is not {expected}");
}

fn holiday(date: &str, zone_or_unit: &str) -> Holiday {
    Holiday {
        date: date.parse().unwrap(),
        zone_or_unit: zone_or_unit.to_owned(),
        name: "day off".to_owned(),
        row: RegisterRow { file: "registers/holidays.csv".to_owned(), line: 2 },
    }
}
