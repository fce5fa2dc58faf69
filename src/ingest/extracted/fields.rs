//! The fields of a record, visited one after the other: the same list writes a table and reads it back, so the two
//! cannot differ.

use crate::records::Instant;

/// What is done with each field. A name is a prefix and a name, which are joined only once per table.
pub(super) trait Fields {
    /// A text.
    fn text(&mut self, name: [&'static str; 2], value: &mut Option<String>);
    /// A whole number.
    fn number(&mut self, name: [&'static str; 2], value: &mut Option<i64>);
    /// A time.
    fn time(&mut self, name: [&'static str; 2], value: &mut Option<Instant>);
    /// Yes or no.
    fn flag(&mut self, name: [&'static str; 2], value: &mut Option<bool>);
    /// A field that cannot be what it should be: the first one is remembered.
    fn wrong(&mut self, name: [&'static str; 2], why: String);
}

/// The column of a field.
pub(super) fn joined(name: [&'static str; 2]) -> String {
    let [prefix, name] = name;
    if prefix.is_empty() { name.to_owned() } else { format!("{prefix}_{name}") }
}

/// A text that is always there.
pub(super) fn required(fields: &mut dyn Fields, name: &'static str, value: &mut String) {
    let mut cell = Some(std::mem::take(value));
    fields.text(["", name], &mut cell);
    *value = cell.unwrap_or_default();
}

/// A time that is always there.
pub(super) fn required_time(fields: &mut dyn Fields, name: &'static str, value: &mut Instant) {
    let mut cell = Some(*value);
    fields.time(["", name], &mut cell);
    match cell {
        Some(at) => *value = at,
        None => fields.wrong(["", name], "is empty, expected a time".to_owned()),
    }
}

/// Yes or no that is always there.
pub(super) fn required_flag(fields: &mut dyn Fields, name: &'static str, value: &mut bool) {
    let mut cell = Some(*value);
    fields.flag(["", name], &mut cell);
    *value = cell.unwrap_or_default();
}

/// A value of a closed list.
pub(super) fn code<T>(fields: &mut dyn Fields, name: [&'static str; 2], value: &mut T)
where
    T: std::fmt::Display + std::str::FromStr<Err = String>,
{
    let mut cell = Some(value.to_string());
    fields.text(name, &mut cell);
    match cell.unwrap_or_default().parse() {
        Ok(read) => *value = read,
        Err(why) => fields.wrong(name, why),
    }
}

/// A value of a closed list, or none.
pub(super) fn optional_code<T>(fields: &mut dyn Fields, name: [&'static str; 2], value: &mut Option<T>)
where
    T: std::fmt::Display + std::str::FromStr<Err = String>,
{
    let mut cell = value.as_ref().map(T::to_string);
    fields.text(name, &mut cell);
    match cell.map(|text| text.parse()).transpose() {
        Ok(read) => *value = read,
        Err(why) => fields.wrong(name, why),
    }
}

/// Anything that has parts, as JSON in one column.
pub(super) fn json<T>(fields: &mut dyn Fields, name: &'static str, value: &mut T)
where
    T: serde::Serialize + serde::de::DeserializeOwned,
{
    let mut cell = match serde_json::to_string(value) {
        Ok(text) => Some(text),
        Err(why) => return fields.wrong(["", name], why.to_string()),
    };
    fields.text(["", name], &mut cell);
    match serde_json::from_str(&cell.unwrap_or_default()) {
        Ok(read) => *value = read,
        Err(why) => fields.wrong(["", name], why.to_string()),
    }
}
