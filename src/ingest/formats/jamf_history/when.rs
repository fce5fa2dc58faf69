//! The time of an entry out of up to three spellings of it: epoch, UTC, and server-local text.

use chrono::TimeDelta;
use serde_json::Value;

use super::super::jamf_fields::text;
use crate::{
    ingest::{
        sink::Sink,
        times::{self, TimeRule},
    },
    records::{Instant, Origin},
};

/// Spellings farther apart than this disagree.
const TOLERANCE: TimeDelta = TimeDelta::seconds(60);
/// Every zone in use differs from UTC by a multiple of this.
const ZONE_STEP: i64 = 15 * 60;

/// The time under the first of several names that holds one. A spelling that cannot be read is noted when another
/// one can.
///
/// # Errors
/// When there is a stamp and none can be read, or only one whose zone is not configured.
pub(super) fn first(
    row: &Value,
    names: &[&str],
    at: Origin,
    sink: &mut Sink<'_>,
) -> Result<Option<Instant>, String> {
    for name in names {
        if let Some(time) = one(row, name, at, sink)? {
            return Ok(Some(time));
        }
    }
    Ok(None)
}

fn one(row: &Value, name: &str, at: Origin, sink: &mut Sink<'_>) -> Result<Option<Instant>, String> {
    let plain = text(row, name);
    let spelled = [
        (format!("{name}_epoch"), text(row, &format!("{name}_epoch")), TimeRule::Utc),
        (format!("{name}_utc"), text(row, &format!("{name}_utc")), TimeRule::Utc),
        (name.to_owned(), plain.clone(), TimeRule::Ask(None)),
    ];
    let mut found: Option<(String, Instant)> = None;
    let mut wrong = None;
    for (key, stamp, rule) in spelled {
        let Some(stamp) = stamp else { continue };
        match &found {
            None => match sink.time(at, &stamp, rule) {
                Ok(time) => found = time.map(|time| (key, time)),
                Err(why) => wrong = wrong.or(Some(format!("`{key}`: {why}"))),
            },
            Some((first_key, time)) => {
                if disagrees(*time, &stamp, rule, sink.time_zone) {
                    let message = format!(
                        "`{first_key}` and `{key}` are not the same time (`{stamp}` against {}); `{first_key}` counts",
                        time.to_rfc3339()
                    );
                    sink.note(at, "times-disagree", message);
                }
            }
        }
    }
    match (found, wrong) {
        (Some((key, time)), wrong) => {
            if let Some(wrong) = wrong {
                sink.note(at, "unusable-time", format!("{wrong}; `{key}` counts"));
            }
            Ok(Some(time))
        }
        (None, Some(wrong)) => Err(wrong),
        (None, None) => Ok(None),
    }
}

/// Whether a second spelling means another time. Local text without a known zone may be off by any zone's offset.
fn disagrees(time: Instant, stamp: &str, rule: TimeRule, zone: Option<chrono_tz::Tz>) -> bool {
    let known_zone = zone.unwrap_or(chrono_tz::UTC);
    let Ok(Some(other)) = times::parse(stamp, rule, Some(known_zone)) else { return false };
    let apart = (other.at - time).abs();
    if rule == TimeRule::Utc || zone.is_some() {
        return apart > TOLERANCE;
    }
    let rest = apart.num_seconds() % ZONE_STEP;
    apart > TimeDelta::hours(15) || rest.min(ZONE_STEP - rest) > TOLERANCE.num_seconds()
}
