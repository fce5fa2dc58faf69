//! The TOML reader's messages in plain words: it speaks of fields and of the types of the program, people write
//! keys and values.

use super::problem::{expected_one_of, nearest};
use crate::records::cut;

/// What was found and expected, and what to write.
pub(super) fn reworded(message: &str) -> (String, Option<String>) {
    let told = unknown_key(message)
        .or_else(|| missing_key(message))
        .or_else(|| unknown_word(message))
        .or_else(|| wrong_type(message));
    told.unwrap_or_else(|| (message.to_owned(), None))
}

fn unknown_key(message: &str) -> Option<(String, Option<String>)> {
    let (found, expected) = message.strip_prefix("unknown field `")?.split_once('`')?;
    let known: Vec<&str> = quoted(expected);
    let hint = match nearest(found, &known) {
        Some(near) => format!("did you mean `{near}`? known keys: {}", known.join(", ")),
        None => format!("known keys: {}", known.join(", ")),
    };
    Some((format!("unknown key `{}`", cut(found)), Some(hint)))
}

/// The words between backticks.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

fn missing_key(message: &str) -> Option<(String, Option<String>)> {
    let key = message.strip_prefix("missing field `")?.strip_suffix('`')?;
    let hint = match key {
        "organisation" => {
            "write `[organisation]`, and below it `name = \"…\"` and `time_zone = \"America/New_York\"`; \
             `misfire init` writes a whole file"
        }
        "time_zone" => "write `time_zone = \"America/New_York\"`, or the zone the organisation works in",
        "path" => "write `path = \"exports/jamf/*.json\"`: a file or glob relative to this file",
        _ => return Some((format!("the key `{key}` is missing"), Some(format!("write `{key} = …` here")))),
    };
    Some((format!("the key `{key}` is missing"), Some(hint.to_owned())))
}

fn unknown_word(message: &str) -> Option<(String, Option<String>)> {
    let (found, expected) = message.strip_prefix("unknown variant `")?.split_once('`')?;
    Some((format!("unknown word `{found}`"), Some(expected_one_of(found, &quoted(expected)))))
}

fn wrong_type(message: &str) -> Option<(String, Option<String>)> {
    let rest = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "))?;
    let (found, expected) = rest.rsplit_once(", expected ")?;
    Some((format!("found {}, expected {}", found_value(found), expected_value(expected)), None))
}

fn found_value(found: &str) -> String {
    if let Some(text) = found.strip_prefix("string ") {
        return format!("the text {text}");
    }
    let number = found.strip_prefix("integer ").or_else(|| found.strip_prefix("floating point "));
    if let Some(number) = number {
        // One beyond 64 bits is followed by the type that holds it.
        let number = number.trim_start_matches('`').split('`').next().unwrap_or_default();
        return format!("the number {number}");
    }
    match found {
        "sequence" => "a list in `[ ]`".to_owned(),
        "map" => "a table of keys and values".to_owned(),
        other => other.strip_prefix("boolean ").unwrap_or(other).to_owned(),
    }
}

fn expected_value(expected: &str) -> String {
    let plain = match expected {
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number, 0 or more, without quotes",
        "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number without quotes",
        "f32" | "f64" => "a number without quotes",
        "a string" | "a borrowed string" | "string" => "a text in double quotes",
        "a boolean" => "`true` or `false` without quotes",
        "a sequence" => "a list, for example `[\"one\", \"two\"]`",
        "a map" => "a table, for example `{ key = \"value\" }`",
        "struct TicketPattern" => "`{ class = \"A\", pattern = \"…\" }`",
        "struct ClosureCode" => "`{ field = \"close_code\", value = \"…\", means = \"automation-error\" }`",
        "struct Rebase" => "`{ week = \"2026-W31\", reason = \"…\" }`",
        "struct Source" => "`[[source]]` with its keys on lines of their own below it",
        _ => return expected_table(expected),
    };
    plain.to_owned()
}

/// Other types of the program are the tables of the file, called alike.
fn expected_table(expected: &str) -> String {
    if let Some(name) = expected.strip_prefix("struct ") {
        let name = name.to_lowercase();
        return format!("a table: `[{name}]` with its keys on lines of their own below it");
    }
    match expected.strip_prefix("enum ").or_else(|| (expected == "string or map").then_some("")) {
        Some(_) => "one word in double quotes".to_owned(),
        None => expected.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::config::load::parse;

    const GOOD: &str = "[organisation]\nname = \"A\"\ntime_zone = \"UTC\"\n";

    #[track_caller]
    fn told(text: &str, expected: &str) {
        let shown = parse("misfire.toml", text).map(|_| ()).unwrap_err().to_string();
        assert!(shown.contains(expected), "`{expected}` is not in: {shown}");
        for word in ["struct", "u32", "u64", "i128", "f64", "sequence", "field", "variant", "invalid type"] {
            assert!(
                !shown.lines().any(|line| !line.contains(" | ") && line.contains(word)),
                "`{word}`: {shown}"
            );
        }
    }

    #[test]
    fn a_missing_key_says_what_to_write() {
        told("", "the key `organisation` is missing");
        told("", "write `[organisation]`");
        told("[organisation]\nname = \"A\"\n", "the key `time_zone` is missing");
    }

    #[test]
    fn a_value_of_the_wrong_type_is_told_in_plain_words() {
        for (more, expected) in [
            ("[measure]\ncap_working_days = \"ten\"", "found the text \"ten\", expected a whole number"),
            ("[measure]\ncap_working_days = -1", "found the number -1, expected a whole number, 0 or more"),
            (
                "[rank]\nmin_cases = 99999999999999999999",
                "found the number 99999999999999999999, expected a whole number",
            ),
            ("[rank]\nconfidence = true", "found `true`, expected a number"),
            ("[review]\nmust = \"wipe\"", "found the text \"wipe\", expected a list"),
            ("[tickets]\npatterns = [\"x\"]", "expected `{ class = \"A\", pattern"),
            ("[[source]]\npath = 1", "found the number 1, expected a text in double quotes"),
            ("[read]\nchecked = \"al\"", "unknown word `al`"),
            ("[[source]]\npath = \"a\"\ndate_order = \"mdx\"", "did you mean `mdy`?"),
            ("[[rank]]\nmin_cases = 2", "a table"),
        ] {
            told(&format!("{GOOD}{more}\n"), expected);
        }
    }

    #[test]
    fn working_days_have_a_limit_at_their_place() {
        for (more, expected) in [
            (
                "[review]\nwithin_working_days = 1000000",
                "misfire.toml:5:23: found 1000000, expected 0 to 10000",
            ),
            ("[measure]\ncap_working_days = 10001", "misfire.toml:5:20: found 10001, expected 1 to 10000"),
        ] {
            told(&format!("{GOOD}{more}\n"), expected);
        }
        assert!(parse("m", &format!("{GOOD}[review]\nwithin_working_days = 10000\n")).is_ok());
    }
}
