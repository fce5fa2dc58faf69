//! What contained a missed trigger all the same: somebody else's action on the devices that the workflow should have
//! acted on, or one of its own that came too late or held already.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    build::Builder,
    candidates::{Scored, is_taken},
    case::{Case, TicketGrade},
    episodes::EpisodeId,
    linkable::{Known, Linkable},
    merge::Merged,
    scope,
};
use crate::{
    records::{Action, ActionKind, Instant, Origin, Outcome},
    resolve::{DeviceId, Holders, PersonId},
};

/// What became of the devices of a missed trigger without the workflow.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Contained {
    /// The actions that contained it, or a part of it, by (time, id).
    pub by: Vec<Containing>,
    /// Devices on which something that the workflow would have done was done by nobody, in order.
    pub open: Vec<String>,
}

/// One of these actions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Containing {
    /// When it was done.
    pub at: Instant,
    /// Its id.
    pub action_id: String,
    /// Its leading row.
    pub row: Origin,
}

impl Contained {
    /// When the last device was contained; `None` while one is open.
    pub fn at(&self) -> Option<Instant> {
        let last = self.by.last().map(|containing| containing.at);
        last.filter(|_| self.open.is_empty())
    }
}

/// A missed trigger.
pub(super) struct Open {
    pub(super) person: PersonId,
    pub(super) episode: EpisodeId,
    pub(super) since: Instant,
    /// First instant that is too late.
    pub(super) until: Instant,
    /// The devices of the person that the workflow reaches, with the kinds of action it would have taken on each.
    pub(super) wanted: Vec<(DeviceId, Vec<ActionKind>)>,
}

/// An executed action of whomever.
struct Deed<'a> {
    action: &'a Action,
    done_at: Instant,
    /// Whose device it was then, as far as is known.
    person: Option<PersonId>,
    /// With its candidates, unless it was done by hand.
    linked: Option<(&'a Linkable<'a>, &'a [Scored<'a>])>,
}

/// Executed actions by device, and those without one by person, in time order.
pub(super) struct Deeds<'a> {
    builder: &'a Builder<'a>,
    by_device: BTreeMap<DeviceId, Vec<Deed<'a>>>,
    by_person: BTreeMap<PersonId, Vec<Deed<'a>>>,
    cases: BTreeMap<&'a str, &'a Case>,
}

impl<'a> Deeds<'a> {
    /// Sorts what was done, by automations and by hand; the cases of the period tell which tickets followed.
    pub(super) fn new(
        builder: &'a Builder<'a>,
        (linkables, scored): (&'a [Linkable<'a>], &'a [Vec<Scored<'a>>]),
        (actions, holders): (&'a [Merged<'a>], &'a Holders<'a>),
        cases: &'a [Case],
    ) -> Self {
        let cases = cases.iter().map(|case| (case.action.action_id.as_str(), case)).collect();
        let mut deeds = Self { builder, by_device: BTreeMap::new(), by_person: BTreeMap::new(), cases };
        for (linkable, list) in linkables.iter().zip(scored) {
            deeds.add(linkable.action, linkable, Some((linkable, list)));
        }
        let known = Known { people: builder.people, holders, workflows: builder.workflows };
        for merged in actions {
            let action = merged.action();
            if scope::counts(action.kind, builder.workflows) && scope::is_manual(action, builder.workflows) {
                let looked_up = Linkable::new(action, merged.device, &known, builder.as_of);
                if let Some(linkable) = looked_up {
                    deeds.add(action, &linkable, None);
                }
            }
        }
        for list in deeds.by_device.values_mut().chain(deeds.by_person.values_mut()) {
            list.sort_by(|a, b| (a.done_at, &a.action.action_id).cmp(&(b.done_at, &b.action.action_id)));
        }
        deeds
    }

    fn add(
        &mut self,
        action: &'a Action,
        found: &Linkable<'_>,
        linked: Option<(&'a Linkable<'a>, &'a [Scored<'a>])>,
    ) {
        let Some(done_at) = action.done_at.filter(|_| action.outcome == Outcome::Done) else { return };
        let person = found.holder_person.or(found.jamf_person);
        let deed = Deed { action, done_at, person, linked };
        match (found.device_id, person) {
            (Some(device), _) => self.by_device.entry(device).or_default().push(deed),
            (None, Some(person)) => self.by_person.entry(person).or_default().push(deed),
            (None, None) => {}
        }
    }

    /// What contained a trigger: for every device and kind the last earlier action that still held, else the first
    /// one in time.
    pub(super) fn contained(&self, open: &Open) -> Contained {
        let mut by = BTreeSet::new();
        let mut left = BTreeSet::new();
        for (device, kinds) in &open.wanted {
            for kind in kinds {
                let found = self.first(*device, *kind, open).and_then(|deed| {
                    let row = *deed.action.origins.first()?;
                    Some(Containing { at: deed.done_at, action_id: deed.action.action_id.clone(), row })
                });
                match found {
                    Some(containing) => drop(by.insert(containing)),
                    None => drop(left.insert(self.builder.devices.label(*device).unwrap_or_default())),
                }
            }
        }
        Contained { by: by.into_iter().collect(), open: left.into_iter().collect() }
    }

    fn first(&self, device: DeviceId, kind: ActionKind, open: &Open) -> Option<&Deed<'a>> {
        let of_device = self.by_device.get(&device).into_iter().flatten();
        let of_person = self.by_person.get(&open.person).into_iter().flatten();
        let counts = |deed: &&Deed<'a>| {
            deed.person.is_none_or(|person| person == open.person)
                && deed.done_at < open.until
                && covers(deed.action.kind, kind, || self.is_about(deed, open.episode))
        };
        let all: Vec<&Deed<'a>> = of_device.chain(of_person).filter(counts).collect();
        let (before, after): (Vec<_>, Vec<_>) = all.into_iter().partition(|deed| deed.done_at < open.since);
        let holding = before.into_iter().filter(|deed| self.held(deed, device, open.since));
        let order = |deed: &&Deed<'a>| (deed.done_at, deed.action.action_id.as_str());
        holding.max_by_key(order).or_else(|| after.into_iter().min_by_key(order))
    }

    /// Whether the action was linked to this very happening.
    fn is_about(&self, deed: &Deed<'_>, episode: EpisodeId) -> bool {
        deed.linked.is_some_and(|(_, scored)| {
            let taken = scored.first().filter(|_| is_taken(scored, &self.builder.settings.config));
            taken.is_some_and(|taken| taken.episode == episode)
        })
    }

    /// Whether nothing took the action back before an instant: no restoration of the device, no undoing of what it was
    /// done for, no ticket about it that was resolved.
    fn held(&self, deed: &Deed<'_>, device: DeviceId, at: Instant) -> bool {
        let restored = self.builder.history.restored_between(device, deed.action, deed.done_at, at);
        restored.is_none() && !self.is_undone(deed, at) && !self.is_resolved(deed, at)
    }

    fn is_undone(&self, deed: &Deed<'_>, at: Instant) -> bool {
        let config = &self.builder.settings.config;
        let Some((linkable, scored)) = deed.linked.filter(|(_, scored)| is_taken(scored, config)) else {
            return false;
        };
        let attribution = self.builder.attribution(linkable, scored);
        let taken = attribution.candidates.first();
        let mut undone = taken.into_iter().flat_map(|taken| [&taken.undoing, &taken.recant]).flatten();
        undone.any(|event| event.occurred_at < at)
    }

    fn is_resolved(&self, deed: &Deed<'_>, at: Instant) -> bool {
        let case = self.cases.get(deed.action.action_id.as_str());
        case.is_some_and(|case| {
            case.tickets.iter().any(|link| {
                matches!(link.grade, TicketGrade::Decisive | TicketGrade::Strong)
                    && !link.shows_intent
                    && link
                        .ticket
                        .resolved_at
                        .is_some_and(|resolved| resolved > deed.done_at && resolved < at)
            })
        })
    }
}

