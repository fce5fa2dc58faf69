//! Snapshots of the HR system: once a week the whole list of workers as a Workday report gives it, in a file that
//! is named by its day. What is entered and taken back between two of them shows in neither.

use std::{collections::BTreeMap, io::Write, path::Path};

use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};
use serde_json::json;

use super::{
    SimulateError,
    calendar::{date_of, local},
    output,
    people::{PersonKind, UNITS},
    world::{HrEvent, World},
};
use crate::records::Instant;

/// What HR knows of one employment.
#[derive(Default, Clone, Copy)]
struct Employment {
    hired: Option<NaiveDate>,
    leaves: Option<NaiveDate>,
    /// A second record that somebody made for a person who has one.
    twin: Option<NaiveDate>,
}

/// Writes the snapshots.
pub(super) fn write(dir: &Path, world: &World) -> Result<(), SimulateError> {
    let mut known: BTreeMap<usize, Employment> = BTreeMap::new();
    let mut next = 0;
    for day in days(world) {
        let at = taken(day);
        while let Some(row) = world.hr.get(next).filter(|row| row.recorded < at) {
            enter(world, known.entry(row.person).or_default(), row);
            next += 1;
        }
        snapshot(dir, world, day, &known)?;
    }
    Ok(())
}

/// The Mondays of the simulated time.
fn days(world: &World) -> Vec<NaiveDate> {
    let mut day = date_of(world.from);
    let mut all = Vec::new();
    while taken(day) < world.to {
        if day.weekday() == Weekday::Mon {
            all.push(day);
        }
        day += TimeDelta::days(1);
    }
    all
}

/// When the report of a day is made: before anybody works.
pub(super) fn taken(day: NaiveDate) -> Instant {
    local(day, 0, 0)
}

/// Lets a change become part of what HR knows.
fn enter(world: &World, employment: &mut Employment, row: &HrEvent) {
    match row.kind {
        "termination_recorded" | "leave_date_set" | "leave_date_moved" => {
            employment.leaves = Some(row.effective);
        }
        "termination_cancelled" => employment.leaves = None,
        "rehired" => *employment = Employment { hired: Some(row.effective), ..Employment::default() },
        "hire_recorded" if works(world, row) => employment.twin = Some(row.effective),
        "hire_recorded" => employment.hired = Some(row.effective),
        "hire_rescinded" => employment.twin = None,
        _ => {}
    }
}

/// Whether the person of a row works already when it is entered.
fn works(world: &World, row: &HrEvent) -> bool {
    world.people[row.person].works_at(row.recorded)
}

fn snapshot(
    dir: &Path,
    world: &World,
    day: NaiveDate,
    known: &BTreeMap<usize, Employment>,
) -> Result<(), SimulateError> {
    let path = dir.join(format!("exports/identity/workers-{day}.json.gz"));
    let mut file = output::create(&path)?;
    let mut put =
        |text: &str| file.write_all(text.as_bytes()).map_err(|source| output::failed(&path, source));
    put("{\"Report_Entry\":[\n")?;
    let mut comma = "";
    for (index, person) in world.people.iter().enumerate().filter(|(_, person)| person.is_human()) {
        let employment = known.get(&index).copied().unwrap_or_default();
        let since = person.versions[0].from.map(date_of);
        let hired = employment.hired.or(since);
        // Whom HR has not entered yet is not there.
        let is_entered = since.is_none_or(|since| since <= day) || employment.hired.is_some();
        // Who left before the first of them is no longer in the report.
        let is_gone = person.versions.iter().all(|version| version.to.is_some_and(|to| to <= world.from));
        if is_entered && !is_gone {
            put(&format!("{comma}{}", worker(world, index, day, hired, employment.leaves)))?;
            comma = ",\n";
        }
        if let Some(start) = employment.twin {
            let mut twin = worker(world, index, day, Some(start), None);
            twin["Employee_ID"] = json!(format!("9{}", person.employee_id));
            put(&format!("{comma}{twin}"))?;
        }
    }
    put("\n]}\n")?;
    file.flush().map_err(|source| output::failed(&path, source))
}

fn worker(
    world: &World,
    index: usize,
    day: NaiveDate,
    hired: Option<NaiveDate>,
    leaves: Option<NaiveDate>,
) -> serde_json::Value {
    let person = &world.people[index];
    let version = person.at(taken(day));
    let has_left = leaves.is_some_and(|last| last < day);
    let kind = if person.kind == PersonKind::Contractor { "Contingent Worker" } else { "Employee" };
    json!({
        "Employee_ID": person.employee_id,
        "Legal_Name": version.name,
        "Email": version.email,
        "Worker_Type": kind,
        "Department": UNITS[version.unit],
        "Employee_Status": if has_left { "Terminated" } else { "Active" },
        "Hire_Date": hired.map(|date| date.to_string()),
        "Termination_Date": leaves.map(|date| date.to_string()),
    })
}
