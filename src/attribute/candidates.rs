//! Candidates: which episodes may have caused an action, each with its score in bits.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::TimeDelta;
use polars::prelude::PolarsResult;

use super::{
    closeness::LagDensity,
    episodes::{Episode, EpisodeId},
    in_window::{EventsByEpisode, in_window},
    linkable::Linkable,
    settings::Settings,
    workflows,
};
use crate::{
    config::Attribute,
    records::{IdentityEvent, Instant},
    registers::Workflow,
    resolve::{Basis, Devices, PersonId},
};

/// An episode that may have caused an action.
#[derive(Debug, Clone)]
pub(super) struct Scored<'a> {
    pub(super) episode: EpisodeId,
    /// The event shown.
    pub(super) trigger: Arc<IdentityEvent>,
    /// Between when the source of the event nearest to the sending first told of it, among those the workflow
    /// approves if there are any.
    pub(super) known: (Instant, Instant),
    /// The workflow version under which it scores best.
    pub(super) workflow: Option<&'a Workflow>,
    pub(super) score: f64,
    pub(super) parts: Vec<(&'static str, f64)>,
}

/// What is known less exactly than this says nothing about usual lags.
const SURE: TimeDelta = TimeDelta::hours(1);

/// What comes into question for every action, found once whatever the settings.
pub(super) struct InQuestion<'a, 'b> {
    linkables: &'b [Linkable<'a>],
    episodes: &'b [Episode],
    devices: &'b Devices,
    /// Events inside the longest windows asked for, by place of the action and episode.
    found: BTreeMap<usize, EventsByEpisode>,
}

impl<'a, 'b> InQuestion<'a, 'b> {
    /// Finds what lies in the windows of `reach`, which are at least as long as those of `settings`.
    ///
    /// # Errors
    /// Whatever the join reports.
    pub(super) fn new(
        linkables: &'b [Linkable<'a>],
        episodes: &'b [Episode],
        devices: &'b Devices,
        (settings, reach): (&Settings, &Settings),
    ) -> PolarsResult<Self> {
        let found = in_window(linkables, episodes, devices, (settings, reach))?;
        Ok(Self { linkables, episodes, devices, found })
    }

    /// The actions.
    pub(super) fn linkables(&self) -> &'b [Linkable<'a>] {
        self.linkables
    }

    /// The persons whom candidates are about.
    pub(super) fn subjects(&self) -> BTreeSet<PersonId> {
        let episodes = self.found.values().flat_map(BTreeMap::keys);
        episodes.filter_map(|episode| self.episodes[episode.0 as usize].subject).collect()
    }

    /// Scores every candidate of every action. The inner lists are ordered best first, ties by (time, event id).
    pub(super) fn scored(&self, settings: &Settings) -> Vec<Vec<Scored<'a>>> {
        let mut scored: Vec<Vec<Scored<'a>>> = self.linkables.iter().map(|_| Vec::new()).collect();
        for (index, events_by_episode) in &self.found {
            let linkable = &self.linkables[*index];
            let window = settings.window(linkable);
            for (id, events) in events_by_episode {
                let episode = &self.episodes[id.0 as usize];
                let events = inside(linkable, events, window);
                if !events.is_empty() {
                    scored[*index].push(base_score(linkable, *id, episode, &events, self.devices));
                }
            }
        }
        let config = &settings.config;
        let densities = densities(self.linkables, &scored, config);
        for (linkable, list) in self.linkables.iter().zip(&mut scored) {
            let window = seconds(settings.max_delay(linkable));
            for candidate in list.iter_mut() {
                let density = densities.for_workflow(candidate.workflow);
                let (from, to) = candidate.known;
                let lag = |known: Instant| seconds(linkable.sent_at - known);
                candidate.push("closeness", density.bits_between(lag(from), lag(to), window));
            }
            order(list);
        }
        add_shared_correlations(&mut scored, self.episodes, config);
        scored
    }
}

/// The events known in the window, and the one that the action names whenever it was.
fn inside<'e>(
    linkable: &Linkable<'_>,
    events: &'e [Arc<IdentityEvent>],
    (from, to): (Instant, Instant),
) -> Cow<'e, [Arc<IdentityEvent>]> {
    let named = linkable.action.trigger_ref.as_deref();
    let counts = |event: &Arc<IdentityEvent>| {
        event.known_from <= to && from <= event.known_to || named == Some(event.event_id.as_str())
    };
    if events.iter().all(counts) {
        return Cow::Borrowed(events);
    }
    Cow::Owned(events.iter().filter(|event| counts(event)).map(Arc::clone).collect())
}

impl Scored<'_> {
    fn push(&mut self, part: &'static str, bits: f64) {
        self.parts.push((part, bits));
        self.score += bits;
    }
}

