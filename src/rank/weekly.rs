//! The weeks of a period: ISO weeks in the organisation's zone, empty ones included.

use chrono::{Datelike, Days, NaiveDate, TimeDelta, TimeZone, Weekday};
use chrono_tz::Tz;

use super::{
    RankCase, Setting,
    group::{self, Group},
    rate::proportion,
};
use crate::records::Instant;

/// One ISO week.
#[derive(Debug, Clone, PartialEq)]
pub struct Week {
    /// Label, for example `2026-W31`.
    pub week: String,
    /// Cases done in it.
    pub cases: u64,
    /// Of those, with a verdict.
    pub judged: u64,
    /// Of those, false positives.
    pub false_positives: u64,
    /// Of those, disruptive.
    pub disruptive: u64,
    /// False positives / judged.
    pub rate: Option<f64>,
    /// Person-hours, overlaps of one person united inside the week.
    pub person_hours: f64,
    /// The period's edge cuts the week.
    pub partial: bool,
}

/// Every week that the period touches, in order.
pub(super) fn weeks(cases: &[RankCase<'_>], setting: &Setting<'_>) -> Vec<Week> {
    let (from, to) = setting.period;
    let mut weeks = Vec::new();
    let mut next = monday(from, setting.zone);
    while let Some(start) = next {
        let end = start.checked_add_days(Days::new(7));
        let (Some(begins), Some(ends)) =
            (midnight(start, setting.zone), end.and_then(|end| midnight(end, setting.zone)))
        else {
            break;
        };
        if begins >= to {
            break;
        }
        let of_week: Vec<&RankCase<'_>> =
            cases.iter().filter(|case| begins <= case.done_at && case.done_at < ends).collect();
        weeks.push(week(start, of_week, begins < from || ends > to));
        next = end;
    }
    weeks
}

fn week(monday: NaiveDate, exposed: Vec<&RankCase<'_>>, partial: bool) -> Week {
    let charged = exposed.iter().copied().filter(|case| case.is_false_positive()).collect();
    let figures = group::figures(&Group { role: None, key: "", exposed, charged, scope: None });
    Week {
        week: format!("{}-W{:02}", monday.iso_week().year(), monday.iso_week().week()),
        cases: figures.cases,
        judged: figures.judged,
        false_positives: figures.false_positives,
        disruptive: figures.disruptive,
        rate: proportion(figures.false_positives, figures.judged),
        person_hours: figures.person_hours,
        partial,
    }
}

/// The Monday of the week of an instant, as a local date.
fn monday(at: Instant, zone: Tz) -> Option<NaiveDate> {
    let date = at.with_timezone(&zone).date_naive();
    date.week(Weekday::Mon).checked_first_day()
}

/// The first instant of a local date: of two midnights the earlier, of none the first instant after the gap.
fn midnight(date: NaiveDate, zone: Tz) -> Option<Instant> {
    let wall = date.and_hms_opt(0, 0, 0)?;
    (0..=96)
        .find_map(|quarters| zone.from_local_datetime(&(wall + TimeDelta::minutes(15 * quarters))).earliest())
        .map(|local| local.to_utc())
}
