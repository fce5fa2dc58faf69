//! Working hours as written: `Mon-Fri 09:00-17:30`, several parts separated by `;`.

use std::str::FromStr;

use chrono::Weekday;

/// The working minutes of a week, in local time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WorkingHours {
    /// Per weekday (Monday first) the half-open stretches in minutes since local midnight, sorted and disjoint.
    days: [Vec<(u32, u32)>; 7],
}

const DAY_MINUTES: u32 = 24 * 60;
const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl WorkingHours {
    /// The half-open stretches of a weekday, in minutes since local midnight (1440 = the end of the day).
    pub fn on(&self, day: Weekday) -> &[(u32, u32)] {
        &self.days[day.num_days_from_monday() as usize]
    }

    fn add(&mut self, day: usize, from: u32, to: u32) {
        let stretches = &mut self.days[day];
        stretches.push((from, to));
        stretches.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::new();
        for (from, to) in stretches.drain(..) {
            match merged.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => merged.push((from, to)),
            }
        }
        *stretches = merged;
    }
}

impl FromStr for WorkingHours {
    type Err = String;

    /// # Errors
    /// What was found and what was expected.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut hours = Self::default();
        let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
        for part in parts {
            let wrong = |what: &str| {
                format!(
                    "`{part}` is no working time ({what}), expected for example `Mon-Fri 09:00-17:30` or `Sat,Sun 10:00-14:00`"
                )
            };
            let (days, times) = part
                .split_once(char::is_whitespace)
                .ok_or_else(|| wrong("days and times are separated by a space"))?;
            let (from, to) = times.trim().split_once('-').ok_or_else(|| wrong("the end is missing"))?;
            let from = minute(from).ok_or_else(|| wrong("the start is no time of day"))?;
            let to = minute(to).ok_or_else(|| wrong("the end is no time of day"))?;
            if from == to || from == DAY_MINUTES {
                return Err(wrong("it is empty"));
            }
            for day in weekdays(days).ok_or_else(|| wrong("days are Mon, Tue, Wed, Thu, Fri, Sat, Sun"))? {
                if from < to {
                    hours.add(day, from, to);
                } else {
                    // A night shift belongs to two dates.
                    hours.add(day, from, DAY_MINUTES);
                    if to > 0 {
                        hours.add((day + 1) % 7, 0, to);
                    }
                }
            }
        }
        if hours.days.iter().all(Vec::is_empty) {
            return Err("found no working time, expected for example `Mon-Fri 09:00-17:30`".to_owned());
        }
        Ok(hours)
    }
}

/// Day numbers of `Mon`, `Mon-Fri`, `Sat-Mon` or `Mon,Wed`.
fn weekdays(text: &str) -> Option<Vec<usize>> {
    let number = |name: &str| {
        let name = name.trim().to_lowercase();
        NAMES.iter().position(|known| *known == name)
    };
    let mut days = Vec::new();
    for part in text.split(',') {
        if let Some((first, last)) = part.split_once('-') {
            let (first, last) = (number(first)?, number(last)?);
            let count = (last + 7 - first) % 7 + 1;
            days.extend((0..count).map(|step| (first + step) % 7));
        } else {
            days.push(number(part)?);
        }
    }
    Some(days)
}

/// Minutes since midnight of `9:00`, `09:00` or `24:00`.
fn minute(text: &str) -> Option<u32> {
    let (hour, minute) = text.trim().split_once(':')?;
    if hour.is_empty() || hour.len() > 2 || minute.len() != 2 {
        return None;
    }
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    let minutes = hour * 60 + minute;
    (minute < 60 && minutes <= DAY_MINUTES).then_some(minutes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Weekday::{Fri, Mon, Sat, Sun, Tue};

    #[test]
    fn shapes_of_working_hours() {
        let hours: WorkingHours = "Mon-Fri 09:00-17:30; sat,sun 10:00-12:00".parse().unwrap();
        assert_eq!(hours.on(Mon), [(540, 1050)]);
        assert_eq!(hours.on(Sat), [(600, 720)]);
        let night: WorkingHours = "Fri 22:00-06:00".parse().unwrap();
        assert_eq!(
            (night.on(Fri), night.on(Sat), night.on(Sun)),
            (&[(1320, 1440)][..], &[(0, 360)][..], &[][..])
        );
        let split: WorkingHours = "Mon 8:00-12:00; Mon 11:00-16:00".parse().unwrap();
        assert_eq!(split.on(Mon), [(480, 960)]);
        let wrap: WorkingHours = "Sat-Mon 00:00-24:00".parse().unwrap();
        assert_eq!((wrap.on(Mon).len(), wrap.on(Tue).len()), (1, 0));
    }

    #[test]
    fn other_shapes_are_refused_with_an_example() {
        for text in [
            "",
            "Mon-Fri",
            "Mo 09:00-17:00",
            "Mon 9-17",
            "Mon 09:00-09:00",
            "Mon 09:60-10:00",
            "Mon 24:00-25:00",
            "Mon 09:00",
        ] {
            let error = text.parse::<WorkingHours>().unwrap_err();
            assert!(error.contains("expected for example"), "{text}: {error}");
        }
    }
}
