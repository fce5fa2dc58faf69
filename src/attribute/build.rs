//! Puts a case together from everything that was found.

use std::sync::Arc;

use chrono::TimeDelta;

use super::{
    afterwards::DeviceHistory,
    bulk::BulkIndex,
    candidates::{Scored, is_taken},
    case::{Attribution, AttributionStatus, Candidate, Case, IdentifierMove, RowRef},
    coverage::Coverage,
    episodes::Episode,
    linkable::Linkable,
    named::Named,
    settings::Settings,
    sign_ins::SignIns,
    undoing::Histories,
    workflows,
};
use crate::{
    config::{Attribute, Config},
    records::{EventKind, IdentityEvent, Instant},
    registers::Workflow,
    resolve::{Devices, People, PersonId},
};

/// Candidates shown per case; more where more lie inside the margin, because a rule about the trigger has to
/// fire for all of them.
const SHOWN_CANDIDATES: usize = 5;

/// Clocks are rarely wrong by more; by a zone that was mistaken they are.
const AFTER: TimeDelta = TimeDelta::hours(1);

/// Everything a case is put together from.
#[derive(Clone, Copy)]
pub(super) struct Builder<'a> {
    pub(super) config: &'a Config,
    pub(super) settings: &'a Settings,
    /// What the registers and drift events name.
    pub(super) named: &'a Named<'a>,
    pub(super) devices: &'a Devices,
    pub(super) people: &'a People,
    pub(super) episodes: &'a [Episode],
    pub(super) histories: &'a Histories<'a>,
    pub(super) sign_ins: &'a SignIns<'a>,
    pub(super) bulk: &'a BulkIndex,
    pub(super) coverage: &'a Coverage,
    pub(super) history: &'a DeviceHistory<'a>,
    pub(super) workflows: &'a [Workflow],
    pub(super) as_of: Instant,
}

