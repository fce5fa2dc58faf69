//! Review periods and weeks, as stretches of local days in the organisation's zone.

use chrono::{Datelike, Months, NaiveDate, TimeDelta, Weekday};
use chrono_tz::Tz;

use super::local_time::{parse_date, start_of_day};
use crate::records::Instant;

/// A review period: half-open, from one local midnight to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// As printed, for example `2026-Q3`.
    pub label: String,
    /// First instant inside.
    pub from: Instant,
    /// First instant after.
    pub to: Instant,
    shape: Shape,
    calendar: Calendar,
}

/// What a period is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Calendar {
    /// 1 to 12.
    fiscal_start_month: u32,
    zone: Tz,
}

/// The kind of a period and its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Quarter { year: i32, quarter: u32 },
    Half { year: i32, half: u32 },
    Year { year: i32 },
    Month { year: i32, month: u32 },
    Range { first: NaiveDate, end: NaiveDate },
}

/// Why a label is no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// The label has no known shape, or names something that does not exist.
    #[error(
        "`{label}` is no period: {reason}; expected for example `2026-Q3`, `2026-H1`, `2026`, `2026-09` or `2026-07-01..2026-10-01`"
    )]
    Label {
        /// What was found.
        label: String,
        /// What is wrong with it.
        reason: String,
    },
    /// `fiscal_year_start_month` is out of range.
    #[error("found fiscal year start month {0}, expected 1 to 12")]
    StartMonth(u32),
}

/// One ISO week of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Week {
    /// `2026-W31`.
    pub label: String,
    /// First instant of the week inside the period.
    pub from: Instant,
    /// First instant after the week or the period, whichever comes first.
    pub to: Instant,
    /// True when the period's edge cuts the week.
    pub partial: bool,
}

impl Period {
    /// Reads a label. Quarters, halves and plain years are fiscal, named by the calendar year in which the
    /// fiscal year ends; months are calendar months; the end of a range is excluded.
    ///
    /// # Errors
    /// What was found, what is wrong with it and what was expected.
    pub fn parse(label: &str, fiscal_start_month: u32, zone: Tz) -> Result<Self, PeriodError> {
        if !(1..=12).contains(&fiscal_start_month) {
            return Err(PeriodError::StartMonth(fiscal_start_month));
        }
        let calendar = Calendar { fiscal_start_month, zone };
        let wrong = |reason: String| PeriodError::Label { label: label.to_owned(), reason };
        let shape = Shape::parse(label.trim()).map_err(wrong)?;
        shape.period(calendar).ok_or_else(|| wrong("it lies outside the calendar".to_owned()))
    }

    /// The fiscal quarter that holds an instant; `None` only at the ends of the calendar.
    pub fn holding(at: Instant, fiscal_start_month: u32, zone: Tz) -> Option<Self> {
        let date = at.with_timezone(&zone).date_naive();
        let months_in = (date.month0() + 13 - fiscal_start_month) % 12;
        let start_year = if date.month() < fiscal_start_month { date.year() - 1 } else { date.year() };
        let year = start_year + i32::from(fiscal_start_month > 1);
        let shape = Shape::Quarter { year, quarter: months_in / 3 + 1 };
        shape.period(Calendar { fiscal_start_month, zone })
    }

    /// The period before, of the same kind; for a range as many days before it.
    pub fn previous(&self) -> Option<Self> {
        self.shape.previous()?.period(self.calendar)
    }

    /// Whether an instant lies inside.
    pub fn holds(&self, at: Instant) -> bool {
        self.from <= at && at < self.to
    }

    /// The zone whose midnights are the edges.
    pub fn zone(&self) -> Tz {
        self.calendar.zone
    }

    /// The ISO weeks of the period in order; the first and the last may be cut by its edges.
    pub fn weeks(&self) -> Vec<Week> {
        weeks_between(self.from, self.to, self.calendar.zone)
    }
}

/// The ISO weeks of a half-open stretch of time in order; the first and the last may be cut by its edges.
pub fn weeks_between(from: Instant, to: Instant, zone: Tz) -> Vec<Week> {
    let mut weeks = Vec::new();
    let mut next = from;
    while next < to {
        let date = next.with_timezone(&zone).date_naive();
        let Some((monday, after)) = week_around(date) else { break };
        let (starts, ends) = (start_of_day(monday, zone), start_of_day(after, zone));
        let until = ends.min(to);
        weeks.push(Week {
            label: iso_week(next, zone),
            from: next,
            to: until,
            partial: starts < next || until < ends,
        });
        next = until;
    }
    weeks
}

