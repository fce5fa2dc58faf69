//! Linking: which actions are cases, which episode caused each, which tickets followed.

mod afterwards;
mod build;
mod bulk;
mod candidates;
pub mod case;
mod closeness;
mod coverage;
mod eligible;
mod episodes;
mod exceptions;
mod in_window;
mod linkable;
mod losses;
mod merge;
mod named;
mod period;
mod repeats;
pub mod scope;
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

use afterwards::DeviceHistory;
use build::Builder;
use bulk::BulkIndex;
use case::Case;
use coverage::Coverage;
pub use eligible::EligibleTrigger;
use eligible::answered;
use linkable::{Known, Linkable};
pub use losses::Loss;
use merge::Merged;
use named::Named;
use period::Shared;
use scope::ScopeDecision;
use sign_ins::SignIns;
use ticket_text::TextClasses;
use tickets::{Language, TicketIndex};
use undoing::Histories;

use crate::{
    config::Config,
    ingest::{Ingested, source::SourceFile},
    records::{Action, IdentityEvent, Instant},
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
    /// Tickets expected by chance within 72 h after the cases, from the persons' own rates.
    pub expected_chance_tickets: f64,
    /// Coincident tickets that were found there.
    pub coincident_tickets: u64,
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
    let texts = || TextClasses::new(&inputs.config.tickets).map_err(AttributeError::Patterns);
    // The patterns take as long to compile as a small folder takes to link.
    std::thread::scope(|scope| {
        let texts = scope.spawn(texts);
        let texts = || texts.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        link(devices, inputs, periods, texts)
    })
}

fn link(
    devices: &Devices,
    inputs: &Inputs<'_>,
    periods: &[(Instant, Instant)],
    texts: impl FnOnce() -> Result<TextClasses, AttributeError>,
) -> Result<Vec<Attributed>, AttributeError> {
    let Ingested { events, sign_ins, tickets, assignments, activities, sources, .. } = inputs.ingested;
    let workflows = inputs.registers.workflows.as_deref().unwrap_or_default();
    let register_devices = inputs.registers.devices.as_deref().unwrap_or_default();
    let events: Vec<Arc<IdentityEvent>> = in_time_order(events);
    let people = People::new(
        inputs.registers.people.as_deref().unwrap_or_default(),
        &inputs.ingested.events,
        sign_ins,
    );
    let holders = Holders::new(devices, register_devices, assignments);
    let actions = merged(inputs, devices);
    let episodes = episodes::episodes(&events, &people, devices);
    let histories = Histories::new(&events, &people, devices);
    let losses = losses::losses(&events, &people, &histories);
    let known = Known { people: &people, holders: &holders, workflows };
    let linkables = linkables(&actions, &known, inputs.as_of);
    let scored = candidates::candidates(&linkables, &episodes, devices, &inputs.config.attribute)?;
    let language = Language { texts: texts()?, config: &inputs.config.tickets };
    let shared = Shared {
        builder: &Builder {
            config: inputs.config,
            named: &Named::new(inputs.registers, &events),
            devices,
            people: &people,
            episodes: &episodes,
            histories: &histories,
            sign_ins: &SignIns::new(sign_ins, &people, &candidates::subjects(&scored, &episodes)),
            bulk: &BulkIndex::new(&episodes, &events, &histories),
            coverage: &Coverage::new(&inputs.ingested.events, sign_ins, sources, losses),
            history: &DeviceHistory::new(devices, &actions, activities),
            workflows,
            as_of: inputs.as_of,
        },
        actions: &actions,
        linkables: &linkables,
        scored: &scored,
        tickets: &TicketIndex::new(tickets, devices, &people, language),
        holders: &holders,
        answered: &answered(&linkables, &scored, inputs.config),
    };
    each_period(&shared, periods)
}

/// Every period on a thread of its own, as none needs another.
fn each_period(
    shared: &Shared<'_>,
    periods: &[(Instant, Instant)],
) -> Result<Vec<Attributed>, AttributeError> {
    std::thread::scope(|scope| {
        let Some((last, others)) = periods.split_last() else { return Ok(Vec::new()) };
        let others: Vec<_> = others.iter().map(|period| scope.spawn(|| shared.period(*period))).collect();
        let last = shared.period(*last);
        let joined = others
            .into_iter()
            .map(|other| other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        let mut found = joined.collect::<Result<Vec<_>, _>>()?;
        found.push(last?);
        Ok(found)
    })
}

fn linkables<'a>(actions: &'a [Merged<'a>], known: &Known<'a>, as_of: Instant) -> Vec<Linkable<'a>> {
    actions
        .iter()
        .filter(|merged| {
            let action = merged.action();
            scope::counts(action.kind, known.workflows) && !scope::is_manual(action, known.workflows)
        })
        .filter_map(|merged| Linkable::new(merged.action(), merged.device, known, as_of))
        .collect()
}

/// One action per command, whatever the number of exports that tell of it.
fn merged<'a>(inputs: &Inputs<'a>, devices: &Devices) -> Vec<Merged<'a>> {
    let sources = &inputs.ingested.sources;
    let mut formats: Vec<&str> = sources.iter().map(|source| source.format.as_str()).collect();
    formats.sort_unstable();
    formats.dedup();
    let number = |source: &SourceFile| formats.binary_search(&source.format.as_str()).map_or(0, |n| n + 1);
    let of_file: Vec<usize> = sources.iter().map(number).collect();
    let format_of = |action: &Action| {
        let file = action.origins.first().and_then(|origin| of_file.get(origin.file.0 as usize));
        file.copied().unwrap_or_default()
    };
    merge::merge(&inputs.ingested.actions, devices, inputs.config.attribute.merge_window.delta(), &format_of)
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
