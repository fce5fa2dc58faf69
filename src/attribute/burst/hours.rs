//! Whether a time lies outside the organisation's working hours.

use chrono::{Datelike, NaiveDate, TimeDelta, Timelike};
use chrono_tz::Tz;

use crate::{
    config::{Organisation, WorkingHours},
    records::Instant,
    registers::Holiday,
};

const DAY_MINUTES: u32 = 24 * 60;

/// The organisation's working hours, with the holidays of everybody in its zone.
pub(in crate::attribute) struct OfficeHours<'a> {
    zone: Tz,
    hours: Option<WorkingHours>,
    holidays: &'a [Holiday],
}

impl<'a> OfficeHours<'a> {
    /// As configured. What cannot be read was refused when the configuration was checked.
    pub(in crate::attribute) fn new(organisation: &Organisation, holidays: &'a [Holiday]) -> Self {
        Self {
            zone: organisation.time_zone.parse().unwrap_or(Tz::UTC),
            hours: organisation.working_hours.parse().ok(),
            holidays,
        }
    }

    /// Whether nobody is expected to work then.
    pub(super) fn is_outside(&self, at: Instant) -> bool {
        let Some(hours) = &self.hours else { return false };
        let local = at.with_timezone(&self.zone);
        let (date, minute) = (local.date_naive(), local.hour() * 60 + local.minute());
        let within = |date: NaiveDate, minute: u32| {
            !self.is_holiday(date)
                && hours.on(date.weekday()).any(|shift| shift.from <= minute && minute < shift.to)
        };
        // A shift over midnight belongs to the day it begins on.
        !(within(date, minute) || within(date - TimeDelta::days(1), minute + DAY_MINUTES))
    }

    fn is_holiday(&self, date: NaiveDate) -> bool {
        let holds = |holiday: &Holiday| {
            let scope = holiday.zone_or_unit.trim();
            scope.is_empty() || scope.eq_ignore_ascii_case(self.zone.name())
        };
        self.holidays.iter().any(|holiday| holiday.date == date && holds(holiday))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribute::specimen::{config, hour};

    fn is_outside(hours: &str, at: Instant) -> bool {
        let mut organisation = config("").organisation;
        hours.clone_into(&mut organisation.working_hours);
        organisation.time_zone = "America/New_York".to_owned();
        OfficeHours::new(&organisation, &[]).is_outside(at)
    }

    #[test]
    fn hours_are_those_of_the_organisation_s_zone_half_open_and_may_cross_midnight() {
        // Hour 0 is Monday, 05:00 in New York.
        for (hours, at, expected) in [
            ("Mon-Fri 09:00-17:00", hour(3), true),
            ("Mon-Fri 09:00-17:00", hour(4), false),
            ("Mon-Fri 09:00-17:00", hour(12), true),
            ("Sun 22:00-06:00", hour(0), false),
            ("Sun 22:00-05:00", hour(0), true),
            ("Mon 22:00-06:00", hour(0), true),
        ] {
            assert_eq!(is_outside(hours, at), expected, "{hours} at {at}");
        }
    }

    #[test]
    fn a_holiday_of_everybody_or_of_the_zone_is_no_working_day() {
        let organisation = config("").organisation;
        for (zone_or_unit, expected) in [("", true), ("UTC", true), ("Bench", false)] {
            let holiday = Holiday {
                date: hour(0).date_naive(),
                zone_or_unit: zone_or_unit.to_owned(),
                name: "Founders' day".to_owned(),
                row: crate::registers::RegisterRow { file: "registers/holidays.csv".to_owned(), line: 2 },
            };
            let holidays = [holiday];
            assert_eq!(
                OfficeHours::new(&organisation, &holidays).is_outside(hour(1)),
                expected,
                "{zone_or_unit}"
            );
        }
    }
}
