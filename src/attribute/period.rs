//! Linking of one period: what depends on it, over what does not.

use std::{
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    AttributeError, Attributed,
    build::Builder,
    burst::Burst,
    candidates::{InQuestion, Scored},
    case::{Case, TicketGrade, TicketLink},
    containing::{self, Contained},
    eligible::{Answers, Eligibility, EligibleTrigger},
    linkable::Linkable,
    merge::Merged,
    relink::relinked,
    repeats::{add_repeats, add_unexplained_repeats},
    scope::{self, ScopeDecision, ScopeReason},
    second_order::add_after_wipes,
    tickets::{Parties, TicketIndex},
};
use crate::{
    records::{Action, Instant, Outcome, Ticket},
    resolve::{Holders, People, PersonId},
};

/// What linking one period shares with linking another.
#[derive(Clone, Copy)]
pub(super) struct Shared<'a> {
    pub(super) builder: &'a Builder<'a>,
    pub(super) actions: &'a [Merged<'a>],
    pub(super) linkables: &'a [Linkable<'a>],
    pub(super) scored: &'a [Vec<Scored<'a>>],
    pub(super) tickets: &'a TicketIndex<'a>,
    pub(super) holders: &'a Holders<'a>,
    pub(super) answered: &'a Answers<'a>,
    /// Bursts of all times.
    pub(super) bursts: &'a [Burst],
}

impl Shared<'_> {
    /// Scope, cases, tickets and eligible triggers of one half-open period; with what comes into question also
    /// the cases that other settings of linking change.
    ///
    /// # Errors
    /// A join that fails.
    pub(super) fn period(
        &self,
        period: (Instant, Instant),
        varied: Option<&InQuestion<'_, '_>>,
    ) -> Result<Attributed, AttributeError> {
        let losses = self.builder.coverage.losses().clone();
        let mut attributed = Attributed { losses, ..Attributed::default() };
        let chosen = choose(&mut attributed, self.builder, self.linkables, self.scored, self.actions, period);
        add_tickets(&mut attributed, &chosen, self.tickets, self.builder)?;
        add_after_wipes(&mut attributed, &chosen, self.tickets, self.holders, self.builder.people);
        add_repeats(&mut attributed, &chosen, self.builder.history);
        add_unexplained_repeats(&mut attributed, &chosen, self);
        if let Some(question) = varied {
            attributed.relinked = relinked(self, question, (&attributed.cases, &chosen), period)?;
        }
        self.add_bursts(&mut attributed, period);
        attributed.eligible = self.eligible(&attributed.cases, period);
        attributed.sort();
        Ok(attributed)
    }

    /// The triggers of the period that should have led to an action, and what contained those that did not.
    fn eligible(&self, cases: &[Case], period: (Instant, Instant)) -> Vec<EligibleTrigger> {
        let eligibility = Eligibility {
            episodes: self.builder.episodes,
            histories: self.builder.histories,
            bulk: self.builder.bulk,
            people: self.builder.people,
            holders: self.holders,
            workflows: self.builder.workflows,
            answered: self.answered,
            linkables: self.linkables,
            devices: self.builder.devices,
            as_of: self.builder.as_of,
        };
        // Most periods miss little, and many nothing.
        let deeds = OnceCell::new();
        eligibility.triggers(period, |open| -> Contained {
            let deeds = deeds.get_or_init(|| {
                let linked = (self.linkables, self.scored);
                containing::Deeds::new(self.builder, linked, (self.actions, self.holders), cases)
            });
            deeds.contained(open)
        })
    }
}

impl Shared<'_> {
    /// The bursts with an action in the period, and their cases marked.
    fn add_bursts(&self, attributed: &mut Attributed, period: (Instant, Instant)) {
        let mut burst_of: BTreeMap<&str, &str> = BTreeMap::new();
        for burst in self.bursts {
            if burst.actions_in(period) > 0 {
                attributed.bursts.push(burst.clone());
            }
            burst_of.extend(burst.actions.iter().map(|(id, _)| (id.as_str(), burst.burst_id.as_str())));
        }
        for case in attributed.cases.iter_mut().chain(&mut attributed.waiting) {
            case.burst_id = burst_of.get(case.action.action_id.as_str()).map(|id| (*id).to_owned());
        }
    }
}

impl Attributed {
    fn sort(&mut self) {
        self.cases.sort_by(|a, b| a.action.action_id.cmp(&b.action.action_id));
        self.waiting.sort_by(|a, b| a.action.action_id.cmp(&b.action.action_id));
        self.scope.sort_by(|a, b| a.action.action_id.cmp(&b.action.action_id));
    }
}

/// Decides scope and builds cases and waiting commands. Gives the linkable of every case, in case order.
fn choose<'a, 'b>(
    attributed: &mut Attributed,
    builder: &Builder<'_>,
    linkables: &'b [Linkable<'a>],
    scored: &[Vec<Scored<'a>>],
    actions: &[Merged<'_>],
    period: (Instant, Instant),
) -> Vec<&'b Linkable<'a>> {
    let min_score = builder.settings.config.min_score;
    let mut chosen = Vec::new();
    for (linkable, list) in linkables.iter().zip(scored) {
        let reason = scope::decide(linkable, list.first(), min_score, period);
        match reason {
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
    let all = actions.iter().map(Merged::action);
    let left_out = all.filter(|action| scope::counts(action.kind, builder.workflows));
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

pub(super) fn add_tickets(
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
fn request_before(case: &Case, links: &[TicketLink]) -> Option<Arc<Ticket>> {
    let is_request = |link: &&TicketLink| link.is_request && link.ticket.opened_at < case.sent_at;
    links.iter().find(is_request).map(|link| Arc::clone(&link.ticket))
}
