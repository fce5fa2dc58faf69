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
mod merge;
mod repeats;
pub mod scope;
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

use std::{collections::BTreeSet, sync::Arc};

use chrono::TimeDelta;

use build::Builder;
use bulk::BulkIndex;
use candidates::Scored;
use case::{Case, TicketGrade, TicketLink};
use coverage::Coverage;
pub use eligible::EligibleTrigger;
use eligible::{Eligibility, answered};
use linkable::{Known, Linkable};
use repeats::add_repeats;
use scope::{ScopeDecision, ScopeReason};
use tickets::{Language, Parties, TicketIndex};
use undoing::Histories;

use crate::{
    config::Config,
    ingest::Ingested,
    records::{Action, ActionKind, EventKind, IdentityEvent, Instant, Outcome},
    registers::{Device, Registers},
    resolve::{Devices, Holders, People, PersonId},
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

/// Links the actions of a half-open period.
///
/// # Errors
/// A join that fails, or a ticket pattern that is no regular expression.
pub fn attribute(inputs: &Inputs<'_>, from: Instant, to: Instant) -> Result<Attributed, AttributeError> {
    let Ingested { events, tickets, assignments, activities, sources, .. } = inputs.ingested;
    let workflows = inputs.registers.workflows.as_deref().unwrap_or_default();
    let register_devices = inputs.registers.devices.as_deref().unwrap_or_default();
    let devices = devices(inputs.ingested, register_devices);
    let people = People::new(inputs.registers.people.as_deref().unwrap_or_default(), events);
    let holders = Holders::new(&devices, register_devices, assignments);
    let actions = merged(inputs, &devices);
    let events: Vec<Arc<IdentityEvent>> = in_time_order(events);
    let episodes = episodes::episodes(&events, &people, &devices);
    let histories = Histories::new(&events, &people, &devices);
    let bulk = BulkIndex::new(&episodes, &events, &histories);
    let coverage = Coverage::new(&inputs.ingested.events, sources);
    let history = afterwards::DeviceHistory::new(&devices, &actions, activities);
    let is_drift = |kind| matches!(kind, EventKind::IdentifierChanged | EventKind::IdentifierRecycled);
    let drift: Vec<_> = events.iter().filter(|event| is_drift(event.kind)).cloned().collect();
    let known = Known { devices: &devices, people: &people, holders: &holders, workflows };
    let linkables: Vec<Linkable<'_>> = actions
        .iter()
        .filter(|action| scope::counts(action.kind, workflows) && !scope::is_manual(action, workflows))
        .filter_map(|action| Linkable::new(action, &known, inputs.as_of))
        .collect();
    let scored = candidates::candidates(&linkables, &episodes, &devices, &inputs.config.attribute)?;
    let builder = Builder {
        config: inputs.config,
        registers: inputs.registers,
        devices: &devices,
        people: &people,
        episodes: &episodes,
        histories: &histories,
        bulk: &bulk,
        coverage: &coverage,
        history: &history,
        drift: &drift,
        workflows,
        as_of: inputs.as_of,
    };
    let mut attributed = Attributed::default();
    let chosen = choose(&mut attributed, &builder, &linkables, &scored, &actions, (from, to));
    let texts = ticket_text::TextClasses::new(&inputs.config.tickets).map_err(AttributeError::Patterns)?;
    let language = Language { texts, config: &inputs.config.tickets };
    let index = TicketIndex::new(tickets, &devices, &people, language);
    add_tickets(&mut attributed, &chosen, &index, &builder)?;
    add_repeats(&mut attributed, &chosen, &history);
    attributed.eligible = Eligibility {
        episodes: &episodes,
        histories: &histories,
        people: &people,
        holders: &holders,
        workflows,
        answered: &answered(&linkables, &scored, inputs.config),
        linkables: &linkables,
        devices: &devices,
        as_of: inputs.as_of,
    }
    .triggers(from, to);
    attributed.sort();
    Ok(attributed)
}

impl Attributed {
    fn sort(&mut self) {
        self.cases.sort_by(|a, b| a.action.action_id.cmp(&b.action.action_id));
        self.waiting.sort_by(|a, b| a.action.action_id.cmp(&b.action.action_id));
        self.scope.sort_by(|a, b| a.action.action_id.cmp(&b.action.action_id));
    }
}

/// Every device that a record or the register names.
fn devices(ingested: &Ingested, register: &[Device]) -> Devices {
    let keys = ingested.actions.iter().map(|action| &action.device);
    let keys = keys.chain(ingested.assignments.iter().map(|row| &row.device));
    let keys = keys.chain(ingested.device_states.iter().map(|row| &row.device));
    let keys = keys.chain(ingested.activities.iter().map(|row| &row.device));
    Devices::new(keys, register.iter())
}

/// One action per command, whatever the number of exports that tell of it.
fn merged(inputs: &Inputs<'_>, devices: &Devices) -> Vec<Action> {
    let sources = &inputs.ingested.sources;
    let format_of = |action: &Action| {
        let file = action.origins.first().and_then(|origin| sources.get(origin.file.0 as usize));
        file.map_or_else(String::new, |file| file.format.clone())
    };
    let window = inputs.config.attribute.merge_window.delta();
    merge::merge(inputs.ingested.actions.clone(), devices, window, &format_of)
}

fn in_time_order(events: &[IdentityEvent]) -> Vec<Arc<IdentityEvent>> {
    let mut sorted: Vec<Arc<IdentityEvent>> = events.iter().cloned().map(Arc::new).collect();
    sorted.sort_by(|a, b| {
        (a.occurred_at, &a.event_id, &a.raw_kind).cmp(&(b.occurred_at, &b.event_id, &b.raw_kind))
    });
    sorted
}

/// Decides scope and builds cases and waiting commands. Gives the linkable of every case, in case order.
fn choose<'a, 'b>(
    attributed: &mut Attributed,
    builder: &Builder<'_>,
    linkables: &'b [Linkable<'a>],
    scored: &[Vec<Scored<'a>>],
    actions: &[Action],
    period: (Instant, Instant),
) -> Vec<&'b Linkable<'a>> {
    let min_score = builder.config.attribute.min_score;
    let mut chosen = Vec::new();
    for (linkable, list) in linkables.iter().zip(scored) {
        let reason = scope::decide(linkable, list.first(), builder.workflows, min_score, period);
        match reason {
            ScopeReason::Routine => continue,
            ScopeReason::InScope => {
                attributed.cases.push(builder.case(linkable, list));
                chosen.push(linkable);
            }
            ScopeReason::NotExecuted if is_waiting(linkable.action) => {
                attributed.waiting.push(builder.case(linkable, list));
            }
            _ => {}
        }
        attributed.scope.push(ScopeDecision { action: linkable.action.clone(), reason });
    }
    let left_out = actions.iter().filter(|action| scope::counts(action.kind, builder.workflows));
    for action in left_out {
        let is_listed = scope::is_removal(action.kind) || !scope::needs_claim(action.kind);
        let has_time = action.sent_at.or(action.done_at).is_some();
        if is_listed && (!has_time || scope::is_manual(action, builder.workflows)) {
            let reason = manual_reason(action, period);
            attributed.scope.push(ScopeDecision { action: action.clone(), reason });
        }
    }
    chosen
}

fn manual_reason(action: &Action, period: (Instant, Instant)) -> ScopeReason {
    match action.done_at.filter(|_| action.outcome == Outcome::Done) {
        None => ScopeReason::NotExecuted,
        Some(at) if at < period.0 || at >= period.1 => ScopeReason::OutsidePeriod,
        Some(_) => ScopeReason::Manual,
    }
}

fn is_waiting(action: &Action) -> bool {
    action.kind.is_destructive() && matches!(action.outcome, Outcome::Pending | Outcome::NotNow)
}

fn add_tickets(
    attributed: &mut Attributed,
    chosen: &[&Linkable<'_>],
    index: &TicketIndex<'_>,
    builder: &Builder<'_>,
) -> Result<(), AttributeError> {
    let with_parties: Vec<(&Linkable<'_>, Parties)> = chosen
        .iter()
        .zip(&attributed.cases)
        .map(|(linkable, case)| (*linkable, parties(linkable, case, builder.people)))
        .collect();
    attributed.expected_chance_tickets =
        with_parties.iter().map(|(_, parties)| index.expected_by_chance(parties)).sum();
    let links = index.link(&with_parties)?;
    for (case, links) in attributed.cases.iter_mut().zip(links) {
        case.requested_before = request_before(case, &links);
        case.tickets = links;
    }
    let coincident = |link: &&TicketLink| link.grade == TicketGrade::Coincident && !link.shows_intent;
    let count = attributed.cases.iter().flat_map(|case| &case.tickets).filter(coincident).count();
    attributed.coincident_tickets = u64::try_from(count).unwrap_or(u64::MAX);
    Ok(())
}

/// Holder, persons who use the device, and the trigger's subject.
fn parties(linkable: &Linkable<'_>, case: &Case, people: &People) -> Parties {
    let users = case.recent_users.iter().filter_map(|user| people.by_person_id(&user.person_id));
    let subject = case.attribution.candidates.first().and_then(|c| c.subject_person_id.as_deref());
    let subject =
        subject.filter(|_| case.attribution.within_margin > 0).and_then(|id| people.by_person_id(id));
    let all: BTreeSet<PersonId> = linkable.holder_person.into_iter().chain(users).chain(subject).collect();
    Parties { people: all.into_iter().collect() }
}

/// A request for this device that is older than the command.
fn request_before(case: &Case, links: &[TicketLink]) -> Option<Arc<crate::records::Ticket>> {
    let is_request = |link: &&TicketLink| link.is_request && link.ticket.opened_at < case.sent_at;
    links.iter().find(is_request).map(|link| Arc::clone(&link.ticket))
}

/// Look-back and look-ahead that linking needs around a period.
pub fn reach(registers: &Registers) -> (TimeDelta, TimeDelta) {
    let workflows = registers.workflows.as_deref().unwrap_or_default();
    let back =
        workflows.iter().map(|workflow| workflow.max_delay.delta()).max().unwrap_or(TimeDelta::hours(24));
    (back, TimeDelta::days(30))
}
