//! One device per union of management id, UDID, serial and (class, Jamf id). A name never identifies.

use std::collections::{BTreeMap, BTreeSet};

use super::device_index::{KeyIndex, lower};
use crate::{
    ingest::Ingested,
    records::{DeviceKeys, JamfClass},
    registers::Device,
};

/// Index of a device in [`Devices`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeviceId(pub u32);

/// All devices known from exports and register.
#[derive(Debug, Default)]
pub struct Devices {
    by_key: KeyIndex,
    parents: Vec<u32>,
    known: BTreeMap<u32, Known>,
    by_printed: BTreeMap<String, Option<DeviceId>>,
}

#[derive(Debug, Default, Clone)]
struct Known {
    serials: Vec<String>,
    udids: Vec<String>,
    management_ids: Vec<String>,
    jamf_ids: Vec<String>,
    names: Vec<String>,
    asset_tags: Vec<String>,
    class: Option<JamfClass>,
}

impl Devices {
    /// Unites all keys that stand together in one record or register row.
    pub fn new<'a>(
        records: impl Iterator<Item = &'a DeviceKeys>,
        register: impl Iterator<Item = &'a Device>,
    ) -> Self {
        let mut devices = Self::default();
        // A device stands in thousands of records under the same keys: they are united once.
        let mut seen: BTreeSet<&DeviceKeys> = BTreeSet::new();
        let mut places = BTreeSet::new();
        for keys in records {
            if places.insert(std::ptr::from_ref(keys)) && seen.insert(keys) {
                devices.add(keys);
            }
        }
        for row in register {
            devices.add(&register_keys(row));
        }
        devices.index_printed_values();
        devices
    }

    /// Every device that a record of the inputs or the register names.
    pub fn of(ingested: &Ingested, register: &[Device]) -> Self {
        let keys = ingested.actions.iter().map(|action| &*action.device);
        let keys = keys.chain(ingested.assignments.iter().map(|row| &*row.device));
        let keys = keys.chain(ingested.device_states.iter().map(|row| &*row.device));
        let keys = keys.chain(ingested.activities.iter().map(|row| &*row.device));
        Self::new(keys, register.iter())
    }

    /// The device with these keys, if any of them is known.
    pub fn find(&self, keys: &DeviceKeys) -> Option<DeviceId> {
        self.by_key.first(keys).map(|index| DeviceId(self.root(index)))
    }

    /// The device a register row is about.
    pub fn find_registered(&self, row: &Device) -> Option<DeviceId> {
        self.find(&register_keys(row))
    }

    /// The device whose serial, other id, asset tag or name equals the text exactly (case folded); `None` when no
    /// device or several devices print it.
    pub fn printed_as(&self, text: &str) -> Option<DeviceId> {
        self.by_printed.get(lower(text.trim()).as_ref()).copied().flatten()
    }

    /// Our key of the device: serial, else UDID, management id, `class:jamf id`.
    pub fn label(&self, id: DeviceId) -> Option<String> {
        let known = self.known.get(&id.0)?;
        [&known.serials, &known.udids, &known.management_ids, &known.jamf_ids]
            .into_iter()
            .find_map(|values| values.iter().min().cloned())
    }

    /// The serial.
    pub fn serial(&self, id: DeviceId) -> Option<String> {
        self.known.get(&id.0)?.serials.iter().min().cloned()
    }

    /// Computer or mobile.
    pub fn class(&self, id: DeviceId) -> Option<JamfClass> {
        self.known.get(&id.0)?.class
    }

    fn add(&mut self, keys: &DeviceKeys) {
        let next = u32::try_from(self.parents.len()).unwrap_or(u32::MAX);
        let places = self.by_key.places(keys, next);
        let new = places.iter().flatten().filter(|place| **place >= next).count();
        self.parents.extend((next..).take(new));
        let mut joined: Option<u32> = None;
        for index in places.into_iter().flatten() {
            joined = Some(match joined {
                None => self.root(index),
                Some(other) => self.unite(other, index),
            });
        }
        if let Some(root) = joined {
            self.learn(root, keys);
        }
    }

    fn root(&self, mut index: u32) -> u32 {
        while self.parents[index as usize] != index {
            index = self.parents[index as usize];
        }
        index
    }

    fn unite(&mut self, left: u32, right: u32) -> u32 {
        let (left, right) = (self.root(left), self.root(right));
        if left == right {
            return left;
        }
        let (keep, drop) = (left.min(right), left.max(right));
        self.parents[drop as usize] = keep;
        if let Some(moved) = self.known.remove(&drop) {
            self.known.entry(keep).or_default().absorb(moved);
        }
        keep
    }

    fn learn(&mut self, root: u32, keys: &DeviceKeys) {
        let known = self.known.entry(root).or_default();
        push_new(&mut known.serials, keys.serial.as_deref());
        push_new(&mut known.udids, keys.udid.as_deref());
        push_new(&mut known.management_ids, keys.management_id.as_deref());
        push_new(&mut known.names, keys.name.as_deref());
        push_new(&mut known.asset_tags, keys.asset_tag.as_deref());
        if let (Some(class), Some(id)) = (keys.class, &keys.jamf_id) {
            push_new(&mut known.jamf_ids, Some(&format!("{class}:{id}")));
        }
        known.class = known.class.or(keys.class);
    }

    /// Only values that one device alone prints can tell a device in a ticket.
    fn index_printed_values(&mut self) {
        for (index, known) in &self.known {
            let ids = known.serials.iter().chain(&known.udids).chain(&known.management_ids);
            for text in ids.chain(&known.asset_tags).chain(&known.names) {
                let key = text.trim().to_lowercase();
                if key.chars().count() < 4 {
                    continue;
                }
                self.by_printed
                    .entry(key)
                    .and_modify(|seen| {
                        if *seen != Some(DeviceId(*index)) {
                            *seen = None;
                        }
                    })
                    .or_insert(Some(DeviceId(*index)));
            }
        }
    }
}

