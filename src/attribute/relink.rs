//! Links a period once more under other settings of linking. Most links are the same under all of them, so that
//! only the cases that change are put together again.

use std::collections::BTreeSet;

use super::{
    AttributeError, Attributed,
    build::{Builder, standing},
    candidates::{InQuestion, Scored},
    case::{AttributionStatus, Case},
    linkable::Linkable,
    period::{Shared, add_tickets},
    repeats::{add_repeats, add_unexplained_repeats},
    scope::{self, ScopeReason},
    settings::{self, Settings},
};
use crate::{config::Variant, records::Instant};

/// How the cases of a period differ where one setting of linking is another one.
#[derive(Debug)]
pub struct Relinked {
    /// The setting.
    pub variant: Variant,
    /// Cases that are linked otherwise, and cases that there are only under this setting.
    pub changed: Vec<Case>,
    /// Ids of the cases that there are not under it.
    pub gone: Vec<String>,
}

impl Relinked {
    /// All cases anew; `None` for a setting that changes nothing.
    pub(super) fn of_all(variant: Variant, as_is: &[Case], cases: Option<Vec<Case>>) -> Self {
        let Some(changed) = cases else { return Self { variant, changed: Vec::new(), gone: Vec::new() } };
        let ids: BTreeSet<&str> = changed.iter().map(|case| case.action.action_id.as_str()).collect();
        let was = as_is.iter().map(|case| &case.action.action_id);
        let gone = was.filter(|id| !ids.contains(id.as_str())).cloned().collect();
        Self { variant, changed, gone }
    }
}

/// Cases with their actions, in the order of the actions.
type Chosen<'c, 'b, 'a> = (&'c [Case], &'c [&'b Linkable<'a>]);

/// The cases of a period that change, for every setting of linking moved down and up.
///
/// # Errors
/// A join that fails.
pub(super) fn relinked(
    shared: &Shared<'_>,
    question: &InQuestion<'_, '_>,
    as_is: Chosen<'_, '_, '_>,
    period: (Instant, Instant),
) -> Result<Vec<Relinked>, AttributeError> {
    let moved = settings::variants(shared.builder.config).into_iter().map(|(variant, settings)| {
        let scored = question.scored(&settings);
        let builder = Builder { settings: &settings, ..*shared.builder };
        let other = Shared { builder: &builder, scored: &scored, ..*shared };
        let (changed, gone) = other.differing(shared, as_is, period)?;
        Ok(Relinked { variant, changed, gone })
    });
    moved.collect()
}

impl<'a> Shared<'a> {
    /// The cases that are others than those of `before`, and the ids of those that are none.
    fn differing(
        &self,
        before: &Shared<'_>,
        (cases, chosen): Chosen<'_, '_, '_>,
        period: (Instant, Instant),
    ) -> Result<(Vec<Case>, Vec<String>), AttributeError> {
        let settings = (before.builder.settings, self.builder.settings);
        let same: Vec<bool> =
            before.scored.iter().zip(self.scored).map(|lists| is_same(lists, settings)).collect();
        let has_windows = settings.1.has_windows_of(settings.0);
        let none_moved = same.iter().all(|same| *same);
        if none_moved && has_windows {
            return Ok((Vec::new(), Vec::new()));
        }
        let min_score = settings.1.config.min_score;
        let mut was = cases.iter().zip(chosen).peekable();
        let mut gone = Vec::new();
        let mut kept: Vec<Option<&Case>> = Vec::new();
        let mut linkables: Vec<&Linkable<'a>> = Vec::new();
        for ((linkable, list), same) in self.linkables.iter().zip(self.scored).zip(same) {
            let case = was.next_if(|(_, other)| std::ptr::eq(**other, linkable)).map(|(case, _)| case);
            if scope::decide(linkable, list.first(), min_score, period) == ScopeReason::InScope {
                kept.push(case.filter(|case| same && (has_windows || self.covers_alike(case, linkable))));
                linkables.push(linkable);
            } else {
                gone.extend(case.map(|case| case.action.action_id.clone()));
            }
        }
        if none_moved && kept.iter().all(Option::is_some) {
            return Ok((Vec::new(), gone));
        }
        let mut all = self.put_together(&linkables, &kept)?;
        add_repeats(&mut all, &linkables, self.builder.history);
        add_unexplained_repeats(&mut all, &linkables, self);
        let changed = all.cases.into_iter().zip(kept);
        let changed = changed.filter(|(case, kept)| kept.is_none_or(|kept| kept.repeats != case.repeats));
        Ok((changed.map(|(case, _)| case).collect(), gone))
    }
}

impl Shared<'_> {
    /// Whether the sources cover the window as they did. Only where nothing is linked does it count.
    fn covers_alike(&self, case: &Case, linkable: &Linkable<'_>) -> bool {
        let covers = |workflow| self.builder.window_is_covered(workflow, linkable);
        case.attribution.status != AttributionStatus::Unattributed
            || case.trigger_sources_cover_window == case.workflow.as_ref().is_some_and(covers)
    }

    /// Copies of the cases that are kept and new ones for the others, in the order of the actions, without repeats.
    fn put_together(
        &self,
        linkables: &[&Linkable<'_>],
        kept: &[Option<&Case>],
    ) -> Result<Attributed, AttributeError> {
        let places = || self.linkables.iter().zip(self.scored);
        let mut wanted = linkables.iter().zip(kept).peekable();
        let mut new = Attributed::default();
        let mut rebuilt = Vec::new();
        for (linkable, list) in places() {
            let Some((chosen, kept)) = wanted.next_if(|(other, _)| std::ptr::eq(**other, linkable)) else {
                continue;
            };
            if kept.is_none() {
                new.cases.push(self.builder.case(linkable, list));
                rebuilt.push(*chosen);
            }
        }
        add_tickets(&mut new, &rebuilt, self.tickets, self.builder)?;
        let mut new = new.cases.into_iter();
        let copied = |case: &Case| Case { repeats: None, ..case.clone() };
        let cases = kept.iter().filter_map(|kept| kept.map(copied).or_else(|| new.next())).collect();
        Ok(Attributed { cases, ..Attributed::default() })
    }
}

/// Whether an action is linked to the same, and as surely as a case can tell. Where nothing is in play, it counts
/// whether anything spoke for a link at all.
fn is_same((before, after): (&Vec<Scored<'_>>, &Vec<Scored<'_>>), (was, is): (&Settings, &Settings)) -> bool {
    let (status, within) = standing(before, &was.config);
    if (status, within) != standing(after, &is.config) {
        return false;
    }
    let is_like = |(a, b): (&Scored<'_>, &Scored<'_>)| {
        let of = |found: &Scored<'_>| found.workflow.map(std::ptr::from_ref);
        a.episode == b.episode && a.trigger.event_id == b.trigger.event_id && of(a) == of(b)
    };
    let in_play = |list: &[Scored<'_>]| list.len().min(within);
    if status != AttributionStatus::Unattributed {
        return before[..in_play(before)].iter().zip(&after[..in_play(after)]).all(is_like);
    }
    let speaks = |list: &[Scored<'_>]| list.first().is_some_and(|best| best.score >= 0.0);
    speaks(before) == speaks(after)
}
