//! What happened on a device after an action: signs of life, reversing actions, roll-backs by people.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::{
    case::{RowRef, SignOfLife, Undo},
    merge::Merged,
    scope::is_manual,
};
use crate::{
    records::{Action, ActionKind, Activity, ActivityKind, Instant, JamfClass, Outcome},
    registers::Workflow,
    resolve::{DeviceId, Devices},
};

/// A roll-back by a person counts this long.
const ROLL_BACK: TimeDelta = TimeDelta::hours(72);

/// Executed actions and activities by device, in time order.
pub(super) struct DeviceHistory<'a> {
    actions: BTreeMap<DeviceId, Vec<(Instant, &'a Action)>>,
    activities: BTreeMap<DeviceId, Vec<&'a Activity>>,
}

impl<'a> DeviceHistory<'a> {
    /// Sorts what happened by device and time.
    pub(super) fn new(devices: &Devices, actions: &'a [Merged<'a>], activities: &'a [Activity]) -> Self {
        let mut history = Self { actions: BTreeMap::new(), activities: BTreeMap::new() };
        for merged in actions {
            let action = merged.action();
            let done_at = action.done_at.filter(|_| action.outcome == Outcome::Done);
            if let Some((id, at)) = merged.device.zip(done_at) {
                history.actions.entry(id).or_default().push((at, action));
            }
        }
        for activity in activities {
            if let Some(id) = devices.find(&activity.device) {
                history.activities.entry(id).or_default().push(activity);
            }
        }
        for list in history.actions.values_mut() {
            list.sort_by(|a, b| (a.0, &a.1.action_id).cmp(&(b.0, &b.1.action_id)));
        }
        for list in history.activities.values_mut() {
            list.sort_by_key(|activity| (activity.at, activity.kind, activity.origin));
        }
        history
    }

    /// The first reversing action and the first activity of each kind after an action, in time order.
    pub(super) fn signs_after(
        &self,
        device: Option<DeviceId>,
        action: &Action,
        at: Instant,
    ) -> Vec<SignOfLife> {
        let Some(device) = device else { return Vec::new() };
        let mut signs: Vec<SignOfLife> = Vec::new();
        if let Some((at, reversing)) = self.reversing(device, action, at).next() {
            let Some(origin) = reversing.origins.first() else { return signs };
            signs.push(SignOfLife {
                at,
                is_reversing_action: true,
                activity: None,
                row: RowRef::Input(*origin),
            });
        }
        for kind in ActivityKind::ALL {
            let first = self.activities_after(device, at).iter().find(|activity| activity.kind == *kind);
            signs.extend(first.map(|activity| SignOfLife {
                at: activity.at,
                is_reversing_action: false,
                activity: Some(*kind),
                row: RowRef::Input(activity.origin),
            }));
        }
        signs.sort_by(|a, b| (a.at, &a.row).cmp(&(b.at, &b.row)));
        signs
    }

    /// A reversing action by a person within 72 h.
    pub(super) fn rolled_back(
        &self,
        device: Option<DeviceId>,
        action: &Action,
        at: Instant,
        workflows: &[Workflow],
    ) -> Option<Undo> {
        let found = self
            .reversing(device?, action, at)
            .take_while(|(when, _)| *when <= at + ROLL_BACK)
            .find(|(_, other)| is_manual(other, workflows))?;
        let (when, other) = found;
        let who = other.initiator.as_ref().map_or("a person", |initiator| initiator.name.as_str());
        let origin = other.origins.first()?;
        Some(Undo { at: when, what: format!("{} by `{who}`", other.kind), row: RowRef::Input(*origin) })
    }

    /// When the device was first seen usable between two times.
    pub(super) fn restored_between(
        &self,
        device: DeviceId,
        action: &Action,
        from: Instant,
        to: Instant,
    ) -> Option<Instant> {
        self.signs_after(Some(device), action, from)
            .into_iter()
            .filter(|sign| sign.is_reversing_action || sign.activity.is_some_and(|a| proves(action, a)))
            .map(|sign| sign.at)
            .find(|at| *at < to)
    }

    /// Sessions on the device in the 30 days before, in time order.
    pub(super) fn sessions_before(
        &self,
        device: DeviceId,
        at: Instant,
    ) -> impl Iterator<Item = &'a Activity> {
        let list = self.activities.get(&device).map_or(&[][..], Vec::as_slice);
        let from = at - TimeDelta::days(30);
        let before = &list[list.partition_point(|activity| activity.at < from)..];
        before
            .iter()
            .copied()
            .take_while(move |activity| activity.at < at)
            .filter(|activity| activity.user.is_some())
    }

    fn reversing(
        &self,
        device: DeviceId,
        action: &Action,
        at: Instant,
    ) -> impl Iterator<Item = (Instant, &'a Action)> {
        let list = self.actions.get(&device).map_or(&[][..], Vec::as_slice);
        let kind = action.kind;
        let object = action.object.clone();
        let after = &list[list.partition_point(|(when, _)| *when <= at)..];
        after.iter().copied().filter(move |(_, other)| {
            reverses(kind).contains(&other.kind)
                && (object.is_none() || object == other.object || !needs_same_object(kind))
        })
    }

    fn activities_after(&self, device: DeviceId, at: Instant) -> &[&'a Activity] {
        let list = self.activities.get(&device).map_or(&[][..], Vec::as_slice);
        &list[list.partition_point(|activity| activity.at <= at)..]
    }
}

/// Kinds that undo a kind on the device itself.
fn reverses(kind: ActionKind) -> &'static [ActionKind] {
    use ActionKind as K;
    match kind {
        K::Lock => &[K::LostModeOff, K::ClearPasscode, K::UnlockAccount],
        K::LostModeOn => &[K::LostModeOff],
        K::ProfileRemove => &[K::ProfileInstall],
        K::ProfileInstall => &[K::ProfileRemove],
        _ => &[],
    }
}

/// Whether an activity can only come from a device that has back what the action took. A phone in lost mode goes
/// on answering, a lock on it is a screen lock, and a removed profile or app leaves the device as it was.
fn proves(action: &Action, activity: ActivityKind) -> bool {
    use ActionKind as K;
    match action.kind {
        K::Lock => action.device.class != Some(JamfClass::Mobile),
        K::Wipe | K::Unmanage => true,
        K::LostModeOn => matches!(activity, ActivityKind::UserSession | ActivityKind::Enrolled),
        K::DeleteUser => activity == ActivityKind::UserSession,
        _ => false,
    }
}

fn needs_same_object(kind: ActionKind) -> bool {
    matches!(kind, ActionKind::ProfileRemove | ActionKind::ProfileInstall)
}