impl Known {
    fn absorb(&mut self, other: Known) {
        let pairs = [
            (&mut self.serials, other.serials),
            (&mut self.udids, other.udids),
            (&mut self.management_ids, other.management_ids),
            (&mut self.jamf_ids, other.jamf_ids),
            (&mut self.names, other.names),
            (&mut self.asset_tags, other.asset_tags),
        ];
        for (mine, theirs) in pairs {
            for value in theirs {
                push_new(mine, Some(&value));
            }
        }
        self.class = self.class.or(other.class);
    }
}

fn push_new(values: &mut Vec<String>, value: Option<&str>) {
    if let Some(value) = value
        && !values.iter().any(|seen| seen == value)
    {
        values.push(value.to_owned());
    }
}

fn register_keys(row: &Device) -> DeviceKeys {
    DeviceKeys {
        class: row.jamf_class.as_deref().and_then(|text| text.parse().ok()),
        jamf_id: row.jamf_id.clone(),
        management_id: row.management_id.clone(),
        udid: row.udid.clone(),
        serial: row.serial.clone(),
        name: row.name.clone(),
        asset_tag: row.asset_tag.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(class: Option<JamfClass>, jamf_id: &str, udid: &str, serial: &str, name: &str) -> DeviceKeys {
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        DeviceKeys {
            class,
            jamf_id: given(jamf_id),
            udid: given(udid),
            serial: given(serial),
            name: given(name),
            ..Default::default()
        }
    }

    #[test]
    fn keys_that_stand_together_once_are_one_device() {
        let rows = [
            keys(Some(JamfClass::Computer), "7", "U1", "", ""),
            keys(None, "", "U1", "SERIAL01", ""),
            keys(None, "", "", "serial01", ""),
        ];
        let devices = Devices::new(rows.iter(), std::iter::empty());
        let found: Vec<_> = rows.iter().map(|row| devices.find(row)).collect();
        assert!(found[0].is_some() && found.iter().all(|id| *id == found[0]));
        assert_eq!(devices.label(found[0].unwrap()).as_deref(), Some("SERIAL01"));
    }

    #[test]
    fn the_same_jamf_id_in_two_classes_is_two_devices() {
        let rows = [
            keys(Some(JamfClass::Computer), "1", "", "", ""),
            keys(Some(JamfClass::Mobile), "1", "", "", ""),
        ];
        let devices = Devices::new(rows.iter(), std::iter::empty());
        assert_ne!(devices.find(&rows[0]), devices.find(&rows[1]));
    }

    #[test]
    fn a_shared_name_joins_nothing_and_tells_nothing() {
        let rows = [
            keys(None, "", "U1", "", "mac-01"),
            keys(None, "", "U2", "", "mac-01"),
            keys(None, "", "U3", "", "mac-02"),
        ];
        let devices = Devices::new(rows.iter(), std::iter::empty());
        assert_ne!(devices.find(&rows[0]), devices.find(&rows[1]));
        assert_eq!(devices.printed_as("MAC-01"), None);
        assert_eq!(devices.printed_as("mac-02"), devices.find(&rows[2]));
    }
}
