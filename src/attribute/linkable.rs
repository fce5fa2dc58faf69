//! An action with what linking needs to know of it: device, holder, whom Jamf believed, claiming workflows.

use super::{
    case::{Holder, JamfHolder, RowRef},
    workflows,
};
use crate::{
    records::{Action, Instant, PersonKeys},
    registers::{Device, Workflow},
    resolve::{DeviceId, Devices, Holders, People, PersonId, folded},
};

/// An action ready for linking.
pub(super) struct Linkable<'a> {
    pub(super) action: &'a Action,
    pub(super) sent_at: Instant,
    /// When it was done; for a command still waiting, the time as of which the review is made.
    pub(super) done_at: Instant,
    pub(super) device_id: Option<DeviceId>,
    pub(super) device: Option<&'a Device>,
    pub(super) holder: Option<Holder>,
    pub(super) holder_person: Option<PersonId>,
    pub(super) jamf_holder: Option<JamfHolder>,
    pub(super) jamf_person: Option<PersonId>,
    /// Workflow versions that claim it by initiator, policy or object.
    pub(super) claims: Vec<&'a Workflow>,
    /// Workflow versions it may belong to: the claiming ones, else those that may take this kind of action.
    pub(super) possible: Vec<&'a Workflow>,
}

/// What everything is looked up in.
pub(super) struct Known<'a> {
    pub(super) devices: &'a Devices,
    pub(super) people: &'a People,
    pub(super) holders: &'a Holders<'a>,
    pub(super) workflows: &'a [Workflow],
}

impl<'a> Linkable<'a> {
    /// Looks everything up as of the action's own times. `None` for an action without any time.
    pub(super) fn new(action: &'a Action, known: &Known<'a>, as_of: Instant) -> Option<Self> {
        let sent_at = action.sent_at.or(action.done_at)?;
        let done_at = action.done_at.unwrap_or(as_of.max(sent_at));
        let device_id = known.devices.find(&action.device);
        let device = device_id.and_then(|id| known.holders.registered_at(id, done_at));
        let (holder, holder_person) = holder_at(known, device_id, device, done_at);
        let (jamf_holder, jamf_person) = believed_at(known, action, device_id, sent_at);
        let mut claims = workflows::claiming(known.workflows, action, done_at);
        // Done before it was sent: one of the times is wrong, and nobody knows which.
        if claims.is_empty() && done_at < sent_at {
            claims = workflows::claiming(known.workflows, action, sent_at);
        }
        let possible = if claims.is_empty() {
            workflows::able(known.workflows, action, done_at)
        } else {
            claims.clone()
        };
        Some(Self {
            action,
            sent_at,
            done_at,
            device_id,
            device,
            holder,
            holder_person,
            jamf_holder,
            jamf_person,
            claims,
            possible,
        })
    }

    /// What a register may call the device: keys, asset tag and name of its own row, and the keys of the action.
    pub(super) fn device_words(&self) -> impl Iterator<Item = &str> {
        let keys = &self.action.device;
        let of_row = self
            .device
            .into_iter()
            .flat_map(|row| [&row.serial, &row.udid, &row.management_id, &row.asset_tag, &row.name]);
        let of_action = [&keys.serial, &keys.udid, &keys.management_id];
        of_row.chain(of_action).flatten().map(String::as_str)
    }
}

/// The register decides where its version names somebody; then assignment history and earlier inventory. An
/// empty cell says nothing, and not that nobody had the device: Jamf may know.
fn holder_at(
    known: &Known<'_>,
    device_id: Option<DeviceId>,
    device: Option<&Device>,
    at: Instant,
) -> (Option<Holder>, Option<PersonId>) {
    if let Some((row, assigned)) = device.and_then(|row| Some((row, row.assigned_person.as_ref()?))) {
        // An id that no register of people explains cannot be compared with anybody: Jamf may still know.
        if let Some(person) = known.people.by_person_id(assigned) {
            let label = known.people.label(person).to_owned();
            let holder =
                Holder { person_id: label, row: RowRef::Register(row.row.clone()), basis: "register" };
            return (Some(holder), Some(person));
        }
    }
    let Some(held) = device_id.and_then(|id| known.holders.assigned_at(id, at)) else { return (None, None) };
    let Some(person) = held.person.and_then(|keys| known.people.resolve(keys, at).person()) else {
        return (None, None);
    };
    let basis = if held.is_snapshot { "earlier inventory" } else { "assignment history" };
    let label = known.people.label(person).to_owned();
    (Some(Holder { person_id: label, row: RowRef::Input(held.origin), basis }), Some(person))
}

fn believed_at(
    known: &Known<'_>,
    action: &Action,
    device_id: Option<DeviceId>,
    at: Instant,
) -> (Option<JamfHolder>, Option<PersonId>) {
    let own = action.person.as_ref().zip(action.origins.first().copied());
    let believed = device_id.and_then(|id| known.holders.believed_at(id, at));
    let found = own.or_else(|| believed.and_then(|held| held.person.map(|keys| (keys, held.origin))));
    let Some((keys, origin)) = found else { return (None, None) };
    let person = known.people.resolve(keys, at).person();
    let holder = JamfHolder {
        identifiers: identifiers(keys),
        person_id: person.map(|id| known.people.label(id).to_owned()),
        row: RowRef::Input(origin),
    };
    (Some(holder), person)
}

fn identifiers(keys: &PersonKeys) -> Vec<String> {
    let mut found: Vec<String> = [&keys.email, &keys.login]
        .into_iter()
        .flatten()
        .map(|text| folded(text))
        .filter(|text| !text.is_empty())
        .collect();
    found.sort();
    found.dedup();
    found
}
