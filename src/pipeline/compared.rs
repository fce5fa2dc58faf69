//! What a period is compared with: the period before, recomputed from the same inputs, or read from its report where
//! that was defined by the same.

use std::{collections::BTreeMap, fmt};

use chrono::{SecondsFormat, TimeDelta};

use super::{PipelineError, Prepared, coverage::Needed, improvements, unequal::too_little, unsaid::since};
use crate::{
    config::{Config, Period},
    rank::Counts,
    records::{Instant, cut, one_line},
    registers::Improvement,
    report::{
        definitions,
        earlier::Earlier,
        model::{CaseRow, Unsaid, WorkflowCause},
    },
};

/// A definition with two values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differing {
    /// The key.
    pub key: String,
    /// Its value in the earlier report; `None` where that has no such definition.
    pub there: Option<String>,
    /// Its value in this review.
    pub here: Option<String>,
}

impl fmt::Display for Differing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = |value: &Option<String>| match value {
            Some(text) if text.is_empty() => "empty".to_owned(),
            Some(text) => cut(&one_line(text)).into_owned(),
            None => "nothing".to_owned(),
        };
        write!(f, "{} {} there and {} here", one_line(&self.key), value(&self.there), value(&self.here))
    }
}

/// Every definition that is not the same, by key.
pub fn differing(config: &Config, earlier: &Earlier) -> Vec<Differing> {
    let here = definitions(config);
    let mut keys: Vec<&String> = here.keys().chain(earlier.definitions.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    let of = |key: &String| Differing {
        key: key.clone(),
        there: earlier.definitions.get(key).cloned(),
        here: here.get(key).cloned(),
    };
    keys.into_iter().map(of).filter(|found| found.there != found.here).collect()
}

/// Where the figures of the period before come from.
pub(super) struct Before<'a> {
    /// Its report.
    pub(super) earlier: Option<&'a Earlier>,
    /// Why there are none.
    pub(super) absent: Option<String>,
    /// What the report says of it.
    pub(super) remark: Option<String>,
}

impl<'a> Before<'a> {
    /// Decides.
    ///
    /// # Errors
    /// The earlier report is of another organisation or of no period to compare with.
    pub(super) fn of(
        prepared: &Prepared,
        period: &Period,
        earlier: Option<&'a Earlier>,
    ) -> Result<Self, PipelineError> {
        let previous = period.previous();
        let absent = || previous_absent(prepared, previous.as_ref());
        let Some(earlier) = earlier else {
            return Ok(Self { earlier: None, absent: absent(), remark: None });
        };
        refuse_others(prepared, period, previous.as_ref(), earlier)?;
        let label = previous.as_ref().map_or("the period before", |previous| &previous.label);
        let stretch = (earlier.period_from, earlier.period_to);
        if let Some(why) = too_little(label, &earlier.coverage, stretch) {
            let recomputed = absent();
            let remark = recomputed.is_none().then(|| {
                format!(
                    "The figures of {label} are recomputed from the inputs of this review and not read from its report: {why}."
                )
            });
            let absent =
                recomputed.map(|recomputed| format!("{why}, and it cannot be recomputed: {recomputed}"));
            return Ok(Self { earlier: None, absent, remark });
        }
        let differing = differing(&prepared.config, earlier);
        if differing.is_empty() {
            let remark = format!(
                "The figures of {label} are read from its report and not recomputed: its definitions are the same, its inputs were known up to {}, and its `review.json` has the SHA-256 {}.",
                stamp(earlier.as_of),
                earlier.sha256
            );
            return Ok(Self { earlier: Some(earlier), absent: None, remark: Some(remark) });
        }
        let all: Vec<String> = differing.iter().map(ToString::to_string).collect();
        let all = all.join("; ");
        let absent = absent().map(|why| {
            format!("its report has other definitions ({all}), and it cannot be recomputed: {why}")
        });
        let remark = absent.is_none().then(|| {
            format!(
                "The figures of {label} are recomputed from the inputs of this review and not read from its report, which has other definitions: {all}."
            )
        });
        Ok(Self { earlier: None, absent, remark })
    }
}

/// So much later than the period before the inputs may begin for it to be compared with.
const TOLERANCE: TimeDelta = TimeDelta::days(7);

/// Why the period before cannot be recomputed from these inputs: actions or identity events begin too late.
fn previous_absent(prepared: &Prepared, previous: Option<&Period>) -> Option<String> {
    let Some(previous) = previous else { return Some("there is no period before".to_owned()) };
    let actions =
        prepared.ingested.actions.iter().filter_map(|action| action.sent_at.or(action.done_at)).min();
    let events = prepared.ingested.event_times().min();
    for (what, first) in [("actions", actions), ("identity events", events)] {
        match first {
            Some(first) if first <= previous.from + TOLERANCE => {}
            Some(first) => {
                return Some(format!(
                    "the inputs hold {what} from {} on, and {} begins on {}",
                    first.format("%Y-%m-%d"),
                    previous.label,
                    previous.from.with_timezone(&prepared.zone).format("%Y-%m-%d")
                ));
            }
            None => return Some(format!("the inputs hold no {what}")),
        }
    }
    None
}