/// Whether the best candidate is taken: enough score, and a lead over the best rival episode.
pub(super) fn is_taken(list: &[Scored<'_>], config: &Attribute) -> bool {
    let Some(best) = list.first() else { return false };
    let lead = list.get(1).map_or(f64::INFINITY, |rival| best.score - rival.score);
    best.score >= config.min_score && (lead >= config.min_margin || best.score.is_infinite())
}

fn order(list: &mut [Scored<'_>]) {
    list.sort_by(|a, b| {
        b.score.total_cmp(&a.score).then_with(|| {
            (a.trigger.occurred_at, &a.trigger.event_id).cmp(&(b.trigger.occurred_at, &b.trigger.event_id))
        })
    });
}

fn base_score<'a>(
    linkable: &Linkable<'a>,
    episode_id: EpisodeId,
    episode: &Episode,
    in_window: &[Arc<IdentityEvent>],
    devices: &Devices,
) -> Scored<'a> {
    let fits = |workflow: &&&Workflow| in_window.iter().any(|event| workflows::approves(workflow, event));
    let workflow = linkable.possible.iter().find(fits).or(linkable.possible.first()).copied();
    let approved = |event: &&Arc<IdentityEvent>| workflow.is_some_and(|w| workflows::approves(w, event));
    let listed =
        |event: &&Arc<IdentityEvent>| workflow.is_some_and(|w| workflows::approves_kind(w, event.kind));
    let earliest = in_window.iter().min_by_key(|event| (event.occurred_at, &event.event_id));
    let shown = in_window.iter().find(approved).or_else(|| in_window.iter().find(listed)).or(earliest);
    let trigger = shown.map_or_else(|| Arc::clone(&episode.events[0]), Arc::clone);
    let any_approved = in_window.iter().any(|event| approved(&event));
    let nearest = in_window
        .iter()
        .filter(|event| !any_approved || approved(event))
        .map(|event| (event.known_from, event.known_to))
        .min_by_key(|known| (distance(linkable.sent_at, *known), *known));
    let known = nearest.unwrap_or((trigger.known_from, trigger.known_to));
    let mut scored = Scored { episode: episode_id, known, workflow, score: 0.0, parts: Vec::new(), trigger };
    let named = linkable.action.trigger_ref.as_ref();
    if named.is_some_and(|id| episode.events.iter().any(|event| event.event_id == *id)) {
        scored.push("explicit", f64::INFINITY);
    }
    if workflow.is_some() {
        scored.push("trigger", if any_approved { 4.0 } else { -3.0 });
    }
    scored.push("subject", subject_bits(linkable, episode, in_window, devices));
    scored
}

/// How surely the episode is about the device's person: by stable id 3, by time-valid alias 2, by local part ½.
fn subject_bits(
    linkable: &Linkable<'_>,
    episode: &Episode,
    events: &[Arc<IdentityEvent>],
    devices: &Devices,
) -> f64 {
    let same_device = linkable.device_id.is_some()
        && events.iter().any(|e| e.device.as_ref().and_then(|keys| devices.find(keys)) == linkable.device_id);
    let same_person = episode.subject.is_some()
        && (episode.subject == linkable.holder_person || episode.subject == linkable.jamf_person);
    match episode.basis {
        _ if same_device => 3.0,
        Some(Basis::Stable) if same_person => 3.0,
        Some(Basis::LocalPart) if same_person => 0.5,
        _ => 2.0,
    }
}

fn lag_seconds(linkable: &Linkable<'_>, candidate: &Scored<'_>) -> f64 {
    seconds(linkable.sent_at - candidate.known.0)
}

/// How far an instant lies from a stretch.
fn distance(at: Instant, (from, to): (Instant, Instant)) -> TimeDelta {
    (from - at).max(at - to).max(TimeDelta::zero())
}

#[expect(clippy::cast_precision_loss, reason = "spans of at most years in milliseconds")]
fn seconds(delta: TimeDelta) -> f64 {
    delta.num_milliseconds() as f64 / 1_000.0
}

/// Lag densities per workflow, and of all links together for actions that no workflow may have sent. A workflow of
/// which too few links are known is log-uniform: another one's habits say nothing about it, and a nightly one would
/// make yesterday's event the cause of what followed today's within minutes.
struct Densities {
    by_workflow: BTreeMap<String, LagDensity>,
    all: LagDensity,
    unknown: LagDensity,
}

impl Densities {
    fn for_workflow(&self, workflow: Option<&Workflow>) -> &LagDensity {
        let Some(workflow) = workflow else { return &self.all };
        self.by_workflow.get(&workflow.id).unwrap_or(&self.unknown)
    }
}

/// Lags of links that are unambiguous without closeness.
fn densities(linkables: &[Linkable<'_>], scored: &[Vec<Scored<'_>>], config: &Attribute) -> Densities {
    let mut by_workflow: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    let mut all = Vec::new();
    for (linkable, list) in linkables.iter().zip(scored) {
        let mut ordered = list.clone();
        order(&mut ordered);
        let (Some(best), true) = (ordered.first(), is_taken(&ordered, config)) else { continue };
        if best.known.1 - best.known.0 > SURE {
            continue;
        }
        let lag = lag_seconds(linkable, best);
        all.push(lag);
        if let Some(workflow) = best.workflow {
            by_workflow.entry(workflow.id.clone()).or_default().push(lag);
        }
    }
    let by_workflow = by_workflow.into_iter().map(|(id, lags)| (id, LagDensity::new(&lags))).collect();
    Densities { by_workflow, all: LagDensity::new(&all), unknown: LagDensity::new(&[]) }
}

/// +2 for an episode that shares a correlation with the episode another action is already linked to.
fn add_shared_correlations(scored: &mut [Vec<Scored<'_>>], episodes: &[Episode], config: &Attribute) {
    let mut linked: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (index, list) in scored.iter().enumerate() {
        if is_taken(list, config) {
            for id in &episodes[list[0].episode.0 as usize].correlations {
                linked.entry(id).or_default().insert(index);
            }
        }
    }
    for (index, list) in scored.iter_mut().enumerate() {
        for candidate in list.iter_mut() {
            let ids = &episodes[candidate.episode.0 as usize].correlations;
            let shared = ids
                .iter()
                .filter_map(|id| linked.get(id.as_str()))
                .any(|by| by.iter().any(|other| *other != index));
            if shared {
                candidate.push("correlation", 2.0);
            }
        }
        order(list);
    }
}
