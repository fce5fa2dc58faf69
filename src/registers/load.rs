//! Reads all registers of a review folder. Mistakes of all files are collected and shown together.

use std::{io, path::Path};

use chrono_tz::Tz;

use super::{
    ControlFinding, Registers, ReviewDecision,
    cells::Cells,
    devices, exceptions, holidays, improvements, lint, overlap, people, regulated_work, returned, reviews,
    table::{self, Columns, Table},
    workflows,
};
use crate::{
    config::{
        self, Config,
        problem::{Problem, listed},
    },
    records::sha256_hex,
};

/// Why the registers cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// A register is there and cannot be read.
    #[error("cannot read `{file}`")]
    Unreadable {
        /// The file, relative to the review folder.
        file: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Registers hold mistakes; all of them are listed.
    #[error("{}", listed(.0))]
    Invalid(Vec<Problem>),
}

/// Reads every register the configuration names, checks its versions and lints it. An absent file gives `None`.
///
/// # Errors
/// Every mistake with file, line, what was found and what was expected.
pub fn load(folder: &Path, config: &Config) -> Result<Registers, RegisterError> {
    let files = &config.registers;
    let zone: Tz = config.organisation.time_zone.parse().unwrap_or(Tz::UTC);
    let mut loader = Loader { folder, zone, problems: Vec::new() };
    let mut findings = Vec::new();
    let mut registers = Registers {
        workflows: loader.workflows(&files.workflows)?,
        people: loader.csv(&files.people, &people::COLUMNS, people::read)?,
        devices: loader.csv(&files.devices, &devices::COLUMNS, devices::read)?,
        exceptions: loader.csv(&files.exceptions, &exceptions::COLUMNS, exceptions::read)?,
        regulated_work: loader.csv(&files.regulated_work, &regulated_work::COLUMNS, regulated_work::read)?,
        reviews: loader.reviews(&files.reviews, &mut findings)?,
        improvements: loader.csv(&files.improvements, &improvements::COLUMNS, improvements::read)?,
        holidays: loader.csv(&files.holidays, &holidays::COLUMNS, holidays::read)?,
        findings: Vec::new(),
        files: digests(folder, files)?,
    };
    let mut problems = loader.problems;
    overlap::workflows(registers.workflows.as_deref().unwrap_or_default(), &mut problems);
    overlap::people(registers.people.as_deref().unwrap_or_default(), &mut problems);
    overlap::devices(registers.devices.as_deref().unwrap_or_default(), &mut problems);
    overlap::exceptions(registers.exceptions.as_deref().unwrap_or_default(), &mut problems);
    overlap::regulated_work(registers.regulated_work.as_deref().unwrap_or_default(), &mut problems);
    overlap::improvements(registers.improvements.as_deref().unwrap_or_default(), &mut problems);
    if !problems.is_empty() {
        problems.sort();
        problems.dedup();
        return Err(RegisterError::Invalid(problems));
    }
    findings.extend(lint::findings(&registers));
    findings.sort();
    registers.findings = findings;
    Ok(registers)
}

/// The files of the registers that are there, with their digests: what a review rests on must be known again.
fn digests(folder: &Path, files: &config::Registers) -> Result<Vec<(String, String)>, RegisterError> {
    let config::Registers {
        workflows,
        people,
        devices,
        exceptions,
        regulated_work,
        reviews,
        improvements,
        holidays,
    } = files;
    let mut names: Vec<String> =
        [workflows, people, devices, exceptions, regulated_work, reviews, improvements, holidays]
            .map(Clone::clone)
            .to_vec();
    names.extend(returned::beside(folder, reviews).map_err(|error| unreadable(reviews, error))?.read);
    names.sort();
    names.dedup();
    let mut digests = Vec::new();
    for name in names {
        match std::fs::read(folder.join(&name)) {
            Ok(bytes) => digests.push((name, sha256_hex(&bytes))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(unreadable(&name, error)),
        }
    }
    Ok(digests)
}

/// Reads files and keeps what is wrong with them.
struct Loader<'a> {
    folder: &'a Path,
    zone: Tz,
    problems: Vec<Problem>,
}

impl Loader<'_> {
    fn csv<T>(
        &mut self,
        file: &str,
        columns: &Columns,
        read: impl FnMut(&mut Cells<'_>) -> Option<T>,
    ) -> Result<Option<Vec<T>>, RegisterError> {
        let Some(table) = self.table(file, columns)? else { return Ok(None) };
        self.problems.extend(table.ragged.iter().cloned());
        Ok(Some(table.rows(self.zone, &mut self.problems, read)))
    }

    fn table(&mut self, file: &str, columns: &Columns) -> Result<Option<Table>, RegisterError> {
        table::read(self.folder, file, columns, &mut self.problems).map_err(|e| unreadable(file, e))
    }

    fn reviews(
        &mut self,
        file: &str,
        findings: &mut Vec<ControlFinding>,
    ) -> Result<Option<Vec<ReviewDecision>>, RegisterError> {
        let kept = self.table(file, &reviews::COLUMNS)?;
        let beside = returned::beside(self.folder, file).map_err(|error| unreadable(file, error))?;
        for unread in beside.unread {
            findings.push(reviews::unread(&unread, file));
        }
        if kept.is_none() && beside.read.is_empty() {
            return Ok(None);
        }
        let mut rows = kept.map_or_else(Vec::new, |table| reviews::of_table(&table, self.zone, findings));
        for returned in &beside.read {
            let tables = returned::read(self.folder, returned, &reviews::COLUMNS, &mut self.problems)
                .map_err(|error| unreadable(returned, error))?;
            rows.extend(tables.iter().flat_map(|table| reviews::of_table(table, self.zone, findings)));
        }
        Ok(Some(rows))
    }

    fn workflows(&mut self, file: &str) -> Result<Option<Vec<super::Workflow>>, RegisterError> {
        let text = match std::fs::read(self.folder.join(file)) {
            Ok(bytes) => String::from_utf8(bytes)
                .map_err(|error| unreadable(file, io::Error::new(io::ErrorKind::InvalidData, error)))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unreadable(file, error)),
        };
        Ok(Some(workflows::parse(file, text.trim_start_matches('\u{feff}'), self.zone, &mut self.problems)))
    }
}

fn unreadable(file: &str, source: io::Error) -> RegisterError {
    RegisterError::Unreadable { file: file.to_owned(), source }
}

#[cfg(test)]
#[path = "load_tests.rs"]
mod tests;