/// Whether one kind of action leaves nothing for another one to do. A wipe leaves nothing on the device; lost mode
/// locks it; a lock on a phone is a screen lock and hence no lost mode, and what a lock closes is still on the disk.
/// What takes away one thing of several (an app, a profile, an account) stands for another such action only where
/// `is_same` says that both were done for the same happening: of others nobody knows that they took the same thing.
fn covers(done: ActionKind, wanted: ActionKind, is_same: impl FnOnce() -> bool) -> bool {
    use ActionKind as K;
    match (done, wanted) {
        (
            K::Wipe,
            K::Wipe
            | K::Lock
            | K::LostModeOn
            | K::LogOutUser
            | K::DeleteUser
            | K::ProfileRemove
            | K::AppRemove
            | K::Unmanage,
        )
        | (K::LostModeOn, K::LostModeOn | K::Lock)
        | (K::Unmanage, K::Unmanage | K::ProfileRemove)
        | (K::Lock, K::Lock)
        | (K::ShutDown, K::ShutDown | K::LogOutUser)
        | (K::Restart, K::Restart | K::LogOutUser)
        | (K::LogOutUser, K::LogOutUser)
        | (K::RecoveryLock, K::RecoveryLock)
        | (K::RecordDelete, K::RecordDelete) => true,
        _ => done == wanted && is_same(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kinds that are covered by each kind, whatever they were done for.
    const TABLE: &[(&str, &[&str])] = &[
        (
            "wipe",
            &[
                "wipe",
                "lock",
                "lost_mode_on",
                "log_out_user",
                "delete_user",
                "profile_remove",
                "app_remove",
                "unmanage",
            ],
        ),
        ("lost_mode_on", &["lost_mode_on", "lock"]),
        ("unmanage", &["unmanage", "profile_remove"]),
        ("lock", &["lock"]),
        ("shut_down", &["shut_down", "log_out_user"]),
        ("restart", &["restart", "log_out_user"]),
        ("log_out_user", &["log_out_user"]),
        ("recovery_lock", &["recovery_lock"]),
        ("record_delete", &["record_delete"]),
    ];

    #[test]
    fn kinds_are_covered_by_what_is_at_least_as_strong() {
        for done in ActionKind::ALL {
            let covered = TABLE.iter().find(|(kind, _)| *kind == done.code()).map_or(&[][..], |row| row.1);
            for wanted in ActionKind::ALL {
                let expected = covered.contains(&wanted.code());
                assert_eq!(covers(*done, *wanted, || false), expected, "{done} for {wanted}");
                let is_same = expected || done == wanted;
                assert_eq!(covers(*done, *wanted, || true), is_same, "{done} for the same as {wanted}");
            }
        }
    }
}
