//! Linking: which actions are cases, which episode caused each, which tickets followed.

mod afterwards;
mod build;
mod bulk;
pub mod burst;
mod candidates;
pub mod case;
mod case_ticket;
mod closeness;
mod containing;
mod coverage;
mod eligible;
mod episodes;
mod exceptions;
mod ground;
mod in_window;
mod linkable;
mod losses;
mod merge;
mod named;
mod period;
mod relink;
mod repeats;
pub mod scope;
mod second_order;
mod settings;
mod sign_ins;
mod surroundings;
mod ticket_grade;
pub mod ticket_text;
mod tickets;
mod undoing;
mod window_join;
mod workflows;

#[cfg(test)]
pub(crate) mod specimen;
#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, sync::Arc};

use chrono::TimeDelta;

use bulk::BulkIndex;
use burst::Burst;
use case::Case;
pub use containing::{Contained, Containing};
use coverage::Coverage;
pub use eligible::EligibleTrigger;
use ground::Ground;
pub use losses::{Loss, losing_sources};
use named::Named;
pub use relink::Relinked;
use scope::ScopeDecision;
use ticket_text::TextClasses;
use tickets::{Language, TicketIndex};
use undoing::Histories;

use crate::{
    config::Config,
    ingest::Ingested,
    records::{IdentityEvent, Instant},
    registers::Registers,
    resolve::{Devices, Holders, People},
};

/// What linking needs.
pub struct Inputs<'a> {
    /// Everything read.
    pub ingested: &'a Ingested,
    /// Registers.
    pub registers: &'a Registers,
    /// Configuration.
    pub config: &'a Config,
    /// Up to when the inputs are known.
    pub as_of: Instant,
}

/// What linking gives for one period.
#[derive(Debug, Default)]
pub struct Attributed {
    /// Cases, by action id.
    pub cases: Vec<Case>,
    /// Every action that is not routine, with its reason, by action id.
    pub scope: Vec<ScopeDecision>,
    /// Destructive commands still waiting, as if they were done at `as_of`, by action id.
    pub waiting: Vec<Case>,
    /// Triggers that should have led to an action.
    pub eligible: Vec<EligibleTrigger>,
    /// Bursts with an action in the period, by time: mass actions that nothing explains.
    pub bursts: Vec<Burst>,
    /// Tickets expected by chance within 72 h after the cases, from the persons' own rates.
    pub expected_chance_tickets: f64,
    /// Coincident tickets that were found there.
    pub coincident_tickets: u64,
    /// How other settings of linking would change the cases; empty unless asked for.
    pub relinked: Vec<Relinked>,
    /// Identity sources that lose events, with what shows it.
    pub losses: BTreeMap<&'static str, Loss>,
}

/// Why linking could not be done.
#[derive(Debug, thiserror::Error)]
pub enum AttributeError {
    /// A join failed.
    #[error("join actions with what may explain them")]
    Join(#[from] polars::error::PolarsError),
    /// A pattern of the configuration is no regular expression.
    #[error("read the ticket patterns of the configuration: {0}")]
    Patterns(String),
}

/// Links the actions of one half-open period.
///
/// # Errors
/// A join that fails, or a ticket pattern that is no regular expression.
pub fn attribute(inputs: &Inputs<'_>, from: Instant, to: Instant) -> Result<Attributed, AttributeError> {
    Ok(attribute_each(inputs, &[(from, to)])?.pop().unwrap_or_default())
}

/// Links the actions of several half-open periods. Persons, devices, histories, episodes and candidates do not
/// depend on the period and are found once.
///
/// # Errors
/// A join that fails, or a ticket pattern that is no regular expression.
pub fn attribute_each(
    inputs: &Inputs<'_>,
    periods: &[(Instant, Instant)],
) -> Result<Vec<Attributed>, AttributeError> {
    let register = inputs.registers.devices.as_deref().unwrap_or_default();
    attribute_on(&Devices::of(inputs.ingested, register), inputs, periods)
}

/// As [`attribute_each`], on the devices of the same inputs.
///
/// # Errors
/// As [`attribute_each`].
pub fn attribute_on(
    devices: &Devices,
    inputs: &Inputs<'_>,
    periods: &[(Instant, Instant)],
) -> Result<Vec<Attributed>, AttributeError> {
    link(devices, inputs, periods, false)
}

/// As [`attribute_on`], with how other settings of linking would change the cases of the first period.
///
/// # Errors
/// As [`attribute_each`].
pub fn attribute_varied(
    devices: &Devices,
    inputs: &Inputs<'_>,
    periods: &[(Instant, Instant)],
) -> Result<Vec<Attributed>, AttributeError> {
    link(devices, inputs, periods, true)
}

fn link(
    devices: &Devices,
    inputs: &Inputs<'_>,
    periods: &[(Instant, Instant)],
    is_varied: bool,
) -> Result<Vec<Attributed>, AttributeError> {
    let texts = || TextClasses::new(&inputs.config.tickets).map_err(AttributeError::Patterns);
    let Ingested { events, sign_ins, tickets, assignments, sources, .. } = inputs.ingested;
    let workflows = inputs.registers.workflows.as_deref().unwrap_or_default();
    let register_devices = inputs.registers.devices.as_deref().unwrap_or_default();
    // The patterns take as long to compile as a small folder takes to link.
    std::thread::scope(|scope| {
        let texts = scope.spawn(texts);
        let texts = || texts.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        let events: Vec<Arc<IdentityEvent>> = in_time_order(events);
        let people = People::new(
            inputs.registers.people.as_deref().unwrap_or_default(),
            &inputs.ingested.events,
            sign_ins,
        );
        let episodes = episodes::episodes(&events, &people, devices);
        let histories = Histories::new(&events, &people, devices);
        let losses = losses::losses(&events, &people, &histories);
        let ground = Ground {
            inputs,
            devices,
            people: &people,
            holders: &Holders::new(devices, register_devices, assignments),
            workflows,
            episodes: &episodes,
            histories: &histories,
            named: &Named::new(inputs.registers, &events),
            bulk: &BulkIndex::new(&episodes, &events, &histories),
            coverage: &Coverage::new(&inputs.ingested.events, sign_ins, sources, losses),
        };
        let index = || {
            let language = Language { texts: texts()?, config: &inputs.config.tickets };
            Ok(TicketIndex::new(tickets, devices, &people, language))
        };
        ground.link(periods, index, is_varied)
    })
}

fn in_time_order(events: &[IdentityEvent]) -> Vec<Arc<IdentityEvent>> {
    let mut sorted: Vec<Arc<IdentityEvent>> = events.iter().cloned().map(Arc::new).collect();
    sorted.sort_by(|a, b| {
        (a.occurred_at, &a.event_id, &a.raw_kind).cmp(&(b.occurred_at, &b.event_id, &b.raw_kind))
    });
    sorted
}

/// Look-back and look-ahead that linking needs around a period.
pub fn reach(registers: &Registers) -> (TimeDelta, TimeDelta) {
    let workflows = registers.workflows.as_deref().unwrap_or_default();
    let back =
        workflows.iter().map(|workflow| workflow.max_delay.delta()).max().unwrap_or(TimeDelta::hours(24));
    (back, TimeDelta::days(30))
}
