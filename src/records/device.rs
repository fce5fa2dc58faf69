//! What exports tell of devices: their keys, who had them when, and signs of life.

use std::sync::Arc;

use super::{Instant, Origin, PersonKeys, code::coded};

coded! {
    /// Jamf's two families of records; ids are unique only inside one of them.
    JamfClass {
        /// A Mac.
        Computer = "computer",
        /// iPhone, iPad, Apple TV, Vision Pro, Watch.
        Mobile = "mobile",
    }
}

/// The keys by which an export names a device. A name alone never identifies it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DeviceKeys {
    /// Computer or mobile, where the export tells.
    pub class: Option<JamfClass>,
    /// Jamf id inside the class.
    pub jamf_id: Option<String>,
    /// Management id (lower-case UUID).
    pub management_id: Option<String>,
    /// UDID (upper case).
    pub udid: Option<String>,
    /// Serial number (upper case).
    pub serial: Option<String>,
    /// Device name, shown and searched in tickets, never joined on.
    pub name: Option<String>,
    /// Asset tag, searched in tickets.
    pub asset_tag: Option<String>,
}

impl DeviceKeys {
    /// Takes over what another record of the same device says beyond this one.
    pub fn fill_from(&mut self, other: &Self) {
        let fill = |mine: &mut Option<String>, theirs: &Option<String>| {
            if mine.is_none() {
                mine.clone_from(theirs);
            }
        };
        // A Jamf id means nothing without its class.
        if self.class.is_none() || self.class == other.class {
            self.class = other.class.or(self.class);
            fill(&mut self.jamf_id, &other.jamf_id);
        }
        fill(&mut self.management_id, &other.management_id);
        fill(&mut self.udid, &other.udid);
        fill(&mut self.serial, &other.serial);
        fill(&mut self.name, &other.name);
        fill(&mut self.asset_tag, &other.asset_tag);
    }
}

/// Who Jamf says held a device from a time on (`user_location` history, inventory).
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    /// The device.
    pub device: Arc<DeviceKeys>,
    /// From when it is known; `None` for an inventory without report date.
    pub from: Option<Instant>,
    /// The person; `None` means that Jamf says nobody (not "not asked": then there is no record).
    pub person: Option<PersonKeys>,
    /// True for the present state of an inventory, false for an entry of a history.
    pub is_snapshot: bool,
    /// Where it was read.
    pub origin: Origin,
}

/// Facts of an inventory record beyond its holder.
#[derive(Debug, Clone, PartialEq)]
pub struct DeviceState {
    /// The device.
    pub device: Arc<DeviceKeys>,
    /// When Jamf last took inventory.
    pub reported_at: Option<Instant>,
    /// Last enrolment: history before it may have been flushed.
    pub enrolled_at: Option<Instant>,
    /// When Jamf first heard of it, where the record says so.
    pub entered_at: Option<Instant>,
    /// True for Shared iPad, false when the record says it is not, `None` when not asked.
    pub is_shared: Option<bool>,
    /// Model or device type as printed, for example `iPhone 15`.
    pub model: Option<String>,
    /// Where it was read.
    pub origin: Origin,
}

coded! {
    /// A sign that a device was usable or used.
    ActivityKind {
        /// A policy ran on it.
        PolicyRun = "policy_run",
        /// It checked in.
        CheckIn = "check_in",
        /// A person's session on it.
        UserSession = "user_session",
        /// It was enrolled again.
        Enrolled = "enrolled",
    }
}

/// One sign of life of a device.
#[derive(Debug, Clone, PartialEq)]
pub struct Activity {
    /// The device.
    pub device: Arc<DeviceKeys>,
    /// When.
    pub at: Instant,
    /// What kind of sign.
    pub kind: ActivityKind,
    /// The user named by it, as found (local account or login).
    pub user: Option<String>,
    /// Where it was read.
    pub origin: Origin,
}
