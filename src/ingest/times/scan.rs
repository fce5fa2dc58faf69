//! One stamp, piece by piece: date, time of day, half of the day, offset.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use crate::config::DateOrder;

/// Walks over one stamp.
pub(super) struct Scan<'a> {
    text: &'a str,
    rest: &'a str,
}

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, rest: text }
    }

    fn wrong(&self) -> String {
        format!(
            "`{}` is no time, expected for example `2026-03-30T10:00:00Z`, `2026-03-30 10:00:00`, \
             `3/30/2026 10:00:00 AM` or an epoch number",
            self.text
        )
    }

    /// The local time and, if the stamp says it, its offset in seconds east of Greenwich.
    pub(super) fn stamp(mut self, order: Option<DateOrder>) -> Result<(NaiveDateTime, Option<i32>), String> {
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
