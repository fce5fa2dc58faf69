//! Calls the stages in order and turns what they give into the model of a review. No judgement in here.

mod as_of;
mod bursts;
mod calibrate;
mod case_row;
mod check;
mod compared;
mod coverage;
mod due;
mod enrolments;
mod figures;
mod improvements;
mod lost_histories;
mod pending;
mod refusals;
mod registered;
mod remarks;
mod review;
mod rows;
mod sensitivity;
mod silence;
mod timeline;
mod times;
mod tolerance;
mod unequal;
mod unsaid;

#[cfg(test)]
mod tests;

use std::{path::PathBuf, sync::Arc};

use chrono::SecondsFormat;
use chrono_tz::Tz;

pub use calibrate::calibrate;
pub use check::{Check, check};
pub use compared::{Differing, differing};
pub use review::{review, review_against};
pub use tolerance::{Tolerance, over_tolerance};

use crate::{
    attribute::AttributeError,
    calibrate::Refusal,
    config::{
        self, Checked, Config, ConfigError,
        local_time::{Edge, parse_moment},
        period::{Period, PeriodError},
    },
    ingest::{self, IngestError, Ingested, Meter},
    judge,
    measure::working_hours::WorkingCalendar,
    records::{Instant, Ticket, cut},
    registers::{self, Registers, ReviewContext, load::RegisterError},
};

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// The review folder.
    pub folder: PathBuf,
    /// Judge as the inputs stood then; `None` = the latest time in them.
    pub as_of: Option<String>,
    /// Over `[read] checked`.
    pub checked: Option<Checked>,
}

/// A folder that was read: everything a review of any period is made from.
#[derive(Debug)]
pub struct Prepared {
    /// Configuration.
    pub config: Config,
    /// Registers.
    pub registers: Registers,
    /// Everything read.
    pub ingested: Ingested,
    /// The organisation's zone.
    pub zone: Tz,
    /// The organisation's working hours.
    pub calendar: WorkingCalendar,
    /// Up to when the inputs are known.
    pub as_of: Instant,
    /// Whether that time was asked for, and is not the latest one in the inputs.
    pub is_as_of_asked: bool,
}

