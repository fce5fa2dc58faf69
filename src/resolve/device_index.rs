//! From each identifying key of a device to its place, without a new text per question: nearly every record spells
//! its keys as they are compared.

use std::{borrow::Cow, collections::HashMap};

use crate::records::{DeviceKeys, JamfClass};

/// Places by key, one table per kind of key.
#[derive(Debug, Default)]
pub(super) struct KeyIndex {
    management_ids: HashMap<String, u32>,
    udids: HashMap<String, u32>,
    serials: HashMap<String, u32>,
    computers: HashMap<String, u32>,
    mobiles: HashMap<String, u32>,
}

impl KeyIndex {
    /// The place of the first key that is known: management id, UDID, serial, Jamf id of the class.
    pub(super) fn first(&self, keys: &DeviceKeys) -> Option<u32> {
        let management = keys.management_id.as_deref().map(|id| (&self.management_ids, lower(id)));
        let udid = keys.udid.as_deref().map(|id| (&self.udids, upper(id)));
        let serial = keys.serial.as_deref().map(|id| (&self.serials, upper(id)));
        let jamf = keys.class.zip(keys.jamf_id.as_deref()).map(|(class, id)| {
            let table = match class {
                JamfClass::Computer => &self.computers,
                JamfClass::Mobile => &self.mobiles,
            };
            (table, Cow::Borrowed(id))
        });
        let mut all = [management, udid, serial, jamf].into_iter().flatten();
        all.find_map(|(table, key)| table.get(key.as_ref()).copied())
    }

    /// The place of every key, in the same order; unknown keys get places from `next` on.
    pub(super) fn places(&mut self, keys: &DeviceKeys, next: u32) -> [Option<u32>; 4] {
        let mut next = next;
        let mut place = |table: &mut HashMap<String, u32>, key: Cow<'_, str>| {
            if let Some(known) = table.get(key.as_ref()) {
                return *known;
            }
            table.insert(key.into_owned(), next);
            next += 1;
            next - 1
        };
        let management = keys.management_id.as_deref().map(|id| place(&mut self.management_ids, lower(id)));
        let udid = keys.udid.as_deref().map(|id| place(&mut self.udids, upper(id)));
        let serial = keys.serial.as_deref().map(|id| place(&mut self.serials, upper(id)));
        let jamf = keys.class.zip(keys.jamf_id.as_deref()).map(|(class, id)| {
            let table = match class {
                JamfClass::Computer => &mut self.computers,
                JamfClass::Mobile => &mut self.mobiles,
            };
            place(table, Cow::Borrowed(id))
        });
        [management, udid, serial, jamf]
    }
}

/// The text in lower case; the text itself where it is so already.
pub(super) fn lower(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.to_lowercase())
}

/// The text in upper case; the text itself where it is so already.
pub(super) fn upper(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !text.bytes().any(|byte| byte.is_ascii_lowercase()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.to_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_folded_as_the_standard_library_folds_it() {
        for text in ["", "abc-1", "ABC-1", "aBc", "Straße", "İx", "ÅB", "ab\u{17f}"] {
            assert_eq!(lower(text), text.to_lowercase(), "{text}");
            assert_eq!(upper(text), text.to_uppercase(), "{text}");
        }
    }

    #[test]
    fn a_key_keeps_its_place_whatever_its_case() {
        let mut index = KeyIndex::default();
        let keys = |udid: &str, serial: &str| DeviceKeys {
            udid: Some(udid.to_owned()),
            serial: Some(serial.to_owned()),
            ..DeviceKeys::default()
        };
        assert_eq!(index.places(&keys("U1", "S1"), 0), [None, Some(0), Some(1), None]);
        assert_eq!(index.places(&keys("u1", "S2"), 2), [None, Some(0), Some(2), None]);
        assert_eq!(index.first(&keys("U9", "s2")), Some(2));
        assert_eq!(index.first(&keys("U9", "S9")), None);
    }
}
