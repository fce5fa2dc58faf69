//! When, in which zone, on which holidays and on what kind of device the person of a case works.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::{Context, intervals::Interval, working_hours::WorkingCalendar};
use crate::{attribute::case::Case, records::Instant, registers::Holiday};

/// Working hours, zone and holidays of the person who held the device.
pub(super) struct Whereabouts {
    /// The person's working hours, else the organisation's. A device that several persons use is missed whenever the
    /// organisation works, whatever the hours of who is registered as its holder.
    pub(super) calendar: WorkingCalendar,
    /// The person's zone, else the organisation's.
    pub(super) zone: Tz,
    /// Local dates on which nobody of that zone or unit works.
    pub(super) holidays: BTreeSet<NaiveDate>,
    /// The zone text of the register that no zone has, if any.
    pub(super) unknown_zone: Option<String>,
}

/// Where the person of a case works.
pub(super) fn of_case(case: &Case, context: &Context<'_>) -> Whereabouts {
    let named = case.person.as_ref().and_then(|person| person.time_zone.as_deref());
    let parsed = named.map(|name| name.trim().parse::<Tz>().map_err(|_| name.to_owned()));
    let (zone, unknown_zone) = match parsed {
        Some(Ok(zone)) => (zone, None),
        Some(Err(name)) => (context.zone, Some(name)),
        None => (context.zone, None),
    };
    Whereabouts {
        calendar: calendar(case, context),
        zone,
        holidays: holidays(context.holidays, zone, unit(case)),
        unknown_zone,
    }
}

fn calendar(case: &Case, context: &Context<'_>) -> WorkingCalendar {
    let own = case.person.as_ref().and_then(|person| person.working_hours.clone());
    own.filter(|_| !is_shared(case)).map_or_else(|| context.calendar.clone(), WorkingCalendar::from)
}

/// The unit of the person, else of the device.
pub(super) fn unit(case: &Case) -> Option<&str> {
    let of_person = case.person.as_ref().and_then(|person| person.unit.as_deref());
    of_person.or_else(|| case.device.as_ref()?.unit.as_deref())
}

/// Dates of the rows that hold for everybody, for the zone, or for the unit.
pub(super) fn holidays(rows: &[Holiday], zone: Tz, unit: Option<&str>) -> BTreeSet<NaiveDate> {
    let holds = |row: &Holiday| {
        let scope = row.zone_or_unit.trim();
        scope.is_empty()
            || scope.eq_ignore_ascii_case(zone.name())
            || unit.is_some_and(|unit| scope.eq_ignore_ascii_case(unit))
    };
    rows.iter().filter(|row| holds(row)).map(|row| row.date).collect()
}

/// Whether more than one person works on the device by its custody.
pub(super) fn is_shared(case: &Case) -> bool {
    matches!(custody(case), Some("shared" | "kiosk" | "lab" | "loaner"))
}

/// When the holder of a device that nobody else works on had left: from then on nobody goes without it.
pub(super) fn left_at(case: &Case) -> Option<Instant> {
    case.holder_left_at.filter(|_| !is_shared(case))
}

/// The part of a stretch before the holder left.
pub(super) fn while_there(case: &Case, (from, to): Interval) -> Interval {
    (from, left_at(case).map_or(to, |left| to.min(left)).max(from))
}

/// Custody of the register.
pub(super) fn custody(case: &Case) -> Option<&str> {
    case.device.as_ref()?.custody.as_deref().map(str::trim).filter(|custody| !custody.is_empty())
}