/// Counts of the rankings of an earlier report.
pub(super) fn counts(earlier: &Earlier) -> Counts {
    let rows = earlier.rankings.iter();
    rows.map(|row| {
        ((row.dimension.clone(), row.role.clone(), row.key.clone()), (row.false_positives, row.judged))
    })
    .collect()
}

/// How many false positives an improvement's workflow and cause had in the period before, by its cases or its report.
pub(super) fn fixed<'a>(
    cases: Option<&'a [CaseRow]>,
    earlier: Option<&'a Earlier>,
) -> Option<Box<dyn Fn(&Improvement) -> u64 + 'a>> {
    let read = |earlier: &'a Earlier| -> Box<dyn Fn(&Improvement) -> u64> {
        Box::new(|improvement| {
            let is_its = |row: &&WorkflowCause| {
                row.workflow_id == improvement.workflow_id && row.cause == improvement.cause
            };
            earlier.workflow_causes.iter().find(is_its).map_or(0, |row| row.false_positives)
        })
    };
    let counted = |cases: &'a [CaseRow]| -> Box<dyn Fn(&Improvement) -> u64> {
        Box::new(|improvement| improvements::count(improvement, cases, None))
    };
    earlier.map(read).or_else(|| cases.map(counted))
}

fn refuse_others(
    prepared: &Prepared,
    period: &Period,
    previous: Option<&Period>,
    earlier: &Earlier,
) -> Result<(), PipelineError> {
    let refuse = |found: String, expected: String| {
        Err(PipelineError::Compare { folder: earlier.folder.clone(), found, expected })
    };
    let own = &prepared.config.organisation.name;
    if earlier.organisation != *own {
        let found = format!("the organisation `{}`", cut(&one_line(&earlier.organisation)));
        return refuse(found, format!("`{own}`"));
    }
    let stretch = |from: Instant, to: Instant| {
        let day = |at: Instant| at.with_timezone(&prepared.zone).format("%Y-%m-%d %H:%M").to_string();
        format!("{} to {}", day(from), day(to))
    };
    let label = cut(&one_line(&earlier.period)).into_owned();
    let found = format!("{label} ({})", stretch(earlier.period_from, earlier.period_to));
    let Some(previous) = previous else {
        return refuse(found, format!("none, as there is no period before {}", period.label));
    };
    let expected = format!(
        "the one before {}: {} ({})",
        period.label,
        previous.label,
        stretch(previous.from, previous.to)
    );
    if (earlier.period_from, earlier.period_to) != (previous.from, previous.to) {
        return refuse(format!("{} {found}", place(period, earlier)), expected);
    }
    if earlier.as_of > prepared.as_of {
        let found = format!("the period {found} as of {}", stamp(earlier.as_of));
        return refuse(
            found,
            format!("a report that knew no more than this review, which is as of {}", stamp(prepared.as_of)),
        );
    }
    Ok(())
}

/// How a period that is not the one before lies to the one under review.
fn place(period: &Period, earlier: &Earlier) -> &'static str {
    let (from, to) = (earlier.period_from, earlier.period_to);
    if (from, to) == (period.from, period.to) {
        "the period under review itself,"
    } else if from >= period.to {
        "a later period,"
    } else if to > period.from {
        "a period that overlaps the one under review,"
    } else {
        "another earlier period,"
    }
}

fn stamp(at: Instant) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// What cannot be said of a period before that is not compared with, and what would supply it.
pub(super) fn uncompared(prepared: &Prepared, previous: Option<&Period>, why: &str) -> Unsaid {
    let before = previous.map_or("the period before", |period| &period.label);
    let what = format!("what changed since {before}: there is no comparison, because {why}");
    let supply = previous.map_or_else(String::new, |previous| {
        let needed = Needed::of(prepared, previous);
        format!(
            "{} exported again{}, or the report of {before} with `--compare`",
            late_sources(prepared, previous),
            since(Some(&needed))
        )
    });
    Unsaid { what, supply }
}

/// The formats whose actions or identity events begin too late for a period; all where none does.
fn late_sources(prepared: &Prepared, previous: &Period) -> String {
    let ingested = &prepared.ingested;
    let actions = ingested
        .actions
        .iter()
        .filter_map(|action| Some((action.origins.first()?.file, action.sent_at.or(action.done_at)?)));
    let events = ingested.events.iter().map(|event| (event.origin.file, event.occurred_at));
    let mut first: BTreeMap<&str, Instant> = BTreeMap::new();
    for (file, at) in actions.chain(events) {
        let Some(source) = ingested.sources.get(file.0 as usize) else { continue };
        let known = first.entry(&source.format).or_insert(at);
        *known = at.min(*known);
    }
    let late: Vec<String> = first
        .into_iter()
        .filter(|(_, first)| *first > previous.from + TOLERANCE)
        .map(|(format, first)| {
            format!(
                "`{format}` (its first action or identity event is of {})",
                first.with_timezone(&prepared.zone).format("%Y-%m-%d")
            )
        })
        .collect();
    if late.is_empty() { "actions and identity events".to_owned() } else { late.join(", ") }
}
