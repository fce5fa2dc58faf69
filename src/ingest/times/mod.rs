//! Every shape of time seen in real exports, read as UTC microseconds.

mod scan;

use chrono::{DateTime, Datelike, LocalResult, NaiveDateTime, Offset, TimeDelta, TimeZone};
use chrono_tz::Tz;

use self::scan::Scan;
use crate::{
    config::DateOrder,
    records::{Instant, ZoneSource, cut},
};

/// What a format says about stamps that carry no zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeRule {
    /// The format defines UTC for them (raw ServiceNow values, Okta, epoch numbers).
    Utc,
    /// Nothing defines it; UTC is assumed with a note (Log Stream's inner time, Azure slash dates).
    AssumeUtc,
    /// The configuration must name the zone (`time_zone` of the source). Slash and dash dates follow the order.
    Ask(Option<DateOrder>),
}

/// A time that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// The instant.
    pub at: Instant,
    /// How its zone was learnt.
    pub zone_source: ZoneSource,
    /// Anything odd about it.
    pub flag: Option<TimeFlag>,
}

/// Oddities worth a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeFlag {
    /// The local time occurs twice (end of daylight saving); the earlier instant was taken.
    Fold,
    /// The local time does not exist (start of daylight saving); the earlier instant was taken.
    Gap,
    /// No zone anywhere; UTC was assumed.
    AssumedUtc,
}

impl TimeFlag {
    /// Code of the note.
    pub fn key(self) -> &'static str {
        match self {
            Self::Fold => "time-in-dst-fold",
            Self::Gap => "time-in-dst-gap",
            Self::AssumedUtc => "zone-assumed-utc",
        }
    }

    /// The note in one sentence.
    pub fn message(self, text: &str) -> String {
        match self {
            Self::Fold => format!(
                "local time `{text}` occurs twice at the end of daylight saving; the earlier instant was taken"
            ),
            Self::Gap => format!(
                "local time `{text}` does not exist at the start of daylight saving; the earlier instant was taken"
            ),
            Self::AssumedUtc => format!("time `{text}` carries no zone; UTC was assumed"),
        }
    }
}

/// Years in which a stamp is believed.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

/// No time is written in more bytes.
const LONGEST: usize = 200;

/// Reads one time. `Ok(None)` for the sentinels that mean "never" (empty, `0`, `-1`, `null`, `Not present`, 1970-01-01…).
///
/// Numeric dates whose year stands last follow the order of the rule; with [`TimeRule::Utc`] and
/// [`TimeRule::AssumeUtc`] they are month first (Azure), and a first part over 12 is an error, never a guess.
///
/// # Errors
/// What was found and what was expected; years outside 2000–2100 are no times. Two messages are questions to
/// whoever runs the review: one begins with `time zone needed`, the other with `date order needed`.
pub fn parse(text: &str, rule: TimeRule, zone: Option<Tz>) -> Result<Option<Stamp>, String> {
    let cleaned = clean(text);
    let text = cleaned.as_str();
    if is_never(text) {
        return Ok(None);
    }
    if text.len() > LONGEST {
        return Err(format!("`{}` is no time, found {} bytes", cut(text), text.len()));
    }
    let stamp = if let Some(at) = epoch(text) {
        Stamp { at: at?, zone_source: ZoneSource::Format, flag: None }
    } else {
        let order = match rule {
            TimeRule::Ask(order) => order,
            TimeRule::Utc | TimeRule::AssumeUtc => Some(DateOrder::Mdy),
        };
        let (local, offset) = Scan::new(text).stamp(order)?;
        match offset {
            Some(seconds) => {
                let at = (local - TimeDelta::seconds(i64::from(seconds))).and_utc();
                Stamp { at, zone_source: ZoneSource::Explicit, flag: None }
            }
            None => without_offset(text, local, rule, zone)?,
        }
    };
    if YEARS.contains(&stamp.at.year()) {
        Ok(Some(stamp))
    } else {
        Err(format!("time `{text}` lies in the year {}, expected 2000 to 2100", stamp.at.year()))
    }
}

