//! What linking stands on whatever becomes of the actions, and the links of one way to merge their records.

use super::{
    AttributeError, Attributed, Inputs,
    afterwards::DeviceHistory,
    build::Builder,
    bulk::BulkIndex,
    burst::{self, Burst, OfficeHours},
    candidates::{InQuestion, Scored},
    case::Case,
    coverage::Coverage,
    eligible::answered,
    episodes::Episode,
    linkable::{Known, Linkable},
    merge::{self, Doubt, Merged},
    named::Named,
    period::Shared,
    relink::Relinked,
    scope,
    settings::{self, Settings},
    sign_ins::SignIns,
    tickets::TicketIndex,
    undoing::Histories,
};
use crate::{
    config::{Config, Moved},
    ingest::{Ingested, source::SourceFile},
    records::{Action, Instant},
    registers::Workflow,
    resolve::{Devices, Holders, People},
};

/// Everything known of people, devices and events.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub(super) inputs: &'a Inputs<'a>,
    pub(super) devices: &'a Devices,
    pub(super) people: &'a People,
    pub(super) holders: &'a Holders<'a>,
    pub(super) workflows: &'a [Workflow],
    pub(super) episodes: &'a [Episode],
    pub(super) histories: &'a Histories<'a>,
    pub(super) named: &'a Named<'a>,
    pub(super) bulk: &'a BulkIndex,
    pub(super) coverage: &'a Coverage,
}

impl<'a> Ground<'a> {
    /// Links every period, and the first of them under other settings where that is asked for. `tickets` is asked
    /// when everything else is there.
    pub(super) fn link(
        &self,
        periods: &[(Instant, Instant)],
        tickets: impl FnOnce() -> Result<TicketIndex<'a>, AttributeError>,
        is_varied: bool,
    ) -> Result<Vec<Attributed>, AttributeError> {
        let config = self.inputs.config;
        let (actions, doubt) = self.merged(config);
        let settings = Settings::of(config);
        let reach = if is_varied { Settings::widest(config) } else { settings.clone() };
        let linkables = self.linkables(&actions);
        let question = InQuestion::new(&linkables, self.episodes, self.devices, (&settings, &reach))?;
        let scored = question.scored(&settings);
        let linking =
            Linking { settings: &settings, actions: &actions, question: &question, scored: &scored };
        let tickets = tickets()?;
        let bursts = self.bursts(&linking, &tickets)?;
        let mut found = self.periods(&linking, (&tickets, &bursts), periods, is_varied)?;
        if let (true, Some(now), Some(period)) = (is_varied, found.first_mut(), periods.first()) {
            for variant in settings::merge_windows(config) {
                let may_differ = match variant.moved {
                    Moved::Half => doubt.half,
                    Moved::HalfMore => doubt.half_more,
                };
                let merged = may_differ.then(|| self.merged(&variant.config).0);
                let merged = merged.filter(|merged| !is_alike(&actions, merged));
                let cases =
                    merged.map(|merged| self.cases_of(&merged, &settings, (&tickets, &bursts), *period));
                now.relinked.push(Relinked::of_all(variant, &now.cases, cases.transpose()?));
            }
        }
        Ok(found)
    }

