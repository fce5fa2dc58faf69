//! The id under which a reviewer knows an action: the command's UUID, or where no export has one the id that the
//! review sheet of an earlier report printed, a hash over device, kind and time.

use chrono::SecondsFormat;
use sha2::{Digest, Sha256};

use super::{
    commands::Command,
    devices::{Device, Model},
    truth::Truth,
    vendors::Vendors,
    world::World,
};
use crate::records::{JamfClass, lower_hex};

/// The id to write into the register of reviews; `None` where the action has none that a reviewer could know.
pub(super) fn of(world: &World, row: &Truth, vendors: Vendors) -> Option<String> {
    if row.action_id.is_empty() {
        return None;
    }
    if vendors != Vendors::EntraJira {
        return Some(row.action_id.clone());
    }
    // Commands are in the order of sending.
    let first = world.commands.partition_point(|command| command.sent < row.sent);
    let mut near = world.commands[first..].iter().take_while(|command| command.sent == row.sent);
    let command = near.find(|command| command.uuid == row.action_id)?;
    of_history(&world.devices[command.device], command)
}

/// As a report that was made of histories alone prints it.
fn of_history(device: &Device, command: &Command) -> Option<String> {
    let class = if device.model == Model::Mac { JamfClass::Computer } else { JamfClass::Mobile };
    let name = command.kind.history_name(device.model, command.profile.map(|(_, name)| name))?;
    let keys =
        format!("{}|{}||{}|{}", class.code(), device.jamf_id, device.udid.to_uppercase(), device.serial);
    // A history has milliseconds.
    let sent = command.sent.to_rfc3339_opts(SecondsFormat::AutoSi, false);
    let mut hash = Sha256::new();
    for part in [keys.as_str(), &name, &sent] {
        hash.update(part.as_bytes());
        hash.update([0x1f]);
    }
    Some(format!("h-{}", lower_hex(&hash.finalize()[..8])))
}
