//! From local dates and times to instants, right on the days a zone changes its offset.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::{GapInfo, Tz};

use crate::records::Instant;

/// The instant of a local time: the earlier one where it occurs twice, the end of the gap where it does
/// not occur at all.
pub fn instant_of(local: NaiveDateTime, zone: Tz) -> Instant {
    if let Some(at) = zone.from_local_datetime(&local).earliest() {
        return at.with_timezone(&Utc);
    }
    match GapInfo::new(&local, &zone).and_then(|gap| gap.end) {
        Some(end) => end.with_timezone(&Utc),
        None => DateTime::from_naive_utc_and_offset(local, Utc),
    }
}

/// The first instant of a local date. Where midnight is skipped this is later than 00:00 local time.
pub fn start_of_day(date: NaiveDate, zone: Tz) -> Instant {
    instant_of(date.and_time(NaiveTime::MIN), zone)
}

/// The first instant after a local date.
pub fn end_of_day(date: NaiveDate, zone: Tz) -> Instant {
    start_of_day(date.succ_opt().unwrap_or(date), zone)
}

/// The date written as `2026-07-01`, years 2000 to 2100 only: others are slips of the keyboard.
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let is_shaped = text.len() == 10
        && text.bytes().enumerate().all(|(i, byte)| match i {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| is_shaped)?;
    let first = NaiveDate::from_ymd_opt(2000, 1, 1)?;
    let last = NaiveDate::from_ymd_opt(2100, 12, 31)?;
    (first <= date && date <= last).then_some(date)
}

/// Which edge of an interval a written moment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// A date without time means its first instant.
    Start,
    /// A date without time is included: it means the first instant after it.
    End,
}

/// Reads `2026-07-01`, `2026-07-01T09:00`, `2026-07-01 09:00:30`, each time with or without `Z` or an offset.
/// Without either, the time is local to `zone`.
///
/// # Errors
/// What was found and what was expected.
pub fn parse_moment(text: &str, zone: Tz, edge: Edge) -> Result<Instant, String> {
    let wrong = || {
        format!(
            "`{text}` is no date or time, expected `2026-07-01` or `2026-07-01T09:00`, with `Z` or an offset if it is not local, in the years 2000 to 2100"
        )
    };
    let text = text.trim();
    if let Some(date) = parse_date(text) {
        return Ok(match edge {
            Edge::Start => start_of_day(date, zone),
            Edge::End => end_of_day(date, zone),
        });
    }
    let date = text.get(..10).and_then(parse_date).ok_or_else(wrong)?;
    let rest = text.get(10..).and_then(|rest| rest.strip_prefix(['T', 't', ' '])).ok_or_else(wrong)?;
    let (clock, offset) = split_offset(rest).ok_or_else(wrong)?;
    let time = ["%H:%M", "%H:%M:%S", "%H:%M:%S%.f"]
        .iter()
        .find_map(|shape| NaiveTime::parse_from_str(clock, shape).ok())
        .ok_or_else(wrong)?;
    let local = date.and_time(time);
    Ok(match offset {
        Some(offset) => DateTime::from_naive_utc_and_offset(local - offset, Utc),
        None => instant_of(local, zone),
    })
}

/// `09:00+02:00` to `09:00` and two hours; the offset is `None` where there is none.
fn split_offset(text: &str) -> Option<(&str, Option<TimeDelta>)> {
    if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        return Some((clock, Some(TimeDelta::zero())));
    }
    let Some(at) = text.find(['+', '-']) else { return Some((text, None)) };
    let (clock, offset) = text.split_at(at);
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let digits: String = offset.chars().skip(1).filter(|c| *c != ':').collect();
    if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes): (i64, i64) = (digits[..2].parse().ok()?, digits[2..].parse().ok()?);
    if hours > 15 || minutes > 59 {
        return None;
    }
    Some((clock, Some(TimeDelta::minutes(sign * (hours * 60 + minutes)))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::SecondsFormat;

    fn shown(at: Instant) -> String {
        at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
    }

    #[test]
    fn moments_are_read_in_their_zone() {
        let new_york: Tz = "America/New_York".parse().unwrap();
        let cases = [
            ("2026-07-01", Edge::Start, "2026-07-01T04:00:00Z"),
            ("2026-07-01", Edge::End, "2026-07-02T04:00:00Z"),
            ("2026-10-31", Edge::End, "2026-11-01T04:00:00Z"),
            ("2026-11-01", Edge::End, "2026-11-02T05:00:00Z"),
            ("2026-07-01T09:00", Edge::End, "2026-07-01T13:00:00Z"),
            ("2026-07-01 09:00:30", Edge::Start, "2026-07-01T13:00:30Z"),
            ("2026-07-01T09:00Z", Edge::Start, "2026-07-01T09:00:00Z"),
            ("2026-07-01T09:00:00.250+02:00", Edge::Start, "2026-07-01T07:00:00.250Z"),
            ("2026-07-01T09:00-0330", Edge::Start, "2026-07-01T12:30:00Z"),
            ("2026-03-08T02:30", Edge::Start, "2026-03-08T07:00:00Z"),
            ("2026-11-01T01:30", Edge::Start, "2026-11-01T05:30:00Z"),
        ];
        for (text, edge, expected) in cases {
            assert_eq!(shown(parse_moment(text, new_york, edge).unwrap()), expected, "{text}");
        }
    }

    #[test]
    fn other_shapes_are_no_moments() {
        let texts = [
            "",
            "1.7.2026",
            "07/01/2026",
            "2026-7-1",
            "2026-02-30",
            "1999-01-01",
            "2101-01-01",
            "2026-07-01T",
            "2026-07-01T25:00",
            "2026-07-01T09:00+2",
            "2026-07-01T09:00+99:00",
            "2026-07-01x09:00",
            "２026-07-01",
        ];
        for text in texts {
            let error = parse_moment(text, Tz::UTC, Edge::Start).unwrap_err();
            assert!(error.contains("expected `2026-07-01`"), "{text}: {error}");
        }
    }

    #[test]
    fn days_without_midnight_start_when_the_gap_ends() {
        let cases = [
            ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z"),
            ("Asia/Beirut", "2026-03-29", "2026-03-28T22:00:00Z"),
            ("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z"),
            ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"),
        ];
        for (zone, date, expected) in cases {
            let date = NaiveDate::parse_from_str(date, "%Y-%m-%d").unwrap();
            assert_eq!(shown(start_of_day(date, zone.parse().unwrap())), expected, "{zone}");
        }
    }
}
