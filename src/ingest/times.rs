//! Every shape of time seen in real exports, read as UTC microseconds.

use chrono::{
    DateTime, Datelike, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone,
};
use chrono_tz::Tz;

use crate::{
    config::DateOrder,
    records::{Instant, ZoneSource},
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

/// Walks over one stamp.
struct Scan<'a> {
    text: &'a str,
    rest: &'a str,
}

impl<'a> Scan<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, rest: text }
    }

    fn wrong(&self) -> String {
        format!(
            "`{}` is no time, expected for example `2026-03-30T10:00:00Z`, `2026-03-30 10:00:00`, \
             `3/30/2026 10:00:00 AM` or an epoch number",
            self.text
        )
    }

    fn stamp(mut self, order: Option<DateOrder>) -> Result<(NaiveDateTime, Option<i32>), String> {
        let date = self.date(order)?;
        self.rest = self.rest.strip_prefix(',').unwrap_or(self.rest);
        let after = self.rest.trim_start();
        self.rest = after.strip_prefix("at ").unwrap_or(after).trim_start();
        if self.rest.starts_with(['T', 't']) {
            self.rest = &self.rest[1..];
        }
        if self.rest.is_empty() {
            return Ok((date.and_time(NaiveTime::MIN), None));
        }
        let time = self.time()?;
        let offset = self.offset()?;
        Ok((date.and_time(NaiveTime::MIN) + time, offset))
    }

    /// One to `most` digits.
    fn number(&mut self, most: usize) -> Result<(u32, usize), String> {
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > most {
            return Err(self.wrong());
        }
        let (number, rest) = self.rest.split_at(digits);
        self.rest = rest;
        Ok((number.parse().map_err(|_| self.wrong())?, digits))
    }

    /// A month in digits, or its English short or long name.
    fn month_or_number(&mut self) -> Result<(u32, bool), String> {
        const NAMES: [&str; 12] =
            ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        let letters = self.rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        if letters == 0 {
            return Ok((self.number(2)?.0, false));
        }
        let (name, rest) = self.rest.split_at(letters);
        let name = name.to_ascii_lowercase();
        let month = NAMES.iter().position(|known| name.starts_with(known)).ok_or_else(|| self.wrong())?;
        self.rest = rest;
        Ok((u32::try_from(month).unwrap_or(0) + 1, true))
    }

    fn date(&mut self, order: Option<DateOrder>) -> Result<NaiveDate, String> {
        let (first, first_digits) = self.number(4)?;
        let separator =
            self.rest.chars().next().filter(|c| "-/.".contains(*c)).ok_or_else(|| self.wrong())?;
        self.rest = &self.rest[1..];
        let (second, is_named) = self.month_or_number()?;
        self.rest = self.rest.strip_prefix(separator).ok_or_else(|| self.wrong())?;
        let (third, third_digits) = self.number(4)?;
        let (year, month, day) = match (first_digits, third_digits) {
            (4, 1 | 2) => (first, second, third),
            (1 | 2, 4) if is_named => (third, second, first),
            (1 | 2, 2) if is_named => (2000 + third, second, first),
            (1 | 2, 4) => {
                let (month, day) = self.month_and_day(first, second, order)?;
                (third, month, day)
            }
            _ => return Err(self.wrong()),
        };
        let year = i32::try_from(year).map_err(|_| self.wrong())?;
        NaiveDate::from_ymd_opt(year, month, day)
            .ok_or_else(|| format!("`{}` is no date of the calendar", self.text))
    }

    fn month_and_day(&self, first: u32, second: u32, order: Option<DateOrder>) -> Result<(u32, u32), String> {
        let clash = |is: &str| {
            Err(format!(
                "`{}` does not fit dates written {is}; set `date_order` for this [[source]]",
                self.text
            ))
        };
        match order {
            Some(DateOrder::Mdy | DateOrder::Ymd) if first > 12 => clash("month first"),
            Some(DateOrder::Mdy | DateOrder::Ymd) => Ok((first, second)),
            Some(DateOrder::Dmy) if second > 12 => clash("day first"),
            Some(DateOrder::Dmy) => Ok((second, first)),
            None if first > 12 => Ok((second, first)),
            None if second > 12 || first == second => Ok((first, second)),
            None => Err(format!(
                "date order needed for `{}`: day or month may come first; set `date_order` for this [[source]] \
                 to `mdy` or `dmy`",
                self.text
            )),
        }
    }

    /// Time of day as the distance from midnight; a leap second becomes the next one.
    fn time(&mut self) -> Result<TimeDelta, String> {
        let (mut hour, _) = self.number(2)?;
        self.rest = self.rest.strip_prefix(':').ok_or_else(|| self.wrong())?;
        let (minute, _) = self.number(2)?;
        let (mut second, mut micros) = (0, 0);
        if let Some(rest) = self.rest.strip_prefix(':') {
            self.rest = rest;
            second = self.number(2)?.0;
            if let Some(rest) = self.rest.strip_prefix(['.', ',']) {
                self.rest = rest;
                micros = self.fraction()?;
            }
        }
        let after = self.rest.trim_start();
        let half = after.get(..2).map(str::to_ascii_uppercase);
        if let Some(half @ ("AM" | "PM")) = half.as_deref() {
            if !(1..=12).contains(&hour) {
                return Err(self.wrong());
            }
            hour = hour % 12 + if half == "PM" { 12 } else { 0 };
            self.rest = &after[2..];
        }
        if hour > 23 || minute > 59 || second > 60 {
            return Err(self.wrong());
        }
        let seconds = i64::from(hour) * 3_600 + i64::from(minute) * 60 + i64::from(second);
        Ok(TimeDelta::seconds(seconds) + TimeDelta::microseconds(micros))
    }

    /// Up to nine digits after the point; what is finer than a microsecond is cut off.
    fn fraction(&mut self) -> Result<i64, String> {
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 9 {
            return Err(self.wrong());
        }
        let (fraction, rest) = self.rest.split_at(digits);
        self.rest = rest;
        let padded: String = fraction.chars().chain("000000".chars()).take(6).collect();
        padded.parse().map_err(|_| self.wrong())
    }

    /// Seconds east of Greenwich, if the stamp says it.
    fn offset(&mut self) -> Result<Option<i32>, String> {
        let text = self.rest.trim();
        if text.is_empty() {
            return Ok(None);
        }
        if ["Z", "UTC", "GMT"].iter().any(|name| text.eq_ignore_ascii_case(name)) {
            return Ok(Some(0));
        }
        let (sign, digits) = match text.split_at_checked(1) {
            Some(("+", digits)) => (1, digits),
            Some(("-" | "\u{2212}", digits)) => (-1, digits),
            _ => return Err(self.wrong()),
        };
        let digits = digits.replace(':', "");
        let number: i32 = digits.parse().map_err(|_| self.wrong())?;
        let (hours, minutes) = match digits.len() {
            1 | 2 => (number, 0),
            4 => (number / 100, number % 100),
            _ => return Err(self.wrong()),
        };
        if hours > 18 || minutes > 59 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(self.wrong());
        }
        Ok(Some(sign * (hours * 3_600 + minutes * 60)))
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::{America::New_York, Europe::Berlin};

    use super::*;

    fn utc(text: &str) -> Result<Option<String>, String> {
        rule(text, TimeRule::Utc)
    }

    fn rule(text: &str, rule: TimeRule) -> Result<Option<String>, String> {
        parse(text, rule, None)
            .map(|stamp| stamp.map(|stamp| stamp.at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)))
    }

    #[test]
    fn every_documented_shape_is_read() {
        for (text, expected) in [
            ("2026-02-10T16:19:37.769Z", "2026-02-10T16:19:37.769Z"),
            ("2025-11-12T14:04:58.356854+00:00", "2025-11-12T14:04:58.356854Z"),
            ("2025-01-29T16:53:43.2764438Z", "2025-01-29T16:53:43.276443Z"),
            ("2025-01-29T16:53:10.34334445Z", "2025-01-29T16:53:10.343344Z"),
            ("2026-09-23T19:56:59.812449824Z", "2026-09-23T19:56:59.812449Z"),
            ("2023-06-15T15:16:41Z", "2023-06-15T15:16:41Z"),
            ("2007-01-09T11:41:00+02:00", "2007-01-09T09:41:00Z"),
            ("2007-01-09T09:41:00", "2007-01-09T09:41:00Z"),
            ("2022-11-22 18:48:49.177", "2022-11-22T18:48:49.177Z"),
            ("2022-09-09T9:59:27.958Z", "2022-09-09T09:59:27.958Z"),
            ("12/13/2024 4:34:03 PM", "2024-12-13T16:34:03Z"),
            ("01/09/2007 09:41:00", "2007-01-09T09:41:00Z"),
            ("1/9/2007 10:41:00 AM +01:00", "2007-01-09T09:41:00Z"),
            ("2019-10-18", "2019-10-18T00:00:00Z"),
            ("2024-06-21T10:05:45.000+0000", "2024-06-21T10:05:45Z"),
            ("2026-09-23T19:56:45.940-0500", "2026-09-24T00:56:45.940Z"),
            ("2026-09-23T19:56:45,940", "2026-09-23T19:56:45.940Z"),
            ("2026-09-21 14:13:20,126", "2026-09-21T14:13:20.126Z"),
            ("2024/06/21 at 10:05 AM", "2024-06-21T10:05:00Z"),
            ("2024/06/21 at 12:05 AM", "2024-06-21T00:05:00Z"),
            ("2024/06/21 at 12:05\u{202f}PM", "2024-06-21T12:05:00Z"),
            ("3/17/2025 6:04", "2025-03-17T06:04:00Z"),
            ("03-12-2025 15:21:08", "2025-03-12T15:21:08Z"),
            ("21/Jun/24 10:05 AM", "2024-06-21T10:05:00Z"),
            ("1711800000", "2024-03-30T12:00:00Z"),
            ("1711800000000", "2024-03-30T12:00:00Z"),
            ("1711800000000001", "2024-03-30T12:00:00.000001Z"),
            ("1711800000.25", "2024-03-30T12:00:00.250Z"),
        ] {
            assert_eq!(utc(text), Ok(Some(expected.to_owned())), "{text}");
        }
    }

    #[test]
    fn sentinels_are_no_time() {
        for text in
            ["", " ", "0", "-1", "'-1", "null", "Not present", "1970-01-01T00:00:00Z", "1970-01-01 00:00:00"]
        {
            assert_eq!(utc(text), Ok(None), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_said() {
        for text in [
            "5251-12-17 21:33:23",
            "1899-12-30",
            "123123",
            "soon",
            "2024-02-30",
            "2024-01-01T25:00:00Z",
            "2024-01-01T10:00:00 XYZ",
            "13/14/2024 10:00:00",
            "29/2/2016 01:16",
            "2024-01-01T10:00:00.1234567890Z",
            "2024-01-01T10",
            "99999999999999999999",
            "2024-01-01T10:00:00é",
        ] {
            assert!(utc(text).is_err(), "{text}");
        }
    }

    #[test]
    fn order_of_day_and_month_is_configured_or_asked() {
        let read = |text, order| parse(text, TimeRule::Ask(order), Some(chrono_tz::UTC));
        let day = |text, order| read(text, order).map(|stamp| stamp.map(|s| s.at.date_naive().to_string()));
        assert_eq!(day("03-12-2025", Some(DateOrder::Mdy)), Ok(Some("2025-03-12".to_owned())));
        assert_eq!(day("03-12-2025", Some(DateOrder::Dmy)), Ok(Some("2025-12-03".to_owned())));
        assert_eq!(day("29/2/2016 01:16", None), Ok(Some("2016-02-29".to_owned())));
        assert!(day("03-12-2025", None).is_err_and(|message| message.starts_with("date order needed")));
        assert!(day("29/2/2016", Some(DateOrder::Mdy)).is_err());
    }

    #[test]
    fn a_missing_zone_is_asked_for_assumed_or_defined() {
        let text = "2024-06-21 10:05:00";
        let asked = parse(text, TimeRule::Ask(None), None);
        assert!(asked.is_err_and(|m| m.starts_with("time zone needed")
            && m.contains(text)
            && m.contains("`time_zone`")));
        let assumed = parse(text, TimeRule::AssumeUtc, None).ok().flatten();
        assert_eq!(assumed.and_then(|s| s.flag), Some(TimeFlag::AssumedUtc));
        let configured = parse(text, TimeRule::Ask(None), Some(Berlin)).ok().flatten();
        assert_eq!(
            configured.map(|s| (s.at.to_rfc3339(), s.zone_source)),
            Some(("2024-06-21T08:05:00+00:00".to_owned(), ZoneSource::Configured))
        );
        let explicit = parse("2024-06-21T10:05:00Z", TimeRule::Ask(None), None).ok().flatten();
        assert_eq!(explicit.map(|s| s.zone_source), Some(ZoneSource::Explicit));
    }

    #[test]
    fn fold_and_gap_take_the_earlier_instant() {
        let read = |text| parse(text, TimeRule::Ask(None), Some(New_York)).ok().flatten();
        let fold = read("2024-11-03 01:30:00").map(|s| (s.at.to_rfc3339(), s.flag));
        assert_eq!(fold, Some(("2024-11-03T05:30:00+00:00".to_owned(), Some(TimeFlag::Fold))));
        let gap = read("2024-03-10 02:30:00").map(|s| (s.at.to_rfc3339(), s.flag));
        assert_eq!(gap, Some(("2024-03-10T06:30:00+00:00".to_owned(), Some(TimeFlag::Gap))));
    }
}