impl Shape {
    /// Reads a label without regard to case.
    fn parse(label: &str) -> Result<Self, String> {
        if let Some((first, end)) = label.split_once("..") {
            let date = |text: &str| {
                parse_date(text).ok_or_else(|| format!("`{text}` is no date between 2000 and 2100"))
            };
            let (first, end) = (date(first)?, date(end)?);
            if end <= first {
                return Err("its end, which is excluded, is not after its start".to_owned());
            }
            return Ok(Self::Range { first, end });
        }
        let (year, part) = match label.split_once('-') {
            Some((year, part)) => (year, Some(part)),
            None => (label, None),
        };
        let year = Some(year)
            .filter(|year| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|year| year.parse::<i32>().ok())
            .filter(|year| (2000..=2100).contains(year))
            .ok_or_else(|| format!("`{year}` is no year between 2000 and 2100"))?;
        let Some(part) = part else { return Ok(Self::Year { year }) };
        let number = |text: &str, length: usize, last: u32, what: &str| {
            Some(text)
                .filter(|text| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit()))
                .and_then(|text| text.parse::<u32>().ok())
                .filter(|n| (1..=last).contains(n))
                .ok_or_else(|| format!("there is no {what} `{part}`"))
        };
        match part.as_bytes().first() {
            Some(b'Q' | b'q') => Ok(Self::Quarter { year, quarter: number(&part[1..], 1, 4, "quarter")? }),
            Some(b'H' | b'h') => Ok(Self::Half { year, half: number(&part[1..], 1, 2, "half")? }),
            Some(b'W' | b'w') => Err("a week is too short for a review".to_owned()),
            _ => Ok(Self::Month { year, month: number(part, 2, 12, "month")? }),
        }
    }

    fn previous(self) -> Option<Self> {
        Some(match self {
            Self::Quarter { year, quarter: 1 } => Self::Quarter { year: year - 1, quarter: 4 },
            Self::Quarter { year, quarter } => Self::Quarter { year, quarter: quarter - 1 },
            Self::Half { year, half: 1 } => Self::Half { year: year - 1, half: 2 },
            Self::Half { year, half } => Self::Half { year, half: half - 1 },
            Self::Year { year } => Self::Year { year: year - 1 },
            Self::Month { year, month: 1 } => Self::Month { year: year - 1, month: 12 },
            Self::Month { year, month } => Self::Month { year, month: month - 1 },
            Self::Range { first, end } => {
                Self::Range { first: first.checked_sub_signed(end - first)?, end: first }
            }
        })
    }

    fn period(self, calendar: Calendar) -> Option<Period> {
        let fiscal = |year: i32, first_month: u32, months: u32| {
            let start_year = year - i32::from(calendar.fiscal_start_month > 1);
            let start = NaiveDate::from_ymd_opt(start_year, calendar.fiscal_start_month, 1)?;
            let first = start.checked_add_months(Months::new(first_month))?;
            Some((first, first.checked_add_months(Months::new(months))?))
        };
        let (first, end, label) = match self {
            Self::Quarter { year, quarter } => {
                let (first, end) = fiscal(year, (quarter - 1) * 3, 3)?;
                (first, end, format!("{year}-Q{quarter}"))
            }
            Self::Half { year, half } => {
                let (first, end) = fiscal(year, (half - 1) * 6, 6)?;
                (first, end, format!("{year}-H{half}"))
            }
            Self::Year { year } => {
                let (first, end) = fiscal(year, 0, 12)?;
                (first, end, year.to_string())
            }
            Self::Month { year, month } => {
                let first = NaiveDate::from_ymd_opt(year, month, 1)?;
                (first, first.checked_add_months(Months::new(1))?, format!("{year}-{month:02}"))
            }
            Self::Range { first, end } => (first, end, format!("{first}..{end}")),
        };
        let (from, to) = (start_of_day(first, calendar.zone), start_of_day(end, calendar.zone));
        Some(Period { label, from, to, shape: self, calendar })
    }
}

/// The label of the ISO week that holds an instant in a zone, for example `2026-W31`.
pub fn iso_week(at: Instant, zone: Tz) -> String {
    let week = at.with_timezone(&zone).date_naive().iso_week();
    format!("{}-W{:02}", week.year(), week.week())
}

/// The Monday of the ISO week `2026-W31`; `None` for anything else.
pub fn parse_iso_week(label: &str) -> Option<NaiveDate> {
    let (year, week) = label.split_once("-W")?;
    if year.len() != 4 || week.len() != 2 {
        return None;
    }
    NaiveDate::from_isoywd_opt(year.parse().ok()?, week.parse().ok()?, Weekday::Mon)
}

/// The Monday on or before a date, and the next one.
fn week_around(date: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let monday =
        date.checked_sub_signed(TimeDelta::days(i64::from(date.weekday().num_days_from_monday())))?;
    Some((monday, monday.checked_add_signed(TimeDelta::days(7))?))
}

#[cfg(test)]
#[path = "period_tests.rs"]
mod tests;
