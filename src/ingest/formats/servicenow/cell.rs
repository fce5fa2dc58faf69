//! One value of a row: raw, displayed, or both; with everything that exports write for "nothing".

use serde_json::Value;

use super::super::python_literal;

/// A value that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Cell {
    /// The raw value where the export gives it, else what it displays.
    pub value: String,
    /// What is displayed, where the export gives it.
    pub display: Option<String>,
    /// Whether `value` is certainly raw: it stood under a key `value`, so times in it are UTC.
    pub is_raw: bool,
}

impl Cell {
    /// A cell of delimited text; `None` for everything that means "nothing". Python's printed dictionaries
    /// (tables saved with pandas) are read like the JSON they were.
    pub(in super::super) fn from_text(text: &str) -> Option<Self> {
        let text = text.trim();
        if is_null(text) {
            return None;
        }
        if text.starts_with('{')
            && let Some((dictionary @ Value::Object(_), rest)) = python_literal::value(text)
            && rest.trim().is_empty()
        {
            return Self::from_json(&dictionary);
        }
        Some(Self { value: text.to_owned(), display: None, is_raw: false })
    }

    /// A value of JSON: a scalar, or an object with `value`, `display_value` and `link`.
    pub(in super::super) fn from_json(value: &Value) -> Option<Self> {
        match value {
            Value::Object(object) => Self::from_pairs(|key| object.get(key).and_then(scalar)),
            other => scalar(other).filter(|text| !is_null(text)).map(|value| Self {
                value,
                display: None,
                is_raw: false,
            }),
        }
    }

    /// A value of an XML unload: the text is raw, the attribute `display_value` what is shown of it.
    pub(in super::super) fn from_xml(value: &Value) -> Option<Self> {
        let cell = match value {
            Value::Object(object) => Self::from_pairs(|key| {
                let member = if key == "value" { "#text" } else { "@display_value" };
                object.get(member).and_then(scalar)
            }),
            other => Self::from_json(other),
        };
        cell.map(|cell| Self { is_raw: true, ..cell })
    }

    fn from_pairs(get: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let present = |key: &str| get(key).map(|text| text.trim().to_owned()).filter(|text| !is_null(text));
        match (present("value"), present("display_value")) {
            (Some(value), display) => Some(Self { value, display, is_raw: true }),
            (None, Some(display)) => {
                Some(Self { value: display.clone(), display: Some(display), is_raw: false })
            }
            (None, None) => None,
        }
    }

    /// What a reader would see.
    pub(in super::super) fn shown(&self) -> &str {
        self.display.as_deref().unwrap_or(&self.value)
    }

    /// Whether only the internal id of another record is known.
    pub(in super::super) fn is_bare_id(&self) -> bool {
        is_sys_id(self.shown())
    }
}

/// 32 hexadecimal digits: the internal id of a record.
pub(in super::super) fn is_sys_id(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Whether a cell says nothing.
pub(in super::super) fn is_null(text: &str) -> bool {
    const NULLS: [&str; 9] = ["", "null", "nan", "none", "?", "#n/b", "#n/a", "n/a", "{}"];
    let text = text.trim();
    NULLS.iter().any(|null| text.eq_ignore_ascii_case(null))
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Bool(flag) => Some(flag.to_string()),
        // Some interfaces write choices as floating numbers: `3.0` is choice 3.
        Value::Number(number) => {
            let text = number.to_string();
            Some(text.strip_suffix(".0").map_or(text.clone(), ToOwned::to_owned))
        }
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_means_nothing_is_nothing() {
        for text in
            ["", "  ", "null", "NaN", "None", "?", "#N/B", "#N/A", "n/a", "{}", "{'link': '', 'value': ''}"]
        {
            assert_eq!(Cell::from_text(text), None, "{text:?}");
        }
        for json in ["null", "\"\"", "{}", "[]", r#"{"display_value":"","value":""}"#, r#"{"link":"x"}"#] {
            assert_eq!(Cell::from_json(&serde_json::from_str(json).unwrap()), None, "{json}");
        }
    }

    #[test]
    fn wrapped_values_are_unwrapped() {
        let table = [
            (r#"{"link":"https://x.example.com","value":"abc"}"#, "abc", None, true),
            (
                r#"{"display_value":"Ann Sample","link":"https://x.example.com"}"#,
                "Ann Sample",
                Some("Ann Sample"),
                false,
            ),
            (r#"{"display_value":"Closed","value":3.0}"#, "3", Some("Closed"), true),
            (r#"{"display_value":"false","value":false}"#, "false", Some("false"), true),
            (r#""text""#, "text", None, false),
            ("7", "7", None, false),
        ];
        for (json, value, display, is_raw) in table {
            let expected = Cell { value: value.into(), display: display.map(Into::into), is_raw };
            assert_eq!(Cell::from_json(&serde_json::from_str(json).unwrap()), Some(expected), "{json}");
        }
    }

    #[test]
    fn printed_python_dictionaries_are_read_leniently() {
        let table = [
            ("{'link': 'https://x.example.com/a', 'value': 'abc'}", "abc", None),
            (r#"{'display_value': "Pat O'Sample", 'value': None}"#, "Pat O'Sample", Some("Pat O'Sample")),
            (r"{'value': 'it\'s', 'n': 3}", "it's", None),
            ("{not a dictionary", "{not a dictionary", None),
            ("{'open", "{'open", None),
            ("{'a': 'b'} tail", "{'a': 'b'} tail", None),
        ];
        for (text, value, display) in table {
            let cell = Cell::from_text(text).unwrap();
            assert_eq!((cell.value.as_str(), cell.display.as_deref()), (value, display), "{text}");
        }
    }
}
