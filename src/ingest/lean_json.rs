//! A JSON object without the members that its reader never looks at: they are parsed as strictly as the others, but
//! nothing is built from them, and building is most of the work.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};

use super::strict_json::Parsed;

/// Parses a line that holds one object; `None` for anything else, which is left to the parser of lines.
pub(super) fn object(line: &[u8], unused: &'static [&'static str]) -> Option<Value> {
    let mut parser = serde_json::Deserializer::from_str(std::str::from_utf8(line).ok()?);
    let object = Members { unused }.deserialize(&mut parser).ok()?;
    parser.end().ok()?;
    Some(Value::Object(object))
}

/// Builds the members of an object, apart from the unused ones.
struct Members {
    unused: &'static [&'static str],
}

impl<'de> DeserializeSeed<'de> for Members {
    type Value = Map<String, Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Members {
    type Value = Map<String, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = members.next_key::<String>()? {
            if self.unused.contains(&key.as_str()) {
                members.next_value_seed(Parsed::UNWATCHED)?;
            } else {
                object.insert(key, members.next_value()?);
            }
        }
        Ok(object)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNUSED: &[&str] = &["skip"];

    #[test]
    fn unused_members_are_gone_and_the_others_are_as_parsed_whole() {
        let text = br#"{"a":[1,{"skip":2}],"skip":{"x":[1,2.5,-3,true,null,"\u00e9"]},"b":"c","skip":1}"#;
        let whole: Value = serde_json::from_slice(text).unwrap();
        let lean = object(text, UNUSED).unwrap();
        assert_eq!(lean, serde_json::json!({"a": whole["a"], "b": "c"}));
    }

    #[test]
    fn what_the_whole_parser_refuses_is_refused() {
        let deep = format!("{{\"skip\":{}{}}}", "[".repeat(200), "]".repeat(200));
        for text in [
            r#"{"skip":"\ud800"}"#,
            r#"{"skip":"\uZZZZ"}"#,
            r#"{"skip":1e999}"#,
            r#"{"skip":01}"#,
            r#"{"skip":[1,]}"#,
            r#"{"skip":{"a" 1}}"#,
            r#"{"skip":tru}"#,
            r#"{"skip":1"#,
            r#"{"skip":1} x"#,
            r#"{"skip":1}{"a":1}"#,
            "[1]",
            "1",
            "",
            &deep,
        ] {
            assert!(object(text.as_bytes(), UNUSED).is_none(), "{text}");
            let is_object =
                serde_json::from_slice::<Value>(text.as_bytes()).is_ok_and(|value| value.is_object());
            assert!(!is_object, "{text}");
        }
        assert!(object(b"{\"skip\":\"\xff\"}", UNUSED).is_none());
    }
}
