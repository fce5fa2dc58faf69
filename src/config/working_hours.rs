//! Working hours as written: `Mon-Fri 09:00-17:30`, several parts separated by `;`.

use std::str::FromStr;

use chrono::Weekday;

/// The shifts of a week, in local time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkingHours {
    shifts: Vec<Shift>,
}

/// One stretch that begins on one day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift {
    /// The day it begins on.
    pub day: Weekday,
    /// Its start in minutes after local midnight.
    pub from: u32,
    /// Its end in minutes after the same midnight: beyond 1440 when it lies on the next day.
    pub to: u32,
}

const DAY_MINUTES: u32 = 24 * 60;

impl WorkingHours {
    /// The shifts that begin on a weekday, as written: they may overlap.
    pub fn on(&self, day: Weekday) -> impl Iterator<Item = Shift> + '_ {
        self.shifts.iter().copied().filter(move |shift| shift.day == day)
    }
}

impl FromStr for WorkingHours {
    type Err = String;

    /// Parts are separated by `;`, days and clock ranges by `,`
    /// (`Mon-Thu 09:00-12:00,13:00-17:00; Fri,Sat 08:00-12:00`). A range that ends before it begins goes over
    /// midnight and belongs to the day it begins on; `24:00` is the end of a day.
    ///
    /// # Errors
    /// The part that cannot be read, and what was expected there.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut shifts = Vec::new();
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let (days, ranges) = part.split_once(char::is_whitespace).ok_or_else(|| {
                format!("`{part}` is no part of working hours, expected for example `Mon-Fri 09:00-17:30`")
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
}

/// The days of `Mon`, `Mon-Fri`, `Sat-Mon` or `Mon,Wed`.
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

/// Minutes after midnight of `9:00`, `09:00` or `24:00`.
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
mod tests {
    use super::*;
    use Weekday::{Fri, Mon, Sat, Sun, Tue};

    fn on(text: &str, day: Weekday) -> Vec<(u32, u32)> {
        let hours: WorkingHours = text.parse().unwrap();
        hours.on(day).map(|shift| (shift.from, shift.to)).collect()
    }

    #[test]
    fn shapes_of_working_hours() {
        let usual = "Mon-Fri 09:00-17:30; sat,sun 10:00-12:00";
        assert_eq!(on(usual, Mon), [(540, 1050)]);
        assert_eq!(on(usual, Sat), [(600, 720)]);
        assert_eq!(on("Mon 8:00-12:00,13:00-16:00", Mon), [(480, 720), (780, 960)]);
        assert_eq!(on("Sat-Mon 00:00-24:00", Mon), [(0, 1440)]);
        assert_eq!(on("Sat-Mon 00:00-24:00", Tue), []);
    }

    #[test]
    fn a_night_shift_belongs_to_the_day_it_begins_on() {
        assert_eq!(on("Fri 22:00-06:00", Fri), [(1320, 1800)]);
        assert_eq!(on("Fri 22:00-06:00", Sat), []);
        assert_eq!(on("Sun 22:00-00:00", Sun), [(1320, 1440)]);
    }

    #[test]
    fn wrong_working_hours_are_refused_with_what_was_expected() {
        let table = [
            ("", "name no day"),
            ("Mon-Fri", "no part of working hours"),
            ("Mon-Fri 9-17", "no range of times"),
            ("Mon 09:00", "no range of times"),
            ("Mon-Fri 09:00-09:00", "is empty"),
            ("Mon 24:00-06:00", "is empty"),
            ("Mon-Fri 09:00-25:00", "no range of times"),
            ("Mon-Fri 09:60-17:00", "no range of times"),
            ("Mon-Fri +9:00-17:00", "no range of times"),
            ("Foo 09:00-17:00", "no day"),
            ("Mo 09:00-17:00", "no day"),
            ("Mon- 09:00-17:00", "no day"),
        ];
        for (text, expected) in table {
            let error = text.parse::<WorkingHours>().unwrap_err();
            assert!(error.contains(expected) && error.contains("expected"), "{text}: {error}");
        }
    }
}