impl Builder<'_> {
    /// The case without tickets and repeats, which are found over all cases.
    pub(super) fn case(&self, linkable: &Linkable<'_>, scored: &[Scored<'_>]) -> Case {
        let attribution = self.attribution(linkable, scored);
        let best = attribution.candidates.first();
        let workflow = Self::workflow(linkable, scored, attribution.status);
        let register_person =
            linkable.holder_person.and_then(|id| self.people.version_at(id, linkable.done_at));
        let recent_users = self.recent_users(linkable);
        let subject =
            best.and_then(|c| c.subject_person_id.as_deref()).filter(|_| attribution.within_margin > 0);
        let exceptions = self.exceptions(linkable, workflow, subject, register_person);
        let regulated = self.regulated(linkable, register_person, &recent_users);
        let covered = best
            .filter(|_| attribution.within_margin > 0)
            .and_then(|candidate| candidate.covered_until)
            .or_else(|| self.coverage.latest());
        Case {
            action: linkable.action.clone(),
            sent_at: linkable.sent_at,
            done_at: linkable.done_at,
            device_id: linkable.device_id.and_then(|id| self.devices.label(id)),
            serial: linkable.device_id.and_then(|id| self.devices.serial(id)),
            device: linkable.device.cloned(),
            holder: linkable.holder(self.people),
            jamf_holder: linkable.jamf_holder(self.people),
            person: register_person.cloned(),
            holder_left_at: linkable
                .holder_person
                .and_then(|id| self.people.last_version(id))
                .and_then(|last| last.validity.to),
            recent_users,
            trigger_sources_cover_window: workflow
                .is_some_and(|workflow| self.window_is_covered(workflow, linkable)),
            trigger_sources_lose_events: workflow
                .is_some_and(|workflow| self.coverage.loses_triggers(workflow)),
            trigger_follows: self.trigger_after(linkable),
            workflow: workflow.cloned(),
            fan_out_id: (attribution.status == AttributionStatus::Linked)
                .then(|| best.map(|candidate| candidate.episode_id.clone()))
                .flatten(),
            attribution,
            tickets: Vec::new(),
            after_wipe: None,
            burst_id: None,
            exceptions,
            repeats: None,
            undone_by: self.history.rolled_back(
                linkable.device_id,
                linkable.action,
                linkable.done_at,
                self.workflows,
            ),
            requested_before: None,
            reviews: self.reviews(&linkable.action.action_id),
            afterwards: self.history.signs_after(linkable.device_id, linkable.action, linkable.done_at),
            regulated,
            reversal_covered_until: covered.map(|until| until.min(self.as_of)),
        }
    }

    pub(super) fn attribution(&self, linkable: &Linkable<'_>, scored: &[Scored<'_>]) -> Attribution {
        let (status, within_margin) = standing(scored, &self.settings.config);
        let within = leaders(scored, &self.settings.config);
        let shown = scored.iter().take(SHOWN_CANDIDATES.max(within));
        let candidates = shown.map(|found| self.candidate(linkable, found)).collect();
        Attribution { status, candidates, within_margin }
    }

    /// The workflow of the best candidate; without one the claiming workflow.
    fn workflow<'b>(
        linkable: &Linkable<'b>,
        scored: &[Scored<'b>],
        status: AttributionStatus,
    ) -> Option<&'b Workflow> {
        let of_best = scored
            .first()
            .filter(|_| status != AttributionStatus::Unattributed)
            .and_then(|found| found.workflow);
        let of_claim = linkable.claims().iter().min_by_key(|workflow| &workflow.id).copied();
        of_best.or(of_claim)
    }

    fn candidate(&self, linkable: &Linkable<'_>, scored: &Scored<'_>) -> Candidate {
        let episode = &self.episodes[scored.episode.0 as usize];
        let trigger = &scored.trigger;
        let subject = episode.subject;
        let undoing = self.undoing(trigger, episode, subject);
        let recant = self.histories.recant(&episode.events, subject);
        let first = |kind| subject.and_then(|person| self.histories.first_after(trigger, person, kind));
        let undone_at = [&undoing, &recant].into_iter().flatten().map(|event| event.occurred_at).min();
        let is_risk = matches!(
            trigger.kind,
            EventKind::RiskRaised | EventKind::AccountLocked | EventKind::CompromiseConfirmed
        );
        Candidate {
            trigger: Arc::clone(trigger),
            episode: episode.events.clone(),
            episode_id: episode.label(),
            subject_person_id: subject.map(|id| self.people.label(id).to_owned()),
            subject_last_version: subject.and_then(|id| self.people.last_version(id)).cloned(),
            score: scored.score,
            parts: scored.parts.clone(),
            dismissal: dismissal(
                trigger,
                undoing.as_ref(),
                first(EventKind::RiskDismissed).filter(|_| is_risk),
            ),
            remediation: first(EventKind::Remediated).filter(|_| is_risk),
            compromise: compromise(trigger, first(EventKind::CompromiseConfirmed)),
            bulk: self.bulk.of(episode),
            identifier_moved: self.identifier_moved(linkable, episode),
            later_sign_ins: subject.map_or_else(Vec::new, |person| {
                self.sign_ins.after(trigger, person, undone_at.unwrap_or(self.as_of))
            }),
            covered_until: self
                .coverage
                .until(trigger.source)
                .filter(|_| self.coverage.is_whole(trigger.source))
                .map(|until| until.min(self.as_of)),
            undoing,
            recant,
        }
    }

    /// Undoing of the shown trigger, else of another account or termination event of the episode.
    fn undoing(
        &self,
        trigger: &IdentityEvent,
        episode: &Episode,
        person: Option<PersonId>,
    ) -> Option<Arc<IdentityEvent>> {
        self.histories.undoing(trigger, person).or_else(|| {
            episode
                .events
                .iter()
                .filter(|event| {
                    trigger.kind.is_account_or_termination() && event.kind.is_account_or_termination()
                })
                .find_map(|event| self.histories.undoing(event, person))
        })
    }

    /// The first approved trigger about a person of the device that is known of only shortly after the window.
    fn trigger_after(&self, linkable: &Linkable<'_>) -> Option<Arc<IdentityEvent>> {
        let end = linkable.sent_at + self.config.attribute.clock_skew.delta();
        let is_approved = |event: &&Arc<IdentityEvent>| {
            linkable.possible.iter().any(|workflow| workflows::approves(workflow, event))
        };
        let persons = linkable.holder_person.into_iter().chain(linkable.jamf_person);
        // What was entered late happened as long before as any trigger may.
        let delay =
            linkable.possible.iter().map(|workflow| workflow.max_delay.delta()).max().unwrap_or_default();
        persons
            .flat_map(|person| self.histories.changes_between(person, end - delay, end + AFTER))
            .filter(|event| event.known_from > end && event.known_from <= end + AFTER)
            .filter(is_approved)
            .min_by(|a, b| (a.known_from, &a.event_id).cmp(&(b.known_from, &b.event_id)))
            .cloned()
    }

    /// The subject's identifier stands for the holder too, at another time.
    fn identifier_moved(&self, linkable: &Linkable<'_>, episode: &Episode) -> Option<IdentifierMove> {
        let subject = episode.subject?;
        let holder = linkable.holder_person.filter(|holder| *holder != subject)?;
        let held = linkable.identifiers();
        let identifier = episode.identifiers.iter().find(|text| held.contains(text))?;
        let drift: Vec<RowRef> = self.named.drift(identifier).iter().copied().map(RowRef::Input).collect();
        let ever = self.people.ever_held(identifier);
        if drift.is_empty() && !(ever.contains(&subject) && ever.contains(&holder)) {
            return None;
        }
        let versions = [subject, holder].into_iter().flat_map(|id| self.people.versions_with(id, identifier));
        let rows = versions.map(|version| RowRef::Register(version.row.clone())).chain(drift).collect();
        Some(IdentifierMove { identifier: identifier.clone(), rows })
    }
}

