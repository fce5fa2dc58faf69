//! Stretches in which a source falls silent although its files go on: an export that lacks days, a hook that stopped,
//! a forwarder that was down. A pause is told only where, at the usual pace, rows would have been all but certain.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use crate::{
    ingest::{Ingested, source::SourceFile},
    records::{FileId, Instant},
};

/// A stretch without any row of a format that is worth a word.
pub(super) const GAP: TimeDelta = TimeDelta::days(3);

/// Shorter pauses are nights, weekends and the longest of public holidays around them.
const PAUSE: TimeDelta = TimeDelta::days(5);

/// Rows that would have been expected in it. Rows come in bursts and people pause together: a pause with fewer is
/// common in a small source.
const EXPECTED: f64 = 30.0;

/// A stretch without a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Silence {
    pub(super) from: Instant,
    pub(super) to: Instant,
    /// How many rows the usual pace would have brought.
    pub(super) expected: f64,
}

/// What the records of one format tell of time.
#[derive(Default)]
struct Pace {
    /// Hours since 1970 in which there is a record.
    hours: Vec<i64>,
    records: u64,
}

/// The silences of every format. Only accepted rows count: what a prefilter drops is not looked at.
pub(super) fn silences(ingested: &Ingested) -> BTreeMap<&str, Vec<Silence>> {
    let mut paces: BTreeMap<&str, Pace> = BTreeMap::new();
    each_time(ingested, |file, at| {
        let Some(source) = ingested.sources.get(file.0 as usize) else { return };
        let pace = paces.entry(source.format.as_str()).or_default();
        let hour = at.timestamp().div_euclid(3_600);
        pace.records += 1;
        if pace.hours.last() != Some(&hour) {
            pace.hours.push(hour);
        }
    });
    paces.into_iter().map(|(format, pace)| (format, of_pace(pace))).collect()
}

fn each_time(ingested: &Ingested, mut saw: impl FnMut(FileId, Instant)) {
    for action in &ingested.actions {
        if let (Some(origin), Some(at)) = (action.origins.first(), action.done_at.or(action.sent_at)) {
            saw(origin.file, at);
        }
    }
    ingested.events.iter().for_each(|event| saw(event.origin.file, event.occurred_at));
    ingested.sign_ins.iter().for_each(|it| saw(it.origin.file, it.occurred_at));
    ingested.tickets.iter().for_each(|ticket| saw(ticket.origin.file, ticket.opened_at));
    ingested.activities.iter().for_each(|activity| saw(activity.origin.file, activity.at));
}

#[expect(clippy::cast_precision_loss, reason = "row counts and hours far below 2^52")]
fn of_pace(mut pace: Pace) -> Vec<Silence> {
    pace.hours.sort_unstable();
    pace.hours.dedup();
    let (Some(first), Some(last)) = (pace.hours.first(), pace.hours.last()) else { return Vec::new() };
    let long = |pair: &&[i64]| pair[1] - pair[0] > PAUSE.num_hours();
    let span = last - first + 1;
    let silence = |pair: &[i64]| {
        let length = pair[1] - pair[0] - 1;
        // The pause itself does not belong to the pace, and what is shorter than the pause is no measure for it.
        let busy = (span - length).max(length);
        let expected = length as f64 * pace.records as f64 / busy as f64;
        let at = |hour: i64| Instant::from_timestamp(hour * 3_600, 0);
        let (from, to) = at(pair[0] + 1).zip(at(pair[1]))?;
        (expected >= EXPECTED).then_some(Silence { from, to, expected })
    };
    pace.hours.windows(2).filter(long).filter_map(silence).collect()
}

/// Half as much again as the usual distance between files that follow each other: weekly snapshots are no gaps.
pub(super) fn usual_distance(spans: &[(Instant, Instant)]) -> TimeDelta {
    let mut distances: Vec<TimeDelta> =
        spans.windows(2).map(|pair| pair[1].0 - pair[0].1).filter(|distance| *distance > GAP).collect();
    distances.sort_unstable();
    // Where files usually follow close upon each other, a distance is a gap.
    if distances.len() < 3 || distances.len() * 2 < spans.len() {
        return TimeDelta::zero();
    }
    distances[distances.len() / 2] * 3 / 2
}

/// The file whose span of time the silence lies in, if one goes on before and after it.
pub(super) fn file_around<'a>(files: &[&'a SourceFile], silence: Silence) -> Option<&'a SourceFile> {
    files
        .iter()
        .find(|file| {
            let span = file.first_at.zip(file.last_at);
            span.is_some_and(|(first, last)| first < silence.from && last >= silence.to)
        })
        .copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        attribute::specimen::file,
        records::{EventKind, Origin, blank},
    };

    /// One event every `every` hours, but for the hours `silent`.
    fn log(every: i64, silent: std::ops::Range<i64>) -> Ingested {
        let start: Instant = "2026-07-01T00:30:00Z".parse().unwrap();
        let times = (0..60 * 24).filter(|hour| hour % every == 0 && !silent.contains(hour));
        let events = times.map(|hour| {
            let event = blank::event(EventKind::GroupRemoved, start + TimeDelta::hours(hour));
            let origin = Origin { file: FileId(0), line: hour.unsigned_abs() + 1, item: 0 };
            crate::records::IdentityEvent { origin, ..event }
        });
        let sources = vec![file("okta-system-log", start, start + TimeDelta::hours(60 * 24 - 1))];
        Ingested { events: events.collect(), sources, ..Ingested::default() }
    }

    #[test]
    fn a_log_without_a_pause_is_not_silent() {
        assert_eq!(silences(&log(1, 0..0))["okta-system-log"], []);
    }

    #[test]
    fn a_pause_of_days_in_a_busy_log_is_told_with_what_was_to_be_expected() {
        let ingested = log(1, 240..370);
        let found = &silences(&ingested)["okta-system-log"];
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].from, "2026-07-11T00:00:00Z".parse::<Instant>().unwrap());
        assert_eq!(found[0].to, "2026-07-16T10:00:00Z".parse::<Instant>().unwrap());
        assert!((found[0].expected - 130.0).abs() < 1.0, "{}", found[0].expected);
        let files: Vec<&SourceFile> = ingested.sources.iter().collect();
        assert!(file_around(&files, found[0]).is_some());
    }

    #[test]
    fn a_weekend_and_a_quiet_source_are_no_silence() {
        assert_eq!(silences(&log(1, 240..359))["okta-system-log"], []);
        assert_eq!(silences(&log(5, 240..370))["okta-system-log"], []);
    }
}
