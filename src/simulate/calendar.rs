//! The organisation's clock: local days, working hours and holidays of the simulated site.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::Tz;

use super::rng::Rng;
use crate::records::Instant;

/// Zone of the simulated organisation.
pub(super) const ZONE: Tz = chrono_tz::America::New_York;
/// Zone of the person who exported the tickets; another one on purpose.
pub(super) const EXPORTER_ZONE: Tz = chrono_tz::America::Chicago;
/// First minute of the working day, local.
const OPENS: (u32, u32) = (9, 0);
/// First minute after the working day, local.
const CLOSES: (u32, u32) = (17, 30);

/// The instant of a local date and time in the organisation's zone (the earlier one where it occurs twice; an
/// hour later where it does not exist).
pub(super) fn local(date: NaiveDate, hour: u32, minute: u32) -> Instant {
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    let naive = date.and_time(time);
    ZONE.from_local_datetime(&naive)
        .earliest()
        .or_else(|| ZONE.from_local_datetime(&(naive + TimeDelta::hours(1))).earliest())
        .map_or_else(|| naive.and_utc(), |at| at.with_timezone(&Utc))
}

/// The local date of an instant.
pub(super) fn date_of(at: Instant) -> NaiveDate {
    at.with_timezone(&ZONE).date_naive()
}

/// The day after.
pub(super) fn next_day(date: NaiveDate) -> NaiveDate {
    date.checked_add_days(Days::new(1)).unwrap_or(date)
}

/// Fixed and floating holidays of a year that fall on a working day.
pub(super) fn holidays(year: i32) -> Vec<(NaiveDate, &'static str)> {
    let fixed = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let nth = |month, weekday, n| NaiveDate::from_weekday_of_month_opt(year, month, weekday, n);
    let last_monday_of_may = nth(5, Weekday::Mon, 5).or_else(|| nth(5, Weekday::Mon, 4));
    [
        (fixed(1, 1), "New Year's Day"),
        (last_monday_of_may, "Memorial Day"),
        (fixed(7, 3), "Independence Day (observed)"),
        (nth(9, Weekday::Mon, 1), "Labor Day"),
        (nth(11, Weekday::Thu, 4), "Thanksgiving Day"),
        (fixed(12, 25), "Christmas Day"),
    ]
    .into_iter()
    .filter_map(|(date, name)| Some((date?, name)))
    .collect()
}

/// Whether people work on that date.
pub(super) fn is_working_day(date: NaiveDate) -> bool {
    !matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
        && !holidays(date.year()).iter().any(|(holiday, _)| *holiday == date)
}

/// Working hours between two instants.
#[expect(clippy::cast_precision_loss, reason = "seconds of a few months fit a double")]
pub(super) fn working_hours(from: Instant, to: Instant) -> f64 {
    let mut seconds = 0;
    let mut date = date_of(from);
    while date <= date_of(to) {
        if is_working_day(date) {
            let start = local(date, OPENS.0, OPENS.1).max(from);
            let end = local(date, CLOSES.0, CLOSES.1).min(to);
            seconds += (end - start).num_seconds().max(0);
        }
        date = next_day(date);
    }
    seconds as f64 / 3_600.0
}

/// A moment of a day on which somebody in an office does something.
pub(super) fn office_moment(rng: &mut Rng, date: NaiveDate) -> Instant {
    let minute = rng.range(8 * 60 + 10, 17 * 60 + 20);
    local(date, 0, 0).max(local(date, 8, 0))
        + TimeDelta::minutes(minute - 480)
        + TimeDelta::milliseconds(rng.range(0, 59_999))
}

/// The first working moment at or after an instant.
pub(super) fn next_working_moment(at: Instant) -> Instant {
    let mut date = date_of(at);
    loop {
        if is_working_day(date) && at < local(date, CLOSES.0, CLOSES.1) {
            return at.max(local(date, OPENS.0, OPENS.1));
        }
        date = next_day(date);
    }
}

/// `2026-07-14T15:04:05.123Z`.
pub(super) fn utc_ms(at: Instant) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// `2026-07-14 15:04:05` in a zone.
pub(super) fn plain_in(at: Instant, zone: Tz) -> String {
    let local: DateTime<Tz> = at.with_timezone(&zone);
    local.format("%Y-%m-%d %H:%M:%S").to_string()
}

/// So many seconds, from a real number of them.
#[expect(clippy::cast_possible_truncation, reason = "lags are far below the range")]
pub(super) fn seconds(value: f64) -> TimeDelta {
    TimeDelta::milliseconds((value * 1_000.0) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_night_and_a_weekend_hold_no_working_hours() {
        let friday = local(day("2026-07-17"), 17, 0);
        let monday = local(day("2026-07-20"), 9, 30);
        assert!((working_hours(friday, monday) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_holiday_holds_no_working_hours() {
        let eve = local(day("2026-09-04"), 17, 30);
        let after = local(day("2026-09-08"), 9, 0);
        assert!(working_hours(eve, after).abs() < 1e-9);
    }

    #[test]
    fn the_next_working_moment_after_closing_is_the_next_opening() {
        assert_eq!(next_working_moment(local(day("2026-07-17"), 18, 0)), local(day("2026-07-20"), 9, 0));
        let noon = local(day("2026-07-17"), 12, 0);
        assert_eq!(next_working_moment(noon), noon);
    }
}