/// The state of a link, and how many of its first candidates are in play.
pub(super) fn standing(scored: &[Scored<'_>], config: &Attribute) -> (AttributionStatus, usize) {
    if scored.first().is_none_or(|best| best.score < config.min_score) {
        (AttributionStatus::Unattributed, 0)
    } else if is_taken(scored, config) {
        (AttributionStatus::Linked, 1)
    } else {
        (AttributionStatus::Ambiguous, leaders(scored, config))
    }
}

/// How many of the first candidates lie within the margin of the best.
fn leaders(scored: &[Scored<'_>], config: &Attribute) -> usize {
    let best = scored.first().map_or(f64::NEG_INFINITY, |found| found.score);
    scored.iter().take_while(|found| best - found.score < config.min_margin).count()
}

/// A confirmation counts for risks; for account kinds only when it lies within a day (one response to one
/// attack).
fn compromise(trigger: &IdentityEvent, found: Option<Arc<IdentityEvent>>) -> Option<Arc<IdentityEvent>> {
    if trigger.kind == EventKind::CompromiseConfirmed {
        return Some(Arc::new(trigger.clone()));
    }
    let is_risk = matches!(trigger.kind, EventKind::RiskRaised | EventKind::AccountLocked);
    found.filter(|event| is_risk || event.occurred_at - trigger.occurred_at <= TimeDelta::hours(24))
}

/// A dismissal, or a level that the engine lowered by itself within seven days: without a remedy in between
/// (then it is no undoing) both leave open why.
fn dismissal(
    trigger: &IdentityEvent,
    undoing: Option<&Arc<IdentityEvent>>,
    dismissed: Option<Arc<IdentityEvent>>,
) -> Option<Arc<IdentityEvent>> {
    let is_lowered = |event: &&Arc<IdentityEvent>| {
        event.kind == EventKind::RiskLowered && event.occurred_at - trigger.occurred_at <= TimeDelta::days(7)
    };
    dismissed.or_else(|| undoing.filter(is_lowered).cloned())
}
