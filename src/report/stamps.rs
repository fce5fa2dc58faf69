//! Dates and times inside sentences: found again, so that pages can keep each on one line and tell it in the
//! organisation's zone. Rules and registers write them in UTC (`2026-08-17T04:00Z`).

use super::{model::Header, numbers};
use crate::records::Instant;

/// Length of `2026-08-17`.
const DATE: usize = 10;

/// The text with every UTC stamp in it told as `2026-08-17 00:00 EDT`; dates without a time stay as they are.
pub(super) fn localised(text: &str, header: &Header) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, stamp, after)) = next(rest) {
        out.push_str(before);
        match instant(stamp) {
            Some(at) => out.push_str(&numbers::time(at, header)),
            None => out.push_str(stamp),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The text before the first date or time, that date or time, and the text behind it.
pub(super) fn next(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    while let Some(start) = text.get(from..)?.find(|c: char| c.is_ascii_digit()).map(|at| from + at) {
        let length = stamp(text.get(start..)?);
        if length > 0 {
            let (before, rest) = text.split_at(start);
            let (found, after) = rest.split_at(length);
            return Some((before, found, after));
        }
        // A longer number or word is no stamp, nor is its tail.
        let word = text.get(start..)?;
        let skipped = word.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(word.len());
        from = start + skipped.max(1);
    }
    None
}

/// How many bytes of the beginning are a date, with its time and zone if they follow; 0 if it is none.
fn stamp(text: &str) -> usize {
    if !fits(text, "dddd-dd-dd") {
        return 0;
    }
    let mut length = DATE;
    let after = text.get(DATE..).unwrap_or_default();
    if fits(after, "Tdd:dd") || fits(after, " dd:dd") {
        length += 6;
        for part in [":dd", "."] {
            let rest = text.get(length..).unwrap_or_default();
            if part == "." && rest.starts_with('.') {
                let digits = rest.bytes().skip(1).take_while(u8::is_ascii_digit).count();
                length += if digits > 0 { digits + 1 } else { 0 };
            } else if part != "." && fits(rest, part) {
                length += part.len();
            }
        }
        length += zone(text.get(length..).unwrap_or_default());
    }
    let ends = text
        .get(length..)
        .is_none_or(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_'));
    if ends { length } else { 0 }
}

/// `Z`, ` UTC`, ` EDT`, ` +03`.
fn zone(text: &str) -> usize {
    if text.starts_with('Z') {
        return 1;
    }
    let Some(name) = text.strip_prefix(' ') else { return 0 };
    let letters = name.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = if name.starts_with(['+', '-']) {
        name.bytes().skip(1).take_while(u8::is_ascii_digit).count()
    } else {
        0
    };
    match (letters, digits) {
        (2..=5, _) => letters + 1,
        (_, 2 | 4) => digits + 2,
        _ => 0,
    }
}

/// Whether the text begins like the pattern, in which `d` stands for a digit.
fn fits(text: &str, pattern: &str) -> bool {
    text.len() >= pattern.len()
        && pattern.bytes().zip(text.bytes()).all(|(expected, found)| match expected {
            b'd' => found.is_ascii_digit(),
            other => other == found,
        })
}

/// The instant of a UTC stamp with a time; `None` for dates and for times that name another zone.
fn instant(stamp: &str) -> Option<Instant> {
    let text = stamp.strip_suffix('Z')?;
    let formats = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
    let read = |format| chrono::NaiveDateTime::parse_from_str(text, format).ok();
    formats.into_iter().find_map(read).map(|at| at.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{self, Size};

    #[test]
    fn stamps_are_found_whole_and_nothing_else_is() {
        for (text, expected) in [
            ("ran out at 2026-08-17T04:00Z and went on", Some("2026-08-17T04:00Z")),
            ("(2026-07-19T12:48:26.078Z)", Some("2026-07-19T12:48:26.078Z")),
            ("from 2026-07-01 to", Some("2026-07-01")),
            ("known up to 2026-11-14 10:02 EST.", Some("2026-11-14 10:02 EST")),
            ("at 2026-11-14 10:02:07 +03, then", Some("2026-11-14 10:02:07 +03")),
            ("on 2026-11-14 by HR", Some("2026-11-14")),
            ("ж 2026-11-14", Some("2026-11-14")),
            ("okta-2026-07.json", None),
            ("12026-07-01", None),
            ("2026-07-01-b", None),
            ("0694f04b-c6ab-45a6-8f47-96b1ac23f597", None),
            ("2026-W31, 36 of 549", None),
            ("", None),
        ] {
            assert_eq!(next(text).map(|(_, stamp, _)| stamp), expected, "{text}");
        }
    }

    #[test]
    fn utc_stamps_are_told_in_the_organisations_zone() {
        let header = sample::review(&Size::small()).header;
        for (text, expected) in [
            ("ran out at 2026-08-17T04:00Z and", "ran out at 2026-08-17 00:00 EDT and"),
            ("2026-01-05T14:00:07.5Z; 2026-08-17", "2026-01-05 09:00 EST; 2026-08-17"),
            ("2026-99-99T04:00Z", "2026-99-99T04:00Z"),
            ("none", "none"),
        ] {
            assert_eq!(localised(text, &header), expected);
        }
    }
}