/// Trims, folds the spaces that spreadsheets and locales put in, and drops the quote that guards
/// negative numbers against being read as formulas.
fn clean(text: &str) -> String {
    let folded: String =
        text.chars().map(|c| if matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}') { ' ' } else { c }).collect();
    folded.trim().trim_start_matches('\'').trim().to_owned()
}

fn is_never(text: &str) -> bool {
    const WORDS: [&str; 10] = ["", "0", "-1", "null", "none", "nan", "?", "-", "never", "not present"];
    WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
        || text.starts_with("1970-01-01")
        || text.starts_with("1970/01/01")
}

/// Epoch numbers; the unit follows from the magnitude. `None` when the text is no number at all.
fn epoch(text: &str) -> Option<Result<Instant, String>> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty()
        || !is_number(whole)
        || !is_number(fraction)
        || (text.contains('.') && whole.len() < 9)
    {
        return None;
    }
    let wrong =
        || format!("`{text}` is no epoch time, expected seconds, milliseconds or microseconds since 1970");
    let Ok(number) = whole.parse::<i64>() else { return Some(Err(wrong())) };
    // 2000 to 2100 is 9–10 digits in seconds, 12–13 in milliseconds, 15–16 in microseconds: no overlap.
    let micros = match number {
        0..100_000_000_000 => {
            let padded = format!("{:0<6}", fraction.chars().take(6).collect::<String>());
            number * 1_000_000 + padded.parse::<i64>().unwrap_or(0)
        }
        100_000_000_000..100_000_000_000_000 => number * 1_000,
        100_000_000_000_000..100_000_000_000_000_000 => number,
        _ => number / 1_000,
    };
    Some(DateTime::from_timestamp_micros(micros).ok_or_else(wrong))
}

fn without_offset(
    text: &str,
    local: NaiveDateTime,
    rule: TimeRule,
    zone: Option<Tz>,
) -> Result<Stamp, String> {
    let utc = |zone_source, flag| Stamp { at: local.and_utc(), zone_source, flag };
    match (rule, zone) {
        (TimeRule::Utc, _) => Ok(utc(ZoneSource::Format, None)),
        (TimeRule::AssumeUtc, None) => Ok(utc(ZoneSource::Assumed, Some(TimeFlag::AssumedUtc))),
        (TimeRule::Ask(_), None) => Err(format!(
            "time zone needed for `{text}`: the export does not say it; set `time_zone` for this [[source]], \
             for example `time_zone = \"Europe/Berlin\"` (or `\"UTC\"`)"
        )),
        (TimeRule::AssumeUtc | TimeRule::Ask(_), Some(zone)) => {
            let (at, flag) = in_zone(local, zone);
            Ok(Stamp { at, zone_source: ZoneSource::Configured, flag })
        }
    }
}

/// The instant of a local time; of two possible ones the earlier.
fn in_zone(local: NaiveDateTime, zone: Tz) -> (Instant, Option<TimeFlag>) {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) => (at.to_utc(), None),
        LocalResult::Ambiguous(a, b) => (a.to_utc().min(b.to_utc()), Some(TimeFlag::Fold)),
        LocalResult::None => {
            // Inside the gap: read it with the offset before and the one after, and take the earlier instant.
            let offset_near = |step: i64| {
                (1..=30).find_map(|n| {
                    let near = local + TimeDelta::minutes(60 * n * step);
                    zone.from_local_datetime(&near).earliest().map(|at| at.offset().fix().local_minus_utc())
                })
            };
            let seconds = offset_near(-1).max(offset_near(1)).unwrap_or(0);
            ((local - TimeDelta::seconds(i64::from(seconds))).and_utc(), Some(TimeFlag::Gap))
        }
    }
}

#[cfg(test)]
mod tests;
