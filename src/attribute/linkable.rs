//! An action with what linking needs to know of it: device, holder, whom Jamf believed, claiming workflows.

use super::{
    case::{Holder, JamfHolder, RowRef},
    scope, workflows,
};
use crate::{
    records::{Action, Instant, Origin, PersonKeys},
    registers::{Device, RegisterRow, Workflow},
    resolve::{DeviceId, Holders, People, PersonId, folded},
};

/// An action ready for linking. There are many, and few become cases: what only a case prints is made when one is.
pub(super) struct Linkable<'a> {
    pub(super) action: &'a Action,
    pub(super) sent_at: Instant,
    /// When it was done; for a command still waiting, the time as of which the review is made.
    pub(super) done_at: Instant,
    pub(super) device_id: Option<DeviceId>,
    pub(super) device: Option<&'a Device>,
    pub(super) holder_person: Option<PersonId>,
    pub(super) jamf_person: Option<PersonId>,
    /// What says who held it.
    held_by: Option<HeldBy<'a>>,
    /// Whom Jamf believed to hold it, and the row.
    believed: Option<(&'a PersonKeys, Origin)>,
    /// Whether workflows claim it by initiator, policy or object.
    pub(super) is_claimed: bool,
    /// Workflow versions it may belong to: the claiming ones, else those that may take this kind of action.
    pub(super) possible: Vec<&'a Workflow>,
}

/// What says who held a device.
enum HeldBy<'a> {
    Register { row: &'a RegisterRow, is_old: bool },
    Jamf { origin: Origin, is_snapshot: bool, is_old: bool },
}

/// What everything is looked up in.
pub(super) struct Known<'a> {
    pub(super) people: &'a People,
    pub(super) holders: &'a Holders<'a>,
    pub(super) workflows: &'a [Workflow],
}

impl<'a> Linkable<'a> {
    /// Looks everything up as of the action's own times. `None` for an action without any time, and for everyday work.
    pub(super) fn new(
        action: &'a Action,
        device_id: Option<DeviceId>,
        known: &Known<'a>,
        as_of: Instant,
    ) -> Option<Self> {
        let sent_at = action.sent_at.or(action.done_at)?;
        let done_at = action.done_at.unwrap_or(as_of.max(sent_at));
        let mut claims = workflows::claiming(known.workflows, action, done_at);
        // Done before it was sent: one of the times is wrong, and nobody knows which.
        if claims.is_empty() && done_at < sent_at {
            claims = workflows::claiming(known.workflows, action, sent_at);
        }
        let is_claimed = !claims.is_empty();
        if scope::is_everyday(action.kind, is_claimed) {
            return None;
        }
        let device = device_id.and_then(|id| known.holders.registered_at(id, done_at));
        let (held_by, holder_person) = holder_at(known, device_id, device, done_at).unzip();
        let believed = believed_at(known, action, device_id, sent_at);
        let jamf_person = believed.and_then(|(keys, _)| known.people.resolve(keys, sent_at).person());
        let possible = if is_claimed { claims } else { workflows::able(known.workflows, action, done_at) };
        Some(Self {
            action,
            sent_at,
            done_at,
            device_id,
            device,
            holder_person,
            jamf_person,
            held_by,
            believed,
            is_claimed,
            possible,
        })
    }

    /// Workflow versions that claim it.
    pub(super) fn claims(&self) -> &[&'a Workflow] {
        if self.is_claimed { &self.possible } else { &[] }
    }

    /// Who held the device when it was done.
    pub(super) fn holder(&self, people: &People) -> Option<Holder> {
        let person_id = people.label(self.holder_person?).to_owned();
        Some(match self.held_by.as_ref()? {
            HeldBy::Register { row, is_old } => {
                let row = RowRef::Register((*row).clone());
                Holder { person_id, row, basis: "register", is_old: *is_old }
            }
            HeldBy::Jamf { origin, is_snapshot, is_old } => {
                let basis = if *is_snapshot { "earlier inventory" } else { "assignment history" };
                Holder { person_id, row: RowRef::Input(*origin), basis, is_old: *is_old }
            }
        })
    }

    /// Whom Jamf believed to hold the device when it was sent.
    pub(super) fn jamf_holder(&self, people: &People) -> Option<JamfHolder> {
        let (_, origin) = self.believed?;
        Some(JamfHolder {
            identifiers: self.identifiers(),
            person_id: self.jamf_person.map(|id| people.label(id).to_owned()),
            row: RowRef::Input(origin),
        })
    }

    /// The raw addresses and logins under which Jamf holds that person, folded.
    pub(super) fn identifiers(&self) -> Vec<String> {
        self.believed.map_or_else(Vec::new, |(keys, _)| identifiers(keys))
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
/// empty cell says nothing, and not that nobody had the device: Jamf may know. So it may of what came after the end of
/// a register that nobody went on keeping.
fn holder_at<'a>(
    known: &Known<'a>,
    device_id: Option<DeviceId>,
    device: Option<&'a Device>,
    at: Instant,
) -> Option<(HeldBy<'a>, PersonId)> {
    let ended = known.holders.register_ended(at);
    let stated = device_id.and_then(|id| {
        let held = known.holders.assigned_at(id, at)?;
        let person = known.people.resolve(held.person?, at).person()?;
        Some((held, person))
    });
    let is_later =
        stated.as_ref().is_some_and(|(held, _)| ended.is_some_and(|ended| held.from > Some(ended)));
    if let Some((row, assigned)) =
        device.and_then(|row| Some((row, row.assigned_person.as_ref()?))).filter(|_| !is_later)
    {
        // An id that no register of people explains cannot be compared with anybody: Jamf may still know.
        if let Some(person) = known.people.by_person_id(assigned) {
            return Some((HeldBy::Register { row: &row.row, is_old: ended.is_some() }, person));
        }
    }
    let (held, person) = stated?;
    let is_old = known.holders.assignments_ended(at).is_some();
    Some((HeldBy::Jamf { origin: held.origin, is_snapshot: held.is_snapshot, is_old }, person))
}

fn believed_at<'a>(
    known: &Known<'a>,
    action: &'a Action,
    device_id: Option<DeviceId>,
    at: Instant,
) -> Option<(&'a PersonKeys, Origin)> {
    let own = action.person.as_ref().zip(action.origins.first().copied());
    own.or_else(|| {
        let held = known.holders.believed_at(device_id?, at)?;
        Some((held.person?, held.origin))
    })
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
