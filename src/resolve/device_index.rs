//! From each identifying key of a device to its place, without a new text per question: nearly every record spells
//! its keys as they are compared.

use std::{borrow::Cow, collections::BTreeMap};

use crate::records::{DeviceKeys, JamfClass};

/// Places by key, one table per kind of key.
#[derive(Debug, Default)]
pub(super) struct KeyIndex {
    management_ids: Table,
    udids: Table,
    serials: Table,
    computers: Table,
    mobiles: Table,
}

/// Places by text. Nearly all keys fit into a number, and numbers are compared where they lie.
#[derive(Debug, Default)]
struct Table {
    packed: BTreeMap<Packed, u32>,
    long: BTreeMap<String, u32>,
}

/// A key as a number; two keys of one spelling are equal, two others are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Packed {
    /// Up to 15 bytes and their number.
    Short(u128),
    /// A UUID in its usual spelling.
    Uuid(u128),
}

impl Packed {
    /// `None` for texts that are neither. Of a UUID the case is gone, as it is of all keys once they are folded.
    fn of(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() <= 15 {
            let number = bytes.iter().fold(0, |number: u128, byte| number << 8 | u128::from(*byte));
            return Some(Self::Short(number << 8 | bytes.len() as u128));
        }
        if bytes.len() != 36 {
            return None;
        }
        let mut number = 0;
        for (at, byte) in bytes.iter().enumerate() {
            match (at, byte) {
                (8 | 13 | 18 | 23, b'-') => {}
                (8 | 13 | 18 | 23, _) => return None,
                _ => number = number << 4 | u128::from(char::from(*byte).to_digit(16)?),
            }
        }
        Some(Self::Uuid(number))
    }
}

impl Table {
    fn get(&self, key: &str) -> Option<u32> {
        match Packed::of(key) {
            Some(packed) => self.packed.get(&packed),
            None => self.long.get(key),
        }
        .copied()
    }

    /// The place of a key, which is `next` for a new one.
    fn place(&mut self, key: Cow<'_, str>, next: u32) -> u32 {
        match Packed::of(&key) {
            Some(packed) => *self.packed.entry(packed).or_insert(next),
            None => *self.long.entry(key.into_owned()).or_insert(next),
        }
    }
}

impl KeyIndex {
    /// The place of the first key that is known: management id, UDID, serial, Jamf id of the class.
    pub(super) fn first(&self, keys: &DeviceKeys) -> Option<u32> {
        let management = || self.management_ids.get(&lower(keys.management_id.as_deref()?));
        let udid = || self.udids.get(&upper(keys.udid.as_deref()?));
        let serial = || self.serials.get(&upper(keys.serial.as_deref()?));
        let jamf = || {
            let id = keys.jamf_id.as_deref()?;
            match keys.class? {
                JamfClass::Computer => self.computers.get(id),
                JamfClass::Mobile => self.mobiles.get(id),
            }
        };
        management().or_else(udid).or_else(serial).or_else(jamf)
    }

    /// The place of every key, in the same order; unknown keys get places from `next` on.
    pub(super) fn places(&mut self, keys: &DeviceKeys, next: u32) -> [Option<u32>; 4] {
        let mut next = next;
        let mut place = |table: &mut Table, key: Cow<'_, str>| {
            let found = table.place(key, next);
            next += u32::from(found == next);
            found
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
    fn texts_are_packed_alike_only_if_they_are_alike() {
        let texts = [
            "",
            "0",
            "00",
            "\0",
            "\0\0",
            "ABCDEFGHIJKLMNO",
            "ABCDEFGHIJKLMNP",
            "6F9619FF-8B86-D011-B42D-00C04FC964FF",
            "6F9619FF-8B86-D011-B42D-00C04FC964FE",
            "00000000-0000-0000-0000-000000000000",
        ];
        for (index, text) in texts.iter().enumerate() {
            let packed = Packed::of(text);
            assert!(packed.is_some(), "{text:?}");
            let alike = texts.iter().position(|other| Packed::of(other) == packed);
            assert_eq!(alike, Some(index), "{text:?}");
        }
        for text in [
            "ABCDEFGHIJKLMNOP",
            "6F9619FF+8B86-D011-B42D-00C04FC964FF",
            "6F9619FF-8B86-D011-B42D-00C04FC964FG",
        ] {
            assert_eq!(Packed::of(text), None, "{text}");
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
