//! Two periods whose inputs do not cover them alike: part of what changed from one to the other may be that.

use crate::{
    ingest::formats::FORMATS,
    records::{Instant, one_line, plural},
    report::model::CoverageRow,
};

/// Findings named per source; a source with more is not comparable anyway.
const LISTED: usize = 3;

/// What the inputs of one of two periods lack, source by source; what bears on both alike is left out. Nothing where
/// nothing is known of what the earlier one rests on.
pub(super) fn unequal(
    (label, before): (&str, Option<&[CoverageRow]>),
    now: (&str, &[CoverageRow]),
) -> Vec<String> {
    let Some(before) = before.filter(|rows| !rows.is_empty()) else { return Vec::new() };
    let mut told = lacking((label, before), now.1);
    told.extend(lacking(now, before));
    told
}

/// What one period lacks that the other does not lack in the same way.
fn lacking((label, rows): (&str, &[CoverageRow]), others: &[CoverageRow]) -> Vec<String> {
    let mut told = Vec::new();
    for row in rows {
        let Some(other) = others.iter().find(|other| other.format == row.format) else {
            told.push(format!("only {label} has {}", one_line(&row.format)));
            continue;
        };
        let own: Vec<&String> =
            row.findings.iter().filter(|finding| !other.findings.contains(finding)).collect();
        let mut parts: Vec<String> =
            own.iter().take(LISTED).map(|finding| one_line(finding).into_owned()).collect();
        if own.len() > LISTED {
            parts.push(format!("{} more", own.len() - LISTED));
        }
        if row.rejected > other.rejected {
            parts.push(format!("{} could not be used", plural(row.rejected, "row", "rows")));
        }
        if !parts.is_empty() {
            told.push(format!("{label}: {} {}", one_line(&row.format), parts.join("; ")));
        }
    }
    told
}

/// Why the figures of a period that was covered so badly are not held against another one: a source of actions or of
/// identity events lacks more than half of it.
pub(super) fn too_little(
    label: &str,
    rows: &[CoverageRow],
    (from, to): (Instant, Instant),
) -> Option<String> {
    let days = (to - from).num_days().unsigned_abs();
    let carries = |row: &&CoverageRow| {
        let known = FORMATS.iter().find(|format| format.id == row.format);
        known.is_some_and(|format| ["actions", "events"].iter().any(|kind| format.gives.contains(kind)))
    };
    let worst = rows.iter().filter(carries).max_by_key(|row| row.missing_days)?;
    (worst.missing_days * 2 > days).then(|| {
        format!(
            "the inputs of {label} lacked {} of its {} in {}",
            plural(worst.missing_days, "day", "days"),
            plural(days, "day", "days"),
            one_line(&worst.format)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(format: &str, findings: &[&str], rejected: u64, missing_days: u64) -> CoverageRow {
        CoverageRow {
            format: format.to_owned(),
            files: 1,
            rows_read: 100,
            first_at: None,
            last_at: None,
            findings: findings.iter().map(|text| (*text).to_owned()).collect(),
            rejected,
            missing_days,
        }
    }

    #[test]
    fn what_one_period_lacks_is_told_with_its_name_and_what_both_lack_is_not() {
        let before = [
            row("okta-system-log", &["silent for 5 days from 2026-05-03 on", "both"], 12, 5),
            row("csv-events", &[], 0, 0),
            row("jamf-history", &["both"], 2, 0),
        ];
        let now = [
            row("okta-system-log", &["both"], 0, 0),
            row("jamf-history", &["both", "one", "two", "three", "four"], 2, 0),
        ];
        assert_eq!(
            unequal(("2026-Q2", Some(&before)), ("2026-Q3", &now)),
            [
                "2026-Q2: okta-system-log silent for 5 days from 2026-05-03 on; 12 rows could not be used",
                "only 2026-Q2 has csv-events",
                "2026-Q3: jamf-history one; two; three; 1 more",
            ]
        );
        for same in [Some(&now[..]), Some(&[]), None] {
            assert_eq!(unequal(("2026-Q2", same), ("2026-Q3", &now)), Vec::<String>::new());
        }
    }

    #[test]
    fn a_period_of_which_a_source_lacks_more_than_half_is_compared_with_nothing() {
        let edges = ("2026-04-01T00:00:00Z".parse().unwrap(), "2026-07-01T00:00:00Z".parse().unwrap());
        for (format, missing, expected) in [
            ("okta-system-log", 45, None),
            (
                "okta-system-log",
                46,
                Some("the inputs of 2026-Q2 lacked 46 days of its 91 days in okta-system-log"),
            ),
            ("servicenow-csv", 91, None),
        ] {
            let rows = [row("jamf-mdm-commands", &[], 0, 3), row(format, &[], 0, missing)];
            assert_eq!(too_little("2026-Q2", &rows, edges).as_deref(), expected, "{format} {missing}");
        }
    }
}
