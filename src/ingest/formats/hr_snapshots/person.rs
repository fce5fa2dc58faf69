//! One row of a snapshot: who it is about and where they stand.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime};

use super::super::{known_text::known_text, mapped_row::MappedRow};
use crate::{
    ingest::{sink::Record, times::TimeRule},
    records::{Employed, Employment, EmploymentStatus as Status, Instant, PersonKeys},
};

/// The record of a row. `file_date` is the day in the name of the file; in a table a column is there for every row.
pub(super) fn record(
    row: &mut MappedRow<'_, '_>,
    file_date: Option<&str>,
    is_table: bool,
) -> Result<Option<Record>, String> {
    let person = person(row);
    if person.employee_id.is_none() && person.email.is_none() && person.login.is_none() {
        return Err("no employee number, e-mail or login: nobody is known whom the row is about".to_owned());
    }
    let leave_cell = row.columns.values(row.cells).find(|(field, _)| *field == "leave_date");
    let has_leave_field = leave_cell.is_some_and(|(_, cell)| is_table || !cell.is_empty());
    let snapshot_at = snapshot(row, file_date)?;
    let state = Employed {
        person,
        status: status(row)?,
        leave_date: day(row, "leave_date")?,
        has_leave_field,
        hire_date: day(row, "hire_date")?,
        is_rehire: flag(row, "is_rehire")?,
    };
    Ok(Some(Record::Employment(Employment { snapshot_at, state: Arc::new(state), origin: row.at })))
}

fn person(row: &MappedRow<'_, '_>) -> PersonKeys {
    let name = || {
        let parts: Vec<String> =
            ["first_name", "last_name"].iter().filter_map(|field| row.get(field)).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    };
    PersonKeys {
        employee_id: row.get("employee_id").map(whole),
        email: row.get("email"),
        login: row.get("login"),
        display_name: row.get("display_name").or_else(name),
        ..PersonKeys::default()
    }
}

/// Spreadsheets write a number as `21479.0`.
fn whole(id: String) -> String {
    match id.strip_suffix(".0") {
        Some(whole) if whole.bytes().all(|byte| byte.is_ascii_digit()) => whole.to_owned(),
        _ => id,
    }
}

/// When the snapshot was taken: the row says it, or the name of the file.
fn snapshot(row: &mut MappedRow<'_, '_>, file_date: Option<&str>) -> Result<Instant, String> {
    if let Some(at) = row.time("snapshot_date")? {
        return Ok(at);
    }
    let Some(date) = file_date else {
        let message = "the day of the snapshot is not known: no row and not the name of the file says it; rename the \
                       file after its day, for example `workers-2026-07-01.csv`, or name the column that holds it: \
                       `columns = { snapshot_date = \"<header>\" }`";
        row.sink.fail(message);
        return Err(message.to_owned());
    };
    let at = row.sink.time(row.at, date, TimeRule::Ask(None));
    let at = at.inspect_err(|reason| row.sink.fail(format!("the date in the name of the file: {reason}")))?;
    at.ok_or_else(|| format!("`{date}` in the name of the file is no day"))
}

/// A day at its local midnight. Systems write a day far ahead for "none", and people were hired before 2000.
fn day(row: &mut MappedRow<'_, '_>, field: &'static str) -> Result<Option<Instant>, String> {
    let reason = match row.time(field) {
        Ok(at) => return Ok(at),
        Err(reason) => reason,
    };
    let year = reason
        .split_once("lies in the year ")
        .and_then(|(_, rest)| rest.split(',').next()?.parse::<i32>().ok());
    match year {
        Some(year) if year > 2100 => {
            row.note("far-day-is-none", format!("{reason}; a day that far ahead was taken as none"));
            Ok(None)
        }
        Some(year) if year < 2000 => {
            row.note("day-before-2000", format!("{reason}; an earlier day counts as the first of 2000"));
            let first = NaiveDate::from_ymd_opt(2000, 1, 1).map(|day| day.and_time(NaiveTime::MIN).and_utc());
            Ok(first)
        }
        _ => Err(reason),
    }
}

/// Where somebody stands. A word goes before the flags, and "hire rescinded" before all.
fn status(row: &mut MappedRow<'_, '_>) -> Result<Option<Status>, String> {
    let rescinded = flag(row, "is_hire_rescinded")?;
    let (terminated, active) = (flag(row, "is_terminated")?, flag(row, "is_active")?);
    if rescinded == Some(true) {
        return Ok(Some(Status::HireRescinded));
    }
    if let Some(word) = row.word("status") {
        if let Some(status) = word_of(&word) {
            return Ok(Some(status));
        }
        row.note(
            "unknown-employment-status",
            format!(
                "the status `{word}` is not known and says nothing; translate it with `\"status:{word}\" = \"left\"` \
                 (or `active`, `hire_rescinded`) in `columns`"
            ),
        );
    }
    Ok(match (terminated, active) {
        (Some(true), _) | (None, Some(false)) => Some(Status::Left),
        (_, Some(true)) | (Some(false), _) => Some(Status::Active),
        (None, None) => None,
    })
}

fn word_of(word: &str) -> Option<Status> {
    let word = word.trim().to_lowercase().replace(['_', '-'], " ");
    match word.as_str() {
        "active" | "a" | "1" | "true" | "yes" | "employed" | "working" | "on leave" | "leave"
        | "leave of absence" | "paid leave" | "unpaid leave" | "suspended" | "pre hire" | "future hire" => {
            Some(Status::Active)
        }
        "terminated" | "t" | "0" | "false" | "no" | "inactive" | "left" | "leaver" | "separated"
        | "resigned" | "retired" | "deceased" | "former" => Some(Status::Left),
        "hire rescinded" | "rescinded" | "no show" => Some(Status::HireRescinded),
        _ => None,
    }
}

/// Yes or no in the spellings of exports.
fn flag(row: &MappedRow<'_, '_>, field: &str) -> Result<Option<bool>, String> {
    let Some(text) = row.get(field).as_deref().and_then(known_text) else { return Ok(None) };
    match text.to_lowercase().as_str() {
        "1" | "true" | "yes" | "y" | "x" => Ok(Some(true)),
        "0" | "false" | "no" | "n" => Ok(Some(false)),
        _ => Err(format!("`{field}`: `{}` is neither yes nor no", crate::records::cut(&text))),
    }
}