/// Why there is no review.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    /// `misfire.toml`.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A register.
    #[error(transparent)]
    Register(#[from] RegisterError),
    /// An input.
    #[error(transparent)]
    Ingest(#[from] IngestError),
    /// Linking.
    #[error(transparent)]
    Attribute(#[from] AttributeError),
    /// There is too little to learn from.
    #[error(transparent)]
    Calibrate(#[from] Refusal),
    /// The period's label.
    #[error(transparent)]
    Period(#[from] PeriodError),
    /// Something in the request cannot be used.
    #[error("{0}")]
    Request(String),
    /// A report that is none of the period before.
    #[error("cannot compare with `{}`: found {found}, expected {expected}", folder.display())]
    Compare {
        /// The folder of the report.
        folder: PathBuf,
        /// What it is a report of.
        found: String,
        /// What would be compared with.
        expected: String,
    },
    /// No action lies in the period.
    #[error("the inputs hold no action of {period}: {covered}")]
    NoData {
        /// The label.
        period: String,
        /// What they do cover.
        covered: String,
    },
}

/// Reads a folder: configuration, registers, every input.
///
/// # Errors
/// What keeps the folder from being reviewed, with file and line.
pub fn prepare(request: &Request) -> Result<Prepared, PipelineError> {
    prepare_watched(request, &Arc::default())
}

/// As [`prepare`], telling `meter` how far the reading is.
///
/// # Errors
/// As [`prepare`].
pub fn prepare_watched(request: &Request, meter: &Arc<Meter>) -> Result<Prepared, PipelineError> {
    let mut config = config::load(&request.folder)?;
    config::load::check_codes(&request.folder, &config, &judge::known_codes())?;
    config::load::check_sources(&request.folder, &config, &ingest::known_formats())?;
    if let Some(checked) = request.checked {
        config.read.checked = checked;
    }
    let zone = zone_of(&config)?;
    let calendar =
        WorkingCalendar::parse(&config.organisation.working_hours).map_err(PipelineError::Request)?;
    let mut registers = registers::load::load(&request.folder, &config)?;
    let mut ingested = ingest::ingest_on(ingest::threads(), &request.folder, &config, meter)?;
    let last = latest(&ingested);
    let as_of = match &request.as_of {
        Some(text) => parse_moment(text, zone, Edge::End)
            .map_err(|why| PipelineError::Request(format!("--as-of: {why}")))?,
        None => last,
    };
    let is_known = last > Instant::UNIX_EPOCH;
    let causes = judge::known_causes();
    let context =
        ReviewContext { actions: &ingested.actions, last: is_known.then_some(last), causes: &causes };
    registers::fit_reviews(&mut registers, &context);
    drop_fields(&mut ingested.tickets, &config.tickets);
    let first = first_action(&ingested);
    as_of::keep_known(&mut ingested, as_of);
    if request.as_of.is_some()
        && let Some(first) = first
        && ingested.actions.is_empty()
    {
        return Err(PipelineError::Request(format!(
            "nothing is known at --as-of {}: the first action is of {}",
            as_of.to_rfc3339_opts(SecondsFormat::Secs, true),
            first.to_rfc3339_opts(SecondsFormat::Secs, true)
        )));
    }
    let is_as_of_asked = request.as_of.is_some();
    Ok(Prepared { config, registers, ingested, zone, calendar, as_of, is_as_of_asked })
}

/// Reads the label of a period in the organisation's calendar.
///
/// # Errors
/// The label is no period.
pub fn period(config: &Config, zone: Tz, label: &str) -> Result<Period, PipelineError> {
    Ok(Period::parse(label, config.organisation.fiscal_year_start_month, zone)?)
}

/// The quarter that holds an action's `done_at` (or, for one not done, `sent_at`).
///
/// # Errors
/// No action has this id, or it has no time.
pub fn period_of_action(prepared: &Prepared, action_id: &str) -> Result<Period, PipelineError> {
    let found =
        prepared.ingested.actions.iter().find(|action| action.action_id.eq_ignore_ascii_case(action_id));
    let at = found.and_then(|action| action.done_at.or(action.sent_at));
    let period = at.and_then(|at| {
        Period::holding(at, prepared.config.organisation.fiscal_year_start_month, prepared.zone)
    });
    period.ok_or_else(|| {
        PipelineError::Request(format!(
            "no action `{}` with a time is in the inputs; ids stand in `tables/scope.csv`",
            cut(action_id)
        ))
    })
}

fn zone_of(config: &Config) -> Result<Tz, PipelineError> {
    let name = &config.organisation.time_zone;
    name.parse().map_err(|_| PipelineError::Request(format!("`{name}` is no IANA time zone")))
}

/// The fields of a ticket are as large as everything else of it, and closure codes alone are looked for in them.
fn drop_fields(tickets: &mut [Ticket], config: &config::Tickets) {
    let is_used = |name: &String| config.closure_codes.iter().any(|code| code.field == *name);
    for ticket in tickets {
        ticket.fields.retain(|name, _| is_used(name));
    }
}

/// The earliest time of an action.
fn first_action(ingested: &Ingested) -> Option<Instant> {
    ingested.actions.iter().filter_map(|action| action.sent_at.or(action.done_at)).min()
}

/// The latest accepted action, known event or ticket time.
fn latest(ingested: &Ingested) -> Instant {
    let actions = ingested.actions.iter().filter_map(|action| action.done_at.max(action.sent_at));
    let tickets = ingested
        .tickets
        .iter()
        .flat_map(|ticket| [Some(ticket.opened_at), ticket.resolved_at, ticket.updated_at])
        .flatten();
    actions.chain(ingested.event_tellings()).chain(tickets).max().unwrap_or(Instant::UNIX_EPOCH)
}
