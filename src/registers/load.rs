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
        Config,
        problem::{Problem, listed},
    },
    records::{regular_file, sha256_hex},
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
    let mut loader = Loader { folder, zone, problems: Vec::new(), files: Vec::new() };
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
        files: Vec::new(),
    };
    loader.files.sort();
    loader.files.dedup();
    registers.files = loader.files;
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

/// Reads files and keeps what is wrong with them.
struct Loader<'a> {
    folder: &'a Path,
    zone: Tz,
    problems: Vec<Problem>,
    /// Every file that was read, with its digest: what a review rests on must be known again.
    files: Vec<(String, String)>,
}

impl Loader<'_> {
    /// The bytes of a file and nothing where there is none; the digest that is kept is that of these bytes.
    fn bytes(&mut self, file: &str) -> Result<Option<Vec<u8>>, RegisterError> {
        match regular_file::read(&self.folder.join(file)) {
            Ok(bytes) => {
                self.files.push((file.to_owned(), sha256_hex(&bytes)));
                Ok(Some(bytes))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(unreadable(file, error)),
        }
    }

    fn csv<T>(
        &mut self,
        file: &str,
        columns: &Columns,
        read: impl FnMut(&mut Cells<'_>) -> Option<T>,
    ) -> Result<Option<Vec<T>>, RegisterError> {
        let Some(table) = self.table(file, columns)? else { return Ok(None) };
        self.problems.extend(table.unsound.iter().cloned());
        Ok(Some(table.rows(self.zone, &mut self.problems, read)))
    }

    fn table(&mut self, file: &str, columns: &Columns) -> Result<Option<Table>, RegisterError> {
        let Some(bytes) = self.bytes(file)? else { return Ok(None) };
        Ok(Some(table::of_bytes(file, bytes, columns, &mut self.problems)))
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
            let Some(bytes) = self.bytes(returned)? else { continue };
            let tables = returned::of_bytes(returned, bytes, &reviews::COLUMNS, &mut self.problems);
            rows.extend(tables.iter().flat_map(|table| reviews::of_table(table, self.zone, findings)));
        }
        Ok(Some(rows))
    }

    fn workflows(&mut self, file: &str) -> Result<Option<Vec<super::Workflow>>, RegisterError> {
        let Some(bytes) = self.bytes(file)? else { return Ok(None) };
        let text = String::from_utf8(bytes)
            .map_err(|error| unreadable(file, io::Error::new(io::ErrorKind::InvalidData, error)))?;
        Ok(Some(workflows::parse(file, text.trim_start_matches('\u{feff}'), self.zone, &mut self.problems)))
    }
}

fn unreadable(file: &str, source: io::Error) -> RegisterError {
    RegisterError::Unreadable { file: file.to_owned(), source }
}

#[cfg(test)]
#[path = "load_tests.rs"]
mod tests;
