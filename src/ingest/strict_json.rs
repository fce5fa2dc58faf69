//! JSON that is parsed whole, as strictly as what is kept, while nothing is built from it: building is most of the work.
//! `IgnoredAny` would let bad numbers, lone surrogates and any depth pass.

use std::{cell::Cell, fmt};

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::prefilter::Prefilter;

/// Whether a line is one sound object that no workflow can use: the deciding key stands in it once, at the top, with a
/// useless text, beside everything that makes it a row of its format. Anything else is left to the reader.
pub(super) fn is_useless(line: &[u8], filter: &Prefilter) -> bool {
    let Ok(text) = std::str::from_utf8(line) else { return false };
    let seen = Seen::none(filter);
    let mut parser = serde_json::Deserializer::from_str(text);
    let is_sound = Top(&seen).deserialize(&mut parser).is_ok() && parser.end().is_ok();
    is_sound && seen.says_useless()
}

/// What was seen of a row.
struct Seen<'f> {
    filter: &'f Prefilter,
    /// A bit for every length that a key of the prefilter has: nearly all other keys are told by that.
    lengths: u64,
    /// Keys that may decide, at any depth.
    deciding: Cell<u32>,
    /// Whether the one at the top has a useless text.
    is_useless: Cell<bool>,
    /// Keys at the top that make it a row of its format.
    beside: Cell<usize>,
}

/// What a key is to the prefilter.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    Deciding,
    Beside,
    Other,
}

impl<'f> Seen<'f> {
    fn none(filter: &'f Prefilter) -> Self {
        let quoted = filter.other_keys.iter().chain([&filter.key]).map(|key| key.len() - 2);
        let lengths =
            quoted.chain(filter.beside.iter().map(|key| key.len())).fold(0, |all, n| all | 1 << (n % 64));
        Self { filter, lengths, deciding: Cell::new(0), is_useless: Cell::new(false), beside: Cell::new(0) }
    }

    fn says_useless(&self) -> bool {
        self.deciding.get() == 1 && self.is_useless.get() && self.beside.get() == self.filter.beside.len()
    }

    fn role(&self, key: &str) -> Role {
        if self.lengths >> (key.len() % 64) & 1 == 0 {
            return Role::Other;
        }
        let is_it = |quoted: &str| quoted.len() == key.len() + 2 && quoted[1..].starts_with(key);
        if is_it(self.filter.key) {
            self.deciding.set(self.deciding.get() + 1);
            return Role::Deciding;
        }
        if self.filter.other_keys.iter().any(|other| is_it(other)) {
            self.deciding.set(self.deciding.get() + 1);
        }
        if self.filter.beside.contains(&key) { Role::Beside } else { Role::Other }
    }
}

/// The members of a row.
struct Top<'s>(&'s Seen<'s>);

impl<'de> DeserializeSeed<'de> for Top<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Top<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let seen = self.0;
        while let Some(role) = members.next_key_seed(Key(Some(seen)))? {
            let value = Parsed { seen: Some(seen), is_deciding: role == Role::Deciding };
            members.next_value_seed(value)?;
            if role == Role::Beside {
                seen.beside.set(seen.beside.get() + 1);
            }
        }
        Ok(())
    }
}

/// Parses a value and keeps nothing; whoever watches learns its keys.
#[derive(Clone, Copy)]
pub(super) struct Parsed<'s> {
    seen: Option<&'s Seen<'s>>,
    /// Whether it stands under the deciding key, so that its text is asked for.
    is_deciding: bool,
}

impl Parsed<'_> {
    /// Nobody watches.
    pub(super) const UNWATCHED: Self = Self { seen: None, is_deciding: false };
}

impl<'de> DeserializeSeed<'de> for Parsed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Parsed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        if let Some(seen) = self.seen.filter(|_| self.is_deciding) {
            seen.is_useless.set((seen.filter.is_useless)(text));
        }
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let inner = Self { is_deciding: false, ..self };
        while items.next_element_seed(inner)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let inner = Self { is_deciding: false, ..self };
        // Keys are texts in every JSON document; the parser checks them as it goes.
        while members.next_key_seed(Key(self.seen))?.is_some() {
            members.next_value_seed(inner)?;
        }
        Ok(())
    }
}

/// A key that is not kept.
struct Key<'s>(Option<&'s Seen<'s>>);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = Role;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Role, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = Role;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Role, E> {
        Ok(self.0.map_or(Role::Other, |seen| seen.role(key)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::prefilter::Told;

    const FILTER: Prefilter = Prefilter {
        key: "\"type\"",
        told: Told::ByWhole,
        other_keys: &["\"TYPE\""],
        beside: &["id"],
        is_useless: |text| text != "lock" && text != "wipe",
    };

    #[test]
    fn only_sound_rows_that_say_nothing_of_use_are_useless() {
        for (line, is_useless_row) in [
            (r#"{"id":1,"type":"ping"}"#, true),
            (" {\"type\" \t:\r \"ping\", \"id\": null}\r", true),
            (r#"{"id":1,"t\u0079pe":"p\u0069ng"}"#, true),
            (r#"{"id":1,"type":"l\u006fck"}"#, false),
            (r#"{"id":1,"type":"lock"}"#, false),
            (r#"{"type":"ping"}"#, false),
            (r#"{"a":{"id":1},"type":"ping"}"#, false),
            (r#"{"id":1,"a":{"type":"ping"}}"#, false),
            (r#"{"id":1,"type":"ping","a":[{"type":"wipe"}]}"#, false),
            (r#"{"id":1,"type":"ping","a":{"\u0054YPE":"wipe"}}"#, false),
            (r#"{"id":1,"type":"ping","type":"lock"}"#, false),
            (r#"{"id":1,"type":null}"#, false),
            (r#"{"id":1,"type":7}"#, false),
            (r#"{"id":1,"type":["ping"]}"#, false),
            (r#"[{"id":1,"type":"ping"}]"#, false),
            (r#"{"id":1,"type":"ping"} {}"#, false),
            (r#"{"id":1,"type":"ping","x":"\ud800"}"#, false),
            (r#"{"id":1,"type":"ping","x":01}"#, false),
            (r#"{"id":1,"type":"ping","x":1e999}"#, false),
            (r#"{"id":1,"type":"ping","x":[1,]}"#, false),
            (r#"{"id":1,"type":"ping""#, false),
            ("", false),
        ] {
            assert_eq!(is_useless(line.as_bytes(), &FILTER), is_useless_row, "{line}");
        }
        assert!(!is_useless(b"{\"id\":\"\xff\",\"type\":\"ping\"}", &FILTER), "not UTF-8");
    }
}
