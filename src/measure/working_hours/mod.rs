//! Working hours of the configuration, turned into exact stretches of time.
//!
//! A stretch begins and ends at local clock times of the zone asked for, so a night shift over the change of
//! daylight saving is an hour shorter or longer than written. A clock time that occurs twice means its first
//! occurrence; one that does not occur means the instant at which the clock jumps.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Weekday};
use chrono_tz::Tz;

use super::intervals::{self, Interval};
use crate::{
    config::{WorkingHours, local_time},
    records::Instant,
};

/// A week of working hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkingCalendar {
    hours: WorkingHours,
}

impl From<WorkingHours> for WorkingCalendar {
    fn from(hours: WorkingHours) -> Self {
        Self { hours }
    }
}

impl WorkingCalendar {
    /// Reads `Mon-Fri 09:00-17:30`, as [`WorkingHours`] does.
    ///
    /// # Errors
    /// The part that cannot be read, and what was expected there.
    pub fn parse(text: &str) -> Result<Self, String> {
        text.parse().map(|hours| Self { hours })
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

    /// The hours of a full working day: of the longest one, where the days of a week differ.
    pub fn full_day(&self) -> f64 {
        let hours_of = |day| {
            let minute = |minutes: u32| Instant::UNIX_EPOCH + TimeDelta::minutes(i64::from(minutes));
            let shifts = self.hours.on(day).map(|shift| (minute(shift.from), minute(shift.to)));
            intervals::total_hours(&shifts.collect::<Vec<_>>())
        };
        let days = std::iter::successors(Some(Weekday::Mon), |day| Some(day.succ())).take(7);
        days.map(hours_of).fold(0.0, f64::max)
    }

    /// The stretches that begin on a local date.
    fn on<'a>(
        &'a self,
        date: NaiveDate,
        zone: Tz,
        holidays: &BTreeSet<NaiveDate>,
    ) -> impl Iterator<Item = Interval> + 'a {
        let is_holiday = holidays.contains(&date);
        self.hours
            .on(date.weekday())
            .filter(move |_| !is_holiday)
            .filter_map(move |shift| Some((instant(date, shift.from, zone)?, instant(date, shift.to, zone)?)))
            .filter(|(start, end)| start < end)
    }
}

/// The instant of a local clock time, given in minutes after midnight.
fn instant(date: NaiveDate, minutes: u32, zone: Tz) -> Option<Instant> {
    let local = date.and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::minutes(i64::from(minutes)))?;
    Some(local_time::instant_of(local, zone))
}

#[cfg(test)]
mod tests;