    /// The cases of one period where records merge in another way.
    fn cases_of(
        &self,
        actions: &[Merged<'a>],
        settings: &Settings,
        beside: (&TicketIndex<'a>, &[Burst]),
        period: (Instant, Instant),
    ) -> Result<Vec<Case>, AttributeError> {
        let linkables = self.linkables(actions);
        let question = InQuestion::new(&linkables, self.episodes, self.devices, (settings, settings))?;
        let scored = question.scored(settings);
        let linking = Linking { settings, actions, question: &question, scored: &scored };
        let found = self.periods(&linking, beside, &[period], false)?;
        Ok(found.into_iter().next().unwrap_or_default().cases)
    }

    /// Every period on a thread of its own, as none needs another.
    fn periods(
        &self,
        linking: &Linking<'_>,
        (tickets, bursts): (&TicketIndex<'_>, &[Burst]),
        periods: &[(Instant, Instant)],
        is_varied: bool,
    ) -> Result<Vec<Attributed>, AttributeError> {
        let Ingested { sign_ins, activities, .. } = self.inputs.ingested;
        let linkables = linking.question.linkables();
        let builder = Builder {
            config: self.inputs.config,
            settings: linking.settings,
            named: self.named,
            devices: self.devices,
            people: self.people,
            episodes: self.episodes,
            histories: self.histories,
            sign_ins: &SignIns::new(sign_ins, self.people, &linking.question.subjects()),
            bulk: self.bulk,
            coverage: self.coverage,
            history: &DeviceHistory::new(self.devices, linking.actions, activities),
            workflows: self.workflows,
            as_of: self.inputs.as_of,
        };
        let shared = Shared {
            builder: &builder,
            actions: linking.actions,
            linkables,
            scored: linking.scored,
            tickets,
            bursts,
            holders: self.holders,
            answered: &answered(linkables, linking.scored, &linking.settings.config),
        };
        let varied = Some(linking.question).filter(|_| is_varied);
        std::thread::scope(|scope| {
            let Some((first, others)) = periods.split_first() else { return Ok(Vec::new()) };
            let others: Vec<_> =
                others.iter().map(|period| scope.spawn(|| shared.period(*period, None))).collect();
            let mut found = vec![shared.period(*first, varied)?];
            for other in others {
                found.push(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
            }
            Ok(found)
        })
    }

    /// Mass actions that nothing explains, of all times; those of people are looked at, too, as a stolen account acts
    /// as a person.
    fn bursts(&self, linking: &Linking<'_>, tickets: &TicketIndex<'_>) -> Result<Vec<Burst>, AttributeError> {
        let Inputs { registers, config, .. } = self.inputs;
        let by_hand = self.linkables_of(linking.actions, |action| {
            action.kind.is_destructive() && scope::is_manual(action, self.workflows)
        });
        let window = (linking.settings, linking.settings);
        let by_hand_scored =
            InQuestion::new(&by_hand, self.episodes, self.devices, window)?.scored(linking.settings);
        let everybody = linking.question.linkables().iter().zip(linking.scored);
        let everybody = everybody.chain(by_hand.iter().zip(&by_hand_scored));
        let everybody: Vec<_> = everybody.map(|(linkable, scored)| (linkable, scored.as_slice())).collect();
        let hours = OfficeHours::new(&config.organisation, registers.holidays.as_deref().unwrap_or_default());
        let sources = burst::Sources { config: &config.attribute, tickets, hours: &hours };
        Ok(burst::find(&burst::deeds(&everybody, &sources), &config.attribute))
    }

    fn linkables<'b>(&self, actions: &'b [Merged<'a>]) -> Vec<Linkable<'b>> {
        self.linkables_of(actions, |action| {
            scope::counts(action.kind, self.workflows) && !scope::is_manual(action, self.workflows)
        })
    }

    fn linkables_of<'b>(
        &self,
        actions: &'b [Merged<'a>],
        counts: impl Fn(&Action) -> bool,
    ) -> Vec<Linkable<'b>> {
        let known = Known { people: self.people, holders: self.holders, workflows: self.workflows };
        let counted = actions.iter().filter(|merged| counts(merged.action()));
        counted
            .filter_map(|merged| Linkable::new(merged.action(), merged.device, &known, self.inputs.as_of))
            .collect()
    }

    /// One action per command, whatever the number of exports that tell of it; and whether the window decides.
    fn merged(&self, config: &Config) -> (Vec<Merged<'a>>, Doubt) {
        let sources = &self.inputs.ingested.sources;
        let mut formats: Vec<&str> = sources.iter().map(|source| source.format.as_str()).collect();
        formats.sort_unstable();
        formats.dedup();
        let number =
            |source: &SourceFile| formats.binary_search(&source.format.as_str()).map_or(0, |n| n + 1);
        let of_file: Vec<usize> = sources.iter().map(number).collect();
        let format_of = |action: &Action| {
            let file = action.origins.first().and_then(|origin| of_file.get(origin.file.0 as usize));
            file.copied().unwrap_or_default()
        };
        let window = config.attribute.merge_window.delta();
        merge::merge(&self.inputs.ingested.actions, self.devices, window, &format_of)
    }
}

/// Actions with what comes into question for them.
struct Linking<'a> {
    settings: &'a Settings,
    actions: &'a [Merged<'a>],
    question: &'a InQuestion<'a, 'a>,
    scored: &'a [Vec<Scored<'a>>],
}

/// Whether the same records were merged.
fn is_alike(some: &[Merged<'_>], others: &[Merged<'_>]) -> bool {
    let is_same = |(a, b): (&Merged<'_>, &Merged<'_>)| a.action().origins == b.action().origins;
    some.len() == others.len() && some.iter().zip(others).all(is_same)
}
