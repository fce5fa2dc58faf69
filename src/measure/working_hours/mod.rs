//! Working hours as written in the configuration (`Mon-Fri 09:00-17:30`), turned into exact stretches of time.
//!
//! A stretch begins and ends at local clock times of the zone asked for, so a night shift over the change of
//! daylight saving is an hour shorter or longer than written. A clock time that occurs twice means its first
//! occurrence; one that does not occur means the instant at which the clock jumps.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Weekday};
use chrono_tz::Tz;

use super::intervals::{self, Interval};
use crate::records::Instant;

/// A week of working hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkingCalendar {
    shifts: Vec<Shift>,
}

/// One stretch on one day of the week; minutes after local midnight, the end beyond 1440 when it lies on the
/// next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shift {
    day: Weekday,
    from: u32,
    to: u32,
}

const DAY_MINUTES: u32 = 24 * 60;

impl WorkingCalendar {
    /// Reads `Mon-Fri 09:00-17:30`. Parts are separated by `;`, days and clock ranges by `,`
    /// (`Mon-Thu 09:00-12:00,13:00-17:00; Fri,Sat 08:00-12:00`). A range that ends before it begins goes over
    /// midnight and belongs to the day it begins on; `24:00` is the end of a day.
    ///
    /// # Errors
    /// The part that cannot be read, and what was expected there.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut shifts = Vec::new();
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let (days, ranges) = part.split_once(char::is_whitespace).ok_or_else(|| {
                format!("`{part}` is no part of working hours, expected days and times such as `Mon-Fri 09:00-17:30`")
            })?;
            let days = days_of(days)?;
            for range in ranges.split(',') {
                let (from, to) = range_of(range.trim())?;
                shifts.extend(days.iter().map(|day| Shift { day: *day, from, to }));
            }
        }
        if shifts.is_empty() {
            return Err(format!(
                "working hours `{text}` name no day, expected for example `Mon-Fri 09:00-17:30`"
            ));
        }
        Ok(Self { shifts })
    }

    /// The working stretches inside `[from, to)`: sorted, disjoint, clipped. A shift that begins on one of the
    /// `holidays` (local dates) does not take place.
    pub fn intervals(
        &self,
        from: Instant,
        to: Instant,
        zone: Tz,
        holidays: &BTreeSet<NaiveDate>,
    ) -> Vec<Interval> {
        if from >= to {
            return Vec::new();
        }
        let last = to.with_timezone(&zone).date_naive();
        // A shift of the day before may reach into the first day.
        let mut day = from.with_timezone(&zone).date_naive().pred_opt();
        let mut found = Vec::new();
        while let Some(date) = day.filter(|date| *date <= last) {
            found.extend(self.on(date, zone, holidays).map(|(start, end)| (start.max(from), end.min(to))));
            day = date.succ_opt();
        }
        intervals::union(found)
    }

    /// The working hours inside `[from, to)`.
    pub fn hours_between(&self, from: Instant, to: Instant, zone: Tz, holidays: &BTreeSet<NaiveDate>) -> f64 {
        intervals::total_hours(&self.intervals(from, to, zone, holidays))
    }

    /// The end of working hours on the `n`th working day after the local day of `from`; `from` itself when `n`
    /// is 0, or when ten years hold fewer than `n` working days.
    pub fn add_working_days(
        &self,
        from: Instant,
        n: u32,
        zone: Tz,
        holidays: &BTreeSet<NaiveDate>,
    ) -> Instant {
        let first = from.with_timezone(&zone).date_naive();
        let mut left = n;
        for ahead in 1..=3660_u64.max(u64::from(n).saturating_mul(8)) {
            if left == 0 {
                break;
            }
            let Some(date) = first.checked_add_days(Days::new(ahead)) else { break };
            if let Some(end) = self.on(date, zone, holidays).map(|(_, end)| end).max() {
                left -= 1;
                if left == 0 {
                    return end;
                }
            }
        }
        from
    }

    /// The stretches that begin on a local date.
    fn on<'a>(
        &'a self,
        date: NaiveDate,
        zone: Tz,
        holidays: &BTreeSet<NaiveDate>,
    ) -> impl Iterator<Item = Interval> + 'a {
        let is_holiday = holidays.contains(&date);
        self.shifts
            .iter()
            .filter(move |shift| !is_holiday && shift.day == date.weekday())
            .filter_map(move |shift| Some((instant(date, shift.from, zone)?, instant(date, shift.to, zone)?)))
            .filter(|(start, end)| start < end)
    }
}

/// The instant of a local clock time, given in minutes after midnight.
fn instant(date: NaiveDate, minutes: u32, zone: Tz) -> Option<Instant> {
    let local = date.and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::minutes(i64::from(minutes)))?;
    first_existing(local, zone)
}

/// The first instant at which the local clock shows `local`, else the instant at which it jumps over it.
/// Jumps longer than a day do not exist.
fn first_existing(local: NaiveDateTime, zone: Tz) -> Option<Instant> {
    (0..=i64::from(DAY_MINUTES))
        .find_map(|minutes| zone.from_local_datetime(&(local + TimeDelta::minutes(minutes))).earliest())
        .map(|at| at.to_utc())
}

fn days_of(text: &str) -> Result<Vec<Weekday>, String> {
    let day = |name: &str| {
        name.trim().parse::<Weekday>().map_err(|_| {
            format!("`{name}` is no day, expected one of `Mon`, `Tue`, `Wed`, `Thu`, `Fri`, `Sat`, `Sun`")
        })
    };
    let mut days = Vec::new();
    for item in text.split(',') {
        let (first, last) = item.split_once('-').unwrap_or((item, item));
        let (mut next, last) = (day(first)?, day(last)?);
        days.push(next);
        while next != last {
            next = next.succ();
            days.push(next);
        }
    }
    Ok(days)
}

fn range_of(text: &str) -> Result<(u32, u32), String> {
    let wrong = || format!("`{text}` is no range of times, expected for example `09:00-17:30`");
    let (from, to) = text.split_once('-').ok_or_else(wrong)?;
    let (from, to) = (clock(from).ok_or_else(wrong)?, clock(to).ok_or_else(wrong)?);
    if from == to || from == DAY_MINUTES {
        return Err(format!(
            "`{text}` is empty, expected an end other than its beginning (whole days are `00:00-24:00`)"
        ));
    }
    Ok((from, if to < from { to + DAY_MINUTES } else { to }))
}

fn clock(text: &str) -> Option<u32> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let number = |digits: &str| {
        let plain = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        if plain { digits.parse::<u32>().ok() } else { None }
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let total = hours * 60 + minutes;
    (minutes < 60 && total <= DAY_MINUTES).then_some(total)
}

#[cfg(test)]
mod tests;
